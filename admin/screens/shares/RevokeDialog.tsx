/** Says what revoking ends, then revokes. */

import { Power } from 'lucide-preact';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { tr } from '../../state/locale.ts';
import { revokeForGood, toggleShare } from './changes.ts';
import { whatOf } from './what.ts';

export function RevokeDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const count = links.length;
  const live = links.filter(({ state }) => state === 'active' || state === 'scheduled').length;
  const people = links
    .flatMap(({ recipients }) => recipients)
    .filter(({ state }) => state === 'active').length;
  const downloads = links.reduce((sum, { usedDownloads }) => sum + usedDownloads, 0);
  /** The one link that could be paused instead. */
  const pausable = count === 1 && live === 1 ? links[0] : undefined;
  return (
    <ActionDialog
      title={tr('console.shares.revoke_title', { count, name: links[0]?.name ?? '' })}
      action={tr('console.shares.revoke_action', { count })}
      tone="danger"
      onClose={onClose}
      onAction={() => revokeForGood(links)}
      footNote={
        pausable && (
          <Button
            icon={Power}
            onClick={() => {
              void toggleShare(pausable);
              onClose();
            }}
          >
            {tr('console.shares.revoke_pause')}
          </Button>
        )
      }
    >
      <p>{tr('console.shares.revoke_text', { count })}</p>
      <ul class="bullets">
        <li>{tr('console.shares.revoke_live', { live, count })}</li>
        <li>{tr('console.shares.revoke_downloads', { count: downloads })}</li>
        {people > 0 && <li>{tr('console.shares.revoke_people', { count: people })}</li>}
        {count > 1 &&
          links.slice(0, 8).map((link) => (
            <li key={link.id}>
              {link.name} <span class="muted">{whatOf(link)}</span>
            </li>
          ))}
        {count > 8 && <li class="muted">{tr('console.shares.and_more', { count: count - 8 })}</li>}
      </ul>
    </ActionDialog>
  );
}
