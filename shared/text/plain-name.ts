/** Names as they are kept and shown: one line, without characters that nobody sees and that change how the others are read. */

/**
 * Control characters, and those that turn the direction of the text around them: with U+202E a name that ends in `exe` reads as
 * if it ended in `jpg`. U+200C and U+200D stay: Indic scripts, Persian and emoji need them.
 */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

export const withoutHidden = (text: string): string => text.replace(HIDDEN, '');

/** A text of several lines: its line breaks and tabs stay. */
export const manyLines = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(HIDDEN, (character) => (character === '\n' || character === '\t' ? character : ''))
    .trim();

/** What somebody calls themselves or something, in one line: line breaks become spaces. */
export function oneLine(text: string): string {
  return withoutHidden(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')).trim();
}
