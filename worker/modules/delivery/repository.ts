/** What delivery reads and writes in D1: rights and settings in one statement; downloads, kept renditions, use of hot-links. */
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { SiteUsage } from '../../../shared/contract/delivery.ts';
import { type Database, runBatch } from '../../db/database.ts';
import { downloads, hotlinkUsage, renditions } from '../../db/schema/index.ts';
import type { HotlinkCount } from './usage.ts';

export type DownloadRecord = typeof downloads.$inferInsert;

export function createDeliveryRepository(db: Database) {
  return {
    async recordDownload(row: DownloadRecord): Promise<void> {
      await db.insert(downloads).values(row).onConflictDoNothing();
    },
    async recordRendition(row: typeof renditions.$inferInsert): Promise<void> {
      await db.insert(renditions).values(row).onConflictDoNothing();
    },
    /** The kept snapshot and the brand's settings as stored JSON, in one statement. */
    async readEdge(assetId: string): Promise<{ snapshot: string | null; brand: string | null }> {
      const [row] = await db.all<{ snapshot: string | null; brand: string | null }>(sql`
        SELECT (SELECT snapshot FROM asset_snapshots WHERE asset_id = ${assetId}) AS snapshot,
               (SELECT value FROM settings WHERE key = 'brand') AS brand`);
      return row ?? { snapshot: null, brand: null };
    },
    /** Adds to the hours' counts, in one batch. */
    countHotlinks: (counts: readonly HotlinkCount[]): Promise<void> =>
      runBatch(
        db,
        counts.map(({ assetId, site, hour, served, refused, reported }) =>
          db
            .insert(hotlinkUsage)
            .values({ assetId, site, hour, served, refused, reported })
            .onConflictDoUpdate({
              target: [hotlinkUsage.assetId, hotlinkUsage.hour, hotlinkUsage.site],
              set: {
                served: sql`served + excluded.served`,
                refused: sql`refused + excluded.refused`,
                reported: sql`reported + excluded.reported`,
              },
            }),
        ),
      ),
    /** Counts of one asset, or of all, in `[from, to)`, by site: most used first. */
    async sitesOf(assetId: string | null, from: number, to: number, limit: number): Promise<SiteUsage[]> {
      const within = and(
        assetId === null ? undefined : eq(hotlinkUsage.assetId, assetId),
        gte(hotlinkUsage.hour, from),
        lt(hotlinkUsage.hour, to),
      );
      return db
        .select({
          site: hotlinkUsage.site,
          served: sql<number>`sum(served)`,
          refused: sql<number>`sum(refused)`,
          reported: sql<number>`sum(reported)`,
        })
        .from(hotlinkUsage)
        .where(within)
        .groupBy(hotlinkUsage.site)
        .orderBy(sql`sum(served) + sum(refused) DESC`, hotlinkUsage.site)
        .limit(limit);
    },
    /** Counts of one asset in `[from, to)` by UTC day. */
    daysOf: (assetId: string, from: number, to: number) =>
      db
        .select({
          day: sql<string>`date(hour / 1000, 'unixepoch')`,
          served: sql<number>`sum(served)`,
          refused: sql<number>`sum(refused)`,
          reported: sql<number>`sum(reported)`,
        })
        .from(hotlinkUsage)
        .where(
          and(eq(hotlinkUsage.assetId, assetId), gte(hotlinkUsage.hour, from), lt(hotlinkUsage.hour, to)),
        )
        .groupBy(sql`1`)
        .orderBy(sql`1`),
    /** The edge saw its first denial of a withdrawn asset: the old answer is over here. */
    async noteGone(assetId: string, now: number): Promise<void> {
      await db.run(
        sql`UPDATE withdrawals SET gone_at = ${now} WHERE asset_id = ${assetId} AND gone_at IS NULL`,
      );
    },
  };
}
