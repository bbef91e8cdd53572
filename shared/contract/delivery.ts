/** Hot-links as the console works with them: allowed sites, watermarks, use by site, snippets and signed URLs. */
import { z } from 'zod';
import { PRESET_NAME_PATTERN } from '../delivery/parse.ts';
import { SITE_MODES, SITE_PATTERN } from '../delivery/sites.ts';
import type { Snippets } from '../delivery/snippets.ts';
import { WATERMARK_POSITIONS } from '../delivery/types.ts';
import { CHANNELS } from '../rights/types.ts';
import { idOf } from './identifiers.ts';

export const sitePolicySchema = z.object({
  mode: z.enum(SITE_MODES),
  sites: z
    .array(z.string().trim().toLowerCase().regex(SITE_PATTERN, 'use a host name, or *.example.com'))
    .max(200)
    .readonly(),
  reportOnly: z.boolean(),
});
export const sitePoliciesSchema = z.object({
  default: sitePolicySchema,
  channels: z.partialRecord(z.enum(CHANNELS), sitePolicySchema),
});

const placement = {
  /** What `wm=` says. */
  name: z
    .string()
    .regex(PRESET_NAME_PATTERN, 'use small letters, digits and hyphens')
    .refine((name) => name !== 'none', '“none” means no watermark'),
  position: z.enum(WATERMARK_POSITIONS),
  /** Above 0: a mark that cannot be seen would be a silent omission. */
  opacity: z.number().min(0.05).max(1),
  tiled: z.boolean(),
  /** Width of the mark as a share of the picture's. */
  scale: z.number().min(0.01).max(1),
};
export const brandWatermarkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(120), ...placement }),
  /** The picture of an asset, as a rule a logo with transparency. */
  z.object({ kind: z.literal('image'), assetId: idOf('asset'), ...placement }),
]);
export type BrandWatermark = z.infer<typeof brandWatermarkSchema>;
export const watermarksSchema = z
  .array(brandWatermarkSchema)
  .max(20)
  .refine((marks) => new Set(marks.map(({ name }) => name)).size === marks.length, 'names must differ');

export const usageQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });

/** Requests of one web site; `site` is a host name, '' where the browser named none. */
export interface SiteUsage {
  site: string;
  served: number;
  refused: number;
  /** Served, though the allowed sites would refuse it. */
  reported: number;
}
/** How one asset is hot-linked. Only host names and hours are kept, nothing about people. */
export interface AssetUsage {
  from: number;
  to: number;
  served: number;
  refused: number;
  reported: number;
  /** Most used first, at most 100. */
  sites: SiteUsage[];
  byDay: { day: string; served: number; refused: number }[];
}

export const snippetsQuery = z.object({
  /** CSS pixels the picture takes at most on the page. */
  width: z.coerce.number().int().min(64).max(2560).default(1200),
  /** A ratio of the ladder such as `16:9`. */
  ratio: z
    .string()
    .regex(/^\d{1,2}:\d{1,2}$/)
    .optional(),
});
/** Code that embeds the picture, ready to paste. */
export interface AssetSnippets extends Snippets {
  assetId: string;
  /** Whether the rights allow the hot-link now; the code can be written before they do. */
  isAllowed: boolean;
  /** `data:image/png;base64,…`, blurred, or null. */
  placeholder: string | null;
  dominantColour: string | null;
}

export const signInput = z.object({
  /** As in the URL: `w=333,fit=cover`. */
  transformation: z.string().min(1).max(256),
  fileName: z.string().trim().min(1).max(200).optional(),
  /** Unix milliseconds; null: for as long as the key is in use. */
  expiresAt: z.number().int().min(0).max(253_402_300_799_999).nullable(),
});
export interface SignedUrl {
  url: string;
  /** The spelling that was signed. */
  canonical: string;
  expiresAt: number | null;
}
