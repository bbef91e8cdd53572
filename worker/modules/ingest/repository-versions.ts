/** Rows of an asset that turns out to be a new version of another one. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/database.ts';
import {
  assetKeywords,
  assetSnapshots,
  assets,
  outbox,
  suggestions,
  uploads,
  versions,
} from '../../db/schema/index.ts';
import type { AssetRow, UploadRow } from './repository.ts';

/** Whatever says that somebody has begun to work with an asset. */
const USES = [
  'collection_assets',
  'share_link_assets',
  'portal_assets',
  'asset_licenses',
  'releases',
  'overrides',
] as const;

function isUntouched(assetId: string) {
  const used = USES.map(
    (table) => sql`EXISTS (SELECT 1 FROM ${sql.identifier(table)} WHERE asset_id = ${assetId})`,
  );
  return sql`NOT (${sql.join(used, sql` OR `)})
    AND (SELECT count(*) FROM versions v WHERE v.asset_id = ${assetId}) = 1
    AND (SELECT a.status FROM assets a WHERE a.id = ${assetId}) = 'draft'`;
}

export async function findAsset(db: Database, id: string): Promise<AssetRow | undefined> {
  return db.select().from(assets).where(eq(assets.id, id)).get();
}

export async function isBeingPrepared(db: Database, versionId: string): Promise<boolean> {
  const job = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        inArray(outbox.state, ['waiting', 'running']),
        eq(outbox.kind, 'version.prepare'),
        sql`json_extract(${outbox.payload}, '$.versionId') = ${versionId}`,
      ),
    )
    .limit(1)
    .get();
  return job !== undefined;
}

/**
 * Moves the only version of `made` to another asset and removes `made`. The first statement breaks the batch (a null state is
 * not allowed) when the upload was decided before, or `made` has been used since.
 */
export function moveVersion(
  db: Database,
  upload: UploadRow,
  made: AssetRow,
  to: { assetId: string; number: number; detail: string },
  now: number,
): Statement[] {
  return [
    db
      .update(uploads)
      .set({
        state: sql`CASE WHEN ${uploads.outcome} = 'new' AND ${isUntouched(made.id)} THEN ${uploads.state} END`,
        outcome: 'version',
        assetId: to.assetId,
        alikeAssetId: null,
        alikeReason: null,
        detail: to.detail,
        updatedAt: now,
      })
      .where(eq(uploads.id, upload.id)),
    db
      .update(versions)
      .set({ assetId: to.assetId, number: to.number })
      .where(eq(versions.id, made.currentVersionId)),
    db.delete(assetKeywords).where(eq(assetKeywords.assetId, made.id)),
    db.delete(suggestions).where(eq(suggestions.assetId, made.id)),
    db.delete(assetSnapshots).where(eq(assetSnapshots.assetId, made.id)),
    db.delete(assets).where(eq(assets.id, made.id)),
  ];
}
