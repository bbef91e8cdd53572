/** Rows of uploads, of what they became, and the conditions under which they may become it. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { assetKeywords, assets, uploads, users, versions } from '../../db/schema/index.ts';

export type UploadRow = typeof uploads.$inferSelect;
export type VersionRow = typeof versions.$inferSelect;
export type AssetRow = typeof assets.$inferSelect;

/* ---- uploads ------------------------------------------------------------------------------------------------------------- */

export async function findUpload(db: Database, id: string): Promise<UploadRow | undefined> {
  return db.select().from(uploads).where(eq(uploads.id, id)).get();
}

export async function insertUpload(
  db: Database,
  row: typeof uploads.$inferInsert,
): Promise<UploadRow | undefined> {
  const [inserted] = await db.insert(uploads).values(row).returning();
  return inserted;
}

/**
 * What counts against an upload request's limits: everything that arrives or has arrived, but neither what failed nor what was
 * returned, so that a returned file can be handed in again. Releases count by their bytes only.
 */
const counted = sql`uploads.state <> 'failed' AND NOT EXISTS (
  SELECT 1 FROM submissions s WHERE s.upload_id = uploads.id AND s.state = 'returned')`;

export interface Taken {
  readonly files: number;
  readonly bytes: number;
  /** Of one person. */
  readonly personFiles: number;
  readonly personBytes: number;
  /** Of one person, begun and not complete; there is room for them. */
  readonly unfinished: number;
}

/** Files and bytes an upload request has taken or is taking. */
export async function countTaken(db: Database, uploadRequestId: string, uploaderId: string): Promise<Taken> {
  const taken = await db
    .select({
      files: sql<number>`coalesce(sum(${uploads.releaseForId} IS NULL), 0)`,
      bytes: sql<number>`coalesce(sum(${uploads.sizeBytes}), 0)`,
      personBytes: sql<number>`coalesce(sum(iif(${uploads.uploaderId} = ${uploaderId}, ${uploads.sizeBytes}, 0)), 0)`,
      personFiles: sql<number>`coalesce(sum(${uploads.releaseForId} IS NULL AND ${uploads.uploaderId} = ${uploaderId}), 0)`,
      unfinished: sql<number>`coalesce(sum(${uploads.uploaderId} = ${uploaderId} AND ${uploads.state} = 'receiving'), 0)`,
    })
    .from(uploads)
    .where(and(eq(uploads.uploadRequestId, uploadRequestId), counted))
    .get();
  return taken ?? { files: 0, bytes: 0, personFiles: 0, personBytes: 0, unfinished: 0 };
}

/**
 * Inserts an upload under a request exactly if the request takes it: open, and within its limits as they stand. One statement,
 * so that of uploads created in the same moment no more get in than there is room for.
 */
export async function insertRequestedUpload(
  db: Database,
  row: typeof uploads.$inferInsert & { uploadRequestId: string; uploaderId: string },
  now: number,
): Promise<UploadRow | undefined> {
  const limit = (name: string) => sql`json_extract(r.input, ${`$.${name}`})`;
  const isRelease = row.releaseForId != null;
  await db.run(sql`
    INSERT INTO uploads (id, file_name, relative_path, size_bytes, storage_key, upload_request_id, uploader_id, replaces_id,
      release_for_id, created_by, expires_at, created_at, updated_at)
    SELECT ${row.id}, ${row.fileName}, ${row.relativePath ?? null}, ${row.sizeBytes}, ${row.storageKey}, r.id,
      ${row.uploaderId}, ${row.replacesId ?? null}, ${row.releaseForId ?? null}, ${row.createdBy}, ${row.expiresAt},
      ${row.createdAt}, ${row.updatedAt}
    FROM upload_requests r
    WHERE r.id = ${row.uploadRequestId} AND r.is_closed = 0 AND r.deadline > ${now}
      AND ${row.sizeBytes} <= ${limit('maxFileBytes')}
      AND EXISTS (
        SELECT 1 FROM (
          SELECT coalesce(sum(release_for_id IS NULL), 0) AS files, coalesce(sum(size_bytes), 0) AS bytes,
            coalesce(sum(iif(uploader_id = ${row.uploaderId}, size_bytes, 0)), 0) AS person_bytes
          FROM uploads WHERE upload_request_id = r.id AND ${counted}
        ) taken
        WHERE (${isRelease ? 1 : 0} OR taken.files < ${limit('maxFiles')})
          AND taken.bytes + ${row.sizeBytes} <= ${limit('maxTotalBytes')}
          AND taken.person_bytes + ${row.sizeBytes} <= ${limit('maxPersonBytes')}
      )`);
  return findUpload(db, row.id);
}

export function completeUpload(db: Database, row: UploadRow, now: number): Statement {
  return db
    .update(uploads)
    .set({ state: 'processing', receivedBytes: row.sizeBytes, updatedAt: now })
    .where(and(eq(uploads.id, row.id), eq(uploads.state, 'receiving')));
}

