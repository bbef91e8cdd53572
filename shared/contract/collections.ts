/** Curated, ordered groups of assets. */
import { z } from 'zod';
import { DENIAL_POLICIES, type DenialPolicy } from '../delivery/denial.ts';
import type { AssetCard } from './assets.ts';
import { idOf, slugSchema } from './identifiers.ts';
import { pageQuery } from './page.ts';
import { instantSchema } from './rights.ts';
import { lineOf, linesOf } from './text.ts';

const fields = {
  title: lineOf(200, 1),
  slug: slugSchema,
  description: linesOf(4000).nullable(),
  coverAssetId: idOf('asset').nullable(),
  startsAt: instantSchema.nullable(),
  endsAt: instantSchema.nullable(),
  /** What hot-links to its assets answer once these are no longer to be had; null: the brand's choice. An asset's own wins. */
  denialPolicy: z.enum(DENIAL_POLICIES).nullable(),
};
export const collectionInput = z.object({
  title: fields.title,
  slug: fields.slug.optional(),
  description: fields.description.default(null),
  coverAssetId: fields.coverAssetId.default(null),
  startsAt: fields.startsAt.default(null),
  endsAt: fields.endsAt.default(null),
  denialPolicy: fields.denialPolicy.default(null),
});
/** What is absent stays as it is. */
export const collectionPatch = z.strictObject(fields).partial();

/** Newest first; of `q`, every word stands in the title. */
export const collectionListQuery = pageQuery.extend({ q: z.string().trim().max(200).optional() });

export const collectionAssetsInput = z.object({
  add: z.array(idOf('asset')).max(500).default([]),
  remove: z.array(idOf('asset')).max(500).default([]),
});

/** Puts `assetId` right after `afterAssetId` (null: first). */
export const collectionMoveInput = z.object({
  assetId: idOf('asset'),
  afterAssetId: idOf('asset').nullable(),
});

export interface Collection {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  coverAssetId: string | null;
  startsAt: number | null;
  endsAt: number | null;
  denialPolicy: DenialPolicy | null;
  assetCount: number;
  cover: AssetCard | null;
  portals: { id: string; name: string }[];
  createdAt: number;
  updatedAt: number;
}
