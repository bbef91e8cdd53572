/** Why no picture is made of a file, in both languages, from causes and from what older versions kept. */
import { describe, expect, it } from 'vitest';
import {
  causeOfVersion,
  type JudgedVersion,
  keepCause,
  type RefusalCause,
  refusalCauseSchema,
  refusalText,
} from '../../../shared/delivery/refusal.ts';
import { LOCALES } from '../../../shared/messages/index.ts';
import { keepMessage, sayKept } from '../../../shared/messages/kept.ts';

const mediaType = 'image/webp';
const causes: RefusalCause[] = [
  { code: 'type', mediaType },
  { code: 'no_preview', mediaType },
  { code: 'damaged' },
  { code: 'ends_early' },
  { code: 'bytes', bytes: 61_400_000, most: 48_000_000 },
  { code: 'bytes', bytes: null, most: null },
  { code: 'pixels', mediaType, width: 12_000, height: 9_000, most: 12_500_000 },
  { code: 'pixels', mediaType, width: 12_000, height: 9_000, most: null },
  { code: 'frames', most: 2_000 },
  { code: 'memory', mediaType, width: 5_000, height: 2_400 },
  { code: 'memory', mediaType, width: null, height: null },
  { code: 'encoding', format: 'avif', width: 1500, height: 1500 },
  { code: 'drawing', width: 9000, height: 3000, most: 9_000_000 },
  { code: 'page_size' },
  { code: 'svg_letters', letters: '見本' },
  { code: 'svg_part', what: 'html' },
  { code: 'rendition', format: 'avif', width: 3_000, height: 2_000, most: 3_300_000 },
  { code: 'failed' },
];

describe('a cause', () => {
  it('is said in every language, each time in other words', () => {
    expect(new Set(causes.map(({ code }) => code))).toEqual(
      new Set(refusalCauseSchema.options.map(({ shape }) => shape.code.value)),
    );
    for (const cause of causes) {
      const said = LOCALES.map((locale) => refusalText(locale, cause));
      expect(new Set(said).size, said.join(' / ')).toBe(LOCALES.length);
      for (const text of said) {
        expect(text).toMatch(/^\p{Lu}|^\d/u);
        expect(text).toMatch(/\.$/);
        expect(text).not.toMatch(/none|null|undefined|[{}]/);
      }
    }
  });

  it('names limits as the reader writes numbers', () => {
    const cause: RefusalCause = { code: 'pixels', mediaType, width: 12_000, height: 9_000, most: 12_500_000 };
    expect(refusalText('en', cause)).toBe(
      '12,000 × 9,000 pixels are more than can be drawn. Of this type (image/webp) the most is 12.5 megapixels.',
    );
    expect(refusalText('de', cause)).toBe(
      '12.000 × 9.000 Pixel sind mehr, als sich darstellen lässt. Bei diesem Typ (image/webp) sind höchstens 12,5 Megapixel möglich.',
    );
    expect(refusalText('de', { code: 'bytes', bytes: 61_400_000, most: 48_000_000 })).toMatch(
      /^Mit 61,4\sMB .* höchstens 48\sMB\.$/u,
    );
  });
});

describe('a version', () => {
  const version: JudgedVersion = {
    verdict: 'too_large',
    verdictDetail: null,
    mediaType,
    sizeBytes: 9_000_000,
    width: 12_000,
    height: 9_000,
    isRenderable: false,
  };

  it('keeps its cause', () => {
    for (const cause of causes) {
      expect(causeOfVersion({ ...version, verdictDetail: keepCause(cause) })).toEqual(cause);
    }
  });

  it('that kept words says the same from its verdict, in any language', () => {
    const old = (changes: Partial<JudgedVersion>) => causeOfVersion({ ...version, ...changes });
    const english = '12000 × 9000 pixels are more than can be drawn. The file is kept and was not decoded.';
    expect(old({ verdictDetail: english })).toEqual({
      code: 'pixels',
      mediaType,
      width: 12_000,
      height: 9_000,
      most: null,
    });
    expect(old({ verdictDetail: 'The file is too large to be drawn.', width: null, height: null })).toEqual({
      code: 'bytes',
      bytes: 9_000_000,
      most: null,
    });
    const undecodable = 'Pictures of this type (image/webp) cannot be drawn here.';
    expect(old({ verdict: 'undecodable', verdictDetail: undecodable })).toEqual({ code: 'type', mediaType });
    expect(old({ verdict: 'undecodable', verdictDetail: 'The preview could not be made.' })).toEqual({
      code: 'failed',
    });
    expect(old({ verdict: 'damaged', verdictDetail: 'The file ends early.', isRenderable: true })).toEqual({
      code: 'ends_early',
    });
    expect(old({ verdict: 'damaged', verdictDetail: null })).toEqual({ code: 'damaged' });
    expect(old({ verdict: 'no_preview', verdictDetail: '{"key":"nonsense"}' })).toEqual({
      code: 'no_preview',
      mediaType,
    });
    expect(old({ verdict: 'ok', verdictDetail: 'left over' })).toBeNull();
  });
});

describe('a kept message', () => {
  it('is said in the language it is read in, and words stay what they are', () => {
    const kept = keepMessage('ingest.duplicate', { title: 'Vaka' });
    expect(sayKept('en', kept)).toMatch(/^Already in the library as “Vaka”/);
    expect(sayKept('de', kept)).toMatch(/^Bereits als „Vaka“ in der Bibliothek/);
    for (const words of ['Version 2 of “Vaka”.', '{"key":', '{"key":"no.such.message"}', '']) {
      expect(sayKept('de', words)).toBe(words);
    }
  });
});
