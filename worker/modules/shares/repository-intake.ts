/** Questions that arrive, in D1. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/database.ts';
import { inquiries } from '../../db/schema/index.ts';

/** What a question is about. */
export type AskedAbout =
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'request'; readonly id: string };

export function createIntakeRepository(db: Database) {
  return {
    insert: (row: typeof inquiries.$inferInsert): Statement => db.insert(inquiries).values(row),
    /** Whether this very question waits already. */
    async isAsked(fingerprint: string): Promise<boolean> {
      const row = await db
        .select({ id: inquiries.id })
        .from(inquiries)
        .where(and(eq(inquiries.fingerprint, fingerprint), eq(inquiries.state, 'open')))
        .get();
      return row !== undefined;
    },
    /** Open questions about one link or request, counted up to `limit`. */
    async waiting(about: AskedAbout, limit: number): Promise<number> {
      const isAbout: SQL =
        about.kind === 'link' ? sql`share_link_id = ${about.id}` : sql`upload_request_id = ${about.id}`;
      const [row] = await db.all<{ total: number }>(sql`
        SELECT count(*) AS total FROM (SELECT 1 FROM inquiries WHERE state = 'open' AND ${isAbout} LIMIT ${limit})`);
      return row?.total ?? 0;
    },
  };
}
