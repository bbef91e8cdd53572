/** AVIF: read through @jsquash/avif (libavif), written with libaom (`aom/`, our own Wasm build with SIMD) and `avif-file.ts`. */
import decoderFactory from '@jsquash/avif/codec/dec/avif_dec.js';
import { looksDrawn, type Raster } from '../pixels/raster.ts';
import { faintTexture } from '../pixels/texture.ts';
import { avifFile } from './avif-file.ts';
import { provideImageData, withCodec } from './emscripten.ts';
import { DamagedSource, SourceTooLarge } from './modules.ts';

interface Decoder {
  decode(bytes: Uint8Array, bitDepth: 8): ImageData | null;
}

interface EncoderExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  /** Place of the open bitstream units, or 0; frees the pixels. */
  encode_av1(
    pixels: number,
    width: number,
    height: number,
    kind: number,
    level: number,
    speed: number,
    tune: number,
  ): number;
  av1_length(): number;
}

/** What `encode_av1` makes of the pixels. */
const KINDS = { sharedChroma: 0, fullChroma: 1, alpha: 2 } as const;
/** libaom's `AOM_TUNE_SSIM`. */
const TUNE_SSIM = 1;
/** Five per cent fewer bytes would take twice as long (5); up to a third more would take a quarter of the time (9). */
const SPEED = 6;
/** Above this many pixels the tools of `SPEED` would need more memory than there is. */
const LARGE_PIXELS = 2_000_000;
const LARGE_SPEED = 9;
/** Edges of transparency are seen against any ground. */
const ALPHA_QUALITY = 85;

/** @throws DamagedSource */
export async function decodeAvif(module: WebAssembly.Module, source: Uint8Array): Promise<ImageData> {
  provideImageData();
  const image = await withCodec(decoderFactory, module, (codec: Decoder) => codec.decode(source, 8));
  if (!image) throw new DamagedSource('the AVIF data cannot be decoded');
  return image;
}

/** Texture from here on is faint, and each further hundredth takes two levels off, eight at most. */
const FAINT_FROM = 0.03;
const LEVELS_PER_FAINTNESS = 200;
const MOST_LEVELS = 8;

/** libaom's level, 0 (best) to 63, of a quality as libavif counts it. */
const levelOf = (quality: number): number => Math.round(((100 - quality) * 63) / 100);

/** The same number should look the same on every picture; a face loses more to a coarse quantiser than a meadow. */
function colorLevel(raster: Raster, quality: number): number {
  const finer = Math.round((faintTexture(raster) - FAINT_FROM) * LEVELS_PER_FAINTNESS);
  return Math.max(0, levelOf(quality) - Math.min(MOST_LEVELS, Math.max(0, finer)));
}

/**
 * Photographs share chroma samples among four pixels (4:2:0); drawings and lettering, whose coloured edges would bleed, keep them all.
 *
 * @param quality 1..100, libavif scale
 * @throws SourceTooLarge where the encoder's memory does not suffice
 */
export function encodeAvif(module: WebAssembly.Module, raster: Raster, quality: number): Uint8Array {
  const instance = new WebAssembly.Instance(module, OUTPUT_STUBS);
  const encoder = instance.exports as unknown as EncoderExports;
  encoder._initialize();
  const speed = raster.width * raster.height > LARGE_PIXELS ? LARGE_SPEED : SPEED;
  const encode = (kind: number, level: number): Uint8Array => {
    const pixels = encoder.malloc(raster.data.length);
    if (pixels === 0) throw new SourceTooLarge('the picture does not fit into the AVIF encoder');
    new Uint8Array(encoder.memory.buffer).set(raster.data, pixels);
    const at = encoder.encode_av1(pixels, raster.width, raster.height, kind, level, speed, TUNE_SSIM);
    if (at === 0) throw new SourceTooLarge('the AVIF encoder has too little memory');
    return new Uint8Array(encoder.memory.buffer, at, encoder.av1_length()).slice();
  };
  const fullChroma = looksDrawn(raster);
  try {
    return avifFile({
      width: raster.width,
      height: raster.height,
      fullChroma,
      color: encode(fullChroma ? KINDS.fullChroma : KINDS.sharedChroma, colorLevel(raster, quality)),
      alpha: raster.hasAlpha ? encode(KINDS.alpha, levelOf(Math.max(quality, ALPHA_QUALITY))) : null,
    });
  } catch (error) {
    // It traps where it would report an error, and with every size checked the only one left is memory.
    if (error instanceof WebAssembly.RuntimeError) {
      throw new SourceTooLarge(`the AVIF encoder gave up: ${error.message}`);
    }
    throw error;
  }
}

/** The C library's output, which nothing here writes to. */
const OUTPUT_STUBS = {
  wasi_snapshot_preview1: {
    fd_write: () => 0,
    fd_close: () => 0,
    fd_seek: () => 0,
  },
};
