/** Accepting files, each as an asset of its own or as a new version of one, or returning them with a message. */
import { useState } from 'preact/hooks';
import type { AssetCard, License, SubmittedFile } from '../../../shared/contract/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextAreaField } from '../../components/Field.tsx';
import { LicensePicker } from '../../components/LicensePicker.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { reviewSubmissions } from '../../operations/requests.ts';
import { listsChanged } from '../../state/asset-list.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { picturedOf } from './submission.ts';

export type Decision = 'accept' | 'return';

export interface DecideDialogProps {
  readonly decision: Decision;
  readonly files: readonly SubmittedFile[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function DecideDialog({ decision, files, onDone, onClose }: DecideDialogProps) {
  const [message, setMessage] = useState('');
  const [targets, setTargets] = useState<ReadonlyMap<string, AssetCard>>(new Map());
  const [picking, setPicking] = useState<string | null>(null);
  const [license, setLicense] = useState<License | null>(null);
  const count = files.length;
  const people = [...new Set(files.map(({ uploaderEmail }) => uploaderEmail))].join(', ');
  /** Those that become assets of their own; a version stays under the licences of its asset. */
  const fresh = files.filter(({ id, duplicateOf }) => !duplicateOf && !targets.has(id)).length;
  const unfinished = files.filter(({ missing }) => missing.length > 0).length;
  const aim = (id: string, asset: AssetCard | null) => {
    const next = new Map(targets);
    if (asset) next.set(id, asset);
    else next.delete(id);
    setTargets(next);
  };
  if (picking !== null) {
    return (
      <AssetPicker
        title={tr('console.submissions.pick_asset')}
        onClose={() => setPicking(null)}
        onPick={([asset]) => {
          if (asset) aim(picking, asset);
        }}
      />
    );
  }
  return (
    <ActionDialog
      title={tr(`console.submissions.${decision}_title`, { count })}
      action={tr(`console.submissions.${decision}_action`, { count })}
      size="medium"
      isDisabled={decision === 'return' && message.trim() === ''}
      onClose={onClose}
      onAction={async () => {
        await reviewSubmissions({
          submissionIds: files.map(({ id }) => id),
          decision,
          message: message.trim() === '' ? null : message.trim(),
          versionOf: Object.fromEntries([...targets].map(([id, asset]) => [id, asset.id])),
          licenseId: decision === 'accept' && fresh > 0 ? (license?.id ?? null) : null,
        });
        onDone();
        pagesChanged('submissions');
        pagesChanged('requests');
        invalidate('overview');
        if (decision === 'accept') {
          listsChanged();
          pagesChanged('licenses');
          invalidate('asset:', 'facets');
        }
        notify(tr(`console.submissions.${decision}_done`, { count }), { tone: 'good' });
      }}
    >
      <p>
        {decision === 'accept'
          ? tr('console.submissions.accept_text', { people, fresh, count })
          : tr('console.submissions.return_text', { people })}
      </p>
      {decision === 'accept' && unfinished > 0 && (
        <div class="banner" data-tone="warn">
          {tr('console.submissions.accept_unfinished', { count: unfinished })}
        </div>
      )}
      {decision === 'accept' && (
        <ul class="rows">
          {files.map((file) => (
            <TargetRow
              key={file.id}
              file={file}
              target={targets.get(file.id) ?? null}
              onTarget={(asset) => aim(file.id, asset)}
              onPick={() => setPicking(file.id)}
            />
          ))}
        </ul>
      )}
      {decision === 'accept' && fresh > 0 && may('rights:write') && (
        <LicensePicker
          value={license}
          noneLabel={tr('console.submissions.license_none')}
          onValue={setLicense}
        >
          {tr(`console.submissions.${license ? 'license_given' : 'license_missing'}`, {
            count: fresh,
            versions: targets.size,
          })}
        </LicensePicker>
      )}
      <TextAreaField
        label={tr(
          decision === 'return' ? 'console.submissions.message' : 'console.submissions.message_optional',
        )}
        hint={tr('console.submissions.message_hint')}
        required={decision === 'return'}
        maxLength={2000}
        value={message}
        onValue={setMessage}
      />
    </ActionDialog>
  );
}

const NEW = 'new';
const OTHER = 'other';

interface TargetRowProps {
  readonly file: SubmittedFile;
  readonly target: AssetCard | null;
  readonly onTarget: (asset: AssetCard | null) => void;
  readonly onPick: () => void;
}

/** What one file becomes: nothing new where the library has it, else a new asset or a new version. */
function TargetRow({ file, target, onTarget, onPick }: TargetRowProps) {
  const { duplicateOf } = file;
  const offered = [
    ...file.alike.map(({ asset }) => asset),
    ...(target && !file.alike.some(({ asset }) => asset.id === target.id) ? [target] : []),
  ];
  return (
    <li class="target">
      <Thumb asset={picturedOf(file)} transformation="small" fit="cover" />
      <span class="truncate">{file.fileName}</span>
      {duplicateOf ? (
        <span class="muted small">
          {tr(
            file.releases.length > 0
              ? 'console.submissions.becomes_nothing_release'
              : 'console.submissions.becomes_nothing',
            { title: duplicateOf.title },
          )}
        </span>
      ) : (
        <select
          class="input"
          aria-label={tr('console.submissions.becomes', { name: file.fileName })}
          value={target?.id ?? NEW}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === OTHER) onPick();
            else onTarget(offered.find(({ id }) => id === value) ?? null);
          }}
        >
          <option value={NEW}>{tr('console.submissions.becomes_new')}</option>
          {offered.map(({ id, title }) => (
            <option key={id} value={id}>
              {tr('console.submissions.becomes_version', { title })}
            </option>
          ))}
          <option value={OTHER}>{tr('console.submissions.becomes_other')}</option>
        </select>
      )}
    </li>
  );
}
