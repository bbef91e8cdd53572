/**
 * Delivery snapshots: compiled from the tables, kept one row an asset, thrown away in the batch of every change that
 * touches them and compiled anew by whoever reads next. A row of an older epoch can never come back: the write is guarded
 * by the asset's present epoch.
 */
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { type DenialPolicy, denialPolicyOf } from '../../../shared/delivery/denial.ts';
import {
  type DeliverySnapshot,
  SNAPSHOT_SHAPE,
  type VersionFacts,
} from '../../../shared/delivery/snapshot.ts';
import type { Orientation } from '../../../shared/delivery/types.ts';
import {
  type AssetMetadata,
  creatorsOf,
  creditRecordOf,
  emptyMetadata,
} from '../../../shared/metadata/fields.ts';
import { ENDING_NOTICE_MS, summarizeRights } from '../../../shared/rights/summary.ts';
import type { RightsSnapshot } from '../../../shared/rights/types.ts';
import {
  chunked,
  type Database,
  ID_LIST_CHUNK,
  isAmong,
  runBatch,
  type Statement,
} from '../../db/database.ts';
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

/**
 * A picture whose web master is still to be made. It takes the place of the version before it at once, so until then the engine
 * draws the original itself, or refuses it: pages that embed the picture must not show a gap meanwhile.
 */
