/** Share links: what an owner sets, what the register lists, and what the holder of a link is shown. */
import { z } from 'zod';
import { AUDIENCES, CHANNELS } from '../rights/types.ts';
import { ASSET_KINDS, type AssetCard, type AssetKind } from './assets.ts';
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

/** Whose logo stands on the link's page. Mails say the organisation's name instead. */
export const shareLogoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** That of the brand's default portal. */
  z.object({ kind: z.literal('portal') }),
  z.object({ kind: z.literal('asset'), assetId: idOf('asset') }),
]);
export type ShareLogo = z.infer<typeof shareLogoSchema>;

const presetNames = z.array(z.string().max(60)).max(20);
/** Sizes of one kind of file, in place of the link's: originals for logos, web sizes for photographs. */
const presetsByKindSchema = z.partialRecord(z.enum(ASSET_KINDS), presetNames.optional());
export type PresetsByKind = { [kind in AssetKind]?: string[] | undefined };

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
  presets: presetNames.default([]),
  /** A kind that is named here is offered in exactly these sizes; the level still holds. */
  presetsByKind: presetsByKindSchema.default({}),
  logo: shareLogoSchema.default({ kind: 'portal' }),
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
  presets: presetNames.optional(),
  presetsByKind: presetsByKindSchema.optional(),
  logo: shareLogoSchema.optional(),
  channel: z.enum(CHANNELS).optional(),
  audience: z.enum(AUDIENCES).optional(),
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
  presetsByKind: PresetsByKind;
  logo: ShareLogo;
  channel: (typeof CHANNELS)[number];
  audience: (typeof AUDIENCES)[number];
  territories: z.infer<typeof territoriesSchema>;
  hasPassword: boolean;
  requireEmailCode: boolean;
  allowedEmails: string[];
  termsText: string | null;
  termsVersion: number;
  maxDownloads: number | null;
  usedDownloads: number;
  openings: number;
  /** What programs did, which is in none of the other counts' notices: openings, and downloads within `usedDownloads`. */
  botOpenings: number;
  botDownloads: number;
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
  /** What became of the newest invitation; `kept` where no mail service is set up. */
  mail: 'queued' | 'sent' | 'kept' | 'failed' | null;
  lastUsedAt: number | null;
  downloads: number;
}

/** `ends` nearest first, the others greatest first. */
export const REGISTER_SORTS = ['created', 'ends', 'last_used', 'downloads'] as const;
export type RegisterSort = (typeof REGISTER_SORTS)[number];
/** What "expiring soon" means in the register, days. */
export const EXPIRING_SOON_DAYS = 7;

const yes = z.literal('true').transform(() => true);
export const registerFilters = z.object({
  /** Name, own address, owner, recipient's name or mail, title of an asset. */
  q: z.string().trim().max(200).optional(),
  state: z.enum(SHARE_STATES).optional(),
  ownerId: z.string().max(64).optional(),
  permission: z.enum(PERMISSION_LEVELS).optional(),
  /** Open, and over within `EXPIRING_SOON_DAYS`. */
  expiringSoon: yes.optional(),
  hasPassword: yes.optional(),
  assetId: idOf('asset').optional(),
  kind: z.enum(['link', 'request']).optional(),
  sort: z.enum(REGISTER_SORTS).default('created'),
});
export type RegisterFilters = z.infer<typeof registerFilters>;
export const shareListQuery = pageQuery.extend(registerFilters.shape);

/** An upload request as the register lists it; its own screen does the rest. */
export interface RegisteredRequest {
  id: string;
  name: string;
  /** `off`: closed by hand; `ended`: past its deadline. */
  state: Extract<ShareState, 'active' | 'ended' | 'off'>;
  url: string;
  owner: { id: string; name: string };
  /** Who was asked. */
  asked: string;
  endsAt: number;
  timeZone: string;
  receivedFiles: number;
  maxFiles: number;
  lastUsedAt: number | null;
  createdAt: number;
}
export type RegisterRow = { kind: 'link'; link: ShareLink } | { kind: 'request'; request: RegisteredRequest };

/** Many links changed together, or none: new ends, or new owners. */
export const shareChangesInput = z.object({
  changes: z
    .array(
      z.object({
        id: idOf('shareLink'),
        endsAt: instantSchema.optional(),
        ownerId: z.string().max(64).optional(),
      }),
    )
    .min(1)
    .max(100),
});

/** Whether a readable address may be had. */
export interface VanityAnswer {
  state: 'free' | 'taken' | 'reserved' | 'malformed';
}

/** One acceptance of a link's terms; `text` is the wording that was accepted. */
export interface TermsAcceptance {
  id: string;
  version: number;
  text: string;
  name: string;
  email: string | null;
  territory: string | null;
  at: number;
}

/** Why an asset does not go out through a link as planned, for the words and the fixes of the dialog. */
export const PREFLIGHT_CAUSES = [
  'status',
  'embargo',
  'license',
  'channel',
  'territory',
  'audience',
  'release',
  'other',
] as const;
export type PreflightCause = (typeof PREFLIGHT_CAUSES)[number];

