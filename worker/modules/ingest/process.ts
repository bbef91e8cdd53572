/**
 * The job `upload.process`: from the bytes of a complete upload to an asset, a version, a known duplicate, or a submission in
 * quarantine. Everything that makes the result visible is one batch whose first statement refuses to run twice.
 */
import type { Provenance } from '../../../shared/contract/assets.ts';
import type { DetailField } from '../../../shared/contract/requests.ts';
import type { Locale, MessageKey } from '../../../shared/messages/index.ts';
import { keepMessage } from '../../../shared/messages/kept.ts';
import type { ByteSource } from '../../../shared/metadata/byte-source.ts';
import { UNPLACED_KEPT_MS } from '../../../shared/requests/hand-in.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Actor, Caller } from '../../http/caller.ts';
import { jobOnce, jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { MetadataReader } from '../../ports/metadata-reader.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { UploadSessions } from '../../ports/upload-sessions.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { assetFields, embeddedKeywords, orientationOf, versionFields } from './describe.ts';
import { type Digests, digestObject, type Examination, examineOriginal, objectSource } from './examine.ts';
import { createQuarantine } from './quarantine.ts';
import { targetOf } from './reception.ts';
import {
  claimUpload,
  endUpload,
  findByDigest,
  findByFileName,
  findTarget,
  findUpload,
  findUser,
  insertAsset,
  insertEmbeddedKeywords,
  insertVersion,
  noteDelay,
  type UploadRow,
  updateAsset,
} from './repository.ts';
import { findUploader } from './repository-submissions.ts';

export interface ProcessDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly metadataReader: MetadataReader;
  readonly sessions: UploadSessions;
}

/** For how long a complete upload that could not be looked at is taken up again, and how soon at first and in the end. */
const RETRIED_MS = 7 * DAY_MS;
const RETRY_FIRST_MS = HOUR_MS / 2;
const RETRY_MAX_MS = 6 * HOUR_MS;
/** Files that a request did not take are told together. */
const TOLD_TOGETHER_MS = HOUR_MS / 4;

/** An original that is to become an asset or a version. `id` is 26 characters; ids made from it make retries collide. */
export interface Original {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly digests: Digests;
  readonly examination: Examination;
  readonly targetAssetId: string | null;
  /** What is known of a file handed in: said by the uploader, or found in it. */
  readonly described?: Readonly<Record<DetailField, string | null>>;
  readonly provenance?: Provenance;
}

/** What an uploader said about a file; it was said after whatever the file itself says. */
function handedInFields(described: Original['described']) {
  if (described === undefined) return {};
  const { creditLine, creator, caption, usageTerms, location, dateCreated } = described;
  return {
    ...(creditLine && { creditLine }),
    ...(creator && { creator }),
    ...(caption && { caption }),
    ...(usageTerms && { usageTerms }),
    ...(location && { city: location }),
    ...(dateCreated && { dateCreated }),
  };
}

const idTail = (id: string): string => id.slice(id.indexOf('_') + 1);

/** A caller for what a job does in the name of the person who caused it. */
export function jobCaller(actor: Actor, locale: Locale, now: number): Caller {
  return {
    actor,
    role: null,
    locale,
    timeZone: 'UTC',
    territory: null,
    source: null,
    requestId: 'job',
    origin: '',
    now,
  };
}

export interface Placed {
  readonly assetId: string;
  readonly versionId: string;
  readonly title: string;
  /** 1 for a new asset. */
  readonly number: number;
  readonly statements: Statement[];
}

/**
 * The statements that make an asset, or a version of `targetAssetId`, of an original: rows, keywords, audit, the preparing
 * job. Null when the target does not exist.
 */
