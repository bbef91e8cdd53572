/** Admission from the header, the memory of what is admitted, and the one-job queue. */
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { admit, jpegMemory, MEMORY_LIMIT_BYTES, webpMemory } from '../../../imaging/admission.ts';
import { openJpeg } from '../../../imaging/codecs/jpeg-decode.ts';
import { SourceTooLarge } from '../../../imaging/codecs/modules.ts';
import { encodeWebp } from '../../../imaging/codecs/webp.ts';
import { createEngine } from '../../../imaging/engine.ts';
import { OneSlot } from '../../../imaging/one-slot.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { type ImageHeader, inspectImage } from '../../../shared/metadata/inspect.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

const plain: ImageHeader = {
  mediaType: 'image/jpeg',
  width: 6000,
  height: 4000,
  orientation: 1,
  bitDepth: 8,
  channels: 3,
  colorSpace: 'rgb',
  hasAlpha: false,
  hasIccProfile: false,
  colorCodes: null,
  frames: 1,
  isAnimated: false,
  progressive: false,
  pages: 1,
  chromaSubsampling: '4:2:0',
};

describe('admission', () => {
  it.each<[string, Partial<ImageHeader>, string | null]>([
    ['24 MP baseline', {}, null],
    ['100 MP baseline', { width: 10_000, height: 10_000 }, null],
    ['144 MP baseline', { width: 12_000, height: 12_000 }, 'too_large'],
    ['24 MP progressive 4:2:0', { progressive: true }, null],
    ['24 MP progressive 4:4:4', { progressive: true, chromaSubsampling: '4:4:4' }, 'too_large'],
    ['36 MP progressive 4:2:0', { progressive: true, width: 7360, height: 4912 }, 'too_large'],
    ['bomb', { mediaType: 'image/png', width: 65_536, height: 65_536 }, 'too_large'],
    ['60 MP PNG', { mediaType: 'image/png', width: 10_000, height: 6000 }, null],
    ['20 MP WebP', { mediaType: 'image/webp', width: 5000, height: 4000 }, 'too_large'],
    ['12 MP WebP, lossy', { mediaType: 'image/webp', width: 4000, height: 3000 }, null],
    [
      '12 MP WebP, lossless or not known',
      { mediaType: 'image/webp', width: 4000, height: 3000, chromaSubsampling: null },
      'too_large',
    ],
    [
      '12 MP WebP with transparency',
      { mediaType: 'image/webp', width: 4000, height: 3000, hasAlpha: true },
      'too_large',
    ],
    ['12 MP AVIF', { mediaType: 'image/avif', width: 4000, height: 3000 }, 'too_large'],
    ['12 MP HEIC', { mediaType: 'image/heic', width: 4032, height: 3024 }, null],
    ['A4 fax at 300 dpi', { mediaType: 'image/tiff', width: 2480, height: 3300, bitDepth: 1 }, null],
    ['many frames', { mediaType: 'image/gif', width: 10, height: 10, frames: 5000 }, 'too_large'],
    ['video', { mediaType: 'video/mp4' }, 'unsupported'],
    ['nothing', { width: 0 }, 'damaged'],
  ])('%s', (_, fields, reason) => {
    expect(admit({ ...plain, ...fields }, 4_000_000)?.reason ?? null).toBe(reason);
  });

  it('counts coefficients only where all are kept', () => {
    const progressive = { ...plain, progressive: true };
    expect(jpegMemory(progressive, 0) - jpegMemory(plain, 0)).toBe(2 * 24_000_000 * 1.5);
    expect(jpegMemory(plain, 0)).toBeLessThan(4_000_000);
  });
});

