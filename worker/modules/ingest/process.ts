/**
 * The job `upload.process`: from the bytes of a complete upload to an asset, a version, a known duplicate, or a submission in
 * quarantine. Everything that makes the result visible is one batch whose first statement refuses to run twice.
 */
import { and, desc, eq, ne, sql } from 'drizzle-orm';
import type { MessageKey, MessageValue } from '../../../shared/messages/index.ts';
import { type Locale, translate } from '../../../shared/messages/index.ts';
import type { ByteSource } from '../../../shared/metadata/byte-source.ts';
import { chunked, type Database, runBatch, type Statement } from '../../db/database.ts';
import {
  assetKeywords,
  assets,
  submissions,
  uploadRequests,
  uploaders,
  uploads,
  users,
  versions,
} from '../../db/schema/index.ts';
import type { Actor, Caller } from '../../http/app-env.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { MetadataReader } from '../../ports/metadata-reader.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { UploadSessions } from '../../ports/upload-sessions.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { assetFields, embeddedKeywords, orientationOf, versionFields } from './describe.ts';
import { type Digests, digestObject, type Examination, examineOriginal, objectSource } from './examine.ts';
import { targetOf, type UploadRow } from './reception.ts';

export interface ProcessDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly metadataReader: MetadataReader;
  readonly sessions: UploadSessions;
}

/** An original that is to become an asset or a version. `id` is 26 characters; ids made from it make retries collide. */
export interface Original {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly digests: Digests;
  readonly examination: Examination;
  readonly targetAssetId: string | null;
  readonly defaults?: { creditLine: string | null };
}

const idTail = (id: string): string => id.slice(id.indexOf('_') + 1);
/** Keyword rows of five columns within D1's 100 parameters. */
const KEYWORDS_A_STATEMENT = 18;

