/** Tables of share links, their recipients and grants, and of questions about links and upload requests. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { PermissionLevel, PresetsByKind, ShareLogo } from '../../../shared/contract/shares.ts';
import type { Audience, Channel, TerritoryList } from '../../../shared/rights/types.ts';

export const shareLinks = sqliteTable(
  'share_links',
  {
    id: text('id').primaryKey(),
    /** The opaque random part of the URL; the MAC over it is never stored. */
    token: text('token').notNull().unique(),
    vanity: text('vanity').unique(),
    name: text('name').notNull(),
    message: text('message'),
    /** What a person set; `scheduled`, `ended` and `used_up` are derived. */
    state: text('state').$type<'active' | 'off' | 'revoked'>().notNull().default('active'),
    ownerId: text('owner_id').notNull(),
    collectionId: text('collection_id'),
    startsAt: integer('starts_at'),
    endsAt: integer('ends_at').notNull(),
    timeZone: text('time_zone').notNull(),
    permission: text('permission').$type<PermissionLevel>().notNull(),
    presets: text('presets', { mode: 'json' }).$type<string[]>().notNull().default([]),
    /** Sizes of one kind of file, in place of `presets`. */
    presetsByKind: text('presets_by_kind', { mode: 'json' }).$type<PresetsByKind>().notNull().default({}),
    logo: text('logo', { mode: 'json' }).$type<ShareLogo>().notNull().default({ kind: 'portal' }),
    channel: text('channel').$type<Channel>().notNull(),
    audience: text('audience').$type<Audience>().notNull(),
    territories: text('territories', { mode: 'json' }).$type<TerritoryList>().notNull(),
    passwordHash: text('password_hash'),
    requireEmailCode: integer('require_email_code', { mode: 'boolean' }).notNull().default(false),
    allowedEmails: text('allowed_emails', { mode: 'json' }).$type<string[]>().notNull().default([]),
    termsText: text('terms_text'),
    termsVersion: integer('terms_version').notNull().default(1),
    maxDownloads: integer('max_downloads'),
    /** Downloads that are over, and those that have a place kept within `maxDownloads` beside them. */
    usedDownloads: integer('used_downloads').notNull().default(0),
    reservedDownloads: integer('reserved_downloads').notNull().default(0),
    pinned: integer('is_pinned', { mode: 'boolean' }).notNull().default(false),
    notify: text('notify').$type<'none' | 'immediate' | 'digest'>().notNull().default('none'),
    openedAt: integer('opened_at'),
    lastUsedAt: integer('last_used_at'),
    /** How often people opened it. Programs that look are counted apart, and so are their downloads. */
    openings: integer('openings').notNull().default(0),
    botOpenings: integer('bot_openings').notNull().default(0),
    botDownloads: integer('bot_downloads').notNull().default(0),
    /** When the owner was told that the end, or the limit, is near; null again after a change of either. */
    endNoticeAt: integer('end_notice_at'),
    limitNoticeAt: integer('limit_notice_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    index('share_links_created_idx').on(t.createdAt, t.id),
    index('share_links_ends_idx').on(t.endsAt, t.id),
    index('share_links_used_idx').on(sql`coalesce(${t.lastUsedAt}, 0)`, t.id),
    index('share_links_downloads_idx').on(t.usedDownloads, t.id),
    index('share_links_owner_idx').on(t.ownerId, t.createdAt),
    index('share_links_collection_idx').on(t.collectionId).where(sql`${t.collectionId} IS NOT NULL`),
    index('share_links_digest_idx').on(t.ownerId, t.lastUsedAt).where(sql`${t.notify} = 'digest'`),
  ],
);

export const shareLinkAssets = sqliteTable(
  'share_link_assets',
  {
    shareLinkId: text('share_link_id').notNull(),
    assetId: text('asset_id').notNull(),
    /** Set on a pinned link. */
    versionId: text('version_id'),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.shareLinkId, t.assetId] }),
    index('share_link_assets_asset_idx').on(t.assetId),
  ],
);

/**
 * What a link does not hand out although its set has it. Kept beside the set, so that a link of a collection goes on following
 * it, and so that what was left out can be put back as it was.
 */
export const shareLinkExclusions = sqliteTable(
  'share_link_exclusions',
  {
    shareLinkId: text('share_link_id').notNull(),
    assetId: text('asset_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.shareLinkId, t.assetId] })],
);

export const recipients = sqliteTable(
  'recipients',
  {
    id: text('id').primaryKey(),
    shareLinkId: text('share_link_id').notNull(),
    token: text('token').notNull().unique(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    locale: text('locale').notNull().default('en'),
    state: text('state').$type<'active' | 'revoked'>().notNull().default('active'),
    sentAt: integer('sent_at'),
    /** The newest invitation; its row says whether it was delivered. */
    mailId: text('mail_id'),
    lastUsedAt: integer('last_used_at'),
    downloads: integer('downloads').notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('recipients_link_idx').on(t.shareLinkId, t.createdAt)],
);

/**
 * What one grant is for: a file in one size, or an archive whose plan lies in the object store. An archive that is still
 * being prepared has no plan yet, and the order it is made from.
 */
export type GrantContent =
  | { kind: 'none' }
  | { kind: 'file'; assetId: string; preset: string; isPlayed?: boolean }
  | { kind: 'zip'; planKey: string | null; orderKey?: string };

/** What is written down about a download once it is over, as it was at its first byte. */
export interface GrantDelivery {
  readonly territory: string | null;
  readonly isBot: boolean;
  /** Null for an archive, whose plan names its files. */
  readonly file: { readonly versionId: string; readonly sizeBytes: number } | null;
}

/** The gates of a link that somebody has passed, in a cookie and in a grant. */
export interface GateClaims {
  /** When the first gate was passed. */
  readonly since: number;
  /** Tag of the password that was right. */
  readonly password: string | null;
  readonly email: string | null;
  /** Version of the terms that were accepted. */
  readonly terms: number | null;
}

/** Every wording a link's terms had. */
export const shareTerms = sqliteTable(
  'share_terms',
  {
    shareLinkId: text('share_link_id').notNull(),
    version: integer('version').notNull(),
    text: text('text').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.shareLinkId, t.version] })],
);

