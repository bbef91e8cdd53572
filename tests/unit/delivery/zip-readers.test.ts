/** Archives as other programs read them: Python, unzip, 7z, bsdtar and sha256sum, each where it is installed. */
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
import { afterAll, describe, expect, it } from 'vitest';
import { bytesEntry, planZip } from '../../../shared/delivery/zip/layout.ts';
import { MANIFEST_NAMES, manifestPapers } from '../../../shared/delivery/zip/manifest.ts';
import { uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';
import { findProgram } from '../../harness/programs.ts';
import { assemble, entriesOf, GIB, sparse, WHEN } from './archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

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
  sha256: sha256(FILES[index]?.bytes ?? new Uint8Array(0)),
}));
/** Every file as it went in. */
const expectFiles = (below: string): void => {
  for (const entry of expected) expect(sha256(readFileSync(join(below, entry.name)))).toBe(entry.sha256);
};

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
    expect(listed.map(([name, , digest]) => ({ name, sha256: digest }))).toEqual(expected);
    expect(listed[0]?.[3]).toEqual([2026, 4, 14, 9, 31, 8]);
  });

  it.skipIf(findProgram('unzip') === null)('unzip tests and extracts it', () => {
    expect(run('unzip', ['-tq', file])).toMatchObject({ status: 0 });
    const target = join(folder, 'unzip');
    expect(run('unzip', ['-q', file, '-d', target])).toMatchObject({ status: 0, error: '' });
    expectFiles(target);
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
    expectFiles(target);
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
      const sums = bytes.map(sha256);
      const papers = manifestPapers({
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
        ...papers.map(({ name, text }) => bytesEntry(name, new TextEncoder().encode(text), madeAt)),
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
