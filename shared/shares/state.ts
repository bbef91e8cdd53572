/** The state of a share link, derived from what a person set, the clock and the counter; never stored. */
import type { ShareState } from '../contract/share-states.ts';
import { permitCovers } from '../rights/index.ts';
import type { TerritoryList } from '../rights/types.ts';
import type { Instant } from '../time/instant.ts';

export interface LinkFacts {
  readonly state: 'active' | 'off' | 'revoked';
  readonly startsAt: Instant | null;
  readonly endsAt: Instant;
  readonly maxDownloads: number | null;
  readonly usedDownloads: number;
  /** Places that running downloads keep. */
  readonly reservedDownloads: number;
}

/** Downloads that can still be begun; null where they are not counted. */
export function remainingDownloads(
  link: Pick<LinkFacts, 'maxDownloads' | 'usedDownloads' | 'reservedDownloads'>,
): number | null {
  const { maxDownloads, usedDownloads, reservedDownloads } = link;
  return maxDownloads === null ? null : Math.max(0, maxDownloads - usedDownloads - reservedDownloads);
}

/** What a person did comes first, then the window, then the counter. The window is half-open: at `endsAt` it has ended. */
export function deriveShareState(link: LinkFacts, now: Instant): ShareState {
  if (link.state !== 'active') return link.state;
  if (now >= link.endsAt) return 'ended';
  if (link.startsAt !== null && now < link.startsAt) return 'scheduled';
  if (remainingDownloads(link) === 0) return 'used_up';
  return 'active';
}

export type ClosedReason = 'not_started' | 'ended' | 'revoked' | 'off' | 'not_here' | 'limit_reached';

/** Why a visitor in `territory` finds the link closed; null when it is open. */
export function closedReason(
  link: LinkFacts & { readonly territories: TerritoryList },
  visit: { readonly now: Instant; readonly territory: string | null },
): ClosedReason | null {
  const state = deriveShareState(link, visit.now);
  switch (state) {
    case 'revoked':
    case 'off':
    case 'ended':
      return state;
    case 'scheduled':
      return 'not_started';
    case 'active':
    case 'used_up':
      if (!permitCovers(link.territories, visit.territory)) return 'not_here';
      return state === 'used_up' ? 'limit_reached' : null;
    default:
      return state satisfies never;
  }
}

/** HTTP status of a closed page. */
export const CLOSED_STATUS: Readonly<Record<ClosedReason | 'not_found', 403 | 404 | 410 | 451>> = {
  not_started: 403,
  ended: 410,
  revoked: 410,
  off: 410,
  not_here: 451,
  limit_reached: 410,
  not_found: 404,
};
