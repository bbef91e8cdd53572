/** Files that were handed in and wait: accept them into the library, or return them with a message. */
import { Check, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { SubmittedFile, UploadRequest } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextAreaField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { KIND_ICONS } from '../../components/Thumb.tsx';
import { reviewSubmissions } from '../../operations/requests.ts';
import { listsChanged } from '../../state/asset-list.ts';
import { showBytes, showMoment, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { type Pages, pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { may } from '../../state/session.ts';

type Decision = 'accept' | 'return';

export interface SubmissionReviewProps {
  readonly list: Pages<SubmittedFile>;
  readonly requests: readonly UploadRequest[];
}

export function SubmissionReview({ list, requests }: SubmissionReviewProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const selected = list.items.filter(({ id }) => chosen.has(id));
  const groups = new Map<string, SubmittedFile[]>();
  for (const file of list.items) groups.set(file.requestId, [...(groups.get(file.requestId) ?? []), file]);
  const toggle = (ids: readonly string[], isOn: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  return (
    <div class="stack-l">
      {[...groups].map(([requestId, files]) => {
        const ids = files.map(({ id }) => id);
        const title = requests.find(({ id }) => id === requestId)?.title ?? tr('console.submissions.unknown');
        return (
          <section key={requestId} aria-label={title}>
            <div class="spread">
              <h2 class="section-title">{title}</h2>
              <label class="check">
                <input
                  type="checkbox"
                  checked={ids.every((id) => chosen.has(id))}
                  onChange={(event) => toggle(ids, event.currentTarget.checked)}
                />
                {tr('console.submissions.all', { count: files.length })}
              </label>
            </div>
            <ul class="rows">
              {files.map((file) => (
                <FileRow
                  key={file.id}
                  file={file}
                  isChosen={chosen.has(file.id)}
                  onChoose={(isOn) => toggle([file.id], isOn)}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <MoreRows of={list} />
      {selected.length > 0 && may('request:write') && (
        <div class="foot-bar">
          <section aria-label={tr('console.bulk.label')}>
            <span class="bulk-count" role="status">
              {tr('console.bulk.selected', { count: selected.length })}
            </span>
            <Button icon={Undo2} onClick={() => setDeciding('return')}>
              {tr('console.submissions.return')}
            </Button>
            <Button tone="primary" icon={Check} onClick={() => setDeciding('accept')}>
              {tr('console.submissions.accept')}
            </Button>
          </section>
        </div>
      )}
      {deciding && (
        <DecideDialog
          decision={deciding}
          files={selected}
          onDone={() => setChosen(new Set())}
          onClose={() => setDeciding(null)}
        />
      )}
    </div>
  );
}

interface FileRowProps {
  readonly file: SubmittedFile;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function FileRow({ file, isChosen, onChoose }: FileRowProps) {
  return (
    <li class="submission">
      <label class="submission-main">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        <Icon of={KIND_ICONS[file.kind]} />
        <span class="two-lines">
          <span class="truncate">{file.fileName}</span>
          <span class="muted small truncate">
            {tr('console.submissions.facts', {
              kind: tr(`console.kind.${file.kind}`),
              size: showBytes(file.sizeBytes),
              name: file.uploaderName,
              email: file.uploaderEmail,
            })}
          </span>
        </span>
      </label>
      <span class="submission-side small">
        {file.verdict !== 'ok' && <Mark tone="warn" label={tr(`console.verdict.${file.verdict}`)} />}
        {file.creditLine && <span>{file.creditLine}</span>}
        <span class="muted">{showMoment(file.receivedAt)}</span>
      </span>
    </li>
  );
}

interface DecideDialogProps {
  readonly decision: Decision;
  readonly files: readonly SubmittedFile[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function DecideDialog({ decision, files, onDone, onClose }: DecideDialogProps) {
  const [message, setMessage] = useState('');
  const count = files.length;
  const people = [...new Set(files.map(({ uploaderEmail }) => uploaderEmail))].join(', ');
  return (
    <ActionDialog
      title={tr(`console.submissions.${decision}_title`, { count })}
      action={tr(`console.submissions.${decision}_action`, { count })}
      isDisabled={decision === 'return' && message.trim() === ''}
      onClose={onClose}
      onAction={async () => {
        await reviewSubmissions({
          submissionIds: files.map(({ id }) => id),
          decision,
          message: message.trim() === '' ? null : message.trim(),
        });
        onDone();
        pagesChanged('submissions');
        pagesChanged('requests');
        invalidate('overview');
        if (decision === 'accept') listsChanged();
        notify(tr(`console.submissions.${decision}_done`, { count }), { tone: 'good' });
      }}
    >
      <p>{tr(`console.submissions.${decision}_text`, { people })}</p>
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