/** What ends, is missing or is refused before the link ends, for the amber line of the dialog. */
export interface PreflightFinding {
  asset: AssetCard;
  /** `partly`: open in some of the link's countries only. */
  problem: 'ends_before' | 'not_yet' | 'denied' | 'partly';
  causes: PreflightCause[];
  at: number | null;
  explanation: string;
}
/** Most findings that are spelled out; the counts are of all. */
export const PREFLIGHT_FINDINGS_MAX = 100;
export interface Preflight {
  total: number;
  deliverable: number;
  counts: Record<PreflightFinding['problem'], number>;
  findings: PreflightFinding[];
  fixes: {
    /** The earliest end among the assets: with it nothing ends before the link. */
    endsAt: number | null;
    /** Assets that do not go out at all; without them nothing is left out. */
    leaveOut: string[];
    /** A channel under which fewer assets are left out, and how many then are. */
    channel: { channel: (typeof CHANNELS)[number]; leftOut: number } | null;
    /** Countries in which every asset that is refused for its place goes out. */
    territories: string[] | null;
  };
}
export const preflightInput = z.object({
  source: z.discriminatedUnion('kind', [
    ...source.options,
    /** What a link already holds, to look at an edit beforehand. */
    z.object({ kind: z.literal('link'), shareLinkId: idOf('shareLink') }),
  ]),
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
export const shareAskInput = z
  .object({
    kind: z.enum(['extension', 'item', 'question']),
    name: z.string().trim().max(200).default(''),
    email: z.email().max(200),
    reason: z.string().trim().min(1).max(4000),
    /** Title of the file that is asked for, and its id where the page had it. */
    item: z.string().trim().max(300).nullable().default(null),
    assetId: idOf('asset').nullable().default(null),
    /** What for: the medium, the first and the last day, the places in the asker's words. */
    channel: z.enum(CHANNELS).nullable().default(null),
    from: z.iso.date().nullable().default(null),
    until: z.iso.date().nullable().default(null),
    territory: z.string().trim().max(300).nullable().default(null),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, {
    path: ['until'],
    message: WINDOW_ORDER_MESSAGE,
  });
export type ShareAskInput = z.infer<typeof shareAskInput>;

/** Which of a link's files a page shows. */
export const sharePageQuery = z.object({
  q: z.string().trim().max(200).catch('').default(''),
  kind: z.enum(ASSET_KINDS).nullable().catch(null).default(null),
  after: idOf('asset').nullable().catch(null).default(null),
});
export type SharePageQuery = z.infer<typeof sharePageQuery>;

export interface ShareItem extends PublicAssetCard {
  mediaType: string;
  sizeBytes: number;
  caption: string | null;
  until: number | null;
  downloads: DownloadOption[];
  /** Where a film or a recording plays; null for everything else, and where `still` says why it does not play. */
  mediaHref: string | null;
  still: ShareStill | null;
}
/**
 * Why a film or a recording is not played on the page: the link hands out no originals, or it counts every one of them.
 */
export type ShareStill = 'level' | 'counted';
/** Left out, and why, in the reader's language. */
export interface ShareExclusion {
  /** Null where the asset may not be told at all. */
  id: string | null;
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
  /** One page of the files that are shown, in the link's order. */
  items: ShareItem[];
  /** Files that may be looked at, whatever is filtered; and those that match the filter. */
  total: number;
  matching: number;
  filter: { q: string; kind: ShareItem['kind'] | null };
  /** Files by kind, whatever is filtered; most first. */
  counts: { kind: ShareItem['kind']; count: number }[];
  /** Id of the last file shown, where more follow: `after` of the next page. */
  next: string | null;
  /** Whether this is a later page. */
  isLater: boolean;
  /** On the first page. */
  excluded: ShareExclusion[];
  zipAction: string | null;
  zipBytes: number;
  /** Choices of size by kind, for kinds that may be downloaded; most files first. */
  kinds: ShareKind[];
  /** Numbered parts, where one archive would be too much: by number of files, or by size. */
  parts: { rule: 'count' | 'size'; list: { value: string; files: number; bytes: number }[] } | null;
  /** Goes into every form of this page, so that pressing it twice is one download. */
  press: string;
}
export interface ShareKind {
  kind: ShareItem['kind'];
  count: number;
  /** What its files come to in their best sizes. */
  bytes: number;
  /** Best first. `bytes` is what all files of the kind come to, as far as known. */
  sizes: { preset: string; label: string; count: number; bytes: number }[];
}

/** An archive on its way, under `/s/{token}/z/{grant}/preparing`. */
export type ArchiveState =
  | { state: 'preparing'; ready: number; total: number }
  | { state: 'ready'; fileName: string; files: number; bytes: number; href: string }
  /** Nothing can come of it; the use was given back. */
  | { state: 'over'; reason: string };
export type ArchiveProgress = ArchiveState & {
  /** The page's clothes, and the way back. */
  look: { base: string; theme: Theme; organisation: string; logo: string | null };
};

export type ShareView =
  | { kind: 'open'; page: SharePage }
  /** A gate stands before the page; nothing about the content is said but the link's name. */
  | {
      kind: 'gate';
      gate: ShareGate;
      base: string;
      from: string;
      organisation: string;
      logo: string | null;
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
      logo: string | null;
      theme: Theme;
      contact: PortalContact | null;
      base: string | null;
    };

/** What the one-click extension of a mail would do; nothing is done by looking. */
export type ShareExtension = {
  name: string;
  organisation: string;
  theme: Theme;
  timeZone: string;
  endsAt: number;
  consoleUrl: string;
} & (
  | { state: 'offered'; to: number }
  /** Done by this address. */
  | { state: 'extended' }
  /** The link has changed since the mail, or may not be extended: the console says more. */
  | { state: 'changed' }
);
export const shareExtensionInput = z.object({ proof: z.string().min(1).max(2000) });
