/** What would mend a link that leaves files out. */
import { ASSET_KINDS, type AssetKind } from '../../../shared/contract/assets.ts';
import type { Preflight, PreflightCause, PresetsByKind } from '../../../shared/contract/shares.ts';
import {
  type DeliverySnapshot,
  refusesSites,
  type SitePolicies,
  sitePolicyFor,
} from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { hasSizes } from '../../../shared/delivery/sizes.ts';
import { isPictorial } from '../../../shared/delivery/snapshot.ts';
import { embedUse } from '../../../shared/rights/hotlink-standing.ts';
import { permitCovers } from '../../../shared/rights/index.ts';
import { groupByTreatment } from '../../../shared/rights/places.ts';
import { findFurthest } from '../../../shared/rights/summary.ts';
import { CHANNELS, type RightsSnapshot } from '../../../shared/rights/types.ts';
import { offeredPresets } from '../../../shared/shares/permission.ts';
import { causeOf, type Found, isLeftOut, judge, namedCountries, type Plan } from './preflight-judging.ts';

const hasCause = (found: Found, cause: PreflightCause): boolean =>
  found.reasons.some((reason) => causeOf(reason) === cause);

/** The other channel under which the fewest assets are left out, if that is fewer than now. */
export function betterChannel(
  plan: Plan,
  own: string | null,
  snapshots: ReadonlyMap<string, { rights: RightsSnapshot }>,
  found: readonly Found[],
): Preflight['fixes']['channel'] {
  if (!found.some((one) => isLeftOut(one) && hasCause(one, 'channel'))) return null;
  let best: Preflight['fixes']['channel'] = null;
  for (const channel of CHANNELS) {
    if (channel === plan.channel) continue;
    const judging = judge(plan, own, channel);
    let leftOut = 0;
    for (const [assetId, { rights }] of snapshots) {
      const one = judging.find(assetId, rights);
      if (one !== null && isLeftOut(one)) leftOut++;
    }
    if (leftOut < (best?.leftOut ?? found.filter(isLeftOut).length)) best = { channel, leftOut };
  }
  return best;
}

/** Where every asset goes out that is refused somewhere for its place. */
export function commonCountries(plan: Plan, own: string | null, found: readonly Found[]): string[] | null {
  const placed = found.filter(
    (one) =>
      hasCause(one, 'territory') &&
      (one.problem === 'partly' || one.problem === 'denied' || one.problem === 'ends_before'),
  );
  const [first] = placed;
  if (first === undefined) return null;
  const { goesOutIn } = judge(plan, own, plan.channel);
  let common = namedCountries(first.rights, null).filter((country) =>
    permitCovers(plan.territories, country),
  );
  for (const { rights } of placed) {
    const open = groupByTreatment(rights, common).filter(([country]) => goesOutIn(rights, country));
    common = open.flat().sort();
  }
  return common.length === 0 ? null : common;
}

/**
 * Assets that websites may take although the link holds them back: whoever learns an address of theirs gets them without the
 * link's mark, password and end.
 */
export function openToSites(
  plan: Plan,
  snapshots: Iterable<DeliverySnapshot>,
  sites: SitePolicies,
): string[] {
  if (plan.permission !== 'view' && plan.permission !== 'download_watermarked') return [];
  const open: string[] = [];
  for (const { assetId, rights, allowedSites } of snapshots) {
    if (refusesSites(sitePolicyFor(allowedSites, sites, 'web'))) continue;
    if (findFurthest(rights, plan.startsAt, embedUse).decision.allowed) open.push(assetId);
  }
  return open;
}

/**
 * Terms that hand out the originals of files of which there are no sizes, and of pictures only the sizes that they are offered in
 * now. Where the link marks what it hands out there are none: an original has no mark.
 */
export function originalsToo(
  plan: Plan,
  snapshots: ReadonlyMap<string, DeliverySnapshot>,
  found: readonly Found[],
): Preflight['fixes']['originals'] {
  const { permission } = plan;
  if (permission !== 'download_renditions' && permission !== 'download_originals') return null;
  const kinds = new Map<AssetKind, number>();
  for (const { assetId, rights, withheld } of found) {
    const snapshot = snapshots.get(assetId);
    // A licence that holds a file to so many pixels holds back its original.
    const isHeldBack = rights.licenses.some(({ maxPixels }) => maxPixels !== null);
    if (withheld !== 'level' || snapshot === undefined || hasSizes(snapshot) || isHeldBack) continue;
    const kind = snapshot.kind as AssetKind;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  if (kinds.size === 0) return null;
  const presetsByKind: PresetsByKind = { ...plan.presetsByKind };
  if (permission === 'download_renditions') {
    for (const kind of ASSET_KINDS) {
      const names = offeredPresets(plan, kind, BUILT_IN_PRESETS).map(({ name }) => name);
      if (isPictorial({ kind })) presetsByKind[kind] = names;
      // A kind that is given nothing stays so.
      else if (presetsByKind[kind] !== undefined) presetsByKind[kind] = names;
    }
  }
  for (const kind of kinds.keys()) presetsByKind[kind] = ['original'];
  const count = [...kinds.values()].reduce((sum, ofKind) => sum + ofKind, 0);
  return { permission: 'download_originals', presetsByKind, count };
}
