/** What delivery writes to D1: downloads, kept renditions, use of hot-links. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { downloads, renditions } from '../../db/schema/index.ts';

export type DownloadRecord = typeof downloads.$inferInsert;

export function createDeliveryRepository(db: Database) {
  return {
    async recordDownload(row: DownloadRecord): Promise<void> {
      await db.insert(downloads).values(row).onConflictDoNothing();
    },
    async recordRendition(row: typeof renditions.$inferInsert): Promise<void> {
      await db.insert(renditions).values(row).onConflictDoNothing();
    },
    /** Adds to the hour's counts of one asset on one site. */
    async countHotlink(row: {
      assetId: string;
      site: string;
      hour: number;
      served: number;
      refused: number;
    }): Promise<void> {
      await db.run(sql`
        INSERT INTO hotlink_usage (asset_id, site, hour, served, refused)
        VALUES (${row.assetId}, ${row.site}, ${row.hour}, ${row.served}, ${row.refused})
        ON CONFLICT (asset_id, hour, site) DO UPDATE SET
          served = served + excluded.served, refused = refused + excluded.refused`);
    },
    /** The edge saw its first denial of a withdrawn asset: the old answer is over here. */
    async noteGone(assetId: string, now: number): Promise<void> {
      await db.run(
        sql`UPDATE withdrawals SET gone_at = ${now} WHERE asset_id = ${assetId} AND gone_at IS NULL`,
      );
    },
  };
}
