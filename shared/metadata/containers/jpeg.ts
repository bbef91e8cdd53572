/** JPEG segments taken apart and put together again, picture data untouched. */
import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { asOrientation } from '../headers/image-header.ts';
import { readExifOrientation } from '../headers/tiff.ts';
import { wrapIimAsApp13 } from '../iim.ts';
import { concatBytes, orientationExif, tagBytes, u16Bytes } from './bytes.ts';

interface Segment {
  readonly marker: number;
  /** The whole segment with marker and length, and its content alone. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

interface TakenApart {
  readonly segments: readonly Segment[];
  /** From the first scan to the end of the file. */
  readonly rest: Uint8Array;
}

const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';
const maxSegments = 5000;
const maxContentBytes = 65_533;

/** Segments before the first scan. @throws DamagedFile, ShortRead */
export function takeJpegApart(bytes: Uint8Array): TakenApart {
  const at = new ByteReader(bytes);
  if (at.u16(0) !== 0xffd8) throw new DamagedFile('not a JPEG');
  const segments: Segment[] = [];
  let offset = 2;
  while (segments.length < maxSegments) {
    if (at.u8(offset) !== 0xff) throw new DamagedFile('no JPEG marker where one belongs');
    const marker = at.u8(offset + 1);
    if (marker === 0xff) {
      offset++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return { segments, rest: bytes.subarray(offset) };
    const length = at.u16(offset + 2);
    if (length < 2) throw new DamagedFile('JPEG segment shorter than its length field');
    segments.push({ marker, bytes: at.slice(offset, 2 + length), content: at.slice(offset + 4, length - 2) });
    offset += 2 + length;
  }
  throw new DamagedFile('too many JPEG segments');
}

/** XMP and IIM in place of any that were there, after JFIF and EXIF where readers look for them. */
export function embedInJpeg(bytes: Uint8Array, xmp: Uint8Array | null, iim: Uint8Array | null): Uint8Array {
  const { segments, rest } = takeJpegApart(bytes);
  const kept = segments.filter((segment) => !(xmp && isXmp(segment)) && !(iim && isPhotoshop(segment)));
  const firstOther = kept.findIndex((segment) => segment.marker !== 0xe0 && !isExif(segment));
  const insertAt = firstOther < 0 ? kept.length : firstOther;
  const added: Uint8Array[] = [];
  if (xmp) added.push(segmentBytes(0xe1, concatBytes([tagBytes(xmpSignature), xmp])));
  if (iim) added.push(segmentBytes(0xed, wrapIimAsApp13(iim)));
  return concatBytes([
    tagBytes('\xff\xd8'),
    ...kept.slice(0, insertAt).map((segment) => segment.bytes),
    ...added,
    ...kept.slice(insertAt).map((segment) => segment.bytes),
    rest,
  ]);
}

/**
 * Only what decoding needs: profile, Adobe transform, JFIF without its thumbnail, and the orientation where it is not
 * upright. Second pictures behind the first one (previews, gain maps, film clips) go as well.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const { segments, rest } = takeJpegApart(bytes);
  const exif = segments.find(isExif);
  const orientation = exif ? readExifOrientation(exif.content.subarray(6)) : 1;
  const kept = segments.flatMap((segment) => {
    if (segment.marker === 0xe0) return starts(segment, 'JFIF\0') ? [withoutThumbnail(segment)] : [];
    if (segment.marker === 0xe2) return starts(segment, 'ICC_PROFILE\0') ? [segment.bytes] : [];
    if (segment.marker === 0xee) return starts(segment, 'Adobe') ? [segment.bytes] : [];
    const isMetadata = (segment.marker >= 0xe1 && segment.marker <= 0xef) || segment.marker === 0xfe;
    return isMetadata ? [] : [segment.bytes];
  });
  const turned =
    asOrientation(orientation) === 1
      ? []
      : [segmentBytes(0xe1, concatBytes([tagBytes('Exif\0\0'), orientationExif(orientation)]))];
  const jfif = kept.findIndex((segment) => segment[1] === 0xe0) + 1;
  return concatBytes([
    tagBytes('\xff\xd8'),
    ...kept.slice(0, jfif),
    ...turned,
    ...kept.slice(jfif),
    rest.subarray(0, endOfPicture(rest)),
  ]);
}

function isExif(segment: Segment): boolean {
  return segment.marker === 0xe1 && starts(segment, 'Exif\0');
}

function isXmp(segment: Segment): boolean {
  return (
    segment.marker === 0xe1 &&
    (starts(segment, xmpSignature) || starts(segment, 'http://ns.adobe.com/xmp/extension/\0'))
  );
}

function isPhotoshop(segment: Segment): boolean {
  return segment.marker === 0xed;
}

function starts(segment: Segment, text: string): boolean {
  return new ByteReader(segment.content).spells(0, text);
}

function segmentBytes(marker: number, content: Uint8Array): Uint8Array {
  if (content.length > maxContentBytes)
    throw new RangeError(`${content.length} bytes do not fit one JPEG segment`);
  return concatBytes([Uint8Array.of(0xff, marker), u16Bytes(content.length + 2), content]);
}

function withoutThumbnail(jfif: Segment): Uint8Array {
  const fixed = jfif.content.slice(0, 14);
  fixed.fill(0, 12, 14);
  return segmentBytes(0xe0, fixed);
}

/** Offset behind the end marker of the picture that starts with the scan at 0; everything, if it has none. */
function endOfPicture(scans: Uint8Array): number {
  let offset = 0;
  while (offset + 1 < scans.length) {
    const marker = scans[offset + 1] ?? 0;
    if (scans[offset] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      const next = scans.indexOf(0xff, offset + 1);
      if (next < 0) return scans.length;
      offset = next;
    } else if (marker === 0xd9) {
      return offset + 2;
    } else {
      offset += 2 + (((scans[offset + 2] ?? 0) << 8) | (scans[offset + 3] ?? 0));
    }
  }
  return scans.length;
}
