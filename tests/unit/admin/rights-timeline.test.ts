import { describe, expect, it } from 'vitest';
import { placeOf, rangeOf, ticksOf } from '../../../admin/screens/rights/timeline.ts';
import type { AssetRights } from '../../../shared/contract/index.ts';
import { EVERYWHERE, initialRights } from '../../../shared/rights/index.ts';
import { DAY_MS } from '../../../shared/time/index.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

function rightsWith(windows: { startsAt: number | null; endsAt: number | null }[]): AssetRights {
  return {
    snapshot: {
      ...initialRights('ast_1'),
      licenses: windows.map((window, index) => ({
        id: `lic_${index}`,
        name: 'A',
        effect: 'permit',
        territories: EVERYWHERE,
        channels: null,
        audiences: null,
        maxPixels: null,
        usageTerms: null,
        licensor: null,
        ...window,
      })),
    },
    embargoTimeZone: null,
    licenses: [],
    releases: [],
    overrides: [],
    now: { state: 'cleared', until: null, startsAt: null, reasons: [] },
  };
}

describe('the range of the rights timeline', () => {
  it('holds now and every planned change near it, with air on both sides', () => {
    const endsAt = NOW + 200 * DAY_MS;
    const range = rangeOf(rightsWith([{ startsAt: NOW - 100 * DAY_MS, endsAt }]), NOW);
    expect(range.startsAt).toBeLessThan(NOW - 100 * DAY_MS);
    expect(range.endsAt).toBeGreaterThan(endsAt);
  });

  it('is not stretched by what lies decades away', () => {
    const range = rangeOf(rightsWith([{ startsAt: null, endsAt: Date.UTC(2099, 0, 1) }]), NOW);
    expect(range.endsAt).toBeLessThan(NOW + 400 * DAY_MS);
  });
});

describe('places on the timeline', () => {
  const range = { startsAt: 0, endsAt: 1000 };

  it('are shares of the range, cut at its edges', () => {
    expect(placeOf(range, { startsAt: 250, endsAt: 500 })).toEqual({
      left: 25,
      width: 25,
      isOpenStart: false,
      isOpenEnd: false,
    });
    expect(placeOf(range, { startsAt: null, endsAt: 100 })).toMatchObject({
      left: 0,
      width: 10,
      isOpenStart: true,
    });
    expect(placeOf(range, { startsAt: 900, endsAt: null })).toMatchObject({ left: 90, isOpenEnd: true });
    expect(placeOf(range, { startsAt: 1000, endsAt: 1200 })).toBeNull();
  });

  it('are ticked at starts of months in the reader’s zone, never crowded', () => {
    for (const days of [90, 200, 400, 1200, 3000]) {
      const ticks = ticksOf({ startsAt: NOW, endsAt: NOW + days * DAY_MS }, 'Europe/Berlin');
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(9);
    }
    const [first] = ticksOf({ startsAt: NOW, endsAt: NOW + 90 * DAY_MS }, 'Europe/Berlin');
    expect(first).toBe(Date.UTC(2026, 10, 30, 23));
  });
});
