/** What the engine can write: the ranges that are told to people are those of the font files, and they are drawn. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../imaging/engine.ts';
import { makeMark } from '../../../imaging/watermark.ts';
import {
  drawableText,
  LETTER_SETS,
  letterSetsOf,
  undrawnLetters,
} from '../../../shared/text/drawn-letters.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

/** Code points of a WOFF2 file (W3C, WOFF File Format 2.0): its `cmap`, in formats 4 and 12. */
function lettersOf(file: Uint8Array): Set<number> {
  const head = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 48;
  const byte = (): number => file[at++] ?? 0;
  const number = (): number => {
    let value = 0;
    for (;;) {
      const next = byte();
      value = value * 128 + (next & 127);
      if (next < 128) return value;
    }
  };
  let [offset, start, length] = [0, 0, 0];
  for (let table = 0; table < head.getUint16(12); table++) {
    const flags = byte();
    const tag = flags & 63;
    if (tag === 63) at += 4;
    const original = number();
    const isGlyphs = tag === 10 || tag === 11;
    const isTransformed = isGlyphs ? flags >> 6 === 0 : flags >> 6 !== 0;
    const size = isTransformed ? number() : original;
    if (tag === 0) [start, length] = [offset, size];
    offset += size;
  }
  const data = brotliDecompressSync(file.subarray(at, at + head.getUint32(20)));
  const cmap = new DataView(data.buffer, data.byteOffset + start, length);
  const found = new Set<number>();
  for (let table = 0; table < cmap.getUint16(2); table++) {
    const sub = cmap.getUint32(8 + table * 8);
    const format = cmap.getUint16(sub);
    if (format === 12) {
      for (let group = 0; group < cmap.getUint32(sub + 12); group++) {
        const last = cmap.getUint32(sub + 20 + group * 12);
        for (let point = cmap.getUint32(sub + 16 + group * 12); point <= last; point++) found.add(point);
      }
    }
    if (format !== 4) continue;
    const count = cmap.getUint16(sub + 6) / 2;
    for (let segment = 0; segment < count; segment++) {
      const last = cmap.getUint16(sub + 14 + segment * 2);
      const [first, delta] = [0, 1].map((column) =>
        cmap.getUint16(sub + 16 + count * 2 * (column + 1) + segment * 2),
      ) as [number, number];
      const rangeAt = sub + 16 + count * 6 + segment * 2;
      const range = cmap.getUint16(rangeAt);
      for (let point = first; point <= last && point !== 0xffff; point++) {
        const glyph =
          range === 0 ? (point + delta) & 0xffff : cmap.getUint16(rangeAt + range + (point - first) * 2);
        if (glyph !== 0) found.add(point);
      }
    }
  }
  return found;
}
const fontFile = (set: string): Uint8Array =>
  readFileSync(
    new URL(
      `../../../node_modules/@fontsource-variable/inter/files/inter-${set}-wght-normal.woff2`,
      import.meta.url,
    ),
  );

const modules = loadWasmModules();
const mark = (text: string, picture = { width: 400, height: 300 }) =>
  makeMark(
    { kind: 'text', text, position: 'center', opacity: 1, tiled: false, scale: 1 },
    picture,
    undefined,
    modules,
  );
const ink = ({ data }: { data: Uint8ClampedArray }) =>
  data.reduce((sum, value, at) => sum + (at % 4 === 3 ? value : 0), 0);

describe('letters that can be drawn', () => {
  it('are those of the fonts, no more and no fewer', () => {
    const inFonts = new Set(LETTER_SETS.flatMap((set) => [...lettersOf(fontFile(set))]));
    expect(inFonts.size).toBeGreaterThan(1500);
    for (let point = 0x21; point < 0x30000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const letter = String.fromCodePoint(point);
      // Spaces of every width and control characters leave nothing to draw; some letters are two others, composed.
      if (/[\s\p{Cc}]/u.test(letter) || letter.normalize('NFC') !== letter) continue;
      expect(undrawnLetters(letter).length === 0, point.toString(16)).toBe(inFonts.has(point));
    }
  });

  it('are all in the one file that SVG with Vietnamese letters is drawn from', () => {
    const whole = lettersOf(modules.wholeFont);
    const missing = LETTER_SETS.flatMap((set) =>
      [...lettersOf(fontFile(set))].filter((point) => !whole.has(point)),
    );
    expect(missing).toEqual([]);
  });

  it('are looked for in the files that have them', () => {
    for (const [text, sets] of [
      ['Muster © ÄÖ', ['latin']],
      ['Łódź', ['latin', 'latin-ext']],
      ['Образец', ['latin', 'cyrillic']],
      ['Δείγμα', ['latin', 'greek']],
      ['Mẫu', ['latin', 'latin-ext', 'vietnamese']],
    ] as const) {
      const found = letterSetsOf(text);
      expect(
        sets.every((set) => found.includes(set) || set === 'latin-ext'),
        text,
      ).toBe(true);
      for (const letter of text) {
        const point = letter.codePointAt(0) ?? 0;
        expect(point === 0x20 || found.some((set) => lettersOf(fontFile(set)).has(point)), letter).toBe(true);
      }
    }
  });

  it('leave what can be drawn of a name, and signs where nothing can', () => {
    expect(drawableText('Ada GmbH')).toBe('Ada GmbH');
    expect(drawableText('東京 Studio')).toBe('Studio');
    expect(drawableText('見本')).toBe('© © © ©');
    expect(drawableText('🔒 x')).toBe('© © © ©');
    expect(undrawnLetters('a🔒見🔒')).toEqual(['🔒', '見']);
    expect(undrawnLetters('S\u0301')).toEqual([]);
  });
});

