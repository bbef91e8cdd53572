/**
 * The one place that writes `Content-Disposition` (RFC 6266, with the extended notation of RFC 8187).
 */
import { safeFileName, splitExtension } from './zip/safe-names.ts';

/** Letters that do not decompose into a base letter and a mark. */
const TRANSLITERATIONS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': "'",
  '”': "'",
  '…': '...',
  '€': 'EUR',
};

/** ASCII stand-in for clients that do not read `filename*`. */
function asciiFallback(name: string): string {
  const latin = [...name]
    .map((character) => TRANSLITERATIONS[character] ?? character)
    .join('')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/g, '_')
    // Quote and backslash would need escapes that clients read differently; some decode %XX even here.
    .replace(/["\\%]/g, '_');
  const { stem, extension } = splitExtension(latin);
  const clean = /^[_\s.]*$/.test(stem) ? `file${extension}` : latin;
  return safeFileName(clean);
}

/**
 * RFC 8187 `ext-value` of UTF-8 text. Percent-encodes more than `attr-char` demands: some parsers take a `+` for a space.
 */
function extendedValue(text: string): string {
  let out = "UTF-8''";
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    out += /[A-Za-z0-9._~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/**
 * Header value for a download or an inline display of `fileName`, which may be any string: it is made safe first
 * (`safeFileName`). The result is ASCII, on one line. `filename*` is added only where the name is not ASCII or the fallback
 * differs from it.
 */
export function contentDisposition(type: 'attachment' | 'inline', fileName: string): string {
  const name = safeFileName(fileName);
  const fallback = asciiFallback(name);
  const header = `${type}; filename="${fallback}"`;
  return fallback === name ? header : `${header}; filename*=${extendedValue(name)}`;
}
