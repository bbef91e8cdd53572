/** Assets, versions and keywords in D1. Reads give rows, changes give statements for the service's batch. */
import { and, asc, count, desc, eq, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { AssetListQuery } from '../../../shared/contract/assets.ts';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import {
  assetKeywords,
  assetSnapshots,
  assets,
  collectionAssets,
  collections,
  shareLinks,
  suggestions,
  users,
  versions,
  withdrawals,
} from '../../db/schema/index.ts';
import { matchesSearch } from '../search/index.ts';

export type AssetRecord = typeof assets.$inferSelect;
export type VersionRecord = typeof versions.$inferSelect;
/** With the name of the person of the console who brought it; null for anybody else. */
export interface AuthoredVersion extends VersionRecord {
  readonly authorName: string | null;
}
/** What a card is made of. The rights word comes from the kept snapshot where there is one. */
export interface CardRecord {
  asset: AssetRecord;
  version: VersionRecord;
  snapshot: string | null;
  pendingSuggestions: number;
}

const pendingSuggestions = sql<number>`(
  SELECT count(*) FROM suggestions WHERE suggestions.asset_id = assets.id AND suggestions.state = 'pending')`;

/** Keyset columns of each order. */
const ORDERS = {
  newest: { key: sql`${assets.createdAt}`, direction: 'desc' },
  oldest: { key: sql`${assets.createdAt}`, direction: 'asc' },
  updated: { key: sql`${assets.updatedAt}`, direction: 'desc' },
  title: { key: sql`${assets.title} COLLATE NOCASE`, direction: 'asc' },
} as const;

export type AssetFilter = Omit<AssetListQuery, 'cursor' | 'limit' | 'sort' | 'q'> & {
  /** FTS5 expression, or null for no text. */
  expression: string | null;
};

function conditions(filter: AssetFilter): SQL | undefined {
  return and(
    filter.kind === undefined ? undefined : eq(assets.kind, filter.kind),
    filter.status === undefined ? undefined : eq(assets.status, filter.status),
    filter.rights === undefined ? undefined : eq(assets.rightsState, filter.rights),
    filter.orientation === undefined ? undefined : eq(assets.orientation, filter.orientation),
    filter.colour === undefined ? undefined : eq(assets.colour, filter.colour),
    filter.keyword === undefined
      ? undefined
      : sql`${assets.id} IN (SELECT asset_id FROM asset_keywords WHERE folded = ${filter.keyword})`,
    filter.collectionId === undefined
      ? undefined
      : sql`${assets.id} IN (SELECT asset_id FROM collection_assets WHERE collection_id = ${filter.collectionId})`,
    filter.expression === null ? undefined : matchesSearch(sql`${assets.id}`, filter.expression),
  );
}

export function createAssetRepository(db: Database) {
  const cards = () =>
    db
      .select({ asset: assets, version: versions, snapshot: assetSnapshots.snapshot, pendingSuggestions })
      .from(assets)
      .innerJoin(versions, eq(versions.id, assets.currentVersionId))
      .leftJoin(assetSnapshots, eq(assetSnapshots.assetId, assets.id));

  return {
    find: (id: string): Promise<AssetRecord | undefined> =>
      db.select().from(assets).where(eq(assets.id, id)).get(),
    async findMany(ids: readonly string[]): Promise<AssetRecord[]> {
      const found: AssetRecord[] = [];
      for (const chunk of chunked([...new Set(ids)])) {
        found.push(...(await db.select().from(assets).where(inArray(assets.id, chunk))));
      }
      return found;
    },
    async cards(ids: readonly string[]): Promise<CardRecord[]> {
      const found: CardRecord[] = [];
      for (const chunk of chunked([...new Set(ids)]))
        found.push(...(await cards().where(inArray(assets.id, chunk))));
      return found;
    },
    page(
      filter: AssetFilter,
      sort: AssetListQuery['sort'],
      after: { key: string | number; id: string } | null,
      limit: number,
    ): Promise<CardRecord[]> {
      const { key, direction } = ORDERS[sort];
      const compare = direction === 'desc' ? sql.raw('<') : sql.raw('>');
      const beyond =
        after === null
          ? undefined
          : sql`(${key} ${compare} ${after.key} OR (${key} = ${after.key} AND ${assets.id} ${compare} ${after.id}))`;
      const order = direction === 'desc' ? desc : asc;
      return cards()
        .where(and(conditions(filter), beyond))
        .orderBy(order(key), order(assets.id))
        .limit(limit);
    },
    async total(filter: AssetFilter): Promise<number> {
      const [row] = await db.select({ total: count() }).from(assets).where(conditions(filter));
      return row?.total ?? 0;
    },
    /** Counts by kind, status and orientation, each under all other filters. */
    async facets(filter: AssetFilter) {
      const [kinds, statuses, orientations] = await db.batch([
        db
          .select({ value: assets.kind, total: count() })
          .from(assets)
          .where(conditions({ ...filter, kind: undefined }))
          .groupBy(assets.kind),
        db
          .select({ value: assets.status, total: count() })
          .from(assets)
          .where(conditions({ ...filter, status: undefined }))
          .groupBy(assets.status),
        db
          .select({ value: assets.orientation, total: count() })
          .from(assets)
          .where(conditions({ ...filter, orientation: undefined }))
          .groupBy(assets.orientation),
      ]);
      return { kinds, statuses, orientations };
    },
    /** Everything around one asset, in one round trip. */
    async surroundings(assetId: string) {
      const [keywordRows, suggestionRows, versionRows, collectionRows, shareRows] = await db.batch([
        db
          .select()
          .from(assetKeywords)
          .where(eq(assetKeywords.assetId, assetId))
          .orderBy(asc(assetKeywords.createdAt), asc(assetKeywords.folded))
          .limit(500),
        db
          .select()
          .from(suggestions)
          .where(eq(suggestions.assetId, assetId))
          .orderBy(desc(suggestions.confidence), asc(suggestions.folded))
          .limit(200),
        db
          // A batch gives rows by the names of their columns: the person's must be its own.
          .select({
            ...getTableColumns(versions),
            authorName: sql<string | null>`${users.name}`.as('author_name'),
          })
          .from(versions)
          .leftJoin(users, eq(users.id, versions.createdBy))
          .where(eq(versions.assetId, assetId))
          .orderBy(desc(versions.number))
          .limit(200),
        db
          .select({ id: collections.id, title: collections.title })
          .from(collectionAssets)
          .innerJoin(collections, eq(collections.id, collectionAssets.collectionId))
          .where(eq(collectionAssets.assetId, assetId))
          .limit(100),
        db
          .select({
            id: shareLinks.id,
            name: shareLinks.name,
            state: shareLinks.state,
            startsAt: shareLinks.startsAt,
            endsAt: shareLinks.endsAt,
            maxDownloads: shareLinks.maxDownloads,
            usedDownloads: shareLinks.usedDownloads,
            reservedDownloads: shareLinks.reservedDownloads,
          })
          .from(shareLinks)
          .where(
            and(
              or(
                sql`${shareLinks.id} IN (SELECT share_link_id FROM share_link_assets WHERE asset_id = ${assetId})`,
                and(
                  eq(shareLinks.pinned, false),
                  sql`${shareLinks.collectionId} IN
                    (SELECT collection_id FROM collection_assets WHERE asset_id = ${assetId})`,
                ),
              ),
              sql`NOT EXISTS (SELECT 1 FROM share_link_exclusions e
                WHERE e.share_link_id = share_links.id AND e.asset_id = ${assetId})`,
            ),
          )
          .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id))
          .limit(100),
      ]);
      return {
        keywords: keywordRows,
        suggestions: suggestionRows,
        versions: versionRows,
        collections: collectionRows,
        shareLinks: shareRows,
      };
    },
    update: (id: string, change: Partial<AssetRecord>): Statement =>
      db.update(assets).set(change).where(eq(assets.id, id)),
    updateMany: (ids: readonly string[], change: Partial<AssetRecord>): Statement[] =>
      chunked(ids, 60).map((chunk) => db.update(assets).set(change).where(inArray(assets.id, chunk))),
    async keywordsOf(
      ids: readonly string[],
    ): Promise<{ assetId: string; keyword: string; folded: string }[]> {
      const found: { assetId: string; keyword: string; folded: string }[] = [];
      for (const chunk of chunked([...new Set(ids)])) {
        found.push(
          ...(await db
            .select({
              assetId: assetKeywords.assetId,
              keyword: assetKeywords.keyword,
              folded: assetKeywords.folded,
            })
            .from(assetKeywords)
            .where(inArray(assetKeywords.assetId, chunk))),
        );
      }
      return found;
    },
    addKeywords: (
      rows: readonly { assetId: string; keyword: string; folded: string }[],
      source: string,
      now: number,
    ): Statement[] =>
      chunked(rows, 18).map((chunk) =>
        db
          .insert(assetKeywords)
          .values(chunk.map((row) => ({ ...row, source, createdAt: now })))
          .onConflictDoNothing(),
      ),
    removeKeywords: (assetIds: readonly string[], folded: readonly string[]): Statement[] =>
      chunked(assetIds, 40).flatMap((ids) =>
        chunked(folded, 40).map((words) =>
          db
            .delete(assetKeywords)
            .where(and(inArray(assetKeywords.assetId, ids), inArray(assetKeywords.folded, words))),
        ),
      ),
    findVersion: (assetId: string, versionId: string): Promise<VersionRecord | undefined> =>
      db
        .select()
        .from(versions)
        .where(and(eq(versions.id, versionId), eq(versions.assetId, assetId)))
        .get(),
    /** Remembers when an asset was withdrawn, so that the edge can report when it was last able to serve it. */
    recordWithdrawal: (assetId: string, now: number): Statement =>
      db
        .insert(withdrawals)
        .values({ assetId, at: now, goneAt: null })
        .onConflictDoUpdate({ target: withdrawals.assetId, set: { at: now, goneAt: null } }),
  };
}
