/** Archives for tests of ZIP: whole ones in memory, and made-up ones of which only the headers are. */
import { expect } from 'vitest';
import { bytesEntry, type ZipEntry, type ZipLayout } from '../../../shared/delivery/zip/layout.ts';
import { uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';

export const WHEN = Date.UTC(2026, 3, 14, 9, 31, 8);

/** Bytes of a range, read the way the Worker streams them. */
export function assemble(layout: ZipLayout<Uint8Array>, start = 0, end = layout.totalBytes): Uint8Array {
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

export const entriesOf = (files: readonly { name: string; bytes: Uint8Array }[]): ZipEntry<Uint8Array>[] => {
  const names = uniqueSafeNames(files.map((file) => file.name));
  return files.map((file, index) => bytesEntry(names[index] ?? '', file.bytes, WHEN));
};

export const GIB = 1024 ** 3;

/** A made-up entry: only its numbers count. */
export const sparse = (name: string, size: number): ZipEntry<null> => ({
  name,
  size,
  crc32: 0x12345678,
  modifiedAt: WHEN,
  sha256: null,
  body: null,
});