export async function placeOriginal(
  deps: ProcessDeps,
  caller: Caller,
  original: Original,
): Promise<Placed | null> {
  const { db } = deps;
  const { now } = caller;
  const { examination, digests, targetAssetId } = original;
  const versionId = `ver_${original.id}`;
  const fields = versionFields(digests, examination);
  const orientation =
    fields.width === null || fields.height === null ? null : orientationOf(fields.width, fields.height);
  const version = {
    ...fields,
    id: versionId,
    storageKey: original.storageKey,
    fileName: original.fileName,
    provenance: original.provenance ?? null,
    createdBy: caller.actor.id ?? 'system',
    createdAt: now,
  };
  const handedIn =
    original.provenance === undefined ? {} : { submissionId: original.provenance.submissionId };
  const prepare = jobStatement(deps, 'version.prepare', { versionId }, now);

  if (targetAssetId !== null) {
    const target = await findTarget(db, targetAssetId);
    if (target === undefined) return null;
    const number = target.lastNumber + 1;
    return {
      assetId: targetAssetId,
      versionId,
      title: target.title,
      number,
      statements: [
        insertVersion(db, { ...version, assetId: targetAssetId, number }),
        updateAsset(db, targetAssetId, {
          currentVersionId: versionId,
          kind: examination.type.kind,
          orientation,
          colour: null,
        }),
        ...invalidateAssets(deps, [targetAssetId], now),
        auditStatement(
          deps,
          caller,
          'asset.version_added',
          { kind: 'asset', id: targetAssetId, label: target.title },
          { versionId, number, fileName: original.fileName, ...handedIn },
        ),
        prepare,
      ],
    };
  }

  const assetId = `ast_${original.id}`;
  const described = assetFields(examination.metadata, original.fileName);
  const keywords = embeddedKeywords(examination.metadata);
  return {
    assetId,
    versionId,
    title: described.title,
    number: 1,
    statements: [
      insertVersion(db, { ...version, assetId, number: 1 }),
      insertAsset(db, {
        ...described,
        ...handedInFields(original.described),
        id: assetId,
        kind: examination.type.kind,
        currentVersionId: versionId,
        orientation,
        createdBy: caller.actor.id ?? 'system',
        createdAt: now,
        updatedAt: now,
      }),
      ...insertEmbeddedKeywords(db, assetId, keywords, now),
      auditStatement(
        deps,
        caller,
        'asset.ingested',
        { kind: 'asset', id: assetId, label: described.title },
        {
          versionId,
          fileName: original.fileName,
          mediaType: fields.mediaType,
          sizeBytes: fields.sizeBytes,
          ...handedIn,
        },
      ),
      prepare,
    ],
  };
}

