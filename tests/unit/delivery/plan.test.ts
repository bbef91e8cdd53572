import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredCapabilities } from '../../../shared/delivery/capabilities.ts';
import { autoQuality, chooseSource, type PlanInput, planRendition } from '../../../shared/delivery/plan.ts';
import { OUTPUT_FORMATS, outputSize, type Transformation } from '../../../shared/delivery/types.ts';
import { anyTransformation } from './arbitraries.ts';
import { input, logo, mark, photo, plan } from './samples.ts';

describe('planRendition', () => {
  it('plans a plain width', () => {
    expect(plan({ w: 1200 })).toEqual({
      source: { mediaType: 'image/jpeg', width: 6000, height: 4000, orientation: 1, hasAlpha: false },
      crop: null,
      resize: { width: 1200, height: 800 },
      pad: null,
      background: null,
      rotate: 0,
      flip: 'none',
      trim: null,
      blur: null,
      sharpen: null,
      watermark: null,
      saliency: null,
      format: 'webp',
      quality: 78,
      still: true,
      page: 1,
      intent: {
        w: 1200,
        h: null,
        fit: 'cover',
        ar: null,
        dpr: 1,
        focus: { x: 0.5, y: 0.5 },
        focusFrame: 'kept',
        up: false,
        maxEdge: null,
      },
    });
  });

  it('keeps the focal point of the asset, unless the request has its own', () => {
    const source = { ...photo, focalPoint: { x: 0.9, y: 0.5 } };
    expect(plan({ w: 400, h: 400 }, { source }).crop?.x).toBe(2000);
    expect(plan({ w: 400, h: 400, fp: { x: 0.1, y: 0.5 } }, { source }).crop?.x).toBe(0);
    expect(plan({ w: 400, h: 400, g: 'center' }, { source }).crop?.x).toBe(1000);
    expect(plan({ w: 400, h: 400, g: 'auto' }, { source })).toMatchObject({
      saliency: null,
      crop: { x: 2000 },
    });
    expect(plan({ w: 400, h: 400, g: 'auto' })).toMatchObject({ saliency: 'auto', crop: { x: 1000 } });
    // An engine looks for faces first; the focal point is there for pictures without one.
    expect(plan({ w: 400, h: 400, g: 'face' }, { source })).toMatchObject({
      saliency: 'face',
      crop: { x: 2000 },
    });
    expect(plan({ w: 400, h: 400, g: 'face' })).toMatchObject({ saliency: 'face', crop: { x: 1000 } });
    expect(plan({ w: 600, h: 400, g: 'auto' }).saliency).toBeNull();
  });

  it('keeps the top of the finished picture for north, whatever the rotation', () => {
    // Turned clockwise, the left side of the source is the top of the output.
    expect(plan({ w: 400, h: 100, g: 'north', rot: 90 }).crop).toMatchObject({ x: 0, height: 4000 });
    expect(plan({ w: 400, h: 100, g: 'north', rot: 270 }).crop).toMatchObject({ x: 5000, height: 4000 });
  });

  it('puts the mark on that rights demand, and no request takes it off or swaps it', () => {
    const conditions = { watermark: true } as const;
    fc.assert(
      fc.property(anyTransformation, (t) => {
        const made = plan({ ...t, page: 1 }, { conditions });
        expect(made.watermark).toEqual(mark);
      }),
    );
    expect(planRendition(input({}, { conditions, protectiveWatermark: null }))).toEqual({
      ok: false,
      reason: 'watermark-unavailable',
    });
    expect(plan({ wm: 'logo' }).watermark).toEqual(logo);
    expect(planRendition(input({ wm: 'other' }))).toEqual({ ok: false, reason: 'unknown-watermark' });
  });

  it('holds the longest edge that rights allow, whatever is asked', () => {
    fc.assert(
      fc.property(anyTransformation, fc.integer({ min: 1, max: 2000 }), (t, maxPixels) => {
        const made = plan({ ...t, page: 1 }, { conditions: { maxPixels } });
        const size = outputSize(made);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(maxPixels);
      }),
    );
  });

  it('stays within what the engine writes where the size is open, and bends no exact box', () => {
    const limit = { maxOutputPixels: 9_000_000 };
    const open = plan({ w: 6000, h: 6000, fit: 'contain' }, limit).resize;
    expect(open).toEqual({ width: 3674, height: 2449 });
    expect(open.width * open.height).toBeLessThanOrEqual(9_000_000);
    expect(plan({}, limit).resize).toEqual(open);
    expect(plan({ w: 5000 }, limit).resize).toEqual(open);
    expect(plan({ w: 2000 }, limit).resize).toEqual({ width: 2000, height: 1333 });
    expect(plan({ w: 4000, h: 3000 }, limit).resize).toEqual({ width: 4000, height: 3000 });
  });

  it('gives JPEG an opaque ground and others the transparency they had', () => {
    expect(plan({}, { format: 'jpeg' }).background).toEqual({ r: 255, g: 255, b: 255, a: 255 });
    expect(plan({ bg: { r: 0, g: 0, b: 0, a: 128 } }, { format: 'jpeg' }).background).toEqual({
      r: 127,
      g: 127,
      b: 127,
      a: 255,
    });
    expect(plan({}, { format: 'png' }).background).toBeNull();
    expect(plan({ bg: { r: 0, g: 0, b: 0, a: 128 } }, { format: 'webp' }).background?.a).toBe(128);
  });

  it('answers pages, animations and empty sources honestly', () => {
    const book = { ...photo, mediaType: 'image/tiff', pages: 3 };
    expect(plan({ page: 3 }, { source: book }).page).toBe(3);
    expect(planRendition(input({ page: 4 }, { source: book }))).toEqual({
      ok: false,
      reason: 'no-such-page',
    });
    expect(plan({ anim: true }, { source: book }).still).toBe(false);
    expect(plan({}, { source: book }).still).toBe(true);
    expect(plan({ anim: true }).still).toBe(true);
    expect(plan({ anim: true }, { source: book, format: 'jpeg' }).still).toBe(true);
    expect(plan({ anim: true }, { source: book, format: 'avif' }).still).toBe(true);
    expect(plan({ anim: true }, { source: book })).toMatchObject({ frames: 3 });
    expect(plan({}, { source: book })).not.toHaveProperty('frames');
    for (const width of [0, Number.NaN]) {
      expect(planRendition(input({}, { source: { ...photo, width } }))).toEqual({
        ok: false,
        reason: 'no-pixels',
      });
    }
  });

  it('picks a quality by format, size and density, and leaves a stated one alone', () => {
    expect(plan({ q: 33 }).quality).toBe(33);
    const size = (side: number) => ({ width: side, height: side });
    expect(autoQuality('jpeg', size(300), 1)).toBeGreaterThan(autoQuality('jpeg', size(1200), 1));
    expect(autoQuality('jpeg', size(1200), 1)).toBeGreaterThan(autoQuality('jpeg', size(3000), 1));
    expect(autoQuality('webp', size(1200), 1)).toBeGreaterThan(autoQuality('webp', size(1200), 2));
    expect(autoQuality('webp', size(1200), 2)).toBeGreaterThan(autoQuality('webp', size(1200), 3));
    for (const format of OUTPUT_FORMATS) {
      for (const side of [1, 500, 5000]) {
        for (const dpr of [1, 1.5, 2, 4]) {
          const quality = autoQuality(format, size(side), dpr);
          expect(quality).toBeGreaterThanOrEqual(40);
          expect(quality).toBeLessThanOrEqual(100);
        }
      }
    }
  });
});

