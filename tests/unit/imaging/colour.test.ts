/** Colour conversion against Little CMS, which sharp carries. */
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { convertToSrgb, planConversion } from '../../../imaging/color/icc.ts';
import { matrixProfile, srgbProfile } from '../../../imaging/color/srgb-profile.ts';
import { createEngine } from '../../../imaging/engine.ts';
import type { RenderPlan } from '../../../shared/delivery/types.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

const engine = createEngine(loadWasmModules());

/** Adobe RGB (1998), section 4.3, primaries adapted to D50. */
const ADOBE_RGB = matrixProfile(
  [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
  { gamma: 2.19921875 },
);

/** A chart of 6 × 6 × 6 flat patches of 8 × 8 pixels. */
function chart(): { data: Buffer; width: number; height: number } {
  const width = 36 * 8;
  const height = 6 * 8;
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const patch = Math.floor(x / 8);
      const levels = [patch % 6, Math.floor(patch / 6), Math.floor(y / 8)];
      data.set(
        levels.map((level) => level * 51),
        (y * width + x) * 3,
      );
    }
  }
  return { data, width, height };
}

/** Splices an ICC profile into a JPEG as one APP2 segment. */
function withProfile(jpeg: Buffer, profile: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, 0xe2, 0, 0, ...Buffer.from('ICC_PROFILE\0'), 1, 1]);
  head.writeUInt16BE(profile.length + 16, 2);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, profile, jpeg.subarray(2)]));
}

/** A PNG that says Display P3 in a `cICP` chunk, in place of its profile or before it. */
function withCodes(png: Buffer, { replacesProfile }: { replacesProfile: boolean }): Uint8Array {
  const body = Buffer.from([...Buffer.from('cICP'), 12, 13, 0, 1]);
  const chunk = Buffer.alloc(16);
  chunk.writeUInt32BE(4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 12);
  const at = replacesProfile ? png.indexOf('iCCP') - 4 : 33;
  const end = replacesProfile ? at + 12 + png.readUInt32BE(at) : at;
  return new Uint8Array(Buffer.concat([png.subarray(0, at), chunk, png.subarray(end)]));
}

async function meanDifference(ours: Uint8Array, theirs: Buffer): Promise<{ mean: number; worst: number }> {
  const [a, b] = await Promise.all(
    [ours, theirs].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer()),
  );
  let sum = 0;
  let worst = 0;
  for (let i = 0; i < (a?.length ?? 0); i++) {
    const apart = Math.abs((a?.[i] ?? 0) - (b?.[i] ?? 0));
    sum += apart;
    worst = Math.max(worst, apart);
  }
  expect(a?.length).toBe(b?.length);
  return { mean: sum / (a?.length ?? 1), worst };
}

async function transformed(source: Uint8Array, overrides: Partial<RenderPlan> = {}): Promise<Uint8Array> {
  const result = await engine.transform({ source, plan: planFor(source, {}, overrides) });
  if (result.status !== 'ok') throw new Error(result.message);
  return result.bytes;
}

