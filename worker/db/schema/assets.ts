/** Tables of assets, versions, keywords and suggestions. Instants are Unix milliseconds UTC. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AssetKind, Provenance, Suggestion, Verdict } from '../../../shared/contract/assets.ts';
import type { RightsState } from '../../../shared/contract/rights.ts';
import type { DenialPolicy } from '../../../shared/delivery/denial.ts';
import type { SitePolicy } from '../../../shared/delivery/sites.ts';
import type { AssetStatus } from '../../../shared/rights/types.ts';

export type PaletteColour = { hex: string; share: number; name: string };
export type LabelledValue = { label: string; value: string };

export const assets = sqliteTable(
  'assets',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    kind: text('kind').$type<AssetKind>().notNull(),
    status: text('status').$type<AssetStatus>().notNull().default('draft'),
    title: text('title').notNull(),
    headline: text('headline'),
    caption: text('caption'),
    altText: text('alt_text'),
    creator: text('creator'),
    creditLine: text('credit_line'),
    copyrightNotice: text('copyright_notice'),
    usageTerms: text('usage_terms'),
    webStatement: text('web_statement'),
    source: text('source'),
    instructions: text('instructions'),
    dateCreated: text('date_created'),
    city: text('city'),
    country: text('country'),
    countryCode: text('country_code'),
    sku: text('sku'),
    /** The rest of what was embedded and typed (`AssetMetadata`), JSON. */
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>().notNull().default({}),
    currentVersionId: text('current_version_id').notNull(),
    embargoLiftsAt: integer('embargo_lifts_at'),
    embargoTimeZone: text('embargo_time_zone'),
    isUnrestricted: integer('is_unrestricted', { mode: 'boolean' }).notNull().default(false),
    focalX: real('focal_x'),
    focalY: real('focal_y'),
    successorAssetId: text('successor_asset_id'),
    denialPolicy: text('denial_policy').$type<DenialPolicy>(),
    /** Null: the channel's, or the brand's default. */
    allowedSites: text('allowed_sites', { mode: 'json' }).$type<SitePolicy>(),
    withdrawnReason: text('withdrawn_reason'),
    /** Facets of the current version, repeated here so that lists filter on one indexed table. */
    orientation: text('orientation').$type<'landscape' | 'portrait' | 'square'>(),
    colour: text('colour'),
    /** One word for lists and when it next changes; recomputed with every rights change and by the sweeper. */
    rightsState: text('rights_state').$type<RightsState>().notNull().default('unlicensed'),
    rightsChangesAt: integer('rights_changes_at'),
    rightsEpoch: integer('rights_epoch').notNull().default(1),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    index('assets_created_idx').on(t.createdAt, t.id),
    index('assets_updated_idx').on(t.updatedAt, t.id),
    index('assets_title_idx').on(sql`title COLLATE NOCASE`, t.id),
    index('assets_status_idx').on(t.status, t.createdAt, t.id),
    index('assets_rights_idx').on(t.rightsState, t.createdAt, t.id),
    index('assets_rights_changes_idx').on(t.rightsChangesAt),
    index('assets_sku_idx').on(t.sku),
  ],
);

export const versions = sqliteTable(
  'versions',
  {
    id: text('id').primaryKey(),
    assetId: text('asset_id').notNull(),
    number: integer('number').notNull(),
    /** Object key of the original; immutable. */
    storageKey: text('storage_key').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    crc32: integer('crc32').notNull(),
    /** Upright pixels. */
    width: integer('width'),
    height: integer('height'),
    exifOrientation: integer('exif_orientation').notNull().default(1),
    hasAlpha: integer('has_alpha', { mode: 'boolean' }).notNull().default(false),
    frames: integer('frames'),
    pages: integer('pages'),
    durationMs: integer('duration_ms'),
    /** Whether the engine can render the original itself (more pixels than the web master has). */
    isRenderable: integer('is_renderable', { mode: 'boolean' }).notNull().default(false),
    masterKey: text('master_key'),
    masterType: text('master_type'),
    masterWidth: integer('master_width'),
    masterHeight: integer('master_height'),
    thumbHash: text('thumb_hash'),
    perceptualHash: text('perceptual_hash'),
    palette: text('palette', { mode: 'json' }).$type<PaletteColour[]>().notNull().default([]),
    embedded: text('embedded', { mode: 'json' }).$type<LabelledValue[]>().notNull().default([]),
    /** Coordinates, serial numbers: shown in the console, in no public payload. */
    sensitive: text('sensitive', { mode: 'json' }).$type<LabelledValue[]>().notNull().default([]),
    verdict: text('verdict').$type<Verdict>().notNull().default('ok'),
    verdictDetail: text('verdict_detail'),
    /** Who handed it in under an upload request; null for what people of the console uploaded. */
    provenance: text('provenance', { mode: 'json' }).$type<Provenance>(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('versions_asset_number_idx').on(t.assetId, t.number),
    index('versions_sha256_idx').on(t.sha256),
    index('versions_file_name_idx').on(t.fileName),
  ],
);

export const assetKeywords = sqliteTable(
  'asset_keywords',
  {
    assetId: text('asset_id').notNull(),
    keyword: text('keyword').notNull(),
    /** Case and diacritics folded; what duplicates and filters compare. */
    folded: text('folded').notNull(),
    source: text('source').notNull().default('person'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.assetId, t.folded] }), index('asset_keywords_folded_idx').on(t.folded)],
);

export const suggestions = sqliteTable(
  'suggestions',
  {
    id: text('id').primaryKey(),
    assetId: text('asset_id').notNull(),
    runId: text('run_id').notNull(),
    keyword: text('keyword').notNull(),
    folded: text('folded').notNull(),
    confidence: real('confidence').notNull(),
    source: text('source').notNull(),
    model: text('model').notNull(),
    state: text('state').$type<Suggestion['state']>().notNull().default('pending'),
    decidedBy: text('decided_by'),
    decidedAt: integer('decided_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('suggestions_asset_keyword_idx').on(t.assetId, t.folded),
    index('suggestions_state_idx').on(t.state, t.assetId),
  ],
);

/** One row per asset: everything delivery needs (`DeliverySnapshot`), compiled in the batch of every change. */
export const assetSnapshots = sqliteTable('asset_snapshots', {
  assetId: text('asset_id').primaryKey(),
  epoch: integer('epoch').notNull(),
  snapshot: text('snapshot').notNull(),
  compiledAt: integer('compiled_at').notNull(),
});

/** Renditions kept in the object store, so that a version's can be listed and swept. */
export const renditions = sqliteTable(
  'renditions',
  {
    key: text('key').primaryKey(),
    versionId: text('version_id').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    mediaType: text('media_type').notNull(),
    /** Of the bytes, once an archive has measured them: archives are planned without reading them again. */
    crc32: integer('crc32'),
    sha256: text('sha256'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('renditions_version_idx').on(t.versionId)],
);
