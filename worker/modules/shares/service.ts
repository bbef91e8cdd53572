/**
 * Share links as their owners see and run them: issuing and changing (`issuing.ts`), the people a link was sent to
 * (`invitations.ts`), the list of them all (`register.ts`), and a look at what would not go out (`preflight.ts`). What the
 * holder of a link sees and does is in `visits.ts`.
 */
import type { z } from 'zod';
import type { Preflight, preflightInput } from '../../../shared/contract/shares.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { assetsOf, setOf } from './holding.ts';
import { createInvitations } from './invitations.ts';
import { createIssuing, type ShareDeps } from './issuing.ts';
import { checkShare } from './preflight.ts';
import type { Plan } from './preflight-judging.ts';
import { createPresenter } from './presenting.ts';
import { createRegister } from './register.ts';
import { createShareRepository } from './repository.ts';
import { createLeftOutRepository } from './repository-left-out.ts';
import { createRegisterRepository } from './repository-register.ts';

type Terms = Omit<Plan, 'startsAt' | 'endsAt' | 'collection'> & {
  readonly startsAt: number | null;
  readonly endsAt: number | null;
};
/** What a link is that says nothing of itself. */
const NEW_LINK: Terms = {
  startsAt: null,
  endsAt: null,
  channel: 'web',
  audience: 'agency',
  permission: 'download_renditions',
  presets: [],
  presetsByKind: {},
  territories: { include: null, exclude: [] },
};

export function createShareService(given: ShareDeps) {
  const rows = createShareRepository(given.db);
  const deps = {
    ...given,
    rows,
    leftOut: createLeftOutRepository(given.db),
    registered: createRegisterRepository(given.db),
    presenter: createPresenter({ signer: given.signer, rows }),
  };

  /** What is to be looked at: a set that is about to be shared, or that of a link, without what is left out of it. */
  async function contentOf(caller: Caller, { source, leftOut }: z.infer<typeof preflightInput>) {
    const without = (ids: readonly string[], out: readonly string[]): string[] => {
      const left = new Set(out);
      return ids.filter((id) => !left.has(id));
    };
    if (source.kind !== 'link') {
      const collectionId = source.kind === 'collection' ? source.collectionId : null;
      return {
        link: null,
        collectionId,
        assetIds: without(await assetsOf(rows, caller, source), leftOut ?? []),
      };
    }
    const record = await rows.find(source.shareLinkId);
    if (record === undefined) return fail('not_found');
    const { link } = record;
    const out = leftOut ?? (await deps.leftOut.of(link.id));
    return { link, collectionId: link.collectionId, assetIds: without(await setOf(rows, link), out) };
  }

  async function preflight(caller: Caller, input: z.infer<typeof preflightInput>): Promise<Preflight> {
    const { source: _source, leftOut: _leftOut, ...asked } = input;
    const { link, collectionId, assetIds } = await contentOf(caller, input);
    const given: Partial<Terms> = Object.fromEntries(
      Object.entries(asked).filter(([, value]) => value !== undefined),
    );
    const terms: Terms = { ...(link ?? NEW_LINK), ...given };
    const settings = await deps.settings.get();
    const startsAt = Math.max(caller.now, terms.startsAt ?? 0);
    const collection = collectionId === null ? undefined : await rows.findCollection(collectionId);
    return checkShare({ ...deps, sites: settings.allowedSites }, caller, assetIds, {
      ...terms,
      startsAt,
      endsAt: Math.max(startsAt + 1, terms.endsAt ?? startsAt + settings.shareDefaultDays * DAY_MS),
      collection: collection ?? null,
    });
  }

  return {
    get: deps.presenter.read,
    ...createIssuing(deps),
    ...createInvitations({ ...deps, preflight }),
    ...createRegister(deps),
    preflight,
  };
}
export type ShareService = ReturnType<typeof createShareService>;
