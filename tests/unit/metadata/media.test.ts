import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSourceOf } from '../../../shared/metadata/byte-source.ts';
import {
  concatBytes,
  tagBytes,
  u16Bytes,
  u32Bytes,
  utf8Bytes,
} from '../../../shared/metadata/containers/bytes.ts';
import { inspectMedia } from '../../../shared/metadata/media.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';

const inspect = (bytes: Uint8Array) => inspectMedia(byteSourceOf(bytes), sniffMediaType(bytes).mediaType);

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  return concatBytes([u32Bytes(content.length + 8), tagBytes(type), content]);
}

const identity = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
const quarterTurn = [0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000];

function movie(matrix: number[], width: number, height: number): Uint8Array {
  const mvhd = box('mvhd', new Uint8Array(12), u32Bytes(600), u32Bytes(1500), new Uint8Array(80));
  const tkhd = box(
    'tkhd',
    new Uint8Array(40),
    ...matrix.map((value) => u32Bytes(value)),
    u32Bytes(width * 65536),
    u32Bytes(height * 65536),
  );
  return concatBytes([
    box('ftyp', tagBytes('isom\0\0\0\0isom')),
    box('mdat', new Uint8Array(400_000)),
    box('moov', mvhd, box('trak', tkhd)),
  ]);
}

function wav(seconds: number): Uint8Array {
  const data = new Uint8Array(seconds * 8000);
  const format = concatBytes([
    Uint8Array.of(1, 0, 1, 0),
    u32Bytes(8000, true),
    u32Bytes(8000, true),
    Uint8Array.of(1, 0, 8, 0),
  ]);
  return concatBytes([
    tagBytes('RIFF'),
    u32Bytes(36 + data.length, true),
    tagBytes('WAVEfmt '),
    u32Bytes(16, true),
    format,
    tagBytes('data'),
    u32Bytes(data.length, true),
    data,
  ]);
}

describe('inspectMedia', () => {
  it('reads length and size of a film whose index is at its end, turned upright', async () => {
    const facts = { durationMs: 2500, pages: null };
    expect(await inspect(movie(identity, 1920, 1080))).toEqual({ ...facts, width: 1920, height: 1080 });
    expect(await inspect(movie(quarterTurn, 1920, 1080))).toEqual({ ...facts, width: 1080, height: 1920 });
  });

  it('reads the length of WAV, MP3 at a constant rate, MP3 with a frame count, FLAC and Ogg', async () => {
    expect((await inspect(wav(3))).durationMs).toBe(3000);
    const constant = concatBytes([
      tagBytes('ID3\x04\0\0\0\0\0\x05hello'),
      tagBytes('\xff\xfb\x90\0'),
      new Uint8Array(31_996),
    ]);
    expect((await inspect(constant)).durationMs).toBe(2000);
    const counted = concatBytes([
      tagBytes('\xff\xfb\x90\0'),
      new Uint8Array(32),
      tagBytes('Xing'),
      u32Bytes(1),
      u32Bytes(441),
      new Uint8Array(99),
    ]);
    expect((await inspect(counted)).durationMs).toBe(Math.round((441 * 1152 * 1000) / 44100));
    const flac = concatBytes([
      tagBytes('fLaC\0\0\0\x22'),
      new Uint8Array(10),
      Uint8Array.of(0x0a, 0xc4, 0x42, 0xf0),
      u32Bytes(88_200),
      new Uint8Array(16),
    ]);
    expect((await inspect(flac)).durationMs).toBe(2000);
    const page = (granule: number) =>
      concatBytes([tagBytes('OggS\0\0'), u32Bytes(granule, true), new Uint8Array(17)]);
    const opus = concatBytes([
      page(0),
      Uint8Array.of(19),
      tagBytes('OpusHead\x01\x02'),
      u16Bytes(0),
      u32Bytes(48_000, true),
      page(96_000),
    ]);
    expect((await inspect(opus)).durationMs).toBe(2000);
  });

  it('reads the pages of plain and linearised PDFs, and none of one it cannot see', async () => {
    const pdf = (text: string) => inspect(utf8Bytes(`%PDF-1.7\n${text}\n%%EOF`));
    expect((await pdf('2 0 obj\n<< /Count 12 /Kids [3 0 R] /Type /Pages >>\nendobj')).pages).toBe(12);
    expect(
      (
        await pdf(
          '1 0 obj << /Type /Pages /Kids [] /Count 3 >> endobj 9 0 obj << /Type /Pages /Count 2 >> endobj',
        )
      ).pages,
    ).toBe(3);
    expect((await pdf('1 0 obj <</Linearized 1/L 999/O 5/E 1/N 7/T 2>> endobj')).pages).toBe(7);
    expect((await pdf('1 0 obj << /Type /ObjStm >> endobj')).pages).toBeNull();
  });

  it('survives damage', async () => {
    const files = [movie(identity, 64, 64).subarray(399_000), movie(identity, 64, 64), wav(1)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
        fc.constantFrom('video/mp4', 'audio/wav', 'audio/mpeg', 'audio/flac', 'audio/ogg', 'application/pdf'),
        async (file, edits, mediaType) => {
          const bytes = file.slice(-600);
          for (const [at, value] of edits) bytes[at] = value;
          const { durationMs, pages } = await inspectMedia(byteSourceOf(bytes), mediaType);
          expect(durationMs === null || durationMs > 0).toBe(true);
          expect(pages === null || pages > 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
