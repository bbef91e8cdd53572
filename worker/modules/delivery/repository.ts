/** What delivery reads and writes in D1: rights and settings in one statement; downloads, kept renditions. */
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
    /** The kept snapshot and the brand's settings as stored JSON, in one statement. */
    async readEdge(assetId: string): Promise<{ snapshot: string | null; brand: string | null }> {
      const [row] = await db.all<{ snapshot: string | null; brand: string | null }>(sql`
        SELECT (SELECT snapshot FROM asset_snapshots WHERE asset_id = ${assetId}) AS snapshot,
               (SELECT value FROM settings WHERE key = 'brand') AS brand`);
      return row ?? { snapshot: null, brand: null };
    },
    /** The edge saw its first denial of a withdrawn asset: the old answer is over here. */
    async noteGone(assetId: string, now: number): Promise<void> {
      await db.run(
        sql`UPDATE withdrawals SET gone_at = ${now} WHERE asset_id = ${assetId} AND gone_at IS NULL`,
      );
    },
  };
}
