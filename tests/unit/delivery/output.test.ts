import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { planFits } from '../../../shared/delivery/capabilities.ts';
import { checkLadder, LADDER_RATIOS } from '../../../shared/delivery/ladder.ts';
import { parseTransformation } from '../../../shared/delivery/parse.ts';
import { PLACEHOLDER_COLOR, placeholderPng } from '../../../shared/delivery/placeholder.ts';
import { isDrawnWhole, planRendition } from '../../../shared/delivery/plan.ts';
import {
  buildSnippets,
  motionPresetUrl,
  motionToSign,
  type SnippetInput,
  urlFileName,
} from '../../../shared/delivery/snippets.ts';
import { outputSize } from '../../../shared/delivery/types.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';

describe('placeholderPng', () => {
  it.each([
    [1, 1],
    [3, 2],
    [8, 1],
    [9, 31],
    [257, 258],
    [1200, 800],
    [4000, 3000],
  ])('is a readable PNG of %d × %d in one colour', async (width, height) => {
    const png = placeholderPng({ width, height });
    const { data, info } = await sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer({
      resolveWithObject: true,
    });
    expect([info.width, info.height]).toEqual([width, height]);
    const { r, g, b } = PLACEHOLDER_COLOR;
    const isUniform = data.every((value, index) => value === [r, g, b][index % info.channels]);
    expect(isUniform).toBe(true);
    expect(png.length).toBeLessThan(16_000);
  });

  it('can be transparent, and clamps silly sizes', async () => {
    const clear = placeholderPng({ width: 5, height: 5 }, { r: 9, g: 8, b: 7, a: 0 });
    const { data, info } = await sharp(clear).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    expect(data[3]).toBe(0);
    for (const size of [0, -5, Number.NaN, Infinity]) {
      const meta = await sharp(placeholderPng({ width: size, height: 2 })).metadata();
      expect(meta.height).toBe(2);
      expect(meta.width).toBeGreaterThanOrEqual(1);
    }
  });
});

const wisteria: SnippetInput = {
  origin: 'https://media.example.com',
  assetId: 'ast_1',
  fileName: 'Zoë – Blühender Blauregen (final).tiff',
  source: { width: 6000, height: 4000 },
  hasAlpha: false,
  mostPixels: { avif: 2_600_000, webp: 8_400_000, jpeg: 8_400_000, png: 8_400_000 },
  mostDrawn: null,
  alt: 'Long lilac blossoms',
  credit: 'Zoë Łukaszewicz / Acme Foto',
  ratio: null,
  displayWidth: 800,
  sizes: null,
  referrerPolicy: 'strict-origin-when-cross-origin',
  dominantColor: '#8a7fb0',
  placeholderDataUrl: null,
  motionUrl: null,
};

