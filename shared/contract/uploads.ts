/** Uploads: tus 1.0 outside; here is what the console learns about each one. Upload requests are in `requests.ts`. */
import { z } from 'zod';
import type { AssetCard, AssetKind, Verdict } from './assets.ts';
import { idOf } from './identifiers.ts';
import { pageQuery } from './page.ts';

/** 20 GiB. */
export const UPLOAD_SIZE_MAX = 20_000_000_000;
/** R2 wants equal parts of at least 5 MiB; every part but the last has this size. */
export const UPLOAD_PART_BYTES = 8 * 1024 ** 2;

/** Longest body of a poster: the picture of a version that the engine cannot draw, made by whoever can. */
export const POSTER_MAX_BYTES = 12 * 1024 ** 2;
/** What a poster may be; decided by its first bytes. */
export const POSTER_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** Keys of the `Upload-Metadata` header that are read; anything else is ignored. */
export const uploadMetadataSchema = z.object({
  filename: z.string().trim().min(1).max(255),
  /** Makes a new version of this asset instead of a new asset. */
  assetId: idOf('asset').optional(),
  relativePath: z.string().max(1000).optional(),
  /** Under an upload request: hands a returned file in again. */
  replaces: idOf('submission').optional(),
  /** Under an upload request: this file is the release that belongs to another one. */
  releaseFor: idOf('submission').optional(),
});

export const UPLOAD_STATES = ['receiving', 'processing', 'done', 'failed'] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** What became of one upload. */
export interface UploadStatus {
  id: string;
  fileName: string;
  sizeBytes: number;
  receivedBytes: number;
  state: UploadState;
  /** `new` asset, `duplicate` of an existing one (nothing stored), or `version` of an existing one. */
  outcome: 'new' | 'duplicate' | 'version' | null;
  kind: AssetKind | null;
  verdict: Verdict | null;
  /** Why it failed, or what to know, in words. */
  detail: string | null;
  asset: AssetCard | null;
  /** A new asset that may be a version of this one: it has the same file name, or looks the same. */
  versionOf: { assetId: string; title: string; reason: AlikeReason } | null;
  createdAt: number;
}

/** Why an asset comes to mind at a file. */
export type AlikeReason = 'same_name' | 'looks_alike';

/** The poster a version had before, or none. */
export const posterInput = z.object({
  poster: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

export const uploadListQuery = pageQuery.extend({ ids: z.string().max(4000).optional() });
