/** One look of the tagger at one version: suggestions for a person to decide about, and one event for the whole run. */
import { type AssetMetadata, emptyMetadata } from '../../../shared/metadata/fields.ts';
import { imageHeader } from '../../../shared/metadata/headers/image-header.ts';
import { foldText } from '../../../shared/search/query.ts';
import type { Database, Statement } from '../../db/database.ts';
import type { assets, versions } from '../../db/schema/index.ts';
import type { Caller } from '../../http/caller.ts';
import { logEvent } from '../../log.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { type Tagger, TaggerUnavailable } from '../../ports/tagger.ts';
import { auditStatement } from '../audit/index.ts';

import { findKnownWords, insertSuggestions } from './repository.ts';

export interface TaggingRunDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly tagger: Tagger;
}

type AssetRow = typeof assets.$inferSelect;
type VersionRow = typeof versions.$inferSelect;

export interface TaggingRun {
  /** Statements that write the suggestions and their event; none when there is nothing new, or no tagger to ask. */
  suggest(caller: Caller, subject: { asset: AssetRow; version: VersionRow }): Promise<Statement[]>;
}

export function createTaggingRun(deps: TaggingRunDeps): TaggingRun {
  const { db, identifiers, tagger } = deps;
  return {
    async suggest(caller, { asset, version }) {
      const known = await findKnownWords(db, asset.id);
      const metadata: AssetMetadata = { ...emptyMetadata(), ...(asset.metadata as Partial<AssetMetadata>) };
      let answer: Awaited<ReturnType<Tagger['suggest']>>;
      try {
        answer = await tagger.suggest({
          kind: asset.kind,
          header:
            version.width === null || version.height === null
              ? null
              : imageHeader({
                  mediaType: version.mediaType,
                  width: version.width,
                  height: version.height,
                  hasAlpha: version.hasAlpha,
                  frames: version.frames,
                  isAnimated: (version.frames ?? 1) > 1,
                }),
          palette: version.palette,
          metadata,
          fileName: version.fileName,
          preview: null,
        });
      } catch (error) {
        if (!(error instanceof TaggerUnavailable)) throw error;
        // Suggestions are a convenience: a file is never held up for them.
        logEvent('warn', 'tagger.unavailable', { model: tagger.model, reason: error.reason });
        return [];
      }
      const runId = identifiers.next('suggestionRun');
      const rows = answer.flatMap((suggestion) => {
        const folded = foldText(suggestion.keyword);
        if (folded === '' || known.has(folded)) return [];
        known.add(folded);
        return [
          {
            id: identifiers.next('suggestion'),
            assetId: asset.id,
            runId,
            keyword: suggestion.keyword,
            folded,
            confidence: suggestion.confidence,
            source: suggestion.source,
            model: suggestion.model,
            createdAt: caller.now,
          },
        ];
      });
      if (rows.length === 0) return [];
      return [
        ...insertSuggestions(db, rows),
        auditStatement(
          deps,
          caller,
          'suggestion.run_finished',
          { kind: 'asset', id: asset.id, label: asset.title },
          { runId, model: tagger.model, count: rows.length },
        ),
      ];
    },
  };
}
