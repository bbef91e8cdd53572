/**
 * Deterministic layout of a store-only ZIP archive (PKWARE APPNOTE 6.3.10, with ZIP64) whose entries' sizes and CRCs are
 * known in advance: exact total length, and any byte range as a list of segments, without touching an entry's bytes.
 *
 * No data descriptors, no compression, UTF-8 names (general purpose bit 11), modification times in UTC in the DOS field and
 * in the extended timestamp (0x5455). ZIP64 structures appear only where a value needs them, so small archives stay
 * readable by anything. The layout holds a few numbers per entry; headers are written when a range reaches them.
 */
import { concatBytes } from '../../metadata/containers/bytes.ts';
import { crc32 } from '../../metadata/crc32.ts';
import { sha256Hex } from '../../metadata/sha256.ts';
import type { Instant } from '../../time/instant.ts';

/** An entry: `body` is whatever the caller needs to find its bytes, or the bytes themselves. */
export interface ZipEntry<Body> {
  /** Relative path with `/`; see `uniqueSafeNames`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Unsigned CRC-32 of the bytes. */
  readonly crc32: number;
  readonly modifiedAt: Instant;
  /** Lower-case hex SHA-256, or `null`; part of the layout's ETag, never of its bytes. */
  readonly sha256: string | null;
  readonly body: Body;
}

/** Part of the archive: literal bytes, or `[start, end)` of an entry's body. */
export type ZipSegment<Body> =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'body';
      readonly index: number;
      readonly entry: ZipEntry<Body>;
      readonly start: number;
      readonly end: number;
    };

export interface ZipLayout<Body> {
  readonly entries: readonly ZipEntry<Body>[];
  /** Exact length of the archive in bytes. */
  readonly totalBytes: number;
  /** Where the central directory starts and how long it is. */
  readonly directory: { readonly offset: number; readonly size: number };
  /** Offset of an entry's local header. */
  headerOffset(index: number): number;
  /** Offset of an entry's first body byte. */
  bodyOffset(index: number): number;
  /**
   * The segments of `[start, end)` in order, none empty. Lazy: headers are made as they are reached. Throws `RangeError`
   * outside `0 ≤ start ≤ end ≤ totalBytes`.
   */
  segmentsForRange(start: number, end: number): Generator<ZipSegment<Body>, void, undefined>;
}

const UINT16_MAX = 0xffff;
const UINT32_MAX = 0xffffffff;
const encoder = new TextEncoder();

/** Entry with bytes that are at hand, such as a manifest. */
export function bytesEntry(
  name: string,
  bytes: Uint8Array,
  modifiedAt: Instant,
  sha256: string | null = null,
): ZipEntry<Uint8Array> {
  return { name, size: bytes.length, crc32: crc32(bytes), modifiedAt, sha256, body: bytes };
}

function checkEntry(entry: ZipEntry<unknown>, names: Set<string>): void {
  const segments = entry.name.split('/');
  const isSafe =
    entry.name !== '' &&
    !/[\\\p{Cc}]/u.test(entry.name) &&
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!isSafe) throw new RangeError(`Not a safe entry name: ${JSON.stringify(entry.name.slice(0, 80))}`);
  if (names.has(entry.name)) throw new RangeError(`Two entries are named ${JSON.stringify(entry.name)}`);
  names.add(entry.name);
  if (!Number.isSafeInteger(entry.size) || entry.size < 0)
    throw new RangeError('An entry has no valid size.');
  if (!Number.isInteger(entry.crc32) || entry.crc32 < 0 || entry.crc32 > UINT32_MAX) {
    throw new RangeError('A CRC-32 is an unsigned 32-bit integer.');
  }
}

