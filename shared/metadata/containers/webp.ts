/** WebP chunks (RFC 9649) taken apart and put together again; simple files become extended ones where they must. */
import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { readExifOrientation } from '../headers/tiff.ts';
import { parseWebp } from '../headers/webp.ts';
import { concatBytes, orientationExif, tagBytes, u32Bytes } from './bytes.ts';

export interface WebpChunk {
  readonly type: string;
  readonly content: Uint8Array;
}

const maxChunks = 100_000;
const flag = { animation: 0x02, xmp: 0x04, exif: 0x08, alpha: 0x10, icc: 0x20 } as const;
const pictureChunks = new Set(['ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);

/** All chunks of the RIFF container. @throws DamagedFile, ShortRead */
export function takeWebpApart(bytes: Uint8Array): WebpChunk[] {
  const at = new ByteReader(bytes, true);
  if (!at.spells(0, 'RIFF') || !at.spells(8, 'WEBP')) throw new DamagedFile('not a WebP');
  const end = Math.min(8 + at.u32(4), bytes.length);
  const chunks: WebpChunk[] = [];
  for (let offset = 12; offset + 8 <= end; ) {
    if (chunks.length >= maxChunks) throw new DamagedFile('too many WebP chunks');
    const size = at.u32(offset + 4);
    chunks.push({ type: at.ascii(offset, 4), content: at.slice(offset + 8, size) });
    offset += 8 + size + (size & 1);
  }
  return chunks;
}

/** XMP as the last chunk, in place of any that was there; the header says it is present. */
export function embedInWebp(bytes: Uint8Array, xmp: Uint8Array): Uint8Array {
  const others = takeWebpApart(bytes).filter((chunk) => chunk.type !== 'XMP ' && chunk.type !== 'VP8X');
  return assemble(bytes, [...others, { type: 'XMP ', content: xmp }]);
}

/** Without EXIF, XMP and unknown chunks; orientation stays where it is not upright. */
export function stripWebp(bytes: Uint8Array): Uint8Array {
  const chunks = takeWebpApart(bytes);
  const exif = chunks.find((chunk) => chunk.type === 'EXIF')?.content;
  const orientation = exif
    ? readExifOrientation(exif.subarray(new ByteReader(exif).spells(0, 'Exif\0\0') ? 6 : 0))
    : 1;
  const kept = chunks.filter((chunk) => pictureChunks.has(chunk.type));
  const turned = orientation === 1 ? [] : [{ type: 'EXIF', content: orientationExif(orientation) }];
  return assemble(bytes, [...kept, ...turned]);
}

function assemble(original: Uint8Array, chunks: readonly WebpChunk[]): Uint8Array {
  const has = (type: string) => chunks.some((chunk) => chunk.type === type);
  const { header } = parseWebp(original);
  const only = chunks.length === 1 ? chunks[0] : undefined;
  const isSimple = only?.type === 'VP8 ' || only?.type === 'VP8L';
  if (isSimple) return joinWebp(chunks);
  const canvas = webpCanvas({
    width: header.width,
    height: header.height,
    hasAlpha: header.hasAlpha,
    isAnimated: has('ANIM'),
    hasXmp: has('XMP '),
    hasExif: has('EXIF'),
    hasIcc: has('ICCP'),
  });
  return joinWebp([canvas, ...chunks]);
}

/** The chunk that begins an extended file: the canvas, and what else is in the file. */
export function webpCanvas(facts: {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly isAnimated?: boolean;
  readonly hasXmp?: boolean;
  readonly hasExif?: boolean;
  readonly hasIcc?: boolean;
}): WebpChunk {
  const flags =
    (facts.isAnimated ? flag.animation : 0) |
    (facts.hasXmp ? flag.xmp : 0) |
    (facts.hasExif ? flag.exif : 0) |
    (facts.hasAlpha ? flag.alpha : 0) |
    (facts.hasIcc ? flag.icc : 0);
  const [width, height] = [u32Bytes(facts.width - 1, true), u32Bytes(facts.height - 1, true)];
  const content = concatBytes([Uint8Array.of(flags, 0, 0, 0), width.subarray(0, 3), height.subarray(0, 3)]);
  return { type: 'VP8X', content };
}

/** The chunks as a file, in this order. */
export function joinWebp(chunks: readonly WebpChunk[]): Uint8Array {
  const body = concatBytes([tagBytes('WEBP'), ...chunks.map(chunkBytes)]);
  return concatBytes([tagBytes('RIFF'), u32Bytes(body.length, true), body]);
}

function chunkBytes({ type, content }: WebpChunk): Uint8Array {
  return concatBytes([
    tagBytes(type),
    u32Bytes(content.length, true),
    content,
    new Uint8Array(content.length & 1),
  ]);
}
