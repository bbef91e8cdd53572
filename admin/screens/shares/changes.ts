/** Changes to share links, each with its notice and, where there is one, its reversal. */
import type { ShareLink } from '../../../shared/contract/index.ts';
import { addCalendar } from '../../../shared/time/index.ts';
import { duplicateShare, revokeShares, setShareState, updateShare } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';

const EXTEND_DAYS = 7;

/** Loads again whatever shows links. */
export function sharesChanged(): void {
  pagesChanged('shares');
  invalidate('share:', 'overview', 'asset:');
}

async function attempt(run: () => Promise<void>, failed: string): Promise<void> {
  try {
    await run();
  } catch (error) {
    notifyFailure(error, failed);
  }
}

const stays = (link: ShareLink) => tr('console.shares.failed', { name: link.name });

/** Switches a link off, or on again. */
export function toggleShare(link: ShareLink): Promise<void> {
  const next = link.state === 'off' ? 'active' : 'off';
  return attempt(async () => {
    await setShareState(link.id, next);
    sharesChanged();
    notify(
      tr(next === 'off' ? 'console.shares.switched_off' : 'console.shares.switched_on', { name: link.name }),
      {
        undo: async () => {
          await setShareState(link.id, next === 'off' ? 'active' : 'off');
          sharesChanged();
        },
      },
    );
  }, stays(link));
}

/** A week more, counted from the later of now and the present end. */
export function extendShare(link: ShareLink): Promise<void> {
  const endsAt = addCalendar(Math.max(link.endsAt, now.value), { days: EXTEND_DAYS }, link.timeZone);
  return attempt(async () => {
    await updateShare(link.id, { endsAt });
    sharesChanged();
    notify(tr('console.shares.extended', { name: link.name, when: showMoment(endsAt, link.timeZone) }), {
      undo: async () => {
        await updateShare(link.id, { endsAt: link.endsAt });
        sharesChanged();
      },
    });
  }, stays(link));
}

export function copyShare(link: ShareLink, onMade: (made: ShareLink) => void): Promise<void> {
  return attempt(async () => {
    const made = await duplicateShare(link.id);
    sharesChanged();
    notify(tr('console.shares.duplicated', { name: made.name }));
    onMade(made);
  }, stays(link));
}

/** Revokes for good; the dialog before it has said so. */
export async function revokeForGood(links: readonly ShareLink[]): Promise<void> {
  const { revoked } = await revokeShares(links.map(({ id }) => id));
  sharesChanged();
  notify(tr('console.shares.revoked', { count: revoked.length, name: links[0]?.name ?? '' }));
}
