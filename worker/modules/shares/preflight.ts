/**
 * What ends, is missing or is refused while a link is to be open: asked of the same decision that delivers. Also what would
 * mend it. The statements are bounded by the number of assets: one per 80 snapshots, and the cards of the first findings.
 */
import { ASSET_KINDS, type AssetKind } from '../../../shared/contract/assets.ts';
import {
  type LinkOffer,
  type PermissionLevel,
  PREFLIGHT_FINDINGS_MAX,
  type Preflight,
  type PreflightCause,
  type PreflightFinding,
  type PresetsByKind,
} from '../../../shared/contract/shares.ts';
import {
  type DeliverySnapshot,
  refusesSites,
  type SitePolicies,
  sitePolicyFor,
} from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
import { hasSizes } from '../../../shared/delivery/sizes.ts';
import { isPictorial } from '../../../shared/delivery/snapshot.ts';
import { t } from '../../../shared/messages/index.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import { embedUse } from '../../../shared/rights/hotlink-standing.ts';
import {
  decideUsage,
  type EnclosingRule,
  enclosingRule,
  expandTerritories,
  permitCovers,
} from '../../../shared/rights/index.ts';
import { groupByTreatment, onePerTreatment } from '../../../shared/rights/places.ts';
import { findFurthest } from '../../../shared/rights/summary.ts';
import { findShortfall, type PlannedUse, type Shortfall } from '../../../shared/rights/timeline.ts';
import {
  type Audience,
  CHANNELS,
  type Channel,
  type Reason,
  type RightsSnapshot,
  type TerritoryList,
} from '../../../shared/rights/types.ts';
import { LEVEL_ACTIONS, offeredPresets, withheldByTerms } from '../../../shared/shares/permission.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { AssetService } from '../assets/index.ts';
import { readSnapshots } from '../rights/index.ts';

export interface Plan {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly channel: Channel;
  readonly audience: Audience;
  readonly permission: PermissionLevel;
  readonly presets: readonly string[];
  readonly presetsByKind: PresetsByKind;
  readonly territories: TerritoryList;
  /** The window of the collection a link is made of. */
  readonly collection: {
    readonly title: string;
    readonly startsAt: number | null;
    readonly endsAt: number | null;
  } | null;
}
type Problem = PreflightFinding['problem'];

/** The order in which findings are spelled out. */
const PROBLEMS: readonly Problem[] = ['denied', 'not_yet', 'partly', 'look_only', 'ends_before', 'smaller'];

export function causeOf(reason: Reason): PreflightCause {
  switch (reason.code) {
    case 'not_approved':
    case 'asset_withdrawn':
      return 'status';
    case 'embargoed':
      return 'embargo';
    case 'no_license':
    case 'license_not_started':
    case 'license_ended':
    case 'license_prohibits':
      return 'license';
    case 'license_territory':
    case 'enclosing_territory':
      return 'territory';
    case 'license_channel':
    case 'enclosing_channel':
      return 'channel';
    case 'license_audience':
    case 'enclosing_audience':
      return 'audience';
    case 'release_missing':
    case 'release_ended':
      return 'release';
    case 'curation_needs_member':
    case 'override_prohibits':
    case 'enclosing_inactive':
    case 'enclosing_not_started':
    case 'enclosing_ended':
    case 'enclosing_action':
      return 'other';
    default:
      return reason satisfies never;
  }
}

interface Found {
  readonly assetId: string;
  readonly rights: RightsSnapshot;
  readonly problem: Problem;
  readonly at: number | null;
  readonly reasons: readonly Reason[];
  /** Longest edge in pixels in which its rights let it out, where that is the problem. */
  readonly edge?: number;
  /** The link's own terms are the problem. */
  readonly withheld?: 'level' | 'kind';
}

/** Countries in which some permission of the asset holds by name, the reader's own first. */
function namedCountries(rights: RightsSnapshot, own: string | null): string[] {
  const named = rights.licenses.flatMap(({ effect, territories }) =>
    effect === 'permit' && territories.include !== null ? territories.include : [],
  );
  return [...new Set([...(own === null ? [] : [own]), ...expandTerritories(named)])];
}

