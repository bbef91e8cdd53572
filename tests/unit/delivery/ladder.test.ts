import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptsText } from '../../../shared/delivery/accepts.ts';
import { canonicalTransformation, normalizeTransformation } from '../../../shared/delivery/canonical.ts';
import {
  checkLadder,
  countUnsignedVariants,
  LADDER_MAX_WIDTH,
  LADDER_WIDTHS,
  offLadderBody,
  srcsetWidths,
} from '../../../shared/delivery/ladder.ts';
import { PARAMETER_GUIDE } from '../../../shared/delivery/parameters.ts';
import { IDENTITY, parseTransformation } from '../../../shared/delivery/parse.ts';
import { planRendition } from '../../../shared/delivery/plan.ts';
import { BUILT_IN_PRESETS, checkPresetName, resolvePreset } from '../../../shared/delivery/presets.ts';
import { OUTPUT_FORMATS, outputSize, type Transformation } from '../../../shared/delivery/types.ts';
import { t as translate } from '../../../shared/messages/index.ts';
import { anyTransformation } from './arbitraries.ts';

function free(segment: string): Transformation {
  const result = parseTransformation(segment);
  if (!result.ok || result.value.kind !== 'free') throw new Error(segment);
  return result.value.transformation;
}

describe('checkLadder', () => {
  it.each([
    'auto',
    'w=400',
    'w=400,dpr=2',
    'w=400,ar=16:9',
    'w=400,h=300',
    'w=400,h=225',
    'w=400,ar=1.91',
    'ar=1:1',
    'w=400,h=400,fit=contain',
    'w=1280,dpr=3,f=avif',
    'h=300,ar=4:3',
  ])('serves %s without a signature', (segment) => {
    expect(checkLadder(free(segment))).toEqual({ onLadder: true });
  });

  it.each([
    ['w=401', 'w', 'w=400'],
    ['w=399', 'w', 'w=400'],
    ['w=12000', 'w', 'w=3840'],
    ['w=1', 'w', 'w=64'],
    ['h=300', 'h', 'w=320'],
    ['w=400,h=301', 'h', 'h=300,w=400'],
    ['w=401,h=301', 'w', 'h=300,w=400'],
    ['w=400,ar=17:9', 'h', 'h=209,w=400'],
    ['ar=17:9', 'ar', 'ar=191:100'],
    ['w=400,dpr=2.5', 'dpr', 'dpr=3,w=400'],
    ['w=2560,dpr=2', 'dpr', 'dpr=1.5,w=2560'],
    ['w=3840,dpr=2', 'dpr', 'w=3840'],
    ['w=400,h=300,fit=pad', 'fit', 'h=300,w=400'],
    ['w=400,h=300,fit=crop', 'fit', 'h=300,w=400'],
    ['w=400,q=1', 'q', 'w=400'],
    ['w=400,h=300,g=north', 'g', 'h=300,w=400'],
    ['w=400,h=300,fp=0.1:0.1', 'fp', 'h=300,w=400'],
    ['w=400,blur=9', 'blur', 'w=400'],
    ['w=400,up=1', 'up', 'w=400'],
    ['w=400,rot=90,flip=h', 'rot', 'w=400'],
    ['page=2', 'page', 'auto'],
    ['wm=logo', 'wm', 'auto'],
    ['bg=fff', 'bg', 'auto'],
  ])('asks for a signature on %s and names the nearest', (segment, parameter, nearest) => {
    const verdict = checkLadder(free(segment));
    expect(verdict).toMatchObject({ onLadder: false, nearest });
    if (!verdict.onLadder) expect(verdict.problems[0]).toMatchObject({ parameter });
  });

  it('names a nearest that is on the ladder, for any transformation', () => {
    fc.assert(
      fc.property(anyTransformation, (t) => {
        const verdict = checkLadder(normalizeTransformation(t));
        if (verdict.onLadder) return;
        expect(verdict.problems.length).toBeGreaterThan(0);
        expect(checkLadder(free(verdict.nearest))).toEqual({ onLadder: true });
      }),
      { numRuns: 3000 },
    );
  });

  it('bounds what anybody can ask for', () => {
    const seen = new Set<string>();
    for (let w = 1; w <= 4000; w++) {
      for (const h of [null, Math.round(w / 2), w, Math.round((w * 3) / 4), Math.round((w * 9) / 16)]) {
        for (const dpr of [1, 1.25, 1.5, 2, 3, 4]) {
          const t = normalizeTransformation({ ...IDENTITY, w, h, dpr });
          if (checkLadder(t).onLadder) seen.add(canonicalTransformation(t));
        }
      }
    }
    expect(seen.size).toBeGreaterThan(200);
    expect(seen.size).toBeLessThan(500);
    expect(countUnsignedVariants(OUTPUT_FORMATS)).toBeLessThan(15_000);
  });

  it('builds a problem body that says what to do', () => {
    const verdict = checkLadder(free('w=401,q=12'));
    if (verdict.onLadder) throw new Error('on the ladder');
    expect(
      offLadderBody(
        verdict,
        { assetId: 'ast_1', tail: 'x.jpg', docsUrl: 'https://b.example/docs/signing' },
        'en',
      ),
    ).toMatchObject({
      type: 'https://b.example/docs/signing#what-needs-no-signature',
      status: 400,
      nearest: '/i/ast_1/w=400/x.jpg',
      detail: expect.stringContaining('w=401, q=12'),
      problems: [
        { parameter: 'w', given: '401', nearest: 'w=400' },
        { parameter: 'q', given: '12', nearest: null },
      ],
      signing: 'https://b.example/docs/signing',
      ladder: { dprs: [1, 1.5, 2, 3], widths: LADDER_WIDTHS },
    });
    // A name is any text; the address given is one that works.
    const named = { assetId: 'ast_1', tail: 'Löwe? #1.jpg', docsUrl: 'https://b.example/docs/signing' };
    expect(offLadderBody(verdict, named, 'en').nearest).toBe('/i/ast_1/w=400/L%C3%B6we%3F%20%231.jpg');
  });

  it('offers srcset widths that are on the ladder', () => {
    expect(srcsetWidths(2000)).toEqual([320, 400, 560, 720, 960, 1200, 1600]);
    expect(srcsetWidths(100)).toEqual([96]);
    expect(srcsetWidths(10)).toEqual([64]);
    for (const width of srcsetWidths(LADDER_MAX_WIDTH))
      expect(checkLadder(free(`w=${width}`)).onLadder).toBe(true);
  });
});

