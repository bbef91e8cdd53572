/** Upload requests, what was handed in, and visitors' inquiries in D1. */
import { and, count, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import {
  inquiries,
  shareLinks,
  submissions,
  uploaders,
  uploadRequests,
  uploads,
  users,
} from '../../db/schema/index.ts';

export type RequestRow = typeof uploadRequests.$inferSelect;
export type SubmissionRow = typeof submissions.$inferSelect;
export type UploaderRow = typeof uploaders.$inferSelect;
export type InquiryRow = typeof inquiries.$inferSelect;

export interface RequestRecord {
  request: RequestRow;
  ownerName: string | null;
  ownerEmail: string | null;
  ownerLocale: string | null;
  fileCount: number;
  waitingCount: number;
}
export interface SubmissionRecord {
  submission: SubmissionRow;
  uploader: UploaderRow;
}
export interface InquiryRecord {
  inquiry: InquiryRow;
  linkName: string | null;
}
type Below = { at: number; id: string } | null;

const fileCount = sql<number>`(SELECT count(*) FROM submissions WHERE upload_request_id = upload_requests.id)`;
const waitingCount = sql<number>`(SELECT count(*) FROM submissions
  WHERE upload_request_id = upload_requests.id AND state = 'quarantined')`;

export function createRequestRepository(db: Database) {
  const records = () =>
    db
      .select({
        request: uploadRequests,
        ownerName: users.name,
        ownerEmail: users.email,
        ownerLocale: users.locale,
        fileCount,
        waitingCount,
      })
      .from(uploadRequests)
      .leftJoin(users, eq(users.id, uploadRequests.ownerId));
  const handedIn = () =>
    db
      .select({ submission: submissions, uploader: uploaders })
      .from(submissions)
      .innerJoin(uploaders, eq(uploaders.id, submissions.uploaderId));
  const asked = () =>
    db
      .select({ inquiry: inquiries, linkName: shareLinks.name })
      .from(inquiries)
      .leftJoin(shareLinks, eq(shareLinks.id, inquiries.shareLinkId));

  return {
    find: (id: string): Promise<RequestRecord | undefined> =>
      records().where(eq(uploadRequests.id, id)).get(),
    findByToken: (token: string): Promise<RequestRecord | undefined> =>
      records().where(eq(uploadRequests.token, token)).get(),
    page: (below: Below, limit: number): Promise<RequestRecord[]> =>
      records()
        .where(
          below === null
            ? undefined
            : or(
                lt(uploadRequests.createdAt, below.at),
                and(eq(uploadRequests.createdAt, below.at), lt(uploadRequests.id, below.id)),
              ),
        )
        .orderBy(desc(uploadRequests.createdAt), desc(uploadRequests.id))
        .limit(limit),
    insert: (row: typeof uploadRequests.$inferInsert): Statement => db.insert(uploadRequests).values(row),
    update: (id: string, change: Partial<typeof uploadRequests.$inferInsert>): Statement =>
      db.update(uploadRequests).set(change).where(eq(uploadRequests.id, id)),

    submissionPage: (
      filter: { requestId: string | undefined; state: SubmissionRow['state'] | undefined; below: Below },
      limit: number,
    ): Promise<SubmissionRecord[]> =>
      handedIn()
        .where(
          and(
            filter.requestId === undefined ? undefined : eq(submissions.uploadRequestId, filter.requestId),
            filter.state === undefined ? undefined : eq(submissions.state, filter.state),
            filter.below === null
              ? undefined
              : or(
                  lt(submissions.receivedAt, filter.below.at),
                  and(eq(submissions.receivedAt, filter.below.at), lt(submissions.id, filter.below.id)),
                ),
          ),
        )
        .orderBy(desc(submissions.receivedAt), desc(submissions.id))
        .limit(limit),
    async submissions(ids: readonly string[]): Promise<SubmissionRecord[]> {
      const found: SubmissionRecord[] = [];
      for (const step of chunked(ids)) found.push(...(await handedIn().where(inArray(submissions.id, step))));
      return found;
    },
    decide: (
      id: string,
      change: Pick<SubmissionRow, 'state' | 'message' | 'assetId' | 'decidedAt' | 'decidedBy'>,
    ): Statement => db.update(submissions).set(change).where(eq(submissions.id, id)),

    insertUploader: (row: typeof uploaders.$inferInsert): Statement => db.insert(uploaders).values(row),
    findUploader: (id: string, requestId: string): Promise<UploaderRow | undefined> =>
      db
        .select()
        .from(uploaders)
        .where(and(eq(uploaders.id, id), eq(uploaders.uploadRequestId, requestId)))
        .get(),
    /** Files and bytes a request has taken or is taking, whoever sends them. */
    async taken(requestId: string): Promise<{ files: number; bytes: number }> {
      const row = await db
        .select({ files: count(), bytes: sql<number>`coalesce(sum(${uploads.sizeBytes}), 0)` })
        .from(uploads)
        .where(and(eq(uploads.uploadRequestId, requestId), ne(uploads.state, 'failed')))
        .get();
      return row ?? { files: 0, bytes: 0 };
    },
    /** What one uploader sees of their own files, newest first. */
    async ownFiles(uploaderId: string) {
      return db
        .select({
          id: uploads.id,
          uploadName: uploads.fileName,
          sizeBytes: uploads.sizeBytes,
          uploadState: uploads.state,
          detail: uploads.detail,
          fileName: submissions.fileName,
          state: submissions.state,
          message: submissions.message,
        })
        .from(uploads)
        .leftJoin(submissions, eq(submissions.uploadId, uploads.id))
        .where(and(eq(uploads.uploaderId, uploaderId), ne(uploads.state, 'receiving')))
        .orderBy(desc(uploads.createdAt), desc(uploads.id))
        .limit(2000);
    },

    findInquiry: (id: string): Promise<InquiryRecord | undefined> =>
      asked().where(eq(inquiries.id, id)).get(),
    inquiryPage: (
      state: InquiryRow['state'] | undefined,
      below: Below,
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
    answer: (id: string, state: 'answered' | 'declined', answer: string, now: number): Statement =>
      db.update(inquiries).set({ state, answer, answeredAt: now }).where(eq(inquiries.id, id)),
  };
}
