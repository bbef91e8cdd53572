import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesEntry,
  planZip,
  type ZipLayout,
  zipEtag,
  zipFileName,
} from '../../../shared/delivery/zip/layout.ts';
import { crc32 } from '../../../shared/metadata/crc32.ts';
import { assemble, entriesOf, GIB, sparse, WHEN } from './archives.ts';

const anyFiles = fc.array(
  fc.record({
    name: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('a.jpg', 'A.JPG', 'ü.png'),
    ),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 12 },
);

describe('crc32', () => {
  it('equals zlib, whole and in chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(500), (bytes, cut) => {
        expect(crc32(bytes)).toBe(nodeCrc32(bytes));
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(nodeCrc32(bytes));
      }),
    );
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('planZip', () => {
  it('answers any range with the slice of the whole', () => {
    fc.assert(
      fc.property(anyFiles, fc.nat(), fc.nat(), (files, a, b) => {
        const layout = planZip(entriesOf(files));
        const whole = assemble(layout);
        expect(whole.length).toBe(layout.totalBytes);
        const [x, y] = [a % (whole.length + 1), b % (whole.length + 1)];
        const [start, end] = [Math.min(x, y), Math.max(x, y)];
        expect(assemble(layout, start, end)).toEqual(whole.slice(start, end));
      }),
      { numRuns: 1000 },
    );
  });

  it('answers every single offset of one archive', () => {
    const layout = planZip(
      entriesOf([
        { name: 'leer.txt', bytes: new Uint8Array(0) },
        { name: 'größe.txt', bytes: new TextEncoder().encode('hello') },
        { name: '日本.txt', bytes: Uint8Array.from({ length: 40 }, (_, index) => index) },
      ]),
    );
    const whole = assemble(layout);
    for (let start = 0; start <= whole.length; start++) {
      expect(assemble(layout, start)).toEqual(whole.slice(start));
      expect(assemble(layout, start, Math.min(whole.length, start + 7))).toEqual(
        whole.slice(start, start + 7),
      );
    }
  });

  it('is deterministic, and its ETag changes with any byte or checksum', async () => {
    const files = [
      { name: 'a.jpg', bytes: Uint8Array.of(1, 2, 3) },
      { name: 'b.jpg', bytes: Uint8Array.of(4) },
    ];
    const [one, two] = [planZip(entriesOf(files)), planZip(entriesOf(files))];
    expect(assemble(one)).toEqual(assemble(two));
    const etag = await zipEtag(one);
    expect(etag).toBe(await zipEtag(two));
    expect(etag).toMatch(/^"zip-[0-9a-f]{32}"$/);
    const changed = entriesOf([{ name: 'a.jpg', bytes: Uint8Array.of(1, 2, 4) }, ...files.slice(1)]);
    expect(await zipEtag(planZip(changed))).not.toBe(etag);
    const known = entriesOf(files).map((entry) => ({ ...entry, sha256: 'f'.repeat(64) }));
    expect(await zipEtag(planZip(known))).not.toBe(etag);
  });

  it.each(['', '/etc/passwd', '../up', 'a/../../b', 'a\\b', 'a//b', 'nul\0', 'a/./b'])(
    'refuses the entry name %j',
    (name) => {
      expect(() => planZip([bytesEntry(name, new Uint8Array(1), WHEN)])).toThrow(RangeError);
    },
  );

  it('refuses two entries of one name, and ranges outside', () => {
    const entry = bytesEntry('a', new Uint8Array(1), WHEN);
    expect(() => planZip([entry, entry])).toThrow(/named "a"/);
    const layout = planZip([entry]);
    expect(() => [...layout.segmentsForRange(0, layout.totalBytes + 1)]).toThrow(RangeError);
    expect(() => [...layout.segmentsForRange(5, 4)]).toThrow(RangeError);
    expect([...layout.segmentsForRange(5, 5)]).toEqual([]);
  });

  it('names numbered parts', () => {
    expect(zipFileName('Press kit', 2, 3)).toBe('Press kit (part 2 of 3).zip');
    expect(zipFileName('Press kit', 1, 1)).toBe('Press kit.zip');
  });
});

function literal(layout: ZipLayout<null>, start: number, end: number): Buffer {
  const pieces: Uint8Array[] = [];
  for (const segment of layout.segmentsForRange(start, end)) {
    if (segment.kind !== 'bytes') throw new Error('a body was reached');
    pieces.push(segment.bytes);
  }
  return Buffer.concat(pieces);
}

