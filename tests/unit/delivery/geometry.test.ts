import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compassPoint,
  computeGeometry,
  retargetPlan,
  turnPoint,
  turnPointBack,
  turnSize,
} from '../../../shared/delivery/geometry.ts';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import { planRendition } from '../../../shared/delivery/plan.ts';
import {
  FITS,
  FLIPS,
  type GeometryIntent,
  LIMITS,
  outputSize,
  type PixelSize,
  ROTATIONS,
} from '../../../shared/delivery/types.ts';
import { ratio } from './arbitraries.ts';

const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9000 }));
const size: fc.Arbitrary<PixelSize> = fc.record({ width: side, height: side });
const unit = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);
const wish: fc.Arbitrary<GeometryIntent> = fc.record({
  w: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: null }),
  h: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: null }),
  fit: fc.constantFrom(...FITS),
  ar: fc.option(ratio, { nil: null }),
  dpr: fc.constantFrom(1, 1.5, 2, 3),
  focus: fc.record({ x: unit, y: unit }),
  focusFrame: fc.constant('source' as const),
  up: fc.boolean(),
  maxEdge: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null }),
});
const flip = fc.constantFrom(...FLIPS);
const rotate = fc.constantFrom(...ROTATIONS);

const plain: GeometryIntent = {
  w: null,
  h: null,
  fit: 'cover',
  ar: null,
  dpr: 1,
  focus: { x: 0.5, y: 0.5 },
  focusFrame: 'kept',
  up: false,
  maxEdge: null,
};

