/** Packets in a TIFF: tags of its first directory, wherever in the file that is. */
import { ByteReader, DamagedFile } from '../../../shared/metadata/byte-reader.ts';
import type { ByteSource } from '../../../shared/metadata/byte-source.ts';
import { findIimInPhotoshopResources } from '../../../shared/metadata/iim.ts';
import type { Packets } from './packets.ts';

const maxEntries = 1000;
const maxPacketBytes = 4 * 1024 * 1024;
/** Up to here a TIFF is given to the EXIF reader as a whole; beyond, only XMP and IIM are read. */
const maxWholeFileBytes = 12 * 1024 * 1024;
const tag = { xmp: 700, iim: 33723, photoshop: 34377 } as const;
const typeSizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 4: 4, 7: 1 };

export async function locateInTiff(source: ByteSource, packets: Packets): Promise<void> {
  const head = await source.read(0, 16);
  const littleEndian = head[0] === 0x49;
  const start = new ByteReader(head, littleEndian);
  const isBig = start.u16(2) === 43;
  const directory = isBig ? start.u64(8) : start.u32(4);
  const countSize = isBig ? 8 : 2;
  const counter = new ByteReader(await source.read(directory, countSize), littleEndian);
  const count = isBig ? counter.u64(0) : counter.u16(0);
  if (count > maxEntries) throw new DamagedFile('directory too long');
  const entrySize = isBig ? 20 : 12;
  const at = new ByteReader(await source.read(directory + countSize, count * entrySize), littleEndian);
  for (let index = 0; index < count; index++) {
    const entry = index * entrySize;
    const id = at.u16(entry);
    if (id !== tag.xmp && id !== tag.iim && id !== tag.photoshop) continue;
    const bytes = (isBig ? at.u64(entry + 4) : at.u32(entry + 4)) * (typeSizes[at.u16(entry + 2)] ?? 0);
    if (bytes <= 8 || bytes > maxPacketBytes) continue;
    const content = (await source.read(isBig ? at.u64(entry + 12) : at.u32(entry + 8), bytes)).slice();
    if (id === tag.xmp) packets.xmp = content;
    else if (id === tag.iim) packets.iim = content;
    else packets.iim ??= findIimInPhotoshopResources(content);
  }
  if (source.size <= maxWholeFileBytes && !isBig) packets.exif = (await source.read(0, source.size)).slice();
}