describe('a mark of text', () => {
  it.each(['Образец', 'Δείγμα', 'Łódź ğ ş ț', 'Mẫu Việt', 'S\u0301roda'])(
    '%s is drawn letter for letter',
    async (text) => {
      // The box that stands for a missing letter is the same whatever is missing: other letters of the same files must look different.
      const drawn = await mark(text);
      const whole = text.normalize('NFC');
      for (const [at, letter] of [...whole].entries()) {
        if (letter === ' ') continue;
        const others = [...whole];
        others[at] = others[(at + 1) % others.length] === ' ' ? 'A' : '©';
        const other = await mark(others.join(''));
        expect(Buffer.from(drawn.data).equals(Buffer.from(other.data)), letter).toBe(false);
      }
      const boxless = await mark('H'.repeat(whole.length));
      expect(ink(drawn)).toBeGreaterThan(ink(boxless) / 20);
    },
  );

  it('has no box for a missing letter in it', async () => {
    // The box is filled and as wide as it is dense; no accent or letter has a column of ink as high as a line of text.
    const { width, height, data } = await mark('Tiếng Việt Образец Ἀθῆναι');
    const filled = Array.from({ length: width }, (_, x) => {
      let rows = 0;
      for (let y = 0; y < height; y++) if ((data[(y * width + x) * 4 + 3] ?? 0) > 200) rows += 1;
      return rows / height;
    });
    const wide = filled.map((_, x) => filled.slice(x, x + Math.round(width / 60)));
    expect(wide.some((columns) => columns.length > 5 && columns.every((share) => share > 0.85))).toBe(false);
  });

  it.each(['見本', 'عينة', '🔒🔒'])('%s is refused rather than drawn as boxes', async (text) => {
    await expect(mark(text)).rejects.toThrow(/cannot be drawn/);
  });

  it('is never higher than the picture', async () => {
    const drawn = await mark('I', { width: 2000, height: 100 });
    expect(drawn.height).toBeLessThanOrEqual(100);
    expect(drawn.width).toBeLessThan(100);
  });
});

describe('an SVG with letters that cannot be drawn', () => {
  const svg = (body: string) =>
    new TextEncoder().encode(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">${body}</svg>`,
    );
  const engine = createEngine(modules);

  it('is refused with the letters, wherever they are written', async () => {
    for (const body of [
      '<text x="2" y="16">見本 Studio</text>',
      '<text x="2" y="16"><tspan>&#x898b;&#26412;</tspan></text>',
      '<text x="2" y="16"><![CDATA[見本]]></text>',
    ]) {
      expect(await engine.master(svg(body)), body).toMatchObject({
        status: 'refused',
        cause: { code: 'svg_letters', letters: '見本' },
      });
    }
  });

  it.each(['Việt Nam ơ ư đ', 'Mẫu Tiếng Việt', 'Vie\u0323\u0302t', 'Việt Образец Łódź Ἀθῆναι'])(
    'is drawn where all are there, Vietnamese ones among them: %s',
    async (text) => {
      const draw = async (words: string) => {
        const source = svg(`<text x="1" y="14" font-size="2.5">${words}</text>`);
        const result = await engine.transform({ source, plan: planFor(source, { w: 400, up: true }) });
        if (result.status !== 'ok') throw new Error(`${result.reason}: ${result.message}`);
        return sharp(result.bytes).raw().toBuffer();
      };
      const drawn = await draw(text);
      // The box that stands for a missing letter is the same whatever is missing: another letter in its place must look different.
      const whole = [...text.normalize('NFC')];
      for (const [at, letter] of whole.entries()) {
        if (letter === ' ') continue;
        const others = whole.with(at, letter === 'ỡ' ? 'ẵ' : 'ỡ');
        const other = await draw(others.join(''));
        expect(drawn.equals(other), letter).toBe(false);
      }
    },
  );

  it('is drawn as before where a Vietnamese word is nobody’s to see', async () => {
    const plain = svg('<text y="9">Łódź Образец</text>');
    const titled = svg('<title>Việt</title><text y="9">Łódź Образец</text>');
    const [one, two] = [await engine.master(plain), await engine.master(titled)];
    if (one.status !== 'ok' || two.status !== 'ok') throw new Error('refused');
    expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
  });

  it('is drawn where the letters are nobody’s to see', async () => {
    for (const body of [
      '<title>見本</title><rect width="9" height="9"/>',
      '<desc>見本</desc><text y="9">Łódź Образец</text>',
    ])
      expect(await engine.master(svg(body)), body).toMatchObject({ status: 'ok' });
  });

  it('that would lose a part of itself is refused with what it is', async () => {
    for (const [what, body] of [
      ['picture', '<image width="9" height="9" href="data:image/webp;base64,UklGRg=="/>'],
      ['html', '<foreignObject width="9" height="9"><p>hello</p></foreignObject>'],
      ['variables', '<rect width="9" height="9" style="fill: var(--brand)"/>'],
      ['variables', '<style>:root{--b:red} rect{fill:var(--b)}</style><rect width="9" height="9"/>'],
      ['variables', '<rect width="9" height="9" fill="var(--brand, red)"/>'],
    ] as const) {
      expect(await engine.master(svg(body)), body).toMatchObject({
        status: 'refused',
        cause: { code: 'svg_part', what },
      });
    }
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
    const whole = `<image width="9" height="9" href="data:image/png;base64,${png}"/><title>var(--x)</title>`;
    expect(await engine.master(svg(whole))).toMatchObject({ status: 'ok' });
    const instead = '<switch><foreignObject><p>hello</p></foreignObject><text y="9">hello</text></switch>';
    expect(await engine.master(svg(instead))).toMatchObject({ status: 'ok' });
  });
});
