/**
 * Taking in uploads: their rows, their bytes (behind the `UploadSessions` port) and the moment at which a complete one
 * becomes a job. Who hands in is an `UploadOwner`: a person of the console, or an uploader under an upload request.
 */
import type { z } from 'zod';
import { UPLOAD_SIZE_MAX, type uploadMetadataSchema } from '../../../shared/contract/uploads.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { UploadSessions, UploadTarget } from '../../ports/upload-sessions.ts';
import {
  completeUpload,
  countTaken,
  deleteReceiving,
  findTarget,
  findUpload,
  insertUpload,
  noteOffset,
  type UploadRow,
} from './repository.ts';

/** An unfinished upload can be resumed for this long; the object store drops unfinished multiparts after 7 days. */
export const UPLOAD_LIFETIME_MS = 6 * 86_400_000;

export type UploadOwner =
  | { readonly kind: 'user'; readonly userId: string }
  | {
      readonly kind: 'uploader';
      readonly uploaderId: string;
      readonly uploadRequestId: string;
      /** What the upload request still takes. */
      readonly maxFileBytes: number;
      readonly maxTotalBytes: number;
      readonly maxFiles: number;
    };

export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;

export interface ReceptionDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly sessions: UploadSessions;
  /** Has the outbox worked off now, after the response. */
  readonly startJobs: () => void;
}

export function targetOf(row: UploadRow): UploadTarget {
  return { uploadId: row.id, storageKey: row.storageKey, sizeBytes: row.sizeBytes };
}

const ownerId = (owner: UploadOwner): string => (owner.kind === 'user' ? owner.userId : owner.uploaderId);

/** Name without folders and control characters; what a person chose is otherwise kept. */
function bareFileName(name: string): string {
  const bare = name
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim();
  return bare === undefined || bare === '' || bare === '.' || bare === '..' ? 'unnamed' : bare;
}

export function createReception(deps: ReceptionDeps) {
  const { db, sessions } = deps;

  async function requireRoom(owner: UploadOwner, sizeBytes: number): Promise<void> {
    if (sizeBytes > UPLOAD_SIZE_MAX) fail('payload_too_large');
    if (owner.kind === 'user') return;
    if (sizeBytes > owner.maxFileBytes) fail('payload_too_large');
    const taken = await countTaken(db, owner.uploadRequestId);
    if (taken.files + 1 > owner.maxFiles || taken.bytes + sizeBytes > owner.maxTotalBytes) {
      fail('payload_too_large', { detail: 'This upload request takes no more files.' });
    }
  }

  /** Turns a complete upload into a job; does nothing the second time. */
  async function finish(row: UploadRow, now: number): Promise<void> {
    if (row.state !== 'receiving') return;
    await runBatch(db, [
      completeUpload(db, row, now),
      jobStatement(deps, 'upload.process', { uploadId: row.id }, now),
    ]);
    deps.startJobs();
  }

  return {
    /** @throws Failure `payload_too_large`, `not_found` (no such asset to make a version of) */
    async create(
      caller: Caller,
      owner: UploadOwner,
      input: { sizeBytes: number; metadata: UploadMetadata },
    ): Promise<UploadRow> {
      const { sizeBytes, metadata } = input;
      await requireRoom(owner, sizeBytes);
      const targetAssetId = owner.kind === 'user' ? (metadata.assetId ?? null) : null;
      if (targetAssetId !== null && (await findTarget(db, targetAssetId)) === undefined) fail('not_found');
      const id = deps.identifiers.next('upload');
      const row = await insertUpload(db, {
        id,
        fileName: bareFileName(metadata.filename),
        relativePath: metadata.relativePath ?? null,
        sizeBytes,
        storageKey: `originals/${id}`,
        targetAssetId,
        uploadRequestId: owner.kind === 'uploader' ? owner.uploadRequestId : null,
        uploaderId: owner.kind === 'uploader' ? owner.uploaderId : null,
        createdBy: ownerId(owner),
        expiresAt: caller.now + UPLOAD_LIFETIME_MS,
        createdAt: caller.now,
        updatedAt: caller.now,
      });
      if (row === undefined) fail('internal');
      return row;
    },

    /**
     * The owner's upload.
     * @throws Failure `not_found` (also for somebody else's), `upload_expired`
     */
    async get(caller: Caller, owner: UploadOwner, id: string): Promise<UploadRow> {
      const row = await findUpload(db, id);
      const isOwn =
        row !== undefined &&
        row.createdBy === ownerId(owner) &&
        row.uploadRequestId === (owner.kind === 'uploader' ? owner.uploadRequestId : null);
      if (!isOwn) fail('not_found');
      if (row.state === 'receiving' && row.expiresAt <= caller.now) fail('upload_expired');
      return row;
    },

    /** Durable bytes. A complete upload that never became a job becomes one here. */
    async offset(caller: Caller, row: UploadRow): Promise<number> {
      if (row.state !== 'receiving') return row.sizeBytes;
      const { offset, complete } = await sessions.progress(targetOf(row));
      if (complete) await finish(row, caller.now);
      return offset;
    },

    /**
     * Appends at `offset`. @returns the new durable offset
     * @throws Failure `conflict` (wrong offset, or broken off), `locked`, `payload_too_large`
     */
    async append(
      caller: Caller,
      row: UploadRow,
      offset: number,
      body: ReadableStream<Uint8Array> | null,
    ): Promise<number> {
      if (row.state !== 'receiving') {
        await body?.cancel();
        if (offset === row.sizeBytes) return offset;
        fail('conflict', { headers: { 'upload-offset': String(row.sizeBytes) } });
      }
      const result = await sessions.append(targetOf(row), offset, body);
      switch (result.status) {
        case 'appended':
          if (result.complete) await finish(row, caller.now);
          else await noteOffset(db, row.id, result.offset, caller.now);
          return result.offset;
        case 'interrupted':
          await noteOffset(db, row.id, result.offset, caller.now);
          return fail('conflict', { headers: { 'upload-offset': String(result.offset) } });
        case 'wrong_offset':
          return fail('conflict', { headers: { 'upload-offset': String(result.offset) } });
        case 'locked':
          return fail('locked');
        case 'too_many_bytes':
          return fail('payload_too_large');
        default:
          result satisfies never;
          return fail('internal');
      }
    },

    /** Removes an unfinished upload and its bytes. @throws Failure `conflict` once it is complete */
    async terminate(row: UploadRow): Promise<void> {
      if (row.state !== 'receiving') {
        fail('conflict', { detail: 'The upload is complete and can no longer be cancelled.' });
      }
      await sessions.abort(targetOf(row));
      await deleteReceiving(db, row.id);
    },

    finish,
  };
}
export type Reception = ReturnType<typeof createReception>;
