import type { z } from 'zod';
import type { AssetCard } from '../../../shared/contract/assets.ts';
import type {
  Collection,
  collectionAssetsInput,
  collectionInput,
  collectionMoveInput,
  collectionPatch,
} from '../../../shared/contract/collections.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type { Caller } from '../../http/app-env.ts';

export interface CollectionService {
  list(caller: Caller, query: PageQuery): Promise<Page<Collection>>;
  get(caller: Caller, id: string): Promise<Collection>;
  create(caller: Caller, input: z.infer<typeof collectionInput>): Promise<Collection>;
  update(caller: Caller, id: string, input: z.infer<typeof collectionPatch>): Promise<Collection>;
  /** Refused while a published portal shows it. */
  remove(caller: Caller, id: string): Promise<{ id: string }>;
  listAssets(caller: Caller, id: string, query: PageQuery): Promise<Page<AssetCard>>;
  changeAssets(caller: Caller, id: string, input: z.infer<typeof collectionAssetsInput>): Promise<Collection>;
  move(caller: Caller, id: string, input: z.infer<typeof collectionMoveInput>): Promise<{ ok: true }>;
}
