/** Share links: what an owner sets, what the register lists, and what the holder of a link is shown. */
import { z } from 'zod';
import { AUDIENCES, CHANNELS } from '../rights/types.ts';
import type { AssetCard } from './assets.ts';
import { idOf, slugSchema } from './identifiers.ts';
import { pageQuery } from './page.ts';
import type { DownloadOption, PortalContact, PublicAssetCard, Theme } from './portals.ts';
import { instantSchema, territoriesSchema, timeZoneSchema, WINDOW_ORDER_MESSAGE } from './rights.ts';

/** From least to most. */
export const PERMISSION_LEVELS = [
  'view',
  'download_watermarked',
  'download_renditions',
  'download_originals',
] as const;
export type PermissionLevel = (typeof PERMISSION_LEVELS)[number];

const shareFields = z.object({
  name: z.string().trim().min(1).max(200),
  message: z.string().trim().max(4000).nullable().default(null),
  /** A readable second name for the URL; behaves exactly like the long one. */
  vanity: slugSchema.min(4).nullable().default(null),
  startsAt: instantSchema.nullable().default(null),
  /** Null takes the default end; the administrator's maximum always holds. */
  endsAt: instantSchema.nullable().default(null),
  timeZone: timeZoneSchema,
  permission: z.enum(PERMISSION_LEVELS),
  /** Preset names the holder may download; empty offers the defaults. */
  presets: z.array(z.string().max(60)).max(20).default([]),
  channel: z.enum(CHANNELS).default('web'),
  audience: z.enum(AUDIENCES).default('agency'),
  territories: territoriesSchema.default({ include: null, exclude: [] }),
  /** Null keeps the present one on an edit, an empty string removes it. */
  password: z.string().max(200).nullable().default(null),
  /** Mailed one-time code before the page opens; requires an allowed address. */
  requireEmailCode: z.boolean().default(false),
  /** Domains (`example.com`) or addresses that may ask for a code; empty allows any. */
  allowedEmails: z.array(z.string().trim().toLowerCase().max(200)).max(200).default([]),
  termsText: z.string().trim().max(20_000).nullable().default(null),
  /** Null is no limit; 1 is a one-time link. */
  maxDownloads: z.number().int().min(1).max(1_000_000).nullable().default(null),
  /** Whether versions stay those of the moment of sharing. */
  pinned: z.boolean().default(false),
  notify: z.enum(['none', 'immediate', 'digest']).default('none'),
});
const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('collection'), collectionId: idOf('collection') }),
  z.object({ kind: z.literal('assets'), assetIds: z.array(idOf('asset')).min(1).max(2000) }),
]);

export const shareLinkInput = shareFields
  .extend({ source })
  .refine((s) => s.startsAt === null || s.endsAt === null || s.startsAt < s.endsAt, {
    path: ['endsAt'],
    message: WINDOW_ORDER_MESSAGE,
  });
export type ShareLinkInput = z.infer<typeof shareLinkInput>;
/** An edit: fields left out stay. No defaults are filled in. */
export const shareLinkPatch = z.object({
  name: shareFields.shape.name.optional(),
  message: z.string().trim().max(4000).nullable().optional(),
  vanity: slugSchema.min(4).nullable().optional(),
  startsAt: instantSchema.nullable().optional(),
  endsAt: instantSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  permission: z.enum(PERMISSION_LEVELS).optional(),
  presets: z.array(z.string().max(60)).max(20).optional(),
  territories: territoriesSchema.optional(),
  password: z.string().max(200).optional(),
  requireEmailCode: z.boolean().optional(),
  allowedEmails: z.array(z.string().trim().toLowerCase().max(200)).max(200).optional(),
  termsText: z.string().trim().max(20_000).nullable().optional(),
  maxDownloads: z.number().int().min(1).max(1_000_000).nullable().optional(),
  notify: z.enum(['none', 'immediate', 'digest']).optional(),
  ownerId: z.string().max(64).optional(),
});
export type ShareLinkPatch = z.infer<typeof shareLinkPatch>;

export const shareStateInput = z.object({ state: z.enum(['active', 'off', 'revoked']) });

/** `scheduled`, `ended` and `used_up` are derived from the clock and the counter, never stored. */
export const SHARE_STATES = ['active', 'scheduled', 'ended', 'used_up', 'off', 'revoked'] as const;
export type ShareState = (typeof SHARE_STATES)[number];

