/** What a link holds: a collection or a selection, in versions of now or as they go, and what is left out of it. */
import type { ShareLinkInput, ShareLinkPatch } from '../../../shared/contract/shares.ts';
import { t } from '../../../shared/messages/index.ts';
import type { Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { LinkRow, NewLinkRow, ShareRepository } from './repository.ts';
import type { LeftOutRepository } from './repository-left-out.ts';

type Source = ShareLinkInput['source'];

export function refuseField(path: string, message: string): never {
  return fail('validation_failed', { errors: [{ path, message }], detail: message });
}

/** @throws Failure where there is nothing to share */
export async function assetsOf(rows: ShareRepository, caller: Caller, source: Source): Promise<string[]> {
  if (source.kind === 'collection') {
    if ((await rows.findCollection(source.collectionId)) === undefined) return fail('not_found');
    return rows.collectionAssetIds(source.collectionId);
  }
  const known = await rows.currentVersions([...new Set(source.assetIds)]);
  const ids = [...new Set(source.assetIds)].filter((id) => known.has(id));
  if (ids.length === 0) refuseField('source', t(caller.locale, 'shares.error.no_assets'));
  return ids;
}

/** The set of a link, with what is left out of it. */
export async function setOf(
  rows: ShareRepository,
  { id, collectionId, pinned }: Pick<LinkRow, 'id' | 'collectionId' | 'pinned'>,
): Promise<string[]> {
  return collectionId !== null && !pinned
    ? rows.collectionAssetIds(collectionId)
    : (await rows.linkAssetIds(id)).map(({ assetId }) => assetId);
}

/** A change of what a link holds: columns of its row, statements, and what the audit is told. */
export interface HoldingChange {
  readonly change: Partial<NewLinkRow>;
  readonly statements: readonly Statement[];
  readonly told: Record<string, unknown>;
}

export function createHolding({
  rows,
  leftOut,
}: {
  readonly rows: ShareRepository;
  readonly leftOut: LeftOutRepository;
}) {
  /** What a link keeps of its content: every asset of a selection; of a collection only what a pinned link holds fast. */
  async function contentOf(
    source: Source,
    assetIds: readonly string[],
    isPinned: boolean,
  ): Promise<{ assetId: string; versionId: string | null }[]> {
    if (source.kind === 'collection' && !isPinned) return [];
    const current = isPinned ? await rows.currentVersions(assetIds) : null;
    return assetIds.map((assetId) => ({ assetId, versionId: current?.get(assetId) ?? null }));
  }

  /**
   * What a link leaves out of its set from now on: nothing but what is in the set, or was left out before.
   * @throws Failure where a set of its own would be empty; a collection may be, and fill again
   */
  function checkedLeftOut(
    caller: Caller,
    set: { readonly assetIds: readonly string[]; readonly isFollowed: boolean },
    wanted: readonly string[],
    before: readonly string[] = [],
  ): string[] {
    const known = new Set([...set.assetIds, ...before]);
    const list = [...new Set(wanted)].filter((id) => known.has(id));
    const left = new Set(list);
    if (!set.isFollowed && list.length > 0 && set.assetIds.every((id) => left.has(id))) {
      refuseField('leftOut', t(caller.locale, 'shares.error.no_assets'));
    }
    return list;
  }

  /** Other assets, or the same in their versions of now or as they go; null where neither is asked for. */
  async function changeOfSet(
    caller: Caller,
    link: LinkRow,
    { source, pinned = link.pinned }: ShareLinkPatch,
  ): Promise<
    (HoldingChange & { readonly assetIds: readonly string[]; readonly isFollowed: boolean }) | null
  > {
    if (source === undefined && pinned === link.pinned) return null;
    if (source === undefined && link.collectionId === null) {
      const statements = [rows.setVersions(link.id, pinned)];
      return { change: {}, statements, told: {}, assetIds: await setOf(rows, link), isFollowed: false };
    }
    const next: Source = source ?? { kind: 'collection', collectionId: link.collectionId ?? '' };
    const assetIds = await assetsOf(rows, caller, next);
    const collectionId = next.kind === 'collection' ? next.collectionId : null;
    return {
      change: collectionId === link.collectionId ? {} : { collectionId },
      statements: [
        rows.clearAssets(link.id),
        ...rows.insertAssets(link.id, await contentOf(next, assetIds, pinned)),
      ],
      told: { assets: assetIds.length },
      assetIds,
      isFollowed: collectionId !== null && !pinned,
    };
  }

  /** What an edit changes of what a link holds; null for nothing. @throws Failure where there would be nothing to share */
  async function planChange(
    caller: Caller,
    link: LinkRow,
    input: ShareLinkPatch,
  ): Promise<HoldingChange | null> {
    const set = await changeOfSet(caller, link, input);
    // Another set is whole, but for what is left out of it now.
    const wanted = input.leftOut ?? (input.source === undefined ? undefined : []);
    if (wanted === undefined) return set;
    const [assetIds, before] = await Promise.all([set?.assetIds ?? setOf(rows, link), leftOut.of(link.id)]);
    const isFollowed = set?.isFollowed ?? (link.collectionId !== null && !link.pinned);
    const known = input.source === undefined ? before : [];
    const after = checkedLeftOut(caller, { assetIds, isFollowed }, wanted, known);
    const [was, is] = [new Set(before), new Set(after)];
    const out = after.filter((assetId) => !was.has(assetId));
    const putBack = before.filter((assetId) => !is.has(assetId));
    if (out.length + putBack.length === 0) return set;
    return {
      change: set?.change ?? {},
      statements: [...(set?.statements ?? []), ...leftOut.set(link.id, after)],
      told: { ...set?.told, leftOut: out, putBack },
    };
  }

  return { contentOf, checkedLeftOut, planChange };
}
