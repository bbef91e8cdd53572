/** Uploads: tus 1.0 outside; here is what the console learns about each one, and upload requests. */
import { z } from 'zod';
import type { AssetCard, AssetKind, Verdict } from './assets.ts';
import { idOf } from './identifiers.ts';
import { pageQuery } from './page.ts';
import { instantSchema, timeZoneSchema } from './rights.ts';

/** 20 GiB. */
export const UPLOAD_SIZE_MAX = 20 * 1024 ** 3;
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
  createdAt: number;
}

export const uploadListQuery = pageQuery.extend({ ids: z.string().max(4000).optional() });

/* ---- upload requests ------------------------------------------------------------------------------------------------------ */

export const uploadRequestInput = z.object({
  title: z.string().trim().min(1).max(200),
  brief: z.string().trim().max(10_000).default(''),
  deadline: instantSchema,
  timeZone: timeZoneSchema,
  askedName: z.string().trim().max(200).default(''),
  askedEmail: z.email().max(200).nullable().default(null),
  /** Kinds that are taken; empty takes all. */
  kinds: z
    .array(z.enum(['image', 'vector', 'video', 'audio', 'document', 'font', 'model', 'archive', 'other']))
    .default([]),
  maxFileBytes: z.number().int().min(1).max(UPLOAD_SIZE_MAX).default(UPLOAD_SIZE_MAX),
  maxTotalBytes: z.number().int().min(1).max(UPLOAD_SIZE_MAX).default(UPLOAD_SIZE_MAX),
  maxFiles: z.number().int().min(1).max(2000).default(200),
  consentText: z.string().trim().max(20_000).nullable().default(null),
  requireCredit: z.boolean().default(false),
});
export type UploadRequestInput = z.infer<typeof uploadRequestInput>;

export interface UploadRequest extends UploadRequestInput {
  id: string;
  url: string;
  state: 'open' | 'closed' | 'past_deadline';
  owner: { id: string; name: string };
  fileCount: number;
  waitingCount: number;
  createdAt: number;
}

export const SUBMITTED_STATES = ['quarantined', 'accepted', 'returned'] as const;
/** One file handed in. */
export interface SubmittedFile {
  id: string;
  requestId: string;
  fileName: string;
  sizeBytes: number;
  kind: AssetKind;
  mediaType: string;
  verdict: Verdict;
  state: (typeof SUBMITTED_STATES)[number];
  uploaderName: string;
  uploaderEmail: string;
  creditLine: string | null;
  message: string | null;
  assetId: string | null;
  receivedAt: number;
}

export const reviewInput = z.object({
  submissionIds: z.array(idOf('submission')).min(1).max(200),
  decision: z.enum(['accept', 'return']),
  message: z.string().trim().max(2000).nullable().default(null),
});

/** What the person who was asked sees under `/u/{token}`. */
export interface UploadRequestPage {
  base: string;
  title: string;
  brief: string;
  organisation: string;
  from: string;
  deadline: number;
  timeZone: string;
  state: 'open' | 'closed' | 'past_deadline';
  kinds: AssetKind[];
  maxFileBytes: number;
  remainingBytes: number;
  remainingFiles: number;
  consentText: string | null;
  requireCredit: boolean;
  /** Only the visitor's own files (their session's). */
  files: { id: string; fileName: string; sizeBytes: number; state: string; message: string | null }[];
}

export const uploaderInput = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(200),
  creditLine: z.string().trim().max(300).nullable().default(null),
  consent: z.boolean().default(false),
});
