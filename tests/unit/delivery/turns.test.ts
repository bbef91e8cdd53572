/** Mirrors and turns: whatever looks the same has one spelling and one key, and whatever does not has two. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalTransformation,
  normalizeTransformation,
  planKey,
} from '../../../shared/delivery/canonical.ts';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import { planRendition, type SourceFacts } from '../../../shared/delivery/plan.ts';
import {
  FLIPS,
  GRAVITIES,
  type RenderPlan,
  ROTATIONS,
  type Transformation,
} from '../../../shared/delivery/types.ts';
import { sparseTransformation } from './arbitraries.ts';

type Raster = number[][];

/** Every pixel has a value of its own. */
const raster = (width: number, height: number): Raster =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => y * width + x));
const mirrored = (rows: Raster): Raster => rows.map((row) => [...row].reverse());
const upsideDown = (rows: Raster): Raster => [...rows].reverse();
const turnedRight = (rows: Raster): Raster =>
  (rows[0] ?? []).map((_, x) => rows.map((row) => row[x] ?? -1).reverse());

/** Cut, mirror, turn, as the module header of the plan orders it, pixel by pixel. */
function render(
  { crop, flip, rotate }: Pick<RenderPlan, 'crop' | 'flip' | 'rotate'>,
  source: Raster,
): Raster {
  let rows =
    crop === null
      ? source
      : source.slice(crop.y, crop.y + crop.height).map((row) => row.slice(crop.x, crop.x + crop.width));
  if (flip === 'h' || flip === 'hv') rows = mirrored(rows);
  if (flip === 'v' || flip === 'hv') rows = upsideDown(rows);
  for (let quarter = 0; quarter < rotate / 90; quarter++) rows = turnedRight(rows);
  return rows;
}

const pairs = FLIPS.flatMap((flip) => ROTATIONS.map((rot) => ({ flip, rot })));
const facts = (width: number, height: number, focalPoint: SourceFacts['focalPoint'] = null): SourceFacts => ({
  mediaType: 'image/png',
  width,
  height,
  orientation: 1,
  hasAlpha: false,
  pages: 1,
  focalPoint,
});
function planOf(transformation: Transformation, source: SourceFacts): RenderPlan {
  const result = planRendition({
    transformation,
    source,
    conditions: {},
    format: 'png',
    watermarks: new Map(),
    protectiveWatermark: null,
  });
  if (!result.ok) throw new Error(result.reason);
  return result.plan;
}

describe('mirrors and turns', () => {
  it('are eight, each with one spelling, one key and a picture of its own', () => {
    const source = raster(5, 3);
    const seen = new Map<string, { spelled: string; key: string }>();
    for (const pair of pairs) {
      const wish: Transformation = { ...IDENTITY, ...pair };
      // What is asked for, before anything is normalised.
      const picture = JSON.stringify(render({ crop: null, flip: pair.flip, rotate: pair.rot }, source));
      const plan = planOf(wish, facts(5, 3));
      expect(JSON.stringify(render(plan, source)), JSON.stringify(pair)).toBe(picture);
      const said = { spelled: canonicalTransformation(wish), key: planKey(plan) };
      expect(said).toEqual(seen.get(picture) ?? said);
      seen.set(picture, said);
    }
    expect(seen.size).toBe(8);
    expect(new Set([...seen.values()].map(({ spelled }) => spelled)).size).toBe(8);
    expect(new Set([...seen.values()].map(({ key }) => key)).size).toBe(8);
  });

  it('cut the same piece however they are said, with gravity and focal points, and another for other pictures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(...pairs),
        fc.constantFrom(...pairs),
        fc.constantFrom(...GRAVITIES.filter((name) => name !== 'auto' && name !== 'face')),
        fc.option(
          fc.record({ x: fc.constantFrom(0, 0.25, 0.5, 0.9, 1), y: fc.constantFrom(0, 0.3, 0.5, 1) }),
        ),
        (width, height, one, other, g, fp) => {
          const source = raster(width, height);
          const made = [one, other].map((pair) => {
            const wish = { ...IDENTITY, ...pair, g, fp, ar: { w: 2, h: 3 } };
            const plan = planOf(normalizeTransformation(wish), facts(width, height));
            return {
              picture: JSON.stringify(render(plan, source)),
              key: planKey(plan),
              spelled: canonicalTransformation(wish),
            };
          });
          const [first, second] = made;
          const plain = (pair: (typeof pairs)[number]) =>
            JSON.stringify(render({ crop: null, flip: pair.flip, rotate: pair.rot }, raster(5, 3)));
          if (plain(one) === plain(other)) expect(second).toEqual(first);
          else expect(first?.spelled).not.toBe(second?.spelled);
          if (first?.picture !== second?.picture) expect(first?.key).not.toBe(second?.key);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('change nothing else: any wish says the same with either of two names for its turn', () => {
    const half = { none: 'hv', h: 'v', v: 'h', hv: 'none' } as const;
    fc.assert(
      fc.property(
        sparseTransformation,
        fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.constant(0.4) }),
        (t, focal) => {
          const rot = ROTATIONS[(ROTATIONS.indexOf(t.rot) + 2) % 4] ?? 0;
          const other: Transformation = { ...t, flip: half[t.flip], rot };
          expect(canonicalTransformation(other)).toBe(canonicalTransformation(t));
          const source = { ...facts(640, 427, focal), pages: 20 };
          const keys = [t, other].map((wish) => planKey(planOf({ ...wish, wm: null }, source)));
          expect(keys[1]).toBe(keys[0]);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