describe('docs/hot-links.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/hot-links.md', import.meta.url)), 'utf8');

  it('lists every parameter and every built-in preset as they are', () => {
    for (const { name, accepts } of PARAMETER_GUIDE) {
      expect(page).toContain(`| \`${name}\` | ${acceptsText('en', accepts)} |\n`);
    }
    for (const preset of BUILT_IN_PRESETS) {
      const spelled =
        preset.delivers === 'original'
          ? 'the original bytes'
          : canonicalTransformation(preset.transformation);
      const hotLinkable = preset.isHotLinkable ? 'yes' : 'no';
      expect(page).toContain(
        `| \`${preset.name}\` | \`${spelled}\` | ${preset.channel} | ${hotLinkable} |\n`,
      );
    }
  });
});

describe('presets', () => {
  const visitor = { audience: 'public', now: 1000 } as const;

  it('have distinct, permitted names, a label, and transformations that plan', () => {
    const names = BUILT_IN_PRESETS.map((preset) => preset.name);
    expect(new Set(names).size).toBe(names.length);
    for (const preset of BUILT_IN_PRESETS) {
      expect(checkPresetName(preset.name)).toBeNull();
      expect(translate('en', `delivery.preset.${preset.name}` as 'delivery.preset.card')).not.toBe('');
      expect(preset.transformation).toEqual(normalizeTransformation(preset.transformation));
      const result = planRendition({
        transformation: preset.transformation,
        source: {
          mediaType: 'image/jpeg',
          width: 8000,
          height: 6000,
          orientation: 1,
          hasAlpha: false,
          pages: 1,
          focalPoint: null,
        },
        conditions: {},
        format: 'jpeg',
        watermarks: new Map(),
        protectiveWatermark: null,
      });
      expect(result.ok).toBe(true);
      const { w, h, fit } = preset.transformation;
      if (result.ok && fit === 'cover' && w !== null && h !== null) {
        expect(outputSize(result.plan)).toEqual({ width: w, height: h });
      }
    }
    for (const name of ['auto', 'up', 'anim', 'trim', 'flip'])
      expect(checkPresetName(name)).toBe('reserved-name');
    for (const name of ['', 'Card', 'a=b', 'a,b', '1x', 'a_b', 'x'.repeat(41)]) {
      expect(checkPresetName(name)).toBe('bad-name');
    }
  });

  it('are refined by dpr and format only', () => {
    const resolved = resolvePreset(BUILT_IN_PRESETS, { name: 'card', dpr: 2, f: 'webp' }, visitor);
    expect(resolved).toMatchObject({ ok: true, transformation: { w: 640, h: 480, dpr: 2, f: 'webp' } });
    expect(resolved).toMatchObject({ canonical: 'card,dpr=2,f=webp' });
    expect(resolvePreset(BUILT_IN_PRESETS, { name: 'social-wide', dpr: 1, f: 'avif' }, visitor)).toEqual({
      ok: false,
      problem: 'format-fixed',
      nearest: 'f=jpeg',
    });
    const repeated = resolvePreset(BUILT_IN_PRESETS, { name: 'social-wide', dpr: 1, f: 'jpeg' }, visitor);
    expect(repeated).toMatchObject({ ok: true, canonical: 'social-wide', transformation: { f: 'jpeg' } });
    expect(resolvePreset(BUILT_IN_PRESETS, { name: 'original', dpr: 1, f: 'jpeg' }, visitor)).toMatchObject({
      ok: false,
      problem: 'not-refinable',
    });
    expect(resolvePreset(BUILT_IN_PRESETS, { name: 'card', dpr: 2.75, f: 'auto' }, visitor)).toEqual({
      ok: false,
      problem: 'dpr-off-ladder',
      nearest: 'dpr=3',
    });
  });

  it('keep to their audience and window, and carry their mark', () => {
    const base = BUILT_IN_PRESETS.find((preset) => preset.name === 'card');
    if (base === undefined) throw new Error('no card');
    const wish = { name: 'campaign', dpr: 1, f: 'auto' } as const;
    const preset = {
      ...base,
      name: 'campaign',
      watermark: 'draft',
      audiences: ['press'] as const,
      window: { startsAt: 1000, endsAt: 2000 },
    };
    const at = (audience: 'press' | 'public', now: number) =>
      resolvePreset([preset], wish, { audience, now });
    expect(at('press', 1000)).toMatchObject({ ok: true, transformation: { wm: 'draft' } });
    expect(at('public', 1000)).toMatchObject({ ok: false, problem: 'not-for-audience' });
    expect(at('press', 999)).toMatchObject({ ok: false, problem: 'not-in-window' });
    expect(at('press', 2000)).toMatchObject({ ok: false, problem: 'not-in-window' });
    // A preset for few is not suggested to everybody.
    expect(resolvePreset([preset, base], { ...wish, name: 'campain' }, visitor)).toEqual({
      ok: false,
      problem: 'not-found',
      nearest: null,
    });
    expect(resolvePreset([base], { ...wish, name: 'cart' }, visitor)).toMatchObject({ nearest: 'card' });
  });
});
