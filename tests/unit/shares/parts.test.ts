/** Numbered parts of a link's download, and which size of each kind goes into them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSize, type SizeChoice, wishFor } from '../../../shared/shares/choice.ts';
import { formatPartWish, parsePartWish, splitParts } from '../../../shared/shares/parts.ts';

const bytesOf = (size: number): number => size;

describe('parts', () => {
  it('are runs of at most so many files, in order', () => {
    const files = Array.from({ length: 16_001 }, (_, index) => index);
    const parts = splitParts(files, { maxFiles: 8000, maxBytes: Number.POSITIVE_INFINITY }, bytesOf);
    expect(parts.map(({ length }) => length)).toEqual([8000, 8000, 1]);
    expect(parts.flat()).toEqual(files);
    expect(splitParts([], { maxFiles: 8000, maxBytes: 1 }, bytesOf)).toEqual([]);
  });

  it('hold no more than they may, but for one file that is larger by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 80 }),
        (files, maxFiles, maxBytes) => {
          const parts = splitParts(files, { maxFiles, maxBytes }, bytesOf);
          expect(parts.flat()).toEqual(files);
          for (const [index, part] of parts.entries()) {
            const sum = part.reduce((total, size) => total + size, 0);
            expect(part.length).toBeGreaterThan(0);
            expect(part.length).toBeLessThanOrEqual(maxFiles);
            expect(sum <= maxBytes || part.length === 1).toBe(true);
            // None begins before the one before it is full.
            const next = parts[index + 1]?.[0];
            if (next !== undefined) expect(part.length === maxFiles || sum + next > maxBytes).toBe(true);
          }
        },
      ),
    );
  });

  it('are named in one spelling', () => {
    expect(parsePartWish('2')).toEqual({ rule: 'count', number: 2 });
    expect(parsePartWish('size-13')).toEqual({ rule: 'size', number: 13 });
    expect(formatPartWish({ rule: 'size', number: 13 })).toBe('size-13');
    for (const text of ['', '0', '02', '-1', '1.5', 'size-', 'size-0', 'count-1', '1000000', ' 1']) {
      expect(parsePartWish(text), text).toBeNull();
    }
  });
});

describe('a choice of sizes', () => {
  const size = (name: string) => ({ preset: { name } });
  const offered = [size('original'), size('web')];
  const choice: SizeChoice = { every: '', byKind: { image: 'web', video: 'none' } };

  it('holds for its kind, and the rest take the best', () => {
    expect(wishFor(choice, 'image')).toBe('web');
    expect(wishFor(choice, 'vector')).toBe('');
    expect(chooseSize(offered, 'web', true)).toEqual(size('web'));
    expect(chooseSize(offered, '', true)).toEqual(size('original'));
  });

  it('leaves out what is not wanted or not there in that size; what has no sizes goes as it is', () => {
    expect(chooseSize(offered, 'none', true)).toBeNull();
    expect(chooseSize([size('original')], 'none', false)).toBeNull();
    expect(chooseSize(offered, 'print', true)).toBeNull();
    expect(chooseSize([size('original')], 'web', false)).toEqual(size('original'));
    expect(chooseSize([], '', false)).toBeNull();
  });
});
