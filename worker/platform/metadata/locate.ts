/** Where each file format keeps its metadata: finds the packets, does not read them. */
import { ByteReader, DamagedFile, ShortRead } from '../../../shared/metadata/byte-reader.ts';
import { type ByteSource, ReadBudgetSpent } from '../../../shared/metadata/byte-source.ts';
import { isXmpItem, type PictureItems, readPictureItems } from '../../../shared/metadata/containers/avif.ts';
import { findIimInPhotoshopResources } from '../../../shared/metadata/iim.ts';
import { locateInMovie } from './locate-movie.ts';
import { locateInTiff } from './locate-tiff.ts';
import type { Packets } from './packets.ts';

const maxPacketBytes = 4 * 1024 * 1024;
const headBytes = 1024 * 1024;
const tailBytes = 1024 * 1024;
const maxSteps = 4000;
const textChunks: readonly string[] = ['iTXt', 'zTXt', 'tEXt'];

/** Finds what it can; a damaged file, or one that leads too far, yields what was found before. */
export async function locatePackets(source: ByteSource, mediaType: string): Promise<Packets> {
  const packets: Packets = { xmp: null, iim: null, exif: null };
  try {
    await locatorFor(mediaType)(source, packets);
  } catch (error) {
    if (!(error instanceof ShortRead || error instanceof DamagedFile || error instanceof ReadBudgetSpent))
      throw error;
  }
  return packets;
}

function locatorFor(mediaType: string): (source: ByteSource, packets: Packets) => Promise<void> {
  switch (mediaType) {
    case 'image/jpeg':
      return locateInJpeg;
    case 'image/png':
      return locateInPng;
    case 'image/webp':
      return locateInWebp;
    case 'image/tiff':
      return locateInTiff;
    case 'image/heic':
    case 'image/avif':
      return locateInHeif;
    case 'image/vnd.adobe.photoshop':
      return locateInPsd;
    case 'video/mp4':
    case 'video/quicktime':
    case 'audio/mp4':
      return locateInMovie;
    default:
      return scanForPacket;
  }
}

