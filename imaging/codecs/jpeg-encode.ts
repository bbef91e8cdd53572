/** JPEG encoding through @jsquash/jpeg (MozJPEG). */
import factory from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import { defaultOptions } from '@jsquash/jpeg/meta.js';
import type { Raster } from '../pixels/raster.ts';
import { instantiate } from './emscripten.ts';

interface Encoder {
  encode(
    pixels: Uint8ClampedArray,
    width: number,
    height: number,
    options: typeof defaultOptions,
  ): Uint8Array | null;
}

/**
 * Encodes an opaque raster; alpha is ignored.
 *
 * @param quality 1..100, libjpeg scale
 * @param progressive false gives a baseline file, which any later decode can read with little memory
 */
export async function encodeJpeg(
  module: WebAssembly.Module,
  raster: Raster,
  { quality, progressive }: { readonly quality: number; readonly progressive: boolean },
): Promise<Uint8Array> {
  const encoder = await instantiate<Encoder>(factory, module);
  const bytes = encoder.encode(raster.data, raster.width, raster.height, {
    ...defaultOptions,
    quality,
    progressive,
    baseline: !progressive,
  });
  if (!bytes) throw new Error('JPEG encoder gave nothing');
  return bytes;
}
