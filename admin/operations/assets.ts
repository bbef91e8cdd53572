/** Assets: lists, fields, keywords, suggestions, status, versions. */
import type { z } from 'zod';
import type {
  AssetCard,
  AssetDetail,
  AssetListQuery,
  CountedPage,
  DescribeInput,
  keywordsInput,
  LibraryFacets,
  statusInput,
  suggestionDecisionInput,
} from '../../shared/contract/index.ts';
import type { SitePolicy } from '../../shared/delivery/sites.ts';
import type { AssetStatus } from '../../shared/rights/types.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export type AssetQuery = Partial<AssetListQuery>;

export const listAssets = (query: AssetQuery, signal?: AbortSignal): Promise<CountedPage<AssetCard>> =>
  read(api.assets.$get({ query: toQuery(query) }, abortable(signal)));

export const readFacets = (query: AssetQuery, signal?: AbortSignal): Promise<LibraryFacets> =>
  // JSON has no undefined: a count that is not there is absent.
  read(api.assets.facets.$get({ query: toQuery(query) }, abortable(signal))) as Promise<LibraryFacets>;

export const readAsset = (id: string, signal?: AbortSignal): Promise<AssetDetail> =>
  read(api.assets[':id'].$get({ param: { id } }, abortable(signal)));

export const describeAsset = (id: string, json: DescribeInput): Promise<AssetDetail> =>
  read(api.assets[':id'].$patch({ param: { id }, json }));

export const decideSuggestions = (
  id: string,
  json: z.input<typeof suggestionDecisionInput>,
): Promise<AssetDetail> => read(api.assets[':id'].suggestions.$post({ param: { id }, json }));

export const restoreVersion = (id: string, versionId: string): Promise<AssetDetail> =>
  read(api.assets[':id'].versions[':versionId'].restore.$post({ param: { id, versionId } }));

/** What a change of many assets did; `undo` holds what to send to take it back. */
export interface BulkResult<Undo> {
  readonly changed: readonly AssetCard[];
  readonly unchanged: readonly { readonly assetId: string; readonly reason: string }[];
  readonly undo: readonly Undo[];
}

export const changeStatus = (
  assetIds: string[],
  change: z.input<typeof statusInput>,
): Promise<BulkResult<{ assetId: string; status: AssetStatus }>> =>
  read(api.assets.status.$post({ json: { ...change, assetIds } }));

export const changeSites = (
  assetIds: string[],
  allowedSites: SitePolicy | null,
): Promise<BulkResult<{ assetId: string; allowedSites: SitePolicy | null }>> => {
  const policy = allowedSites && { ...allowedSites, sites: [...allowedSites.sites] };
  return read(api.assets.sites.$post({ json: { assetIds, allowedSites: policy } }));
};

export const changeKeywords = (
  assetIds: string[],
  change: z.input<typeof keywordsInput>,
): Promise<BulkResult<{ assetId: string; add: string[]; remove: string[] }>> =>
  read(api.assets.keywords.$post({ json: { ...change, assetIds } }));
