/**
 * Taking in uploads: their rows, their bytes (behind the `UploadSessions` port) and the moment at which a complete one
 * becomes a job. Who hands in is an `UploadOwner`: a person of the console, or an uploader under an upload request.
 */
import type { z } from 'zod';
import { UPLOAD_SIZE_MAX, type uploadMetadataSchema } from '../../../shared/contract/uploads.ts';
import { t } from '../../../shared/messages/index.ts';
import { requestState, tidyPath } from '../../../shared/requests/hand-in.ts';
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
  insertRequestedUpload,
  insertUpload,
  noteOffset,
  type UploadRow,
} from './repository.ts';
import { findHandIn, findSubmission } from './repository-submissions.ts';

/** An unfinished upload can be resumed for this long; the object store drops unfinished multiparts after 7 days. */
export const UPLOAD_LIFETIME_MS = 6 * 86_400_000;

export type UploadOwner =
  | { readonly kind: 'user'; readonly userId: string }
  /** What the request takes is asked of its row, in the statement that takes the file. */
  | { readonly kind: 'uploader'; readonly uploaderId: string; readonly uploadRequestId: string };
type Uploader = Extract<UploadOwner, { kind: 'uploader' }>;

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

  /** Says why an upload request did not take a file. */
  async function refuseUpload(caller: Caller, owner: Uploader, sizeBytes: number): Promise<never> {
    const found = await findHandIn(db, owner.uploadRequestId, owner.uploaderId);
    if (found === undefined || requestState(found.request, caller.now) !== 'open') fail('no_longer');
    const { maxFileBytes, maxFiles } = found.request.input;
    const { locale } = caller;
    if (sizeBytes > maxFileBytes) {
      fail('payload_too_large', {
        detail: t(locale, 'ingest.too_large'),
        context: { limit: 'maxFileBytes' },
      });
    }
    const taken = await countTaken(db, owner.uploadRequestId, owner.uploaderId);
    return taken.files >= maxFiles
      ? fail('payload_too_large', {
          detail: t(locale, 'ingest.request_full'),
          context: { limit: 'maxFiles' },
        })
      : fail('payload_too_large', { detail: t(locale, 'ingest.no_room'), context: { limit: 'bytes' } });
  }

  /** The submission of this uploader that an upload refers to. @throws Failure `not_found` */
  async function requireOwn(owner: Uploader, id: string, states: readonly string[]): Promise<string> {
    const row = await findSubmission(db, id);
    const isOwn = row?.uploaderId === owner.uploaderId && row.uploadRequestId === owner.uploadRequestId;
    return isOwn && states.includes(row.state) ? id : fail('not_found');
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
    /** @throws Failure `payload_too_large`, `no_longer`, `not_found` (no such asset or submission to go with) */
    async create(
      caller: Caller,
      owner: UploadOwner,
      input: { sizeBytes: number; metadata: UploadMetadata },
    ): Promise<UploadRow> {
      const { sizeBytes, metadata } = input;
      if (sizeBytes > UPLOAD_SIZE_MAX) fail('payload_too_large');
      const id = deps.identifiers.next('upload');
      const arriving = {
        id,
        fileName: bareFileName(metadata.filename),
        relativePath: tidyPath(metadata.relativePath),
        sizeBytes,
        storageKey: `originals/${id}`,
        createdBy: ownerId(owner),
        expiresAt: caller.now + UPLOAD_LIFETIME_MS,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      if (owner.kind === 'uploader') {
        const { replaces, releaseFor } = metadata;
        const row = await insertRequestedUpload(
          db,
          {
            ...arriving,
            uploadRequestId: owner.uploadRequestId,
            uploaderId: owner.uploaderId,
            replacesId: replaces === undefined ? null : await requireOwn(owner, replaces, ['returned']),
            releaseForId:
              releaseFor === undefined
                ? null
                : await requireOwn(owner, releaseFor, ['incomplete', 'quarantined']),
          },
          caller.now,
        );
        return row ?? refuseUpload(caller, owner, sizeBytes);
      }
      const targetAssetId = metadata.assetId ?? null;
      if (targetAssetId !== null && (await findTarget(db, targetAssetId)) === undefined) fail('not_found');
      const row = await insertUpload(db, { ...arriving, targetAssetId });
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
