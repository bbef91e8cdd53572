/**
 * The vocabulary of the rights engine: what is known about an asset (`RightsSnapshot`), what stands around it
 * (`EnclosingRule`), what somebody wants to do with it (`Use`), and the answer (`RightsDecision`).
 *
 * Everything here is plain JSON: a snapshot is compiled once per asset, cached at the edge, and carries the
 * instants of every planned end, so a decision taken from a cached snapshot is exact to the millisecond.
 *
 * Terms: windows are half-open `[startsAt, endsAt)` in Unix milliseconds UTC and `null` is unbounded; a
 * territory is an ISO 3166-1 alpha-2 country or a group code of `territory-groups.ts`; a channel is the medium
 * of use; an audience is who the use is for.
 */
import type { Instant } from '../time/instant.ts';

export type { Instant };

/** Medium of use (PLUS media, ODRL `media`). */
export const CHANNELS = ['web', 'social', 'email', 'print', 'broadcast', 'out_of_home', 'internal'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who the use is for. A portal, a link or a signed-in person has exactly one. */
export const AUDIENCES = ['public', 'press', 'partner', 'agency', 'internal'] as const;
export type Audience = (typeof AUDIENCES)[number];

/**
 * What is asked for, from least to most:
 * - `view`: the page about the asset, its metadata, a place in a list, feed or search result
 * - `preview`: small rendition bytes shown on our own pages
 * - `embed`: rendition bytes hot-linked from somebody else's page
 * - `download_rendition`, `download_original`: an attachment, counted and audited
 * - `curate`: work on the asset inside the console; see `decideUsage` for its rule
 */
export const ACTIONS = [
  'view',
  'preview',
  'embed',
  'download_rendition',
  'download_original',
  'curate',
] as const;
export type Action = (typeof ACTIONS)[number];

export const ASSET_STATUSES = ['draft', 'in_review', 'approved', 'withdrawn'] as const;
export type AssetStatus = (typeof ASSET_STATUSES)[number];

/**
 * Release status codes of the PLUS vocabulary (model and property): `NON` none, `NAP` not applicable,
 * `UMR`/`UPR` unlimited, `LMR`/`LPR` limited or incomplete.
 */
export const RELEASE_KINDS = [
  'MR-NON',
  'MR-NAP',
  'MR-UMR',
  'MR-LMR',
  'PR-NON',
  'PR-NAP',
  'PR-UPR',
  'PR-LPR',
] as const;
export type ReleaseKind = (typeof RELEASE_KINDS)[number];

/** `signed` is the only state in which a release can be in force. */
export const RELEASE_STATES = ['pending', 'signed', 'refused', 'revoked'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** Half-open `[startsAt, endsAt)`; `null` is unbounded on that side. */
export interface UsageWindow {
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
}

/**
 * Where. `include: null` is everywhere, an empty `include` nowhere; `exclude` is taken out of `include`.
 * Entries are upper-case ISO 3166-1 alpha-2 codes or group codes (`EU`, `EEA`, `DACH`, …).
 */
export interface TerritoryList {
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
}

/** One agreement, or one prohibition inside an agreement. */
export interface LicenseRule extends UsageWindow {
  readonly id: string;
  readonly name: string;
  /** `prohibit` denies every use it covers and wins over every permission. */
  readonly effect: 'permit' | 'prohibit';
  readonly territories: TerritoryList;
  /** `null`: every channel. */
  readonly channels: readonly Channel[] | null;
  /** `null`: every audience. */
  readonly audiences: readonly Audience[] | null;
  /** Longest edge in pixels of anything delivered under this license; `null`: no limit. */
  readonly maxPixels: number | null;
  /** The human text of the agreement (`xmpRights:UsageTerms`). */
  readonly usageTerms: string | null;
  /** Who granted it (PLUS Licensor). */
  readonly licensor: string | null;
}

/** Consent of a person (`MR-…`) or an owner (`PR-…`) shown in the asset. */
export interface ReleaseRule {
  readonly id: string;
  readonly kind: ReleaseKind;
  /** Only a required release can deny. */
  readonly required: boolean;
  readonly state: ReleaseState;
  readonly endsAt: Instant | null;
}

/** A person's decision about this asset, with a reason and an end. */
export interface OverrideRule {
  readonly id: string;
  /**
   * `permit` stands in for a missing license and for missing releases; it lifts neither status, embargo,
   * a prohibition nor an enclosing rule. `prohibit` denies.
   */
  readonly effect: 'permit' | 'prohibit';
  readonly startsAt: Instant | null;
  readonly endsAt: Instant;
  readonly reason: string;
  /** Display name of the person who decided. */
  readonly by: string;
  readonly territories: TerritoryList;
  readonly channels: readonly Channel[] | null;
}

/** Whom to ask about an asset; shown on every denial. */
export interface RightsContact {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** Everything `decideUsage` knows about one asset. Compact and JSON-serialisable. */
export interface RightsSnapshot {
  readonly assetId: string;
  /** Grows with every change to the asset's rights; caches compare it. */
  readonly epoch: number;
  readonly status: AssetStatus;
  /** Not before `liftsAt`, whatever a license says. */
  readonly embargo: { readonly liftsAt: Instant } | null;
  /** Needs no license (own work, public domain). Prohibitions, releases and enclosing rules still hold. */
  readonly unrestricted: boolean;
  readonly licenses: readonly LicenseRule[];
  readonly releases: readonly ReleaseRule[];
  readonly overrides: readonly OverrideRule[];
  readonly creditLine: string | null;
  readonly creator: string | null;
  readonly copyrightNotice: string | null;
  readonly usageTerms: string | null;
  readonly successorAssetId: string | null;
  readonly contact: RightsContact | null;
}

export type EnclosingSource = 'collection' | 'portal' | 'share_link';

/**
 * State of what stands around an asset: `active` (published, on), `draft` (not yet published),
 * `off` (switched off, may come back), `revoked` (ended for good by a person).
 */
export type EnclosingState = 'active' | 'draft' | 'off' | 'revoked';

/** A collection, portal or share link through which the asset is reached. All of them must agree. */
export interface EnclosingRule extends UsageWindow {
  readonly source: EnclosingSource;
  readonly id: string;
  /** The name people know it by. */
  readonly label: string;
  readonly state: EnclosingState;
  readonly territories: TerritoryList;
  readonly channels: readonly Channel[] | null;
  readonly audiences: readonly Audience[] | null;
  /** Actions it permits (a link's permission level); `null`: all. */
  readonly actions: readonly Action[] | null;
  /** Every raster leaves with a watermark. */
  readonly watermark: boolean;
  /** Longest edge in pixels; `null`: no limit. */
  readonly maxPixels: number | null;
  /** Terms that hold for everything reached through it. */
  readonly terms: string | null;
}

/**
 * Who asks: `public` is anybody on a portal or a hot-link, `recipient` holds a share link, `member` is signed
 * in to the console, `integration` is an API key.
 */
export interface Subject {
  readonly kind: 'public' | 'recipient' | 'member' | 'integration';
  readonly audience: Audience;
}

/** One intended use, here and now. */
export interface Use {
  readonly subject: Subject;
  readonly action: Action;
  readonly channel: Channel;
  /** ISO 3166-1 alpha-2, upper case. `null`, `XX`, `T1` and anything unassigned is an unknown country. */
  readonly territory: string | null;
  readonly now: Instant;
  readonly enclosing: readonly EnclosingRule[];
}

/** What an allowed use must respect. Absent members ask for nothing. */
export interface UsageConditions {
  readonly watermark?: true;
  /** Longest edge in pixels. */
  readonly maxPixels?: number;
  /** Distinct terms of asset, license and enclosing rules, separated by a blank line. */
  readonly terms?: string;
  /** Who granted the license it rests on. */
  readonly licensor?: string;
  /** The line to print beside the picture: credit line, else creator, else `null`. */
  readonly credit: string | null;
}

/** What an allowed decision rests on at `now`. */
export type UsageBasis =
  | { readonly kind: 'unrestricted' }
  | { readonly kind: 'license'; readonly id: string; readonly name: string }
  | { readonly kind: 'override'; readonly id: string; readonly reason: string; readonly by: string }
  | { readonly kind: 'curation' };

interface LicenseRef {
  readonly licenseId: string;
  readonly name: string;
}

interface EnclosingRef {
  readonly source: EnclosingSource;
  readonly id: string;
  readonly label: string;
}

interface TerritoryMismatch {
  /** The request's country; `null` when unknown. */
  readonly territory: string | null;
  readonly territories: TerritoryList;
}

/**
 * Why a use is denied; for the console and the audit log only. Visitors get `publicAnswer(reasons)`.
 *
 * A license that fails on place, channel or audience says so; `license_not_started` and `license_ended` are
 * said only by licenses that would otherwise cover the use.
 */
export type Reason =
  | { readonly code: 'not_approved'; readonly status: 'draft' | 'in_review' }
  | { readonly code: 'asset_withdrawn'; readonly successorAssetId: string | null }
  | { readonly code: 'embargoed'; readonly liftsAt: Instant }
  | { readonly code: 'curation_needs_member' }
  | { readonly code: 'no_license' }
  | ({ readonly code: 'license_not_started'; readonly startsAt: Instant } & LicenseRef)
  | ({ readonly code: 'license_ended'; readonly endsAt: Instant } & LicenseRef)
  | ({ readonly code: 'license_territory' } & LicenseRef & TerritoryMismatch)
  | ({
      readonly code: 'license_channel';
      readonly channel: Channel;
      readonly channels: readonly Channel[];
    } & LicenseRef)
  | ({
      readonly code: 'license_audience';
      readonly audience: Audience;
      readonly audiences: readonly Audience[];
    } & LicenseRef)
  | ({
      readonly code: 'license_prohibits';
      readonly startsAt: Instant | null;
      readonly endsAt: Instant | null;
    } & LicenseRef)
  | {
      readonly code: 'override_prohibits';
      readonly overrideId: string;
      readonly reason: string;
      readonly by: string;
      readonly endsAt: Instant;
    }
  | {
      readonly code: 'release_missing';
      readonly releaseId: string;
      readonly kind: ReleaseKind;
      readonly state: ReleaseState;
    }
  | {
      readonly code: 'release_ended';
      readonly releaseId: string;
      readonly kind: ReleaseKind;
      readonly endsAt: Instant;
    }
  | ({
      readonly code: 'enclosing_inactive';
      readonly state: Exclude<EnclosingState, 'active'>;
    } & EnclosingRef)
  | ({ readonly code: 'enclosing_not_started'; readonly startsAt: Instant } & EnclosingRef)
  | ({ readonly code: 'enclosing_ended'; readonly endsAt: Instant } & EnclosingRef)
  | ({ readonly code: 'enclosing_territory' } & EnclosingRef & TerritoryMismatch)
  | ({
      readonly code: 'enclosing_channel';
      readonly channel: Channel;
      readonly channels: readonly Channel[];
    } & EnclosingRef)
  | ({
      readonly code: 'enclosing_audience';
      readonly audience: Audience;
      readonly audiences: readonly Audience[];
    } & EnclosingRef)
  | ({
      readonly code: 'enclosing_action';
      readonly action: Action;
      readonly actions: readonly Action[];
    } & EnclosingRef);

export type ReasonCode = Reason['code'];

export interface AllowedUsage {
  readonly allowed: true;
  /**
   * The first instant at which the answer or its conditions change by a planned event; `null`: never.
   * Caches, cookies and grants are cut to it.
   */
  readonly until: Instant | null;
  readonly conditions: UsageConditions;
  readonly basis: UsageBasis;
}

export interface DeniedUsage {
  readonly allowed: false;
  /** Never empty. */
  readonly reasons: readonly Reason[];
  /** The first later instant at which planned events make the same use allowed; `null`: none will. */
  readonly startsAt: Instant | null;
}

/** May this subject get these bytes for this use, here and now, until when, and why. */
export type RightsDecision = AllowedUsage | DeniedUsage;