describe('drawings', () => {
  const drawing = { ...photo, mediaType: 'image/svg+xml', width: 24, height: 16, hasAlpha: true };
  it('are drawn at the size asked for, which enlarges nothing', () => {
    const made = plan({ w: 1200 }, { source: drawing });
    expect(made.resize).toEqual({ width: 1200, height: 800 });
    expect(requiredCapabilities(made)).not.toContain('operation:enlarge');
    expect(plan({}, { source: drawing }).resize).toEqual({ width: 24, height: 16 });
    expect(plan({ w: 1200 }, { source: drawing, conditions: { maxPixels: 300 } }).resize.width).toBe(300);
  });

  it('start from the web master as long as it has the pixels', () => {
    const { source, ...others } = input({ w: 1200 });
    const master = { facts: { ...photo, mediaType: 'image/png', width: 2400, height: 1600 } };
    const original = { facts: drawing };
    expect(chooseSource([master, original], others)).toBe(master);
    expect(chooseSource([master, original], { ...others, ...input({ w: 3200 }) })).toBe(original);
  });
});

describe('chooseSource', () => {
  const master = { facts: { ...photo, width: 2560, height: 1707 } };
  const original = { facts: photo };
  const choose = (wish: Partial<Transformation>, rest: Partial<PlanInput> = {}) => {
    const { source, ...others } = input(wish, rest);
    return chooseSource([master, original], others);
  };

  it('takes the web master as long as it has the pixels', () => {
    expect(choose({ w: 1200 })).toBe(master);
    expect(choose({ w: 2560 })).toBe(master);
    expect(choose({ w: 2561, up: true })).toBe(original);
    expect(choose({ w: 3000 })).toBe(original);
    expect(choose({})).toBe(original);
    expect(choose({}, { conditions: { maxPixels: 2000 } })).toBe(master);
    // A narrow piece of a wide picture needs more of it.
    expect(choose({ w: 1600, h: 1600 })).toBe(master);
    expect(choose({ w: 1800, h: 1800 })).toBe(original);
    expect(chooseSource([], input({}))).toBeNull();
  });

  it('takes the original for pages the master lacks', () => {
    const book = { facts: { ...photo, pages: 3 } };
    const { source, ...others } = input({ w: 100, page: 2 });
    expect(chooseSource([master, book], others)).toBe(book);
    expect(chooseSource([master, book], { ...others, ...input({ w: 100 }) })).toBe(master);
    expect(chooseSource([master, book], { ...others, ...input({ w: 100, anim: true }) })).toBe(book);
  });
});