/** DOS date and time in UTC, two-second steps, clamped to 1980..2107. */
function dosDateTime(instant: Instant): { date: number; time: number } {
  const earliest = Date.UTC(1980, 0, 1);
  const latest = Date.UTC(2107, 11, 31, 23, 59, 58);
  const moment = new Date(Math.min(latest, Math.max(earliest, instant)));
  return {
    date: ((moment.getUTCFullYear() - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate(),
    time:
      (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | Math.floor(moment.getUTCSeconds() / 2),
  };
}

/** Whether a signed 32-bit count of seconds holds the instant; without it only the DOS field speaks. */
function hasUnixTime(instant: Instant): boolean {
  const seconds = Math.floor(instant / 1000);
  return seconds >= 0 && seconds <= 0x7fffffff;
}

const UNIX_TIME_EXTRA = 9;

function localSizes(entry: ZipEntry<unknown>, nameBytes: number): { zip64: boolean; length: number } {
  const zip64 = entry.size >= UINT32_MAX;
  return {
    zip64,
    length: 30 + nameBytes + (zip64 ? 20 : 0) + (hasUnixTime(entry.modifiedAt) ? UNIX_TIME_EXTRA : 0),
  };
}

function centralSizes(
  entry: ZipEntry<unknown>,
  offset: number,
  nameBytes: number,
): { zip64Bytes: number; length: number } {
  const zip64Fields = (entry.size >= UINT32_MAX ? 2 : 0) + (offset >= UINT32_MAX ? 1 : 0);
  const zip64Bytes = zip64Fields === 0 ? 0 : 4 + zip64Fields * 8;
  return {
    zip64Bytes,
    length: 46 + nameBytes + zip64Bytes + (hasUnixTime(entry.modifiedAt) ? UNIX_TIME_EXTRA : 0),
  };
}

/** Little-endian writer over a fixed buffer. */
class Writer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly view: DataView;
  private at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
  }

  u8(value: number): this {
    this.view.setUint8(this.at, value);
    this.at += 1;
    return this;
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
    return this;
  }

  u64(value: number): this {
    this.view.setBigUint64(this.at, BigInt(value), true);
    this.at += 8;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }
}

function writeUnixTime(writer: Writer, instant: Instant): void {
  if (!hasUnixTime(instant)) return;
  writer
    .u16(0x5455)
    .u16(5)
    .u8(1)
    .u32(Math.floor(instant / 1000));
}

const FLAG_UTF8 = 0x0800;
const VERSION_STORE = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix, so that the external attributes below are a Unix mode: a regular file, rw-r--r--. */
const MADE_BY = (3 << 8) | VERSION_ZIP64;
const EXTERNAL_ATTRIBUTES = (0o100644 << 16) >>> 0;

function localHeader(entry: ZipEntry<unknown>): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(entry.name);
  const { zip64, length } = localSizes(entry, name.length);
  const { date, time } = dosDateTime(entry.modifiedAt);
  const size = zip64 ? UINT32_MAX : entry.size;
  const writer = new Writer(length)
    .u32(0x04034b50)
    .u16(zip64 ? VERSION_ZIP64 : VERSION_STORE)
    .u16(FLAG_UTF8)
    .u16(0)
    .u16(time)
    .u16(date)
    .u32(entry.crc32)
    .u32(size)
    .u32(size)
    .u16(name.length)
    .u16(length - 30 - name.length)
    .raw(name);
  if (zip64) writer.u16(0x0001).u16(16).u64(entry.size).u64(entry.size);
  writeUnixTime(writer, entry.modifiedAt);
  return writer.bytes;
}

function centralHeader(entry: ZipEntry<unknown>, offset: number): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(entry.name);
  const { zip64Bytes, length } = centralSizes(entry, offset, name.length);
  const { date, time } = dosDateTime(entry.modifiedAt);
  const isLarge = entry.size >= UINT32_MAX;
  const size = isLarge ? UINT32_MAX : entry.size;
  const writer = new Writer(length)
    .u32(0x02014b50)
    .u16(MADE_BY)
    .u16(zip64Bytes > 0 ? VERSION_ZIP64 : VERSION_STORE)
    .u16(FLAG_UTF8)
    .u16(0)
    .u16(time)
    .u16(date)
    .u32(entry.crc32)
    .u32(size)
    .u32(size)
    .u16(name.length)
    .u16(length - 46 - name.length)
    .u16(0) // comment
    .u16(0) // disk
    .u16(0) // internal attributes
    .u32(EXTERNAL_ATTRIBUTES)
    .u32(Math.min(offset, UINT32_MAX))
    .raw(name);
  if (zip64Bytes > 0) {
    writer.u16(0x0001).u16(zip64Bytes - 4);
    if (isLarge) writer.u64(entry.size).u64(entry.size);
    if (offset >= UINT32_MAX) writer.u64(offset);
  }
  writeUnixTime(writer, entry.modifiedAt);
  return writer.bytes;
}

function needsZip64End(count: number, offset: number, size: number): boolean {
  return count >= UINT16_MAX || offset >= UINT32_MAX || size >= UINT32_MAX;
}

function endOfArchive(count: number, offset: number, size: number): Uint8Array<ArrayBuffer> {
  const zip64 = needsZip64End(count, offset, size);
  const writer = new Writer((zip64 ? 76 : 0) + 22);
  if (zip64) {
    writer
      .u32(0x06064b50)
      .u64(44)
      .u16(MADE_BY)
      .u16(VERSION_ZIP64)
      .u32(0)
      .u32(0)
      .u64(count)
      .u64(count)
      .u64(size)
      .u64(offset)
      .u32(0x07064b50)
      .u32(0)
      .u64(offset + size)
      .u32(1);
  }
  return writer
    .u32(0x06054b50)
    .u16(0)
    .u16(0)
    .u16(Math.min(count, UINT16_MAX))
    .u16(Math.min(count, UINT16_MAX))
    .u32(Math.min(size, UINT32_MAX))
    .u32(Math.min(offset, UINT32_MAX))
    .u16(0).bytes;
}

