import { describe, expect, it } from 'vitest';
import { fileNameWords } from '../../../shared/metadata/file-name-words.ts';
import { hammingDistance, isNearDuplicate } from '../../../shared/metadata/perceptual.ts';
import { plainLine, plainText } from '../../../shared/metadata/plain-text.ts';

describe('fileNameWords', () => {
  it.each([
    ['2026-04_SpringCampaign_wisteria-03_FINAL.jpg', ['spring', 'campaign', 'wisteria']],
    ['DSCN0010.JPG', []],
    ['IMG_20260414_093107.heic', []],
    ['C:\\work\\Blühende-Wiese (Kopie) 2000x1333 v2.tif', ['blühende', 'wiese']],
    ['桜_東京.png', ['東京']],
    ['acme.logo.white.svg', ['acme', 'logo', 'white']],
    ['deadbeefcafe0123.png', []],
    ['../../etc/passwd', ['passwd']],
    ['', []],
  ])('%s gives %j', (name, words) => {
    expect(fileNameWords(name)).toEqual(words);
  });

  it('is bounded for endless names', () => {
    expect(fileNameWords('ab cd-'.repeat(100_000)).length).toBeLessThanOrEqual(12);
  });
});

describe('hammingDistance', () => {
  it('counts differing bits and refuses what is not comparable', () => {
    expect(hammingDistance('ffffffffffffffff', '0000000000000000')).toBe(64);
    expect(hammingDistance('8000000000000001', '0000000000000000')).toBe(2);
    expect(hammingDistance('00', '0000')).toBeNull();
    expect(hammingDistance('zz', '00')).toBeNull();
    expect(isNearDuplicate('8000000000000001', '0000000000000000')).toBe(true);
    expect(isNearDuplicate('ff00000000000000', '0000000000000000')).toBe(false);
  });
});

describe('plainText', () => {
  it.each([
    ['<p>Hello <b>world</b></p><script>alert(1)</script>', 'Hello world'],
    ['a < b and c > d', 'a < b and c > d'],
    ['a<STYLE>x{}</Style >b<script src="x">1 < 2</script>c', 'a b c'],
    ['a<!-- one --> b <!-- > -->c', 'a  b  c'],
    ['never closed: <script>alert(1)', 'never closed: alert(1)'],
    ['never closed: <!-- x', 'never closed: <!-- x'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['\u0000bad\u0007\u202eevil\ufeff', 'badevil'],
    ['e\u0301', '\u00e9'],
    ['   ', null],
  ])('%j becomes %j', (value, text) => {
    expect(plainText(value, 100)).toBe(text);
  });

  it('cuts without splitting a character, and lines have no breaks', () => {
    expect(plainText('ab😀cd', 3)).toBe('ab');
    expect(plainLine('one\n two\tthree', 100)).toBe('one two three');
  });
});
