/** Says what revoking ends, then revokes. */
import type { ShareLink } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { tr } from '../../state/locale.ts';
import { revokeForGood } from './changes.ts';
import { whatOf } from './what.ts';

export function RevokeDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const count = links.length;
  const live = links.filter(({ state }) => state === 'active' || state === 'scheduled').length;
  const people = links.reduce((sum, link) => sum + link.recipients.length, 0);
  return (
    <ActionDialog
      title={tr('console.shares.revoke_title', { count, name: links[0]?.name ?? '' })}
      action={tr('console.shares.revoke_action', { count })}
      tone="danger"
      onClose={onClose}
      onAction={() => revokeForGood(links)}
    >
      <p>{tr('console.shares.revoke_text', { count })}</p>
      <ul class="bullets">
        <li>{tr('console.shares.revoke_live', { live, count })}</li>
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