/** Says of an upload that is still to be looked at why that takes long. When it was complete stays as it is. */
export function noteDelay(db: Database, row: UploadRow, detail: string): Statement {
  return db
    .update(uploads)
    .set({ detail })
    .where(and(eq(uploads.id, row.id), eq(uploads.state, 'processing')));
}

/** For lists only; never goes back. */
export async function noteOffset(db: Database, id: string, offset: number, now: number): Promise<void> {
  await db
    .update(uploads)
    .set({ receivedBytes: sql`max(${uploads.receivedBytes}, ${offset})`, updatedAt: now })
    .where(and(eq(uploads.id, id), eq(uploads.state, 'receiving')));
}

export async function deleteReceiving(db: Database, id: string): Promise<void> {
  await db.delete(uploads).where(and(eq(uploads.id, id), eq(uploads.state, 'receiving')));
}

/** Ends a processing upload without an asset of its own. */
export function endUpload(
  db: Database,
  row: UploadRow,
  end: Pick<UploadRow, 'state' | 'detail'> & Partial<UploadRow>,
  now: number,
): Statement {
  return db
    .update(uploads)
    .set({ ...end, updatedAt: now })
    .where(and(eq(uploads.id, row.id), eq(uploads.state, 'processing')));
}

/**
 * Marks an upload done, as the first statement of its batch. A null state breaks the column's constraint and with it the
 * whole batch: when another run was first, or when another upload of the same bytes was.
 */
export function claimUpload(
  db: Database,
  row: UploadRow,
  done: Pick<UploadRow, 'outcome' | 'assetId' | 'detail'> &
    Partial<Pick<UploadRow, 'alikeAssetId' | 'alikeReason'>> & { onlyDigest: string | null },
  now: number,
): Statement {
  const isFirst =
    done.onlyDigest === null
      ? sql`1`
      : sql`NOT EXISTS (SELECT 1 FROM versions WHERE sha256 = ${done.onlyDigest})`;
  return db
    .update(uploads)
    .set({
      state: sql`CASE WHEN ${uploads.state} = 'processing' AND ${isFirst} THEN 'done' END`,
      outcome: done.outcome,
      assetId: done.assetId,
      detail: done.detail,
      alikeAssetId: done.alikeAssetId ?? null,
      alikeReason: done.alikeReason ?? null,
      updatedAt: now,
    })
    .where(eq(uploads.id, row.id));
}

/** Notes on the upload that brought these bytes, where it made a new asset, that another asset looks the same. */
export function noteAlike(
  db: Database,
  storageKey: string,
  alike: { detail: string; assetId: string },
): Statement {
  return db
    .update(uploads)
    .set({ detail: alike.detail, alikeAssetId: alike.assetId, alikeReason: 'looks_alike' })
    .where(and(eq(uploads.storageKey, storageKey), eq(uploads.outcome, 'new')));
}

/** A person's uploads, newest first, below a keyset position. */
export async function listUploads(
  db: Database,
  query: {
    createdBy: string;
    ids: readonly string[] | null;
    below: { createdAt: number; id: string } | null;
    limit: number;
  },
): Promise<UploadRow[]> {
  const { below, ids } = query;
  return db
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.createdBy, query.createdBy),
        ids === null ? undefined : inArray(uploads.id, [...ids]),
        below === null
          ? undefined
          : or(
              lt(uploads.createdAt, below.createdAt),
              and(eq(uploads.createdAt, below.createdAt), lt(uploads.id, below.id)),
            ),
      ),
    )
    .orderBy(desc(uploads.createdAt), desc(uploads.id))
    .limit(query.limit);
}

/** Unfinished uploads whose time is over. */
export async function findExpired(db: Database, now: number, limit: number): Promise<UploadRow[]> {
  return db
    .select()
    .from(uploads)
    .where(and(eq(uploads.state, 'receiving'), lte(uploads.expiresAt, now)))
    .limit(limit);
}

/** Unfinished uploads nobody has touched since `before`, longest first; they are touched by being asked for. */
export async function takeQuiet(
  db: Database,
  before: number,
  now: number,
  limit: number,
): Promise<UploadRow[]> {
  const quiet = db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.state, 'receiving'), lte(uploads.updatedAt, before)))
    .orderBy(asc(uploads.updatedAt))
    .limit(limit);
  return db.update(uploads).set({ updatedAt: now }).where(inArray(uploads.id, quiet)).returning();
}

/* ---- assets and versions ------------------------------------------------------------------------------------------------- */

/** Title and last version number of an asset. */
export async function findTarget(
  db: Database,
  assetId: string,
): Promise<{ title: string; lastNumber: number } | undefined> {
  const row = await db
    .select({
      title: assets.title,
      lastNumber: sql<
        number | null
      >`(SELECT max(${versions.number}) FROM ${versions} WHERE ${versions.assetId} = ${assetId})`,
    })
    .from(assets)
    .where(eq(assets.id, assetId))
    .get();
  return row === undefined ? undefined : { title: row.title, lastNumber: row.lastNumber ?? 0 };
}

