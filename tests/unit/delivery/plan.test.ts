import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalTransformation,
  normalizeTransformation,
  planKey,
} from '../../../shared/delivery/canonical.ts';
import {
  type EngineCapabilities,
  OPERATIONS,
  planFits,
  requiredCapabilities,
} from '../../../shared/delivery/capabilities.ts';
import { refocusPlan } from '../../../shared/delivery/geometry.ts';
import { IDENTITY, parseTransformation } from '../../../shared/delivery/parse.ts';
import {
  autoQuality,
  chooseSource,
  type PlanInput,
  planRendition,
  type SourceFacts,
} from '../../../shared/delivery/plan.ts';
import { renditionEtag, renditionKey, renditionObjectKey } from '../../../shared/delivery/rendition-key.ts';
import {
  OUTPUT_FORMATS,
  outputSize,
  type RenderPlan,
  type Transformation,
  type Watermark,
} from '../../../shared/delivery/types.ts';
import { anyTransformation } from './arbitraries.ts';

const photo: SourceFacts = {
  mediaType: 'image/jpeg',
  width: 6000,
  height: 4000,
  orientation: 1,
  hasAlpha: false,
  pages: 1,
  focalPoint: null,
};
const mark: Watermark = {
  kind: 'text',
  text: 'PREVIEW',
  position: 'center',
  opacity: 0.4,
  tiled: true,
  scale: 0.3,
};
const logo: Watermark = { ...mark, kind: 'image', assetKey: 'originals/abc' };

function input(wish: Partial<Transformation>, rest: Partial<PlanInput> = {}): PlanInput {
  return {
    transformation: normalizeTransformation({ ...IDENTITY, ...wish }),
    source: photo,
    conditions: {},
    format: 'webp',
    watermarks: new Map([
      ['logo', logo],
      ['draft', mark],
      ['press-2026', mark],
    ]),
    protectiveWatermark: mark,
    ...rest,
  };
}

function plan(wish: Partial<Transformation>, rest: Partial<PlanInput> = {}): RenderPlan {
  const result = planRendition(input(wish, rest));
  if (!result.ok) throw new Error(result.reason);
  return result.plan;
}

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

describe('capabilities', () => {
  const everything: EngineCapabilities = {
    engine: 'test-1',
    sources: ['image/jpeg'],
    operations: OPERATIONS,
    outputs: OUTPUT_FORMATS,
    maxSourcePixels: 50_000_000,
    maxOutputPixels: 50_000_000,
    maxOutputPixelsByFormat: {},
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

describe('planKey', () => {
  it('is equal for equal plans and differs with anything that shows', () => {
    const base = plan({ w: 400, h: 300 });
    expect(planKey(base)).toBe(planKey(plan({ w: 400, h: 300 })));
    const keys = [
      base,
      plan({ w: 401, h: 300 }),
      plan({ w: 400, h: 300, g: 'north' }, { source: { ...photo, height: 5000 } }),
      plan({ w: 400, h: 300 }, { source: { ...photo, height: 5000 } }),
      plan({ w: 400, h: 300 }, { format: 'avif' }),
      plan({ w: 400, h: 300 }, { conditions: { watermark: true } }),
      plan(
        { w: 400, h: 300 },
        { conditions: { watermark: true }, protectiveWatermark: { ...mark, text: 'OTHER' } },
      ),
      plan({ w: 400, h: 300 }, { conditions: { maxPixels: 200 } }),
      plan({ w: 400, h: 300, q: 50 }),
      plan({ w: 400, h: 300, trim: 10 }),
      plan({ w: 400, h: 300, trim: 11 }),
      plan({ w: 400, h: 300, trim: 11, g: 'north' }),
      plan({ w: 400, h: 300, wm: 'logo' }),
      plan({ w: 400, h: 300, flip: 'h' }),
      plan({ w: 400, h: 300, bg: { r: 0, g: 0, b: 0, a: 255 } }),
    ].map(planKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('differs whenever the plans do, apart from how they were asked for', () => {
    fc.assert(
      fc.property(anyTransformation, anyTransformation, (a, b) => {
        const [x, y] = [plan({ ...a, page: 1 }), plan({ ...b, page: 1 })];
        const shown = ({ intent, ...rest }: RenderPlan): unknown => rest;
        if (planKey(x) === planKey(y)) expect(shown(x)).toEqual(shown(y));
        expect(planKey(plan({ ...a, page: 1 }))).toBe(planKey(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for every spelling of one transformation', () => {
    for (const [one, two] of [
      ['w=400,ar=4:3', 'h=300,w=400'],
      ['fit=scale-down,w=400,h=400', 'H=400,W=400,fit=contain'],
    ] as const) {
      const [a, b] = [parseTransformation(one), parseTransformation(two)];
      if (!a.ok || !b.ok || a.value.kind !== 'free' || b.value.kind !== 'free') throw new Error('not free');
      expect(canonicalTransformation(a.value.transformation)).toBe(
        canonicalTransformation(b.value.transformation),
      );
      expect(planKey(plan(a.value.transformation))).toBe(planKey(plan(b.value.transformation)));
    }
  });
});

describe('renditionKey', () => {
  it('changes with source, plan, engine and metadata, and with nothing else', async () => {
    const identity = { sourceSha256: 'a'.repeat(64), plan: plan({ w: 400 }), engine: 'e1', metadata: 'm1' };
    const key = await renditionKey(identity);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await renditionKey({ ...identity, plan: plan({ w: 400 }) })).toBe(key);
    const others = await Promise.all([
      renditionKey({ ...identity, sourceSha256: 'b'.repeat(64) }),
      renditionKey({ ...identity, plan: plan({ w: 401 }) }),
      renditionKey({ ...identity, engine: 'e2' }),
      renditionKey({ ...identity, metadata: 'm2' }),
      renditionKey({ ...identity, engine: 'e1","m1', metadata: '' }),
    ]);
    expect(new Set([key, ...others]).size).toBe(6);
    expect(renditionObjectKey(key, 'jpeg')).toBe(`renditions/${key.slice(0, 2)}/${key}.jpg`);
    expect(renditionEtag(key)).toBe(`"${key.slice(0, 32)}"`);
  });
});

describe('refocusPlan', () => {
  it('puts the crop where an engine found what matters', () => {
    const asked = plan({ w: 400, h: 400, g: 'auto' });
    expect(refocusPlan(asked, { x: 1, y: 0.5 })).toMatchObject({
      saliency: null,
      crop: { x: 2000, y: 0, width: 4000, height: 4000 },
      resize: { width: 400, height: 400 },
    });
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
