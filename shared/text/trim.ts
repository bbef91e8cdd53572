/**
 * Takes characters off the end of a text in one pass. A regular expression such as `/[\s.]+$/` tries again from each
 * character of every run it meets, which is quadratic in a text somebody made for that.
 */

/** `text` without what `isDropped` says of its last UTF-16 units. */
export function trimEndWhere(text: string, isDropped: (unit: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isDropped(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** As `\s` of a regular expression. */
export const isSpace = (unit: string): boolean => unit.trim() === '';
