/** Collections, as far as the library needs them. */
import type { Collection, Page } from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export const listCollections = (signal?: AbortSignal): Promise<Page<Collection>> =>
  read(api.collections.$get({ query: toQuery({ limit: PAGE_SIZE_MAX }) }, abortable(signal)));

export const createCollection = (title: string): Promise<Collection> =>
  read(api.collections.$post({ json: { title } }));

export const changeCollectionAssets = (
  id: string,
  json: { add?: string[]; remove?: string[] },
): Promise<Collection> => read(api.collections[':id'].assets.$post({ param: { id }, json }));
