/**
 * Generators shared by the delivery tests.
 */
import fc from 'fast-check';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import {
  FITS,
  FLIPS,
  GRAVITIES,
  LIMITS,
  OUTPUT_FORMATS,
  ROTATIONS,
  type Transformation,
} from '../../../shared/delivery/types.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const thousandth = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

export const ratio = fc
  .record({ w: fc.integer({ min: 1, max: 40 }), h: fc.integer({ min: 1, max: 40 }) })
  .map(({ w, h }) => ({ w: w / gcd(w, h), h: h / gcd(w, h) }));

/** Any value of the type, contradictory ones too. */
export const anyTransformation: fc.Arbitrary<Transformation> = fc.record({
  w: maybe(fc.integer({ min: 1, max: 300 })),
  h: maybe(fc.integer({ min: 1, max: 300 })),
  fit: fc.constantFrom(...FITS),
  g: fc.constantFrom(...GRAVITIES),
  fp: maybe(fc.record({ x: thousandth, y: thousandth })),
  ar: maybe(ratio),
  dpr: fc.integer({ min: 4, max: 16 }).map((value) => value / 4),
  q: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1, max: 100 })),
  f: fc.constantFrom('auto' as const, ...OUTPUT_FORMATS),
  bg: maybe(
    fc.record({
      r: fc.integer({ min: 0, max: 255 }),
      g: fc.integer({ min: 0, max: 255 }),
      b: fc.integer({ min: 0, max: 255 }),
      a: fc.integer({ min: 1, max: 255 }),
    }),
  ),
  blur: maybe(fc.integer({ min: 1, max: LIMITS.maxBlur })),
  sharpen: maybe(fc.integer({ min: 1, max: 100 }).map((value) => value / 10)),
  rot: fc.constantFrom(...ROTATIONS),
  flip: fc.constantFrom(...FLIPS),
  trim: maybe(fc.integer({ min: 1, max: LIMITS.maxTrim })),
  wm: maybe(fc.constantFrom('draft', 'logo', 'press-2026')),
  page: fc.integer({ min: 1, max: 20 }),
  anim: fc.boolean(),
  up: fc.boolean(),
});

/** Mostly defaults, as real requests are: finds collisions between sparse values. */
export const sparseTransformation: fc.Arbitrary<Transformation> = fc
  .tuple(anyTransformation, fc.subarray(Object.keys(IDENTITY) as (keyof Transformation)[], { maxLength: 4 }))
  .map(([full, kept]) => {
    const picked = Object.fromEntries(kept.map((name) => [name, full[name]]));
    return { ...IDENTITY, ...picked } as Transformation;
  });
