/** A tagger whose answers a test decides. */
import { suggestionList } from '../../worker/platform/ai/suggestion-list.ts';
import type { Suggestion, Tagger, TaggingSubject } from '../../worker/ports/tagger.ts';

const model = 'fake-1';

/** Suggests `keywords` for everything that has a preview, at falling confidence; `subjects` are the questions asked. */
export function createFakeTagger(
  keywords: readonly string[],
): Tagger & { readonly subjects: TaggingSubject[] } {
  const subjects: TaggingSubject[] = [];
  return {
    model,
    subjects,
    async suggest(subject) {
      subjects.push(subject);
      if (!subject.preview) return [];
      return suggestionList(
        keywords.map(
          (keyword, index): Suggestion => ({
            keyword,
            confidence: 0.9 / (index + 1),
            source: 'vision',
            model,
          }),
        ),
      );
    },
  };
}
