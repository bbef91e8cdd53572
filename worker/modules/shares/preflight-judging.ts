/** One asset against the plan of a link: what ends, is missing or is refused, by the decision that delivers. */
import type { AssetKind } from '../../../shared/contract/assets.ts';
import type {
  PermissionLevel,
  PreflightCause,
  PreflightFinding,
  PresetsByKind,
} from '../../../shared/contract/shares.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
import {
  decideUsage,
  type EnclosingRule,
  enclosingRule,
  expandTerritories,
  permitCovers,
} from '../../../shared/rights/index.ts';
import { onePerTreatment } from '../../../shared/rights/places.ts';
import { findShortfall, type PlannedUse, type Shortfall } from '../../../shared/rights/timeline.ts';
import type {
  Audience,
  Channel,
  Reason,
  RightsSnapshot,
  TerritoryList,
} from '../../../shared/rights/types.ts';
import { LEVEL_ACTIONS, offeredPresets, withheldByTerms } from '../../../shared/shares/permission.ts';

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
export type Problem = PreflightFinding['problem'];

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

export interface Found {
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
export function namedCountries(rights: RightsSnapshot, own: string | null): string[] {
  const named = rights.licenses.flatMap(({ effect, territories }) =>
    effect === 'permit' && territories.include !== null ? territories.include : [],
  );
  return [...new Set([...(own === null ? [] : [own]), ...expandTerritories(named)])];
}

const isPlace = (reason: Reason): boolean =>
  causeOf(reason) === 'territory' ||
  reason.code === 'license_prohibits' ||
  reason.code === 'override_prohibits';
/** Nothing of it is handed out when the link begins. */
export const isLeftOut = ({ problem }: Found): boolean => problem === 'denied' || problem === 'not_yet';

/** The sizes the plan offers of an asset. */
// The kind was checked when the asset was made.
const presetsOf = (plan: Plan, { kind }: DeliverySnapshot): Preset[] =>
  offeredPresets(plan, kind as AssetKind, BUILT_IN_PRESETS);

export function judge(plan: Plan, own: string | null, channel: Channel) {
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
