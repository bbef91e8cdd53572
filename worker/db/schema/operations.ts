/** Tables of the outbox, the audit, deliveries, mail and settings. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '../../../shared/rights/types.ts';

/** Work to do after a change, written in the change's own batch. The queue is only the doorbell. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    payload: text('payload', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<'waiting' | 'running' | 'done' | 'failed'>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** Not before; also the lease's end while running. */
    availableAt: integer('available_at').notNull(),
    lastError: text('last_error'),
    createdAt: integer('created_at').notNull(),
    doneAt: integer('done_at'),
  },
  (t) => [index('outbox_due_idx').on(t.state, t.availableAt)],
);

export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: text('id').primaryKey(),
    event: text('event').notNull(),
    actorKind: text('actor_kind').$type<'user' | 'visitor' | 'system'>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    targetLabel: text('target_label').notNull(),
    context: text('context', { mode: 'json' }).$type<Record<string, unknown>>().notNull().default({}),
    requestId: text('request_id'),
    at: integer('at').notNull(),
  },
  (t) => [
    index('audit_events_at_idx').on(t.at, t.id),
    index('audit_events_target_idx').on(t.targetId, t.at, t.id),
    index('audit_events_event_idx').on(t.event, t.at, t.id),
  ],
);

/** Downloads (attachments). Neither address nor user agent is kept. */
export const downloads = sqliteTable(
  'downloads',
  {
    id: text('id').primaryKey(),
    surface: text('surface').$type<'portal' | 'share_link' | 'console' | 'hotlink'>().notNull(),
    surfaceId: text('surface_id').notNull(),
    assetId: text('asset_id').notNull(),
    versionId: text('version_id').notNull(),
    recipientId: text('recipient_id'),
    what: text('what').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    territory: text('territory'),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull().default(false),
    at: integer('at').notNull(),
  },
  (t) => [
    index('downloads_at_idx').on(t.at, t.id),
    index('downloads_asset_idx').on(t.assetId, t.at),
    index('downloads_surface_idx').on(t.surfaceId, t.at),
  ],
);

const hotlinkCounts = {
  served: integer('served').notNull().default(0),
  refused: integer('refused').notNull().default(0),
  /** Served, though the allowed sites would refuse it: their policy only reports. */
  reported: integer('reported').notNull().default(0),
};

/**
 * Use of hot-links as it is counted, until the hour is over and rolled up into the three tables below. Rows with the page ''
 * are the exact counts of a site; rows with a page are estimates from a sample of the same requests.
 */
export const hotlinkBuckets = sqliteTable(
  'hotlink_buckets',
  {
    hour: integer('hour').notNull(),
    assetId: text('asset_id').notNull(),
    site: text('site').notNull(),
    page: text('page').notNull(),
    ...hotlinkCounts,
  },
  (t) => [
    primaryKey({ columns: [t.hour, t.assetId, t.site, t.page] }),
    index('hotlink_buckets_asset_idx').on(t.assetId, t.hour),
  ],
);

/** Hourly use by embedding site: a host name, '' when the browser sent none, '*' for all beyond the most used. */
export const hotlinkUsage = sqliteTable(
  'hotlink_usage',
  {
    assetId: text('asset_id').notNull(),
    site: text('site').notNull(),
    hour: integer('hour').notNull(),
    ...hotlinkCounts,
  },
  (t) => [primaryKey({ columns: [t.assetId, t.hour, t.site] }), index('hotlink_usage_hour_idx').on(t.hour)],
);

/** Daily use by page, estimated from a sample; paths without anything personal. */
export const hotlinkPages = sqliteTable(
  'hotlink_pages',
  {
    assetId: text('asset_id').notNull(),
    day: integer('day').notNull(),
    site: text('site').notNull(),
    page: text('page').notNull(),
    ...hotlinkCounts,
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.day, t.site, t.page] }),
    index('hotlink_pages_day_idx').on(t.day),
  ],
);

/** Daily use over all assets: `key` is a site or an asset. */
export const hotlinkTotals = sqliteTable(
  'hotlink_totals',
  {
    day: integer('day').notNull(),
    kind: text('kind').$type<'site' | 'asset'>().notNull(),
    key: text('key').notNull(),
    ...hotlinkCounts,
  },
  (t) => [primaryKey({ columns: [t.day, t.kind, t.key] })],
);

/**
 * Daily use by channel and site, of requests that a rule of the brand or of the channel is about: what a list of allowed sites
 * would refuse. Assets with a rule of their own are not in it.
 */
export const hotlinkChannels = sqliteTable(
  'hotlink_channels',
  {
    day: integer('day').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    site: text('site').notNull(),
    ...hotlinkCounts,
  },
  (t) => [primaryKey({ columns: [t.day, t.channel, t.site] })],
);

export const mails = sqliteTable(
  'mails',
  {
    id: text('id').primaryKey(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    state: text('state').$type<'queued' | 'sent' | 'kept' | 'failed'>().notNull().default('queued'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('mails_created_idx').on(t.createdAt, t.id)],
);

export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value', { mode: 'json' }).$type<unknown>().notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Answers of writes already done, by the client's `Idempotency-Key`. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    key: text('key').primaryKey(),
    status: integer('status').notNull(),
    body: text('body').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('idempotency_keys_created_idx').on(t.createdAt)],
);

/** When the last cached permission of a withdrawn asset was over, as observed by the edge. */
export const withdrawals = sqliteTable('withdrawals', {
  assetId: text('asset_id').primaryKey(),
  at: integer('at').notNull(),
  goneAt: integer('gone_at'),
});
