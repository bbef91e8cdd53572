/**
 * Taking in uploads: their rows, their bytes (behind the `UploadSessions` port) and the moment at which a complete one
 * becomes a job. Who hands in is an `UploadOwner`: a person of the console, or an uploader under an upload request.
 */
import type { z } from 'zod';
import type { AssetKind } from '../../../shared/contract/assets.ts';
import { UPLOAD_SIZE_MAX, type uploadMetadataSchema } from '../../../shared/contract/uploads.ts';
import { t } from '../../../shared/messages/index.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';
import { requestState, tidyPath } from '../../../shared/requests/hand-in.ts';
import { isOtherKind } from '../../../shared/requests/kinds.ts';
import { withoutHidden } from '../../../shared/text/plain-name.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { UploadSessions, UploadTarget } from '../../ports/upload-sessions.ts';
import { HEAD_BYTES } from './examine.ts';
import { peek } from './first-part.ts';
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
  | {
      readonly kind: 'uploader';
      readonly uploaderId: string;
      readonly uploadRequestId: string;
      /** That the request takes, releases aside; empty: all. */
      readonly kinds: readonly AssetKind[];
    };
type Uploader = Extract<UploadOwner, { kind: 'uploader' }>;

export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;

export interface ReceptionDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly sessions: UploadSessions;
  readonly store: ObjectStore;
  /** The time when the last byte has come, which may be long after its request began. */
  readonly clock: Clock;
  /** Has the outbox worked off now, after the response. */
  readonly startJobs: () => void;
}

export function targetOf(row: UploadRow): UploadTarget {
  return { uploadId: row.id, storageKey: row.storageKey, sizeBytes: row.sizeBytes };
}

const ownerId = (owner: UploadOwner): string => (owner.kind === 'user' ? owner.userId : owner.uploaderId);

/** Name without folders and characters that nobody sees; what a person chose is otherwise kept. */
function bareFileName(name: string): string {
  // One spelling, so that two names that look alike are found to be one.
  const bare = withoutHidden(name.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    .trim();
  const isSeen = /[^\p{C}\p{Z}\p{M}]/u.test(bare);
  return !isSeen || bare === '.' || bare === '..' ? 'unnamed' : bare;
}

export function createReception(deps: ReceptionDeps) {
  const { db, sessions } = deps;

  /** Says why an upload request did not take a file. */
  async function refuseUpload(caller: Caller, owner: Uploader, sizeBytes: number): Promise<never> {
    const found = await findHandIn(db, owner.uploadRequestId, owner.uploaderId);
    if (found === undefined || requestState(found.request, caller.now) !== 'open')
      fail('no_longer', { detail: t(caller.locale, 'requests.error.nothing_taken') });
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

  /** Turns an upload that has been complete since `completedAt` into a job; does nothing the second time. */
  async function finish(row: UploadRow, completedAt: number, now: number): Promise<void> {
    if (row.state !== 'receiving') return;
    await runBatch(db, [
      completeUpload(db, row, completedAt),
      jobStatement(deps, 'upload.process', { uploadId: row.id }, now),
    ]);
    deps.startJobs();
  }

  /**
   * Finishes an upload whose bytes are all there and which never became a job, because something died in between. It is judged
   * by when its last byte was durable, not by when it is found.
   * @returns whether it was complete
   */
  async function finishLeft(row: UploadRow, now: number): Promise<{ offset: number; complete: boolean }> {
    const found = await sessions.progress(targetOf(row));
    if (found.complete) {
      const stored = await deps.store.head(row.storageKey);
      const completedAt = Math.max(row.createdAt, Math.min(now, stored?.uploadedAt ?? now));
      await finish(row, completedAt, now);
    }
    return found;
  }
  /** Removes an unfinished upload and its bytes. One that is complete is finished instead: its bytes were acknowledged. */
  async function giveUp(row: UploadRow, now: number): Promise<'finished' | 'removed'> {
    if ((await finishLeft(row, now)).complete) return 'finished';
    await sessions.abort(targetOf(row));
    await deleteReceiving(db, row.id);
    return 'removed';
  }

  /** The request does not take files of this kind. */
  function refuseKind(caller: Caller): never {
    return fail('unsupported_media', {
      detail: t(caller.locale, 'ingest.kind_not_asked'),
      context: { limit: 'kinds' },
    });
  }

  /**
   * Looks at the first bytes of a file that is sent under a request for certain kinds. One of another kind ends here: nothing of
   * it is kept, and its place is free again.
   * @returns the body to take in
   */
  async function firstLook(
    caller: Caller,
    row: UploadRow,
    owner: UploadOwner,
    body: ReadableStream<Uint8Array>,
  ): Promise<ReadableStream<Uint8Array>> {
    if (owner.kind === 'user' || owner.kinds.length === 0 || row.releaseForId !== null) return body;
    // What is small is there at once, and refused with a line in its sender's list.
    if (row.sizeBytes <= HEAD_BYTES) return body;
    const { head, whole } = await peek(body, HEAD_BYTES);
    // With fewer bytes than decide in the end, the end decides.
    if (head.length < HEAD_BYTES || owner.kinds.includes(sniffMediaType(head).kind)) return whole;
    await whole.cancel();
    await sessions.abort(targetOf(row));
    await deleteReceiving(db, row.id);
    return refuseKind(caller);
  }

  return {
    /** @throws Failure `unsupported_media` (a kind that is not taken), `payload_too_large`, `no_longer`, `not_found` (no such asset or submission to go with) */
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
        if (releaseFor === undefined && isOtherKind(arriving.fileName, owner.kinds)) refuseKind(caller);
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
      return (await finishLeft(row, caller.now)).offset;
    },

    /**
     * Appends at `offset`. @returns the new durable offset
     * @throws Failure `conflict` (wrong offset, or broken off), `locked`, `payload_too_large`, `unsupported_media` (the first
     * bytes are of a kind that is not taken: the upload is gone)
     */
    async append(
      caller: Caller,
      row: UploadRow,
      owner: UploadOwner,
      offset: number,
      body: ReadableStream<Uint8Array> | null,
    ): Promise<number> {
      if (row.state !== 'receiving') {
        await body?.cancel();
        if (offset === row.sizeBytes) return offset;
        fail('conflict', { headers: { 'upload-offset': String(row.sizeBytes) } });
      }
      const isFirst = offset === 0 && row.receivedBytes === 0;
      const taken = isFirst && body !== null ? await firstLook(caller, row, owner, body) : body;
      const result = await sessions.append(targetOf(row), offset, taken);
      switch (result.status) {
        case 'appended':
          if (result.complete) await finish(row, deps.clock(), caller.now);
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

    /** @throws Failure `conflict` once it is complete */
    async terminate(caller: Caller, row: UploadRow): Promise<void> {
      if (row.state !== 'receiving' || (await giveUp(row, caller.now)) === 'finished') {
        fail('conflict', { detail: 'The upload is complete and can no longer be cancelled.' });
      }
    },

    finishLeft,
    giveUp,
  };
}
export type Reception = ReturnType<typeof createReception>;