/** Every delivery address in a piece of code. */
const addresses = (code: string): string[] =>
  [...code.matchAll(/https:\/\/media\.example\.com\/i\/[^\s"')\\]+/g)].map((match) =>
    match[0].replace(/\[.*$/, ''),
  );

describe('snippets of an animation', () => {
  const motionUrl = motionPresetUrl(wisteria);
  const moving = buildSnippets({ ...wisteria, motionUrl });
  const still = buildSnippets(wisteria);

  it('put what moves before everything else, and only where less motion is not asked for', () => {
    expect(motionUrl).toBe('https://media.example.com/i/ast_1/motion/zoe-bluhender-blauregen-final.webp');
    for (const code of [moving.img, moving.picture]) {
      expect(/<source[^>]*>/.exec(code)?.[0].replace(/\s+/g, ' ')).toBe(
        `<source media="(prefers-reduced-motion: no-preference)" type="image/webp" srcset="${motionUrl}" >`,
      );
      expect(code.split(motionUrl)).toHaveLength(2);
      // The img itself stands still.
      expect(/<img[^>]*>/s.exec(code)?.[0]).not.toContain('motion');
    }
  });

  it('stand still where a dialect cannot ask, and lead to what moves', () => {
    const [stillPicture = ''] = still.markdown.split('\n');
    expect(moving.markdown).toBe(`[${stillPicture}](${motionUrl})\n*Zoë Łukaszewicz / Acme Foto*`);
    expect(moving.bbcode).toMatch(/^\[url=\S+\/motion\/\S+\]\[img .*\[\/img\]\[\/url\]\n\[i\]/);
    expect(moving.css).toBe(
      `${still.css}\n@media (prefers-reduced-motion: no-preference) {\n  background-image: url("${motionUrl}");\n}`,
    );
    expect(moving.url).toBe(motionUrl);
  });

  it('need a signature for every shape and width that the preset does not have', () => {
    const wish = (changes: Partial<SnippetInput>) => motionToSign({ ...wisteria, ...changes });
    expect(wish({})).toBeNull();
    expect(wish({ displayWidth: 320 })).toBeNull();
    expect(wish({ displayWidth: 2560, source: { width: 640, height: 480 } })).toBeNull();
    expect(wish({ displayWidth: 960 })).toBe('anim=1,w=960');
    expect(wish({ ratio: { w: 1, h: 1 }, displayWidth: 400 })).toBe('anim=1,h=400,w=400');
  });

  it('escape a signed address where it stands', () => {
    const signed = 'https://media.example.com/i/ast_1/anim=1,w=960/a.webp?exp=9&sig=k1.abc';
    const code = buildSnippets({ ...wisteria, motionUrl: signed }).img;
    expect(code).toContain(
      'srcset="https://media.example.com/i/ast_1/anim=1,w=960/a.webp?exp=9&amp;sig=k1.abc"',
    );
  });
});

describe('buildSnippets', () => {
  it('writes an img with everything a layout needs', () => {
    expect(buildSnippets(wisteria).img).toBe(`<figure>
  <img
    src="https://media.example.com/i/ast_1/w=800/zoe-bluhender-blauregen-final.jpg"
    srcset="${[320, 400, 560, 720, 800, 960, 1200, 1600, 2048, 2560, 3200]
      .map((w) => `https://media.example.com/i/ast_1/w=${w}/zoe-bluhender-blauregen-final.jpg ${w}w`)
      .join(', ')}"
    sizes="(min-width: 800px) 800px, 100vw"
    width="800" height="533"
    alt="Long lilac blossoms"
    loading="lazy" decoding="async" referrerpolicy="strict-origin-when-cross-origin"
    style="background: #8a7fb0"
  >
  <figcaption>Zoë Łukaszewicz / Acme Foto</figcaption>
</figure>`);
  });

  it('writes picture, Markdown, CSS, BBCode and the address', () => {
    const { picture, markdown, css, bbcode, url } = buildSnippets({ ...wisteria, ratio: { w: 16, h: 9 } });
    expect(url).toBe('https://media.example.com/i/ast_1/h=450,w=800/zoe-bluhender-blauregen-final.jpg');
    expect(picture).toContain('<source\n      type="image/avif"');
    expect(picture).toContain('/f=webp,h=450,w=800/zoe-bluhender-blauregen-final.webp 800w');
    expect(picture).toContain('/f=jpeg,h=450,w=800/');
    expect(picture).toContain('width="800" height="450"');
    expect(markdown).toBe(
      `![Long lilac blossoms](${url} "Zoë Łukaszewicz / Acme Foto")\n*Zoë Łukaszewicz / Acme Foto*`,
    );
    expect(css).toContain('image-set(\n  url("');
    expect(css).toMatch(/w=800\/[^"]+"\) 1x,\n.*w=1600\/[^"]+"\) 2x\n\);$/);
    expect(bbcode).toBe(
      `[img alt="Long lilac blossoms" width="800" height="450"]${url}[/img]\n[i]Zoë Łukaszewicz / Acme Foto[/i]`,
    );
  });

  it('offers only addresses that need no signature and no enlarging', () => {
    const sources = fc.record({
      width: fc.integer({ min: 64, max: 9000 }),
      height: fc.integer({ min: 64, max: 9000 }),
    });
    const ratios = fc.constantFrom(null, { w: 1, h: 1 }, { w: 16, h: 9 }, { w: 4, h: 5 });
    fc.assert(
      fc.property(sources, ratios, fc.integer({ min: 1, max: 5000 }), (source, ratio, displayWidth) => {
        for (const code of Object.values(buildSnippets({ ...wisteria, source, ratio, displayWidth }))) {
          const found = addresses(code);
          expect(found.length).toBeGreaterThan(0);
          for (const address of found) {
            const segment = new URL(address).pathname.split('/')[3] ?? '';
            const parsed = parseTransformation(segment);
            if (!parsed.ok || parsed.value.kind !== 'free') throw new Error(address);
            expect(checkLadder(parsed.value.transformation), address).toEqual({ onLadder: true });
            const { w } = parsed.value.transformation;
            if ((w ?? 0) > 64) expect(w).toBeLessThanOrEqual(source.width);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names only what the planner takes of any source, as wide as it says', () => {
    interface Source {
      readonly mediaType: string;
      readonly width: number;
      readonly height: number;
      readonly hasAlpha: boolean;
    }
    const engine = WASM_CAPABILITIES;
    const side = fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 120_000 }));
    const sources = fc
      .record({
        width: side,
        height: side,
        hasAlpha: fc.boolean(),
        mediaType: fc.constantFrom('image/png', 'image/jpeg', 'image/svg+xml', 'image/svg+xml'),
      })
      .filter(({ width, height }) => width * height <= engine.maxSourcePixels);
    const ratios = fc.constantFrom(null, ...LADDER_RATIOS);
    const check = (source: Source, input: SnippetInput) => {
      const facts = { ...source, orientation: 1 as const, pages: 1, focalPoint: null };
      const sizeOf = (address: string): number[] => {
        const parsed = parseTransformation(new URL(address).pathname.split('/')[3] ?? '');
        if (!parsed.ok || parsed.value.kind !== 'free') throw new Error(address);
        const { transformation } = parsed.value;
        expect(checkLadder(transformation).onLadder, address).toBe(true);
        const common = source.hasAlpha ? ('png' as const) : ('jpeg' as const);
        return (transformation.f === 'auto' ? (['webp', common] as const) : [transformation.f]).map(
          (format) => {
            const planned = planRendition({
              transformation,
              source: facts,
              conditions: {},
              format,
              watermarks: new Map(),
              protectiveWatermark: null,
              maxOutputPixels: engine.maxOutputPixels,
              maxDrawnPixels: engine.maxDrawnPixels,
            });
            if (!planned.ok) throw new Error(`${address}: ${planned.reason}`);
            expect(planFits(planned.plan, engine), address).toEqual([]);
            return outputSize(planned.plan).width;
          },
        );
      };
      for (const code of Object.values(buildSnippets(input)) as string[]) {
        for (const address of addresses(code)) sizeOf(address);
        for (const [, srcset = ''] of code.matchAll(/srcset="([^"]+)"/g)) {
          const steps = srcset.split(', ').map((step) => step.split(' '));
          // A picture narrower than the narrowest step has that one alone.
          if (steps.length < 2) continue;
          for (const [address = '', said = ''] of steps) {
            for (const width of sizeOf(address)) expect(`${width}w`, address).toBe(said);
          }
        }
      }
    };
    const inputOf = (source: Source): SnippetInput => ({
      ...wisteria,
      source,
      hasAlpha: source.hasAlpha,
      mostDrawn: isDrawnWhole(source) ? engine.maxDrawnPixels : null,
    });
    // Ten times as wide as high: of the whole drawing at this width there would be 14 megapixels.
    const wide = { mediaType: 'image/svg+xml', width: 12_000, height: 1200, hasAlpha: true };
    check(wide, { ...inputOf(wide), ratio: { w: 1, h: 1 }, displayWidth: 2000 });
    fc.assert(
      fc.property(sources, ratios, fc.integer({ min: 1, max: 5000 }), (source, ratio, displayWidth) =>
        check(source, { ...inputOf(source), ratio, displayWidth }),
      ),
      { numRuns: 500 },
    );
  });

  it('lays nothing behind transparency, and keeps it for old browsers', () => {
    const placeholderDataUrl = 'data:image/png;base64,AAAA';
    const code = buildSnippets({ ...wisteria, hasAlpha: true, placeholderDataUrl });
    for (const written of Object.values(code)) {
      expect(written).not.toMatch(/background: |background-color|data:image|\.jpg|f=jpeg/);
      expect(written).toContain('.png');
    }
    expect(code.picture).toMatch(/<img\s+src="[^"]*\/f=png,w=800\//);
    expect(buildSnippets({ ...wisteria, placeholderDataUrl }).img).toContain('background: ');
  });

  it('leaves widths out of a source whose format holds fewer pixels, and the source where none is left', () => {
    const source = { width: 2048, height: 1536 };
    const { picture } = buildSnippets({ ...wisteria, source });
    const widthsOf = (type: string) => {
      const srcset = new RegExp(`type="image/${type}"\\s+srcset="([^"]+)"`).exec(picture)?.[1] ?? '';
      return [...srcset.matchAll(/ (\d+)w/g)].map((found) => Number(found[1]));
    };
    expect(widthsOf('avif').at(-1)).toBe(1600);
    expect(widthsOf('webp').at(-1)).toBe(2048);
    const none = buildSnippets({ ...wisteria, source, mostPixels: { ...wisteria.mostPixels, avif: 1000 } });
    expect(none.picture).not.toContain('image/avif');
    expect(none.picture).toContain('image/webp');
  });

  it('lets no text escape from where it stands', () => {
    const nasty = `"><script>alert(1)</script>](javascript:x) *b* _i_ [url]x[/url] */ } \n\n# h \\ \` ' </style>`;
    const made = buildSnippets({
      ...wisteria,
      alt: nasty,
      credit: nasty,
      fileName: nasty,
      dominantColor: 'red;} x',
      placeholderDataUrl: 'javascript:alert(1)',
      sizes: '"><b>',
    });
    expect(made.img).not.toMatch(/<script|<\/style|javascript:x\)"|style=/);
    expect(made.img.match(/</g)).toHaveLength(5);
    expect(made.picture).not.toContain('<script');
    expect(made.markdown.split('\n')).toHaveLength(2);
    expect(made.markdown).not.toMatch(/[^\\]\]\(javascript/);
    expect(made.markdown).not.toMatch(/(^|[^\\])<script/);
    expect(made.css.match(/\*\//g)).toHaveLength(1);
    expect(made.css).not.toMatch(/[<>]/);
    expect(made.bbcode).not.toContain('[url]');
    expect(urlFileName(nasty, 'jpg')).toMatch(/^[a-z0-9-]+\.jpg$/);
    expect(urlFileName('日本', 'jpg')).toBe('picture.jpg');
  });
});
