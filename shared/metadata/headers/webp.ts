/** WebP container headers (RFC 9649): simple lossy, simple lossless, and extended with its chunks. */
import { ByteReader, DamagedFile, ShortRead } from '../byte-reader.ts';
import { imageHeader, type Orientation, type ParsedHeader } from './image-header.ts';
import { readExifOrientation } from './tiff.ts';

const maxChunks = 5000;

/** Size and flags from the first chunk; frames and EXIF orientation as far as the bytes at hand reach. */
export function parseWebp(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes, true);
  const first = at.ascii(12, 4);
  if (first === 'VP8 ') {
    if (at.u24(23) !== 0x2a019d) throw new DamagedFile('WebP without a key frame');
    return simple(at.u16(26) & 0x3fff, at.u16(28) & 0x3fff, { isLossy: true });
  }
  if (first === 'VP8L') {
    if (at.u8(20) !== 0x2f) throw new DamagedFile('WebP without a lossless signature');
    const bits = at.u32(21);
    return simple((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, {
      hasAlpha: ((bits >>> 28) & 1) === 1,
    });
  }
  if (first !== 'VP8X') throw new DamagedFile('WebP with an unknown first chunk');
  return parseExtended(at);
}

function simple(width: number, height: number, { hasAlpha = false, isLossy = false }): ParsedHeader {
  if (width === 0 || height === 0) throw new DamagedFile('WebP without a size');
  return {
    header: imageHeader({
      mediaType: 'image/webp',
      width,
      height,
      hasAlpha,
      channels: hasAlpha ? 4 : 3,
      chromaSubsampling: isLossy ? '4:2:0' : null,
    }),
    complete: true,
  };
}

function parseExtended(at: ByteReader): ParsedHeader {
  const flags = at.u8(20);
  const [isAnimated, hasExif, hasAlpha, hasIccProfile] = [flags & 2, flags & 8, flags & 16, flags & 32].map(
    Boolean,
  );
  const walk = walkChunks(at);
  return {
    header: imageHeader({
      mediaType: 'image/webp',
      width: at.u24(24) + 1,
      height: at.u24(27) + 1,
      orientation: walk.orientation,
      hasAlpha: hasAlpha === true,
      channels: hasAlpha ? 4 : 3,
      hasIccProfile: hasIccProfile === true,
      chromaSubsampling: walk.isLossy ? '4:2:0' : null,
      isAnimated: isAnimated === true,
      frames: isAnimated ? (walk.complete ? walk.frames : null) : 1,
    }),
    complete: walk.complete || (!isAnimated && !hasExif),
  };
}

function walkChunks(at: ByteReader) {
  const result: { frames: number; orientation: Orientation; complete: boolean; isLossy: boolean } = {
    frames: 0,
    isLossy: false,
    orientation: 1,
    complete: false,
  };
  try {
    const end = 8 + at.u32(4);
    let offset = 12;
    for (let count = 0; count < maxChunks && offset + 8 <= end; count++) {
      const type = at.ascii(offset, 4);
      const size = at.u32(offset + 4);
      if (type === 'ANMF') result.frames++;
      if (type === 'VP8 ') result.isLossy = true;
      if (type === 'EXIF') {
        const body = at.slice(offset + 8, size);
        const start = at.spells(offset + 8, 'Exif\0\0') ? 6 : 0;
        result.orientation = readExifOrientation(body.subarray(start));
      }
      offset += 8 + size + (size & 1);
    }
    result.complete = true;
  } catch (error) {
    if (!(error instanceof ShortRead)) throw error;
  }
  return result;
}
