/** Changes to share links, each with its notice and, where there is one, its reversal. */
import type { RegisteredRequest, ShareLink } from '../../../shared/contract/index.ts';
import { closeRequests } from '../../operations/requests.ts';
import { changeShares, duplicateShare, revokeShares, setShareState } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { may } from '../../state/session.ts';

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

/** New ends for many links; the undo puts every old one back that is still ahead. */
export async function extendShares(
  changes: readonly { readonly link: ShareLink; readonly endsAt: number }[],
): Promise<void> {
  await changeShares(changes.map(({ link, endsAt }) => ({ id: link.id, endsAt })));
  sharesChanged();
  const [first] = changes;
  if (first === undefined) return;
  const back = changes.filter(({ link }) => link.endsAt > now.value);
  notify(
    changes.length === 1
      ? tr('console.shares.extended', {
          name: first.link.name,
          when: showMoment(first.endsAt, first.link.timeZone),
        })
      : tr('console.shares.extended_many', { count: changes.length }),
    {
      undo:
        back.length < changes.length
          ? undefined
          : async () => {
              await changeShares(back.map(({ link }) => ({ id: link.id, endsAt: link.endsAt })));
              sharesChanged();
            },
    },
  );
}

/** Hands links on. Only who manages all links can take them back. */
export async function transferShares(
  links: readonly ShareLink[],
  owner: { readonly id: string; readonly name: string },
): Promise<void> {
  await changeShares(links.map(({ id }) => ({ id, ownerId: owner.id })));
  sharesChanged();
  notify(
    tr('console.shares.transferred', {
      count: links.length,
      name: links[0]?.name ?? '',
      owner: owner.name,
    }),
    {
      undo: may('share:manage_all')
        ? async () => {
            await changeShares(links.map((link) => ({ id: link.id, ownerId: link.owner.id })));
            sharesChanged();
          }
        : undefined,
    },
  );
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

/** Closes upload requests; the undo opens those again that were open. */
export async function closeMany(requests: readonly RegisteredRequest[]): Promise<void> {
  const { changed } = await closeRequests(
    requests.map(({ id }) => id),
    true,
  );
  sharesChanged();
  pagesChanged('requests');
  notify(tr('console.shares.requests_closed', { count: changed.length, name: requests[0]?.name ?? '' }), {
    undo: async () => {
      await closeRequests(changed, false);
      sharesChanged();
      pagesChanged('requests');
    },
  });
}