describe('ZIP64', () => {
  it('appears in an entry of 4 GiB and in what lies behind it, and nowhere else', () => {
    const layout = planZip([sparse('small', 10), sparse('large', 5 * GIB), sparse('after', 10)]);
    const [, largeAt, afterAt] = [0, 1, 2].map((index) => layout.headerOffset(index));
    const small = literal(layout, 0, layout.bodyOffset(0));
    expect(small.readUInt16LE(4)).toBe(20);
    expect(small.readUInt32LE(22)).toBe(10);
    const large = literal(layout, largeAt ?? 0, layout.bodyOffset(1));
    expect(large.readUInt16LE(4)).toBe(45);
    expect(large.readUInt32LE(18)).toBe(0xffffffff);
    expect(large.readUInt32LE(22)).toBe(0xffffffff);
    expect(large.readUInt16LE(35)).toBe(0x0001);
    expect(large.readUInt16LE(37)).toBe(16);
    expect(large.readBigUInt64LE(39)).toBe(BigInt(5 * GIB));
    expect(large.readBigUInt64LE(47)).toBe(BigInt(5 * GIB));

    const directory = literal(layout, layout.directory.offset, layout.totalBytes);
    const record = (at: number) => ({
      version: directory.readUInt16LE(at + 6),
      size: directory.readUInt32LE(at + 24),
      extra: directory.readUInt16LE(at + 30),
      offset: directory.readUInt32LE(at + 42),
      next: at + 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30),
    });
    const first = record(0);
    expect(first).toMatchObject({ version: 20, size: 10, extra: 9, offset: 0 });
    const second = record(first.next);
    expect(second).toMatchObject({ version: 45, size: 0xffffffff, extra: 29, offset: largeAt });
    const third = record(second.next);
    expect(third).toMatchObject({ version: 45, size: 10, extra: 21, offset: 0xffffffff });
    expect(directory.readBigUInt64LE(second.next + 46 + 5 + 4)).toBe(BigInt(afterAt ?? 0));

    const end = third.next;
    expect(end).toBe(layout.directory.size);
    expect(directory.readUInt32LE(end)).toBe(0x06064b50);
    expect(directory.readBigUInt64LE(end + 32)).toBe(3n);
    expect(directory.readBigUInt64LE(end + 48)).toBe(BigInt(layout.directory.offset));
    expect(directory.readUInt32LE(end + 56)).toBe(0x07064b50);
    expect(directory.readBigUInt64LE(end + 64)).toBe(BigInt(layout.directory.offset + layout.directory.size));
    expect(directory.readUInt32LE(end + 76)).toBe(0x06054b50);
    expect(directory.readUInt32LE(end + 92)).toBe(0xffffffff);
    expect(directory.length).toBe(end + 98);
  });

  it('starts exactly at the value that 32 bits reserve', () => {
    const below = planZip([sparse('a', 0xfffffffe)]);
    expect(literal(below, 0, below.bodyOffset(0)).readUInt16LE(4)).toBe(20);
    const at = planZip([sparse('a', 0xffffffff)]);
    expect(literal(at, 0, at.bodyOffset(0)).readUInt16LE(4)).toBe(45);
  });

  it('counts more than 65,534 entries', () => {
    for (const [count, isZip64] of [
      [65_534, false],
      [65_535, true],
      [70_000, true],
    ] as const) {
      const layout = planZip(Array.from({ length: count }, (_, index) => sparse(`f${index}`, 0)));
      const tail = literal(layout, layout.directory.offset + layout.directory.size, layout.totalBytes);
      expect(tail.readUInt32LE(0)).toBe(isZip64 ? 0x06064b50 : 0x06054b50);
      if (isZip64) expect(tail.readBigUInt64LE(32)).toBe(BigInt(count));
      expect(tail.readUInt16LE(tail.length - 12)).toBe(Math.min(count, 0xffff));
    }
  });

  it('finds a range deep inside terabytes at once', () => {
    const layout = planZip(Array.from({ length: 1000 }, (_, index) => sparse(`f${index}`, 3 * GIB)));
    const at = layout.bodyOffset(700) + 2 * GIB;
    expect([...layout.segmentsForRange(at, at + 5)]).toMatchObject([
      { kind: 'body', index: 700, start: 2 * GIB, end: 2 * GIB + 5 },
    ]);
  });
});
