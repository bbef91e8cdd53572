/** GIF 89a headers. Frames are counted as far as the bytes at hand reach. */
import { ByteReader, DamagedFile, ShortRead } from '../byte-reader.ts';
import { imageHeader, type ParsedHeader } from './image-header.ts';

/** The logical screen size, whether it is transparent and animated, and the frame count where the trailer is reached. */
export function parseGif(bytes: Uint8Array): ParsedHeader {
  const at = new ByteReader(bytes, true);
  const [width, height] = [at.u16(6), at.u16(8)];
  if (width === 0 || height === 0) throw new DamagedFile('GIF without a size');
  const walk = walkBlocks(at);
  return {
    header: imageHeader({
      mediaType: 'image/gif',
      width,
      height,
      channels: walk.hasAlpha ? 4 : 3,
      hasAlpha: walk.hasAlpha,
      frames: walk.complete ? Math.max(walk.frames, 1) : null,
      isAnimated: walk.frames > 1 || walk.loops,
      progressive: walk.interlaced,
    }),
    complete: walk.complete,
  };
}

function walkBlocks(at: ByteReader) {
  const result = { frames: 0, hasAlpha: false, interlaced: false, loops: false, complete: false };
  try {
    const flags = at.u8(10);
    let offset = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
    for (;;) {
      const block = at.u8(offset);
      if (block === 0x3b) break;
      if (block === 0x21) {
        const label = at.u8(offset + 1);
        if (label === 0xf9 && (at.u8(offset + 3) & 1) === 1) result.hasAlpha = true;
        if (label === 0xff && at.spells(offset + 3, 'NETSCAPE2.0')) result.loops = true;
        offset = skipSubBlocks(at, offset + 2);
      } else if (block === 0x2c) {
        const local = at.u8(offset + 9);
        result.frames++;
        if (local & 0x40) result.interlaced = true;
        offset = skipSubBlocks(at, offset + 11 + (local & 0x80 ? 3 << ((local & 7) + 1) : 0));
      } else {
        break;
      }
    }
    result.complete = true;
  } catch (error) {
    if (!(error instanceof ShortRead)) throw error;
  }
  return result;
}

function skipSubBlocks(at: ByteReader, offset: number): number {
  for (;;) {
    const size = at.u8(offset);
    offset += 1 + size;
    if (size === 0) return offset;
  }
}
