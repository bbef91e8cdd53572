import { describe, expect, it } from 'vitest';
import { summarizeRights } from '../../../shared/rights/summary.ts';
import type { RightsSnapshot } from '../../../shared/rights/types.ts';
import { license, NOW, release, snapshot } from './samples.ts';

const DAY = 86_400_000;
const germany = { include: ['DE'], exclude: [] };

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
});
