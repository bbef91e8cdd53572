import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtWord } from '../../../shared/metadata/cut.ts';
import { creatorLine, creatorsOf } from '../../../shared/metadata/fields.ts';

describe('cutAtWord', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly 10', 10, 'exactly 10'],
    ['some words here', 10, 'some word…'],
    ['some words here', 12, 'some words…'],
    ['unbrokenunbroken', 10, 'unbrokenu…'],
    ['👍👍👍👍👍👍', 8, '👍👍👍…'],
  ])('%j in %d: %j', (text, max, cut) => {
    expect(cutAtWord(text, max)).toBe(cut);
  });

  it('never says more than there is room for, nor what is not there, nor half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 2, max: 120 }),
        (text, max) => {
          const cut = cutAtWord(text, max);
          expect(cut.length).toBeLessThanOrEqual(max);
          if (text.length <= max) expect(cut).toBe(text);
          else {
            expect(cut.endsWith('…')).toBe(true);
            expect(text.startsWith(cut.slice(0, -1))).toBe(true);
          }
          expect(cut.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

describe('creators', () => {
  it('are those of the file where the line says just them, else what semicolons part', () => {
    const embedded = ['Brandt, Ada', 'Åsa'];
    expect(creatorsOf(creatorLine(embedded), embedded)).toEqual(embedded);
    expect(creatorsOf('Brandt, Ada; Åsa;', [])).toEqual(embedded);
    expect(creatorsOf('Brandt, Ada', embedded)).toEqual(['Brandt, Ada']);
    expect(creatorsOf(null, embedded)).toEqual([]);
    const long = Array.from({ length: 40 }, (_, index) => `Somebody ${index}`);
    expect(creatorsOf(creatorLine(long), long)).toEqual(long);
  });
});
