/** XMP in MP4 and QuickTime files: a `uuid` box at the top level, or `XMP_` in the movie's user data. */
import { ByteReader } from '../../../shared/metadata/byte-reader.ts';
import type { ByteSource } from '../../../shared/metadata/byte-source.ts';
import type { Packets } from './packets.ts';

/** XMP specification part 3, 1.2.7.1. */
const xmpUuid = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac';
const maxPacketBytes = 4 * 1024 * 1024;
const maxBoxes = 2000;

export async function locateInMovie(source: ByteSource, packets: Packets): Promise<void> {
  await walk(source, 0, source.size, packets, 0);
}

async function walk(
  source: ByteSource,
  start: number,
  end: number,
  packets: Packets,
  depth: number,
): Promise<void> {
  for (let offset = start, count = 0; offset + 8 <= end && count < maxBoxes && !packets.xmp; count++) {
    const at = new ByteReader(await source.read(offset, 32));
    const [size32, type] = [at.u32(0), at.ascii(4, 4)];
    const headerSize = size32 === 1 ? 16 : 8;
    const size = size32 === 1 ? at.u64(8) : size32 === 0 ? end - offset : size32;
    if (size < headerSize || offset + size > end) return;
    const body = offset + headerSize;
    const length = size - headerSize;
    if (type === 'uuid' && at.spells(headerSize, xmpUuid) && length - 16 <= maxPacketBytes) {
      packets.xmp = (await source.read(body + 16, length - 16)).slice();
    } else if (type === 'XMP_' && length <= maxPacketBytes) {
      packets.xmp = (await source.read(body, length)).slice();
    } else if ((type === 'moov' || type === 'udta') && depth < 3) {
      await walk(source, body, offset + size, packets, depth + 1);
    }
    offset += size;
  }
}
