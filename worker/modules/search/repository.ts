/** The full-text index in D1: matching assets by rank, and the vocabulary for spelling help. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';

/**
 * Weights of title, sku, keywords, people, body and file name (FTS5 `bm25`). A name or a number that matches comes first.
 */
const WEIGHTS = sql.raw('10.0, 12.0, 6.0, 4.0, 2.0, 3.0');

/** Terms compared for one misspelt word; a bound on work, reached only in very large libraries. */
const CANDIDATES_MAX = 20_000;

/** SQL condition on `assets.id`: matches this FTS5 expression. */
export function matchesSearch(assetId: SQL, expression: string): SQL {
  return sql`${assetId} IN (
    SELECT d.asset_id FROM asset_search s JOIN search_documents d ON d.id = s.rowid WHERE asset_search MATCH ${expression})`;
}

export function createSearchRepository(db: Database) {
  return {
    /** Ids by rank, best first. `within` narrows by further SQL on `d.asset_id`. */
    async ranked(
      expression: string,
      within: SQL,
      offsetRank: { rank: number; id: string } | null,
      limit: number,
    ): Promise<{ id: string; rank: number }[]> {
      const after =
        offsetRank === null
          ? sql`1`
          : sql`(rank_value > ${offsetRank.rank} OR (rank_value = ${offsetRank.rank} AND asset_id > ${offsetRank.id}))`;
      return db.all<{ id: string; rank: number }>(sql`
        SELECT asset_id AS id, rank_value AS rank FROM (
          SELECT d.asset_id AS asset_id, round(bm25(asset_search, ${WEIGHTS}), 6) AS rank_value
          FROM asset_search JOIN search_documents d ON d.id = asset_search.rowid
          WHERE asset_search MATCH ${expression} AND ${within}
        )
        WHERE ${after}
        ORDER BY rank_value, asset_id
        LIMIT ${limit}`);
    },
    async total(expression: string, within: SQL): Promise<number> {
      const rows = await db.all<{ total: number }>(sql`
        SELECT count(*) AS total FROM asset_search JOIN search_documents d ON d.id = asset_search.rowid
        WHERE asset_search MATCH ${expression} AND ${within}`);
      return rows[0]?.total ?? 0;
    },
    /** Known words that begin like `word` and are about as long. */
    async similarTerms(word: string, slack: number): Promise<{ term: string; documents: number }[]> {
      const first = [...word][0] ?? '';
      return db.all<{ term: string; documents: number }>(sql`
        SELECT term, doc AS documents FROM asset_search_terms
        WHERE term >= ${first} AND term < ${`${first}\u{10ffff}`}
          AND length(term) BETWEEN ${word.length - slack} AND ${word.length + slack}
        LIMIT ${CANDIDATES_MAX}`);
    },
    async hasTerm(word: string): Promise<boolean> {
      const rows = await db.all<{ term: string }>(sql`
        SELECT term FROM asset_search_terms WHERE term >= ${word} AND term < ${`${word}\u{10ffff}`} LIMIT 1`);
      return rows.length > 0;
    },
  };
}
