/** Random snapshots and uses, dense in the corners: shared bounds, touching windows, small scopes. */
import fc from 'fast-check';
import { enclosingRule } from '../../../shared/rights/defaults.ts';
import type { PlannedUse } from '../../../shared/rights/timeline.ts';
import {
  type Channel,
  type EnclosingRule,
  type LicenseRule,
  type OverrideRule,
  RELEASE_KINDS,
  RELEASE_STATES,
  type ReleaseRule,
  type RightsSnapshot,
  type TerritoryList,
} from '../../../shared/rights/types.ts';
import { CODES, COUNTRIES, UNKNOWN } from './model.ts';

const channels: readonly Channel[] = ['web', 'print', 'social'];
const audiences = ['public', 'press'] as const;

export interface Scenario {
  readonly rights: RightsSnapshot;
  readonly use: PlannedUse;
  /** Every bound of every rule, ascending, without repeats. */
  readonly bounds: readonly number[];
}

const mostly = <T>(usual: T, rare: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight }, { arbitrary: rare, weight: 1 });

const territories: fc.Arbitrary<TerritoryList> = mostly<TerritoryList>(
  { include: null, exclude: [] },
  fc.record({
    include: fc.option(fc.subarray([...CODES], { maxLength: 3 }), { freq: 3 }),
    exclude: mostly<string[]>([], fc.subarray([...CODES], { maxLength: 2 })),
  }),
  1,
);
const channelScope = mostly<Channel[] | null>(null, fc.subarray([...channels]));

