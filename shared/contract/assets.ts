/** Assets and their versions, as the console reads and writes them. */
import { z } from 'zod';
import { DENIAL_POLICIES } from '../delivery/denial.ts';
import type { RefusalCause } from '../delivery/refusal.ts';
import { dataMiningValues } from '../metadata/fields.ts';
import { assetKinds as ASSET_KINDS, type AssetKind } from '../metadata/sniff.ts';
import { ASSET_STATUSES, type AssetStatus } from '../rights/types.ts';
import { sitePolicySchema } from './delivery.ts';
import { idOf } from './identifiers.ts';
import { pageQuery } from './page.ts';
import { RIGHTS_STATES, type RightsSummary } from './rights.ts';
import type { ShareState } from './share-states.ts';
import { lineOf, linesOf } from './text.ts';

export { ASSET_KINDS, type AssetKind };
/** Plain names of colours, by which pictures are found; `shared/metadata/color-names.ts` says which is which. */
export const COLOUR_NAMES = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'gray',
  'white',
] as const;

export const ORIENTATIONS = ['landscape', 'portrait', 'square'] as const;
export type AssetOrientation = (typeof ORIENTATIONS)[number];

const line = (max: number) => lineOf(max).nullable();
const lines = (max: number) => linesOf(max).nullable();

/** The descriptive fields a person edits (IPTC Photo Metadata property names). */
export const describeInput = z
  .strictObject({
    title: lineOf(300, 1),
    headline: line(300),
    caption: lines(5000),
    altText: lines(1000),
    creator: line(300),
    creditLine: line(300),
    copyrightNotice: line(500),
    usageTerms: lines(4000),
    webStatement: line(500),
    /** Permission for text and data mining, which travels in every rendition. */
    dataMining: z.enum(dataMiningValues).nullable(),
    source: line(300),
    instructions: lines(1000),
    /** As written by the camera or a person: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or with a time and optional offset. */
    dateCreated: line(40),
    city: line(200),
    country: line(200),
    countryCode: line(3),
    sku: line(100),
    focalPoint: z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }).nullable(),
    successorAssetId: idOf('asset').nullable(),
    /** What a hot-link answers after a denial; null is the brand's default. */
    denialPolicy: z.enum(DENIAL_POLICIES).nullable(),
    /** On which web sites hot-links may be shown; null is the channel's or the brand's default. */
    allowedSites: sitePolicySchema.nullable(),
    isUnrestricted: z.boolean(),
  })
  .partial();
export type DescribeInput = z.infer<typeof describeInput>;

export const keywordSchema = lineOf(100, 1);
export const keywordsInput = z.object({
  add: z.array(keywordSchema).max(100).default([]),
  remove: z.array(keywordSchema).max(100).default([]),
});

export const statusInput = z.object({
  status: z.enum(ASSET_STATUSES),
  /** Why; shown in the audit, required to withdraw. */
  reason: z.string().trim().max(1000).nullable().default(null),
  successorAssetId: idOf('asset').nullable().optional(),
});

export const bulkStatusInput = statusInput.extend({ assetIds: z.array(idOf('asset')).min(1).max(200) });

export const bulkSitesInput = z.object({
  assetIds: z.array(idOf('asset')).min(1).max(200),
  /** Null: as the channel or the brand says. */
  allowedSites: sitePolicySchema.nullable(),
});

export const ASSET_SORTS = ['newest', 'oldest', 'title', 'updated'] as const;
export const assetListQuery = pageQuery.extend({
  q: z.string().trim().max(200).optional(),
  kind: z.enum(ASSET_KINDS).optional(),
  status: z.enum(ASSET_STATUSES).optional(),
  rights: z.enum(RIGHTS_STATES).optional(),
  orientation: z.enum(ORIENTATIONS).optional(),
  colour: z.string().max(20).optional(),
  keyword: keywordSchema.optional(),
  collectionId: idOf('collection').optional(),
  sort: z.enum(ASSET_SORTS).default('newest'),
});
export type AssetListQuery = z.infer<typeof assetListQuery>;

/** Result of looking at an upload: what became of it, in words a person can act on. */
export const VERDICTS = ['ok', 'damaged', 'undecodable', 'too_large', 'no_preview'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface AssetCard {
  id: string;
  title: string;
  fileName: string;
  kind: AssetKind;
  mediaType: string;
  status: AssetStatus;
  rights: RightsSummary;
  width: number | null;
  height: number | null;
  sizeBytes: number;
  /** Base64 ThumbHash, when a picture could be made. */
  thumbHash: string | null;
  /** `#rrggbb` of the largest palette colour. */
  dominantColour: string | null;
  /** Transformation path below which renditions live, ending in a slash; null where none can be made. */
  previewBase: string | null;
  /** An animation, whose rendition `motion` moves. */
  isMoving: boolean;
  verdict: Verdict;
  /** Why there is no picture, or not a whole one; said by `refusalText`. */
  verdictCause: RefusalCause | null;
  hasSuggestions: boolean;
  createdAt: number;
  updatedAt: number;
}

/** Under which upload request a version was handed in, by whom, and to which words they agreed. */
export interface Provenance {
  requestId: string;
  requestTitle: string;
  submissionId: string;
  name: string;
  email: string;
  receivedAt: number;
  consentVersion: number | null;
  consentText: string | null;
}

export interface Version {
  id: string;
  number: number;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  pages: number | null;
  /** Frames that a rendition may be made of, still (`page`) or moving (`anim`); 1 for what does not move. */
  frames: number;
  /**
   * Digest of the picture that a person or a browser gave the version; null where the engine draws it, or nothing does. With it the
   * same picture can be put back.
   */
  poster: string | null;
  verdict: Verdict;
  /** Why there is no picture, or not a whole one; said by `refusalText`. */
  verdictCause: RefusalCause | null;
  isCurrent: boolean;
  /** Null for what people of the console uploaded. */
  provenance: Provenance | null;
  createdAt: number;
  /** Name of the person of the console who uploaded it; null for what came by another way. */
  createdBy: string | null;
}

export interface Suggestion {
  id: string;
  keyword: string;
  confidence: number;
  source: string;
  model: string;
  state: 'pending' | 'accepted' | 'rejected';
}

export const suggestionDecisionInput = z.object({
  accept: z.array(idOf('suggestion')).max(200).default([]),
  reject: z.array(idOf('suggestion')).max(200).default([]),
});

/** Everything the asset page of the console shows. */
export interface AssetDetail extends AssetCard {
  slug: string;
  fields: Required<DescribeInput>;
  keywords: string[];
  suggestions: Suggestion[];
  versions: Version[];
  collections: { id: string; title: string }[];
  /** Links that hand it out, also through a collection; newest first, at most 100. */
  shareLinks: { id: string; name: string; state: ShareState }[];
  palette: { hex: string; share: number }[];
  /** Embedded values that never leave: coordinates, serial numbers. Labels and values, for the console only. */
  sensitive: { label: string; value: string }[];
  embedded: { label: string; value: string }[];
  /** Hot-link of the default preset. */
  hotlink: string | null;
}

/** Filter tokens with counts for the console's library. */
export interface LibraryFacets {
  total: number;
  kinds: Partial<Record<AssetKind, number>>;
  statuses: Partial<Record<AssetStatus, number>>;
  orientations: Partial<Record<AssetOrientation, number>>;
}