async function locateInJpeg(source: ByteSource, packets: Packets): Promise<void> {
  let offset = 2;
  for (let step = 0; step < maxSteps; step++) {
    const at = new ByteReader(await source.read(offset, 4));
    if (at.u8(0) !== 0xff) return;
    const marker = at.u8(1);
    if (marker === 0xff) {
      offset++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return;
    const length = at.u16(2);
    if (length < 2) return;
    if (marker === 0xe1 || marker === 0xed) {
      const content = new ByteReader(await source.read(offset + 4, length - 2));
      const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';
      if (marker === 0xed) packets.iim ??= findIimInPhotoshopResources(content.bytes);
      else if (content.spells(0, 'Exif\0')) packets.exif ??= content.bytes.slice(6);
      else if (content.spells(0, xmpSignature)) packets.xmp ??= content.bytes.slice(xmpSignature.length);
    }
    offset += 2 + length;
  }
}

async function locateInPng(source: ByteSource, packets: Packets): Promise<void> {
  let offset = 8;
  for (let step = 0; step < maxSteps; step++) {
    const at = new ByteReader(await source.read(offset, 8));
    const [length, type] = [at.u32(0), at.ascii(4, 4)];
    if (type === 'IEND') return;
    // Behind the picture data only the end of the file is looked at: walking megabytes of it costs too many reads.
    if (type === 'IDAT') return locateInPngTail(source, packets);
    if ((type === 'eXIf' || textChunks.includes(type)) && length <= maxPacketBytes) {
      const content = await source.read(offset + 8, length);
      if (type === 'eXIf') packets.exif ??= content.slice();
      else packets.xmp ??= await xmpOfTextChunk(type, content);
    }
    offset += 12 + length;
  }
}

async function locateInPngTail(source: ByteSource, packets: Packets): Promise<void> {
  const start = Math.max(8, source.size - tailBytes);
  const tail = await source.read(start, tailBytes);
  const at = new ByteReader(tail);
  for (const [type, isWanted] of [
    ['iTXt', packets.xmp === null],
    ['eXIf', packets.exif === null],
  ] as const) {
    const found = isWanted ? lastIndexOfText(tail, type) : -1;
    if (found < 4) continue;
    const content = at.slice(found + 4, at.u32(found - 4));
    if (type === 'eXIf') packets.exif = content.slice();
    else packets.xmp = await xmpOfTextChunk(type, content);
  }
}

/** XMP belongs into an uncompressed `iTXt`; compressed and plain text chunks with its keyword exist as well (libvips). */
async function xmpOfTextChunk(type: string, content: Uint8Array): Promise<Uint8Array | null> {
  const keyword = 'XML:com.adobe.xmp\0';
  const at = new ByteReader(content);
  if (!at.spells(0, keyword)) return null;
  if (type === 'tEXt') return content.slice(keyword.length);
  if (type === 'zTXt') return inflate(content.slice(keyword.length + 1));
  const isCompressed = at.u8(keyword.length) === 1;
  const languageEnd = content.indexOf(0, keyword.length + 2);
  const textStart = content.indexOf(0, languageEnd + 1) + 1;
  if (languageEnd < 0 || textStart === 0) return null;
  const text = content.slice(textStart);
  return isCompressed ? inflate(text) : text;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const part of new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))) {
      total += part.length;
      if (total > maxPacketBytes) return null;
      parts.push(part);
    }
  } catch {
    // A stream that does not inflate is no packet.
    return null;
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

async function locateInWebp(source: ByteSource, packets: Packets): Promise<void> {
  for (let offset = 12, step = 0; step < maxSteps && offset + 8 <= source.size; step++) {
    const at = new ByteReader(await source.read(offset, 8), true);
    const [type, size] = [at.ascii(0, 4), at.u32(4)];
    if ((type === 'EXIF' || type === 'XMP ') && size <= maxPacketBytes) {
      const content = await source.read(offset + 8, size);
      if (type === 'XMP ') packets.xmp ??= content.slice();
      else packets.exif ??= content.slice(new ByteReader(content).spells(0, 'Exif\0\0') ? 6 : 0);
    }
    offset += 8 + size + (size & 1);
  }
}

async function locateInHeif(source: ByteSource, packets: Packets): Promise<void> {
  const items = readPictureItems(await source.read(0, headBytes));
  const xmp = items.infos.find(isXmpItem);
  const exif = items.infos.find((info) => info.type === 'Exif');
  if (xmp) packets.xmp = await readItem(source, items, xmp.id);
  const block = exif ? await readItem(source, items, exif.id) : null;
  if (block) packets.exif = block.slice(4 + new ByteReader(block).u32(0));
}

async function readItem(source: ByteSource, items: PictureItems, id: number): Promise<Uint8Array | null> {
  const location = items.locations.find((found) => found.id === id);
  const idat = items.children.find((box) => box.type === 'idat');
  const origin = location?.method === 1 ? idat?.body : location?.method === 0 ? 0 : undefined;
  const extent = location?.extents[0];
  if (origin === undefined || !extent || location?.extents.length !== 1 || extent.length > maxPacketBytes)
    return null;
  return (await source.read(origin + extent.offset, extent.length)).slice();
}

async function locateInPsd(source: ByteSource, packets: Packets): Promise<void> {
  const start = new ByteReader(await source.read(26, 4)).u32(0) + 30;
  const length = new ByteReader(await source.read(start, 4)).u32(0);
  const at = new ByteReader(await source.read(start + 4, Math.min(length, maxPacketBytes)));
  for (
    let offset = 0, step = 0;
    step < maxSteps && offset + 12 <= at.length && at.spells(offset, '8BIM');
    step++
  ) {
    const nameLength = at.u8(offset + 6) + 1;
    const sizeAt = offset + 6 + nameLength + (nameLength & 1);
    const [id, size] = [at.u16(offset + 4), at.u32(sizeAt)];
    const content = () => at.slice(sizeAt + 4, size).slice();
    if (id === 0x0404) packets.iim ??= content();
    if (id === 0x0422) packets.exif ??= content();
    if (id === 0x0424) packets.xmp ??= content();
    offset = sizeAt + 4 + size + (size & 1);
  }
}

/** Any other file (PDF, EPS, AI, InDesign): the XMP packet wrapper is made to be found by scanning; the last one counts. */
async function scanForPacket(source: ByteSource, packets: Packets): Promise<void> {
  const tailStart = Math.max(0, source.size - tailBytes);
  const tail = packetIn(await source.read(tailStart, tailBytes));
  packets.xmp = tail ?? (tailStart > 0 ? packetIn(await source.read(0, headBytes)) : null);
}

function packetIn(bytes: Uint8Array): Uint8Array | null {
  const end = lastIndexOfText(bytes, '</x:xmpmeta>');
  const start = end < 0 ? -1 : lastIndexOfText(bytes.subarray(0, end), '<x:xmpmeta');
  return start < 0 ? null : bytes.slice(start, end + '</x:xmpmeta>'.length);
}

function lastIndexOfText(bytes: Uint8Array, text: string): number {
  const at = new ByteReader(bytes);
  const first = text.charCodeAt(0);
  for (
    let index = bytes.lastIndexOf(first);
    index >= 0;
    index = index > 0 ? bytes.lastIndexOf(first, index - 1) : -1
  ) {
    if (at.spells(index, text)) return index;
  }
  return -1;
}
