import type { z } from 'zod';
import type {
  AssetCard,
  AssetDetail,
  AssetListQuery,
  DescribeInput,
  keywordsInput,
  LibraryFacets,
  statusInput,
} from '../../../shared/contract/assets.ts';
import type { CountedPage } from '../../../shared/contract/page.ts';
import type { Caller } from '../../http/app-env.ts';

/** What a bulk change did; `undo` holds what to send to take it back. */
export interface BulkResult<Undo> {
  changed: AssetCard[];
  unchanged: { assetId: string; reason: string }[];
  undo: Undo[];
}

export interface AssetService {
  list(caller: Caller, query: AssetListQuery): Promise<CountedPage<AssetCard>>;
  facets(caller: Caller, query: AssetListQuery): Promise<LibraryFacets>;
  detail(caller: Caller, assetId: string): Promise<AssetDetail>;
  describe(caller: Caller, assetId: string, input: DescribeInput): Promise<AssetDetail>;
  setStatus(
    caller: Caller,
    assetIds: readonly string[],
    change: z.infer<typeof statusInput>,
  ): Promise<BulkResult<{ assetId: string; status: AssetCard['status'] }>>;
  changeKeywords(
    caller: Caller,
    assetIds: readonly string[],
    change: z.infer<typeof keywordsInput>,
  ): Promise<BulkResult<{ assetId: string; add: string[]; remove: string[] }>>;
  restoreVersion(caller: Caller, assetId: string, versionId: string): Promise<AssetDetail>;
  /** Cards of these assets, in this order; unknown ids are left out. At most 500. */
  cards(caller: Caller, assetIds: readonly string[]): Promise<AssetCard[]>;
}
