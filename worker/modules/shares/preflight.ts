/**
 * What ends, is missing or is refused while a link is to be open: asked of the same decision that delivers. Also what would
 * mend it. The statements are bounded by the number of assets: one per 80 snapshots, and the cards of the first findings.
 */
import {
  type LinkOffer,
  type PermissionLevel,
  PREFLIGHT_FINDINGS_MAX,
  type Preflight,
  type PreflightCause,
  type PreflightFinding,
} from '../../../shared/contract/shares.ts';
import type { DeliverySnapshot, SitePolicies } from '../../../shared/delivery/index.ts';
import { t } from '../../../shared/messages/index.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { AssetService } from '../assets/index.ts';
import { readSnapshots } from '../rights/index.ts';
import { betterChannel, commonCountries, openToSites, originalsToo } from './preflight-fixes.ts';
import { causeOf, type Found, isLeftOut, judge, type Plan, type Problem } from './preflight-judging.ts';

/** The order in which findings are spelled out. */
const PROBLEMS: readonly Problem[] = ['denied', 'not_yet', 'partly', 'look_only', 'ends_before', 'smaller'];

/** What is handed out at some time while the link is open, of the files that are not refused for all of it. */
function offerOf(
  { permission }: Plan,
  { findLookOnly, givesOriginal }: ReturnType<typeof judge>,
  shown: readonly DeliverySnapshot[],
): LinkOffer | null {
  if (shown.length === 0) return null;
  const taken = permission === 'view' ? [] : shown.filter((snapshot) => findLookOnly(snapshot) === null);
  const level = (): PermissionLevel => {
    if (taken.length === 0) return 'view';
    return permission === 'download_originals' && !taken.some(givesOriginal)
      ? 'download_renditions'
      : permission;
  };
  return { level: level(), downloadable: taken.length, total: shown.length };
}

function causesOf({ edge, withheld, reasons }: Found): PreflightCause[] {
  if (withheld !== undefined) return ['level'];
  return edge === undefined ? [...new Set(reasons.map(causeOf))] : ['pixels'];
}

function explain(caller: Caller, { problem, edge, withheld, reasons, rights }: Found): string {
  const { locale, timeZone: zone, now } = caller;
  if (withheld !== undefined) return t(locale, `share.withheld.${withheld}`);
  if (edge !== undefined) {
    const pixels = t(locale, 'rights.condition.max_pixels', { pixels: edge });
    return problem === 'look_only' ? `${pixels} ${t(locale, 'share.withheld.rights')}` : pixels;
  }
  return reasons.map((reason) => explainReason(locale, reason, { rights, zone, now })).join(' ');
}

export async function checkShare(
  deps: {
    readonly db: Database;
    readonly assets: Pick<AssetService, 'cards'>;
    readonly sites: SitePolicies;
  },
  caller: Caller,
  assetIds: readonly string[],
  plan: Plan,
): Promise<Preflight> {
  const snapshots = await readSnapshots(deps, assetIds, caller.now);
  const own = caller.territory;
  const judging = judge(plan, own, plan.channel);
  const found: Found[] = [];
  for (const [assetId, snapshot] of snapshots) {
    const first = judging.find(assetId, snapshot.rights);
    const one =
      first !== null && isLeftOut(first)
        ? first
        : (judging.findLookOnly(snapshot) ?? first ?? judging.findSmaller(snapshot));
    if (one !== null) found.push(one);
  }
  found.sort(
    (a, b) => PROBLEMS.indexOf(a.problem) - PROBLEMS.indexOf(b.problem) || (a.at ?? 0) - (b.at ?? 0),
  );
  const shown = found.slice(0, PREFLIGHT_FINDINGS_MAX);
  const cards = new Map<string, PreflightFinding['asset']>();
  for (const card of await deps.assets.cards(
    caller,
    shown.map(({ assetId }) => assetId),
  )) {
    cards.set(card.id, card);
  }
  const count = (problem: Problem): number => found.filter((one) => one.problem === problem).length;
  const ends = found.flatMap(({ problem, at }) => (problem === 'ends_before' && at !== null ? [at] : []));
  const denied = new Set(found.flatMap(({ problem, assetId }) => (problem === 'denied' ? [assetId] : [])));
  const leaveOut = found.filter(isLeftOut).map(({ assetId }) => assetId);
  const lookOnly = found.filter(({ problem }) => problem === 'look_only').map(({ assetId }) => assetId);
  return {
    total: assetIds.length,
    deliverable: assetIds.length - leaveOut.length - lookOnly.length,
    offers: offerOf(
      plan,
      judging,
      [...snapshots.values()].filter(({ assetId }) => !denied.has(assetId)),
    ),
    counts: {
      denied: count('denied'),
      not_yet: count('not_yet'),
      partly: count('partly'),
      ends_before: count('ends_before'),
      smaller: count('smaller'),
      look_only: count('look_only'),
    },
    findings: shown.flatMap((one): PreflightFinding[] => {
      const asset = cards.get(one.assetId);
      if (asset === undefined) return [];
      return [
        {
          asset,
          problem: one.problem,
          causes: causesOf(one),
          at: one.at,
          explanation: explain(caller, one),
        },
      ];
    }),
    openToSites: openToSites(plan, snapshots.values(), deps.sites),
    fixes: {
      endsAt: ends.length === 0 ? null : ends.reduce((first, at) => Math.min(first, at)),
      leaveOut,
      lookOnly,
      originals: originalsToo(plan, snapshots, found),
      channel: betterChannel(plan, own, snapshots, found),
      territories: commonCountries(plan, own, found),
    },
  };
}