/** `scale` sets how far apart the few possible bounds lie, so that many coincide. */
function scenarioAt(base: number, scale: number): fc.Arbitrary<Scenario> {
  const instant = fc.integer({ min: 0, max: 9 }).map((step) => base + step * scale);
  const bound = fc.option(instant, { freq: 2 });
  const window = fc.oneof(
    { arbitrary: fc.record({ startsAt: fc.constant(null), endsAt: bound }), weight: 1 },
    { arbitrary: fc.tuple(instant, bound).map(([a, b]) => inOrder(a, b)), weight: 4 },
    // Malformed: may be empty or reversed.
    { arbitrary: fc.record({ startsAt: bound, endsAt: bound }), weight: 1 },
  );
  const license: fc.Arbitrary<Omit<LicenseRule, 'id'>> = fc
    .tuple(
      window,
      fc.record({
        name: fc.constant('Agency X'),
        effect: mostly<'permit' | 'prohibit'>('permit', fc.constant('prohibit'), 8),
        territories,
        channels: channelScope,
        audiences: mostly<('public' | 'press')[] | null>(null, fc.subarray([...audiences])),
        maxPixels: fc.constantFrom(null, null, 1000, 2000),
        usageTerms: fc.constantFrom(null, null, 'Editorial only', 'House terms'),
        licensor: fc.constantFrom(null, null, 'Agency X', 'Agency Y'),
      } as const),
    )
    .map(([w, rest]) => ({ ...w, ...rest }));
  const override: fc.Arbitrary<Omit<OverrideRule, 'id'>> = fc
    .tuple(window, instant, fc.constantFrom('permit', 'permit', 'prohibit'), territories, channelScope)
    .map(([w, end, effect, places, media]) => ({
      startsAt: w.startsAt,
      endsAt: w.endsAt ?? end,
      effect: effect as 'permit' | 'prohibit',
      reason: 'Agreed by phone',
      by: 'Dana',
      territories: places,
      channels: media,
    }));
  const release: fc.Arbitrary<Omit<ReleaseRule, 'id'>> = fc.record({
    kind: mostly<(typeof RELEASE_KINDS)[number]>('MR-UMR', fc.constantFrom(...RELEASE_KINDS)),
    required: fc.boolean(),
    state: mostly<(typeof RELEASE_STATES)[number]>('signed', fc.constantFrom(...RELEASE_STATES), 5),
    endsAt: bound,
  });
  const enclosing: fc.Arbitrary<Omit<EnclosingRule, 'id'>> = fc
    .tuple(
      mostly<{ startsAt: number | null; endsAt: number | null }>({ startsAt: null, endsAt: null }, window, 2),
      fc.record({
        source: fc.constantFrom('collection', 'portal', 'share_link'),
        label: fc.constant('Spring'),
        state: mostly<EnclosingRule['state']>('active', fc.constantFrom('draft', 'off', 'revoked'), 15),
        territories: mostly<TerritoryList>({ include: null, exclude: [] }, territories, 5),
        channels: mostly<Channel[] | null>(null, channelScope, 6),
        audiences: mostly<('public' | 'press')[] | null>(null, fc.constant(['press']), 8),
        actions: mostly<EnclosingRule['actions']>(null, fc.constant(['view', 'preview']), 8),
        watermark: fc.boolean(),
        maxPixels: fc.constantFrom(null, null, 1500),
        terms: fc.constantFrom(null, null, 'House terms'),
      } as const),
    )
    .map(([w, rest]) => ({ ...w, ...rest }));
  const numbered = <T>(prefix: string, items: readonly T[]): (T & { id: string })[] =>
    items.map((item, index) => ({ ...item, id: `${prefix}_${index}` }));

  return fc
    .record({
      status: mostly<RightsSnapshot['status']>(
        'approved',
        fc.constantFrom('draft', 'in_review', 'withdrawn'),
        15,
      ),
      lift: mostly<number | null>(null, instant),
      unrestricted: mostly(false, fc.constant(true), 5),
      licenses: fc.array(license, { minLength: 1, maxLength: 6, size: 'max' }),
      overrides: mostly<Omit<OverrideRule, 'id'>[]>([], fc.array(override, { maxLength: 3 }), 1),
      releases: mostly<Omit<ReleaseRule, 'id'>[]>([], fc.array(release, { maxLength: 2 }), 2),
      enclosing: fc.array(enclosing, { maxLength: 2 }),
      usageTerms: fc.constantFrom(null, 'House terms'),
      creditLine: fc.constantFrom(null, 'Photo: Dana / Brand'),
      territory: fc.oneof(
        { arbitrary: fc.constantFrom(...COUNTRIES), weight: 4 },
        { arbitrary: fc.constantFrom(...UNKNOWN), weight: 1 },
      ),
      channel: fc.constantFrom(...channels),
      audience: fc.constantFrom(...audiences),
      kind: fc.constantFrom('public', 'recipient', 'member', 'integration'),
      action: fc.constantFrom('view', 'preview', 'embed', 'download_rendition', 'download_original'),
    } as const)
    .map((it) => {
      const rights: RightsSnapshot = {
        assetId: 'ast_1',
        epoch: 1,
        status: it.status,
        embargo: it.lift === null ? null : { liftsAt: it.lift },
        unrestricted: it.unrestricted,
        licenses: numbered('lic', it.licenses),
        releases: numbered('rel', it.releases),
        overrides: numbered('ovr', it.overrides),
        creditLine: it.creditLine,
        creator: 'Dana',
        copyrightNotice: '© Brand',
        usageTerms: it.usageTerms,
        successorAssetId: null,
        contact: null,
      };
      const use: PlannedUse = {
        subject: { kind: it.kind, audience: it.audience },
        action: it.action,
        channel: it.channel,
        territory: it.territory,
        enclosing: numbered('ptl', it.enclosing).map((rule) => enclosingRule(rule)),
      };
      return { rights, use, bounds: boundsOf(rights, use) };
    });
}

/** Scenarios a millisecond apart, seconds apart and days apart, around the present and around zero. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .tuple(fc.constantFrom(0, 1_795_000_000_000), fc.constantFrom(1, 2, 1_000, 86_400_000))
  .chain(([base, scale]) => scenarioAt(base, scale));

/** Every bound, the millisecond before and the millisecond after; ascending. */
export function edges(bounds: readonly number[]): number[] {
  const around = new Set(
    (bounds.length === 0 ? [0] : bounds).flatMap((bound) => [bound - 1, bound, bound + 1]),
  );
  return [...around].sort((a, b) => a - b);
}

function boundsOf(rights: RightsSnapshot, use: PlannedUse): number[] {
  const found = [
    rights.embargo?.liftsAt,
    ...[...rights.licenses, ...rights.overrides, ...use.enclosing].flatMap((it) => [it.startsAt, it.endsAt]),
    ...rights.releases.map((release) => release.endsAt),
  ].filter((bound) => typeof bound === 'number');
  return [...new Set(found)].sort((a, b) => a - b);
}

function inOrder(a: number, b: number | null): { startsAt: number; endsAt: number | null } {
  return b === null || a <= b ? { startsAt: a, endsAt: b } : { startsAt: b, endsAt: a };
}