export function createUploadProcessor(deps: ProcessDeps) {
  const { db, store } = deps;

  async function callerOf(row: UploadRow, now: number): Promise<Caller> {
    if (row.uploaderId !== null) {
      const uploader = await findUploader(db, row.uploaderId);
      return jobCaller(
        { kind: 'visitor', id: row.uploaderId, name: uploader?.name ?? 'Visitor' },
        uploader?.locale ?? 'en',
        now,
      );
    }
    const user = await findUser(db, row.createdBy);
    return jobCaller(
      { kind: 'user', id: row.createdBy, name: user?.name ?? 'Unknown' },
      user?.locale === 'de' ? 'de' : 'en',
      now,
    );
  }

  /** The job's end without an asset: the words are kept, the bytes are not. */
  async function refuse(caller: Caller, row: UploadRow, key: MessageKey): Promise<void> {
    await runBatch(db, [
      endUpload(db, row, { state: 'failed', detail: keepMessage(key) }, caller.now),
      jobStatement(deps, 'objects.delete', { keys: [row.storageKey] }, caller.now),
      ...tellRefused(row, caller.now),
    ]);
  }
  /** Whoever handed in under a request may have left the page when its last byte had come: one mail tells of a quarter of an hour. */
  function tellRefused({ uploaderId }: UploadRow, now: number): Statement[] {
    if (uploaderId === null) return [];
    const since = Math.floor(now / TOLD_TOGETHER_MS) * TOLD_TOGETHER_MS;
    const until = since + TOLD_TOGETHER_MS;
    const refused = { uploaderId, since, until };
    return [jobOnce(db, `refused_${uploaderId}_${since}`, 'request.tell_refused', refused, until)];
  }

  async function noteDuplicate(
    caller: Caller,
    row: UploadRow,
    duplicate: { assetId: string; title: string; storageKey: string },
  ): Promise<void> {
    await runBatch(db, [
      endUpload(
        db,
        row,
        {
          state: 'done',
          outcome: 'duplicate',
          assetId: duplicate.assetId,
          detail: keepMessage('ingest.duplicate', { title: duplicate.title }),
        },
        caller.now,
      ),
      jobStatement(deps, 'objects.delete', { keys: [row.storageKey] }, caller.now),
    ]);
  }

  async function placeUpload(
    caller: Caller,
    row: UploadRow,
    digests: Digests,
    examination: Examination,
  ): Promise<void> {
    const placed = await placeOriginal(deps, caller, {
      id: idTail(row.id),
      storageKey: row.storageKey,
      fileName: row.fileName,
      digests,
      examination,
      targetAssetId: row.targetAssetId,
    });
    if (placed === null) return refuse(caller, row, 'ingest.target_gone');
    const isVersion = row.targetAssetId !== null;
    const namesake = isVersion ? undefined : await findByFileName(db, row.fileName);
    const detail = isVersion
      ? keepMessage('ingest.version', { number: placed.number, title: placed.title })
      : namesake === undefined
        ? null
        : keepMessage('ingest.same_name', { title: namesake.title });
    await runBatch(db, [
      claimUpload(
        db,
        row,
        {
          outcome: isVersion ? 'version' : 'new',
          assetId: placed.assetId,
          detail,
          alikeAssetId: namesake?.assetId ?? null,
          alikeReason: namesake === undefined ? null : 'same_name',
          onlyDigest: digests.sha256,
        },
        caller.now,
      ),
      ...placed.statements,
    ]);
    await compileSnapshot(deps, placed.assetId, caller.now);
  }

  const quarantine = createQuarantine(deps);

  async function process(uploadId: string, now: number): Promise<void> {
    const row = await findUpload(db, uploadId);
    if (row === undefined || row.state !== 'processing') return;
    const caller = await callerOf(row, now);
    if (row.sizeBytes === 0) return refuse(caller, row, 'ingest.empty');
    const digests = await digestObject(store, row.storageKey);
    if (digests === null || digests.sizeBytes !== row.sizeBytes) {
      return refuse(caller, row, 'ingest.incomplete');
    }
    const source: ByteSource = objectSource(store, row.storageKey, digests.sizeBytes);
    if (row.uploadRequestId !== null) {
      const refusal = await quarantine(
        caller,
        row,
        digests,
        await examineOriginal(source, deps.metadataReader),
      );
      return refusal === null ? undefined : refuse(caller, row, refusal);
    }
    const known = await findByDigest(db, digests.sha256);
    if (known !== undefined) return noteDuplicate(caller, row, known);
    const examination = await examineOriginal(source, deps.metadataReader);
    try {
      await placeUpload(caller, row, digests, examination);
    } catch (error) {
      // The same bytes may have arrived twice at once; the other one is the asset now.
      const first = await findByDigest(db, digests.sha256);
      if (first === undefined || first.storageKey === row.storageKey) throw error;
      await noteDuplicate(caller, row, first);
    }
  }

  return {
    async run({ uploadId }: { uploadId: string }, { now }: { now: number }): Promise<void> {
      await process(uploadId, now);
      const row = await findUpload(db, uploadId);
      if (row !== undefined) await deps.sessions.forget(targetOf(row));
    },
    async gaveUp({ uploadId }: { uploadId: string }, { now }: { now: number }): Promise<void> {
      const row = await findUpload(db, uploadId);
      if (row === undefined || row.state !== 'processing') return;
      // Its last change is when it was complete. What was acknowledged is not thrown away because something is down.
      const age = now - row.updatedAt;
      await runBatch(
        db,
        age < RETRIED_MS
          ? [
              noteDelay(db, row, keepMessage('ingest.delayed')),
              jobStatement(
                deps,
                'upload.process',
                { uploadId },
                now + Math.min(RETRY_MAX_MS, Math.max(RETRY_FIRST_MS, age)),
              ),
            ]
          : [
              endUpload(db, row, { state: 'failed', detail: keepMessage('ingest.failed') }, now),
              ...tellRefused(row, now),
              jobStatement(deps, 'objects.delete', { keys: [row.storageKey] }, now + UNPLACED_KEPT_MS),
            ],
      );
    },
  };
}
