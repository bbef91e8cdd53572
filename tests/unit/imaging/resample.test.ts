import { describe, expect, it } from 'vitest';
import { type ResampleRequest, Resampler } from '../../../imaging/pixels/resample.ts';
import { ReferenceResampler } from './reference-resampler.ts';
import { loadWasmModules } from './wasm-modules.ts';

const { resampleKernel } = loadWasmModules();

function noise(length: number): Uint8Array {
  let seed = 42;
  return Uint8Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 8388608;
  });
}

function run(resampler: Resampler | ReferenceResampler, request: ResampleRequest, pixels: Uint8Array) {
  const stride = request.sourceWidth * request.channels;
  for (let y = resampler.firstRow; y < resampler.endRow; y++) resampler.push(pixels, y * stride);
  return resampler.finish();
}

const whole = (width: number, height: number) => ({ x: 0, y: 0, width, height });

describe('Resampler', () => {
  it.each<[string, Omit<ResampleRequest, 'hasAlpha' | 'channels'>]>([
    ['a little smaller', { sourceWidth: 50, sourceHeight: 40, window: whole(50, 40), width: 41, height: 33 }],
    [
      'much smaller, in blocks',
      { sourceWidth: 331, sourceHeight: 257, window: whole(331, 257), width: 20, height: 17 },
    ],
    ['larger', { sourceWidth: 20, sourceHeight: 15, window: whole(20, 15), width: 57, height: 44 }],
    [
      'a window between pixels',
      {
        sourceWidth: 90,
        sourceHeight: 70,
        window: { x: 10.3, y: 20.7, width: 41.5, height: 33.25 },
        width: 22,
        height: 13,
      },
    ],
    ['to one pixel', { sourceWidth: 64, sourceHeight: 48, window: whole(64, 48), width: 1, height: 1 }],
    ['from one pixel', { sourceWidth: 1, sourceHeight: 1, window: whole(1, 1), width: 9, height: 7 }],
    ['one row', { sourceWidth: 300, sourceHeight: 1, window: whole(300, 1), width: 7, height: 1 }],
  ])('agrees with plain arithmetic: %s', (_, shape) => {
    for (const [channels, hasAlpha] of [
      [3, false],
      [4, false],
      [4, true],
    ] as const) {
      const request = { ...shape, channels, hasAlpha };
      const pixels = noise(shape.sourceWidth * shape.sourceHeight * channels);
      const found = run(new Resampler(resampleKernel, request), request, pixels);
      const expected = run(new ReferenceResampler(request), request, pixels);
      const apart = found.data.map((value, i) => Math.abs(value - (expected.data[i] ?? 0)));
      expect(Math.max(...apart)).toBeLessThanOrEqual(1);
      expect(found.data).toHaveLength(shape.width * shape.height * 4);
    }
  });

  it('keeps a flat colour exactly, and does not let hidden colours bleed', () => {
    const request = { sourceWidth: 30, sourceHeight: 30, window: whole(30, 30), width: 13, height: 11 };
    const flat = new Uint8Array(30 * 30 * 3).map((_, i) => [17, 130, 244][i % 3] ?? 0);
    const opaque = { ...request, channels: 3 as const, hasAlpha: false };
    const kept = run(new Resampler(resampleKernel, opaque), opaque, flat);
    expect([...kept.data.slice(0, 4)]).toEqual([17, 130, 244, 255]);
    expect(new Set(kept.data).size).toBe(4);
    const half = new Uint8Array(30 * 30 * 4).map((_, i) => {
      const isLeft = (i >> 2) % 30 < 15;
      return i % 4 === 3 ? (isLeft ? 255 : 0) : isLeft ? 200 : 0;
    });
    const clear = { ...request, channels: 4 as const, hasAlpha: true };
    const { data } = run(new Resampler(resampleKernel, clear), clear, half);
    for (let i = 0; i < data.length; i += 4) if ((data[i + 3] ?? 0) > 8) expect(data[i]).toBeGreaterThan(195);
  });

  it('fills rows that never came with the last one', () => {
    const request = {
      sourceWidth: 8,
      sourceHeight: 80,
      channels: 3,
      hasAlpha: false,
      window: whole(8, 80),
      width: 4,
      height: 20,
    } as const;
    const resampler = new Resampler(resampleKernel, request);
    const row = new Uint8Array(24).fill(90);
    for (let y = 0; y < 30; y++) resampler.push(row, 0);
    expect(new Set(resampler.finish().data)).toEqual(new Set([90, 255]));
  });
});
