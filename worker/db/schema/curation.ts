/** Tables of collections and portals. */
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PortalDocument } from '../../../shared/contract/portals.ts';
import type { DenialPolicy } from '../../../shared/delivery/denial.ts';
import type { Audience } from '../../../shared/rights/types.ts';

export const collections = sqliteTable(
  'collections',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    description: text('description'),
    coverAssetId: text('cover_asset_id'),
    startsAt: integer('starts_at'),
    endsAt: integer('ends_at'),
    /** What a hot-link answers once an asset in it is no longer to be had; null: the brand's choice. */
    denialPolicy: text('denial_policy').$type<DenialPolicy>(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('collections_created_idx').on(t.createdAt, t.id)],
);

export const collectionAssets = sqliteTable(
  'collection_assets',
  {
    collectionId: text('collection_id').notNull(),
    assetId: text('asset_id').notNull(),
    /** Sort key; a move takes the middle of its neighbours. */
    position: real('position').notNull(),
    addedAt: integer('added_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.collectionId, t.assetId] }),
    index('collection_assets_position_idx').on(t.collectionId, t.position, t.assetId),
    index('collection_assets_asset_idx').on(t.assetId),
  ],
);

export const portals = sqliteTable('portals', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  audience: text('audience').$type<Audience>().notNull().default('press'),
  isDefault: integer('is_default', { mode: 'boolean' }).notNull().default(false),
  isOff: integer('is_off', { mode: 'boolean' }).notNull().default(false),
  draft: text('draft', { mode: 'json' }).$type<PortalDocument>().notNull(),
  published: text('published', { mode: 'json' }).$type<PortalDocument>(),
  publishedAt: integer('published_at'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Collections a published portal shows, written when it is published: which portals show a collection. */
export const portalCollections = sqliteTable(
  'portal_collections',
  {
    portalId: text('portal_id').notNull(),
    collectionId: text('collection_id').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.collectionId] }),
    index('portal_collections_collection_idx').on(t.collectionId),
  ],
);

/** Assets a published portal shows outside any collection: hero, logo, chosen sections, guideline pictures. */
export const portalAssets = sqliteTable(
  'portal_assets',
  { portalId: text('portal_id').notNull(), assetId: text('asset_id').notNull() },
  (t) => [primaryKey({ columns: [t.portalId, t.assetId] }), index('portal_assets_asset_idx').on(t.assetId)],
);
