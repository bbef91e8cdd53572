/**
 * What the engine accepts, decided from the header alone. A Worker has 128 MB for everything, so each decoder has a bound on
 * the memory it will need; what would exceed it is refused before a byte is decoded.
 */
import { WASM_CAPABILITIES } from '../shared/delivery/wasm-capabilities.ts';
import type { ImageHeader } from '../shared/metadata/inspect.ts';
import { uprightSize } from '../shared/metadata/inspect.ts';
import type { Refused } from '../worker/ports/image-transformer.ts';

/** Most memory a codec may take, in bytes. Kept by every type and size admitted below, as measured. */
export const MEMORY_LIMIT_BYTES = 100_000_000;

/** Most bytes of an encoded source. */
export const MAX_SOURCE_BYTES = 48_000_000;

/** Most frames or pages of a source; stills are made of one, but decoders walk the others. */
export const MAX_FRAMES = 2_000;

/** Most pixels by type, where it differs from what the engine declares: formats that are decoded whole, or slowly. */
const MAX_PIXELS_BY_TYPE: Readonly<Record<string, number>> = {
  'image/png': 64_000_000,
  'image/webp': 12_500_000,
  'image/avif': 3_900_000,
  'image/gif': 12_500_000,
  'image/heic': 12_800_000,
  'image/tiff': 12_500_000,
  'image/bmp': 12_500_000,
  'image/vnd.adobe.photoshop': 12_500_000,
};

/** Bilevel TIFF is decoded through a second full-size buffer. */
const MAX_FAX_PIXELS = 8_500_000;

export function refuse(
  reason: Refused['reason'],
  message: string,
  more: Pick<Refused, 'cause' | 'retryAfterSeconds'> = {},
): Refused {
  return { status: 'refused', reason, message, ...more };
}

/** Chroma and luma samples per pixel, from the sampling; 3 where it is not known. */
function samplesPerPixel(header: ImageHeader): number {
  if (header.channels === 1) return 1;
  if (header.channels === 4) return 4;
  if (header.chromaSubsampling === '4:2:0' || header.chromaSubsampling === '4:1:1') return 1.5;
  if (header.chromaSubsampling === '4:2:2' || header.chromaSubsampling === '4:4:0') return 2;
  return 3;
}

/** What the JPEG decoder has at hand apart from the file and the coefficients, at most. */
const JPEG_BASE_BYTES = 1_500_000;
/** Bytes for each pixel of a row: samples of a few rows of blocks, and the row as RGBA. */
const JPEG_ROW_BYTES = 96;

/** Bytes a JPEG needs: the file, a few rows, and the coefficients of a progressive one (two bytes for each sample of the picture). */
export function jpegMemory(header: ImageHeader, sourceBytes: number): number {
  const coefficients = header.progressive ? 2 * header.width * header.height * samplesPerPixel(header) : 0;
  return sourceBytes + coefficients + header.width * JPEG_ROW_BYTES + JPEG_BASE_BYTES;
}

/**
 * Bytes a still WebP needs: the file twice, the pixels, and a second buffer of their size where it is lossless or has transparency,
 * which is lossless itself. An opaque lossy one is told by its subsampling, the only one there is.
 */
export function webpMemory(header: ImageHeader, sourceBytes: number): number {
  const isOpaqueLossy = header.chromaSubsampling !== null && !header.hasAlpha;
  return 2 * sourceBytes + header.width * header.height * (isOpaqueLossy ? 5 : 9);
}

/** Null when the source may be decoded at some scale; otherwise why not. */
export function admit(header: ImageHeader, sourceBytes: number): Refused | null {
  const { width, height } = uprightSize(header);
  const pixels = width * height;
  const name = `${header.mediaType} of ${width} × ${height}`;
  if (!(WASM_CAPABILITIES.sources as readonly string[]).includes(header.mediaType)) {
    return refuse('unsupported', `${header.mediaType} is not decoded here`);
  }
  if (header.mediaType === 'image/svg+xml') return null;
  if (pixels === 0) return refuse('damaged', 'the picture has no size');
  if (sourceBytes > MAX_SOURCE_BYTES) {
    return refuse('too_large', `a source of ${sourceBytes} bytes exceeds ${MAX_SOURCE_BYTES}`, {
      cause: { code: 'bytes', bytes: sourceBytes, most: MAX_SOURCE_BYTES },
    });
  }
  const isFax = header.mediaType === 'image/tiff' && header.bitDepth === 1;
  const byType = MAX_PIXELS_BY_TYPE[header.mediaType] ?? WASM_CAPABILITIES.maxSourcePixels;
  const most = isFax ? MAX_FAX_PIXELS : byType;
  if (pixels > most) {
    const { mediaType } = header;
    return refuse('too_large', `${name} exceeds ${most} pixels`, {
      cause: { code: 'pixels', mediaType, width, height, most },
    });
  }
  if ((header.frames ?? 1) > MAX_FRAMES || (header.pages ?? 1) > MAX_FRAMES) {
    return refuse('too_large', `${name} has more than ${MAX_FRAMES} frames`, {
      cause: { code: 'frames', most: MAX_FRAMES },
    });
  }
  if (header.mediaType === 'image/jpeg' && jpegMemory(header, sourceBytes) > MEMORY_LIMIT_BYTES) {
    return refuse('too_large', `progressive ${name} needs more than ${MEMORY_LIMIT_BYTES} bytes to decode`);
  }
  // Frames of an animation are decoded one by one.
  const isStillWebp = header.mediaType === 'image/webp' && !header.isAnimated;
  if (isStillWebp && webpMemory(header, sourceBytes) > MEMORY_LIMIT_BYTES) {
    return refuse(
      'too_large',
      `${name} and ${sourceBytes} bytes needs more than ${MEMORY_LIMIT_BYTES} bytes to decode`,
    );
  }
  return null;
}
