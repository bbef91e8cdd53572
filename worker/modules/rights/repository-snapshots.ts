/**
 * Delivery snapshots: compiled from the tables, kept one row an asset, thrown away in the batch of every change that
 * touches them and compiled anew by whoever reads next. A row of an older epoch can never come back: the write is guarded
 * by the asset's present epoch.
 */
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { denialPolicyOf } from '../../../shared/delivery/denial.ts';
import {
  type DeliverySnapshot,
  SNAPSHOT_SHAPE,
  type VersionFacts,
} from '../../../shared/delivery/snapshot.ts';
import type { Orientation } from '../../../shared/delivery/types.ts';
import { type AssetMetadata, creditRecordOf, emptyMetadata } from '../../../shared/metadata/fields.ts';
import { summarizeRights } from '../../../shared/rights/summary.ts';
import type { RightsSnapshot } from '../../../shared/rights/types.ts';
import { chunked, type Database, runBatch, type Statement } from '../../db/database.ts';
import {
  assetKeywords,
  assetLicenses,
  assetSnapshots,
  assets,
  collectionAssets,
  collections,
  licenses,
  overrides,
  releases,
  versions,
} from '../../db/schema/index.ts';

type AssetRow = typeof assets.$inferSelect;
type VersionRow = typeof versions.$inferSelect;

/** Most licenses, releases or overrides one asset may have; a compile reads no more. */
export const RULES_PER_ASSET_MAX = 200;

export function versionFacts(row: VersionRow): VersionFacts {
  return {
    id: row.id,
    number: row.number,
    storageKey: row.storageKey,
    fileName: row.fileName,
    mediaType: row.mediaType,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    crc32: row.crc32,
    width: row.width,
    height: row.height,
    orientation: row.exifOrientation as Orientation,
    hasAlpha: row.hasAlpha,
    pages: row.pages ?? 1,
    frames: row.frames ?? 1,
    durationMs: row.durationMs,
    isRenderable: row.isRenderable,
    master:
      row.masterKey === null ||
      row.masterType === null ||
      row.masterWidth === null ||
      row.masterHeight === null
        ? null
        : { key: row.masterKey, mediaType: row.masterType, width: row.masterWidth, height: row.masterHeight },
    thumbHash: row.thumbHash,
    dominantColour: row.palette[0]?.hex ?? null,
    createdAt: row.createdAt,
  };
}

/** The descriptive fields of an asset in IPTC terms: what was embedded, overruled by what people typed. */
export function metadataOf(asset: AssetRow, keywords: readonly string[]): AssetMetadata {
  return {
    ...emptyMetadata(),
    ...(asset.metadata as Partial<AssetMetadata>),
    title: asset.title,
    headline: asset.headline,
    caption: asset.caption,
    altText: asset.altText,
    creator: asset.creator === null ? [] : [asset.creator],
    creditLine: asset.creditLine,
    copyrightNotice: asset.copyrightNotice,
    usageTerms: asset.usageTerms,
    webStatement: asset.webStatement,
    source: asset.source,
    instructions: asset.instructions,
    keywords: [...keywords],
  };
}

interface RuleRows {
  licenses: (typeof licenses.$inferSelect)[];
  releases: (typeof releases.$inferSelect)[];
  overrides: (typeof overrides.$inferSelect)[];
}

export function rightsOf(asset: AssetRow, rules: RuleRows): RightsSnapshot {
  return {
    assetId: asset.id,
    epoch: asset.rightsEpoch,
    status: asset.status,
    embargo: asset.embargoLiftsAt === null ? null : { liftsAt: asset.embargoLiftsAt },
    unrestricted: asset.isUnrestricted,
    licenses: rules.licenses.map((row) => ({
      id: row.id,
      name: row.name,
      effect: row.effect,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      territories: row.territories,
      channels: row.channels,
      audiences: row.audiences,
      maxPixels: row.maxPixels,
      usageTerms: row.usageTerms,
    })),
    releases: rules.releases.map((row) => ({
      id: row.id,
      kind: row.kind,
      required: row.required,
      state: row.state,
      endsAt: row.endsAt,
    })),
    overrides: rules.overrides.map((row) => ({
      id: row.id,
      effect: row.effect,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      reason: row.reason,
      by: row.by,
      territories: row.territories,
      channels: row.channels,
    })),
    creditLine: asset.creditLine,
    creator: asset.creator,
    copyrightNotice: asset.copyrightNotice,
    usageTerms: asset.usageTerms,
    successorAssetId: asset.successorAssetId,
    contact: null,
  };
}

