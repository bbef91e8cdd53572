/**
 * Collections and their order in D1. An asset's `position` is a number between its neighbours'; where no number is left
 * between two, the whole collection is numbered anew.
 */
import { and, asc, desc, eq, gt, inArray, isNotNull, max, ne, or, type SQL, sql } from 'drizzle-orm';
import { chunked, containsText, type Database, type Statement } from '../../db/database.ts';
import {
  assets,
  collectionAssets,
  collections,
  portalCollections,
  portals,
  shareLinks,
} from '../../db/schema/index.ts';

export type CollectionRecord = typeof collections.$inferSelect;
export interface CountedCollection {
  collection: CollectionRecord;
  assetCount: number;
  firstAssetId: string | null;
}
export interface Place {
  assetId: string;
  position: number;
}

/** Distance between neighbours in a freshly numbered collection. */
export const POSITION_STEP = 1024;

const assetCount = sql<number>`(
  SELECT count(*) FROM collection_assets WHERE collection_assets.collection_id = collections.id)`;
const firstAssetId = sql<string | null>`(
  SELECT asset_id FROM collection_assets WHERE collection_assets.collection_id = collections.id
  ORDER BY position, asset_id LIMIT 1)`;

export function createCollectionRepository(db: Database) {
  const counted = () => db.select({ collection: collections, assetCount, firstAssetId }).from(collections);
  const placeIn = (collectionId: string, where: SQL | undefined) =>
    db
      .select({ assetId: collectionAssets.assetId, position: collectionAssets.position })
      .from(collectionAssets)
      .where(and(eq(collectionAssets.collectionId, collectionId), where))
      .orderBy(asc(collectionAssets.position), asc(collectionAssets.assetId));

  return {
    /** Newest first, after `after`. Every word stands in the title. */
    page(
      words: readonly string[],
      after: { createdAt: number; id: string } | null,
      limit: number,
    ): Promise<CountedCollection[]> {
      const beyond =
        after === null
          ? undefined
          : sql`(${collections.createdAt}, ${collections.id}) < (${after.createdAt}, ${after.id})`;
      return counted()
        .where(and(...words.map((word) => containsText(collections.title, word)), beyond))
        .orderBy(desc(collections.createdAt), desc(collections.id))
        .limit(limit);
    },
    find: (id: string): Promise<CountedCollection | undefined> =>
      counted().where(eq(collections.id, id)).get(),
    async isSlugTaken(slug: string, exceptId: string): Promise<boolean> {
      const row = await db
        .select({ id: collections.id })
        .from(collections)
        .where(and(eq(collections.slug, slug), ne(collections.id, exceptId)))
        .get();
      return row !== undefined;
    },
    /** Published portals, on or off, that show these collections. */
    async portalsOf(
      collectionIds: readonly string[],
    ): Promise<{ collectionId: string; id: string; name: string }[]> {
      const found: { collectionId: string; id: string; name: string }[] = [];
      for (const ids of chunked(collectionIds)) {
        found.push(
          ...(await db
            .select({
              collectionId: portalCollections.collectionId,
              id: portals.id,
              name: sql<string>`json_extract(${portals.published}, '$.name')`,
            })
            .from(portalCollections)
            .innerJoin(portals, eq(portals.id, portalCollections.portalId))
            .where(and(inArray(portalCollections.collectionId, ids), isNotNull(portals.published)))
            .orderBy(asc(portals.createdAt))),
        );
      }
      return found;
    },
    /** Names of share links that still hand this collection out. */
    liveShareLinks: (collectionId: string, now: number): Promise<{ name: string }[]> =>
      db
        .select({ name: shareLinks.name })
        .from(shareLinks)
        .where(
          and(
            eq(shareLinks.collectionId, collectionId),
            ne(shareLinks.state, 'revoked'),
            gt(shareLinks.endsAt, now),
          ),
        )
        .limit(20),
    insert: (row: CollectionRecord): Statement => db.insert(collections).values(row),
    update: (id: string, change: Partial<CollectionRecord>): Statement =>
      db.update(collections).set(change).where(eq(collections.id, id)),
    remove: (id: string): Statement[] => [
      db.delete(collectionAssets).where(eq(collectionAssets.collectionId, id)),
      db.delete(collections).where(eq(collections.id, id)),
    ],

    async assetPage(collectionId: string, after: Place | null, limit: number): Promise<Place[]> {
      return placeIn(
        collectionId,
        after === null
          ? undefined
          : or(
              gt(collectionAssets.position, after.position),
              and(eq(collectionAssets.position, after.position), gt(collectionAssets.assetId, after.assetId)),
            ),
      ).limit(limit);
    },
    async knownAssets(ids: readonly string[]): Promise<{ id: string; title: string }[]> {
      const found: { id: string; title: string }[] = [];
      for (const chunk of chunked(ids)) {
        found.push(
          ...(await db
            .select({ id: assets.id, title: assets.title })
            .from(assets)
            .where(inArray(assets.id, chunk))),
        );
      }
      return found;
    },
    async membersAmong(collectionId: string, assetIds: readonly string[]): Promise<Set<string>> {
      const found = new Set<string>();
      for (const ids of chunked(assetIds)) {
        for (const row of await placeIn(collectionId, inArray(collectionAssets.assetId, ids)))
          found.add(row.assetId);
      }
      return found;
    },
    async lastPosition(collectionId: string): Promise<number> {
      const row = await db
        .select({ last: max(collectionAssets.position) })
        .from(collectionAssets)
        .where(eq(collectionAssets.collectionId, collectionId))
        .get();
      return row?.last ?? 0;
    },
    add: (collectionId: string, places: readonly Place[], now: number): Statement[] =>
      chunked(places, 20).map((chunk) =>
        db
          .insert(collectionAssets)
          .values(chunk.map((place) => ({ collectionId, ...place, addedAt: now })))
          .onConflictDoNothing(),
      ),
    take: (collectionId: string, assetIds: readonly string[]): Statement[] =>
      chunked(assetIds).map((ids) =>
        db
          .delete(collectionAssets)
          .where(
            and(eq(collectionAssets.collectionId, collectionId), inArray(collectionAssets.assetId, ids)),
          ),
      ),
    place: (collectionId: string, assetId: string): Promise<Place | undefined> =>
      placeIn(collectionId, eq(collectionAssets.assetId, assetId)).get(),
    /** The first member after `after` (null: of all), leaving `exceptId` out. */
    nextPlace(collectionId: string, after: Place | null, exceptId: string): Promise<Place | undefined> {
      return placeIn(
        collectionId,
        and(
          ne(collectionAssets.assetId, exceptId),
          after === null
            ? undefined
            : sql`(${collectionAssets.position}, ${collectionAssets.assetId}) > (${after.position}, ${after.assetId})`,
        ),
      )
        .limit(1)
        .get();
    },
    setPosition: (collectionId: string, assetId: string, position: number): Statement =>
      db
        .update(collectionAssets)
        .set({ position })
        .where(and(eq(collectionAssets.collectionId, collectionId), eq(collectionAssets.assetId, assetId))),
    /** Numbers the whole collection anew, in its present order. */
    renumber: (collectionId: string): Statement =>
      db.run(sql`
        UPDATE collection_assets SET position = ordered.place * ${POSITION_STEP}
        FROM (
          SELECT asset_id, row_number() OVER (ORDER BY position, asset_id) AS place
          FROM collection_assets WHERE collection_id = ${collectionId}
        ) AS ordered
        WHERE collection_assets.collection_id = ${collectionId} AND collection_assets.asset_id = ordered.asset_id`),
    /** Puts `assetId` half a step behind `afterId`; only right after `renumber` in the same batch. */
    setBehind: (collectionId: string, assetId: string, afterId: string): Statement =>
      db.run(sql`
        UPDATE collection_assets SET position = (
          SELECT position + ${POSITION_STEP / 2} FROM collection_assets
          WHERE collection_id = ${collectionId} AND asset_id = ${afterId})
        WHERE collection_id = ${collectionId} AND asset_id = ${assetId}`),
  };
}
