/**
 * JPEG decoding through imagescript's Wasm build of the `jpeg-decoder` crate (MIT), which scales while decoding: 1, 1/2, 1/4
 * or 1/8 in each direction, so a 24-megapixel photograph needs about 11 MB for a 1200 px rendition.
 */
import { DamagedSource, UnsupportedSource } from './modules.ts';

interface DecoderExports {
  readonly memory: WebAssembly.Memory;
  walloc(size: number): number;
  /** Length of the buffer last returned by `decode_buffer`. */
  wlen(): number;
  /** 0: cannot decode; 1: cannot scale; otherwise a handle. */
  decode(pointer: number, length: number, width: number, height: number): number;
  decode_width(handle: number): number;
  decode_height(handle: number): number;
  decode_format(handle: number): number;
  decode_buffer(handle: number): number;
}

export interface DecodedRows {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Rows without padding. A view into the decoder's memory: valid while this object is. */
  readonly bytes: Uint8Array;
  /** Size of the decoder's heap after decoding, in bytes. */
  readonly heapBytes: number;
}

const FORMAT_GRAY = 0;
const FORMAT_RGB = 1;

/** Denominator (1, 2, 4, 8) at which the decoder meets at least `width × height`. */
export function scaleFor(
  source: { readonly width: number; readonly height: number },
  wanted: { readonly width: number; readonly height: number },
): 1 | 2 | 4 | 8 {
  for (const denominator of [8, 4, 2] as const) {
    const fits =
      Math.ceil(source.width / denominator) >= wanted.width &&
      Math.ceil(source.height / denominator) >= wanted.height;
    if (fits) return denominator;
  }
  return 1;
}

/**
 * Decodes a greyscale or YCbCr/RGB JPEG at 1/`denominator`.
 *
 * @throws DamagedSource where the data cannot be decoded; UnsupportedSource for CMYK, which the general path reads.
 */
export function decodeJpeg(
  module: WebAssembly.Module,
  source: Uint8Array,
  size: { readonly width: number; readonly height: number },
  denominator: 1 | 2 | 4 | 8,
): DecodedRows {
  const decoder = new WebAssembly.Instance(module).exports as unknown as DecoderExports;
  const pointer = decoder.walloc(source.length);
  new Uint8Array(decoder.memory.buffer, pointer, source.length).set(source);
  const handle = runDecoder(() =>
    decoder.decode(
      pointer,
      source.length,
      Math.ceil(size.width / denominator),
      Math.ceil(size.height / denominator),
    ),
  );
  if (handle === 0 || handle === 1) throw new DamagedSource('the JPEG data cannot be decoded');
  const format = decoder.decode_format(handle);
  if (format !== FORMAT_GRAY && format !== FORMAT_RGB) throw new UnsupportedSource('CMYK JPEG');
  const width = decoder.decode_width(handle);
  const height = decoder.decode_height(handle);
  const at = decoder.decode_buffer(handle);
  const bytes = new Uint8Array(decoder.memory.buffer, at, decoder.wlen());
  const heapBytes = decoder.memory.buffer.byteLength;
  return format === FORMAT_RGB
    ? { width, height, channels: 3, bytes, heapBytes }
    : { width, height, channels: 3, bytes: widenGray(bytes), heapBytes };
}

/** The decoder panics, which traps, on some damaged files; its instance is thrown away with the trap. */
function runDecoder(decode: () => number): number {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw new DamagedSource('the JPEG data is damaged');
    throw error;
  }
}

function widenGray(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(gray.length * 3);
  for (let i = 0, to = 0; i < gray.length; i++, to += 3) {
    const value = gray[i] as number;
    rgb[to] = value;
    rgb[to + 1] = value;
    rgb[to + 2] = value;
  }
  return rgb;
}