describe('memory', () => {
  const memories = new Set<WebAssembly.Memory>();
  const { Instance } = WebAssembly;

  beforeEach(() => {
    memories.clear();
    class Recorded extends Instance {
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        super(module, imports);
        for (const value of Object.values(this.exports)) {
          if (value instanceof WebAssembly.Memory) memories.add(value);
        }
      }
    }
    vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Instance: Recorded }));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const largest = (): number => Math.max(...[...memories].map((memory) => memory.buffer.byteLength));

  async function photo(width: number, height: number, progressive: boolean): Promise<Uint8Array> {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 20 };
    const tile = sharp({ create: { width: 750, height: 500, channels: 3, background: '#888', noise } });
    const large = sharp(await tile.png().toBuffer()).resize(width, height, { fit: 'fill' });
    return new Uint8Array(await large.jpeg({ quality: 85, progressive }).toBuffer());
  }

  it.each([
    ['baseline', false, 50_000_000],
    ['progressive', true, 100_000_000],
  ] as const)('a 24 MP %s JPEG stays within its bound', async (_, progressive, bound) => {
    const engine = createEngine(loadWasmModules());
    const source = await photo(6000, 4000, progressive);
    const result = await engine.transform({ source, plan: planFor(source, { w: 1200 }, { format: 'webp' }) });
    expect(result).toMatchObject({ status: 'ok', width: 1200 });
    expect(memories.size).toBeGreaterThanOrEqual(3);
    expect(largest()).toBeLessThan(bound);
    const header = inspectImage(source);
    if (!header) throw new Error('no header');
    // The estimate admission goes by is not far below the truth; encoders start at 20 MB.
    expect(largest()).toBeLessThan(Math.max(24_000_000, jpegMemory(header, source.length) * 1.35));
  });

  it.each([
    ['lossy', 4080, 2900, 3, { quality: 90 }],
    ['lossy with transparency', 3000, 2640, 4, { quality: 80 }],
    ['lossless', 2600, 2500, 3, { lossless: true }],
  ] as const)('%s WebP of noise, near the most that is admitted, stays within the limit', async (...row) => {
    const [, width, height, channels, options] = row;
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 };
    const background = { r: 90, g: 90, b: 90, alpha: 0.5 };
    const picture = sharp({ create: { width, height, channels, background, noise } });
    const source = new Uint8Array(await picture.webp({ ...options, effort: 0 }).toBuffer());
    const header = inspectImage(source);
    if (!header) throw new Error('no header');
    expect(webpMemory(header, source.length)).toBeGreaterThan(MEMORY_LIMIT_BYTES * 0.7);
    const plan = planFor(source, { w: 600 }, { format: 'png' });
    const result = await createEngine(loadWasmModules()).transform({ source, plan });
    expect(result).toMatchObject({ status: 'ok', width: 600 });
    expect(largest()).toBeLessThan(MEMORY_LIMIT_BYTES);
  });

  it.each([80, 50])(
    'WebP of noise, as large as is written, stays within the limit at quality %i',
    async (quality) => {
      const [width, height] = [3500, 2400];
      expect(width * height).toBe(WASM_CAPABILITIES.maxOutputPixels);
      const data = new Uint8ClampedArray(width * height * 4);
      let state = 1;
      for (let i = 0; i < data.length; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        data[i] = i % 4 === 3 ? 255 : state >>> 24;
      }
      const raster = { width, height, data, hasAlpha: false };
      const lowered: number[] = [];
      const bytes = await encodeWebp(loadWasmModules().webpEncoder, raster, quality, (told) => {
        lowered.push(told);
      });
      // Told once, with what it came to.
      expect(lowered).toHaveLength(1);
      expect(lowered[0]).toBeLessThan(quality);
      expect(inspectImage(bytes)).toMatchObject({ mediaType: 'image/webp', width, height });
      expect(largest()).toBeGreaterThan(MEMORY_LIMIT_BYTES / 2);
      expect(largest()).toBeLessThanOrEqual(MEMORY_LIMIT_BYTES);
    },
  );

  it('a part of a 24 MP JPEG at its full size is read row by row', async () => {
    const source = await photo(6000, 4000, false);
    const plan = planFor(source, {}, { crop: { x: 1000, y: 1500, width: 3100, height: 2000 } });
    const result = await createEngine(loadWasmModules()).transform({
      source,
      plan: { ...plan, resize: { width: 3100, height: 2000 } },
    });
    expect(result).toMatchObject({ status: 'ok', width: 3100, height: 2000 });
    expect(largest()).toBeLessThan(50_000_000);
  });

  it('the coefficients of several scans are counted, whatever the header calls them', async () => {
    const source = await photo(6000, 4000, true);
    const header = inspectImage(source);
    if (!header) throw new Error('no header');
    // Twice as high in the frame header: more coefficients than fit, and none of them there.
    const start = source.findIndex((byte, at) => byte === 0xff && source[at + 1] === 0xc2);
    new DataView(source.buffer).setUint16(start + 5, 8000);
    expect(() => openJpeg(loadWasmModules().jpegDecoder, source, 4)).toThrow(SourceTooLarge);
    expect(largest()).toBeLessThan(MEMORY_LIMIT_BYTES / 2);
  });

  it('a bomb is refused without an instance of any codec', async () => {
    const engine = createEngine(loadWasmModules());
    const bomb = new Uint8Array(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    new DataView(bomb.buffer).setUint32(16, 65_536);
    new DataView(bomb.buffer).setUint32(20, 65_536);
    expect(await engine.master(bomb)).toMatchObject({ status: 'refused', reason: 'too_large' });
    expect(memories.size).toBe(0);
  });
});

