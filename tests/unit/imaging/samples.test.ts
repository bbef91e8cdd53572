/** Real files from `SAMPLES_DIR` against sharp: same size, same colours, same structure; reported as skipped where absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { MEMORY_LIMIT_BYTES } from '../../../imaging/admission.ts';
import { createEngine } from '../../../imaging/engine.ts';
import type { Rendition } from '../../../worker/ports/image-transformer.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = resolve(root, process.env.SAMPLES_DIR ?? '../shared/samples');
const engine = createEngine(loadWasmModules());
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

async function render(name: string, format: 'png' | 'webp' | 'jpeg' = 'png'): Promise<Rendition> {
  const source = read(name);
  const isDrawing = name.endsWith('.svg');
  const wish = isDrawing ? ({ w: 600, fit: 'contain', up: true } as const) : { w: 600 };
  const background = format === 'jpeg' ? { r: 255, g: 255, b: 255, a: 255 } : null;
  const result = await engine.transform({ source, plan: planFor(source, wish, { format, background }) });
  if (result.status !== 'ok') throw new Error(`${name}: ${result.reason}: ${result.message}`);
  return result;
}

interface Comparison {
  /** Largest mean difference of a channel, in levels. */
  readonly bias: number;
  /** Mean absolute difference, in levels. */
  readonly apart: number;
}

/** Against sharp on white, resampling from full resolution as the reference does. */
async function compare(name: string, rendition: Rendition): Promise<Comparison> {
  const white = { background: '#fff' };
  const ours = await sharp(rendition.bytes).flatten(white).raw().toBuffer();
  const theirs = await sharp(read(name), { autoOrient: true })
    .resize(rendition.width, rendition.height, { fit: 'fill', fastShrinkOnLoad: false })
    .flatten(white)
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  expect(ours.length).toBe(theirs.length);
  const sums = [0, 0, 0];
  let apart = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = (ours[i] ?? 0) - (theirs[i] ?? 0);
    sums[i % 3] = (sums[i % 3] ?? 0) + difference;
    apart += Math.abs(difference);
  }
  return {
    bias: Math.max(...sums.map((sum) => Math.abs(sum / (ours.length / 3)))),
    apart: apart / ours.length,
  };
}

describe.skipIf(!existsSync(folder))('samples', () => {
  it.each([
    'alpha-2048x1536.png',
    'alpha-256x192.png',
    'alpha-576x384.png',
    'animated-crash-test.gif',
    'animated-loop-3.webp',
    'cmyk-with-profile.jpg',
    'flag-16bit.png',
    'gps-nikon-DSCN0010.jpg',
    'gradient-1920x1080.jpg',
    'orientation-landscape-3.jpg',
    'orientation-landscape-6.jpg',
    'orientation-landscape-8.jpg',
    'orientation-portrait-6.jpg',
    'phone-jolla.jpg',
    'phone-nokia-8.3.jpg',
    'photo-1024x772.webp',
    'photo-2725x2225.jpg',
    'photo-3840x2160-gain-map.jpg',
    'photo-cosmos.avif',
    'press-photo-iptc.jpg',
    'rotating-squares.gif',
    'scan-bilevel-g3.tif',
    'xmp-BlueSquare.jpg',
  ])('%s looks as sharp makes it', async (name) => {
    const { bias, apart } = await compare(name, await render(name));
    expect(bias).toBeLessThan(0.6);
    expect(apart).toBeLessThan(2);
  });

  it('previews HEIC upright', async () => {
    const rendition = await render('phone-iphone-13.heic');
    expect([rendition.width, rendition.height]).toEqual([600, 800]);
    const { channels } = await sharp(rendition.bytes).stats();
    expect(Math.min(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(20);
  });

  it('decodes the HEIC of a phone within the memory there is', async () => {
    const memories = new Set<WebAssembly.Memory>();
    const { Instance } = WebAssembly;
    class Recorded extends Instance {
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        super(module, imports);
        for (const value of Object.values(this.exports)) {
          if (value instanceof WebAssembly.Memory) memories.add(value);
        }
      }
    }
    vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Instance: Recorded }));
    try {
      await render('phone-iphone-13.heic');
    } finally {
      vi.unstubAllGlobals();
    }
    const largest = Math.max(...[...memories].map((memory) => memory.buffer.byteLength));
    expect(largest).toBeGreaterThan(36_000_000);
    expect(largest).toBeLessThan(MEMORY_LIMIT_BYTES);
  });

  it('draws the SVG without what it refers to', async () => {
    const rendition = await render('vector-w3c-struct-image-04.svg', 'webp');
    expect([rendition.width, rendition.hasAlpha]).toEqual([600, true]);
  });

  it.each(['truncated.jpg', 'corrupt-header.jpg', 'corrupted.jpg'])('%s is called damaged', async (name) => {
    expect(await engine.master(read(name))).toMatchObject({ status: 'refused', reason: 'damaged' });
  });

  it('refuses the pixel bomb', async () => {
    expect(await engine.master(read('pixel-bomb-65536x65536.png'))).toMatchObject({
      status: 'refused',
      reason: 'too_large',
    });
  });

  it.each(['gps-nikon-DSCN0010.jpg', 'press-photo-iptc.jpg'])(
    '%s leaves its metadata behind',
    async (name) => {
      for (const format of ['jpeg', 'webp', 'png'] as const) {
        const { exif, iptc, xmp } = await sharp((await render(name, format)).bytes).metadata();
        expect([exif, iptc, xmp]).toEqual([undefined, undefined, undefined]);
      }
    },
  );

  it('gives every orientation of one picture the same hash, palette and size', async () => {
    const masters = await Promise.all(
      [1, 3, 6, 8].map((orientation) => engine.master(read(`orientation-landscape-${orientation}.jpg`))),
    );
    for (const master of masters) {
      if (master.status !== 'ok') throw new Error(master.message);
      expect([master.width, master.height, master.format]).toEqual([1800, 1200, 'jpeg']);
      expect(master.palette.length).toBeGreaterThanOrEqual(3);
    }
    const hashes = masters.map((master) =>
      master.status === 'ok' ? BigInt(`0x${master.perceptualHash}`) : 0n,
    );
    for (const hash of hashes) {
      const apart = [...(hash ^ (hashes[0] ?? 0n)).toString(2)].filter((bit) => bit === '1').length;
      expect(apart).toBeLessThanOrEqual(6);
    }
  });
});
