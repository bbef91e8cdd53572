/** Assets: lists, fields, keywords, suggestions, status. */
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
import { call } from '../api.ts';

export type AssetQuery = Partial<AssetListQuery>;

export const listAssets = (query: AssetQuery, signal?: AbortSignal): Promise<CountedPage<AssetCard>> =>
  call('GET', '/assets', { query, signal });

export const readFacets = (query: AssetQuery, signal?: AbortSignal): Promise<LibraryFacets> =>
  call('GET', '/assets/facets', { query, signal });

export const readAsset = (assetId: string, signal?: AbortSignal): Promise<AssetDetail> =>
  call('GET', `/assets/${assetId}`, { signal });

export const describeAsset = (assetId: string, input: DescribeInput): Promise<AssetDetail> =>
  call('PATCH', `/assets/${assetId}`, { json: input });

export const changeKeywords = (assetId: string, input: z.input<typeof keywordsInput>): Promise<AssetDetail> =>
  call('POST', `/assets/${assetId}/keywords`, { json: input });

export const decideSuggestions = (
  assetId: string,
  input: z.input<typeof suggestionDecisionInput>,
): Promise<AssetDetail> => call('POST', `/assets/${assetId}/suggestions`, { json: input });

export const changeStatus = (assetId: string, input: z.input<typeof statusInput>): Promise<AssetDetail> =>
  call('POST', `/assets/${assetId}/status`, { json: input });