export interface SnapshotDeps {
  readonly db: Database;
  /** Told after a snapshot was compiled, so that the isolate that made a change does not go on remembering the old one. */
  readonly onSnapshotCompiled?: ((assetId: string) => void) | undefined;
}

/** Statements that throw away the snapshots of these assets and bump their epochs; part of the change's own batch. */
export function invalidateAssets(deps: SnapshotDeps, assetIds: readonly string[], now: number): Statement[] {
  return chunked(assetIds).flatMap((ids) => [
    deps.db
      .update(assets)
      .set({ rightsEpoch: sql`${assets.rightsEpoch} + 1`, updatedAt: now })
      .where(inArray(assets.id, ids)),
    deps.db.delete(assetSnapshots).where(inArray(assetSnapshots.assetId, ids)),
  ]);
}

/** As `invalidateAssets`, for every asset that a license is assigned to. */
export function invalidateLicense(deps: SnapshotDeps, licenseId: string): Statement[] {
  const assigned = deps.db
    .select({ id: assetLicenses.assetId })
    .from(assetLicenses)
    .where(eq(assetLicenses.licenseId, licenseId));
  return [
    deps.db
      .update(assets)
      .set({ rightsEpoch: sql`${assets.rightsEpoch} + 1` })
      .where(inArray(assets.id, assigned)),
    deps.db.delete(assetSnapshots).where(inArray(assetSnapshots.assetId, assigned)),
  ];
}

/** As `invalidateAssets`, for everything a collection holds: its choice of what a denial answers is part of the snapshots. */
export function invalidateCollection(deps: SnapshotDeps, collectionId: string): Statement[] {
  const held = deps.db
    .select({ id: collectionAssets.assetId })
    .from(collectionAssets)
    .where(eq(collectionAssets.collectionId, collectionId));
  return [
    deps.db
      .update(assets)
      .set({ rightsEpoch: sql`${assets.rightsEpoch} + 1` })
      .where(inArray(assets.id, held)),
    deps.db.delete(assetSnapshots).where(inArray(assetSnapshots.assetId, held)),
  ];
}

/** Reads what is needed of one asset in one batch; null when there is no such asset. */
async function readAsset(db: Database, assetId: string) {
  const [assetRows, versionRows, licenseRows, releaseRows, overrideRows, keywordRows, denialRows] =
    await db.batch([
      db.select().from(assets).where(eq(assets.id, assetId)),
      db
        .select({ version: versions })
        .from(versions)
        .innerJoin(assets, eq(assets.currentVersionId, versions.id))
        .where(eq(assets.id, assetId)),
      db
        .select({ license: licenses })
        .from(assetLicenses)
        .innerJoin(licenses, eq(licenses.id, assetLicenses.licenseId))
        .where(eq(assetLicenses.assetId, assetId))
        // Prohibitions first: whatever a bound cuts off is a permission.
        .orderBy(desc(licenses.effect))
        .limit(RULES_PER_ASSET_MAX),
      db.select().from(releases).where(eq(releases.assetId, assetId)).limit(RULES_PER_ASSET_MAX),
      db
        .select()
        .from(overrides)
        .where(eq(overrides.assetId, assetId))
        .orderBy(desc(overrides.effect))
        .limit(RULES_PER_ASSET_MAX),
      db
        .select({ keyword: assetKeywords.keyword })
        .from(assetKeywords)
        .where(eq(assetKeywords.assetId, assetId))
        .orderBy(asc(assetKeywords.createdAt))
        .limit(RULES_PER_ASSET_MAX),
      db
        .selectDistinct({ policy: collections.denialPolicy })
        .from(collectionAssets)
        .innerJoin(collections, eq(collections.id, collectionAssets.collectionId))
        .where(and(eq(collectionAssets.assetId, assetId), isNotNull(collections.denialPolicy))),
    ]);
  const asset = assetRows[0];
  const version = versionRows[0]?.version;
  if (asset === undefined || version === undefined) return null;
  return {
    asset,
    version,
    keywords: keywordRows.map((row) => row.keyword),
    collectionDenials: denialRows.map((row) => row.policy),
    rules: {
      licenses: licenseRows.map((row) => row.license),
      releases: releaseRows,
      overrides: overrideRows,
    },
  };
}

