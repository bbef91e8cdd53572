/** What goes into a link's archive: which part of it, in which sizes, and what is left out and why. */
import { hasSizes } from '../../../shared/delivery/sizes.ts';
import type { LeftOutFile } from '../../../shared/delivery/zip/manifest.ts';
import { t } from '../../../shared/messages/index.ts';
import { findShortfall } from '../../../shared/rights/timeline.ts';
import { chooseSize, NO_SIZE, type SizeChoice, wishFor } from '../../../shared/shares/choice.ts';
import type { PartWish } from '../../../shared/shares/parts.ts';
import type { Caller } from '../../http/caller.ts';
import type { ArchiveChoice, ArchiveOrder } from '../archives/index.ts';
import type { Visit } from './admission.ts';
import { type JudgedItem, linkUse, offeredItems, partsOf } from './content.ts';
import { exclusionOf } from './view.ts';

/** What somebody asks to be packed. */
export interface ArchiveWish {
  /** None: everything. */
  readonly assets: readonly string[];
  readonly sizes: SizeChoice;
  readonly part: PartWish;
}

/** @returns the files of the wished part, decided and sized; empty when there is no such part */
export function choose(visit: Visit, caller: Caller, judged: readonly JudgedItem[], wish: ArchiveWish) {
  const choices: ArchiveChoice[] = [];
  const leftOut: LeftOutFile[] = [];
  const leaveOut = ({ snapshot }: JudgedItem, reason: string): void => {
    leftOut.push({ title: snapshot.title, assetId: snapshot.assetId, reason });
  };
  const offers = offeredItems(visit, caller, judged);
  const isOffered = new Set(offers.map(({ snapshot }) => snapshot.assetId));
  // What nobody can have here is told once, in the first part.
  const rest =
    wish.part.number === 1 ? judged.filter(({ snapshot }) => !isOffered.has(snapshot.assetId)) : [];
  for (const item of rest) {
    if (item.view.allowed) {
      leaveOut(item, t(caller.locale, 'shares.left_out.no_rendition'));
      continue;
    }
    const excluded = exclusionOf(caller, visit.link.timeZone, item);
    if (excluded === null) continue;
    const title = excluded.title ?? t(caller.locale, 'share.excluded.untitled');
    // The id of what is not public at all would be a handle on it.
    const assetId = excluded.title === null ? '-' : item.snapshot.assetId;
    leftOut.push({ title, assetId, reason: excluded.reason });
  }
  const parts = partsOf(offers, wish.part.rule);
  for (const item of parts[wish.part.number - 1] ?? []) {
    const { offered } = item;
    const wanted = wishFor(wish.sizes, item.snapshot.kind);
    const size = chooseSize(offered, wanted, hasSizes(item.snapshot));
    if (size !== null) choices.push({ snapshot: item.snapshot, ...size });
    else if (wanted === NO_SIZE) leaveOut(item, t(caller.locale, 'shares.left_out.not_wanted'));
    else leaveOut(item, t(caller.locale, 'shares.left_out.not_chosen'));
  }
  return { choices, leftOut, part: { number: wish.part.number, of: parts.length } };
}

export function orderOf(
  caller: Caller,
  visit: Visit,
  judged: readonly JudgedItem[],
  wish: ArchiveWish,
  organisation: string,
): ArchiveOrder {
  const { ownerName, ownerEmail, link } = visit;
  return {
    ...choose(visit, caller, judged, wish),
    name: link.name,
    zone: link.timeZone,
    organisation,
    audience: link.audience,
    contact:
      ownerName === null
        ? null
        : ownerEmail === null
          ? ownerName
          : t(caller.locale, 'shares.contact_line', { name: ownerName, email: ownerEmail }),
    usableUntil: ({ snapshot, preset }) => {
      const action = preset.delivers === 'original' ? 'download_original' : 'download_rendition';
      // The permission to use ends with the rights; the link only ends the downloading.
      const use = { ...linkUse(visit, action, caller), enclosing: [] };
      return findShortfall(snapshot.rights, use, { startsAt: caller.now, endsAt: null })?.startsAt ?? null;
    },
  };
}