describe('computeGeometry', () => {
  const photo = { width: 6000, height: 4000 };
  it.each([
    ['nothing asked', photo, {}, { crop: null, resize: photo, pad: null }],
    ['a width', photo, { w: 1200 }, { crop: null, resize: { width: 1200, height: 800 }, pad: null }],
    ['a height', photo, { h: 100 }, { crop: null, resize: { width: 150, height: 100 }, pad: null }],
    [
      'a square, centred',
      photo,
      { w: 400, h: 400 },
      {
        crop: { x: 1000, y: 0, width: 4000, height: 4000 },
        resize: { width: 400, height: 400 },
        pad: null,
      },
    ],
    [
      'a square at the right edge',
      photo,
      { w: 400, h: 400, focus: { x: 1, y: 0.5 } },
      {
        crop: { x: 2000, y: 0, width: 4000, height: 4000 },
        resize: { width: 400, height: 400 },
        pad: null,
      },
    ],
    [
      'contain',
      photo,
      { w: 400, h: 400, fit: 'contain' as const },
      { crop: null, resize: { width: 400, height: 267 }, pad: null },
    ],
    [
      'pad',
      photo,
      { w: 400, h: 400, fit: 'pad' as const },
      {
        crop: null,
        resize: { width: 400, height: 267 },
        pad: { top: 66, right: 0, bottom: 67, left: 0 },
      },
    ],
    [
      'cover of a small source, not enlarged',
      { width: 300, height: 200 },
      { w: 400, h: 400 },
      {
        crop: { x: 50, y: 0, width: 200, height: 200 },
        resize: { width: 200, height: 200 },
        pad: null,
      },
    ],
    [
      'cover of a small source, enlarged on request',
      { width: 300, height: 200 },
      { w: 400, h: 400, up: true },
      {
        crop: { x: 50, y: 0, width: 200, height: 200 },
        resize: { width: 400, height: 400 },
        pad: null,
      },
    ],
    [
      'crop of a source smaller on one side',
      { width: 600, height: 200 },
      { w: 400, h: 400, fit: 'crop' as const },
      {
        crop: { x: 100, y: 0, width: 400, height: 200 },
        resize: { width: 400, height: 200 },
        pad: null,
      },
    ],
    [
      'dpr',
      photo,
      { w: 400, h: 300, dpr: 2 },
      {
        crop: { x: 334, y: 0, width: 5333, height: 4000 },
        resize: { width: 800, height: 600 },
        pad: null,
      },
    ],
    [
      'a ratio alone',
      photo,
      { ar: { w: 1, h: 1 } },
      {
        crop: { x: 1000, y: 0, width: 4000, height: 4000 },
        resize: { width: 4000, height: 4000 },
        pad: null,
      },
    ],
    [
      'a longest edge from the rights',
      photo,
      { w: 3000, maxEdge: 1000 },
      { crop: null, resize: { width: 1000, height: 667 }, pad: null },
    ],
  ])('does %s', (_name, source, intent, expected) => {
    expect(computeGeometry(source, { ...plain, ...intent }, 'none', 0)).toEqual(expected);
  });

  it('keeps its promises for every source, fit, focus, turn and limit', () => {
    fc.assert(
      fc.property(size, wish, flip, rotate, (source, intent, flipped, turned) => {
        const geometry = computeGeometry(source, intent, flipped, turned);
        const { crop, resize, pad } = geometry;
        const kept = crop ?? { x: 0, y: 0, ...source };
        for (const value of [kept.x, kept.y, kept.width, kept.height, resize.width, resize.height]) {
          expect(Number.isInteger(value)).toBe(true);
        }
        // Inside the source.
        expect(kept.x).toBeGreaterThanOrEqual(0);
        expect(kept.y).toBeGreaterThanOrEqual(0);
        expect(kept.width).toBeGreaterThanOrEqual(1);
        expect(kept.height).toBeGreaterThanOrEqual(1);
        expect(kept.x + kept.width).toBeLessThanOrEqual(source.width);
        expect(kept.y + kept.height).toBeLessThanOrEqual(source.height);
        expect(resize.width).toBeGreaterThanOrEqual(1);
        expect(resize.height).toBeGreaterThanOrEqual(1);
        // Contains the focus, up to the half pixel that whole pixels cost.
        const [fx, fy] = [intent.focus.x * source.width, intent.focus.y * source.height];
        expect(fx).toBeGreaterThanOrEqual(kept.x - 0.501);
        expect(fx).toBeLessThanOrEqual(kept.x + kept.width + 0.501);
        expect(fy).toBeGreaterThanOrEqual(kept.y - 0.501);
        expect(fy).toBeLessThanOrEqual(kept.y + kept.height + 0.501);
        // Not enlarged.
        const piece = turnSize(kept, turned);
        if (!intent.up) {
          expect(resize.width).toBeLessThanOrEqual(piece.width);
          expect(resize.height).toBeLessThanOrEqual(piece.height);
        }
        // Within the limits.
        const output = outputSize(geometry);
        expect(Math.max(output.width, output.height)).toBeLessThanOrEqual(
          Math.min(intent.maxEdge ?? Infinity, LIMITS.maxOutputEdge),
        );
        expect(output.width * output.height).toBeLessThanOrEqual(LIMITS.maxOutputPixels);
        // Not distorted: the piece scaled by one side's factor gives the other within one pixel (of the piece or of the output).
        const byWidth = (piece.height * resize.width) / piece.width;
        const tolerance = 1.01 + Math.max(resize.width / piece.width, resize.height / piece.height);
        const byHeight = (piece.width * resize.height) / piece.height;
        expect(
          Math.min(Math.abs(byWidth - resize.height), Math.abs(byHeight - resize.width)),
        ).toBeLessThanOrEqual(tolerance);
        if (pad !== null) {
          expect(Math.min(pad.top, pad.right, pad.bottom, pad.left)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(pad.top - pad.bottom)).toBeLessThanOrEqual(1);
          expect(Math.abs(pad.left - pad.right)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 8_000 },
    );
  });

  it('gives exactly the box where the source is large enough, and its shape within a pixel where it is not', () => {
    const box = fc.record({
      w: fc.integer({ min: 1, max: 2000 }),
      h: fc.integer({ min: 1, max: 2000 }),
      dpr: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(size, box, flip, rotate, (source, asked, flipped, turned) => {
        const [w, h] = [asked.w * asked.dpr, asked.h * asked.dpr];
        const axes = turnSize(source, turned);
        const { resize } = computeGeometry(source, { ...plain, ...asked }, flipped, turned);
        if (axes.width >= w && axes.height >= h) expect(resize).toEqual({ width: w, height: h });
        else {
          const scale = Math.min(axes.width / w, axes.height / h);
          expect(Math.abs(resize.width - w * scale)).toBeLessThanOrEqual(1);
          expect(Math.abs(resize.height - h * scale)).toBeLessThanOrEqual(1);
        }
        const padded = computeGeometry(source, { ...plain, ...asked, fit: 'pad' }, flipped, turned);
        expect(outputSize(padded)).toEqual({ width: w, height: h });
      }),
      { numRuns: 4_000 },
    );
  });

  it('crops a turned picture where the same crop of the turned bytes would be', () => {
    fc.assert(
      fc.property(size, wish, flip, rotate, (source, intent, flipped, turned) => {
        const direct = computeGeometry(source, intent, flipped, turned);
        const other = computeGeometry(
          turnSize(source, turned),
          { ...intent, focus: turnPoint(intent.focus, flipped, turned) },
          'none',
          0,
        );
        expect(direct.resize).toEqual(other.resize);
        expect(direct.pad).toEqual(other.pad);
        const middle = (
          rect: { x: number; y: number; width: number; height: number } | null,
          of: PixelSize,
        ) =>
          rect === null
            ? { x: 0.5, y: 0.5 }
            : { x: (rect.x + rect.width / 2) / of.width, y: (rect.y + rect.height / 2) / of.height };
        const [a, b] = [
          turnPoint(middle(direct.crop, source), flipped, turned),
          middle(other.crop, turnSize(source, turned)),
        ];
        expect(a.x).toBeCloseTo(b.x, 9);
        expect(a.y).toBeCloseTo(b.y, 9);
      }),
      { numRuns: 2000 },
    );
  });

  it('turns points there and back', () => {
    fc.assert(
      fc.property(fc.record({ x: unit, y: unit }), flip, rotate, (point, flipped, turned) => {
        const back = turnPointBack(turnPoint(point, flipped, turned), flipped, turned);
        expect(back.x).toBeCloseTo(point.x, 12);
        expect(back.y).toBeCloseTo(point.y, 12);
      }),
    );
    // A mark at the top left of the source, turned clockwise by 90°, is at the top right.
    expect(turnPoint({ x: 0, y: 0 }, 'none', 90)).toEqual({ x: 1, y: 0 });
    expect(turnPoint({ x: 0, y: 0 }, 'none', 270)).toEqual({ x: 0, y: 1 });
    expect(turnPoint({ x: 0, y: 0 }, 'h', 90)).toEqual({ x: 1, y: 1 });
    // The top of a picture that will be turned clockwise is now its left side.
    expect(compassPoint('north', 'none', 90)).toEqual({ x: 0, y: 0.5 });
  });
});

describe('retargetPlan', () => {
  it('honours the same wish inside what trimming leaves', () => {
    const rect = fc.tuple(size, fc.tuple(unit, unit, unit, unit)).map(([source, [a, b, c, d]]) => {
      const x = Math.min(source.width - 1, Math.floor(a * source.width));
      const y = Math.min(source.height - 1, Math.floor(b * source.height));
      return {
        source,
        kept: {
          x,
          y,
          width: Math.max(1, Math.floor(c * (source.width - x))),
          height: Math.max(1, Math.floor(d * (source.height - y))),
        },
      };
    });
    fc.assert(
      fc.property(rect, wish, flip, rotate, ({ source, kept }, intent, flipped, turned) => {
        const result = planRendition({
          transformation: {
            ...IDENTITY,
            w: intent.w,
            h: intent.h,
            fit: intent.fit,
            fp: intent.focus,
            dpr: intent.dpr,
            up: intent.up,
            rot: turned,
            flip: flipped,
            trim: 10,
          },
          source: {
            ...source,
            mediaType: 'image/png',
            orientation: 1,
            hasAlpha: false,
            pages: 1,
            focalPoint: null,
          },
          conditions: {},
          format: 'webp',
          watermarks: new Map(),
          protectiveWatermark: null,
        });
        if (!result.ok) throw new Error(result.reason);
        const plan = retargetPlan(result.plan, kept);
        expect(plan.trim).toBeNull();
        const crop = plan.crop ?? { x: 0, y: 0, ...source };
        expect(crop.x).toBeGreaterThanOrEqual(kept.x);
        expect(crop.y).toBeGreaterThanOrEqual(kept.y);
        expect(crop.x + crop.width).toBeLessThanOrEqual(kept.x + kept.width);
        expect(crop.y + crop.height).toBeLessThanOrEqual(kept.y + kept.height);
        const alone = computeGeometry(
          kept,
          { ...result.plan.intent, focus: { x: 0.5, y: 0.5 } },
          flipped,
          turned,
        );
        expect(plan.resize).toEqual(alone.resize);
      }),
      { numRuns: 3000 },
    );
  });
});
