/** Sources the engine decodes itself (PNG in every form) or draws (SVG), and what it does with damaged and hostile ones. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePng } from '../../../imaging/codecs/png-decode.ts';
import { encodePng } from '../../../imaging/codecs/png-encode.ts';
import { createEngine } from '../../../imaging/engine.ts';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import { planRendition } from '../../../shared/delivery/plan.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import type { ImageSource } from '../../../worker/ports/image-transformer.ts';
import {
  decodePicture,
  difference,
  planFor,
  quadrantJpeg,
  RED,
} from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

const engine = createEngine(loadWasmModules());

async function pixelsOf(png: Uint8Array): Promise<number[]> {
  const rows: number[] = [];
  await decodePng(png, (row) => {
    rows.push(...row);
    return true;
  });
  return rows;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body, Buffer.alloc(4)]);
}

/** A PNG of hand-made scanlines. */
function png(
  [width, height, depth, colorType, interlace]: readonly [number, number, number, number, number],
  scanlines: readonly number[],
  extra: readonly Buffer[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, interlace], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...extra,
      chunk('IDAT', deflateSync(Buffer.from(scanlines))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

describe('PNG decoding', () => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const picture = async (width: number, height: number) =>
    sharp({ create: { width, height, channels: 4, background: '#8888', noise } }).png();

  it.each([
    ['plain', {}],
    ['adaptively filtered', { adaptiveFiltering: true }],
    ['interlaced', { progressive: true }],
    ['with a palette', { palette: true, colours: 30 }],
  ])('agrees with libpng: %s', async (_, options) => {
    for (const [width, height] of [
      [37, 23],
      [1, 9],
      [5, 1],
    ] as const) {
      const bytes = await (await picture(width, height)).png(options).toBuffer();
      const expected = await sharp(bytes).ensureAlpha().raw().toBuffer();
      expect(await pixelsOf(new Uint8Array(bytes))).toEqual([...expected]);
    }
  });

  it.each([1, 2, 4, 8, 16])('reads grey of %i bits', async (depth) => {
    const last = depth === 16 ? [255, 255] : [255];
    const zero = depth === 16 ? [0, 0] : [];
    const rows =
      depth === 16
        ? [0, ...zero, ...last]
        : depth === 8
          ? [0, 0, 255]
          : [0, ((1 << depth) - 1) << (8 - 2 * depth)];
    expect(await pixelsOf(png([2, 1, depth, 0, 0], rows))).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it('reads 16-bit colour and transparent keys', async () => {
    const wide = png([1, 1, 16, 6, 0], [0, 0x80, 0x80, 0xff, 0xff, 0, 0, 0x40, 0x40]);
    expect(await pixelsOf(wide)).toEqual([128, 255, 0, 64]);
    const key = [chunk('tRNS', Buffer.from([0, 9, 0, 8, 0, 7]))];
    expect(await pixelsOf(png([2, 1, 8, 2, 0], [0, 9, 8, 7, 9, 8, 6], key))).toEqual([
      9, 8, 7, 0, 9, 8, 6, 255,
    ]);
  });

  it('stops when told, and says what is damaged', async () => {
    const bytes = new Uint8Array(await (await picture(64, 64)).toBuffer());
    let rows = 0;
    await decodePng(bytes, () => ++rows < 10);
    expect(rows).toBe(10);
    await expect(pixelsOf(bytes.slice(0, bytes.length >> 1))).rejects.toMatchObject({
      name: 'DamagedSource',
    });
    await expect(pixelsOf(png([4, 4, 8, 2, 0], [0, 1, 2]))).rejects.toMatchObject({ name: 'DamagedSource' });
    await expect(pixelsOf(png([1, 1, 8, 3, 0], [0, 1]))).rejects.toMatchObject({ name: 'DamagedSource' });
    await expect(pixelsOf(png([1, 1, 8, 0, 0], [9, 1]))).rejects.toMatchObject({ name: 'DamagedSource' });
  });

  it('writes what it reads', async () => {
    for (const hasAlpha of [true, false]) {
      const raw = await (await picture(33, 21)).raw().toBuffer();
      const data = Uint8ClampedArray.from(raw, (value, i) => (!hasAlpha && i % 4 === 3 ? 255 : value));
      const bytes = await encodePng({ width: 33, height: 21, data, hasAlpha });
      expect(await pixelsOf(bytes)).toEqual([...data]);
      expect([...(await sharp(bytes).ensureAlpha().raw().toBuffer())]).toEqual([...data]);
    }
  });
});

describe('SVG', () => {
  const svg = (body: string, size = 'width="40" height="20"') =>
    new TextEncoder().encode(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${body}</svg>`,
    );

  async function drawn(source: Uint8Array, width = 400) {
    const plan = planFor(source, { w: width, fit: 'contain', up: true }, { background: null });
    const result = await engine.transform({ source, plan });
    if (result.status !== 'ok') throw new Error(`${result.reason}: ${result.message}`);
    return { result, picture: await decodePicture(result.bytes) };
  }

  it('is drawn sharp at the size asked, with transparency', async () => {
    const { picture, result } = await drawn(
      svg('<rect width="20" height="20" fill="rgb(210,40,40)" fill-opacity="0.5"/>'),
    );
    expect([picture.width, picture.height, result.hasAlpha]).toEqual([400, 200, true]);
    expect(difference(picture.at(0.25, 0.5), [210, 40, 40, 128])).toBeLessThanOrEqual(2);
    expect(picture.at(0.75, 0.5)[3]).toBe(0);
    expect(picture.at(199.5 / 400, 0.5)[3]).toBe(128);
    expect(picture.at(200.5 / 400, 0.5)[3]).toBe(0);
  });

  it('never runs or fetches anything', async () => {
    const hostile = svg(`
      <script>throw 1</script>
      <image xlink:href="file:///etc/passwd" width="40" height="20"/>
      <image href="http://127.0.0.1:9/x.png" width="40" height="20"/>
      <use href="http://127.0.0.1:9/x.svg#a"/>
      <style>@import url(http://127.0.0.1:9/x.css); rect { fill: url(http://127.0.0.1:9/y.svg#z) }</style>`);
    const { picture } = await drawn(hostile);
    expect(picture.at(0.5, 0.5)[3]).toBe(0);
    const page =
      '<foreignObject width="40" height="20"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject>';
    expect(await engine.master(svg(page))).toMatchObject({ status: 'refused', reason: 'unsupported' });
  });

  it('refuses entity bombs and nonsense', async () => {
    const bomb = new TextEncoder().encode(
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&j;</text></svg>`,
    );
    for (const source of [bomb, svg('<rect')]) {
      const result = await engine.master(source);
      expect(result.status).toBe('refused');
    }
  });

  it('refuses what asks for far more than it looks, before it is drawn', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `<g id="u${i + 1}"><use href="#u${i}"/><use xlink:href="#u${i}"/></g>`,
    );
    const doubled = svg(
      `<defs><rect id="u0" width="1" height="1"/>${levels.join('')}</defs><use href="#u40"/>`,
    );
    expect(await engine.master(doubled)).toMatchObject({ status: 'refused', reason: 'too_large' });
    const noise = svg('<filter id="f"><feTurbulence numOctaves="1000000"/></filter><rect filter="url(#f)"/>');
    expect(await engine.master(noise)).toMatchObject({ status: 'refused', reason: 'too_large' });
  });

  it('draws letters in the one font there is', async () => {
    const { picture } = await drawn(
      svg('<text x="2" y="16" font-size="16" font-family="Helvetica">HHH</text>'),
    );
    let inked = 0;
    for (let x = 0; x < 1; x += 0.01) if (picture.at(x, 0.6)[3] > 200) inked++;
    expect(inked).toBeGreaterThan(10);
  });

  it('draws a piece of a wide drawing as large as the planner says it can be', async () => {
    const source = svg('<rect width="1200" height="1200" fill="#d22828"/>', 'width="12000" height="1200"');
    const facts = {
      mediaType: 'image/svg+xml',
      width: 12_000,
      height: 1200,
      orientation: 1,
      hasAlpha: true,
    } as const;
    const planned = planRendition({
      transformation: { ...IDENTITY, ar: { w: 1, h: 1 }, g: 'west' },
      source: { ...facts, pages: 1, focalPoint: null },
      conditions: {},
      format: 'png',
      watermarks: new Map(),
      protectiveWatermark: null,
      maxDrawnPixels: WASM_CAPABILITIES.maxDrawnPixels,
    });
    if (!planned.ok) throw new Error(planned.reason);
    const result = await engine.transform({ source, plan: planned.plan });
    if (result.status !== 'ok') throw new Error(`${result.reason}: ${result.message}`);
    // Ten such pieces side by side are all of it.
    expect(result.width).toBe(result.height);
    expect(result.width).toBeGreaterThan(900);
    expect(result.width ** 2 * 10).toBeLessThanOrEqual(WASM_CAPABILITIES.maxDrawnPixels);
    expect(difference((await decodePicture(result.bytes)).at(0.5, 0.5), [210, 40, 40, 255])).toBe(0);
  });

  it('makes a large transparent master', async () => {
    const master = await engine.master(svg('<circle cx="20" cy="10" r="8" fill="#c8102e"/>'));
    expect(master).toMatchObject({ status: 'ok', format: 'png', width: 2048, height: 1024, hasAlpha: true });
    if (master.status === 'ok') expect(master.palette[0]?.hex).toBe('#c8102e');
  });
});

describe('TIFF', () => {
  it('is drawn where its directory is at the end of a large file', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
    const tiff = new Uint8Array(
      await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#888', noise } })
        .tiff({ compression: 'none' })
        .toBuffer(),
    );
    const directory = new DataView(tiff.buffer, tiff.byteOffset).getUint32(4, true);
    expect(directory).toBeGreaterThan(2_000_000);
    // As the gateway hands over what it does not hold whole.
    const inPieces = (): ReadableStream<Uint8Array> => {
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at < tiff.length) controller.enqueue(tiff.slice(at, at + 65_536));
          else controller.close();
          at += 65_536;
        },
      });
    };
    expect(await engine.inspect(inPieces())).toMatchObject({ status: 'ok', width: 1200, height: 900 });
    expect(await engine.master(inPieces())).toMatchObject({ status: 'ok', sourceWidth: 1200 });
  });

  it('is refused where its directory would lie beyond what is read', async () => {
    const head = new Uint8Array(100_000);
    head.set([0x49, 0x49, 42, 0, 0xff, 0xff, 0xff, 0x7f]);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += head.length;
        controller.enqueue(head);
      },
    });
    expect(await engine.inspect(endless)).toMatchObject({ status: 'refused', reason: 'too_large' });
    expect(sent).toBeLessThan(1_000_000);
  });
});

describe('outcomes', () => {
  it('refuses a source that is not what the plan was made for', async () => {
    const source = await quadrantJpeg(1);
    const other = await quadrantJpeg(1, { size: { width: 100, height: 50 } });
    expect(await engine.transform({ source: other, plan: planFor(source, { w: 20 }) })).toMatchObject({
      status: 'refused',
      reason: 'damaged',
    });
  });

  it('refuses what it does not declare', async () => {
    const source = await quadrantJpeg(1);
    expect(await engine.transform({ source, plan: planFor(source, {}, { still: false }) })).toMatchObject({
      status: 'refused',
      reason: 'unsupported',
    });
  });

  it('cancels a stream it refuses, and survives one that breaks', async () => {
    let cancelled = false;
    const text: ImageSource = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('no picture '.repeat(20_000)));
      },
      cancel() {
        cancelled = true;
      },
    });
    expect(await engine.inspect(text)).toMatchObject({ status: 'refused', reason: 'unsupported' });
    expect(cancelled).toBe(true);
    const broken: ImageSource = new ReadableStream({
      pull(controller) {
        controller.error(new Error('storage went away'));
      },
    });
    expect(await engine.master(broken)).toMatchObject({ status: 'refused', reason: 'failed' });
  });

  it('survives every single-byte damage it is given', async () => {
    const source = await quadrantJpeg(1, { size: { width: 48, height: 32 } });
    const plan = planFor(source, { w: 24 });
    for (let at = 2; at < source.length; at += 7) {
      const damaged = source.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const result = await engine.transform({ source: damaged, plan });
      if (result.status === 'refused')
        expect(['damaged', 'unsupported', 'too_large']).toContain(result.reason);
    }
    const after = await engine.transform({ source, plan });
    if (after.status !== 'ok') throw new Error(after.message);
    expect(difference((await decodePicture(after.bytes)).at(0.2, 0.2), RED)).toBeLessThan(10);
  });
});

describe('g=auto', () => {
  it.each([
    [0.15, 0.5],
    [0.85, 0.5],
    [0.5, 0.8],
  ])('keeps what stands out at %d, %d', async (x, y) => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 90 };
    const patch = await sharp({ create: { width: 120, height: 120, channels: 3, background: '#c33', noise } })
      .png()
      .toBuffer();
    const tall = x === 0.5;
    const [width, height] = tall ? [400, 1000] : [1000, 400];
    const left = Math.round(x * width) - 60;
    const top = Math.round(y * height) - 60;
    const scene = sharp({ create: { width, height, channels: 3, background: '#9aa4ad' } });
    const source = new Uint8Array(
      await scene
        .composite([{ input: patch, left, top }])
        .png()
        .toBuffer(),
    );
    const plan = planFor(source, { w: 100, h: 100, fit: 'cover' }, { saliency: 'auto' });
    const result = await engine.transform({ source, plan });
    if (result.status !== 'ok') throw new Error(result.message);
    const { channels } = await sharp(result.bytes).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(5);
    const centred = await engine.transform({ source, plan: { ...plan, saliency: null } });
    if (centred.status !== 'ok') throw new Error(centred.message);
    const plain = (await sharp(centred.bytes).stats()).channels[0]?.stdev ?? 0;
    expect(plain).toBeLessThan((channels[0]?.stdev ?? 0) / 2);
  });
});

describe('measurements', () => {
  it('give near pictures near hashes, and others far ones', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 80 };
    const base = await sharp({ create: { width: 12, height: 8, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer();
    const large = sharp(base).resize(600, 400, { kernel: 'cubic' });
    const variants = [
      await large.clone().jpeg({ quality: 95 }).toBuffer(),
      await large.clone().resize(300, 200).jpeg({ quality: 60 }).toBuffer(),
      await large.clone().modulate({ brightness: 1.1 }).png().toBuffer(),
      await large.clone().flop().jpeg().toBuffer(),
    ];
    const hashes: bigint[] = [];
    for (const bytes of variants) {
      const master = await engine.master(new Uint8Array(bytes));
      if (master.status !== 'ok') throw new Error(master.message);
      hashes.push(BigInt(`0x${master.perceptualHash}`));
    }
    const apart = hashes.map(
      (hash) => [...(hash ^ (hashes[0] ?? 0n)).toString(2)].filter((bit) => bit === '1').length,
    );
    expect(apart[1]).toBeLessThanOrEqual(6);
    expect(apart[2]).toBeLessThanOrEqual(8);
    expect(apart[3]).toBeGreaterThan(16);
  });
});
