/** Upload requests in D1. */
import { and, desc, eq, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { portals, submissions, uploadRequests, users } from '../../db/schema/index.ts';

export type RequestRow = typeof uploadRequests.$inferSelect;

export interface RequestRecord {
  request: RequestRow;
  ownerName: string | null;
  ownerEmail: string | null;
  ownerLocale: string | null;
  /** Null where there is no such person any more. */
  isOwnerDisabled: boolean | null;
  fileCount: number;
  waitingCount: number;
}
type Below = { at: number; id: string } | null;

const fileCount = sql<number>`(SELECT count(*) FROM submissions
  WHERE upload_request_id = upload_requests.id AND release_for_id IS NULL)`;
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
        isOwnerDisabled: users.disabled,
        fileCount,
        waitingCount,
      })
      .from(uploadRequests)
      .leftJoin(users, eq(users.id, uploadRequests.ownerId));

  return {
    find: (id: string): Promise<RequestRecord | undefined> =>
      records().where(eq(uploadRequests.id, id)).get(),
    async findMany(ids: readonly string[]): Promise<RequestRecord[]> {
      const found: RequestRecord[] = [];
      for (const step of chunked(ids))
        found.push(...(await records().where(inArray(uploadRequests.id, step))));
      return found;
    },
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

    /** Bytes that count against the limits of requests, by request. */
    async usedBytes(ids: readonly string[]): Promise<Map<string, number>> {
      const used = new Map<string, number>();
      for (const step of chunked(ids)) {
        const rows = await db
          .select({ id: submissions.uploadRequestId, bytes: sql<number>`sum(${submissions.sizeBytes})` })
          .from(submissions)
          .where(and(inArray(submissions.uploadRequestId, step), ne(submissions.state, 'returned')))
          .groupBy(submissions.uploadRequestId);
        for (const row of rows) used.set(row.id, row.bytes);
      }
      return used;
    },
    /** Address of a published portal: this one, or the default one. */
    portalSlug: async (id: string | null): Promise<string | null> => {
      const row = await db
        .select({ slug: portals.slug })
        .from(portals)
        .where(
          and(id === null ? eq(portals.isDefault, true) : eq(portals.id, id), isNotNull(portals.published)),
        )
        .get();
      return row?.slug ?? null;
    },
  };
}
