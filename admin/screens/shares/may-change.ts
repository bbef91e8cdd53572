/** Who may change a link: its owner, and whoever manages all of them. The server decides again. */
import type { ShareLink } from '../../../shared/contract/index.ts';
import { may, me } from '../../state/session.ts';

export function mayChange(link: Pick<ShareLink, 'owner'>): boolean {
  return may('share:manage_all') || (may('share:write') && link.owner.id === me.value?.id);
}
