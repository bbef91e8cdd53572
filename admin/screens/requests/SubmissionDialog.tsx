/**
 * One file in quarantine, looked at closely: the picture beside what it may be a version of, what the uploader said, what the
 * file itself says, and the words they agreed to.
 */
import { Check, Download, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { type AssetCard, DETAIL_FIELDS, type SubmittedFile } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { locale, showBytes, showMeasure, showMoment, tr } from '../../state/locale.ts';
import { embeddedName } from '../asset/embedded-name.ts';
import type { Decision } from './DecideDialog.tsx';
import { picturedOf, STATE_TONES } from './submission.ts';

export interface SubmissionDialogProps {
  readonly file: SubmittedFile;
  readonly onClose: () => void;
  /** Null where it is decided, or not this person's to decide. */
  readonly onDecide: ((decision: Decision) => void) | null;
}

export function SubmissionDialog({ file, onClose, onDecide }: SubmissionDialogProps) {
  const candidates = [
    ...(file.duplicateOf ? [{ reason: 'duplicate' as const, asset: file.duplicateOf }] : []),
    ...file.alike,
  ];
  const [compared, setCompared] = useState<AssetCard | null>(candidates[0]?.asset ?? null);
  return (
    <Dialog
      title={file.fileName}
      size="wide"
      onClose={onClose}
      footer={
        onDecide && (
          <>
            <Button icon={Undo2} onClick={() => onDecide('return')}>
              {tr('console.submissions.return')}
            </Button>
            <Button tone="primary" icon={Check} onClick={() => onDecide('accept')}>
              {tr('console.submissions.accept')}
            </Button>
          </>
        )
      }
    >
      <div class="submission-look" data-kind={file.kind} data-compared={compared ? '' : undefined}>
        <figure>
          <Thumb asset={picturedOf(file)} transformation="large" alt={file.fileName} isEager />
          <figcaption class="muted small numeric">{factsOf(file)}</figcaption>
        </figure>
        {compared && (
          <figure>
            <Thumb asset={compared} transformation="preview" alt={compared.title} isEager />
            <figcaption class="muted small numeric">
              <a href={`/admin/assets/${compared.id}`}>{compared.title}</a>
              {' · '}
              {[showMeasure(compared), showBytes(compared.sizeBytes)].filter(Boolean).join(' · ')}
            </figcaption>
          </figure>
        )}
      </div>
      {candidates.length > 0 && (
        <div class="line-up toggles">
          {candidates.map(({ reason, asset }) => (
            <label key={asset.id} class="toggle">
              <input
                type="radio"
                name="compared"
                checked={compared?.id === asset.id}
                onChange={() => setCompared(asset)}
              />
              <span>{tr(`console.submissions.compare.${reason}`, { title: asset.title })}</span>
            </label>
          ))}
          <label class="toggle">
            <input
              type="radio"
              name="compared"
              checked={compared === null}
              onChange={() => setCompared(null)}
            />
            <span>{tr('console.submissions.compare.none')}</span>
          </label>
        </div>
      )}
      <div class="submission-facts">
        <Said file={file} />
        <HandedInBy file={file} />
        <details>
          <summary>{tr('console.submissions.embedded', { count: file.embedded.length })}</summary>
          <dl class="facts">
            {file.embedded.map(({ label, value }) => (
              <div key={label}>
                <dt>{embeddedName(locale.value, label)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </Dialog>
  );
}

/** What will be taken over into the library, and what is missing of what was asked for. */
function Said({ file }: { file: SubmittedFile }) {
  const { details, missing, people } = file;
  return (
    <section>
      <h3 class="section-title">{tr('console.submissions.said')}</h3>
      {missing.length > 0 && (
        <p>
          <Mark
            tone="warn"
            label={tr('console.submissions.missing', {
              fields: missing.map((field) => tr(`console.requests.field.${field}`)).join(', '),
            })}
          />
        </p>
      )}
      <dl class="facts">
        {DETAIL_FIELDS.filter((field) => details[field] !== null).map((field) => (
          <div key={field}>
            <dt>{tr(`console.requests.field.${field}`)}</dt>
            <dd>{details[field]}</dd>
          </div>
        ))}
        {people && (
          <div>
            <dt>{tr('console.requests.field.people')}</dt>
            <dd>
              {tr(`console.submissions.people.${people}`)}
              {file.releaseNote && ` ${file.releaseNote}`}
            </dd>
          </div>
        )}
        {file.releases.map((release) => (
          <div key={release.id}>
            <dt>{tr('console.requests.field.releaseDocument')}</dt>
            <dd>
              <a href={`/api/admin/requests/submissions/${release.id}/original`} download={release.fileName}>
                {release.fileName}
              </a>{' '}
              <span class="muted">{showBytes(release.sizeBytes)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function HandedInBy({ file }: { file: SubmittedFile }) {
  return (
    <section>
      <h3 class="section-title">{tr('console.submissions.by')}</h3>
      <p>
        {file.uploaderName}, <a href={`mailto:${file.uploaderEmail}`}>{file.uploaderEmail}</a>
        <br />
        <span class="muted">{showMoment(file.receivedAt)}</span>{' '}
        {file.state !== 'quarantined' && (
          <Mark
            tone={STATE_TONES[file.state]}
            isHollow={file.state === 'returned'}
            label={tr(`console.submissions.state.${file.state}`)}
          />
        )}
      </p>
      {file.message && <p class="share-message">{file.message}</p>}
      {file.assetId && (
        <p>
          <a href={`/admin/assets/${file.assetId}`}>{tr('console.submissions.in_library')}</a>
        </p>
      )}
      {file.replaces && (
        <p>
          {tr('console.submissions.replaces', { name: file.replaces.fileName })}
          {file.replaces.message && <q> {file.replaces.message}</q>}
        </p>
      )}
      {file.consentVersion !== null && (
        <details>
          <summary>{tr('console.submissions.consent', { version: file.consentVersion })}</summary>
          <p class="inquiry-words">{file.consentText}</p>
        </details>
      )}
      {!file.isDiscarded && (
        <p>
          <a
            class="line-up"
            href={`/api/admin/requests/submissions/${file.id}/original`}
            download={file.fileName}
          >
            <Icon of={Download} />
            {tr('console.submissions.original')}
          </a>
        </p>
      )}
      <p class="muted small">{originalHint(file)}</p>
      <p class="muted small break">SHA-256 {file.sha256}</p>
    </section>
  );
}

function originalHint({ discardAt, isDiscarded }: SubmittedFile): string {
  if (isDiscarded) return tr('console.submissions.discarded');
  const hint = tr('console.submissions.original_hint');
  return discardAt === null
    ? hint
    : `${hint} ${tr('console.submissions.discard_at', { when: showMoment(discardAt) })}`;
}

function factsOf(file: SubmittedFile): string {
  return [showMeasure(file), file.mediaType, showBytes(file.sizeBytes), file.relativePath]
    .filter(Boolean)
    .join(' · ');
}
