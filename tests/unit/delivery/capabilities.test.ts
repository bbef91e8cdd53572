import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EngineCapabilities,
  OPERATIONS,
  planFits,
  requiredCapabilities,
} from '../../../shared/delivery/capabilities.ts';
import { planRendition } from '../../../shared/delivery/plan.ts';
import {
  OUTPUT_FORMATS,
  outputSize,
  type RenderPlan,
  type Transformation,
} from '../../../shared/delivery/types.ts';
import { anyTransformation } from './arbitraries.ts';
import { input, photo, plan } from './samples.ts';

describe('capabilities', () => {
  const everything: EngineCapabilities = {
    engine: 'test-1',
    sources: ['image/jpeg'],
    operations: OPERATIONS,
    outputs: OUTPUT_FORMATS,
    maxSourcePixels: 50_000_000,
    maxOutputPixels: 50_000_000,
    maxOutputPixelsByFormat: {},
    maxDrawnPixels: 9_000_000,
    animation: {
      sources: ['image/jpeg', 'image/gif'],
      outputs: ['webp'],
      maxFrames: 100,
      maxFramePixels: 2_000_000,
      maxSourcePixels: 30_000_000,
      maxOutputPixels: 10_000_000,
    },
  };
  const nothing: EngineCapabilities = {
    engine: 'test-0',
    sources: [],
    operations: [],
    outputs: [],
    maxSourcePixels: 0,
    maxOutputPixels: 0,
    maxOutputPixelsByFormat: {},
    maxDrawnPixels: 9_000_000,
    animation: null,
  };

  describe('of animations', () => {
    const moving = (wish: Partial<Transformation>, width: number, height: number, frames: number) =>
      plan(wish, { source: { ...photo, mediaType: 'image/gif', width, height, pages: frames } });
    const lacks = (wish: RenderPlan, engine = everything) =>
      planFits(wish, { ...engine, sources: ['image/gif'] }).filter((need) => /animation/.test(need));

    it.each([
      ['what is small enough', 320, 240, 40, []],
      ['too many frames', 32, 24, 101, ['size:animation']],
      ['too large a frame', 2000, 1001, 2, ['size:animation']],
      ['too much to decode', 1000, 1000, 31, ['size:animation']],
    ])('%s', (_, width, height, frames, expected) => {
      expect(lacks(moving({ anim: true, w: 100 }, width, height, frames))).toEqual(expected);
    });

    it('refuses too much to write, an engine that makes stills, and a trimmed animation', () => {
      expect(lacks(moving({ anim: true, w: 800, h: 800 }, 800, 800, 20))).toEqual(['size:animation']);
      const small = moving({ anim: true, w: 100 }, 320, 240, 10);
      expect(lacks(small, nothing)).toEqual(['operation:animation', 'size:animation']);
      expect(
        lacks(small, { ...everything, operations: OPERATIONS.filter((name) => name !== 'animation') }),
      ).toEqual(['operation:animation']);
      const trimmed = moving({ anim: true, w: 100, trim: 10 }, 320, 240, 10);
      expect(requiredCapabilities(trimmed)).toContain('operation:animation-trim');
    });

    it('makes an animation smaller where the size is open, and never bends a box', () => {
      const maxMovingPixels = { frame: 500_000, all: 2_000_000 };
      const source = { ...photo, mediaType: 'image/gif', width: 800, height: 800, pages: 20 };
      const sizeOf = (wish: Partial<Transformation>) => {
        const result = planRendition({ ...input(wish, { source }), maxMovingPixels });
        return result.ok ? outputSize(result.plan) : null;
      };
      const open = sizeOf({ anim: true, w: 800 });
      expect((open?.width ?? 0) * (open?.height ?? 0) * 20).toBeLessThanOrEqual(2_000_000);
      expect(open?.width).toBeGreaterThan(300);
      expect(sizeOf({ anim: true, w: 800, h: 800 })).toEqual({ width: 800, height: 800 });
      expect(sizeOf({ w: 800 })).toEqual({ width: 800, height: 800 });
    });
  });

  it('names what a plan needs', () => {
    expect(requiredCapabilities(plan({}))).toEqual(['output:webp', 'source:image/jpeg']);
    const busy = plan(
      {
        w: 400,
        h: 400,
        blur: 2,
        sharpen: 1,
        rot: 90,
        flip: 'h',
        trim: 5,
        wm: 'logo',
        bg: { r: 1, g: 2, b: 3, a: 255 },
      },
      { source: { ...photo, orientation: 6, hasAlpha: true }, format: 'png' },
    );
    expect(requiredCapabilities(busy)).toEqual([
      'operation:blur',
      'operation:crop',
      'operation:flatten',
      'operation:flip',
      'operation:orient',
      'operation:resize',
      'operation:rotate',
      'operation:sharpen',
      'operation:trim',
      'operation:watermark-image',
      'output:png',
      'source:image/jpeg',
    ]);
    expect(requiredCapabilities(plan({ w: 400, h: 400, fit: 'pad' }))).toEqual([
      'operation:alpha',
      'operation:pad',
      'operation:resize',
      'output:webp',
      'source:image/jpeg',
    ]);
    expect(requiredCapabilities(plan({ w: 9000, up: true }))).toContain('operation:enlarge');
  });

  it('finds exactly the missing ones', () => {
    fc.assert(
      fc.property(anyTransformation, fc.subarray([...OPERATIONS]), (t, operations) => {
        const made = plan({ ...t, page: 1 });
        expect(planFits(made, everything)).toEqual([]);
        expect(planFits(made, nothing)).toEqual([
          ...requiredCapabilities(made),
          'size:source',
          'size:output',
        ]);
        const missing = planFits(made, { ...everything, operations });
        expect(missing).toEqual(
          requiredCapabilities(made).filter(
            (capability) =>
              capability.startsWith('operation:') &&
              !operations.some((operation) => capability === `operation:${operation}`),
          ),
        );
      }),
    );
  });

  it('knows sizes', () => {
    const made = plan({ w: 1000 });
    expect(planFits(made, { ...everything, maxSourcePixels: 23_999_999 })).toEqual(['size:source']);
    expect(planFits(made, { ...everything, maxOutputPixels: 1000 })).toEqual(['size:output']);
    const capped = { ...everything, maxOutputPixelsByFormat: { avif: 1000 } };
    expect(planFits(made, capped)).toEqual([]);
    expect(planFits(plan({ w: 1000 }, { format: 'avif' }), capped)).toEqual(['size:output']);
  });
});
