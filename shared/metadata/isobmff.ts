/** Boxes of the ISO base media file format (ISO/IEC 14496-12): MP4, MOV, HEIC and AVIF are made of them. */
import { type ByteReader, DamagedFile, ShortRead } from './byte-reader.ts';

export interface Box {
  readonly type: string;
  /** Offset of the box, of its content, and of the byte after it. `end` may lie past the bytes at hand. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

const maxBoxes = 10_000;

/** The box at `start`, whose parent (or file) ends at `limit`. */
export function readBox(at: ByteReader, start: number, limit: number): Box {
  const size = at.u32(start);
  const type = at.ascii(start + 4, 4);
  const [body, length] = size === 1 ? [start + 16, at.u64(start + 8)] : [start + 8, size];
  const end = size === 0 ? limit : start + length;
  if (end < body || end > limit) throw new DamagedFile(`box ${type} does not fit`);
  return { type, start, body, end };
}

/** All boxes side by side in `[start, end)`, which must be at hand up to the last box's header. */
export function boxesIn(at: ByteReader, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let offset = start; offset + 8 <= end; ) {
    if (boxes.length >= maxBoxes) throw new DamagedFile('too many boxes');
    const box = readBox(at, offset, end);
    boxes.push(box);
    offset = box.end;
  }
  return boxes;
}

/**
 * First box of a type in `[start, end)`, stepping over others. Null when the range ends without one.
 * @throws ShortRead when it must lie beyond the bytes at hand
 */
export function findBox(at: ByteReader, start: number, end: number, type: string): Box | null {
  let offset = start;
  for (let count = 0; count < maxBoxes && offset + 8 <= end; count++) {
    if (offset + 8 > at.length) throw new ShortRead(offset + 16);
    const box = readBox(at, offset, end);
    if (box.type === type) return box;
    offset = box.end;
  }
  return null;
}

/** Version and flags of a full box. */
export function fullBox(at: ByteReader, box: Box): { version: number; flags: number } {
  return { version: at.u8(box.body), flags: at.u24(box.body + 1) };
}
