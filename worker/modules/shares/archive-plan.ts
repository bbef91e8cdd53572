/** What goes into a link's archive, in which size, and what is left out and why. */
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import type { LeftOutFile } from '../../../shared/delivery/zip/manifest.ts';
import { t } from '../../../shared/messages/index.ts';
import { findShortfall } from '../../../shared/rights/timeline.ts';
import { hasSizes } from '../../../shared/shares/sizes.ts';
import type { Caller } from '../../http/app-env.ts';
import type { ArchiveChoice, ArchivePlan, Planning } from '../archives/index.ts';
import type { Visit } from './admission.ts';
import { type JudgedItem, linkUse, type OfferedSize, offeredSizes } from './content.ts';
import { exclusionOf } from './view.ts';

/** The size a file goes out in: the one that was chosen, the original of what has no sizes, or the best there is. */
function chooseSize(offered: readonly OfferedSize[], snapshot: DeliverySnapshot, wish: string) {
  const chosen = offered.find(({ preset }) => preset.name === wish);
  if (wish === '' || chosen !== undefined) return chosen ?? offered[0] ?? null;
  return hasSizes(snapshot) ? null : (offered[0] ?? null);
}

export function choose(visit: Visit, caller: Caller, judged: readonly JudgedItem[], wish: string) {
  const choices: ArchiveChoice[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const item of judged) {
    const { snapshot } = item;
    if (!item.view.allowed) {
      const excluded = exclusionOf(caller, visit.link.timeZone, item);
      if (excluded === null) continue;
      const title = excluded.title ?? t(caller.locale, 'share.excluded.untitled');
      // The id of what is not public at all would be a handle on it.
      const assetId = excluded.title === null ? '-' : snapshot.assetId;
      leftOut.push({ title, assetId, reason: excluded.reason });
      continue;
    }
    const offered = offeredSizes(visit, caller, snapshot);
    const size = chooseSize(offered, snapshot, wish);
    if (size !== null) {
      choices.push({ snapshot, ...size });
      continue;
    }
    const reason = t(
      caller.locale,
      offered.length === 0 ? 'shares.left_out.no_rendition' : 'shares.left_out.not_chosen',
    );
    leftOut.push({ title: snapshot.title, assetId: snapshot.assetId, reason });
  }
  return { choices, leftOut };
}

/** @param request.preset a preset, or '' for the best size of each file @throws Failure when nothing can be put in */
export function planArchive(
  planning: Planning,
  caller: Caller,
  visit: Visit,
  judged: readonly JudgedItem[],
  request: { readonly preset: string; readonly part: number; readonly organisation: string },
): Promise<ArchivePlan> {
  const { ownerName, ownerEmail, link } = visit;
  return planning.plan(caller, {
    ...choose(visit, caller, judged, request.preset),
    name: link.name,
    zone: link.timeZone,
    organisation: request.organisation,
    audience: link.audience,
    part: request.part,
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
  });
}
