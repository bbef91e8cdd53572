/** Photoshop documents (PSD, PSB): the fixed header and the profile resource. */
import { ByteReader, DamagedFile, ShortRead } from '../byte-reader.ts';
import { type ImageColorSpace, imageHeader, type ParsedHeader } from './image-header.ts';

const modes: Readonly<Record<number, readonly [ImageColorSpace, number]>> = {
  0: ['gray', 1],
  1: ['gray', 1],
  2: ['rgb', 3],
  3: ['rgb', 3],
  4: ['cmyk', 4],
  8: ['gray', 1],
  9: ['lab', 3],
};
const maxResources = 500;
const iccProfileResource = 1039;

export function parsePsd(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes);
  const [channels, height, width, bitDepth, mode] = [
    at.u16(12),
    at.u32(14),
    at.u32(18),
    at.u16(22),
    at.u16(24),
  ];
  if (width === 0 || height === 0 || channels === 0 || channels > 56)
    throw new DamagedFile('impossible PSD header');
  const [colorSpace, colors] = modes[mode] ?? ['unknown', 3];
  const hasIccProfile = findResource(at, iccProfileResource);
  return {
    header: imageHeader({
      mediaType: 'image/vnd.adobe.photoshop',
      width,
      height,
      bitDepth,
      channels: Math.max(channels, colors),
      colorSpace,
      hasAlpha: channels > colors,
      hasIccProfile: hasIccProfile === true,
    }),
    complete: hasIccProfile !== null,
  };
}

/** Whether an image resource exists; null where the bytes at hand end first. */
function findResource(at: ByteReader, wanted: number): boolean | null {
  try {
    let offset = 30 + at.u32(26);
    const end = offset + 4 + at.u32(offset);
    offset += 4;
    for (let count = 0; count < maxResources && offset + 12 <= end; count++) {
      if (!at.spells(offset, '8BIM')) return false;
      if (at.u16(offset + 4) === wanted) return true;
      const nameSize = at.u8(offset + 6) + 1;
      const sizeAt = offset + 6 + nameSize + (nameSize & 1);
      const size = at.u32(sizeAt);
      offset = sizeAt + 4 + size + (size & 1);
    }
    return false;
  } catch (error) {
    if (error instanceof ShortRead) return null;
    throw error;
  }
}
