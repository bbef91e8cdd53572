/** Curated, ordered groups of assets. */
import { z } from 'zod';
import type { AssetCard } from './assets.ts';
import { idOf, slugSchema } from './identifiers.ts';
import { instantSchema } from './rights.ts';

export const collectionInput = z.object({
  title: z.string().trim().min(1).max(200),
  slug: slugSchema.optional(),
  description: z.string().trim().max(4000).nullable().default(null),
  coverAssetId: idOf('asset').nullable().default(null),
  startsAt: instantSchema.nullable().default(null),
  endsAt: instantSchema.nullable().default(null),
});
export const collectionPatch = collectionInput.partial();

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
  assetCount: number;
  cover: AssetCard | null;
  portals: { id: string; name: string }[];
  createdAt: number;
  updatedAt: number;
}
