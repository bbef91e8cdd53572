/** What every `Tagger` owes its callers. Run it on each adapter and on the fake. */
import { describe, expect, it } from 'vitest';
import { emptyMetadata } from '../../shared/metadata/fields.ts';
import {
  maxKeywordLength,
  maxSuggestions,
  suggestionSources,
  type Tagger,
  type TaggingSubject,
} from '../../worker/ports/tagger.ts';

/** A picture with something to say in every respect. */
export const richSubject: TaggingSubject = {
  kind: 'image',
  header: {
    mediaType: 'image/jpeg',
    width: 3000,
    height: 2000,
    orientation: 6,
    bitDepth: 8,
    channels: 3,
    colorSpace: 'rgb',
    hasAlpha: false,
    hasIccProfile: false,
    colorCodes: null,
    frames: 1,
    isAnimated: false,
    progressive: false,
    pages: 1,
    chromaSubsampling: '4:2:0',
  },
  palette: [
    { hex: '#2f6fd0', share: 0.6 },
    { hex: '#ffffff', share: 0.2 },
  ],
  metadata: { ...emptyMetadata(), keywords: ['Wisteria', 'spring'] },
  fileName: '2026-04_SpringCampaign_wisteria-03_FINAL.jpg',
  preview: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
};

const emptySubject: TaggingSubject = {
  kind: 'other',
  header: null,
  palette: [],
  metadata: null,
  fileName: '',
  preview: null,
};

const hostileSubject: TaggingSubject = {
  ...richSubject,
  palette: [
    { hex: 'url(javascript:1)', share: Number.NaN },
    { hex: '#zzzzzz', share: 5 },
  ],
  metadata: {
    ...emptyMetadata(),
    keywords: ['<script>alert(1)</script>', 'x'.repeat(120), '\u202eevil', 'A', 'a'],
  },
  fileName: `${'../'.repeat(50)}<img src=x onerror=1> ${'word '.repeat(5000)}.jpg`,
};

export function describeTaggerContract(name: string, create: () => Tagger): void {
  describe(`${name} keeps the tagger contract`, () => {
    it.each([
      ['a rich picture', richSubject],
      ['nothing at all', emptySubject],
      ['hostile values', hostileSubject],
    ])('for %s', async (_, subject) => {
      const tagger = create();
      const suggestions = await tagger.suggest(subject);
      expect(suggestions.length).toBeLessThanOrEqual(maxSuggestions);
      expect(tagger.model).not.toBe('');
      for (const { keyword, confidence, source, model } of suggestions) {
        expect(keyword.length).toBeGreaterThan(0);
        expect(keyword.length).toBeLessThanOrEqual(maxKeywordLength);
        expect(keyword).toBe(keyword.trim().normalize('NFC'));
        expect(keyword).not.toMatch(/[\p{Cc}<>\u202a-\u202e]/u);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(suggestionSources).toContain(source);
        expect(model).toBe(tagger.model);
      }
      const keys = suggestions.map(({ keyword }) => keyword.toLowerCase());
      expect(new Set(keys).size).toBe(keys.length);
      const confidences = suggestions.map(({ confidence }) => confidence);
      expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    });

    it('suggests something for a rich picture and nothing for nothing', async () => {
      expect((await create().suggest(richSubject)).length).toBeGreaterThan(0);
      expect(await create().suggest(emptySubject)).toEqual([]);
    });

    it('gives the same answer to the same question', async () => {
      expect(await create().suggest(richSubject)).toEqual(await create().suggest(richSubject));
    });
  });
}
