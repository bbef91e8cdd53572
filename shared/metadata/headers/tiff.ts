/**
 * TIFF 6.0 and BigTIFF directories: the header of a TIFF file, and the orientation tag of an EXIF block, which is a TIFF
 * file inside another one.
 */
import { ByteReader, DamagedFile, ShortRead } from '../byte-reader.ts';
import { type ByteSource, ReadBudgetSpent } from '../byte-source.ts';
import {
  asOrientation,
  type ImageColorSpace,
  imageHeader,
  type Orientation,
  type ParsedHeader,
} from './image-header.ts';

const maxDirectories = 1000;
const maxEntries = 4096;

const tag = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  photometric: 262,
  orientation: 274,
  samplesPerPixel: 277,
  extraSamples: 338,
  iccProfile: 34675,
} as const;

interface Directory {
  /** First value of each tag this module reads. */
  readonly values: ReadonlyMap<number, number>;
  readonly next: number;
}

interface TiffStart {
  readonly at: ByteReader;
  readonly isBig: boolean;
  readonly firstDirectory: number;
}

function openTiff(bytes: Uint8Array): TiffStart {
  const littleEndian = bytes[0] === 0x49;
  const at = new ByteReader(bytes, littleEndian);
  if (!at.spells(0, littleEndian ? 'II' : 'MM')) throw new DamagedFile('no TIFF byte order');
  const magic = at.u16(2);
  if (magic === 42) return { at, isBig: false, firstDirectory: at.u32(4) };
  if (magic === 43) return { at, isBig: true, firstDirectory: at.u64(8) };
  throw new DamagedFile('not a TIFF');
}

const wanted = new Set<number>(Object.values(tag));

function readDirectory({ at, isBig }: TiffStart, offset: number): Directory {
  const count = isBig ? at.u64(offset) : at.u16(offset);
  if (count > maxEntries) throw new DamagedFile('directory too long');
  const [first, entrySize] = isBig ? [offset + 8, 20] : [offset + 2, 12];
  const values = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const entry = first + index * entrySize;
    const id = at.u16(entry);
    if (wanted.has(id)) values.set(id, readFirstValue(at, isBig, entry));
  }
  const end = first + count * entrySize;
  return { values, next: isBig ? at.u64(end) : at.u32(end) };
}

/** First number of an entry; of a profile only its presence is wanted, so its offset does as well. */
function readFirstValue(at: ByteReader, isBig: boolean, entry: number): number {
  const type = at.u16(entry + 2);
  const count = isBig ? at.u64(entry + 4) : at.u32(entry + 4);
  const inline = entry + (isBig ? 12 : 8);
  const size = type === 3 ? 2 : type === 4 ? 4 : type === 16 ? 8 : 1;
  const isInline = count * size <= (isBig ? 8 : 4);
  const where = isInline || size === 1 ? inline : isBig ? at.u64(inline) : at.u32(inline);
  switch (size) {
    case 2:
      return at.u16(where);
    case 4:
      return at.u32(where);
    case 8:
      return at.u64(where);
    default:
      return at.u8(where);
  }
}

/** Orientation in an EXIF block (starting at its `II`/`MM`); 1 where there is none or the block is damaged. */
export function readExifOrientation(exif: Uint8Array): Orientation {
  try {
    const start = openTiff(exif);
    return asOrientation(readDirectory(start, start.firstDirectory).values.get(tag.orientation) ?? 1);
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile) return 1;
    throw error;
  }
}

const photometricColors: Readonly<Record<number, readonly [ImageColorSpace, number]>> = {
  0: ['gray', 1],
  1: ['gray', 1],
  2: ['rgb', 3],
  3: ['rgb', 3],
  5: ['cmyk', 4],
  6: ['rgb', 3],
  8: ['lab', 3],
  9: ['lab', 3],
};

/** Header of a TIFF. Its directory may be anywhere, often at the end: then a `ShortRead` names how far to read. */
export function parseTiff(bytes: Uint8Array): ParsedHeader {
  const start = openTiff(bytes);
  const first = readDirectory(start, start.firstDirectory);
  const [width, height] = [first.values.get(tag.width), first.values.get(tag.height)];
  if (!width || !height) throw new DamagedFile('TIFF without a size');
  const [colorSpace, colors] = photometricColors[first.values.get(tag.photometric) ?? 1] ?? ['unknown', 3];
  const samples = first.values.get(tag.samplesPerPixel) ?? 1;
  const hasAlpha = first.values.has(tag.extraSamples) && samples > colors;
  const pages = countPages(start, first.next);
  return {
    header: imageHeader({
      mediaType: 'image/tiff',
      width,
      height,
      orientation: asOrientation(first.values.get(tag.orientation) ?? 1),
      bitDepth: Math.min(first.values.get(tag.bitsPerSample) ?? 1, 64),
      channels: Math.min(Math.max(colors, samples), 64),
      colorSpace,
      hasAlpha,
      hasIccProfile: first.values.has(tag.iccProfile),
      pages,
    }),
    complete: pages !== null,
  };
}

/** Stored size of a page, one-based; null where there is none. */
export function tiffPageSize(bytes: Uint8Array, page: number): { width: number; height: number } | null {
  try {
    const start = openTiff(bytes);
    let directory = readDirectory(start, start.firstDirectory);
    for (let at = 1; at < page; at++) {
      if (directory.next === 0 || at >= maxDirectories) return null;
      directory = readDirectory(start, directory.next);
    }
    const [width, height] = [directory.values.get(tag.width), directory.values.get(tag.height)];
    return width && height ? { width, height } : null;
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile) return null;
    throw error;
  }
}

function countPages(start: TiffStart, next: number): number | null {
  const seen = new Set<number>();
  try {
    while (next !== 0) {
      if (seen.has(next) || seen.size >= maxDirectories) return null;
      seen.add(next);
      next = readDirectory(start, next).next;
    }
    return seen.size + 1;
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile) return null;
    throw error;
  }
}

/** Pages of a TIFF of any size, from its directories alone; null where it is damaged, turns in a circle or is beyond the budget. */
export async function countTiffPages(source: ByteSource): Promise<number | null> {
  const numberAt = async (offset: number, read: (at: ByteReader) => number): Promise<number> => {
    const bytes = await source.read(offset, 8);
    return read(new ByteReader(bytes, isLittle));
  };
  let isLittle = true;
  try {
    const head = await source.read(0, 16);
    isLittle = head[0] === 0x49;
    const { isBig, firstDirectory } = openTiff(head);
    const seen = new Set<number>();
    for (let next = firstDirectory; next !== 0; ) {
      if (seen.has(next) || seen.size >= maxDirectories) return null;
      seen.add(next);
      const entries = await numberAt(next, (at) => (isBig ? at.u64(0) : at.u16(0)));
      if (entries > maxEntries) return null;
      const end = next + (isBig ? 8 + entries * 20 : 2 + entries * 12);
      next = await numberAt(end, (at) => (isBig ? at.u64(0) : at.u32(0)));
    }
    return seen.size;
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile || error instanceof ReadBudgetSpent)
      return null;
    throw error;
  }
}
