/** Visitors' inquiries in D1. */
import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { InquiryState } from '../../../shared/contract/inquiries.ts';
import type { Database, Statement } from '../../db/database.ts';
import { inquiries, shareLinks } from '../../db/schema/index.ts';

export type InquiryRow = typeof inquiries.$inferSelect;
export interface InquiryRecord {
  inquiry: InquiryRow;
  link: typeof shareLinks.$inferSelect | null;
}

export function createInquiryRepository(db: Database) {
  const asked = () =>
    db
      .select({ inquiry: inquiries, link: shareLinks })
      .from(inquiries)
      .leftJoin(shareLinks, eq(shareLinks.id, inquiries.shareLinkId));
  return {
    find: (id: string): Promise<InquiryRecord | undefined> => asked().where(eq(inquiries.id, id)).get(),
    page: (
      state: InquiryState | undefined,
      below: { at: number; id: string } | null,
      limit: number,
    ): Promise<InquiryRecord[]> =>
      asked()
        .where(
          and(
            state === undefined ? undefined : eq(inquiries.state, state),
            below === null
              ? undefined
              : or(
                  lt(inquiries.createdAt, below.at),
                  and(eq(inquiries.createdAt, below.at), lt(inquiries.id, below.id)),
                ),
          ),
        )
        .orderBy(desc(inquiries.createdAt), desc(inquiries.id))
        .limit(limit),
    answer: (id: string, state: Exclude<InquiryState, 'open'>, answer: string, now: number): Statement =>
      db
        .update(inquiries)
        .set({ state, answer, answeredAt: now })
        .where(and(eq(inquiries.id, id), eq(inquiries.state, 'open'))),
  };
}