/** Index of the last offset that is ≤ `position`; the first is 0. */
function locate(offsets: Float64Array, count: number, position: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Plans an archive of `entries` in their order. Throws `RangeError` for an unsafe or repeated name, an impossible size or a
 * CRC out of range.
 */
export function planZip<Body>(entries: readonly ZipEntry<Body>[]): ZipLayout<Body> {
  const count = entries.length;
  // One more than there are entries: the last is where the next structure starts.
  const headers = new Float64Array(count + 1);
  const bodies = new Float64Array(count);
  const records = new Float64Array(count + 1);
  const names = new Set<string>();
  let at = 0;
  let directorySize = 0;
  entries.forEach((entry, index) => {
    checkEntry(entry, names);
    const nameBytes = encoder.encode(entry.name).length;
    if (nameBytes > UINT16_MAX) throw new RangeError('An entry name is too long.');
    headers[index] = at;
    records[index] = directorySize;
    directorySize += centralSizes(entry, at, nameBytes).length;
    at += localSizes(entry, nameBytes).length;
    bodies[index] = at;
    at += entry.size;
  });
  headers[count] = at;
  records[count] = directorySize;
  const directory = { offset: at, size: directorySize };
  const endOffset = at + directorySize;
  const end = endOfArchive(count, directory.offset, directory.size);
  const totalBytes = endOffset + end.length;
  if (!Number.isSafeInteger(totalBytes)) throw new RangeError('The archive is too large.');

  const at32 = (list: Float64Array, index: number): number => {
    const value = list[index];
    if (value === undefined) throw new RangeError(`No entry ${index}.`);
    return value;
  };

  function* segmentsForRange(from: number, to: number): Generator<ZipSegment<Body>, void, undefined> {
    if (
      !Number.isSafeInteger(from) ||
      !Number.isSafeInteger(to) ||
      from < 0 ||
      to < from ||
      to > totalBytes
    ) {
      throw new RangeError(`No bytes ${from} to ${to} in an archive of ${totalBytes}.`);
    }
    let position = from;
    const cut = (bytes: Uint8Array<ArrayBuffer>, offset: number): ZipSegment<Body> | null => {
      const piece = bytes.subarray(position - offset, Math.min(bytes.length, to - offset));
      if (piece.length === 0) return null;
      position += piece.length;
      return { kind: 'bytes', bytes: piece };
    };
    for (
      let index = locate(headers, count, position);
      index < count && position < directory.offset;
      index++
    ) {
      const entry = entries[index];
      if (entry === undefined || position >= to) break;
      const bodyAt = at32(bodies, index);
      if (position < bodyAt) {
        const segment = cut(localHeader(entry), at32(headers, index));
        if (segment !== null) yield segment;
      }
      const stop = Math.min(to, bodyAt + entry.size);
      if (position >= bodyAt && position < stop) {
        yield { kind: 'body', index, entry, start: position - bodyAt, end: stop - bodyAt };
        position = stop;
      }
    }
    const firstRecord = locate(records, count, position - directory.offset);
    for (let index = firstRecord; index < count && position < Math.min(to, endOffset); index++) {
      const entry = entries[index];
      if (entry === undefined) break;
      const segment = cut(
        centralHeader(entry, at32(headers, index)),
        directory.offset + at32(records, index),
      );
      if (segment !== null) yield segment;
    }
    if (position < to) {
      const segment = cut(end, endOffset);
      if (segment !== null) yield segment;
    }
  }

  return {
    entries,
    totalBytes,
    directory,
    headerOffset: (index) => at32(headers, index),
    bodyOffset: (index) => at32(bodies, index),
    segmentsForRange,
  };
}

/**
 * Strong entity tag of an archive, quotes included: SHA-256 over its directory and the SHA-256 of each entry that has one.
 */
export async function zipEtag(layout: ZipLayout<unknown>): Promise<string> {
  const pieces: Uint8Array[] = [];
  const { offset } = layout.directory;
  for (const segment of layout.segmentsForRange(offset, layout.totalBytes)) {
    if (segment.kind === 'bytes') pieces.push(segment.bytes);
  }
  for (const entry of layout.entries) pieces.push(encoder.encode(`${entry.sha256 ?? '-'}\n`));
  return `"zip-${(await sha256Hex(concatBytes(pieces))).slice(0, 32)}"`;
}

/** Most files in one archive; more are offered in numbered parts. */
export const MAX_FILES_PER_ZIP = 8_000;

/** File name of one part, `{name}.zip` or `{name} (part 2 of 3).zip`. `part` is one-based. */
export function zipFileName(name: string, part: number, parts: number): string {
  return parts <= 1 ? `${name}.zip` : `${name} (part ${part} of ${parts}).zip`;
}