/** Who accepted which wording, and when. `name` and `email` are what is known of the person, if anything is. */
export const termsAcceptances = sqliteTable(
  'terms_acceptances',
  {
    id: text('id').primaryKey(),
    shareLinkId: text('share_link_id').notNull(),
    version: integer('version').notNull(),
    recipientId: text('recipient_id'),
    name: text('name').notNull(),
    email: text('email'),
    territory: text('territory'),
    at: integer('at').notNull(),
  },
  (t) => [index('terms_acceptances_link_idx').on(t.shareLinkId, t.at, t.id)],
);

/** Daily digests: one row per owner and day of their zone, also where there was nothing to tell (`mailId` null). */
export const shareDigests = sqliteTable(
  'share_digests',
  {
    ownerId: text('owner_id').notNull(),
    day: text('day').notNull(),
    /** What happened before this instant has been told. */
    until: integer('until').notNull(),
    mailId: text('mail_id'),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.day] })],
);

/**
 * A counted download: reserved before the first byte, used when it completes or its grant ends. Ranges on one grant are one
 * download, whose bytes are bounded.
 */
export const downloadGrants = sqliteTable(
  'download_grants',
  {
    id: text('id').primaryKey(),
    shareLinkId: text('share_link_id').notNull(),
    recipientId: text('recipient_id'),
    /** What the grant lets through (`GrantContent`). */
    content: text('content', { mode: 'json' }).$type<GrantContent>().notNull().default({ kind: 'none' }),
    /** What its holder had passed when it was made (`GateClaims`); compared with the link's gates on every request. */
    gates: text('gates', { mode: 'json' }).$type<GateClaims>(),
    /** Moves on while bytes flow; never past the link's end. */
    expiresAt: integer('expires_at').notNull(),
    /** First byte sent: from here on the use is not given back any more. */
    startedAt: integer('started_at'),
    delivery: text('delivery', { mode: 'json' }).$type<GrantDelivery>(),
    /** Bytes that were sent, and those that running transfers may still send; the latter count until `heldUntil`. */
    sentBytes: integer('sent_bytes').notNull().default(0),
    heldBytes: integer('held_bytes').notNull().default(0),
    heldUntil: integer('held_until'),
    /** A transfer of the whole is running, which says so until then; when one arrived; when the last byte was sent. */
    wholeUntil: integer('whole_until'),
    wholeSentAt: integer('whole_sent_at'),
    endSentAt: integer('end_sent_at'),
    /** The use is spent: its bytes were sent, or its time was over. */
    completedAt: integer('completed_at'),
    /** When statistics, audit and mail had it. */
    recordedAt: integer('recorded_at'),
    /** Set when an unused reservation was given back. */
    releasedAt: integer('released_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('download_grants_link_idx').on(t.shareLinkId),
    index('download_grants_expiry_idx').on(t.expiresAt),
    index('download_grants_unrecorded_idx')
      .on(t.completedAt)
      .where(sql`${t.completedAt} IS NOT NULL AND ${t.recordedAt} IS NULL`),
  ],
);

/** Mailed one-time codes, hashed. */
export const emailCodes = sqliteTable('email_codes', {
  id: text('id').primaryKey(),
  shareLinkId: text('share_link_id').notNull(),
  email: text('email').notNull(),
  codeHash: text('code_hash').notNull(),
  attempts: integer('attempts').notNull().default(0),
  expiresAt: integer('expires_at').notNull(),
});

/** A question about a link or an upload request: more time, an excluded item, something else. */
export const inquiries = sqliteTable(
  'inquiries',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<'extension' | 'excluded_item' | 'question'>().notNull(),
    shareLinkId: text('share_link_id'),
    /** The recipient who asks from their own address. */
    recipientId: text('recipient_id'),
    /** About an upload request, in place of a link; and the invited person who asks from their own address. */
    uploadRequestId: text('upload_request_id'),
    inviteeId: text('invitee_id'),
    portalId: text('portal_id'),
    assetId: text('asset_id'),
    name: text('name').notNull(),
    email: text('email').notNull(),
    message: text('message').notNull(),
    /** What the files are wanted for: medium, first and last day (`YYYY-MM-DD`), places in the asker's words. */
    useChannel: text('use_channel').$type<Channel>(),
    useFrom: text('use_from'),
    useUntil: text('use_until'),
    useTerritory: text('use_territory'),
    /** As the asker read it; the asset may have another title by now. */
    itemTitle: text('item_title'),
    /** Language the asker is answered in. */
    locale: text('locale').notNull().default('en'),
    /** The same question sent twice, while it is open, is one question. */
    fingerprint: text('fingerprint'),
    state: text('state').$type<'open' | 'answered' | 'declined'>().notNull().default('open'),
    answer: text('answer'),
    createdAt: integer('created_at').notNull(),
    answeredAt: integer('answered_at'),
  },
  (t) => [
    index('inquiries_state_idx').on(t.state, t.createdAt),
    index('inquiries_link_idx').on(t.shareLinkId).where(sql`${t.state} = 'open'`),
    index('inquiries_request_idx').on(t.uploadRequestId).where(sql`${t.state} = 'open'`),
    uniqueIndex('inquiries_fingerprint_idx').on(t.fingerprint).where(sql`${t.state} = 'open'`),
  ],
);
