/**
 * A picture of one colour and of any size, as PNG bytes: what stands in for a picture that may not be shown, so that a page
 * keeps its layout. Always small: 4000 × 3000 pixels take about 10 KB.
 */

import { planRendition, type SourceFacts } from './plan.ts';
import { pngFile } from './png.ts';
import { LIMITS, outputSize, type PixelSize, type Rgba, type Transformation } from './types.ts';

/** Neutral grey of the standard placeholder. */
export const PLACEHOLDER_COLOR: Rgba = { r: 226, g: 226, b: 224, a: 255 };

/**
 * A zlib stream (RFC 1950) of `length` zero bytes: one fixed-Huffman block holding a literal and copies of it at
 * distance one, 258 bytes for 13 bits.
 */
function deflateZeros(length: number): Uint8Array {
  const copies = length < 4 ? 0 : Math.floor((length - 1) / 258);
  const literals = length - copies * 258;
  const bits = 3 + literals * 8 + copies * 13 + 7;
  const out = new Uint8Array(2 + Math.ceil(bits / 8) + 4);
  out.set([0x78, 0x01]);
  let position = 16;
  // Huffman codes go in from their most significant bit, everything else from the least.
  const code = (value: number, width: number): void => {
    for (let bit = width - 1; bit >= 0; bit--) {
      if ((value >> bit) & 1) out[position >> 3] = (out[position >> 3] ?? 0) | (1 << (position & 7));
      position++;
    }
  };
  code(0b110, 3); // last block, then type 01 from its least significant bit
  for (let index = 0; index < literals; index++) code(0x30, 8); // literal 0
  for (let index = 0; index < copies; index++) {
    code(0xc5, 8); // length symbol 285: 258 bytes
    code(0, 5); // distance symbol 0: one byte back
  }
  code(0, 7); // end of block
  // Adler-32 of n zeros: a stays 1, b counts the bytes.
  new DataView(out.buffer).setUint32(out.length - 4, (((length % 65521) << 16) | 1) >>> 0);
  return out;
}

/** PNG of one colour. Sizes are clamped to 1..`LIMITS.maxOutputEdge`. */
export function placeholderPng(size: PixelSize, color: Rgba = PLACEHOLDER_COLOR): Uint8Array<ArrayBuffer> {
  const side = (value: number): number => Math.min(LIMITS.maxOutputEdge, Math.max(1, Math.round(value) || 1));
  const [width, height] = [side(size.width), side(size.height)];
  // One bit per pixel, palette.
  return pngFile({ width, height, bitDepth: 1, colorType: 3 }, [
    ['PLTE', Uint8Array.from([color.r, color.g, color.b])],
    ...(color.a === 255 ? [] : [['tRNS', Uint8Array.from([color.a])] as const]),
    ['IDAT', deflateZeros(height * (1 + Math.ceil(width / 8)))],
  ]);
}

/** Longest edge of a placeholder. */
const PLACEHOLDER_EDGE_MAX = 4096;

/** The size that a rendition of `source` has, so that what stands in for it keeps the page's layout. */
export function placeholderSize(transformation: Transformation, source: SourceFacts | null): PixelSize {
  const result =
    source === null
      ? null
      : planRendition({
          transformation: { ...transformation, wm: null, page: 1, trim: null },
          source,
          conditions: { maxPixels: PLACEHOLDER_EDGE_MAX },
          format: 'png',
          watermarks: new Map(),
          protectiveWatermark: null,
        });
  if (result?.ok === true) return outputSize(result.plan);
  const width = Math.min(transformation.w ?? transformation.h ?? 640, PLACEHOLDER_EDGE_MAX);
  return { width, height: Math.min(transformation.h ?? width, PLACEHOLDER_EDGE_MAX) };
}
