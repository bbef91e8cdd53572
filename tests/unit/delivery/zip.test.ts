import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bytesEntry,
  planZip,
  type ZipEntry,
  type ZipLayout,
  zipEtag,
  zipFileName,
} from '../../../shared/delivery/zip/layout.ts';
import { MANIFEST_NAMES, manifestEntries } from '../../../shared/delivery/zip/manifest.ts';
import { uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';
import { crc32 } from '../../../shared/metadata/crc32.ts';
import { findProgram } from './programs.ts';

const WHEN = Date.UTC(2026, 3, 14, 9, 31, 8);

/** Bytes of a range, read the way the Worker streams them. */
function assemble(layout: ZipLayout<Uint8Array>, start = 0, end = layout.totalBytes): Uint8Array {
  const out = new Uint8Array(end - start);
  let at = 0;
  for (const segment of layout.segmentsForRange(start, end)) {
    const bytes =
      segment.kind === 'bytes' ? segment.bytes : segment.entry.body.subarray(segment.start, segment.end);
    expect(bytes.length).toBeGreaterThan(0);
    out.set(bytes, at);
    at += bytes.length;
  }
  expect(at).toBe(out.length);
  return out;
}

const entriesOf = (files: readonly { name: string; bytes: Uint8Array }[]): ZipEntry<Uint8Array>[] => {
  const names = uniqueSafeNames(files.map((file) => file.name));
  return files.map((file, index) => bytesEntry(names[index] ?? '', file.bytes, WHEN));
};

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

const folder = mkdtempSync(join(tmpdir(), 'vitrine-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

const GIB = 1024 ** 3;

/** A made-up entry: only its numbers count. */
const sparse = (name: string, size: number): ZipEntry<null> => ({
  name,
  size,
  crc32: 0x12345678,
  modifiedAt: WHEN,
  sha256: null,
  body: null,
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

const FILES = [
  { name: 'Żółć – wisteria.jpg', bytes: Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) & 255) },
  { name: 'ブルー.png', bytes: Uint8Array.of(1, 2, 3) },
  { name: 'photo.jpg', bytes: new TextEncoder().encode('one') },
  { name: 'Photo.JPG', bytes: new TextEncoder().encode('two') },
  { name: '../../etc/passwd', bytes: new TextEncoder().encode('three') },
  { name: 'CON.txt', bytes: new TextEncoder().encode('four') },
  { name: 'leer', bytes: new Uint8Array(0) },
  { name: '😀 emoji 👩‍👩‍👧.txt', bytes: new TextEncoder().encode('five') },
];

const PYTHON_READER = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([[i.filename, i.file_size, hashlib.sha256(archive.read(i)).hexdigest() if i.file_size < 1 << 30 else None, list(i.date_time)] for i in archive.infolist()]))
`;

const expected = uniqueSafeNames(FILES.map((file) => file.name)).map((name, index) => ({
  name,
  sha256: createHash('sha256')
    .update(FILES[index]?.bytes ?? new Uint8Array(0))
    .digest('hex'),
}));

const run = (program: string, args: readonly string[]) => {
  const result = spawnSync(program, args, {
    encoding: 'buffer',
    env: { ...process.env, LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' },
    maxBuffer: 1 << 26,
  });
  return {
    status: result.status,
    text: result.stdout.toString('utf8'),
    error: result.stderr.toString('utf8'),
  };
};

describe('independent readers', () => {
  const file = join(folder, 'sample.zip');
  writeFileSync(file, assemble(planZip(entriesOf(FILES))));

  it('has names that a case-insensitive disk keeps apart', () => {
    expect(expected.map((entry) => entry.name)).toEqual([
      'Żółć – wisteria.jpg',
      'ブルー.png',
      'photo.jpg',
      'Photo (2).JPG',
      'etc_passwd',
      '_CON.txt',
      'leer',
      '😀 emoji 👩‍👩‍👧.txt',
    ]);
  });

  it.skipIf(findProgram('python3') === null)('Python zipfile reads every name, byte and time', () => {
    const { status, text, error } = run('python3', ['-c', PYTHON_READER, file]);
    expect(error).toBe('');
    expect(status).toBe(0);
    const listed = JSON.parse(text) as [string, number, string, number[]][];
    expect(listed.map(([name, , sha256]) => ({ name, sha256 }))).toEqual(expected);
    expect(listed[0]?.[3]).toEqual([2026, 4, 14, 9, 31, 8]);
  });

  it.skipIf(findProgram('unzip') === null)('unzip tests and extracts it', () => {
    expect(run('unzip', ['-tq', file])).toMatchObject({ status: 0 });
    const target = join(folder, 'unzip');
    expect(run('unzip', ['-q', file, '-d', target])).toMatchObject({ status: 0, error: '' });
    for (const entry of expected) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(target, entry.name)))
          .digest('hex'),
      ).toBe(entry.sha256);
    }
  });

  it.skipIf(findProgram('7z') === null)('7z tests it without a warning and lists the names', () => {
    const tested = run('7z', ['t', file]);
    expect(tested).toMatchObject({ status: 0 });
    expect(tested.text).toContain('Everything is Ok');
    expect(tested.text).not.toMatch(/warning/i);
    const listed = run('7z', ['l', '-slt', '-ba', file]).text;
    for (const entry of expected) expect(listed).toContain(`Path = ${entry.name}\n`);
  });

  it.skipIf(findProgram('bsdtar') === null)('bsdtar extracts it', () => {
    const target = mkdtempSync(join(folder, 'bsdtar-'));
    expect(run('bsdtar', ['-xf', file, '-C', target])).toMatchObject({ status: 0, error: '' });
    for (const entry of expected) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(target, entry.name)))
          .digest('hex'),
      ).toBe(entry.sha256);
    }
  });

  it.skipIf(findProgram('bsdtar') === null)('bsdtar reads it as a stream, from local headers alone', () => {
    const listed = run('sh', ['-c', 'cat "$1" | bsdtar -tf -', 'sh', file]);
    expect(listed).toMatchObject({ status: 0, error: '' });
    expect(listed.text.trimEnd().split('\n')).toEqual(expected.map((entry) => entry.name));
  });

  it.skipIf(findProgram('sha256sum') === null || findProgram('unzip') === null)(
    'sha256sum checks what the papers say',
    () => {
      const madeAt = Date.UTC(2026, 10, 21);
      const names = uniqueSafeNames([...FILES.map((entry) => entry.name), 'CREDITS.TXT'], MANIFEST_NAMES);
      expect(names.at(-1)).toBe('CREDITS (2).TXT');
      const bytes = [...FILES.map((entry) => entry.bytes), Uint8Array.of(7)];
      const sums = bytes.map((content) => createHash('sha256').update(content).digest('hex'));
      const papers = manifestEntries({
        name: 'Press kit',
        madeAt,
        files: names.map((name, index) => ({
          name,
          assetId: `ast_${index}`,
          title: null,
          rendition: 'original',
          sha256: sums[index] ?? null,
          size: bytes[index]?.length ?? 0,
          creator: null,
          creditLine: null,
          copyrightNotice: null,
          usageTerms: null,
          license: null,
          usableUntil: null,
          territories: null,
          channels: null,
          altText: null,
          url: null,
        })),
        leftOut: [],
        contact: null,
        locale: 'en',
      });
      const layout = planZip([
        ...papers,
        ...names.map((name, index) => bytesEntry(name, bytes[index] ?? new Uint8Array(0), WHEN)),
      ]);
      const path = join(folder, 'papers.zip');
      writeFileSync(path, assemble(layout));
      const target = join(folder, 'papers');
      expect(run('unzip', ['-q', path, '-d', target])).toMatchObject({ status: 0, error: '' });
      const checked = run('sh', ['-c', 'cd "$1" && sha256sum --strict -c SHA256SUMS', 'sh', target]);
      expect(checked).toMatchObject({ status: 0, error: '' });
      expect(checked.text.match(/: OK$/gm)).toHaveLength(names.length);
    },
  );

  // A sparse file: only headers are written, bodies are holes full of zeros that no reader here reads in full.
  const largeFile = join(folder, 'large.zip');
  const large = planZip([
    sparse('first.bin', 5 * GIB),
    sparse('second.bin', 3),
    sparse('third.bin', 5 * GIB),
  ]);
  const writeLarge = (): void => {
    const descriptor = openSync(largeFile, 'w');
    ftruncateSync(descriptor, large.totalBytes);
    let at = 0;
    for (const segment of large.segmentsForRange(0, large.totalBytes)) {
      if (segment.kind === 'bytes') {
        writeSync(descriptor, segment.bytes, 0, segment.bytes.length, at);
        at += segment.bytes.length;
      } else at += segment.end - segment.start;
    }
    closeSync(descriptor);
  };
  writeLarge();

  it.skipIf(findProgram('python3') === null)('Python zipfile lists an archive of 10 GiB', () => {
    const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for info in archive.infolist():
        with archive.open(info) as body:
            body._expected_crc = None
            body.read(3)
    print(json.dumps([[i.filename, i.file_size, i.header_offset] for i in archive.infolist()]))
`;
    const { status, text, error } = run('python3', ['-c', script, largeFile]);
    expect(error).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(text)).toEqual([
      ['first.bin', 5 * GIB, 0],
      ['second.bin', 3, large.headerOffset(1)],
      ['third.bin', 5 * GIB, large.headerOffset(2)],
    ]);
  });

  it.skipIf(findProgram('unzip') === null)('unzip lists an archive of 10 GiB', () => {
    const { status, text } = run('unzip', ['-l', largeFile]);
    expect(status).toBe(0);
    expect(text).toMatch(/5368709120 .*first\.bin/);
    expect(text).toMatch(/5368709120 .*third\.bin/);
  });

  it.skipIf(findProgram('7z') === null)('7z lists an archive of 10 GiB', () => {
    const { status, text } = run('7z', ['l', '-slt', '-ba', largeFile]);
    expect(status).toBe(0);
    expect(text).not.toMatch(/error|warning/i);
    expect(text.match(/^Size = 5368709120$/gm)).toHaveLength(2);
  });

  it.skipIf(findProgram('bsdtar') === null)('bsdtar lists an archive of 10 GiB', () => {
    const { status, text, error } = run('bsdtar', ['-tvf', largeFile]);
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(text.match(/5368709120/g)).toHaveLength(2);
  });

  it.skipIf(findProgram('python3') === null)('Python zipfile and unzip agree on 70,000 entries', () => {
    const many = planZip(
      Array.from({ length: 70_000 }, (_, index) =>
        bytesEntry(`f${index}.txt`, Uint8Array.of(index & 255), WHEN),
      ),
    );
    const path = join(folder, 'many.zip');
    writeFileSync(path, assemble(many));
    const counted = run('python3', [
      '-c',
      'import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))',
      path,
    ]);
    expect(counted).toMatchObject({ status: 0, text: '70000\n' });
    if (findProgram('unzip') !== null) {
      expect(run('unzip', ['-p', path, 'f69999.txt']).text).toBe(Buffer.of(69_999 & 255).toString('utf8'));
    }
  });
});
