/**
 * What a picture's place shows before its bytes: the ThumbHash as a PNG of a few pixels, which the browser smooths when
 * it scales it up. About 300 bytes, against 4 KB of a ThumbHash decoded whole.
 */
import { thumbHashToAverageRGBA, thumbHashToRGBA } from 'thumbhash';
import { pngFile } from './png.ts';

/** Longest side of the placeholder in pixels. */
const PLACEHOLDER_EDGE = 8;

/** `data:image/png;base64,…`, or null where the hash cannot be read. */
export function placeholderUrl(thumbHash: string): string | null {
  const hash = readHash(thumbHash);
  if (hash === null) return null;
  const { w, h, rgba } = thumbHashToRGBA(hash);
  const scale = PLACEHOLDER_EDGE / Math.max(w, h);
  const width = Math.max(1, Math.round(w * scale));
  const height = Math.max(1, Math.round(h * scale));
  return `data:image/png;base64,${encodeBase64(encodePng(width, height, shrink(rgba, w, h, width, height)))}`;
}

/** Share of a picture's area that is transparent before it counts as see-through, and not as a picture with soft edges. */
const SEE_THROUGH_MIN = 0.08;
/** Mean lightness (Rec. 709 weights on sRGB values, 0 to 1) from which strokes are light ones. */
const LIGHT_STROKES_MIN = 0.55;

/**
 * The ground on which a see-through picture can be seen: a light one for a dark logo, a dark one for its reversed twin.
 * Null for a picture that fills its area, and where the hash cannot be read.
 */
export function groundFor(thumbHash: string): 'light' | 'dark' | null {
  const hash = readHash(thumbHash);
  if (hash === null) return null;
  // The average weighs colours by their opacity: it is that of the strokes.
  const { r, g, b, a } = thumbHashToAverageRGBA(hash);
  if (1 - a < SEE_THROUGH_MIN) return null;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b >= LIGHT_STROKES_MIN ? 'dark' : 'light';
}

/** The header takes five bytes, the shortest luminance block a few more. */
function readHash(thumbHash: string): Uint8Array | null {
  const hash = decodeBase64(thumbHash);
  return hash === null || hash.length < 6 ? null : hash;
}

/** Box average of `rgba` (row by row, 4 bytes a pixel). */
function shrink(rgba: Uint8Array, w: number, h: number, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.floor((y * h) / height), Math.ceil(((y + 1) * h) / height)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.floor((x * w) / width), Math.ceil(((x + 1) * w) / width)];
      const sum = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++)
          for (let channel = 0; channel < 4; channel++)
            sum[channel] = (sum[channel] ?? 0) + (rgba[(row * w + column) * 4 + channel] ?? 0);
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < 4; channel++)
        out[(y * width + x) * 4 + channel] = Math.round((sum[channel] ?? 0) / count);
    }
  }
  return out;
}

/** PNG (ISO 15948) of 8-bit RGBA, uncompressed: at this size a stored block is the smallest. */
function encodePng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  const rows = new Uint8Array(height * (1 + width * 4));
  for (let y = 0; y < height; y++)
    rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (1 + width * 4) + 1);
  const zlib = new Uint8Array(2 + 5 + rows.length + 4);
  const view = new DataView(zlib.buffer);
  zlib.set([0x78, 0x01, 0x01]);
  view.setUint16(3, rows.length, true);
  view.setUint16(5, ~rows.length & 0xffff, true);
  zlib.set(rows, 7);
  view.setUint32(zlib.length - 4, adler32(rows));
  return pngFile({ width, height, bitDepth: 8, colorType: 6 }, [['IDAT', zlib]]);
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function decodeBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
