/**
 * Portals: the document an admin edits (`PortalDocument`, kept as draft and as published), and what visitors are shown
 * (`PortalHome` and its neighbours: only deliverable things, no hidden field, no count of hidden assets).
 */
import { z } from 'zod';
import { AUDIENCES, type Audience } from '../rights/types.ts';
import { ASSET_KINDS, type AssetKind, ORIENTATIONS } from './assets.ts';
import { idOf, slugSchema } from './identifiers.ts';
import type { Page } from './page.ts';
import { lineOf, linesOf } from './text.ts';

/** `#rrggbb`. Theme values are typed tokens, never CSS text. */
export const hexColour = z.string().regex(/^#[0-9a-f]{6}$/i, 'use a colour such as #1d4ed8');

export const THEMES = ['gallery', 'broadsheet', 'studio', 'field', 'signal'] as const;
export type ThemeName = (typeof THEMES)[number];

export const themeSchema = z.object({
  name: z.enum(THEMES).default('gallery'),
  /** The one accent colour; null takes the theme's own. Foregrounds are computed to keep contrast. */
  accent: hexColour.nullable().default(null),
  surface: hexColour.nullable().default(null),
  ink: hexColour.nullable().default(null),
  scheme: z.enum(['auto', 'light', 'dark']).default('auto'),
  /** Corner radius step. */
  radius: z.enum(['none', 'small', 'large']).default('small'),
});
export type Theme = z.infer<typeof themeSchema>;

export const contactSchema = z.object({
  name: lineOf(120, 1),
  role: lineOf(120).nullable().default(null),
  email: z.email().max(200).nullable().default(null),
  phone: lineOf(40).nullable().default(null),
});
export type PortalContact = z.infer<typeof contactSchema>;

const text = (max: number, min = 0) => linesOf(max, min);

export const sectionSchema = z.discriminatedUnion('kind', [
  /** A collection as a row or a grid, `limit` pictures of it. */
  z.object({
    kind: z.literal('collection'),
    id: text(40, 1),
    collectionId: idOf('collection'),
    title: text(200).nullable().default(null),
    layout: z.enum(['grid', 'feature']).default('grid'),
    limit: z.number().int().min(1).max(24).default(8),
  }),
  /** Chosen assets. */
  z.object({
    kind: z.literal('assets'),
    id: text(40, 1),
    title: text(200),
    assetIds: z.array(idOf('asset')).max(24),
  }),
  /** A press kit: a collection offered as one download, with a text. */
  z.object({
    kind: z.literal('press_kit'),
    id: text(40, 1),
    title: text(200),
    text: text(2000).default(''),
    collectionId: idOf('collection'),
  }),
  /** Markdown text; sanitised when shown. */
  z.object({
    kind: z.literal('text'),
    id: text(40, 1),
    title: text(200).nullable().default(null),
    markdown: text(10_000),
  }),
  /** Tiles that lead to the guideline pages. */
  z.object({ kind: z.literal('guidelines'), id: text(40, 1), title: text(200) }),
]);
export type PortalSection = z.infer<typeof sectionSchema>;

export const guidelineBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: text(200) }),
  z.object({ kind: z.literal('text'), markdown: text(10_000) }),
  z.object({
    kind: z.literal('swatches'),
    swatches: z
      .array(
        z.object({
          name: text(60, 1),
          hex: hexColour,
          /** Free notes such as Pantone or CMYK values. */
          note: text(120).nullable().default(null),
        }),
      )
      .min(1)
      .max(24),
  }),
  /** A logo shown on light and dark fields, with its download. */
  z.object({
    kind: z.literal('logo'),
    assetId: idOf('asset'),
    caption: text(300).nullable().default(null),
    fields: z
      .array(z.enum(['light', 'dark', 'photo']))
      .min(1)
      .max(3)
      .default(['light', 'dark']),
  }),
  /** Numbered sentences one can link to. */
  z.object({ kind: z.literal('rules'), rules: z.array(text(500, 1)).min(1).max(60) }),
  z.object({
    kind: z.literal('type_specimen'),
    family: text(80, 1),
    sample: text(300),
    note: text(300).nullable().default(null),
  }),
  z.object({ kind: z.literal('image'), assetId: idOf('asset'), caption: text(500).nullable().default(null) }),
]);
export type GuidelineBlock = z.infer<typeof guidelineBlockSchema>;

