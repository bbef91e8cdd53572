/** Portals in D1: the document an admin edits, the one visitors see, and what a published portal shows. */
import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import {
  assets,
  collectionAssets,
  collections,
  portalAssets,
  portalCollections,
  portals,
} from '../../db/schema/index.ts';
import type { References } from './document.ts';

export type PortalRecord = typeof portals.$inferSelect;

/** A collection through which a portal shows an asset. */
export interface EnclosingCollection {
  id: string;
  title: string;
  startsAt: number | null;
  endsAt: number | null;
}

export function createPortalRepository(db: Database) {
  return {
    list: (): Promise<PortalRecord[]> =>
      db.select().from(portals).orderBy(desc(portals.createdAt)).limit(200),
    find: (id: string): Promise<PortalRecord | undefined> =>
      db.select().from(portals).where(eq(portals.id, id)).get(),
    findBySlug: (slug: string): Promise<PortalRecord | undefined> =>
      db.select().from(portals).where(eq(portals.slug, slug)).get(),
    insert: (row: PortalRecord): Statement => db.insert(portals).values(row),
    update: (id: string, change: Partial<PortalRecord>): Statement =>
      db.update(portals).set(change).where(eq(portals.id, id)),
    /** At most one portal is the default. */
    clearOtherDefaults: (id: string, now: number): Statement =>
      db
        .update(portals)
        .set({ isDefault: false, updatedAt: now })
        .where(and(eq(portals.isDefault, true), ne(portals.id, id))),
    remove: (id: string): Statement[] => [
      db.delete(portalCollections).where(eq(portalCollections.portalId, id)),
      db.delete(portalAssets).where(eq(portalAssets.portalId, id)),
      db.delete(portals).where(eq(portals.id, id)),
    ],
    /** Replaces what the published portal shows. */
    setShown: (portalId: string, shown: References): Statement[] => [
      db.delete(portalCollections).where(eq(portalCollections.portalId, portalId)),
      db.delete(portalAssets).where(eq(portalAssets.portalId, portalId)),
      ...chunked(
        shown.collectionIds.map((collectionId, position) => ({ portalId, collectionId, position })),
        30,
      ).map((rows) => db.insert(portalCollections).values(rows)),
      ...chunked(
        shown.assetIds.map((assetId) => ({ portalId, assetId })),
        40,
      ).map((rows) => db.insert(portalAssets).values(rows)),
    ],
    /** Ids among these that exist. */
    async known(references: References): Promise<{ collections: Set<string>; assets: Set<string> }> {
      const found = { collections: new Set<string>(), assets: new Set<string>() };
      for (const ids of chunked(references.collectionIds)) {
        const rows = await db
          .select({ id: collections.id })
          .from(collections)
          .where(inArray(collections.id, ids));
        for (const { id } of rows) found.collections.add(id);
      }
      for (const ids of chunked(references.assetIds)) {
        const rows = await db.select({ id: assets.id }).from(assets).where(inArray(assets.id, ids));
        for (const { id } of rows) found.assets.add(id);
      }
      return found;
    },
    /** Through which of these collections each of these assets is shown, in the order of `collectionIds`. */
    async collectionsOf(
      collectionIds: readonly string[],
      assetIds: readonly string[],
    ): Promise<Map<string, EnclosingCollection[]>> {
      const found = new Map<string, EnclosingCollection[]>();
      if (collectionIds.length === 0) return found;
      const allowed = JSON.stringify(collectionIds);
      for (const ids of chunked(assetIds)) {
        const rows = await db
          .select({
            assetId: collectionAssets.assetId,
            id: collections.id,
            title: collections.title,
            startsAt: collections.startsAt,
            endsAt: collections.endsAt,
          })
          .from(collectionAssets)
          .innerJoin(collections, eq(collections.id, collectionAssets.collectionId))
          .where(
            and(
              inArray(collectionAssets.assetId, ids),
              sql`${collectionAssets.collectionId} IN (SELECT value FROM json_each(${allowed}))`,
            ),
          );
        for (const { assetId, ...collection } of rows) {
          found.set(assetId, [...(found.get(assetId) ?? []), collection]);
        }
      }
      return found;
    },
  };
}
