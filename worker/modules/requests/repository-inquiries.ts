/** Inquiries in D1, with the link or the request they are about. */
import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { InquiryState } from '../../../shared/contract/inquiries.ts';
import type { Database, Statement } from '../../db/database.ts';
import { inquiries, invitees, recipients, shareLinks, uploadRequests } from '../../db/schema/index.ts';

export type InquiryRow = typeof inquiries.$inferSelect;
export interface InquiryRecord {
  inquiry: InquiryRow;
  link: typeof shareLinks.$inferSelect | null;
  request: typeof uploadRequests.$inferSelect | null;
  /** Whose own address of the link or of the request it was. */
  recipient: typeof recipients.$inferSelect | null;
  invitee: typeof invitees.$inferSelect | null;
}

export function createInquiryRepository(db: Database) {
  const asked = () =>
    db
      .select({
        inquiry: inquiries,
        link: shareLinks,
        request: uploadRequests,
        recipient: recipients,
        invitee: invitees,
      })
      .from(inquiries)
      .leftJoin(shareLinks, eq(shareLinks.id, inquiries.shareLinkId))
      .leftJoin(uploadRequests, eq(uploadRequests.id, inquiries.uploadRequestId))
      .leftJoin(recipients, eq(recipients.id, inquiries.recipientId))
      .leftJoin(invitees, eq(invitees.id, inquiries.inviteeId));
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
    /** Answers one question, as the first statement of its batch. A null state breaks the batch when somebody else was first. */
    answer: (id: string, state: Exclude<InquiryState, 'open'>, answer: string, now: number): Statement =>
      db
        .update(inquiries)
        .set({
          state: sql`CASE WHEN ${inquiries.state} = 'open' THEN ${state} END`,
          answer,
          answeredAt: now,
        })
        .where(eq(inquiries.id, id)),
  };
}
