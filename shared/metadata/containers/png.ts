/** PNG chunks taken apart and put together again. */
import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { readExifOrientation } from '../headers/tiff.ts';
import { concatBytes, orientationExif, tagBytes } from './bytes.ts';
import { PNG_SIGNATURE, pngChunk } from './png-chunk.ts';

interface Chunk {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

const xmpKeyword = 'XML:com.adobe.xmp\0';
const maxChunks = 100_000;

/** Chunks needed to show the picture as it is meant; everything else is metadata. */
const pictureChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** All chunks up to `IEND`. @throws DamagedFile, ShortRead */
export function takePngApart(bytes: Uint8Array): Chunk[] {
  const at = new ByteReader(bytes);
  if (!at.spells(0, PNG_SIGNATURE)) throw new DamagedFile('not a PNG');
  const chunks: Chunk[] = [];
  let offset = 8;
  while (chunks.length < maxChunks) {
    const length = at.u32(offset);
    const type = at.ascii(offset + 4, 4);
    chunks.push({ type, bytes: at.slice(offset, 12 + length), content: at.slice(offset + 8, length) });
    if (type === 'IEND') return chunks;
    offset += 12 + length;
  }
  throw new DamagedFile('too many PNG chunks');
}

/** XMP as an uncompressed `iTXt` right after the header, in place of any that was there (XMP part 3, 1.1.5). */
export function embedInPng(bytes: Uint8Array, xmp: Uint8Array): Uint8Array {
  const [header, ...others] = takePngApart(bytes);
  if (header?.type !== 'IHDR') throw new DamagedFile('PNG without IHDR');
  const text = pngChunk('iTXt', concatBytes([tagBytes(`${xmpKeyword}\0\0\0\0`), xmp]));
  return concatBytes([
    tagBytes(PNG_SIGNATURE),
    header.bytes,
    text,
    ...others.filter((chunk) => !isXmp(chunk)).map((chunk) => chunk.bytes),
  ]);
}

/** Without text, time, EXIF and private chunks; orientation stays where it is not upright. */
export function stripPng(bytes: Uint8Array): Uint8Array {
  const chunks = takePngApart(bytes);
  const exif = chunks.find((chunk) => chunk.type === 'eXIf');
  const orientation = exif ? readExifOrientation(exif.content) : 1;
  const [header, ...others] = chunks
    .filter((chunk) => pictureChunks.has(chunk.type))
    .map((chunk) => chunk.bytes);
  if (!header) throw new DamagedFile('PNG without IHDR');
  const turned = orientation === 1 ? [] : [pngChunk('eXIf', orientationExif(orientation))];
  return concatBytes([tagBytes(PNG_SIGNATURE), header, ...turned, ...others]);
}

function isXmp(chunk: Chunk): boolean {
  // libvips and others put it into a compressed `zTXt` instead.
  return ['iTXt', 'zTXt', 'tEXt'].includes(chunk.type) && new ByteReader(chunk.content).spells(0, xmpKeyword);
}
