/** People who are asked (`invitees`) and people who hand in (`uploaders`), and the words they agree to. */
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { invitees, requestConsents, uploaders, uploadRequests } from '../../db/schema/index.ts';

export type InviteeRow = typeof invitees.$inferSelect;
export type UploaderRow = typeof uploaders.$inferSelect;

const MINUTE_MS = 60_000;

export function createPeopleRepository(db: Database) {
  /** Hand-ins of an invited person that were not returned. Names its table: drizzle would not in a query of one table. */
  const handedIn = sql<number>`(SELECT count(*) FROM submissions s JOIN uploaders u ON u.id = s.uploader_id
    WHERE u.invitee_id = invitees.id AND s.release_for_id IS NULL AND s.state <> 'returned')`;
  return {
    async inviteesOf(requestIds: readonly string[]): Promise<{ invitee: InviteeRow; fileCount: number }[]> {
      const found: { invitee: InviteeRow; fileCount: number }[] = [];
      for (const step of chunked(requestIds)) {
        found.push(
          ...(await db
            .select({ invitee: invitees, fileCount: handedIn })
            .from(invitees)
            .where(inArray(invitees.uploadRequestId, step))
            // As they were asked: people asked at once share an instant, and the tail of an id is random.
            .orderBy(asc(invitees.createdAt), sql`invitees.rowid`)),
        );
      }
      return found;
    },
    findInvitee: (id: string, requestId: string): Promise<InviteeRow | undefined> =>
      db
        .select()
        .from(invitees)
        .where(and(eq(invitees.id, id), eq(invitees.uploadRequestId, requestId)))
        .get(),
    findInviteeByToken: (token: string): Promise<InviteeRow | undefined> =>
      db.select().from(invitees).where(eq(invitees.token, token)).get(),
    insertInvitee: (row: typeof invitees.$inferInsert): Statement => db.insert(invitees).values(row),
    updateInvitee: (id: string, change: Partial<InviteeRow>): Statement =>
      db.update(invitees).set(change).where(eq(invitees.id, id)),
    /** To the minute, so that a page that is looked at often writes seldom. */
    async noteUse(id: string, now: number): Promise<void> {
      await db
        .update(invitees)
        .set({ lastUsedAt: now })
        .where(and(eq(invitees.id, id), sql`coalesce(${invitees.lastUsedAt}, 0) <= ${now - MINUTE_MS}`));
    },
    /** People of open requests whose reminder is due and who have handed in nothing. */
    remindersDue: (now: number, limit: number) =>
      db
        .select({ invitee: invitees, request: uploadRequests })
        .from(uploadRequests)
        .innerJoin(invitees, eq(invitees.uploadRequestId, uploadRequests.id))
        .where(
          and(
            eq(uploadRequests.isClosed, false),
            sql`${uploadRequests.deadline} > ${now}`,
            lte(
              sql`${uploadRequests.deadline} - json_extract(${uploadRequests.input}, '$.reminderDays') * 86400000`,
              now,
            ),
            eq(invitees.state, 'active'),
            isNull(invitees.remindedAt),
            // Whoever was asked inside the last days before the deadline knows it already.
            sql`${invitees.createdAt} < ${uploadRequests.deadline} - json_extract(${uploadRequests.input}, '$.reminderDays') * 86400000`,
            sql`${handedIn} = 0`,
          ),
        )
        .limit(limit),

    findUploader: (id: string, requestId: string): Promise<UploaderRow | undefined> =>
      db
        .select()
        .from(uploaders)
        .where(and(eq(uploaders.id, id), eq(uploaders.uploadRequestId, requestId)))
        .get(),
    uploaderById: (id: string): Promise<UploaderRow | undefined> =>
      db.select().from(uploaders).where(eq(uploaders.id, id)).get(),
    uploaderOf: (inviteeId: string): Promise<UploaderRow | undefined> =>
      db.select().from(uploaders).where(eq(uploaders.inviteeId, inviteeId)).get(),
    insertUploader: (row: typeof uploaders.$inferInsert): Statement => db.insert(uploaders).values(row),
    updateUploader: (id: string, change: Partial<UploaderRow>): Statement =>
      db.update(uploaders).set(change).where(eq(uploaders.id, id)),

    insertConsent: (row: typeof requestConsents.$inferInsert): Statement =>
      db.insert(requestConsents).values(row),
    /** Texts by version, of several requests: `${requestId} ${version}`. */
    async consents(requestIds: readonly string[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const step of chunked(requestIds)) {
        const rows = await db
          .select()
          .from(requestConsents)
          .where(inArray(requestConsents.uploadRequestId, step));
        for (const row of rows) found.set(`${row.uploadRequestId} ${row.version}`, row.text);
      }
      return found;
    },
  };
}
