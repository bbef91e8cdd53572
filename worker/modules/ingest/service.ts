/** Ingest: what hands in bytes, what becomes of them, and what a person sees of it. */
import type { z } from 'zod';
import type { AssetCard, Provenance } from '../../../shared/contract/assets.ts';
import type { Page } from '../../../shared/contract/page.ts';
import type { DetailField } from '../../../shared/contract/requests.ts';
import type { UploadStatus, uploadListQuery } from '../../../shared/contract/uploads.ts';
import type { Locale } from '../../../shared/messages/index.ts';
import { sayKept } from '../../../shared/messages/kept.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { JobHandler } from '../../jobs/run.ts';
import type { AssetService } from '../assets/index.ts';
import { examineOriginal, objectSource } from './examine.ts';
import { countPages, type Uncounted } from './pages.ts';
import { createPosterKeeper, type PosterDeps, type PosterKeeper } from './poster.ts';
import { createPreparer, type PrepareDeps } from './prepare.ts';
import { createSubmissionPreparer } from './prepare-submission.ts';
import { createUploadProcessor, type Placed, type ProcessDeps, placeOriginal } from './process.ts';
import { createReception, type ReceptionDeps } from './reception.ts';
import {
  countTaken,
  findByDigest,
  findExpired,
  findUpload,
  listUploads,
  type Taken,
  takeQuiet,
  type UploadRow,
} from './repository.ts';
import { takeAsVersion } from './take-as-version.ts';
import { handleTus, type TusRequest } from './tus/protocol.ts';

export { jobCaller } from './process.ts';

export interface IngestService {
  /**
   * Answers one request of the tus protocol. Who may upload, and under which conditions (`owner`), was decided before.
   */
  receive(request: TusRequest): Promise<Response>;
  /** What became of this person's uploads, newest first. */
  listUploads(caller: Caller, query: z.infer<typeof uploadListQuery>): Promise<Page<UploadStatus>>;
  /**
   * What accepting a submission means: the statements for the reviewer's batch (asset or version, keywords, audit, preparing
   * job), or the asset that has these bytes already. Null when `targetAssetId` does not exist. Ring the doorbell afterwards.
   */
  placeSubmission(
    caller: Caller,
    submission: SubmittedOriginal,
    targetAssetId: string | null,
  ): Promise<{ placed: Placed } | { duplicateOf: { assetId: string; title: string } } | null>;
  /** Counts the pages of a TIFF from before they were counted; null where there is nothing to count. */
  countPages(version: Uncounted, now: number): Promise<number | null>;
  /** The pictures of versions that the engine could not draw. */
  readonly posters: PosterKeeper;
  /** Files and bytes an upload request has taken or is taking, and the bytes of one person. */
  takenBy(uploadRequestId: string, uploaderId: string): Promise<Taken>;
  /** Ends expired uploads, and turns into jobs those that are complete but were cut off before they became one. */
  sweep(now: number): Promise<void>;
  /** Handlers of the jobs `upload.process` and `version.prepare`. */
  readonly processUpload: JobHandler<'upload.process'>;
  readonly prepareVersion: JobHandler<'version.prepare'>;
  readonly prepareSubmission: JobHandler<'submission.prepare'>;
  /**
   * Makes the asset of an upload a new version of the one it resembles; the upload's own asset goes away.
   * @throws Failure `not_found`, `conflict` (decided already, or the asset has been worked on since)
   */
  takeAsVersion(caller: Caller, uploadId: string): Promise<UploadStatus>;
}

/** A file in quarantine, as its row describes it. */
export interface SubmittedOriginal {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly crc32: number;
  /** What is known of it: said by the uploader, or found in the file. */
  readonly described: Readonly<Record<DetailField, string | null>>;
  readonly provenance: Provenance;
}

export interface IngestDeps extends ReceptionDeps, ProcessDeps, PrepareDeps, PosterDeps {
  readonly db: Database;
  readonly assets: Pick<AssetService, 'cards' | 'detail'>;
}

