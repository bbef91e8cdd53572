/** What became of uploads. The bytes go through `/uploads` (tus). */
import type { AssetDetail, Page, UploadStatus } from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { api, read, toQuery } from '../api.ts';

export const readUploads = (ids: readonly string[]): Promise<Page<UploadStatus>> =>
  read(api.uploads.$get({ query: toQuery({ ids: ids.join(','), limit: PAGE_SIZE_MAX }) }));

/** The new asset was meant as a new version of the one it resembles. */
export const takeAsVersion = (id: string): Promise<UploadStatus> =>
  read(api.uploads[':id'].version.$post({ param: { id } }));

/** An earlier picture of a version again, or none. */
export const restorePoster = (id: string, versionId: string, poster: string | null): Promise<AssetDetail> =>
  read(api.assets[':id'].versions[':versionId'].poster.$post({ param: { id, versionId }, json: { poster } }));

/** Hands in the picture of a version that the engine could not draw. */
export const putPoster = (id: string, versionId: string, poster: Blob): Promise<AssetDetail> =>
  read(
    api.assets[':id'].versions[':versionId'].poster.$put(
      { param: { id, versionId } },
      { init: { body: poster, headers: { 'content-type': poster.type } } },
    ),
  );
