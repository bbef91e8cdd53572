/** PNG (W3C PNG 3) headers: the chunks before the picture data, APNG and eXIf included. */
import { ByteReader, DamagedFile, ShortRead } from '../byte-reader.ts';
import { type ImageColorSpace, type ImageHeader, imageHeader, type ParsedHeader } from './image-header.ts';
import { readExifOrientation } from './tiff.ts';

const maxChunks = 2000;

const colorTypes: Readonly<Record<number, readonly [ImageColorSpace, number, boolean]>> = {
  0: ['gray', 1, false],
  2: ['rgb', 3, false],
  3: ['rgb', 3, false],
  4: ['gray', 2, true],
  6: ['rgb', 4, true],
};

/** The size is known from 33 bytes; the chunks up to `IDAT` add transparency, profile, orientation and frames. */
export function parsePng(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes);
  if (!at.spells(12, 'IHDR')) throw new DamagedFile('PNG without IHDR');
  const [width, height, bitDepth, interlace] = [at.u32(16), at.u32(20), at.u8(24), at.u8(28)];
  const color = colorTypes[at.u8(25)];
  if (!color || width === 0 || height === 0) throw new DamagedFile('PNG with an impossible header');
  const [colorSpace, channels, hasAlpha] = color;
  const isIndexed = at.u8(25) === 3;
  const basic = imageHeader({
    mediaType: 'image/png',
    width,
    height,
    bitDepth: isIndexed ? 8 : bitDepth,
    channels,
    colorSpace,
    hasAlpha,
    progressive: interlace === 1,
  });
  const { fields, complete } = readAncillary(at);
  const transparent = fields.hasAlpha === true && !hasAlpha;
  return {
    header: {
      ...basic,
      ...fields,
      hasAlpha: hasAlpha || transparent,
      channels: channels + (transparent ? 1 : 0),
    },
    complete,
  };
}

function readAncillary(at: ByteReader): { fields: Partial<ImageHeader>; complete: boolean } {
  const fields: { -readonly [Key in keyof ImageHeader]?: ImageHeader[Key] } = {};
  try {
    let offset = 33;
    for (let count = 0; count < maxChunks; count++) {
      const length = at.u32(offset);
      const type = at.ascii(offset + 4, 4);
      if (type === 'IDAT' || type === 'IEND') break;
      if (type === 'tRNS') fields.hasAlpha = true;
      if (type === 'iCCP') fields.hasIccProfile = true;
      if (type === 'cICP') fields.colorCodes = { primaries: at.u8(offset + 8), transfer: at.u8(offset + 9) };
      if (type === 'acTL') {
        fields.frames = at.u32(offset + 8);
        fields.isAnimated = fields.frames > 1;
      }
      if (type === 'eXIf') fields.orientation = readExifOrientation(at.slice(offset + 8, length));
      offset += 12 + length;
    }
    return { fields, complete: true };
  } catch (error) {
    if (error instanceof ShortRead) return { fields, complete: false };
    throw error;
  }
}
