/** Changes to collections, each with its notice and its reversal. */
import type { z } from 'zod';
import type { AssetCard, Collection, collectionPatch } from '../../../shared/contract/index.ts';
import { changeCollectionAssets, moveInCollection, updateCollection } from '../../operations/collections.ts';
import { inTurn } from '../../state/in-turn.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate, patchResource } from '../../state/resource.ts';

export const collectionKey = (id: string): string => `collection:${id}`;
export const membersKey = (id: string): string => `collection-assets:${id}`;

/** Shows a changed collection everywhere. */
export function adoptCollection(collection: Collection): void {
  patchResource<Collection>(collectionKey(collection.id), () => collection);
  pagesChanged('collections');
  invalidate('collections');
}

function membersChanged(collection: Collection): void {
  adoptCollection(collection);
  pagesChanged(membersKey(collection.id));
  invalidate('asset:');
}

/** Saves fields; ⌘Z puts the former values back. */
export async function saveCollection(
  collection: Collection,
  change: z.input<typeof collectionPatch>,
): Promise<void> {
  const before = Object.fromEntries(
    Object.keys(change).map((name) => [name, collection[name as keyof typeof change]]),
  ) as z.input<typeof collectionPatch>;
  const put = (fields: z.input<typeof collectionPatch>) =>
    inTurn(collectionKey(collection.id), async () =>
      adoptCollection(await updateCollection(collection.id, fields)),
    );
  await put(change);
  notify(tr('console.saved'), { quiet: true, undo: () => put(before) });
}

export async function addToCollection(
  collection: Pick<Collection, 'id' | 'title'>,
  assets: readonly Pick<AssetCard, 'id'>[],
): Promise<void> {
  const ids = assets.map(({ id }) => id);
  membersChanged(await changeCollectionAssets(collection.id, { add: ids }));
  notify(tr('console.collected', { title: collection.title, count: ids.length }), {
    undo: async () => membersChanged(await changeCollectionAssets(collection.id, { remove: ids })),
  });
}

/** Takes assets out; undo puts each one back where it stood. */
export async function removeFromCollection(
  collection: Pick<Collection, 'id' | 'title'>,
  assetIds: readonly string[],
  order: readonly string[],
): Promise<void> {
  const removed = order.filter((id) => assetIds.includes(id));
  membersChanged(await changeCollectionAssets(collection.id, { remove: removed }));
  notify(tr('console.collection.removed', { title: collection.title, count: removed.length }), {
    undo: async () => {
      const back = await changeCollectionAssets(collection.id, { add: removed });
      for (const assetId of removed) {
        const afterAssetId = order[order.indexOf(assetId) - 1] ?? null;
        await moveInCollection(collection.id, { assetId, afterAssetId });
      }
      membersChanged(back);
    },
  });
}

/** Puts one asset somewhere else; `order` is the order before. */
export async function moveAsset(
  collection: Pick<Collection, 'id'>,
  assetId: string,
  afterAssetId: string | null,
  order: readonly string[],
): Promise<void> {
  const former = order[order.indexOf(assetId) - 1] ?? null;
  await moveInCollection(collection.id, { assetId, afterAssetId });
  pagesChanged('collections');
  notify(tr('console.collection.moved'), {
    quiet: true,
    undo: async () => {
      await moveInCollection(collection.id, { assetId, afterAssetId: former });
      pagesChanged(membersKey(collection.id));
    },
  });
}
