/**
 * JPEG decoding through libjpeg-turbo (`jpeg-turbo/`, our own Wasm build of the library's decoder), which scales while decoding: 1,
 * 1/2, 1/4 or 1/8 in each direction. Rows are pulled one by one, so a 24-megapixel baseline photograph needs 4 MB at any scale.
 */
import { MEMORY_LIMIT_BYTES } from '../admission.ts';
import type { RowSource } from '../pixels/window.ts';
import { DamagedSource, SourceTooLarge, UnsupportedSource } from './modules.ts';

interface DecoderExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  /** 1: rows can be read; 0: CMYK; 2: the coefficients need more than `most` bytes. The source stays where it is. */
  open_jpeg(source: number, length: number, denominator: number, most: number): number;
  jpeg_width(): number;
  jpeg_height(): number;
  /** Place of the next row as RGBA. */
  read_row(): number;
}

export type Denominator = 1 | 2 | 4 | 8;

/** Denominator at which the decoder meets at least `width × height`. */
export function scaleFor(
  source: { readonly width: number; readonly height: number },
  wanted: { readonly width: number; readonly height: number },
): Denominator {
  for (const denominator of [8, 4, 2] as const) {
    const fits =
      Math.ceil(source.width / denominator) >= wanted.width &&
      Math.ceil(source.height / denominator) >= wanted.height;
    if (fits) return denominator;
  }
  return 1;
}

/**
 * Opens a greyscale, YCbCr or RGB JPEG at 1/`denominator`; its rows throw DamagedSource where the data ends or makes no sense.
 *
 * @throws DamagedSource where the header cannot be read; UnsupportedSource for CMYK, which the general path reads; SourceTooLarge
 *   where a file of several scans, which admission does not always see from the header, has too many coefficients
 */
export function openJpeg(
  module: WebAssembly.Module,
  source: Uint8Array,
  denominator: Denominator,
): RowSource {
  const env = { emscripten_notify_memory_growth: () => undefined };
  const decoder = new WebAssembly.Instance(module, { env }).exports as unknown as DecoderExports;
  decoder._initialize();
  const place = decoder.malloc(source.length);
  if (place === 0) throw new DamagedSource('the JPEG does not fit into memory');
  let memory = new Uint8Array(decoder.memory.buffer);
  memory.set(source, place);
  const most = MEMORY_LIMIT_BYTES - decoder.memory.buffer.byteLength;
  const opened = orDamaged(() => decoder.open_jpeg(place, source.length, denominator, most));
  if (opened === 2) throw new SourceTooLarge(`the coefficients of the JPEG need more than ${most} bytes`);
  if (opened === 0) throw new UnsupportedSource('CMYK JPEG');
  return {
    width: decoder.jpeg_width(),
    height: decoder.jpeg_height(),
    channels: 4,
    hasAlpha: false,
    next() {
      const offset = orDamaged(() => decoder.read_row());
      if (memory.buffer !== decoder.memory.buffer) memory = new Uint8Array(decoder.memory.buffer);
      return { bytes: memory, offset };
    },
  };
}

/** The decoder traps on damaged files; its instance is thrown away with the trap. */
function orDamaged(decode: () => number): number {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw new DamagedSource('the JPEG data is damaged');
    throw error;
  }
}
