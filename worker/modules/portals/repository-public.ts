/** What the pages of portals read from D1: collections by address, and the candidates of lists in their order. */
import { and, asc, eq, gte, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { AssetKind, AssetOrientation } from '../../../shared/contract/assets.ts';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { assets, collectionAssets, collections, downloads, portals } from '../../db/schema/index.ts';
import { createSearchRepository } from '../search/index.ts';
import type { References } from './document.ts';
import type { PortalRecord } from './repository.ts';
import type { Candidate, CandidateList } from './scan.ts';

export type ShownCollection = typeof collections.$inferSelect;

/** Filters of a portal's search. */
export interface AssetWish {
  readonly kind?: AssetKind | undefined;
  readonly orientation?: AssetOrientation | undefined;
  readonly colour?: string | undefined;
  readonly collectionId?: string | undefined;
}

export interface Facts {
  id: string;
  kind: AssetKind;
  orientation: AssetOrientation | null;
  colour: string | null;
}

/** Filters on the columns of `assets`, under the alias `f`. Only approved assets are ever shown. */
function filters(wish: AssetWish): SQL {
  return (
    and(
      sql`f.status = 'approved'`,
      wish.kind === undefined ? undefined : sql`f.kind = ${wish.kind}`,
      wish.orientation === undefined ? undefined : sql`f.orientation = ${wish.orientation}`,
      wish.colour === undefined ? undefined : sql`f.colour = ${wish.colour}`,
    ) ?? sql`1`
  );
}

/** What may be listed, as JSON arrays for `json_each`: the portal's own, or one collection of it. */
function scopeOf(shown: References, wish: AssetWish) {
  const one = wish.collectionId;
  return {
    assetIds: JSON.stringify(one === undefined ? shown.assetIds : []),
    collectionIds: JSON.stringify(one === undefined ? shown.collectionIds : [one]),
  };
}

export function createPublicRepository(db: Database) {
  const index = createSearchRepository(db);
  return {
    /** Portals that are published and on, oldest first. */
    published: (): Promise<PortalRecord[]> =>
      db
        .select()
        .from(portals)
        .where(and(isNotNull(portals.published), eq(portals.isOff, false)))
        .orderBy(asc(portals.createdAt))
        .limit(100),
    /** In the order of `ids`. */
    async collections(ids: readonly string[]): Promise<ShownCollection[]> {
      const found: ShownCollection[] = [];
      for (const chunk of chunked(ids)) {
        found.push(...(await db.select().from(collections).where(inArray(collections.id, chunk))));
      }
      return ids.flatMap((id) => found.find((row) => row.id === id) ?? []);
    },
    /** Assets of a collection in their order. */
    inCollection:
      (collectionId: string): CandidateList =>
      (from, limit) =>
        db
          .select({ id: collectionAssets.assetId, key: collectionAssets.position })
          .from(collectionAssets)
          .where(
            and(
              eq(collectionAssets.collectionId, collectionId),
              from === null ? undefined : gte(collectionAssets.position, from),
            ),
          )
          .orderBy(asc(collectionAssets.position), asc(collectionAssets.assetId))
          .limit(limit),
    /** The same backwards: keys are negated positions. */
    inCollectionBackwards:
      (collectionId: string): CandidateList =>
      (from, limit) =>
        db.all<Candidate>(sql`
          SELECT asset_id AS id, -position AS key FROM collection_assets
          WHERE collection_id = ${collectionId} AND ${from === null ? sql`1` : sql`position <= ${-from}`}
          ORDER BY position DESC, asset_id DESC LIMIT ${limit}`),
    async positionOf(collectionId: string, assetId: string): Promise<number | null> {
      const row = await db
        .select({ position: collectionAssets.position })
        .from(collectionAssets)
        .where(and(eq(collectionAssets.collectionId, collectionId), eq(collectionAssets.assetId, assetId)))
        .get();
      return row?.position ?? null;
    },
    /** Assets of the portal, newest first: keys are negated instants. Reads as many rows as the portal has members. */
    newest(shown: References, wish: AssetWish): CandidateList {
      const { assetIds, collectionIds } = scopeOf(shown, wish);
      return (from, limit) =>
        db.all<Candidate>(sql`
          SELECT f.id AS id, -f.created_at AS key
          FROM (
            SELECT asset_id FROM collection_assets
            WHERE collection_id IN (SELECT value FROM json_each(${collectionIds}))
            UNION SELECT value FROM json_each(${assetIds})
          ) m JOIN assets f ON f.id = m.asset_id
          WHERE ${filters(wish)} AND ${from === null ? sql`1` : sql`f.created_at <= ${-from}`}
          ORDER BY f.created_at DESC, f.id DESC LIMIT ${limit}`);
    },
    /** Assets of the portal that match an FTS5 expression, best first: keys are ranks. */
    matching(expression: string, shown: References, wish: AssetWish): CandidateList {
      const { assetIds, collectionIds } = scopeOf(shown, wish);
      const within = sql`EXISTS (SELECT 1 FROM assets f WHERE f.id = d.asset_id AND ${filters(wish)})
        AND (d.asset_id IN (SELECT value FROM json_each(${assetIds}))
          OR EXISTS (
            SELECT 1 FROM collection_assets m WHERE m.asset_id = d.asset_id
              AND m.collection_id IN (SELECT value FROM json_each(${collectionIds}))))`;
      return async (from, limit) => {
        // No id is below the empty one, so every candidate of that rank is there.
        const after = from === null ? null : { rank: from, id: '' };
        const found = await index.ranked(expression, within, after, limit);
        return found.map(({ id, rank }) => ({ id, key: rank }));
      };
    },
    /** Ids that are there already are left as they are. */
    insertDownloads: (entries: readonly (typeof downloads.$inferInsert)[]): Statement[] =>
      chunked(entries, 8).map((step) => db.insert(downloads).values(step).onConflictDoNothing()),
    async facts(ids: readonly string[]): Promise<Facts[]> {
      const found: Facts[] = [];
      for (const chunk of chunked(ids)) {
        found.push(
          ...(await db
            .select({
              id: assets.id,
              kind: assets.kind,
              orientation: assets.orientation,
              colour: assets.colour,
            })
            .from(assets)
            .where(inArray(assets.id, chunk))),
        );
      }
      return found;
    },
  };
}
export type PublicRepository = ReturnType<typeof createPublicRepository>;
