/**
 * Share links as their owners see and run them: issuing and changing (`issuing.ts`), the people a link was sent to
 * (`invitations.ts`), the list of them all (`register.ts`), and a look at what would not go out (`preflight.ts`). What the
 * holder of a link sees and does is in `visits.ts`.
 */
import type { z } from 'zod';
import type { Preflight, preflightInput } from '../../../shared/contract/shares.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { AssetService } from '../assets/index.ts';
import type { SearchService } from '../search/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { createInvitations } from './invitations.ts';
import { assetsOf, createIssuing } from './issuing.ts';
import { checkShare } from './preflight.ts';
import { createPresenter } from './presenting.ts';
import { createRegister } from './register.ts';
import { createShareRepository } from './repository.ts';
import { createRegisterRepository } from './repository-register.ts';

export interface ShareDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly assets: Pick<AssetService, 'cards'>;
  readonly search: Pick<SearchService, 'expression'>;
}

export function createShareService(given: ShareDeps) {
  const rows = createShareRepository(given.db);
  const deps = {
    ...given,
    rows,
    registered: createRegisterRepository(given.db),
    presenter: createPresenter({ signer: given.signer, rows }),
  };

  /** What is to be looked at: a set that is about to be shared, or what a link holds. */
  async function contentOf(caller: Caller, source: z.infer<typeof preflightInput>['source']) {
    if (source.kind !== 'link') {
      const collectionId = source.kind === 'collection' ? source.collectionId : null;
      return { collectionId, assetIds: await assetsOf(rows, caller, source) };
    }
    const record = await rows.find(source.shareLinkId);
    if (record === undefined) return fail('not_found');
    const { id, collectionId, pinned } = record.link;
    const assetIds =
      collectionId !== null && !pinned
        ? await rows.collectionAssetIds(collectionId)
        : (await rows.linkAssetIds(id)).map(({ assetId }) => assetId);
    return { collectionId, assetIds };
  }

  return {
    get: deps.presenter.read,
    ...createIssuing(deps),
    ...createInvitations(deps),
    ...createRegister(deps),
    async preflight(caller: Caller, input: z.infer<typeof preflightInput>): Promise<Preflight> {
      const { collectionId, assetIds } = await contentOf(caller, input.source);
      const settings = await deps.settings.get();
      const startsAt = Math.max(caller.now, input.startsAt ?? 0);
      const collection = collectionId === null ? undefined : await rows.findCollection(collectionId);
      return checkShare(deps, caller, assetIds, {
        ...input,
        startsAt,
        endsAt: Math.max(startsAt + 1, input.endsAt ?? startsAt + settings.shareDefaultDays * DAY_MS),
        collection: collection ?? null,
      });
    },
  };
}
export type ShareService = ReturnType<typeof createShareService>;
