/** Upload requests: what is asked, of whom, what was handed in, and what the person who was asked sees. */
import { z } from 'zod';
import { ASSET_KINDS, type AssetCard, type AssetKind, type Verdict } from './assets.ts';
import { idOf } from './identifiers.ts';
import type { PageLogo, PortalContact, Theme } from './portals.ts';
import { instantSchema, timeZoneSchema } from './rights.ts';
import { lineOf, linesOf } from './text.ts';
import { type AlikeReason, UPLOAD_SIZE_MAX } from './uploads.ts';

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((text) => text || null)
    .nullable();

/** What an uploader can be made to say about each file; the words of IPTC. */
export const DETAIL_FIELDS = [
  'creditLine',
  'creator',
  'caption',
  'usageTerms',
  'location',
  'dateCreated',
] as const;
export type DetailField = (typeof DETAIL_FIELDS)[number];
/** Those that are usually the same for everything one person hands in: asked once, with who they are. */
export const SHARED_DETAIL_FIELDS = ['creditLine', 'creator', 'usageTerms'] as const satisfies DetailField[];

/** `none`: nobody is recognisable. `declared`: the uploader says that all agreed. `document`: a signed release is with it. */
export const PEOPLE_SHOWN = ['none', 'declared', 'document'] as const;
export type PeopleShown = (typeof PEOPLE_SHOWN)[number];

export const handInDetailsSchema = z
  .object({
    creditLine: line(300),
    creator: line(300),
    caption: line(5000),
    usageTerms: line(4000),
    location: line(200),
    /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
    dateCreated: line(40),
    people: z.enum(PEOPLE_SHOWN).nullable(),
    /** Who agreed, to what. */
    releaseNote: line(1000),
  })
  .partial();
export type HandInDetails = {
  [K in keyof z.infer<typeof handInDetailsSchema>]?: z.infer<typeof handInDetailsSchema>[K] | undefined;
};

/** Most files of one request. */
export const REQUEST_FILES_MAX = 2000;

/** A person who is asked, with an address of their own. */
export const inviteSchema = z.object({
  name: lineOf(200, 1),
  email: z.email().max(200),
  locale: z.enum(['en', 'de']).default('en'),
});
/** Closes many requests, or opens them again. */
export const closingInput = z.object({
  requestIds: z.array(idOf('uploadRequest')).min(1).max(200),
  closed: z.boolean(),
});

export const inviteInput = z.object({ people: z.array(inviteSchema).min(1).max(50) });

/** Without defaults: a change that does not name a field leaves it as it is. */
const requestFields = {
  title: lineOf(200, 1),
  brief: linesOf(10_000),
  deadline: instantSchema,
  timeZone: timeZoneSchema,
  /** Whose look the page has; null: the default portal's. */
  portalId: idOf('portal').nullable(),
  /** Kinds that are taken; empty takes all. */
  kinds: z.array(z.enum(ASSET_KINDS)),
  maxFileBytes: z.number().int().min(1).max(UPLOAD_SIZE_MAX),
  maxTotalBytes: z.number().int().min(1).max(UPLOAD_SIZE_MAX),
  /** All files of one person. */
  maxPersonBytes: z.number().int().min(1).max(UPLOAD_SIZE_MAX),
  maxFiles: z.number().int().min(1).max(REQUEST_FILES_MAX),
  consentText: z.string().trim().max(20_000).nullable(),
  requiredFields: z.array(z.enum(DETAIL_FIELDS)),
  /** Pictures and films need a word about the people in them. */
  askReleases: z.boolean(),
  /** Everybody sees the names of all files; otherwise each person sees their own only. */
  showNames: z.boolean(),
  /** Only people with an address of their own may hand in. */
  inviteOnly: z.boolean(),
  /** Days before the deadline on which those who have handed in nothing are reminded. */
  reminderDays: z.number().int().min(1).max(30).nullable(),
};
const { brief, portalId, kinds, consentText, requiredFields, reminderDays } = requestFields;
export const uploadRequestInput = z.object({
  ...requestFields,
  brief: brief.default(''),
  portalId: portalId.default(null),
  kinds: kinds.default([]),
  maxFileBytes: requestFields.maxFileBytes.default(UPLOAD_SIZE_MAX),
  maxTotalBytes: requestFields.maxTotalBytes.default(UPLOAD_SIZE_MAX),
  maxPersonBytes: requestFields.maxPersonBytes.default(UPLOAD_SIZE_MAX),
  maxFiles: requestFields.maxFiles.default(200),
  consentText: consentText.default(null),
  requiredFields: requiredFields.default([]),
  askReleases: requestFields.askReleases.default(false),
  showNames: requestFields.showNames.default(false),
  inviteOnly: requestFields.inviteOnly.default(false),
  reminderDays: reminderDays.default(2),
});
export const uploadRequestPatch = z.strictObject(requestFields).partial();
export type UploadRequestInput = z.infer<typeof uploadRequestInput>;
export const createRequestInput = uploadRequestInput.extend({
  /** Invited at once. */
  invite: z.array(inviteSchema).max(50).default([]),
});

export interface Invitee {
  id: string;
  name: string;
  email: string;
  locale: 'en' | 'de';
  state: 'active' | 'revoked';
  /** Their own address, which stands for them: null for whoever may not run requests. */
  url: string | null;
  sentAt: number | null;
  remindedAt: number | null;
  lastUsedAt: number | null;
  fileCount: number;
}

