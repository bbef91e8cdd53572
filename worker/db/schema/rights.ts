/** Tables of licenses, releases and overrides. Lists of codes are JSON arrays; null means every. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type {
  Audience,
  Channel,
  ReleaseKind,
  ReleaseState,
  TerritoryList,
} from '../../../shared/rights/types.ts';

export const licenses = sqliteTable(
  'licenses',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    licensor: text('licensor'),
    effect: text('effect').$type<'permit' | 'prohibit'>().notNull().default('permit'),
    startsAt: integer('starts_at'),
    endsAt: integer('ends_at'),
    timeZone: text('time_zone').notNull().default('UTC'),
    territories: text('territories', { mode: 'json' }).$type<TerritoryList>().notNull(),
    channels: text('channels', { mode: 'json' }).$type<Channel[]>(),
    audiences: text('audiences', { mode: 'json' }).$type<Audience[]>(),
    maxPixels: integer('max_pixels'),
    usageTerms: text('usage_terms'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('licenses_ends_idx').on(t.endsAt), index('licenses_created_idx').on(t.createdAt, t.id)],
);

export const assetLicenses = sqliteTable(
  'asset_licenses',
  {
    assetId: text('asset_id').notNull(),
    licenseId: text('license_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.licenseId] }),
    index('asset_licenses_license_idx').on(t.licenseId),
  ],
);

export const releases = sqliteTable(
  'releases',
  {
    id: text('id').primaryKey(),
    assetId: text('asset_id').notNull(),
    kind: text('kind').$type<ReleaseKind>().notNull(),
    name: text('name').notNull(),
    required: integer('is_required', { mode: 'boolean' }).notNull().default(true),
    state: text('state').$type<ReleaseState>().notNull(),
    endsAt: integer('ends_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('releases_asset_idx').on(t.assetId)],
);

export const overrides = sqliteTable(
  'overrides',
  {
    id: text('id').primaryKey(),
    assetId: text('asset_id').notNull(),
    effect: text('effect').$type<'permit' | 'prohibit'>().notNull(),
    startsAt: integer('starts_at'),
    endsAt: integer('ends_at').notNull(),
    reason: text('reason').notNull(),
    by: text('decided_by').notNull(),
    territories: text('territories', { mode: 'json' }).$type<TerritoryList>().notNull(),
    channels: text('channels', { mode: 'json' }).$type<Channel[]>(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('overrides_asset_idx').on(t.assetId)],
);
