/** Tables of uploads on their way, of upload requests, and of what was handed in. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AssetKind, Verdict } from '../../../shared/contract/assets.ts';
import type { HandInDetails, SubmittedState, UploadRequestInput } from '../../../shared/contract/requests.ts';
import type { UploadState } from '../../../shared/contract/uploads.ts';
import type { LabelledValue } from './assets.ts';

/** tus uploads: where the bytes are and what became of them. The offset is only ever what is durable. */
export const uploads = sqliteTable(
  'uploads',
  {
    id: text('id').primaryKey(),
    fileName: text('file_name').notNull(),
    relativePath: text('relative_path'),
    sizeBytes: integer('size_bytes').notNull(),
    receivedBytes: integer('received_bytes').notNull().default(0),
    state: text('state').$type<UploadState>().notNull().default('receiving'),
    outcome: text('outcome').$type<'new' | 'duplicate' | 'version'>(),
    detail: text('detail'),
    storageKey: text('storage_key').notNull(),
    /** Makes a new version of this asset. */
    targetAssetId: text('target_asset_id'),
    assetId: text('asset_id'),
    uploadRequestId: text('upload_request_id'),
    /** The uploader's session under an upload request. */
    uploaderId: text('uploader_id'),
    /** The returned submission it stands in for, and the one whose release it is. */
    replacesId: text('replaces_id'),
    releaseForId: text('release_for_id'),
    /** The asset that a new one may be a version of, until somebody says. */
    alikeAssetId: text('alike_asset_id'),
    alikeReason: text('alike_reason').$type<'same_name' | 'looks_alike'>(),
    createdBy: text('created_by').notNull(),
    expiresAt: integer('expires_at').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    index('uploads_created_idx').on(t.createdBy, t.createdAt, t.id),
    index('uploads_state_idx').on(t.state, t.expiresAt),
    index('uploads_request_idx').on(t.uploadRequestId, t.uploaderId),
  ],
);

export const uploadRequests = sqliteTable(
  'upload_requests',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    ownerId: text('owner_id').notNull(),
    input: text('input', { mode: 'json' }).$type<UploadRequestInput>().notNull(),
    isClosed: integer('is_closed', { mode: 'boolean' }).notNull().default(false),
    /** Since when; what had arrived by then is kept. */
    closedAt: integer('closed_at'),
    deadline: integer('deadline').notNull(),
    /** Kept by triggers on `submissions`, for the register. */
    lastUsedAt: integer('last_used_at'),
    receivedFiles: integer('received_files').notNull().default(0),
    /** Moves on when the words of the consent change. */
    consentVersion: integer('consent_version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    index('upload_requests_created_idx').on(t.createdAt, t.id),
    index('upload_requests_deadline_idx').on(t.deadline, t.id),
    index('upload_requests_used_idx').on(sql`coalesce(${t.lastUsedAt}, 0)`, t.id),
    index('upload_requests_files_idx').on(t.receivedFiles, t.id),
    index('upload_requests_open_idx').on(t.isClosed, t.deadline),
    index('upload_requests_owner_idx').on(t.ownerId, t.createdAt),
  ],
);

/** Every consent text a request ever had. */
export const requestConsents = sqliteTable(
  'request_consents',
  {
    uploadRequestId: text('upload_request_id').notNull(),
    version: integer('version').notNull(),
    text: text('text').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadRequestId, t.version] })],
);

