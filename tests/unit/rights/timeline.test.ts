import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { findShortfall, type PlannedUse, rightsTimeline } from '../../../shared/rights/timeline.ts';
import { scenario } from './arbitraries.ts';
import { license, NOW, snapshot, use } from './samples.ts';

const planned = (parts: Partial<PlannedUse> = {}): PlannedUse => {
  const { now: _now, ...rest } = use(parts);
  return rest;
};

describe('rightsTimeline', () => {
  it('tiles the range with segments that agree with the decision inside them', () => {
    fc.assert(
      fc.property(scenario, ({ rights, use: asked, bounds }) => {
        const range = { startsAt: (bounds[0] ?? 0) - 2, endsAt: (bounds.at(-1) ?? 0) + 2 };
        const [timeline] = rightsTimeline(rights, range, [asked]);
        const segments = timeline?.segments ?? [];
        expect(segments[0]?.startsAt).toBe(range.startsAt);
        expect(segments.at(-1)?.endsAt).toBe(range.endsAt);
        segments.forEach((segment, index) => {
          const next = segments[index + 1];
          if (next !== undefined) {
            expect(next.startsAt).toBe(segment.endsAt);
            expect({ ...next, startsAt: 0, endsAt: 0 }).not.toEqual({ ...segment, startsAt: 0, endsAt: 0 });
          }
          for (const now of [segment.startsAt, segment.endsAt - 1]) {
            const decision = decideUsage(rights, { ...asked, now });
            expect(decision.allowed).toBe(segment.allowed);
            expect(decision.allowed ? [] : decision.reasons).toEqual(segment.reasons);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('leaves out what begins with the end of the range', () => {
    const rights = snapshot({ licenses: [license({ endsAt: NOW + 100 })] });
    const [timeline] = rightsTimeline(rights, { startsAt: NOW, endsAt: NOW + 100 }, [planned()]);
    expect(timeline?.segments).toMatchObject([{ allowed: true, startsAt: NOW, endsAt: NOW + 100 }]);
  });

  it('answers each use by itself and refuses an empty range', () => {
    const rights = snapshot({ licenses: [license({ channels: ['web'] })] });
    const uses = [planned(), planned({ channel: 'print' })];
    const range = { startsAt: NOW, endsAt: NOW + 100 };
    expect(
      rightsTimeline(rights, range, uses).map(({ segments }) => segments.map((it) => it.allowed)),
    ).toEqual([[true], [false]]);
    expect(() => rightsTimeline(rights, { startsAt: NOW, endsAt: NOW }, uses)).toThrow(RangeError);
  });
});

describe('findShortfall', () => {
  const rights = snapshot({
    licenses: [
      license({ startsAt: NOW, endsAt: NOW + 10, maxPixels: 800 }),
      license({ id: 'lic_2', startsAt: NOW + 10, endsAt: NOW + 20 }),
      license({ id: 'lic_3', startsAt: NOW + 30 }),
    ],
  });
  it.each([
    ['covered across a change of conditions', NOW, NOW + 20, null],
    ['covered without end', NOW + 30, null, null],
    ['a gap inside', NOW, NOW + 100, { startsAt: NOW + 20, endsAt: NOW + 30 }],
    ['an end inside', NOW, NOW + 21, { startsAt: NOW + 20, endsAt: NOW + 21 }],
    ['a late start', NOW - 5, NOW + 5, { startsAt: NOW - 5, endsAt: NOW }],
  ])('%s', (_what, startsAt, endsAt, shortfall) => {
    const found = findShortfall(rights, planned(), { startsAt, endsAt });
    if (shortfall === null) expect(found).toBeNull();
    else expect(found).toMatchObject(shortfall);
  });

  it('has no end where nothing will allow the use again', () => {
    const ended = snapshot({ licenses: [license({ endsAt: NOW })] });
    expect(findShortfall(ended, planned(), { startsAt: NOW - 1, endsAt: null })).toMatchObject({
      startsAt: NOW,
      endsAt: null,
      reasons: [{ code: 'license_ended' }],
    });
  });
});
