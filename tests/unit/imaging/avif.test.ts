/** The AVIF that libaom and our own container make, read back by another decoder (libheif). */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeAvif } from '../../../imaging/codecs/avif.ts';
import type { Raster } from '../../../imaging/pixels/raster.ts';
import { faintTexture } from '../../../imaging/pixels/texture.ts';
import { loadWasmModules } from './wasm-modules.ts';

const { avifEncoder } = loadWasmModules();

/** @param sigma of grey noise on a gradient; 0 is bars of flat colour */
function drawing(width: number, height: number, sigma: number, hasAlpha = false): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  let state = 7;
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const grain = ((state >>> 24) / 255 - 0.5) * 3.46 * sigma;
    const bar = Math.floor((x * 8) / width) % 2;
    const color = sigma === 0 ? [bar * 220, 30, 200 - bar * 180] : [60 + x / 4, 60 + y / 4, 150];
    const alpha = hasAlpha && x < width / 2 ? 0 : 255;
    data.set([...color.map((value) => value + grain), alpha], i * 4);
  }
  return { width, height, data, hasAlpha };
}

async function worstOf(file: Uint8Array, { data }: Raster): Promise<number> {
  const found = await sharp(file).ensureAlpha().raw().toBuffer();
  return found.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (data[i] ?? 0))), 0);
}

describe('AVIF', () => {
  it('keeps the chroma of drawings whole, and shares it in photographs', async () => {
    const flat = encodeAvif(avifEncoder, drawing(161, 97, 0), 60);
    const photo = encodeAvif(avifEncoder, drawing(240, 160, 12), 60);
    // The third byte of the configuration tells (AV1 in ISOBMFF, section 2.3.3); readers that find another in the data refuse the file.
    const sampling = (file: Uint8Array) => (file[Buffer.from(file).indexOf('av1C') + 6] ?? 0) & 0b1100;
    expect([sampling(flat), sampling(photo)]).toEqual([0, 0b1100]);
    expect(await sharp(flat).metadata()).toMatchObject({ width: 161, height: 97, hasAlpha: false });
    expect(await sharp(photo).metadata()).toMatchObject({ width: 240, height: 160, hasAlpha: false });
    expect(await worstOf(flat, drawing(161, 97, 0))).toBeLessThan(40);
  });

  it('has the memory for smooth pictures of few colours, which libaom takes for screens', async () => {
    const [width, height] = [1200, 675];
    const data = new Uint8ClampedArray(width * height * 4);
    let state = 7;
    for (let i = 0; i < width * height; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const dither = (state >>> 24) / 425;
      const value = Math.floor(60 + (i % width) / 8 + Math.floor(i / width) / 12 + dither);
      data.set([value, value - 20, value - 30, 255], i * 4);
    }
    const file = encodeAvif(avifEncoder, { width, height, data, hasAlpha: false }, 41);
    expect(await worstOf(file, { width, height, data, hasAlpha: false })).toBeLessThan(24);
  });

  it('keeps transparency, edge and all', async () => {
    const raster = drawing(160, 96, 0, true);
    const file = encodeAvif(avifEncoder, raster, 50);
    const alpha = await sharp(file).extractChannel('alpha').raw().toBuffer();
    const worst = alpha.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (raster.data[i * 4 + 3] ?? 0))),
      0,
    );
    expect(worst).toBeLessThan(16);
  });

  it('spends more where texture is faint', () => {
    const [faint, bold] = [drawing(240, 160, 3), drawing(240, 160, 40)];
    expect(faintTexture(faint)).toBeGreaterThan(0.06);
    expect(faintTexture(bold)).toBeLessThan(0.03);
    expect(faintTexture(drawing(160, 96, 0))).toBeLessThan(0.03);
  });
});