export const guidelineSchema = z.object({
  slug: slugSchema,
  title: text(200, 1),
  intro: text(1000).default(''),
  blocks: z.array(guidelineBlockSchema).max(120),
});
export type Guideline = z.infer<typeof guidelineSchema>;

export const portalDocumentSchema = z.object({
  name: text(120, 1),
  tagline: text(300).default(''),
  theme: themeSchema.prefault({}),
  logoAssetId: idOf('asset').nullable().default(null),
  heroAssetId: idOf('asset').nullable().default(null),
  contact: contactSchema.nullable().default(null),
  sections: z.array(sectionSchema).max(40).default([]),
  guidelines: z.array(guidelineSchema).max(20).default([]),
  /** Presets a visitor may download; empty offers the brand's defaults. */
  presets: z.array(text(60)).max(20).default([]),
  /** Whether originals may be downloaded. */
  allowOriginals: z.boolean().default(true),
  /** Whether asset pages offer code that embeds the picture elsewhere, where rights and allowed sites let everybody. */
  offersEmbed: z.boolean().default(true),
  imprint: text(2000).default(''),
});
export type PortalDocument = z.infer<typeof portalDocumentSchema>;

export const portalInput = z.object({
  slug: slugSchema,
  audience: z.enum(AUDIENCES).default('press'),
  isDefault: z.boolean().default(false),
  document: portalDocumentSchema,
});
export const portalPatch = z.strictObject({
  slug: slugSchema.optional(),
  audience: z.enum(AUDIENCES).optional(),
  isDefault: z.boolean().optional(),
  document: portalDocumentSchema.optional(),
});

/** What publishing the draft would change for visitors. */
export interface PortalChanges {
  /** Members of the document that differ. */
  changed: string[];
  collectionsAdded: string[];
  collectionsRemoved: string[];
  assetsAdded: string[];
  assetsRemoved: string[];
}

/** A portal in the console. */
export interface Portal {
  id: string;
  slug: string;
  name: string;
  audience: Audience;
  isDefault: boolean;
  state: 'draft' | 'published' | 'off';
  draft: PortalDocument;
  /** Whether the draft differs from what visitors see. */
  hasUnpublishedChanges: boolean;
  changes: PortalChanges;
  publishedAt: number | null;
  updatedAt: number;
  url: string;
}

/* ---- what visitors are shown --------------------------------------------------------------------------------------------- */

/** A deliverable asset in a list. All URLs are relative to the origin. */
export interface PublicAssetCard {
  state: 'available';
  id: string;
  slug: string;
  kind: AssetKind;
  title: string;
  altText: string;
  credit: string | null;
  width: number | null;
  height: number | null;
  thumbHash: string | null;
  dominantColour: string | null;
  /** Prefix of renditions: append a transformation, e.g. `w=640`. Null where no picture can be made. */
  renditionBase: string | null;
  /** What to append behind the transformation; only in a preview of the console: `?draft=1`. */
  renditionQuery?: string;
  /** An animation, whose rendition `motion` moves. */
  isMoving: boolean;
  /** Page of the asset. */
  href: string;
}

/** The logo in the masthead of a page that belongs to a link or a request. */
export interface PageLogo {
  href: string;
  /** Tells on which grounds it can be seen. */
  thumbHash: string | null;
}

/** An asset under embargo: nothing but the time. */
export interface EmbargoedCard {
  state: 'embargoed';
  liftsAt: number;
}
export type PortalCard = PublicAssetCard | EmbargoedCard;

/** A named download size. */
export interface DownloadOption {
  preset: string;
  label: string;
  /** For whom or what, in a few words: "Newspapers, magazines". */
  purpose: string;
  width: number | null;
  height: number | null;
  /** `JPEG`, `PNG`, … as shown. */
  format: string;
  /** Exact for originals and stored renditions, otherwise null. */
  sizeBytes: number | null;
  href: string;
}

/** Code that shows the picture on another website. */
export interface PortalEmbed {
  html: string;
  /** As `html`, over a blurred preview and the main colour until the picture is there; null where neither is known or it shows through. */
  blurred: string | null;
  /** HTML that offers each format by name. */
  picture: string;
  markdown: string;
  css: string;
  bbcode: string;
  url: string;
  /** HTML of an animation that moves where the visitor's system does not ask for less motion; null for a still. */
  moving: string | null;
  /** When the picture stops being shown, as planned; null: no end is planned. */
  until: number | null;
}

