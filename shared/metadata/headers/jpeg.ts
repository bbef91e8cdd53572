/** JPEG (ITU T.81) headers: the segments before the first scan. */
import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { type ImageColorSpace, imageHeader, type Orientation, type ParsedHeader } from './image-header.ts';
import { readExifOrientation } from './tiff.ts';

const maxSegments = 2000;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly components: number;
  readonly progressive: boolean;
  readonly sampling: string | null;
}

/** Walks segments to the start of the first scan; everything worth knowing stands before it. */
export function parseJpeg(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes);
  let orientation: Orientation = 1;
  let hasIccProfile = false;
  let frame: Frame | null = null;
  let offset = 2;
  for (let count = 0; count < maxSegments; count++) {
    while (at.u8(offset) === 0xff && at.u8(offset + 1) === 0xff) offset++;
    if (at.u8(offset) !== 0xff) throw new DamagedFile('no JPEG marker where one belongs');
    const marker = at.u8(offset + 1);
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      offset += 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = at.u16(offset + 2);
    if (length < 2) throw new DamagedFile('JPEG segment shorter than its length field');
    const body = offset + 4;
    if (isFrameMarker(marker)) {
      frame = readFrame(at, body, marker);
    } else if (marker === 0xe1 && at.spells(body, 'Exif\0') && length > 8) {
      orientation = readExifOrientation(at.slice(body + 6, Math.min(length - 8, at.length - body - 6)));
    } else if (marker === 0xe2 && at.spells(body, 'ICC_PROFILE\0')) {
      hasIccProfile = true;
    }
    offset += 2 + length;
  }
  if (!frame) throw new DamagedFile('JPEG without a frame');
  return {
    header: imageHeader({
      mediaType: 'image/jpeg',
      width: frame.width,
      height: frame.height,
      orientation,
      bitDepth: frame.bitDepth,
      channels: frame.components,
      colorSpace: colorOf(frame.components),
      hasIccProfile,
      progressive: frame.progressive,
      chromaSubsampling: frame.sampling,
    }),
    complete: true,
  };
}

function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function colorOf(components: number): ImageColorSpace {
  if (components === 1) return 'gray';
  if (components === 3) return 'rgb';
  return components === 4 ? 'cmyk' : 'unknown';
}

function readFrame(at: ByteReader, body: number, marker: number): Frame {
  const [bitDepth, height, width, components] = [
    at.u8(body),
    at.u16(body + 1),
    at.u16(body + 3),
    at.u8(body + 5),
  ];
  if (width === 0 || height === 0) throw new DamagedFile('JPEG without a size');
  if (components === 0 || components > 4) throw new DamagedFile('JPEG with impossible components');
  const luma = components === 3 ? at.u8(body + 7) : 0x11;
  const chroma = components === 3 ? at.u8(body + 10) : 0x11;
  return {
    width,
    height,
    bitDepth,
    components,
    progressive: marker === 0xc2 || marker === 0xc6 || marker === 0xca || marker === 0xce,
    sampling: components === 3 ? nameSampling(luma, chroma) : null,
  };
}

function nameSampling(luma: number, chroma: number): string | null {
  const horizontal = (luma >> 4) / (chroma >> 4);
  const vertical = (luma & 15) / (chroma & 15);
  const names: Readonly<Record<string, string>> = {
    '1x1': '4:4:4',
    '2x1': '4:2:2',
    '2x2': '4:2:0',
    '1x2': '4:4:0',
    '4x1': '4:1:1',
  };
  return names[`${horizontal}x${vertical}`] ?? null;
}