describe('one slot', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const options = { maxWaiting: 2, maxWaitMs: 1000 };

  function pending(): { job: () => Promise<string>; end: (value: string) => void } {
    let end: (value: string) => void = () => {};
    const promise = new Promise<string>((resolve) => {
      end = resolve;
    });
    return { job: () => promise, end };
  }

  it('runs one at a time, in order, and turns the rest away', async () => {
    const slot = new OneSlot(options);
    const [a, b, c] = [pending(), pending(), pending()];
    const started: string[] = [];
    const run = (name: string, job: () => Promise<string>) =>
      slot.run(() => {
        started.push(name);
        return job();
      });
    const results = [run('a', a.job), run('b', b.job), run('c', c.job)];
    expect(await run('d', async () => 'd')).toBe('busy');
    expect(started).toEqual(['a']);
    a.end('1');
    expect(await results[0]).toBe('1');
    // Nobody is woken by another one's end: who waits looks by a timer of its own.
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(20);
    expect(started).toEqual(['a', 'b']);
    b.end('2');
    c.end('3');
    await vi.advanceTimersByTimeAsync(20);
    expect(await Promise.all(results)).toEqual(['1', '2', '3']);
  });

  it('passes over who waited with a request that is gone', async () => {
    const slot = new OneSlot(options);
    const a = pending();
    const first = slot.run(a.job);
    // The timers of a request that was cut off never come.
    const gone = vi.spyOn(globalThis, 'setTimeout').mockImplementationOnce(() => 0 as never);
    void slot.run(async () => 'gone');
    gone.mockRestore();
    const third = slot.run(async () => 'third');
    a.end('first');
    expect(await first).toBe('first');
    await vi.advanceTimersByTimeAsync(900);
    expect(await third).toBe('third');
    expect(await slot.run(async () => 'next')).toBe('next');
  });

  it('gives up waiting after a while, and frees the place in line', async () => {
    const slot = new OneSlot(options);
    const a = pending();
    const first = slot.run(a.job);
    const second = slot.run(async () => 'late');
    await vi.advanceTimersByTimeAsync(1001);
    expect(await second).toBe('busy');
    a.end('done');
    expect(await first).toBe('done');
    expect(await slot.run(async () => 'next')).toBe('next');
  });

  it('is free again after a failure', async () => {
    const slot = new OneSlot(options);
    await expect(slot.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await slot.run(async () => 'next')).toBe('next');
  });

  it('takes the slot back from a job that never returns', async () => {
    const slot = new OneSlot(options);
    void slot.run(() => new Promise<string>(() => {}));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await slot.run(async () => 'next')).toBe('next');
  });
});