/** Compiles and keeps the snapshot of one asset, and the word its list shows. Null when there is no such asset. */
export async function compileSnapshot(
  deps: SnapshotDeps,
  assetId: string,
  now: number,
): Promise<DeliverySnapshot | null> {
  const { db } = deps;
  const found = await readAsset(db, assetId);
  if (found === null) return null;
  const { asset, version, rules, keywords, collectionDenials } = found;
  const metadata = metadataOf(asset, keywords);
  const snapshot: DeliverySnapshot = {
    shape: SNAPSHOT_SHAPE,
    assetId,
    slug: asset.slug,
    title: asset.title,
    kind: asset.kind,
    altText: asset.altText,
    caption: asset.caption,
    sku: asset.sku,
    dateCreated: asset.dateCreated,
    place: [asset.city, asset.country].filter((part) => part !== null && part !== '').join(', ') || null,
    keywords,
    focalPoint: asset.focalX === null || asset.focalY === null ? null : { x: asset.focalX, y: asset.focalY },
    denialPolicy: denialPolicyOf(asset.denialPolicy, collectionDenials),
    allowedSites: asset.allowedSites,
    rights: rightsOf(asset, rules),
    version: versionFacts(version),
    credit: creditRecordOf(metadata),
  };
  const summary = summarizeRights(snapshot.rights, now);
  const json = JSON.stringify(snapshot);
  await runBatch(db, [
    db
      .insert(assetSnapshots)
      .select(
        sql`SELECT ${assetId}, ${asset.rightsEpoch}, ${json}, ${now}
          WHERE (SELECT rights_epoch FROM assets WHERE id = ${assetId}) = ${asset.rightsEpoch}`,
      )
      .onConflictDoUpdate({
        target: assetSnapshots.assetId,
        set: {
          epoch: sql`excluded.epoch`,
          snapshot: sql`excluded.snapshot`,
          compiledAt: sql`excluded.compiled_at`,
        },
      }),
    db
      .update(assets)
      .set({
        rightsState: summary.state,
        rightsChangesAt: nextWordChange(snapshot.rights, summary, now),
      })
      .where(and(eq(assets.id, assetId), eq(assets.rightsEpoch, asset.rightsEpoch))),
  ]);
  deps.onSnapshotCompiled?.(assetId);
  return snapshot;
}

const ENDING_NOTICE_MS = 30 * 86_400_000;

/** When the list's word has to be looked at again: the next planned instant, or the start of "ends soon". */
function nextWordChange(
  rights: RightsSnapshot,
  summary: { until: number | null; startsAt: number | null },
  now: number,
): number | null {
  const instants = [
    summary.startsAt,
    summary.until,
    summary.until === null ? null : summary.until - ENDING_NOTICE_MS,
    rights.embargo?.liftsAt ?? null,
    ...rights.licenses.flatMap((license) => [license.startsAt, license.endsAt]),
    ...rights.releases.map((release) => release.endsAt),
    ...rights.overrides.flatMap((override) => [override.startsAt, override.endsAt]),
  ].filter((instant): instant is number => instant !== null && instant > now);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** The kept snapshot, compiled where it is missing or of another shape: one statement when it is there. */
export async function readSnapshot(
  deps: SnapshotDeps,
  assetId: string,
  now: number,
): Promise<DeliverySnapshot | null> {
  const row = await deps.db
    .select({ snapshot: assetSnapshots.snapshot })
    .from(assetSnapshots)
    .where(eq(assetSnapshots.assetId, assetId))
    .get();
  if (row !== undefined) {
    const kept = JSON.parse(row.snapshot) as DeliverySnapshot;
    if (kept.shape === SNAPSHOT_SHAPE) return kept;
  }
  return compileSnapshot(deps, assetId, now);
}

/** Snapshots of many assets by id; at most a statement per 80 ids, plus a compile for each that is missing. */
export async function readSnapshots(
  deps: SnapshotDeps,
  assetIds: readonly string[],
  now: number,
): Promise<Map<string, DeliverySnapshot>> {
  const found = new Map<string, DeliverySnapshot>();
  for (const ids of chunked([...new Set(assetIds)])) {
    const rows = await deps.db
      .select({ snapshot: assetSnapshots.snapshot })
      .from(assetSnapshots)
      .where(inArray(assetSnapshots.assetId, ids));
    for (const row of rows) {
      const kept = JSON.parse(row.snapshot) as DeliverySnapshot;
      if (kept.shape === SNAPSHOT_SHAPE) found.set(kept.assetId, kept);
    }
    for (const id of ids) {
      if (found.has(id)) continue;
      const compiled = await compileSnapshot(deps, id, now);
      if (compiled !== null) found.set(id, compiled);
    }
  }
  return found;
}
