/** Pages of a TIFF from its directories alone, wherever they are, within a budget and whatever is wrong with them. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { budgetedSource, byteSourceOf } from '../../../shared/metadata/byte-source.ts';
import { countTiffPages } from '../../../shared/metadata/headers/tiff.ts';
import { tiffOf } from '../../harness/tiff.ts';

const pagesOf = (count: number, side: number) =>
  tiffOf(Array.from({ length: count }, () => ({ color: [9, 8, 7] as const, width: side, height: side })));
const count = (bytes: Uint8Array) => countTiffPages(byteSourceOf(bytes));

describe('pages of a TIFF', () => {
  it('are counted in files of every kind', async () => {
    expect(await count(pagesOf(1, 4))).toBe(1);
    expect(await count(pagesOf(12, 4))).toBe(12);
    const page = await sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const bigtiff of [false, true]) {
      const three = await sharp([page, page, page], { join: { animated: true } })
        .tiff({ bigtiff })
        .toBuffer();
      expect(await count(three), String(bigtiff)).toBe(3);
    }
  });

  it('are counted without the picture between the directories', async () => {
    const bytes = pagesOf(8, 600);
    let read = 0;
    const source = budgetedSource(
      {
        size: bytes.length,
        read: async (offset, length) => {
          read += length;
          return bytes.subarray(offset, offset + length);
        },
      },
      { pageBytes: 4096, maxReads: 200, maxBytes: 2 * 1024 * 1024 },
    );
    expect(await countTiffPages(source)).toBe(8);
    expect(read).toBeLessThan(bytes.length / 50);
    const narrow = budgetedSource(byteSourceOf(bytes), { pageBytes: 64, maxReads: 5, maxBytes: 1024 });
    expect(await countTiffPages(narrow)).toBeNull();
  });

  it('are unknown where the directories turn in a circle, break off or are no directories', async () => {
    const circle = new Uint8Array(pagesOf(2, 4));
    // The second directory is the last one in the file: it leads back to the first.
    const view = new DataView(circle.buffer);
    const second = view.getUint32(8 + 2 + 9 * 12, true);
    view.setUint32(second + 2 + 9 * 12, 8, true);
    expect(await count(circle)).toBeNull();
    const whole = pagesOf(3, 4);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 12 }),
        async (at, noise) => {
          const broken = new Uint8Array(whole.subarray(0, at + 1));
          expect([null, 1, 2, 3]).toContain(await count(broken));
          const changed = new Uint8Array(whole);
          changed.set(noise.subarray(0, whole.length - at), at);
          const found = await count(changed);
          expect(found === null || (found > 0 && found <= 1000)).toBe(true);
        },
      ),
    );
  });
});