/** A caller for what a job does in the name of the person who caused it. */
export function jobCaller(actor: Actor, locale: Locale, now: number): Caller {
  return { actor, role: null, locale, timeZone: 'UTC', territory: null, requestId: 'job', origin: '', now };
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
    createdBy: caller.actor.id ?? 'system',
    createdAt: now,
  };
  const prepare = jobStatement(deps, 'version.prepare', { versionId }, now);

  if (targetAssetId !== null) {
    const target = await db
      .select({ title: assets.title, last: sql<number>`(SELECT max(number) FROM versions WHERE asset_id = ${targetAssetId})` })
      .from(assets)
      .where(eq(assets.id, targetAssetId))
      .get();
    if (target === undefined) return null;
    const number = (target.last ?? 0) + 1;
    return {
      assetId: targetAssetId,
      versionId,
      title: target.title,
      number,
      statements: [
        db.insert(versions).values({ ...version, assetId: targetAssetId, number }),
        db
          .update(assets)
          .set({ currentVersionId: versionId, kind: examination.type.kind, orientation, colour: null })
          .where(eq(assets.id, targetAssetId)),
        ...invalidateAssets(deps, [targetAssetId], now),
        auditStatement(
          deps,
          caller,
          'asset.version_added',
          { kind: 'asset', id: targetAssetId, label: target.title },
          { versionId, number, fileName: original.fileName },
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
      db.insert(versions).values({ ...version, assetId, number: 1 }),
      db.insert(assets).values({
        ...described,
        creditLine: described.creditLine ?? original.defaults?.creditLine ?? null,
        id: assetId,
        kind: examination.type.kind,
        currentVersionId: versionId,
        orientation,
        createdBy: caller.actor.id ?? 'system',
        createdAt: now,
        updatedAt: now,
      }),
      ...chunked(keywords, KEYWORDS_A_STATEMENT).map((rows) =>
        db
          .insert(assetKeywords)
          .values(rows.map((row) => ({ ...row, assetId, source: 'embedded', createdAt: now }))),
      ),
      auditStatement(
        deps,
        caller,
        'asset.ingested',
        { kind: 'asset', id: assetId, label: described.title },
        { versionId, fileName: original.fileName, mediaType: fields.mediaType, sizeBytes: fields.sizeBytes },
      ),
      prepare,
    ],
  };
}

export function createUploadProcessor(deps: ProcessDeps) {
  const { db, store } = deps;

  async function callerOf(row: UploadRow, now: number): Promise<Caller> {
    if (row.uploaderId !== null) {
      const uploader = await db.select().from(uploaders).where(eq(uploaders.id, row.uploaderId)).get();
      return jobCaller({ kind: 'visitor', id: row.uploaderId, name: uploader?.name ?? 'Visitor' }, 'en', now);
    }
    const user = await db.select().from(users).where(eq(users.id, row.createdBy)).get();
    return jobCaller(
      { kind: 'user', id: row.createdBy, name: user?.name ?? 'Unknown' },
      user?.locale === 'de' ? 'de' : 'en',
      now,
    );
  }

  const say = (caller: Caller, key: MessageKey, params?: Record<string, MessageValue>): string =>
    translate(caller.locale, key, params);

  /** The job's end without an asset: the words are kept, the bytes are not. */
  async function refuse(caller: Caller, row: UploadRow, key: MessageKey): Promise<void> {
    await runBatch(db, [
      db
        .update(uploads)
        .set({ state: 'failed', detail: say(caller, key), updatedAt: caller.now })
        .where(and(eq(uploads.id, row.id), eq(uploads.state, 'processing'))),
      jobStatement(deps, 'objects.delete', { keys: [row.storageKey] }, caller.now),
    ]);
  }

  async function findDuplicate(sha256: string) {
    return db
      .select({ assetId: assets.id, title: assets.title, storageKey: versions.storageKey })
      .from(versions)
      .innerJoin(assets, eq(assets.id, versions.assetId))
      .where(eq(versions.sha256, sha256))
      .orderBy(desc(versions.createdAt))
      .get();
  }

  async function noteDuplicate(
    caller: Caller,
    row: UploadRow,
    duplicate: { assetId: string; title: string; storageKey: string },
  ): Promise<void> {
    await runBatch(db, [
      db
        .update(uploads)
        .set({
          state: 'done',
          outcome: 'duplicate',
          assetId: duplicate.assetId,
          detail: say(caller, 'ingest.duplicate', { title: duplicate.title }),
          updatedAt: caller.now,
        })
        .where(and(eq(uploads.id, row.id), eq(uploads.state, 'processing'))),
      jobStatement(deps, 'objects.delete', { keys: [row.storageKey] }, caller.now),
    ]);
  }

  /**
   * Marks the upload done, as the first statement of the batch. A null state breaks the column's constraint and with it the
   * whole batch: when another run was first, or when another upload of the same bytes was.
   */
  function claimStatement(
    row: UploadRow,
    now: number,
    done: { outcome: 'new' | 'version' | null; assetId: string | null; detail: string | null; sha256: string | null },
  ): Statement {
    const isFirst =
      done.sha256 === null ? sql`1` : sql`NOT EXISTS (SELECT 1 FROM versions WHERE sha256 = ${done.sha256})`;
    return db.run(sql`
      UPDATE uploads SET
        state = CASE WHEN state = 'processing' AND ${isFirst} THEN 'done' END,
        outcome = ${done.outcome}, asset_id = ${done.assetId}, detail = ${done.detail}, updated_at = ${now}
      WHERE id = ${row.id}`);
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
    const detail = isVersion
      ? say(caller, 'ingest.version', { number: placed.number, title: placed.title })
      : await sameNameNote(caller, row.fileName);
    await runBatch(db, [
      claimStatement(row, caller.now, {
        outcome: isVersion ? 'version' : 'new',
        assetId: placed.assetId,
        detail,
        sha256: digests.sha256,
      }),
      ...placed.statements,
    ]);
    await compileSnapshot(deps, placed.assetId, caller.now);
  }

  async function sameNameNote(caller: Caller, fileName: string): Promise<string | null> {
    const other = await db
      .select({ title: assets.title })
      .from(versions)
      .innerJoin(assets, eq(assets.currentVersionId, versions.id))
      .where(eq(versions.fileName, fileName))
      .get();
    return other === undefined ? null : say(caller, 'ingest.same_name', { title: other.title });
  }

  /** Files handed in wait in quarantine; that the library already has them is not said. */
  async function quarantine(
    caller: Caller,
    row: UploadRow,
    digests: Digests,
    examination: Examination,
  ): Promise<void> {
    // Only rows with both ids come here.
    const [uploadRequestId, uploaderId] = [row.uploadRequestId ?? '', row.uploaderId ?? ''];
    const request = await db.select().from(uploadRequests).where(eq(uploadRequests.id, uploadRequestId)).get();
    // The upload's last change is its completion.
    if (request === undefined || request.isClosed || request.deadline <= row.updatedAt) {
      return refuse(caller, row, 'ingest.request_closed');
    }
    const { kinds } = request.input;
    if (kinds.length > 0 && !kinds.includes(examination.type.kind)) {
      return refuse(caller, row, 'ingest.kind_not_asked');
    }
    const id = `sub_${idTail(row.id)}`;
    await runBatch(db, [
      claimStatement(row, caller.now, { outcome: null, assetId: null, detail: null, sha256: null }),
      db.insert(submissions).values({
        id,
        uploadRequestId,
        uploaderId,
        uploadId: row.id,
        storageKey: row.storageKey,
        fileName: await freeName(uploadRequestId, row.fileName),
        mediaType: examination.type.mediaType,
        kind: examination.type.kind,
        sizeBytes: digests.sizeBytes,
        sha256: digests.sha256,
        crc32: digests.crc32,
        verdict: examination.verdict,
        receivedAt: row.updatedAt,
      }),
      auditStatement(deps, caller, 'submission.received', { kind: 'submission', id, label: row.fileName }, {
        uploadRequestId,
        sizeBytes: digests.sizeBytes,
      }),
    ]);
  }

  /** The name with ` (2)`, ` (3)`… before its extension where the request has one of that name. */
  async function freeName(uploadRequestId: string, fileName: string): Promise<string> {
    const rows = await db
      .select({ fileName: submissions.fileName })
      .from(submissions)
      .where(and(eq(submissions.uploadRequestId, uploadRequestId), ne(submissions.state, 'returned')));
    const taken = new Set(rows.map((other) => other.fileName.toLowerCase()));
    const [, stem = fileName, extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(fileName) ?? [];
    for (let copy = 1; ; copy++) {
      const name = copy === 1 ? fileName : `${stem} (${copy})${extension}`;
      if (!taken.has(name.toLowerCase())) return name;
    }
  }

  async function process(uploadId: string, now: number): Promise<void> {
    const row = await db.select().from(uploads).where(eq(uploads.id, uploadId)).get();
    if (row === undefined || row.state !== 'processing') return;
    const caller = await callerOf(row, now);
    if (row.sizeBytes === 0) return refuse(caller, row, 'ingest.empty');
    const digests = await digestObject(store, row.storageKey);
    if (digests === null || digests.sizeBytes !== row.sizeBytes) {
      return refuse(caller, row, 'ingest.incomplete');
    }
    const source: ByteSource = objectSource(store, row.storageKey, digests.sizeBytes);
    if (row.uploadRequestId !== null) {
      return quarantine(caller, row, digests, await examineOriginal(source, deps.metadataReader));
    }
    const known = await findDuplicate(digests.sha256);
    if (known !== undefined) return noteDuplicate(caller, row, known);
    const examination = await examineOriginal(source, deps.metadataReader);
    try {
      await placeUpload(caller, row, digests, examination);
    } catch (error) {
      // The same bytes may have arrived twice at once; the other one is the asset now.
      const first = await findDuplicate(digests.sha256);
      if (first === undefined || first.storageKey === row.storageKey) throw error;
      await noteDuplicate(caller, row, first);
    }
  }

  return {
    async run({ uploadId }: { uploadId: string }, { now }: { now: number }): Promise<void> {
      await process(uploadId, now);
      const row = await db.select().from(uploads).where(eq(uploads.id, uploadId)).get();
      if (row !== undefined) await deps.sessions.forget(targetOf(row));
    },
    async gaveUp({ uploadId }: { uploadId: string }, { now }: { now: number }): Promise<void> {
      const row = await db.select().from(uploads).where(eq(uploads.id, uploadId)).get();
      if (row !== undefined) await refuse(await callerOf(row, now), row, 'ingest.failed');
    },
  };
}
