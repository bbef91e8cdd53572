/** How much of a cut is looked through for the end of a word: a text without any is cut in the middle. */
const WORD_SOUGHT = 0.2;

/** `text` in at most `max` UTF-16 units (2 and more): cut behind a word, never inside a character, with `…` in place of the rest. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - 1;
  const least = Math.floor(room * (1 - WORD_SOUGHT));
  let end = room;
  while (end > least && !/\s/.test(text.charAt(end))) end--;
  if (end === least) end = room;
  // Not between the two halves of a character outside the basic plane.
  if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