/** People who were asked, each with an address of their own. */
export const invitees = sqliteTable(
  'invitees',
  {
    id: text('id').primaryKey(),
    uploadRequestId: text('upload_request_id').notNull(),
    token: text('token').notNull().unique(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    locale: text('locale').$type<'en' | 'de'>().notNull(),
    state: text('state').$type<'active' | 'revoked'>().notNull().default('active'),
    sentAt: integer('sent_at'),
    remindedAt: integer('reminded_at'),
    lastUsedAt: integer('last_used_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('invitees_email_idx').on(t.uploadRequestId, t.email)],
);

/** Who hands in, and under which consent text. */
export const uploaders = sqliteTable(
  'uploaders',
  {
    id: text('id').primaryKey(),
    uploadRequestId: text('upload_request_id').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    locale: text('locale').$type<'en' | 'de'>().notNull().default('en'),
    /** Set for a person with an address of their own; one uploader each. */
    inviteeId: text('invitee_id').unique(),
    /** Said once for everything they hand in. */
    details: text('details', { mode: 'json' }).$type<HandInDetails>().notNull().default({}),
    /** The words they last agreed to (`request_consents`); null where there were none. */
    consentVersion: integer('consent_version'),
    consentedAt: integer('consented_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('uploaders_request_idx').on(t.uploadRequestId)],
);

/** A file handed in, in quarantine until somebody decides. */
export const submissions = sqliteTable(
  'submissions',
  {
    id: text('id').primaryKey(),
    uploadRequestId: text('upload_request_id').notNull(),
    uploaderId: text('uploader_id').notNull(),
    uploadId: text('upload_id').notNull().unique(),
    /** The uploader as they were when the file was received, and what they had said for everything they hand in. */
    uploaderName: text('uploader_name').notNull().default(''),
    uploaderEmail: text('uploader_email').notNull().default(''),
    sharedDetails: text('shared_details', { mode: 'json' }).$type<HandInDetails>().notNull().default({}),
    storageKey: text('storage_key').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    kind: text('kind').$type<AssetKind>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    crc32: integer('crc32').notNull(),
    verdict: text('verdict').$type<Verdict>().notNull(),
    state: text('state').$type<SubmittedState>().notNull().default('quarantined'),
    message: text('message'),
    assetId: text('asset_id'),
    replacesId: text('replaces_id'),
    releaseForId: text('release_for_id'),
    /** Said by the uploader for this file. */
    details: text('details', { mode: 'json' }).$type<HandInDetails>().notNull().default({}),
    /** Found in the file, for the same fields. */
    found: text('found', { mode: 'json' }).$type<HandInDetails>().notNull().default({}),
    embedded: text('embedded', { mode: 'json' }).$type<LabelledValue[]>().notNull().default([]),
    consentVersion: integer('consent_version'),
    consentedAt: integer('consented_at'),
    width: integer('width'),
    height: integer('height'),
    /** Folder of the pictures made for reviewers; null where none could be made, or not yet. */
    previewKey: text('preview_key'),
    previewType: text('preview_type'),
    thumbHash: text('thumb_hash'),
    perceptualHash: text('perceptual_hash'),
    receivedAt: integer('received_at').notNull(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
    /** When the uploader was sent the receipt, and the decision. */
    receiptAt: integer('receipt_at'),
    toldAt: integer('told_at'),
    /** From when on the bytes may go, of what was returned or was in the library already; and when they went. */
    discardAt: integer('discard_at'),
    discardedAt: integer('discarded_at'),
  },
  (t) => [
    index('submissions_state_idx').on(t.state, t.receivedAt),
    index('submissions_request_idx').on(t.uploadRequestId),
    index('submissions_sha256_idx').on(t.sha256),
    index('submissions_uploader_idx').on(t.uploaderId, t.receivedAt),
    index('submissions_release_idx').on(t.releaseForId).where(sql`${t.releaseForId} IS NOT NULL`),
    index('submissions_receipt_idx').on(t.uploaderId).where(sql`${t.receiptAt} IS NULL`),
    index('submissions_told_idx')
      .on(t.uploaderId)
      .where(sql`${t.decidedAt} IS NOT NULL AND ${t.toldAt} IS NULL`),
    index('submissions_discard_idx')
      .on(t.discardAt)
      .where(sql`${t.discardAt} IS NOT NULL AND ${t.discardedAt} IS NULL`),
  ],
);
