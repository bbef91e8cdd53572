import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditsText,
  type ManifestFile,
  type ManifestInput,
  RIGHTS_COLUMNS,
  rightsCsv,
  sha256Sums,
} from '../../../shared/delivery/zip/manifest.ts';
import { csvCell, csvLine } from '../../../shared/text/csv.ts';

const file: ManifestFile = {
  name: 'wisteria.jpg',
  assetId: 'ast_1',
  title: 'Spring campaign – wisteria',
  rendition: 'original',
  sha256: 'a'.repeat(64),
  size: 1234,
  creator: 'Zoë Łukaszewicz',
  creditLine: 'Zoë Łukaszewicz / Acme Foto',
  copyrightNotice: '© 2026 Acme Foto GmbH',
  usageTerms: 'Editorial use only.\nNot for advertising.',
  license: 'Spring 2026',
  usableUntil: Date.UTC(2027, 2, 31, 22),
  territories: 'DE, AT, CH',
  channels: 'web, print',
  altText: 'Long, lilac "wisteria"',
  url: 'https://b.example/p/press/assets/ast_1/wisteria',
};
const manifest: ManifestInput = {
  name: 'Press kit',
  madeAt: Date.UTC(2026, 10, 21, 6),
  files: [file],
  leftOut: [{ title: 'Summer', assetId: 'ast_2', reason: 'This is no longer available.' }],
  contact: 'Mara Weiß, press@b.example',
  locale: 'en',
};

/** A small reader of RFC 4180, written for this test. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index++;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',' || character === '\r') {
      row.push(cell);
      cell = '';
      if (character === '\r') {
        rows.push(row);
        row = [];
        index++;
      }
    } else cell += character;
  }
  return rows;
}

describe('manifests', () => {
  it('writes credits for people', () => {
    expect(creditsText(manifest)).toBe(
      [
        'Credits and terms: Press kit',
        'Made at: 2026-11-21T06:00:00Z',
        'Questions: Mara Weiß, press@b.example',
        '',
        'wisteria.jpg',
        '    Title: Spring campaign – wisteria',
        '    Credit: Zoë Łukaszewicz / Acme Foto',
        '    Creator: Zoë Łukaszewicz',
        '    Copyright: © 2026 Acme Foto GmbH',
        '    Licence: Spring 2026',
        '    Terms of use: Editorial use only. Not for advertising.',
        '    May be used in: DE, AT, CH',
        '    May be used for: web, print',
        '    May be used until: 2027-03-31T22:00:00Z',
        '',
        'Left out (1)',
        '    Summer [ast_2]: This is no longer available.',
        '',
      ].join('\r\n'),
    );
    expect(creditsText({ ...manifest, locale: 'de' })).toContain('Nicht enthalten (1)');
  });

  it('lets no text forge a line', () => {
    const forged = 'x\r\nevil.jpg\r\n    Credit: me\u2028\u202eabc';
    const lines = creditsText({ ...manifest, name: forged, files: [{ ...file, creditLine: forged }] }).split(
      '\r\n',
    );
    expect(lines.filter((line) => line.startsWith('evil.jpg'))).toEqual([]);
    expect(lines).toHaveLength(creditsText(manifest).split('\r\n').length);
  });

  it('writes a table that programs read back', () => {
    const csv = rightsCsv(manifest);
    expect(csv.startsWith('\ufeff')).toBe(true);
    const rows = readCsv(csv.slice(1));
    expect(rows.map((row) => row.length)).toEqual([18, 18, 18]);
    expect(rows[0]).toEqual([...RIGHTS_COLUMNS]);
    const cell = (row: number, name: (typeof RIGHTS_COLUMNS)[number]) =>
      rows[row]?.[RIGHTS_COLUMNS.indexOf(name)];
    expect(cell(1, 'usage_terms')).toBe('Editorial use only.\nNot for advertising.');
    expect(cell(1, 'alt_text')).toBe('Long, lilac "wisteria"');
    expect(cell(1, 'usable_until_utc')).toBe('2027-03-31T22:00:00Z');
    expect(cell(1, 'bytes')).toBe('1234');
    expect([cell(2, 'included'), cell(2, 'asset_id'), cell(2, 'reason')]).toEqual([
      'no',
      'ast_2',
      'This is no longer available.',
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\n=cmd', '＝1', '|calc', '\u0000=1'])(
    'defuses the formula %j',
    (text) => {
      const read = readCsv(`${csvLine([text])}\r\n`)[0]?.[0] ?? '';
      expect(read.startsWith("'")).toBe(true);
    },
  );

  it('gives any cells back, apart from the guard', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (cells) => {
        const read = readCsv(`${csvLine(cells)}\r\n`)[0] ?? [];
        expect(read).toHaveLength(cells.length);
        cells.forEach((given, index) => {
          const clean = given.replaceAll('\0', '');
          expect([clean, `'${clean}`]).toContain(read[index]);
          expect(read[index]).not.toMatch(/^[=+\-@\t\r]/);
        });
      }),
    );
    expect(csvCell(null)).toBe('');
    expect(csvCell(-5)).toBe('-5');
  });

  it('writes checksums that sha256sum reads', () => {
    expect(sha256Sums([file, { name: 'ß.jpg', sha256: null }])).toBe(
      `${'a'.repeat(64)}  wisteria.jpg\n# no checksum: ß.jpg\n`,
    );
  });
});
