/** What links leave out of their sets (`share_link_exclusions`), in D1. */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/database.ts';
import { shareLinkExclusions } from '../../db/schema/index.ts';

/**
 * Whether a link leaves an asset out, as a condition on the row around it. A column of that row is named with its table:
 * drizzle would not in a query of one table, and the subquery has a column of the same name.
 */
export const isLeftOut = (shareLinkId: SQL | string, assetId: SQL): SQL => sql`
  EXISTS (SELECT 1 FROM share_link_exclusions e WHERE e.share_link_id = ${shareLinkId} AND e.asset_id = ${assetId})`;

/** Ids of what the link of the row around it leaves out, as JSON. */
export const leftOutOfLink = sql<string>`(
  SELECT json_group_array(asset_id) FROM share_link_exclusions WHERE share_link_id = share_links.id)`;

export function createLeftOutRepository(db: Database) {
  return {
    async of(shareLinkId: string): Promise<string[]> {
      const rows = await db
        .select({ assetId: shareLinkExclusions.assetId })
        .from(shareLinkExclusions)
        .where(eq(shareLinkExclusions.shareLinkId, shareLinkId));
      return rows.map(({ assetId }) => assetId);
    },
    /** Makes the list of a link this one. */
    set: (shareLinkId: string, assetIds: readonly string[]): Statement[] => [
      db.run(sql`
        DELETE FROM share_link_exclusions
        WHERE share_link_id = ${shareLinkId} AND asset_id NOT IN (SELECT value FROM json_each(${JSON.stringify(assetIds)}))`),
      db.run(sql`
        INSERT INTO share_link_exclusions (share_link_id, asset_id)
        SELECT ${shareLinkId}, value FROM json_each(${JSON.stringify(assetIds)}) WHERE true
        ON CONFLICT DO NOTHING`),
    ],
    putBack: (shareLinkId: string, assetId: string): Statement =>
      db.run(sql`
        DELETE FROM share_link_exclusions WHERE share_link_id = ${shareLinkId} AND asset_id = ${assetId}`),
  };
}
export type LeftOutRepository = ReturnType<typeof createLeftOutRepository>;
