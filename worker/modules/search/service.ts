/** Search for the console and the portals: the same index, the same words, the same help with spelling. */
import { editLimit, matchExpression, nearestTerm, queryWords } from '../../../shared/search/query.ts';
import type { Database } from '../../db/database.ts';
import { createSearchRepository } from './repository.ts';

export interface SearchService {
  /** The FTS5 expression of what was typed, or null when it holds no word. */
  expression(text: string): string | null;
  /** What was probably meant, when a word of `text` is unknown and a near one is not; otherwise null. */
  didYouMean(text: string): Promise<string | null>;
}

export function createSearchService(deps: { readonly db: Database }): SearchService {
  const index = createSearchRepository(deps.db);
  return {
    expression: (text) => matchExpression(queryWords(text)),
    async didYouMean(text) {
      const words = queryWords(text);
      let changed = false;
      const corrected: string[] = [];
      for (const word of words) {
        if (await index.hasTerm(word)) {
          corrected.push(word);
          continue;
        }
        const near = nearestTerm(word, await index.similarTerms(word, editLimit(word)));
        if (near !== null) changed = true;
        corrected.push(near ?? word);
      }
      return changed ? corrected.join(' ') : null;
    },
  };
}
