/** Suggestions: machines propose, people decide. */
import type { z } from 'zod';
import type { AssetDetail, suggestionDecisionInput } from '../../../shared/contract/assets.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { decideSuggestions, findAssetTitle, findPending, insertKeywords } from './repository.ts';

export interface TaggingService {
  /** Accepted suggestions become keywords; rejected ones are not offered again. */
  decide(
    caller: Caller,
    assetId: string,
    input: z.infer<typeof suggestionDecisionInput>,
  ): Promise<AssetDetail>;
}

export interface TaggingDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  /** The asset as its page shows it afterwards. */
  readonly detail: (caller: Caller, assetId: string) => Promise<AssetDetail>;
}

export function createTaggingService(deps: TaggingDeps): TaggingService {
  const { db } = deps;
  return {
    async decide(caller, assetId, input) {
      const title = await findAssetTitle(db, assetId);
      if (title === null) fail('not_found');
      const pending = await findPending(db, assetId, [...input.accept, ...input.reject]);
      const accepted = pending.filter((row) => input.accept.includes(row.id));
      const rejected = pending.filter((row) => !input.accept.includes(row.id));
      if (pending.length > 0) {
        const decision = { decidedBy: caller.actor.id, decidedAt: caller.now };
        await runBatch(db, [
          ...decideSuggestions(
            db,
            accepted.map((row) => row.id),
            { ...decision, state: 'accepted' },
          ),
          ...decideSuggestions(
            db,
            rejected.map((row) => row.id),
            { ...decision, state: 'rejected' },
          ),
          ...insertKeywords(
            db,
            assetId,
            accepted.map(({ keyword, folded }) => ({ keyword, folded })),
            caller.now,
          ),
          ...invalidateAssets(deps, [assetId], caller.now),
          auditStatement(
            deps,
            caller,
            'suggestion.decided',
            { kind: 'asset', id: assetId, label: title },
            {
              accepted: accepted.map((row) => row.keyword),
              rejected: rejected.map((row) => row.keyword),
            },
          ),
        ]);
        await compileSnapshot(deps, assetId, caller.now);
      }
      return deps.detail(caller, assetId);
    },
  };
}
