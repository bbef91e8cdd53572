/**
 * What ends, is missing or is refused while a link is to be open: asked of the same decision that delivers. Also what would
 * mend it. The statements are bounded by the number of assets: one per 80 snapshots, and the cards of the first findings.
 */
import type { z } from 'zod';
import {
  PREFLIGHT_FINDINGS_MAX,
  type Preflight,
  type PreflightCause,
  type PreflightFinding,
  type preflightInput,
} from '../../../shared/contract/shares.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import {
  type EnclosingRule,
  enclosingRule,
  expandTerritories,
  permitCovers,
} from '../../../shared/rights/index.ts';
import { findShortfall, type PlannedUse, type Shortfall } from '../../../shared/rights/timeline.ts';
import { CHANNELS, type Channel, type Reason, type RightsSnapshot } from '../../../shared/rights/types.ts';
import { LEVEL_ACTIONS } from '../../../shared/shares/permission.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import type { AssetService } from '../assets/index.ts';
import { readSnapshots } from '../rights/index.ts';

export type Plan = Omit<z.infer<typeof preflightInput>, 'source' | 'startsAt' | 'endsAt'> & {
  readonly startsAt: number;
  readonly endsAt: number;
  /** The window of the collection a link is made of. */
  readonly collection: {
    readonly title: string;
    readonly startsAt: number | null;
    readonly endsAt: number | null;
  } | null;
};
type Problem = PreflightFinding['problem'];

/** Countries a territory list is tried with; a longer list is tried with its first ones. */
const COUNTRIES_MAX = 40;
/** The order in which findings are spelled out. */
const PROBLEMS: readonly Problem[] = ['denied', 'not_yet', 'partly', 'ends_before'];

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
}

/** Countries in which some permission of the asset holds by name, the reader's own first. */
function namedCountries(rights: RightsSnapshot, own: string | null): string[] {
  const named = rights.licenses.flatMap(({ effect, territories }) =>
    effect === 'permit' && territories.include !== null ? territories.include : [],
  );
  const all = new Set([...(own === null ? [] : [own]), ...expandTerritories(named)]);
  return [...all].slice(0, COUNTRIES_MAX);
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
      : expandTerritories(plan.territories.include)
          .filter((country) => permitCovers(plan.territories, country))
          .slice(0, COUNTRIES_MAX);

  /** The earliest end among countries where the asset goes out at first. */
  function endOf(shortfalls: readonly (Shortfall | null)[]): Shortfall | null {
    let first: Shortfall | null = null;
    for (const one of shortfalls) {
      if (one !== null && !isAtStart(one) && (first === null || one.startsAt < first.startsAt)) first = one;
    }
    return first;
  }
  return {
    goesOutIn(rights: RightsSnapshot, country: string): boolean {
      const shortfall = shortfallIn(rights, country);
      return shortfall === null || !isAtStart(shortfall);
    },
    find(assetId: string, rights: RightsSnapshot): Found | null {
      // An unknown country is outside every list: what holds there holds everywhere.
      const strict = listed === null ? shortfallIn(rights, null) : null;
      if (listed === null && strict === null) return null;
      const isNarrow = strict !== null && isAtStart(strict) && strict.reasons.some(isPlace);
      const countries: (string | null)[] = listed ?? (isNarrow ? namedCountries(rights, own) : [null]);
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
  const common = namedCountries(first.rights, null).filter(
    (country) =>
      permitCovers(plan.territories, country) && placed.every(({ rights }) => goesOutIn(rights, country)),
  );
  return common.length === 0 ? null : common;
}

export async function checkShare(
  deps: { readonly db: Database; readonly assets: Pick<AssetService, 'cards'> },
  caller: Caller,
  assetIds: readonly string[],
  plan: Plan,
): Promise<Preflight> {
  const snapshots = await readSnapshots(deps, assetIds, caller.now);
  const own = caller.territory;
  const judging = judge(plan, own, plan.channel);
  const found: Found[] = [];
  for (const [assetId, { rights }] of snapshots) {
    const one = judging.find(assetId, rights);
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
  const leaveOut = found.filter(isLeftOut).map(({ assetId }) => assetId);
  return {
    total: assetIds.length,
    deliverable: assetIds.length - leaveOut.length,
    counts: {
      denied: count('denied'),
      not_yet: count('not_yet'),
      partly: count('partly'),
      ends_before: count('ends_before'),
    },
    findings: shown.flatMap((one): PreflightFinding[] => {
      const asset = cards.get(one.assetId);
      if (asset === undefined) return [];
      return [
        {
          asset,
          problem: one.problem,
          causes: [...new Set(one.reasons.map(causeOf))],
          at: one.at,
          explanation: one.reasons
            .map((reason) =>
              explainReason(caller.locale, reason, {
                rights: one.rights,
                zone: caller.timeZone,
                now: caller.now,
              }),
            )
            .join(' '),
        },
      ];
    }),
    fixes: {
      endsAt: ends.length === 0 ? null : ends.reduce((first, at) => Math.min(first, at)),
      leaveOut,
      channel: betterChannel(plan, own, snapshots, found),
      territories: commonCountries(plan, own, found),
    },
  };
}
