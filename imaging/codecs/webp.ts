/** WebP through @jsquash/webp (libwebp). */
import decoderFactory from '@jsquash/webp/codec/dec/webp_dec.js';
import encoderFactory from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { defaultOptions } from '@jsquash/webp/meta.js';
import type { Raster } from '../pixels/raster.ts';
import { provideImageData, withCodec } from './emscripten.ts';
import { DamagedSource, SourceTooLarge } from './modules.ts';

interface Decoder {
  decode(bytes: Uint8Array): ImageData | null;
}
interface Encoder {
  encode(
    pixels: Uint8ClampedArray,
    width: number,
    height: number,
    options: typeof defaultOptions,
  ): Uint8Array | null;
}

/** @throws DamagedSource */
export async function decodeWebp(module: WebAssembly.Module, source: Uint8Array): Promise<ImageData> {
  provideImageData();
  const image = await withCodec(decoderFactory, module, (codec: Decoder) => codec.decode(source));
  if (!image) throw new DamagedSource('the WebP data cannot be decoded');
  return image;
}

/** From here on, 1..100, the quick settings are used. */
const QUICK_FROM_QUALITY = 60;

/**
 * Without the rate-distortion search and with the simple loop filter a picture takes half the time. At the same number that was
 * 2 to 5 % more bytes and an SSIM lower by 0.001 to 0.004 on photographs; the step in quality keeps both small. Blocks would show at
 * low qualities, which therefore keep the default settings.
 */
function settingsFor(quality: number, isFrugal: boolean): typeof defaultOptions {
  if (isFrugal)
    return { ...defaultOptions, method: 2, filter_type: 0, low_memory: 1, partitions: 3, quality };
  if (quality < QUICK_FROM_QUALITY) return { ...defaultOptions, quality };
  return { ...defaultOptions, method: 2, filter_type: 0, quality: quality - 1 };
}

/** At this quality even noise of the largest size fits into the heap. */
const SURE_QUALITY = 10;
/** Share of the quality that the next attempt has. */
const NEXT_SHARE = 0.6;

/**
 * What the encoder keeps grows with what it writes, so that a large picture of pure noise does not fit at the quality that was asked
 * for, where the photographs that were tried do, even at 100. It is written at a lower one.
 *
 * @param quality 1..100; 100 is still lossy.
 * @param onLowered told the quality it was written at, where that is a lower one
 */
export async function encodeWebp(
  module: WebAssembly.Module,
  raster: Raster,
  quality: number,
  onLowered?: (quality: number) => void,
): Promise<Uint8Array> {
  for (let attempt = quality; ; attempt = Math.max(SURE_QUALITY, Math.round(attempt * NEXT_SHARE))) {
    try {
      const bytes = await withCodec(encoderFactory, module, (codec: Encoder) =>
        codec.encode(raster.data, raster.width, raster.height, settingsFor(attempt, attempt < quality)),
      );
      if (!bytes) throw new Error('WebP encoder gave nothing');
      if (attempt < quality) onLowered?.(attempt);
      return bytes;
    } catch (error) {
      if (!(error instanceof SourceTooLarge) || attempt <= SURE_QUALITY) throw error;
    }
  }
}
