/** From what a person types to an FTS5 query, and to the nearest known spelling. */

/** Lower case, diacritics folded: how the index sees a word (SQLite `unicode61 remove_diacritics 2`). */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
}

/** Words of a query as the index splits them; at most 12, each at most 40 characters. */
export function queryWords(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 12)
    .map((word) => word.slice(0, 40));
}

/**
 * Every word must occur; the last may be the beginning of one, and so may any word of three or more letters.
 * @returns null when there is nothing to look for.
 */
export function matchExpression(words: readonly string[]): string | null {
  if (words.length === 0) return null;
  return words
    .map((word, index) => `"${word}"${index === words.length - 1 || word.length >= 3 ? '*' : ''}`)
    .join(' AND ');
}

/**
 * Optimal string alignment distance (Damerau–Levenshtein without repeated edits), or `limit + 1` as soon as it is exceeded.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      }
      current.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}

/** How many edits a word of this length may be away: none below 4 letters, one below 8, else two. */
export function editLimit(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The nearest of `terms` within the limit; of equals the more frequent, then the alphabetically first. */
export function nearestTerm(
  word: string,
  terms: readonly { readonly term: string; readonly documents: number }[],
): string | null {
  const limit = editLimit(word);
  let best: { term: string; documents: number; distance: number } | null = null;
  for (const { term, documents } of terms) {
    const distance = editDistance(word, term, limit);
    if (distance > limit) continue;
    const better =
      best === null ||
      distance < best.distance ||
      (distance === best.distance &&
        (documents > best.documents || (documents === best.documents && term < best.term)));
    if (better) best = { term, documents, distance };
  }
  return best?.term ?? null;
}
