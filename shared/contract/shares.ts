/** Share links as their owners set them, and as the register lists them. */
import { z } from 'zod';
import { AUDIENCES, CHANNELS } from '../rights/types.ts';
import { normalizeAllowed } from '../shares/addresses.ts';
import { LINK_PASSWORD_MIN } from '../shares/password-strength.ts';
import { ASSET_KINDS, type AssetCard, type AssetKind } from './assets.ts';
import { idOf, slugSchema } from './identifiers.ts';
import { pageQuery } from './page.ts';
import { instantSchema, territoriesSchema, timeZoneSchema, WINDOW_ORDER_MESSAGE } from './rights.ts';
import { SHARE_STATES, type ShareState } from './share-states.ts';
import { lineOf, linesOf } from './text.ts';

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

/** Most assets that a link leaves out of its set. */
export const LEFT_OUT_MAX = 2000;
const leftOutIds = z.array(idOf('asset')).max(LEFT_OUT_MAX);

/** Greatest limit of downloads that a link can have. */
export const SHARE_DOWNLOADS_MAX = 1_000_000;

const presetNames = z.array(z.string().max(60)).max(20);
/** Sizes of one kind of file, in place of the link's: originals for logos, web sizes for photographs. */
const presetsByKindSchema = z.partialRecord(z.enum(ASSET_KINDS), presetNames.optional());
export type PresetsByKind = { [kind in AssetKind]?: string[] | undefined };

export const ALLOWED_ENTRY_MESSAGE = 'an address or a domain';
/** An address or a domain, as it is compared; what would match nobody is refused. */
const allowedEntries = z
  .array(
    z
      .string()
      .max(200)
      .transform((text, context) => {
        const entry = normalizeAllowed(text);
        if (entry === null) context.addIssue({ code: 'custom', message: ALLOWED_ENTRY_MESSAGE });
        return entry ?? z.NEVER;
      }),
  )
  .max(200);

/** Guesses of one link are bounded to some hundreds an hour; see `docs/decisions/011`. */
const linkPassword = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    if (text === '' || text.length >= LINK_PASSWORD_MIN) return;
    context.addIssue({
      code: 'too_small',
      origin: 'string',
      minimum: LINK_PASSWORD_MIN,
      inclusive: true,
      input: text,
    });
  });