const isUnprepared = ({ verdict, masterKey, mediaType }: VersionRow): boolean =>
  verdict === 'ok' && masterKey === null && mediaType.startsWith('image/');

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
    isRenderable: row.isRenderable || isUnprepared(row),
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
  const embedded: Partial<AssetMetadata> = asset.metadata;
  return {
    ...emptyMetadata(),
    ...embedded,
    title: asset.title,
    headline: asset.headline,
    caption: asset.caption,
    altText: asset.altText,
    creator: creatorsOf(asset.creator, embedded.creator ?? []),
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
      licensor: row.licensor,
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

/** What a snapshot is compiled from. */
interface CompileRows {
  readonly asset: AssetRow;
  readonly version: VersionRow;
  readonly keywords: readonly string[];
  readonly collectionDenials: readonly (DenialPolicy | null)[];
  readonly rules: RuleRows;
}

/**
 * Reads what is needed of these assets (at most `ASSETS_PER_CHUNK`) in one batch of seven statements; without those that do not
 * exist. Null when a bound cut something off that may be another asset's: then they are read one by one.
 */
async function readAssets(db: Database, assetIds: readonly string[]): Promise<CompileRows[] | null> {
  const ids = [...assetIds];
  const most = RULES_PER_ASSET_MAX * ids.length;
  const [assetRows, versionRows, licenseRows, releaseRows, overrideRows, keywordRows, denialRows] =
    await db.batch([
      db.select().from(assets).where(inArray(assets.id, ids)),
      db
        // No second column called `id`: D1 answers a batch by name.
        .select({ version: versions })
        .from(versions)
        .innerJoin(assets, eq(assets.currentVersionId, versions.id))
        .where(inArray(assets.id, ids)),
      db
        .select({ assetId: assetLicenses.assetId, license: licenses })
        .from(assetLicenses)
        .innerJoin(licenses, eq(licenses.id, assetLicenses.licenseId))
        .where(inArray(assetLicenses.assetId, ids))
        // Prohibitions first: whatever a bound cuts off is a permission.
        .orderBy(desc(licenses.effect))
        .limit(most),
      db
        .select()
        .from(releases)
        .where(inArray(releases.assetId, ids))
        // Those that hold an asset back first: what a bound cuts off holds nothing back.
        .orderBy(desc(releases.required), asc(releases.createdAt), asc(releases.id))
        .limit(most),
      db
        .select()
        .from(overrides)
        .where(inArray(overrides.assetId, ids))
        .orderBy(desc(overrides.effect))
        .limit(most),
      db
        .select({ assetId: assetKeywords.assetId, keyword: assetKeywords.keyword })
        .from(assetKeywords)
        .where(inArray(assetKeywords.assetId, ids))
        .orderBy(asc(assetKeywords.createdAt))
        .limit(most),
      db
        .selectDistinct({ assetId: collectionAssets.assetId, policy: collections.denialPolicy })
        .from(collectionAssets)
        .innerJoin(collections, eq(collections.id, collectionAssets.collectionId))
        .where(and(inArray(collectionAssets.assetId, ids), isNotNull(collections.denialPolicy))),
    ]);
  const isCut = [licenseRows, releaseRows, overrideRows, keywordRows].some((rows) => rows.length >= most);
  if (isCut && ids.length > 1) return null;
  const of = <Row extends { assetId: string }>(rows: readonly Row[]) => {
    const groups = Map.groupBy(rows, (row) => row.assetId);
    return (assetId: string): readonly Row[] => groups.get(assetId) ?? [];
  };
  const versionOf = of(versionRows.map((row) => row.version));
  const [licensesOf, releasesOf] = [of(licenseRows), of(releaseRows)];
  const [overridesOf, keywordsOf, denialsOf] = [of(overrideRows), of(keywordRows), of(denialRows)];
  return assetRows.flatMap((asset) => {
    const version = versionOf(asset.id)[0];
    if (version === undefined) return [];
    return [
      {
        asset,
        version,
        keywords: keywordsOf(asset.id).map((row) => row.keyword),
        collectionDenials: denialsOf(asset.id).map((row) => row.policy),
        rules: {
          licenses: licensesOf(asset.id).map((row) => row.license),
          releases: [...releasesOf(asset.id)],
          overrides: [...overridesOf(asset.id)],
        },
      },
    ];
  });
}

function snapshotOf(
  { asset, version, rules, keywords, collectionDenials }: CompileRows,
  now: number,
): DeliverySnapshot {
  return {
    shape: SNAPSHOT_SHAPE,
    compiledAt: now,
    assetId: asset.id,
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
    credit: creditRecordOf(metadataOf(asset, keywords)),
  };
}

/** Keeps a snapshot, and the word its list shows, unless the asset's rights have changed since they were read. */
function keepStatements(
  db: Database,
  { asset }: CompileRows,
  snapshot: DeliverySnapshot,
  now: number,
): Statement[] {
  const summary = summarizeRights(snapshot.rights, now);
  return [
    db
      .insert(assetSnapshots)
      .select(
        sql`SELECT ${asset.id}, ${asset.rightsEpoch}, ${JSON.stringify(snapshot)}, ${now}
          WHERE (SELECT rights_epoch FROM assets WHERE id = ${asset.id}) = ${asset.rightsEpoch}`,
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
      .where(and(eq(assets.id, asset.id), eq(assets.rightsEpoch, asset.rightsEpoch))),
  ];
}

/** Assets of one batch of a compile: two statements of it are each asset's. */
const ASSETS_PER_CHUNK = 40;

/** Compiles and keeps the snapshots of these assets, two batches a chunk; without those that do not exist. */
export async function compileSnapshots(
  deps: SnapshotDeps,
  assetIds: readonly string[],
  now: number,
): Promise<DeliverySnapshot[]> {
  const { db } = deps;
  const compiled: DeliverySnapshot[] = [];
  for (const ids of chunked([...new Set(assetIds)], ASSETS_PER_CHUNK)) {
    const found = await readAssets(db, ids);
    if (found === null) {
      for (const id of ids) compiled.push(...(await compileSnapshots(deps, [id], now)));
      continue;
    }
    const pairs = found.map((rows) => ({ rows, snapshot: snapshotOf(rows, now) }));
    await runBatch(
      db,
      pairs.flatMap(({ rows, snapshot }) => keepStatements(db, rows, snapshot, now)),
    );
    for (const { snapshot } of pairs) {
      deps.onSnapshotCompiled?.(snapshot.assetId);
      compiled.push(snapshot);
    }
  }
  return compiled;
}

/** As `compileSnapshots` for one asset. Null when there is no such asset. */
export async function compileSnapshot(
  deps: SnapshotDeps,
  assetId: string,
  now: number,
): Promise<DeliverySnapshot | null> {
  const [snapshot] = await compileSnapshots(deps, [assetId], now);
  return snapshot ?? null;
}

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

/** Snapshots of many assets by id: a statement per 500 ids, and two batches per 40 that have to be compiled. */
export async function readSnapshots(
  deps: SnapshotDeps,
  assetIds: readonly string[],
  now: number,
): Promise<Map<string, DeliverySnapshot>> {
  const found = new Map<string, DeliverySnapshot>();
  for (const ids of chunked([...new Set(assetIds)], ID_LIST_CHUNK)) {
    const rows = await deps.db
      .select({ snapshot: assetSnapshots.snapshot })
      .from(assetSnapshots)
      .where(isAmong(assetSnapshots.assetId, ids));
    for (const row of rows) {
      const kept = JSON.parse(row.snapshot) as DeliverySnapshot;
      if (kept.shape === SNAPSHOT_SHAPE) found.set(kept.assetId, kept);
    }
    const missing = ids.filter((id) => !found.has(id));
    for (const compiled of await compileSnapshots(deps, missing, now)) found.set(compiled.assetId, compiled);
  }
  return found;
}
