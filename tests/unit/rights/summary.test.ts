import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRY_CODES } from '../../../shared/rights/countries.ts';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { summarizeRights } from '../../../shared/rights/summary.ts';
import type { Reason, RightsSnapshot } from '../../../shared/rights/types.ts';
import { scenario } from './arbitraries.ts';
import { license, NOW, release, snapshot, use } from './samples.ts';

const DAY = 86_400_000;
const andorra = { include: ['AD'], exclude: [] };
const germany = { include: ['DE'], exclude: [] };

const publicUse = (territory: string | null, now: number) =>
  use({ subject: { kind: 'public', audience: 'public' }, action: 'preview', territory, now });

describe('summarizeRights', () => {
  it.each<[string, Partial<RightsSnapshot>, object]>([
    ['cleared', {}, { until: null, startsAt: null, reasons: [] }],
    ['cleared', { licenses: [license({ endsAt: NOW + 31 * DAY })] }, { until: NOW + 31 * DAY }],
    ['ending', { licenses: [license({ endsAt: NOW + 30 * DAY })] }, { until: NOW + 30 * DAY }],
    ['cleared', { licenses: [license({ territories: germany })] }, { until: null }],
    [
      'cleared',
      {
        licenses: [
          license({ endsAt: NOW + DAY, maxPixels: 800 }),
          license({ id: 'lic_2', startsAt: NOW + DAY }),
        ],
      },
      { until: null },
    ],
    [
      'cleared',
      { licenses: [license({ endsAt: NOW + DAY }), license({ id: 'lic_2', territories: germany })] },
      { until: null },
    ],
    [
      'cleared',
      { licenses: [license(), license({ id: 'lic_2', effect: 'prohibit', territories: germany })] },
      { until: null },
    ],
    ['upcoming', { licenses: [license({ startsAt: NOW + DAY })] }, { startsAt: NOW + DAY }],
    [
      'upcoming',
      {
        licenses: [
          license({ startsAt: NOW + 2 * DAY, territories: { include: ['AD'], exclude: [] } }),
          license({ id: 'lic_2', startsAt: NOW + DAY, territories: germany }),
          license({ id: 'lic_3', startsAt: NOW + 3 * DAY, territories: { include: ['US'], exclude: [] } }),
        ],
      },
      { startsAt: NOW + DAY },
    ],
    [
      'cleared',
      {
        licenses: [
          license(),
          license({
            id: 'lic_2',
            effect: 'prohibit',
            territories: { include: null, exclude: ['USA', 'DE'] },
          }),
        ],
      },
      { until: null },
    ],
    ['embargoed', { embargo: { liftsAt: NOW + DAY } }, { startsAt: NOW + DAY }],
    [
      'ended',
      { licenses: [license({ endsAt: NOW })] },
      { startsAt: null, reasons: [{ code: 'license_ended' }] },
    ],
    ['ended', { releases: [release({ endsAt: NOW })] }, { reasons: [{ code: 'release_ended' }] }],
    [
      'ended',
      { licenses: [license({ endsAt: NOW, territories: { include: ['DACH'], exclude: [] } })] },
      { startsAt: null, reasons: [{ code: 'license_ended' }] },
    ],
    [
      'ended',
      {
        licenses: [
          license({ endsAt: NOW }),
          license({ id: 'lic_2', effect: 'prohibit', territories: andorra }),
        ],
      },
      { reasons: [{ code: 'license_ended' }] },
    ],
    [
      'blocked',
      { status: 'withdrawn', licenses: [license({ territories: germany })] },
      { reasons: [{ code: 'asset_withdrawn' }] },
    ],
    ['unlicensed', { licenses: [] }, { reasons: [{ code: 'no_license' }] }],
    ['blocked', { licenses: [license({ channels: ['print'] })] }, { reasons: [{ code: 'license_channel' }] }],
    ['blocked', { status: 'withdrawn' }, { reasons: [{ code: 'asset_withdrawn' }] }],
    ['cleared', { status: 'draft' }, { until: null, startsAt: null, reasons: [{ code: 'not_approved' }] }],
    [
      'embargoed',
      { status: 'in_review', embargo: { liftsAt: NOW + DAY } },
      { startsAt: null, reasons: [{ code: 'not_approved' }, { code: 'embargoed' }] },
    ],
  ])('%s: %j', (state, rights, rest) => {
    expect(summarizeRights(snapshot(rights), NOW)).toMatchObject({ state, ...rest });
  });

  it('speaks for all countries: of denials that nothing planned lifts, for one that ended, else for the plainest', () => {
    const placesOf = (reasons: readonly Reason[]): number =>
      reasons.filter(({ code }) => code === 'license_territory').length;
    const hasEnded = (reasons: readonly Reason[]): boolean =>
      reasons.some(({ code }) => code.endsWith('_ended'));
    fc.assert(
      fc.property(scenario, fc.nat(), ({ rights: any, bounds }, pick) => {
        const now = bounds[pick % bounds.length] ?? NOW;
        const rights: RightsSnapshot = { ...any, status: 'approved' };
        const isPlaced = [...rights.licenses, ...rights.overrides].some(
          ({ territories }) => territories.include !== null || territories.exclude.length > 0,
        );
        const denied = (isPlaced ? COUNTRY_CODES : [null])
          .map((territory) => decideUsage(rights, publicUse(territory, now)))
          .filter((decision) => !decision.allowed);
        fc.pre(denied.length === (isPlaced ? COUNTRY_CODES.length : 1));
        fc.pre(denied.every(({ startsAt }) => startsAt === null));
        const ended = denied.filter(({ reasons }) => hasEnded(reasons));
        const { state, reasons } = summarizeRights(rights, now);
        expect(hasEnded(reasons)).toBe(ended.length > 0);
        if (!reasons.some(({ code }) => code === 'no_license'))
          expect(state).toBe(ended.length > 0 ? 'ended' : 'blocked');
        const alike = ended.length > 0 ? ended : denied;
        expect(placesOf(reasons)).toBe(Math.min(...alike.map((one) => placesOf(one.reasons))));
      }),
      { numRuns: 300 },
    );
  });
});
