/**
 * What a file's header says: size, orientation, depth, colour, transparency, frames, pages, duration.
 *
 * Works on the first part of a file (256 KB is plenty for almost all), decodes nothing, and costs time and memory in
 * proportion to that part only, whatever numbers the file contains.
 */
import { ByteReader, DamagedFile, ShortRead } from './byte-reader.ts';
import { parseGif } from './headers/gif.ts';
import { parseHeif } from './headers/heif.ts';
import { type ImageHeader, imageHeader, type ParsedHeader } from './headers/image-header.ts';
import { parseJpeg } from './headers/jpeg.ts';
import { parsePng } from './headers/png.ts';
import { parsePsd } from './headers/psd.ts';
import { parseSvg } from './headers/svg.ts';
import { parseTiff } from './headers/tiff.ts';
import { parseWebp } from './headers/webp.ts';
import { sniffMediaType } from './sniff.ts';

export {
  type ColorCodes,
  type ImageColorSpace,
  type ImageHeader,
  type Orientation,
  uprightSize,
} from './headers/image-header.ts';

export type ImageInspection =
  /** `complete` is false when more bytes could still add frames, pages, orientation or a profile. */
  | { readonly status: 'ok'; readonly header: ImageHeader; readonly complete: boolean }
  /** The header reaches past the bytes given; ask again with at least `atLeastBytes` from the start of the file. */
  | { readonly status: 'needs-more'; readonly atLeastBytes: number }
  | { readonly status: 'damaged'; readonly reason: string }
  | { readonly status: 'not-an-image' };

/** Inspects the first part of a file. Never throws, whatever the bytes are. */
export function examineImage(head: Uint8Array): ImageInspection {
  const { mediaType } = sniffMediaType(head);
  const parse = parserFor(mediaType);
  if (!parse) return { status: 'not-an-image' };
  try {
    return { status: 'ok', ...parse(head) };
  } catch (error) {
    if (error instanceof ShortRead) {
      return Number.isSafeInteger(error.needed)
        ? { status: 'needs-more', atLeastBytes: error.needed }
        : { status: 'damaged', reason: 'an offset points nowhere' };
    }
    if (error instanceof DamagedFile) return { status: 'damaged', reason: error.message };
    throw error;
  }
}

/** The header alone, or null when these bytes do not give one; `examineImage` says why. */
export function inspectImage(head: Uint8Array): ImageHeader | null {
  const inspection = examineImage(head);
  return inspection.status === 'ok' ? inspection.header : null;
}

function parserFor(mediaType: string): ((head: Uint8Array) => ParsedHeader) | null {
  switch (mediaType) {
    case 'image/jpeg':
      return parseJpeg;
    case 'image/png':
      return parsePng;
    case 'image/gif':
      return parseGif;
    case 'image/webp':
      return parseWebp;
    case 'image/tiff':
      return parseTiff;
    case 'image/avif':
    case 'image/heic':
      return (head) => parseHeif(head, mediaType);
    case 'image/vnd.adobe.photoshop':
      return parsePsd;
    case 'image/svg+xml':
      return parseSvg;
    case 'image/bmp':
      return parseBmp;
    default:
      return null;
  }
}

function parseBmp(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes, true);
  const isCore = at.u32(14) === 12;
  const width = isCore ? at.u16(18) : at.i32(18);
  const height = isCore ? at.u16(20) : Math.abs(at.i32(22));
  const bits = at.u16(isCore ? 24 : 28);
  if (width <= 0 || height <= 0) throw new DamagedFile('BMP without a size');
  return {
    header: imageHeader({ mediaType: 'image/bmp', width, height, channels: bits === 32 ? 4 : 3 }),
    complete: true,
  };
}
