/** Embedding: code, signed URLs, and how hot-links are used. */
import type { z } from 'zod';
import type {
  AssetSnippets,
  AssetUsage,
  HotlinkOverview,
  SignedUrl,
  signInput,
  TrialMark,
  UrlSigningKey,
} from '../../shared/contract/index.ts';
import { abortable, api, read, readPicture, toQuery } from '../api.ts';

export const readSnippets = (id: string, signal?: AbortSignal): Promise<AssetSnippets> =>
  read(api.assets[':id'].snippets.$get({ param: { id }, query: {} }, abortable(signal)));

export const signUrl = (
  id: string,
  json: z.input<typeof signInput>,
  signal?: AbortSignal,
): Promise<SignedUrl> => read(api.assets[':id'].sign.$post({ param: { id }, json }, abortable(signal)));

export const readUsage = (id: string, days: number, signal?: AbortSignal): Promise<AssetUsage> =>
  read(api.assets[':id'].usage.$get({ param: { id }, query: toQuery({ days }) }, abortable(signal)));

export const readHotlinks = (days: number, signal?: AbortSignal): Promise<HotlinkOverview> =>
  read(api.hotlinks.$get({ query: toQuery({ days }) }, abortable(signal)));

export const readSigningKeys = (signal?: AbortSignal): Promise<UrlSigningKey[]> =>
  read(api.hotlinks.keys.$get({}, abortable(signal)));

/** The picture of an asset with a mark that nobody has saved, drawn by the image engine. */
export const readMarked = (assetId: string, mark: TrialMark): Promise<Blob> =>
  readPicture(
    api.assets[':asset'].marked.$get({ param: { asset: assetId }, query: { mark: JSON.stringify(mark) } }),
  );