export interface UploadRequest extends UploadRequestInput {
  id: string;
  url: string;
  state: 'open' | 'closed' | 'past_deadline';
  owner: { id: string; name: string };
  consentVersion: number;
  invitees: Invitee[];
  /** Everything handed in, releases aside. */
  fileCount: number;
  waitingCount: number;
  /** Of what was not returned; counts against the limits. */
  usedBytes: number;
  createdAt: number;
}

/**
 * `incomplete`: something about it is still to be said by the uploader. `quarantined`: waits for review. `attached`: a release
 * that goes with another file.
 */
export const SUBMITTED_STATES = ['incomplete', 'quarantined', 'accepted', 'returned', 'attached'] as const;
export type SubmittedState = (typeof SUBMITTED_STATES)[number];
/** What a hand-in lacks. */
export type MissingDetail = DetailField | 'people' | 'releaseDocument';

/** One file handed in, as its reviewer sees it. */
export interface SubmittedFile {
  id: string;
  requestId: string;
  requestTitle: string;
  fileName: string;
  /** Folders it was dropped with. */
  relativePath: string | null;
  sizeBytes: number;
  sha256: string;
  kind: AssetKind;
  mediaType: string;
  verdict: Verdict;
  state: SubmittedState;
  uploaderName: string;
  uploaderEmail: string;
  /** What will be taken over: said for this file, else found in it, else said for all files. */
  details: Record<DetailField, string | null>;
  people: PeopleShown | null;
  releaseNote: string | null;
  missing: MissingDetail[];
  releases: { id: string; fileName: string; sizeBytes: number; sha256: string }[];
  embedded: { label: string; value: string }[];
  width: number | null;
  height: number | null;
  thumbHash: string | null;
  /** Below it lie `small` and `large`; null where nothing can be drawn, or not yet. */
  previewBase: string | null;
  consentVersion: number | null;
  consentText: string | null;
  consentedAt: number | null;
  /** The library has exactly these bytes. */
  duplicateOf: AssetCard | null;
  /** The file of this request that has the same bytes and came first. */
  twin: string | null;
  /** What it might be a version of, best first. */
  alike: { reason: AlikeReason; asset: AssetCard }[];
  /** The returned file it was handed in instead of. */
  replaces: { id: string; fileName: string; message: string | null } | null;
  message: string | null;
  assetId: string | null;
  receivedAt: number;
  decidedAt: number | null;
  /** When the bytes that the library did not take in are deleted; null where they are kept. */
  discardAt: number | null;
  isDiscarded: boolean;
}

export const reviewInput = z
  .object({
    submissionIds: z.array(idOf('submission')).min(1).max(200),
    decision: z.enum(['accept', 'return']),
    message: z.string().trim().max(2000).nullable().default(null),
    /** Accepts these as new versions of assets; the rest become assets of their own. */
    versionOf: z.record(idOf('submission'), idOf('asset')).default({}),
    /** Put on every asset that accepting makes; a version stays under the licenses of its asset. */
    licenseId: idOf('license').nullable().default(null),
  })
  .refine(({ decision, licenseId }) => decision === 'accept' || licenseId === null, {
    path: ['licenseId'],
    message: 'only what is accepted takes a licence',
  });

export const REQUEST_PAGE_STATES = [
  'open',
  'closed',
  'past_deadline',
  'full',
  'revoked',
  'invited_only',
] as const;

/** One file on the uploader's own list. */
export interface HandedIn {
  /** Of the upload. */
  id: string;
  /** Null until it has been looked at. */
  submissionId: string | null;
  fileName: string;
  relativePath: string | null;
  sizeBytes: number;
  sha256: string | null;
  kind: AssetKind | null;
  state: SubmittedState | 'processing' | 'failed';
  message: string | null;
  details: Record<DetailField, string | null>;
  people: PeopleShown | null;
  releaseNote: string | null;
  missing: MissingDetail[];
  releases: string[];
  /** A later file was handed in instead of this one. */
  isReplaced: boolean;
  receivedAt: number | null;
}

/** What the person who was asked sees under `/u/{token}`. */
export interface UploadRequestPage {
  base: string;
  title: string;
  brief: string;
  organisation: string;
  theme: Theme;
  logo: PageLogo | null;
  contact: PortalContact | null;
  from: string;
  deadline: number;
  timeZone: string;
  state: (typeof REQUEST_PAGE_STATES)[number];
  kinds: AssetKind[];
  maxFileBytes: number;
  remainingBytes: number;
  remainingFiles: number;
  consentText: string | null;
  consentVersion: number;
  requiredFields: DetailField[];
  askReleases: boolean;
  /** Who hands in, once they said so and agreed to the words of today; an invited person's name before that. */
  uploader: {
    name: string;
    email: string;
    isKnown: boolean;
    isInvited: boolean;
    details: HandInDetails;
  } | null;
  /** Only the visitor's own files. */
  files: HandedIn[];
  /** Names of everybody's files, where the request shows them. */
  names: string[] | null;
}

export const uploaderInput = z.object({
  name: lineOf(200, 1),
  email: z.email().max(200),
  /** Said once for everything they hand in. */
  details: handInDetailsSchema.default({}),
  consent: z.boolean().default(false),
});
