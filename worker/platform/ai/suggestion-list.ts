/** What every tagger does with its candidates before they leave: clean, distinct, best first, not too many. */
import { plainLine } from '../../../shared/metadata/plain-text.ts';
import { maxKeywordLength, maxSuggestions, type Suggestion } from '../../ports/tagger.ts';

/** Keeps the most confident of equal keywords. Candidates that are not usable keywords are dropped, never cut to fit. */
export function suggestionList(candidates: readonly Suggestion[]): readonly Suggestion[] {
  const byKeyword = new Map<string, Suggestion>();
  for (const candidate of candidates) {
    const keyword = plainLine(candidate.keyword, maxKeywordLength + 1);
    if (!keyword || keyword.length > maxKeywordLength) continue;
    const confidence = Math.round(Math.min(1, Math.max(0, candidate.confidence)) * 100) / 100;
    const key = keyword.toLowerCase();
    const known = byKeyword.get(key);
    if (!known || known.confidence < confidence) byKeyword.set(key, { ...candidate, keyword, confidence });
  }
  return [...byKeyword.values()].sort((a, b) => b.confidence - a.confidence).slice(0, maxSuggestions);
}
