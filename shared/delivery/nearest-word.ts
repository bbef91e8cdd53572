/** What a misspelt word most likely meant. Pure. */

/** Levenshtein distance, for short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The word of `words` that `text` most likely meant, or `null` when none is close. Deterministic. */
export function nearestWord(text: string, words: readonly string[]): string | null {
  const short = text.slice(0, 32);
  let best: { word: string; cost: number } | null = null;
  for (const candidate of words) {
    const cost = candidate.startsWith(short) && short.length > 1 ? 1 : distance(short, candidate);
    if (best === null || cost < best.cost) best = { word: candidate, cost };
  }
  if (best === null || best.cost >= best.word.length) return null;
  return best.cost <= Math.max(1, Math.floor(best.word.length * 0.4)) ? best.word : null;
}
