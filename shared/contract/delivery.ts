/** Hot-links as the console works with them: allowed sites, watermarks, use by site, snippets and signed URLs. */
import { z } from 'zod';
import { PRESET_NAME_PATTERN } from '../delivery/parameters.ts';
import { readSite, SITE_MODES } from '../delivery/sites.ts';
import type { SnippetInput, Snippets } from '../delivery/snippets.ts';
import { WATERMARK_POSITIONS } from '../delivery/types.ts';
import type { HotlinkStanding } from '../rights/hotlink-standing.ts';
import { CHANNELS, type Channel } from '../rights/types.ts';
import { idOf } from './identifiers.ts';

export const SITE_MESSAGE = 'use a host name such as www.example.com, or *.example.com';
/** As typed or pasted; kept as the host name that browsers send. */
const siteSchema = z
  .string()
  .max(300)
  .transform((text, context): string => {
    const site = readSite(text);
    if (site !== null) return site;
    context.addIssue({
      code: 'custom',
      message: SITE_MESSAGE,
    });
    return z.NEVER;
  });
export const sitePolicySchema = z.object({
  mode: z.enum(SITE_MODES),
  sites: z.array(siteSchema).max(200).readonly(),
  reportOnly: z.boolean(),
});
export const sitePoliciesSchema = z.object({
  default: sitePolicySchema,
  channels: z.partialRecord(z.enum(CHANNELS), sitePolicySchema),
});

/** What `wm=` says. */
const named = {
  name: z
    .string()
    .regex(PRESET_NAME_PATTERN, 'use small letters, digits and hyphens')
    .refine((name) => name !== 'none', '“none” means no watermark'),
};
const placement = {
  position: z.enum(WATERMARK_POSITIONS),
  /** Above 0: a mark that cannot be seen would be a silent omission. */
  opacity: z.number().min(0.05).max(1),
  tiled: z.boolean(),
  /** Width of the mark as a share of the picture's. */
  scale: z.number().min(0.01).max(1),
};
const markOfText = z.object({
  kind: z.literal('text'),
  text: z.string().trim().min(1).max(120),
  ...placement,
});
/** The picture of an asset, as a rule a logo with transparency. */
const markOfPicture = z.object({ kind: z.literal('image'), assetId: idOf('asset'), ...placement });
export const brandWatermarkSchema = z.discriminatedUnion('kind', [
  markOfText.extend(named),
  markOfPicture.extend(named),
]);
export type BrandWatermark = z.infer<typeof brandWatermarkSchema>;
/** A mark as it looks, whatever it is called and whether or not it is kept. */
export const trialMarkSchema = z.discriminatedUnion('kind', [markOfText, markOfPicture]);
export type TrialMark = z.infer<typeof trialMarkSchema>;
/** A mark to look at, as JSON: an address is what a picture can be asked for by, and nothing is changed by asking. */
export const trialQuery = z.object({
  mark: z
    .string()
    .max(2000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'send the mark as JSON' });
        return z.NEVER;
      }
    })
    .pipe(trialMarkSchema),
});
export const watermarksSchema = z
  .array(brandWatermarkSchema)
  .max(20)
  .refine((marks) => new Set(marks.map(({ name }) => name)).size === marks.length, 'names must differ');

export const usageQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });

interface UsageCounts {
  served: number;
  refused: number;
  /** Served, though the allowed sites would refuse it. */
  reported: number;
}
/** Requests of one web site; `site` is a host name, '' where the browser named none, '*' for all beyond the most used. */
export interface SiteUsage extends UsageCounts {
  site: string;
}
/** Requests of one page, estimated from a sample; '…' in `page` stands for a part that could name a person. */
export interface PageUsage extends UsageCounts {
  site: string;
  page: string;
}
/** A UTC day, `2026-11-26`. */
export interface DayUsage extends UsageCounts {
  day: string;
}
/** How one asset is hot-linked. Only host names, paths and hours are kept, nothing about people. */
export interface AssetUsage extends UsageCounts {
  from: number;
  to: number;
  /** Most used first, at most 100. */
  sites: SiteUsage[];
  /** Most used first, at most 100; only of sites whose pages send more than their origin. */
  pages: PageUsage[];
  /** Every day of the span, without gaps. */
  byDay: DayUsage[];
}
export interface HotlinkAsset extends UsageCounts {
  assetId: string;
  title: string;
}
/** Requests of one site for one use; of assets without a rule of their own. */
export interface ChannelUsage extends SiteUsage {
  channel: Channel;
}
/** Hot-links of all assets together. */
export interface HotlinkOverview extends UsageCounts {
  from: number;
  to: number;
  sites: SiteUsage[];
  assets: HotlinkAsset[];
  /** Most used first, at most 300: what a rule of the brand or a channel is about. */
  channels: ChannelUsage[];
  byDay: DayUsage[];
}

export const snippetsQuery = z.object({
  /** CSS pixels the picture takes at most on the page. */
  width: z.coerce.number().int().min(64).max(2560).default(1200),
  /** A ratio of the ladder such as `16:9`. */
  ratio: z
    .string()
    .regex(/^\d{1,3}:\d{1,3}$/)
    .optional(),
});
/** Code that embeds the picture, ready to paste. */
export interface AssetSnippets extends Snippets {
  assetId: string;
  /** What the code was written from, for writing it again with other options: `buildSnippets`. */
  input: SnippetInput;
  /**
   * Code of an animation that moves where the visitor's system does not ask for less motion; null for a still, and where the asked width
   * or ratio needs a signature (`motionToSign`): then sign it and write the code with its address as `motionUrl`.
   */
  moving: Snippets | null;
  /** Where an animation moves for anybody, in its own shape; null for a still. */
  motionUrl: string | null;
  /** `data:image/png;base64,…`, blurred, or null. */
  placeholder: string | null;
  dominantColour: string | null;
  /** Whether the rights allow the hot-link; the code can be written before they do. */
  standing: HotlinkStanding;
}

export const signInput = z.object({
  /** As in the URL: `w=333,fit=cover`. */
  transformation: z.string().min(1).max(256),
  fileName: z.string().trim().min(1).max(200).optional(),
  /** Unix milliseconds; null: for as long as the key is in use. */
  expiresAt: z.number().int().min(0).max(253_402_300_799_999).nullable(),
  /** Only to look at the result: ends within minutes, whatever `expiresAt` says, and is not written down. */
  isPreview: z.boolean().default(false),
});
export interface SignedUrl {
  url: string;
  /** The spelling that was signed. */
  canonical: string;
  /** Name of the key. */
  kid: string;
  expiresAt: number | null;
}
/** A key that verifies signed URLs; its secret is told by `npx vitrine signing-key` only. */
export interface UrlSigningKey {
  kid: string;
  /** Whether new URLs are signed with it. */
  isSigning: boolean;
}
