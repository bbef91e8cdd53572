/** Rows of what is handed in under upload requests, as ingest writes them. */
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { type Database, ID_CHUNK, type Statement } from '../../db/database.ts';
import { invitees, requestConsents, submissions, uploaders, uploadRequests } from '../../db/schema/index.ts';

export type SubmissionRow = typeof submissions.$inferSelect;
export type UploaderRow = typeof uploaders.$inferSelect;

/**
 * The request and the person of an upload, what they may still do, and since when the words of the consent are those of
 * today; null where there are none.
 */
export async function findHandIn(db: Database, uploadRequestId: string, uploaderId: string) {
  return db
    .select({
      request: uploadRequests,
      uploader: uploaders,
      inviteeState: invitees.state,
      consentSince: requestConsents.createdAt,
    })
    .from(uploadRequests)
    .innerJoin(uploaders, eq(uploaders.uploadRequestId, uploadRequests.id))
    .leftJoin(invitees, eq(invitees.id, uploaders.inviteeId))
    .leftJoin(
      requestConsents,
      and(
        eq(requestConsents.uploadRequestId, uploadRequests.id),
        eq(requestConsents.version, uploadRequests.consentVersion),
      ),
    )
    .where(and(eq(uploadRequests.id, uploadRequestId), eq(uploaders.id, uploaderId)))
    .get();
}

export async function findUploader(db: Database, id: string): Promise<UploaderRow | undefined> {
  return db.select().from(uploaders).where(eq(uploaders.id, id)).get();
}

export async function findSubmission(db: Database, id: string): Promise<SubmissionRow | undefined> {
  return db.select().from(submissions).where(eq(submissions.id, id)).get();
}

/** Which of these names a request already has, in any case of ASCII letters. */
export async function takenNames(
  db: Database,
  uploadRequestId: string,
  names: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ fileName: sql<string>`lower(${submissions.fileName})` })
    .from(submissions)
    .where(
      and(
        eq(submissions.uploadRequestId, uploadRequestId),
        inArray(sql`lower(${submissions.fileName})`, names.slice(0, ID_CHUNK)),
      ),
    );
  return new Set(rows.map((row) => row.fileName));
}

/** Files a request holds that were not returned, releases aside; their bytes, and those of one person. */
export async function countHeld(
  db: Database,
  uploadRequestId: string,
  uploaderId: string,
): Promise<{ files: number; bytes: number; personBytes: number }> {
  const row = await db
    .select({
      files: sql<number>`coalesce(sum(${submissions.releaseForId} IS NULL), 0)`,
      bytes: sql<number>`coalesce(sum(${submissions.sizeBytes}), 0)`,
      personBytes: sql<number>`coalesce(sum(iif(${submissions.uploaderId} = ${uploaderId}, ${submissions.sizeBytes}, 0)), 0)`,
    })
    .from(submissions)
    .where(and(eq(submissions.uploadRequestId, uploadRequestId), ne(submissions.state, 'returned')))
    .get();
  return row ?? { files: 0, bytes: 0, personBytes: 0 };
}

/**
 * The insert of a submission, which breaks its batch when the name was taken in the meantime: a null `file_name` is not
 * allowed.
 */
export function insertSubmission(db: Database, row: typeof submissions.$inferInsert): Statement {
  return db.insert(submissions).values({
    ...row,
    fileName: sql`CASE WHEN NOT EXISTS (
      SELECT 1 FROM submissions s WHERE s.upload_request_id = ${row.uploadRequestId}
        AND lower(s.file_name) = lower(${row.fileName})
    ) THEN ${row.fileName} END`,
  });
}

export function updateSubmission(db: Database, id: string, change: Partial<SubmissionRow>): Statement {
  return db.update(submissions).set(change).where(eq(submissions.id, id));
}

/** A release has come for a file that waited for nothing else. */
export function completeByRelease(db: Database, id: string): Statement {
  return db
    .update(submissions)
    .set({ state: 'quarantined' })
    .where(and(eq(submissions.id, id), eq(submissions.state, 'incomplete')));
}
