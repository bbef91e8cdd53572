/** Files that were handed in: a grid to look at, choose from and decide about; each opens for a closer look. */
import { Check, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { SubmittedFile } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { showBytes, tr } from '../../state/locale.ts';
import type { Pages } from '../../state/pages.ts';
import { may } from '../../state/session.ts';
import { DecideDialog, type Decision } from './DecideDialog.tsx';
import { SubmissionDialog } from './SubmissionDialog.tsx';
import { picturedOf, STATE_TONES } from './submission.ts';

const isUndecided = ({ state }: SubmittedFile): boolean => state === 'quarantined' || state === 'incomplete';

export function SubmissionReview({ list }: { list: Pages<SubmittedFile> }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<{ decision: Decision; files: readonly SubmittedFile[] } | null>(
    null,
  );
  const [opened, setOpened] = useState<string | null>(null);
  const selected = list.items.filter((file) => chosen.has(file.id) && isUndecided(file));
  const groups = Map.groupBy(list.items, ({ requestId }) => requestId);
  const toggle = (ids: readonly string[], isOn: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  const shown = list.items.find(({ id }) => id === opened);
  const mayDecide = may('request:write');
  return (
    <div class="stack-l">
      {[...groups].map(([requestId, files]) => {
        const ids = files.filter(isUndecided).map(({ id }) => id);
        const title = files[0]?.requestTitle ?? '';
        return (
          <section key={requestId} aria-label={title}>
            <div class="spread">
              <h2 class="section-title">{title}</h2>
              {ids.length > 0 && mayDecide && (
                <label class="check">
                  <input
                    type="checkbox"
                    checked={ids.every((id) => chosen.has(id))}
                    onChange={(event) => toggle(ids, event.currentTarget.checked)}
                  />
                  {tr('console.submissions.all', { count: ids.length })}
                </label>
              )}
            </div>
            <ul class="handed-grid">
              {files.map((file) => (
                <FileCard
                  key={file.id}
                  file={file}
                  isChosen={chosen.has(file.id)}
                  onChoose={isUndecided(file) && mayDecide ? (isOn) => toggle([file.id], isOn) : null}
                  onOpen={() => setOpened(file.id)}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <MoreRows of={list} />
      {selected.length > 0 && mayDecide && (
        <div class="foot-bar">
          <section aria-label={tr('console.bulk.label')}>
            <span class="bulk-count" role="status">
              {tr('console.bulk.selected', { count: selected.length })}
            </span>
            <Button icon={Undo2} onClick={() => setDeciding({ decision: 'return', files: selected })}>
              {tr('console.submissions.return')}
            </Button>
            <Button
              tone="primary"
              icon={Check}
              onClick={() => setDeciding({ decision: 'accept', files: selected })}
            >
              {tr('console.submissions.accept')}
            </Button>
          </section>
        </div>
      )}
      {shown && !deciding && (
        <SubmissionDialog
          file={shown}
          onClose={() => setOpened(null)}
          onDecide={
            isUndecided(shown) && mayDecide ? (decision) => setDeciding({ decision, files: [shown] }) : null
          }
        />
      )}
      {deciding && (
        <DecideDialog
          decision={deciding.decision}
          files={deciding.files}
          onDone={() => {
            setChosen(new Set());
            setOpened(null);
          }}
          onClose={() => setDeciding(null)}
        />
      )}
    </div>
  );
}

interface FileCardProps {
  readonly file: SubmittedFile;
  readonly isChosen: boolean;
  /** Null where there is nothing to decide. */
  readonly onChoose: ((isChosen: boolean) => void) | null;
  readonly onOpen: () => void;
}

function FileCard({ file, isChosen, onChoose, onOpen }: FileCardProps) {
  return (
    <li class="handed-card" data-kind={file.kind} data-chosen={isChosen ? '' : undefined}>
      <button
        type="button"
        class="handed-picture"
        aria-label={tr('console.submissions.look', { name: file.fileName })}
        onClick={onOpen}
      >
        <Thumb asset={picturedOf(file)} transformation="small" />
      </button>
      {onChoose && (
        <label class="handed-corner">
          <input
            type="checkbox"
            class="handed-check"
            aria-label={file.fileName}
            checked={isChosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </label>
      )}
      <div class="handed-facts small">
        <span class="truncate" title={file.relativePath ?? file.fileName}>
          {file.fileName}
        </span>
        <span class="muted truncate">
          {file.uploaderName} · {showBytes(file.sizeBytes)}
        </span>
        <Findings file={file} />
      </div>
    </li>
  );
}

/** What a reviewer should know before looking closer. */
function Findings({ file }: { file: SubmittedFile }) {
  const [alike] = file.alike;
  return (
    <span class="handed-findings">
      {file.state !== 'quarantined' && (
        <Mark
          tone={STATE_TONES[file.state]}
          isHollow={file.state === 'returned'}
          label={tr(`console.submissions.state.${file.state}`)}
        />
      )}
      {file.verdict === 'damaged' && <Mark tone="bad" label={tr('console.verdict.damaged')} />}
      {file.duplicateOf && <Mark tone="warn" label={tr('console.submissions.duplicate')} />}
      {file.twin && <Mark tone="warn" label={tr('console.submissions.twin', { name: file.twin })} />}
      {alike && <Mark tone="accent" isHollow label={tr(`console.submissions.alike.${alike.reason}`)} />}
      {file.replaces && <Mark tone="plain" isHollow label={tr('console.submissions.again')} />}
    </span>
  );
}
