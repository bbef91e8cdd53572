/** Collections and what is in them. */
import type { z } from 'zod';
import type {
  AssetCard,
  Collection,
  collectionInput,
  collectionMoveInput,
  collectionPatch,
  Page,
} from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { ApiError, abortable, api, read, toQuery } from '../api.ts';

export const listCollections = (
  query: { q?: string; cursor?: string; limit?: number },
  signal?: AbortSignal,
): Promise<Page<Collection>> =>
  read(api.collections.$get({ query: toQuery({ limit: PAGE_SIZE_MAX, ...query }) }, abortable(signal)));

export const readCollection = (id: string, signal?: AbortSignal): Promise<Collection> =>
  read(api.collections[':id'].$get({ param: { id } }, abortable(signal)));

/** Those of them that there are. */
export async function readCollections(ids: readonly string[], signal?: AbortSignal): Promise<Collection[]> {
  const answers = await Promise.all(
    ids.map((id) =>
      readCollection(id, signal).catch((error: unknown) => {
        // Deleted since it was named.
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
    ),
  );
  return answers.filter((answer) => answer !== null);
}

export const createCollection = (input: string | z.input<typeof collectionInput>): Promise<Collection> =>
  read(api.collections.$post({ json: typeof input === 'string' ? { title: input } : input }));

export const updateCollection = (id: string, json: z.input<typeof collectionPatch>): Promise<Collection> =>
  read(api.collections[':id'].$patch({ param: { id }, json }));

export const deleteCollection = (id: string): Promise<unknown> =>
  read(api.collections[':id'].$delete({ param: { id } }));

export const listCollectionAssets = (
  id: string,
  cursor?: string,
  signal?: AbortSignal,
): Promise<Page<AssetCard>> =>
  read(
    api.collections[':id'].assets.$get(
      { param: { id }, query: toQuery({ limit: PAGE_SIZE_MAX, cursor }) },
      abortable(signal),
    ),
  );

export const changeCollectionAssets = (
  id: string,
  json: { add?: string[]; remove?: string[] },
): Promise<Collection> => read(api.collections[':id'].assets.$post({ param: { id }, json }));

export const moveInCollection = (id: string, json: z.input<typeof collectionMoveInput>): Promise<unknown> =>
  read(api.collections[':id'].move.$post({ param: { id }, json }));
