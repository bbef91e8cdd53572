/**
 * JPEG encoding: MozJPEG (@jsquash/jpeg) at web sizes. It needs 24 bytes a pixel, so larger pictures are written by the encoder in
 * imagescript's Wasm build (`jpeg-encoder` crate), which needs five but gives baseline files with about a fifth more bytes.
 */
import factory from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import { defaultOptions } from '@jsquash/jpeg/meta.js';
import type { Raster } from '../pixels/raster.ts';
import { withCodec } from './emscripten.ts';
import type { WasmModules } from './modules.ts';

/** From here on a rendition's chroma keeps its full resolution; below, 4:2:0 saves about a tenth unseen. */
const FULL_CHROMA_QUALITY = 90;

interface Encoder {
  encode(
    pixels: Uint8ClampedArray,
    width: number,
    height: number,
    options: typeof defaultOptions,
  ): Uint8Array | null;
}

/** Most pixels MozJPEG is given. */
const MAX_MOZJPEG_PIXELS = 4_500_000;

interface LargeEncoder {
  readonly memory: WebAssembly.Memory;
  walloc(size: number): number;
  wlen(): number;
  /** Takes RGBA and gives a pointer to `wlen()` bytes. */
  encode(pixels: number, width: number, height: number, quality: number): number;
}

/** The tables of annex K of the JPEG standard, which every other encoder's quality numbers mean. */
const STANDARD_TABLES = 0;

/** MozJPEG spends about a tenth fewer bytes at the same number and looks slightly worse; this evens out the looks. */
function mozjpegQuality(quality: number): number {
  return Math.round(quality + (100 - quality) / 10);
}

/**
 * Encodes an opaque raster as a baseline file: any later decode of it needs little memory, and MozJPEG takes twice as long to
 * find the scans of a progressive one, which saves 2 to 3 % of the bytes. Alpha is ignored.
 *
 * @param quality 1..100, libjpeg scale
 * @param fullChroma whether chroma keeps the full resolution; decided by the quality unless said
 */
export async function encodeJpeg(
  modules: Pick<WasmModules, 'jpegEncoder' | 'jpegLargeEncoder'>,
  raster: Raster,
  quality: number,
  fullChroma = quality >= FULL_CHROMA_QUALITY,
): Promise<Uint8Array> {
  if (raster.width * raster.height > MAX_MOZJPEG_PIXELS)
    return encodeLarge(modules.jpegLargeEncoder, raster, quality);
  const bytes = await withCodec(factory, modules.jpegEncoder, (codec: Encoder) =>
    codec.encode(raster.data, raster.width, raster.height, {
      ...defaultOptions,
      quality: mozjpegQuality(quality),
      quant_table: STANDARD_TABLES,
      auto_subsample: false,
      chroma_subsample: fullChroma ? 1 : 2,
      progressive: false,
      baseline: true,
    }),
  );
  if (!bytes) throw new Error('JPEG encoder gave nothing');
  return bytes;
}

/** @param module imagescript's JPEG module */
function encodeLarge(module: WebAssembly.Module, raster: Raster, quality: number): Uint8Array {
  const encoder = new WebAssembly.Instance(module).exports as unknown as LargeEncoder;
  const pixels = encoder.walloc(raster.data.length);
  new Uint8Array(encoder.memory.buffer, pixels, raster.data.length).set(raster.data);
  const at = encoder.encode(pixels, raster.width, raster.height, quality);
  return new Uint8Array(encoder.memory.buffer, at, encoder.wlen()).slice();
}