/** The asset that has these bytes as a version. */
export async function findByDigest(
  db: Database,
  sha256: string,
): Promise<{ assetId: string; title: string; storageKey: string } | undefined> {
  return db
    .select({ assetId: assets.id, title: assets.title, storageKey: versions.storageKey })
    .from(versions)
    .innerJoin(assets, eq(assets.id, versions.assetId))
    .where(eq(versions.sha256, sha256))
    .orderBy(desc(versions.createdAt))
    .get();
}

/** The asset whose current version has this file name; of several the newest. */
export async function findByFileName(
  db: Database,
  fileName: string,
): Promise<{ assetId: string; title: string } | undefined> {
  return db
    .select({ assetId: assets.id, title: assets.title })
    .from(versions)
    .innerJoin(assets, eq(assets.currentVersionId, versions.id))
    .where(eq(versions.fileName, fileName))
    .orderBy(desc(versions.createdAt))
    .limit(1)
    .get();
}

export function insertVersion(db: Database, row: typeof versions.$inferInsert): Statement {
  return db.insert(versions).values(row);
}

export function insertAsset(db: Database, row: typeof assets.$inferInsert): Statement {
  return db.insert(assets).values(row);
}

/** Rows of five columns within D1's 100 parameters. */
export function insertEmbeddedKeywords(
  db: Database,
  assetId: string,
  rows: readonly { keyword: string; folded: string }[],
  now: number,
): Statement[] {
  return chunked(rows, 18).map((part) =>
    db
      .insert(assetKeywords)
      .values(part.map((row) => ({ ...row, assetId, source: 'embedded', createdAt: now }))),
  );
}

export function updateAsset(db: Database, assetId: string, changes: Partial<AssetRow>): Statement {
  return db.update(assets).set(changes).where(eq(assets.id, assetId));
}

export async function findVersion(
  db: Database,
  versionId: string,
): Promise<{ version: VersionRow; asset: AssetRow } | undefined> {
  return db
    .select({ version: versions, asset: assets })
    .from(versions)
    .innerJoin(assets, eq(assets.id, versions.assetId))
    .where(eq(versions.id, versionId))
    .get();
}

export function updateVersion(db: Database, versionId: string, changes: Partial<VersionRow>): Statement {
  return db.update(versions).set(changes).where(eq(versions.id, versionId));
}

/** What is known of a version without a picture; leaves one that has got a picture in the meantime as it is. */
export function updateUnpictured(
  db: Database,
  versionId: string,
  changes: Pick<VersionRow, 'verdict' | 'verdictDetail' | 'isRenderable'>,
): Statement {
  return db
    .update(versions)
    .set(changes)
    .where(and(eq(versions.id, versionId), isNull(versions.masterKey)));
}

/**
 * Gives a version another web master. A null verdict breaks the column's constraint, and with it the whole batch, where the
 * master is no longer the one that `version` was read with.
 */
export function claimMaster(
  db: Database,
  version: VersionRow,
  { verdict, ...columns }: Partial<VersionRow> & Pick<VersionRow, 'verdict'>,
): Statement {
  return db
    .update(versions)
    .set({
      ...columns,
      verdict: sql`CASE WHEN ${versions.masterKey} IS ${version.masterKey} THEN ${verdict} END`,
    })
    .where(eq(versions.id, version.id));
}

/** Facets of an asset, as long as this version is its current one. */
export function updateFacets(
  db: Database,
  asset: { id: string; versionId: string },
  facets: Pick<AssetRow, 'orientation' | 'colour'>,
): Statement {
  return db
    .update(assets)
    .set(facets)
    .where(and(eq(assets.id, asset.id), eq(assets.currentVersionId, asset.versionId)));
}

/** Perceptual hashes of the newest pictures, of other assets than `exceptAssetId`. */
export async function listPerceptualHashes(
  db: Database,
  exceptAssetId: string | null,
  limit: number,
): Promise<{ assetId: string; title: string; hash: string | null }[]> {
  return db
    .select({ assetId: assets.id, title: assets.title, hash: versions.perceptualHash })
    .from(versions)
    .innerJoin(assets, eq(assets.currentVersionId, versions.id))
    .where(
      and(
        isNotNull(versions.perceptualHash),
        exceptAssetId === null ? undefined : ne(versions.assetId, exceptAssetId),
      ),
    )
    .orderBy(desc(versions.createdAt))
    .limit(limit);
}

/* ---- people ---------------------------------------------------------------------------------------------------------------- */

export async function findUser(
  db: Database,
  id: string,
): Promise<{ name: string; locale: string } | undefined> {
  return db.select({ name: users.name, locale: users.locale }).from(users).where(eq(users.id, id)).get();
}
