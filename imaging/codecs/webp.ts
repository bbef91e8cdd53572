/** WebP through @jsquash/webp (libwebp). */
import decoderFactory from '@jsquash/webp/codec/dec/webp_dec.js';
import encoderFactory from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { defaultOptions } from '@jsquash/webp/meta.js';
import type { Raster } from '../pixels/raster.ts';
import { provideImageData, withCodec } from './emscripten.ts';
import { DamagedSource } from './modules.ts';

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

/** @param quality 1..100; 100 is still lossy. */
export async function encodeWebp(
  module: WebAssembly.Module,
  raster: Raster,
  quality: number,
): Promise<Uint8Array> {
  const bytes = await withCodec(encoderFactory, module, (codec: Encoder) =>
    codec.encode(raster.data, raster.width, raster.height, { ...defaultOptions, quality }),
  );
  if (!bytes) throw new Error('WebP encoder gave nothing');
  return bytes;
}