export interface PortalHeader {
  slug: string;
  name: string;
  tagline: string;
  theme: Theme;
  audience: Audience;
  logo: PublicAssetCard | null;
  contact: PortalContact | null;
  collections: { slug: string; title: string }[];
  guidelines: { slug: string; title: string }[];
  imprint: string;
  /** Set when the console looks at a draft, or as somebody else. */
  preview: { territory: string | null; at: number | null } | null;
}

export type SectionView =
  | {
      kind: 'collection';
      id: string;
      title: string;
      description: string | null;
      href: string;
      layout: 'grid' | 'feature';
      cards: PortalCard[];
    }
  | { kind: 'assets'; id: string; title: string; cards: PortalCard[] }
  | {
      kind: 'press_kit';
      id: string;
      title: string;
      text: string;
      href: string;
      /** Posting here downloads everything deliverable. */
      zipAction: string;
      cards: PortalCard[];
      assetCount: number;
      totalBytes: number;
    }
  | { kind: 'text'; id: string; title: string | null; html: string }
  | {
      kind: 'guidelines';
      id: string;
      title: string;
      pages: { slug: string; title: string; intro: string }[];
    };

export interface PortalHome {
  portal: PortalHeader;
  hero: PublicAssetCard | null;
  sections: SectionView[];
}

export interface PortalCollectionView {
  portal: PortalHeader;
  collection: { slug: string; title: string; description: string | null };
  assets: Page<PortalCard>;
  zipAction: string;
}

export interface PortalAssetView {
  portal: PortalHeader;
  asset: PublicAssetCard & {
    caption: string | null;
    creator: string | null;
    copyrightNotice: string | null;
    usageTerms: string | null;
    dateCreated: string | null;
    place: string | null;
    sku: string | null;
    mediaType: string;
    sizeBytes: number;
    durationMs: number | null;
    pages: number | null;
    keywords: string[];
    /** One sentence: what for, where, until when. Already in the reader's language. */
    allowedUse: string;
    /** When the present permission ends, or null. */
    until: number | null;
    downloads: DownloadOption[];
    /** Null where it is not offered or would not work for everybody. */
    embed: PortalEmbed | null;
    /** Inline player source for audio and video. */
    mediaHref: string | null;
  };
  /** Neighbours in the collection the visitor came through. */
  previous: { href: string; title: string } | null;
  next: { href: string; title: string } | null;
  related: PortalCard[];
}

/** Why a visitor is not shown something, with whom to ask. Status is the problem's. */
export interface DenialView {
  portal: PortalHeader | null;
  answer: 'not_yet' | 'no_longer' | 'not_here' | 'not_for_this_use' | 'withdrawn' | 'not_found';
  startsAt: number | null;
  contact: PortalContact | null;
  successor: PublicAssetCard | null;
}

/** Most characters of a query that are searched for; what follows them is left out. */
const QUERY_MAX = 200;

export const portalSearchQuery = z.object({
  q: z
    .string()
    .transform((text) => text.trim().slice(0, QUERY_MAX).trim())
    .default(''),
  kind: z.enum(ASSET_KINDS).optional(),
  orientation: z.enum(ORIENTATIONS).optional(),
  colour: z.string().max(20).optional(),
  collection: slugSchema.optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(60).default(40),
});

export interface PortalSearchView {
  portal: PortalHeader;
  query: string;
  results: Page<PortalCard>;
  facets: { kinds: AssetKind[]; colours: string[]; orientations: string[] };
  /** A spelling that has results, when the query has none. */
  didYouMean: string | null;
}

export interface GuidelineView {
  portal: PortalHeader;
  title: string;
  slug: string;
  intro: string;
  blocks: GuidelineBlockView[];
}
export type GuidelineBlockView =
  | { kind: 'heading'; text: string; anchor: string }
  | { kind: 'text'; html: string }
  | { kind: 'swatches'; swatches: { name: string; hex: string; note: string | null }[] }
  | {
      kind: 'logo';
      asset: PublicAssetCard;
      caption: string | null;
      fields: ('light' | 'dark' | 'photo')[];
      downloads: DownloadOption[];
    }
  | { kind: 'rules'; rules: { number: number; anchor: string; text: string }[] }
  | { kind: 'type_specimen'; family: string; sample: string; note: string | null }
  | { kind: 'image'; asset: PublicAssetCard; caption: string | null };

/** The front door when no portal is the default. */
export interface FrontView {
  organisation: string;
  defaultPortal: string | null;
  portals: { slug: string; name: string; tagline: string; hero: PublicAssetCard | null }[];
}