const shareFields = z.object({
  name: lineOf(200, 1),
  message: linesOf(4000).nullable().default(null),
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
  /** Null is none; eight characters at least. */
  password: linkPassword.nullable().default(null),
  /** Mailed one-time code before the page opens. A list of who may ask for one requires it. */
  requireEmailCode: z.boolean().default(false),
  /** Domains (`example.com`) or addresses that may ask for a code; empty allows any. */
  allowedEmails: allowedEntries.default([]),
  termsText: z.string().trim().max(20_000).nullable().default(null),
  /** Null is no limit; 1 is a one-time link. */
  maxDownloads: z.number().int().min(1).max(SHARE_DOWNLOADS_MAX).nullable().default(null),
  /** Whether versions stay those of the moment of sharing. */
  pinned: z.boolean().default(false),
  notify: z.enum(['none', 'immediate', 'digest']).default('none'),
  /** What of the set is not handed out. A collection is still followed; what is left out stays out. */
  leftOut: leftOutIds.default([]),
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
/** An edit: fields left out stay. No defaults are filled in, and a name that is not known is refused. */
export const shareLinkPatch = z.strictObject({
  name: shareFields.shape.name.optional(),
  message: linesOf(4000).nullable().optional(),
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
  /** An empty string removes it. */
  password: linkPassword.optional(),
  requireEmailCode: z.boolean().optional(),
  allowedEmails: allowedEntries.optional(),
  termsText: z.string().trim().max(20_000).nullable().optional(),
  maxDownloads: z.number().int().min(1).max(SHARE_DOWNLOADS_MAX).nullable().optional(),
  /** Taking hold of the versions of now, or letting go of those that are held. */
  pinned: z.boolean().optional(),
  /** What the link holds from now on, in place of all it held. */
  source: source.optional(),
  notify: z.enum(['none', 'immediate', 'digest']).optional(),
  /** The whole list: what is no longer on it is handed out again. */
  leftOut: leftOutIds.optional(),
  ownerId: z.string().max(64).optional(),
});
export type ShareLinkPatch = z.infer<typeof shareLinkPatch>;

export const shareStateInput = z.object({ state: z.enum(['active', 'off', 'revoked']) });

export interface ShareLink {
  id: string;
  name: string;
  message: string | null;
  state: ShareState;
  url: string;
  vanityUrl: string | null;
  vanity: string | null;
  owner: { id: string; name: string };
  /** `count` is of what is handed out. */
  source: { kind: 'collection'; id: string; title: string } | { kind: 'assets'; count: number };
  /** Assets of the set that are not handed out. */
  leftOut: string[];
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
  /** Downloads that are over, and those under way or about to begin, which keep a place of `maxDownloads`. */
  usedDownloads: number;
  reservedDownloads: number;
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
        name: lineOf(120).default(''),
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
  /** Stands for the person: null for whoever may not manage the link. */
  url: string | null;
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
  /** Name, own address, owner, recipient's name or mail, title of an asset; or an address as it is sent to people. */
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
  'pixels',
  /** The link's level and sizes alone: there are no sizes of the file, and no originals are handed out. */
  'level',
  'other',
] as const;
export type PreflightCause = (typeof PREFLIGHT_CAUSES)[number];

/** What ends, is missing or is refused before the link ends, for the amber line of the dialog. */
export interface PreflightFinding {
  asset: AssetCard;
  /**
   * `partly`: open in some of the link's countries only. `smaller`: not in the sizes that the link's level gives.
   * `look_only`: shown, but in no form to be downloaded, although the link's level is one to download at.
   */
  problem: 'ends_before' | 'not_yet' | 'denied' | 'partly' | 'smaller' | 'look_only';
  causes: PreflightCause[];
  at: number | null;
  explanation: string;
}
/** Most findings that are spelled out; the counts are of all. */
export const PREFLIGHT_FINDINGS_MAX = 100;
export interface LinkOffer {
  level: PermissionLevel;
  downloadable: number;
  total: number;
}
export interface Preflight {
  total: number;
  /** How many can be had as the level says: neither left out nor only shown. */
  deliverable: number;
  /**
   * What the link will hand out while it is open: its level as far as one of the files lives up to it, how many can be
   * downloaded, and how many are shown; null where it shows none.
   */
  offers: LinkOffer | null;
  counts: Record<PreflightFinding['problem'], number>;
  findings: PreflightFinding[];
  /** Assets that any website may show, larger and without a mark, although this link only shows or marks them. */
  openToSites: string[];
  fixes: {
    /** The earliest end among the assets: with it nothing ends before the link. */
    endsAt: number | null;
    /** Assets that do not go out at all; without them nothing is left out. */
    leaveOut: string[];
    /** Assets that are shown and cannot be downloaded; without them everything shown can be. */
    lookOnly: string[];
    /**
     * Terms under which the originals of files without sizes are handed out, and nothing more of the others; null where that
     * mends nothing. `count`: of how many assets.
     */
    originals: { permission: 'download_originals'; presetsByKind: PresetsByKind; count: number } | null;
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
  /** What is left out is as the link has it, or as a new link would. */
  startsAt: instantSchema.nullable().optional(),
  endsAt: instantSchema.nullable().optional(),
  channel: z.enum(CHANNELS).optional(),
  audience: z.enum(AUDIENCES).optional(),
  permission: z.enum(PERMISSION_LEVELS).optional(),
  presets: presetNames.optional(),
  presetsByKind: presetsByKindSchema.optional(),
  territories: territoriesSchema.optional(),
  /** What of the set is to be left out; null: what the link leaves out now. */
  leftOut: leftOutIds.nullable().default(null),
});

/* ---- what the holder of a link is shown ---------------------------------------------------------------------------------- */
