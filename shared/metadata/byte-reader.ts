/**
 * Bounded reads over the bytes at hand, which are often only the first part of a file.
 *
 * Every read outside those bytes throws `ShortRead`, so a parser can be written straight through and one catch at its door
 * decides between "give me more" and "damaged". Nothing here allocates in proportion to a number found in the file.
 */

/** Thrown by a read that needs `needed` bytes from the start of the file. */
export class ShortRead extends Error {
  readonly needed: number;
  constructor(needed: number) {
    super(`needs ${needed} bytes`);
    this.needed = needed;
  }
}

/** Thrown by a parser whose bytes contradict their format. */
export class DamagedFile extends Error {}

const latin1 = new TextDecoder('latin1');

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  private readonly view: DataView;

  constructor(bytes: Uint8Array, littleEndian = false) {
    this.bytes = bytes;
    this.littleEndian = littleEndian;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  private need(at: number, count: number): void {
    if (!(at >= 0) || at + count > this.bytes.length) throw new ShortRead(at + count);
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.view.getUint8(at);
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.view.getUint16(at, this.littleEndian);
  }

  u24(at: number): number {
    this.need(at, 3);
    const [a, b, c] = [this.view.getUint8(at), this.view.getUint8(at + 1), this.view.getUint8(at + 2)];
    return this.littleEndian ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.view.getUint32(at, this.littleEndian);
  }

  i32(at: number): number {
    this.need(at, 4);
    return this.view.getInt32(at, this.littleEndian);
  }

  /** Values above 2^53 lose precision, which only makes an already impossible offset impossible still. */
  u64(at: number): number {
    this.need(at, 8);
    return Number(this.view.getBigUint64(at, this.littleEndian));
  }

  /** `count` bytes as Latin-1 characters: for tags and signatures. */
  ascii(at: number, count: number): string {
    return latin1.decode(this.slice(at, count));
  }

  slice(at: number, count: number): Uint8Array {
    this.need(at, count);
    return this.bytes.subarray(at, at + count);
  }

  /** Whether the bytes at `at` spell `text`; false where they are not at hand. */
  spells(at: number, text: string): boolean {
    if (at < 0 || at + text.length > this.bytes.length) return false;
    for (let index = 0; index < text.length; index++) {
      if (this.bytes[at + index] !== text.charCodeAt(index)) return false;
    }
    return true;
  }
}