export interface ShareLink {
  id: string;
  name: string;
  message: string | null;
  state: ShareState;
  url: string;
  vanityUrl: string | null;
  vanity: string | null;
  owner: { id: string; name: string };
  source: { kind: 'collection'; id: string; title: string } | { kind: 'assets'; count: number };
  startsAt: number | null;
  endsAt: number;
  timeZone: string;
  permission: PermissionLevel;
  presets: string[];
  channel: (typeof CHANNELS)[number];
  audience: (typeof AUDIENCES)[number];
  territories: z.infer<typeof territoriesSchema>;
  hasPassword: boolean;
  requireEmailCode: boolean;
  allowedEmails: string[];
  termsText: string | null;
  maxDownloads: number | null;
  usedDownloads: number;
  pinned: boolean;
  notify: 'none' | 'immediate' | 'digest';
  recipients: Recipient[];
  openedAt: number | null;
  lastUsedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export const recipientsInput = z.object({
  recipients: z
    .array(
      z.object({
        name: z.string().trim().max(120).default(''),
        email: z.email().max(200),
        locale: z.enum(['en', 'de']).default('en'),
      }),
    )
    .min(1)
    .max(100),
});
export interface Recipient {
  id: string;
  name: string;
  email: string;
  locale: string;
  state: 'active' | 'revoked';
  url: string;
  sentAt: number | null;
  lastUsedAt: number | null;
  downloads: number;
}

export const shareListQuery = pageQuery.extend({
  q: z.string().trim().max(200).optional(),
  state: z.enum(SHARE_STATES).optional(),
  assetId: idOf('asset').optional(),
});

/** What ends, is missing or is refused before the link ends, for the amber line of the dialog. */
export interface PreflightFinding {
  asset: AssetCard;
  problem: 'ends_before' | 'not_yet' | 'denied';
  at: number | null;
  explanation: string;
}
export interface Preflight {
  total: number;
  deliverable: number;
  findings: PreflightFinding[];
}
export const preflightInput = z.object({
  source,
  startsAt: instantSchema.nullable().default(null),
  endsAt: instantSchema.nullable().default(null),
  channel: z.enum(CHANNELS).default('web'),
  audience: z.enum(AUDIENCES).default('agency'),
  permission: z.enum(PERMISSION_LEVELS).default('download_renditions'),
  territories: territoriesSchema.default({ include: null, exclude: [] }),
});

/* ---- what the holder of a link is shown ---------------------------------------------------------------------------------- */

export type ShareGate = 'password' | 'email_code' | 'terms';

/** What a visitor does at a gate. A code is asked for with `code: null`; an empty address stands for the one before. */
export const shareGateInput = z.discriminatedUnion('gate', [
  z.object({ gate: z.literal('password'), password: z.string().max(200) }),
  z.object({
    gate: z.literal('email_code'),
    email: z.string().max(200).default(''),
    code: z.string().max(20).nullable().default(null),
  }),
  z.object({ gate: z.literal('terms'), accept: z.boolean() }),
]);

/** A visitor's request to the owner: more time, a file that was left out, anything else. */
export const shareAskInput = z.object({
  kind: z.enum(['extension', 'item', 'question']),
  name: z.string().trim().max(200).default(''),
  email: z.email().max(200),
  reason: z.string().trim().min(1).max(4000),
  /** Title of the file that is asked for. */
  item: z.string().trim().max(300).nullable().default(null),
});

export interface ShareItem extends PublicAssetCard {
  mediaType: string;
  sizeBytes: number;
  caption: string | null;
  until: number | null;
  downloads: DownloadOption[];
}
/** Left out, and why, in the reader's language. */
export interface ShareExclusion {
  /** Null where even the title is not public. */
  title: string | null;
  reason: string;
  startsAt: number | null;
}

export interface SharePage {
  /** Prefix of everything below the link, as the visitor reached it: `/s/abc…`. */
  base: string;
  name: string;
  from: string;
  message: string | null;
  /** One line: what is allowed and until when, with the zone. */
  summary: string;
  endsAt: number;
  timeZone: string;
  permission: PermissionLevel;
  pinned: boolean;
  remainingDownloads: number | null;
  theme: Theme;
  organisation: string;
  logo: string | null;
  contact: PortalContact | null;
  items: ShareItem[];
  excluded: ShareExclusion[];
  zipAction: string | null;
  zipBytes: number;
  /** Size choices that apply to at least one item: preset → label. */
  sizes: { preset: string; label: string; count: number }[];
}

export type ShareView =
  | { kind: 'open'; page: SharePage }
  /** A gate stands before the page; nothing about the content is said but the link's name. */
  | {
      kind: 'gate';
      gate: ShareGate;
      base: string;
      from: string;
      organisation: string;
      theme: Theme;
      termsText: string | null;
      /** Set after a failed attempt. */
      error: 'wrong' | 'locked' | 'expired' | null;
      /** For `email_code`: whether a code has been sent and is awaited. */
      codeSent: boolean;
    }
  | {
      kind: 'closed';
      reason: 'not_started' | 'ended' | 'revoked' | 'off' | 'not_here' | 'limit_reached' | 'not_found';
      startsAt: number | null;
      endedAt: number | null;
      timeZone: string;
      organisation: string;
      theme: Theme;
      contact: PortalContact | null;
      base: string | null;
    };