const SWEEP_SIZE = 20;
/** Longer than a healthy client is silent between two requests. */
const QUIET_MS = 5 * 60_000;

export function createIngestService(deps: IngestDeps): IngestService {
  const { db } = deps;
  const reception = createReception(deps);

  function statusOf(row: UploadRow, cards: ReadonlyMap<string, AssetCard>, locale: Locale): UploadStatus {
    const asset = cards.get(row.assetId ?? '') ?? null;
    const alike = cards.get(row.alikeAssetId ?? '');
    return {
      id: row.id,
      fileName: row.fileName,
      sizeBytes: row.sizeBytes,
      receivedBytes: row.receivedBytes,
      state: row.state,
      outcome: row.outcome,
      kind: asset?.kind ?? null,
      verdict: asset?.verdict ?? null,
      detail: row.detail === null ? null : sayKept(locale, row.detail),
      asset,
      versionOf:
        alike === undefined || row.alikeReason === null || row.outcome !== 'new'
          ? null
          : { assetId: alike.id, title: alike.title, reason: row.alikeReason },
      createdAt: row.createdAt,
    };
  }

  return {
    countPages: (version, now) => countPages(deps, version, now),

    receive: (request) => handleTus(reception, request),

    async listUploads(caller, query) {
      if (caller.actor.id === null) return { items: [], nextCursor: null };
      const [createdAt, id] = decodeCursor(query.cursor) ?? [];
      const rows = await listUploads(db, {
        createdBy: caller.actor.id,
        ids: query.ids === undefined ? null : query.ids.split(',').slice(0, 80),
        below: typeof createdAt === 'number' && typeof id === 'string' ? { createdAt, id } : null,
        limit: query.limit + 1,
      });
      const shown = rows.slice(0, query.limit);
      const ids = [
        ...new Set(shown.flatMap((row) => [row.assetId, row.alikeAssetId].filter((id) => id !== null))),
      ];
      const cards = new Map((await deps.assets.cards(caller, ids)).map((card) => [card.id, card]));
      const last = shown.at(-1);
      return {
        items: shown.map((row) => statusOf(row, cards, caller.locale)),
        nextCursor:
          rows.length > shown.length && last !== undefined ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },

    async placeSubmission(caller, submission, targetAssetId) {
      const known = await findByDigest(db, submission.sha256);
      if (known !== undefined) return { duplicateOf: known };
      const source = objectSource(deps.store, submission.storageKey, submission.sizeBytes);
      const placed = await placeOriginal(deps, caller, {
        id: submission.id.slice(submission.id.indexOf('_') + 1),
        storageKey: submission.storageKey,
        fileName: submission.fileName,
        digests: submission,
        examination: await examineOriginal(source, deps.metadataReader),
        targetAssetId,
        described: submission.described,
        provenance: submission.provenance,
      });
      return placed === null ? null : { placed };
    },

    takenBy: (uploadRequestId, uploaderId) => countTaken(db, uploadRequestId, uploaderId),

    async sweep(now) {
      for (const row of await findExpired(db, now, SWEEP_SIZE)) await reception.giveUp(row, now);
      for (const row of await takeQuiet(db, now - QUIET_MS, now, SWEEP_SIZE)) {
        await reception.finishLeft(row, now);
      }
    },

    posters: createPosterKeeper(deps),
    async takeAsVersion(caller, uploadId) {
      await takeAsVersion(deps, caller, uploadId);
      const row = await findUpload(db, uploadId);
      if (row === undefined) return fail('not_found');
      const cards = await deps.assets.cards(caller, row.assetId === null ? [] : [row.assetId]);
      return statusOf(row, new Map(cards.map((card) => [card.id, card])), caller.locale);
    },

    processUpload: createUploadProcessor(deps),
    prepareVersion: createPreparer(deps),
    prepareSubmission: createSubmissionPreparer(deps),
  };
}