function judge(plan: Plan, own: string | null, channel: Channel) {
  const rules: EnclosingRule[] = [
    // The link's own window and places are its plan, and so no shortfall of an asset.
    enclosingRule({
      source: 'share_link',
      id: '',
      label: '',
      state: 'active',
      actions: LEVEL_ACTIONS[plan.permission],
    }),
  ];
  if (plan.collection !== null) {
    const { title, startsAt, endsAt } = plan.collection;
    rules.push(
      enclosingRule({ source: 'collection', id: '', label: title, state: 'active', startsAt, endsAt }),
    );
  }
  const use: Omit<PlannedUse, 'territory'> = {
    subject: { kind: 'recipient', audience: plan.audience },
    action: LEVEL_ACTIONS[plan.permission].at(-1) ?? 'view',
    channel,
    enclosing: rules,
  };
  const shortfallIn = (rights: RightsSnapshot, territory: string | null): Shortfall | null =>
    findShortfall(rights, { ...use, territory }, plan);
  const isAtStart = ({ startsAt }: Shortfall): boolean => startsAt <= plan.startsAt;
  const listed =
    plan.territories.include === null
      ? null
      : expandTerritories(plan.territories.include).filter((country) =>
          permitCovers(plan.territories, country),
        );

  /** The earliest end among countries where the asset goes out at first. */
  function endOf(shortfalls: readonly (Shortfall | null)[]): Shortfall | null {
    let first: Shortfall | null = null;
    for (const one of shortfalls) {
      if (one !== null && !isAtStart(one) && (first === null || one.startsAt < first.startsAt)) first = one;
    }
    return first;
  }
  /** Longest edges in pixels to which the rights hold it, and in how many kinds of places they were looked at. */
  function edgesOf(rights: RightsSnapshot): { edges: number[]; places: number } {
    if (!rights.licenses.some(({ maxPixels }) => maxPixels !== null)) return { edges: [], places: 1 };
    const places = listed === null ? [own] : onePerTreatment(rights, listed);
    const edges = places.flatMap((territory) => {
      const decision = decideUsage(rights, { ...use, territory, now: plan.startsAt });
      return decision.allowed && decision.conditions.maxPixels !== undefined
        ? [decision.conditions.maxPixels]
        : [];
    });
    return { edges, places: places.length };
  }
  return {
    goesOutIn(rights: RightsSnapshot, country: string): boolean {
      const shortfall = shortfallIn(rights, country);
      return shortfall === null || !isAtStart(shortfall);
    },
    /** Is shown, but in no form to be downloaded: by the link's terms, or because its rights hold back the original. */
    findLookOnly(snapshot: DeliverySnapshot): Found | null {
      if (plan.permission === 'view') return null;
      const { assetId, rights } = snapshot;
      const presets = presetsOf(plan, snapshot);
      const found = { assetId, rights, problem: 'look_only', at: null, reasons: [] } as const;
      const withheld = withheldByTerms(presets, snapshot);
      if (withheld !== null) return { ...found, withheld };
      const sizes = presets.filter(({ delivers }) => delivers === 'rendition');
      if (withheldByTerms(sizes, snapshot) === null) return null;
      const { edges, places } = edgesOf(rights);
      return edges.length < places ? null : { ...found, edge: Math.min(...edges) };
    },
    /** Whether its original goes out somewhere: the link gives it, and its rights hold it to no number of pixels there. */
    givesOriginal(snapshot: DeliverySnapshot): boolean {
      if (!presetsOf(plan, snapshot).some(({ delivers }) => delivers === 'original')) return false;
      const { edges, places } = edgesOf(snapshot.rights);
      return edges.length < places;
    },
    /** Goes out, but its rights hold back the file and the sizes that the link's level would give. */
    findSmaller({ assetId, rights, version }: DeliverySnapshot): Found | null {
      if (plan.permission !== 'download_originals' && plan.permission !== 'download_renditions') return null;
      const edge = Math.min(...edgesOf(rights).edges);
      if (edge >= Math.max(version.width ?? 0, version.height ?? 0)) return null;
      return { assetId, rights, problem: 'smaller', at: null, reasons: [], edge };
    },
    find(assetId: string, rights: RightsSnapshot): Found | null {
      // An unknown country is outside every list: what holds there holds everywhere.
      const strict = listed === null ? shortfallIn(rights, null) : null;
      if (listed === null && strict === null) return null;
      const isNarrow = strict !== null && isAtStart(strict) && strict.reasons.some(isPlace);
      const named = listed ?? (isNarrow ? namedCountries(rights, own) : null);
      const countries: readonly (string | null)[] = named === null ? [null] : onePerTreatment(rights, named);
      const shortfalls = countries.map((country) =>
        country === null ? strict : shortfallIn(rights, country),
      );
      const refused = shortfalls.filter((one) => one !== null).filter(isAtStart);
      const open = shortfalls.filter((one) => one === null || !isAtStart(one));
      const [firstRefused] = isNarrow ? [strict] : refused;
      if (firstRefused === undefined) {
        const end = endOf(shortfalls);
        return end && { assetId, rights, problem: 'ends_before', at: end.startsAt, reasons: end.reasons };
      }
      if (open.length > 0) {
        // It goes out in some of the places; where it also ends there, that is what has to be mended first.
        const end = endOf(open);
        return end === null
          ? { assetId, rights, problem: 'partly', at: null, reasons: firstRefused.reasons }
          : {
              assetId,
              rights,
              problem: 'ends_before',
              at: end.startsAt,
              reasons: [...end.reasons, ...firstRefused.reasons],
            };
      }
      const opens = Math.min(...refused.map(({ endsAt }) => endsAt ?? plan.endsAt));
      return opens < plan.endsAt
        ? { assetId, rights, problem: 'not_yet', at: opens, reasons: firstRefused.reasons }
        : { assetId, rights, problem: 'denied', at: null, reasons: firstRefused.reasons };
    },
  };
}
/** The sizes the plan offers of an asset. */
// The kind was checked when the asset was made.
const presetsOf = (plan: Plan, { kind }: DeliverySnapshot): Preset[] =>
  offeredPresets(plan, kind as AssetKind, BUILT_IN_PRESETS);

const isPlace = (reason: Reason): boolean =>
  causeOf(reason) === 'territory' ||
  reason.code === 'license_prohibits' ||
  reason.code === 'override_prohibits';
const isLeftOut = ({ problem }: Found): boolean => problem === 'denied' || problem === 'not_yet';
const hasCause = (found: Found, cause: PreflightCause): boolean =>
  found.reasons.some((reason) => causeOf(reason) === cause);

/** The other channel under which the fewest assets are left out, if that is fewer than now. */
function betterChannel(
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
function commonCountries(plan: Plan, own: string | null, found: readonly Found[]): string[] | null {
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
function openToSites(plan: Plan, snapshots: Iterable<DeliverySnapshot>, sites: SitePolicies): string[] {
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
function originalsToo(
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