describe('colour', () => {
  const { data, width, height } = chart();
  const raw = { raw: { width, height, channels: 3 as const } };

  it('takes sRGB under any name as it is', () => {
    expect(planConversion(srgbProfile())).toBe('none');
    expect(planConversion(null)).toBe('none');
    expect(planConversion(new Uint8Array(300))).toBe('unsupported');
    expect(planConversion(srgbProfile().slice(0, 140))).toBe('none');
  });

  it('converts Adobe RGB like Little CMS', async () => {
    const jpeg = await sharp(data, raw).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const source = withProfile(jpeg, ADOBE_RGB);
    const { mean } = await meanDifference(await transformed(source), await sharp(source).png().toBuffer());
    const untouched = await meanDifference(await transformed(source), jpeg);
    expect(mean).toBeLessThan(1.5);
    expect(untouched.mean).toBeGreaterThan(4);
  });

  it('converts Display P3 like Little CMS', async () => {
    const p3 = sharp(data, raw).withIccProfile('p3').jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
    const source = new Uint8Array(await p3.toBuffer());
    const { mean, worst } = await meanDifference(
      await transformed(source),
      await sharp(source).png().toBuffer(),
    );
    expect(mean).toBeLessThan(1);
    expect(worst).toBeLessThan(12);
  });

  it('converts P3 in PNG and WebP as well', async () => {
    for (const format of ['png', 'webp'] as const) {
      const p3 = sharp(data, raw).withIccProfile('p3').toFormat(format, { lossless: true });
      const source = new Uint8Array(await p3.toBuffer());
      const { mean } = await meanDifference(await transformed(source), await sharp(source).png().toBuffer());
      expect(mean).toBeLessThan(1);
    }
  });

  it('converts P3 that a PNG names by code points, whatever its profile says', async () => {
    const p3 = await sharp(data, raw).withIccProfile('p3').png().toBuffer();
    const expected = await sharp(p3).png().toBuffer();
    const named = withCodes(p3, { replacesProfile: true });
    expect((await meanDifference(await transformed(named), expected)).mean).toBeLessThan(1);
    const both = withCodes(await sharp(data, raw).withIccProfile('p3').png().toBuffer(), {
      replacesProfile: false,
    });
    expect((await meanDifference(await transformed(both), expected)).mean).toBeLessThan(1);
  });

  it('converts wide gamut that an AVIF names by code points, and leaves sRGB and HDR as they are', async () => {
    const png = new Uint8Array(await sharp(data, raw).png().toBuffer());
    const plain = Buffer.from(await transformed(png, { format: 'avif', quality: 95 }));
    const at = plain.indexOf('colrnclx');
    expect(at).toBeGreaterThan(0);
    const withPrimaries = (primaries: number, transfer: number): Uint8Array => {
      const named = Buffer.from(plain);
      named.writeUInt16BE(primaries, at + 8);
      named.writeUInt16BE(transfer, at + 10);
      return new Uint8Array(named);
    };
    const untouched = await transformed(withPrimaries(1, 13));
    const p3Pixels = await sharp(untouched).png().toBuffer();
    const expected = await transformed(withCodes(p3Pixels, { replacesProfile: false }));
    const p3 = await meanDifference(await transformed(withPrimaries(12, 13)), Buffer.from(expected));
    expect(p3.mean).toBeLessThan(1);
    const moved = await meanDifference(await transformed(withPrimaries(12, 13)), Buffer.from(untouched));
    expect(moved.mean).toBeGreaterThan(4);
    for (const codes of [
      { primaries: 1, transfer: 1 },
      { primaries: 9, transfer: 16 },
    ]) {
      const same = await transformed(withPrimaries(codes.primaries, codes.transfer));
      expect((await meanDifference(same, Buffer.from(untouched))).worst, JSON.stringify(codes)).toBe(0);
    }
  });

  it('converts CMYK with a profile like Little CMS, not inverted', async () => {
    const cmyk = sharp(data, raw).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 });
    const source = new Uint8Array(await cmyk.toBuffer());
    const expected = await sharp(source).toColourspace('srgb').png().toBuffer();
    const { mean } = await meanDifference(await transformed(source), expected);
    expect(mean).toBeLessThan(2);
  });

  it('converts CMYK without a profile like libvips and Little CMS', async () => {
    const source = new Uint8Array(
      await sharp(data, raw).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    );
    const { hasProfile, space } = await sharp(source).metadata();
    expect([hasProfile, space]).toEqual([false, 'cmyk']);
    const expected = await sharp(source).toColourspace('srgb').png().toBuffer();
    const { mean, worst } = await meanDifference(await transformed(source), expected);
    expect(mean).toBeLessThan(2);
    expect(worst).toBeLessThan(24);
  });

  it('clips colours outside sRGB instead of wrapping them', () => {
    const plan = planConversion(ADOBE_RGB);
    if (typeof plan === 'string') throw new Error(plan);
    const pixel = Uint8ClampedArray.of(0, 255, 0, 255);
    const { data: converted } = convertToSrgb({ width: 1, height: 1, data: pixel, hasAlpha: false }, plan);
    expect([...converted]).toEqual([0, 255, 0, 255]);
  });
});
