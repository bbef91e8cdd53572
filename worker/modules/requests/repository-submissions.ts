/** What was handed in, as its reviewers and its uploaders read it, and the decisions about it. */
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { UNPLACED_KEPT_MS } from '../../../shared/requests/hand-in.ts';
import { chunked, type Database, isAmong, type Statement } from '../../db/database.ts';
import {
  assets,
  releases,
  submissions,
  uploaders,
  uploadRequests,
  uploads,
  versions,
} from '../../db/schema/index.ts';

export type SubmissionRow = typeof submissions.$inferSelect;
export interface SubmissionRecord {
  submission: SubmissionRow;
  uploader: typeof uploaders.$inferSelect;
  request: typeof uploadRequests.$inferSelect;
  relativePath: string | null;
  /** As the uploader named it. */
  originalName: string;
}
export type Below = { at: number; id: string } | null;

/** How many names of other people's files a page shows. */
const NAMES_MAX = 500;
const OWN_MAX = 2000;

export function createSubmissionRepository(db: Database) {
  const records = () =>
    db
      .select({
        submission: submissions,
        uploader: uploaders,
        request: uploadRequests,
        relativePath: uploads.relativePath,
        originalName: uploads.fileName,
      })
      .from(submissions)
      .innerJoin(uploaders, eq(uploaders.id, submissions.uploaderId))
      .innerJoin(uploadRequests, eq(uploadRequests.id, submissions.uploadRequestId))
      .innerJoin(uploads, eq(uploads.id, submissions.uploadId));

  return {
    /** Newest first; releases come with the file they belong to. */
    page: (
      filter: { requestId: string | undefined; state: SubmissionRow['state'] | undefined; below: Below },
      limit: number,
    ): Promise<SubmissionRecord[]> =>
      records()
        .where(
          and(
            filter.requestId === undefined ? undefined : eq(submissions.uploadRequestId, filter.requestId),
            filter.state === undefined
              ? ne(submissions.state, 'attached')
              : eq(submissions.state, filter.state),
            isNull(submissions.releaseForId),
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
    async find(ids: readonly string[]): Promise<SubmissionRecord[]> {
      const found: SubmissionRecord[] = [];
      for (const step of chunked(ids)) found.push(...(await records().where(inArray(submissions.id, step))));
      return found;
    },
    one: (id: string): Promise<SubmissionRow | undefined> =>
      db.select().from(submissions).where(eq(submissions.id, id)).get(),
    async plain(ids: readonly string[]): Promise<SubmissionRow[]> {
      const found: SubmissionRow[] = [];
      for (const step of chunked(ids)) {
        found.push(...(await db.select().from(submissions).where(inArray(submissions.id, step))));
      }
      return found;
    },
    /** Releases that belong to these files, as they arrived. */
    async releasesOf(ids: readonly string[]): Promise<SubmissionRow[]> {
      const found: SubmissionRow[] = [];
      for (const step of chunked(ids)) {
        found.push(
          ...(await db
            .select()
            .from(submissions)
            .where(inArray(submissions.releaseForId, step))
            .orderBy(asc(submissions.receivedAt), sql`submissions.rowid`)),
        );
      }
      return found;
    },

    /**
     * Decides one file, as the first statement of its batch. A null state breaks the batch when somebody else was first, or
     * when the library has got one of `newDigests` in the meantime, of which the batch would make assets.
     */
    decide: (
      id: string,
      change: Pick<SubmissionRow, 'message' | 'assetId' | 'decidedAt' | 'decidedBy' | 'discardAt'> & {
        state: 'accepted' | 'returned';
      },
      newDigests: readonly string[],
    ): Statement =>
      db
        .update(submissions)
        .set({
          ...change,
          state: sql`CASE WHEN ${submissions.state} IN ('quarantined', 'incomplete')
            AND NOT EXISTS (SELECT 1 FROM ${versions} WHERE ${isAmong(versions.sha256, newDigests)})
            THEN ${change.state} END`,
        })
        .where(eq(submissions.id, id)),
    update: (id: string, change: Partial<SubmissionRow>): Statement =>
      db.update(submissions).set(change).where(eq(submissions.id, id)),
    /** What an uploader says about a file nobody has decided yet. */
    describe: (
      id: string,
      change: Pick<SubmissionRow, 'details'> & { state: 'incomplete' | 'quarantined' },
    ): Statement =>
      db
        .update(submissions)
        .set(change)
        .where(and(eq(submissions.id, id), inArray(submissions.state, ['incomplete', 'quarantined']))),
    insertRelease: (row: typeof releases.$inferInsert): Statement => db.insert(releases).values(row),

    /* ---- what the library knows ------------------------------------------------------------------------------------------- */

    /** Assets that have one of these digests, by digest. */
    async byDigest(digests: readonly string[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const step of chunked([...new Set(digests)])) {
        const rows = await db
          .select({ sha256: versions.sha256, assetId: versions.assetId })
          .from(versions)
          .where(inArray(versions.sha256, step));
        for (const row of rows) found.set(row.sha256, row.assetId);
      }
      return found;
    },
    /** Names of files of the same request with the same bytes that came before these, by id. */
    async earlierTwins(files: readonly SubmissionRow[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const step of chunked(files)) {
        const rows = await db
          .select()
          .from(submissions)
          .where(
            and(
              inArray(
                submissions.sha256,
                step.map(({ sha256 }) => sha256),
              ),
              ne(submissions.state, 'returned'),
              isNull(submissions.releaseForId),
            ),
          );
        for (const file of step) {
          const twin = rows.find(
            (row) =>
              row.sha256 === file.sha256 && row.uploadRequestId === file.uploadRequestId && row.id < file.id,
          );
          if (twin !== undefined) found.set(file.id, twin.fileName);
        }
      }
      return found;
    },
    /** Assets whose current version has one of these file names, by name; of several the newest. */
    async byFileName(names: readonly string[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const step of chunked([...new Set(names)])) {
        const rows = await db
          .select({ fileName: versions.fileName, assetId: versions.assetId })
          .from(versions)
          .innerJoin(assets, eq(assets.currentVersionId, versions.id))
          .where(inArray(versions.fileName, step))
          .orderBy(asc(versions.createdAt));
        for (const row of rows) found.set(row.fileName, row.assetId);
      }
      return found;
    },
    /** Perceptual hashes of the newest pictures of the library. */
    hashes: (limit: number): Promise<{ assetId: string; hash: string | null }[]> =>
      db
        .select({ assetId: versions.assetId, hash: versions.perceptualHash })
        .from(versions)
        .innerJoin(assets, eq(assets.currentVersionId, versions.id))
        .where(isNotNull(versions.perceptualHash))
        .orderBy(desc(versions.createdAt))
        .limit(limit),

    /* ---- for the uploader ------------------------------------------------------------------------------------------------- */

    /** What one uploader sees of their own files, newest first; without releases. */
    ownFiles: (uploaderId: string) =>
      db
        .select({ upload: uploads, submission: submissions })
        .from(uploads)
        .leftJoin(submissions, eq(submissions.uploadId, uploads.id))
        .where(
          and(
            eq(uploads.uploaderId, uploaderId),
            ne(uploads.state, 'receiving'),
            isNull(uploads.releaseForId),
          ),
        )
        .orderBy(desc(uploads.createdAt), desc(uploads.id))
        .limit(OWN_MAX),
    /** Of what one uploader has handed in, the names under which it was sent; oldest first, without releases. */
    sentFiles: (uploaderId: string): Promise<{ id: string; fileName: string }[]> =>
      db
        .select({ id: submissions.id, fileName: uploads.fileName })
        .from(submissions)
        .innerJoin(uploads, eq(uploads.id, submissions.uploadId))
        .where(and(eq(submissions.uploaderId, uploaderId), isNull(uploads.releaseForId)))
        .orderBy(asc(uploads.createdAt), asc(uploads.id))
        .limit(OWN_MAX),
    /** Releases of one uploader as they arrived, with the names under which they were sent. */
    ownReleases: (uploaderId: string): Promise<{ releaseForId: string | null; sentAs: string }[]> =>
      db
        .select({ releaseForId: submissions.releaseForId, sentAs: uploads.fileName })
        .from(submissions)
        .innerJoin(uploads, eq(uploads.id, submissions.uploadId))
        .where(and(eq(submissions.uploaderId, uploaderId), isNotNull(submissions.releaseForId)))
        .orderBy(asc(submissions.receivedAt), sql`submissions.rowid`)
        .limit(OWN_MAX),
    async names(requestId: string): Promise<string[]> {
      const rows = await db
        .select({ fileName: submissions.fileName })
        .from(submissions)
        .where(
          and(
            eq(submissions.uploadRequestId, requestId),
            isNull(submissions.releaseForId),
            ne(submissions.state, 'returned'),
          ),
        )
        .orderBy(asc(submissions.fileName))
        .limit(NAMES_MAX);
      return rows.map((row) => row.fileName);
    },

    /* ---- bytes the library did not take in ---------------------------------------------------------------------------------- */

    /** Files whose bytes may go; never one that a version names. */
    discardsDue: (now: number, limit: number): Promise<SubmissionRow[]> =>
      db
        .select()
        .from(submissions)
        .where(
          and(
            isNotNull(submissions.discardAt),
            isNull(submissions.discardedAt),
            lte(submissions.discardAt, now),
            sql`NOT EXISTS (SELECT 1 FROM ${versions} WHERE ${versions.sha256} = ${submissions.sha256} AND ${versions.storageKey} = ${submissions.storageKey})`,
          ),
        )
        .orderBy(asc(submissions.discardAt))
        .limit(limit),
    /** What was returned under a request stays as long as the request's new deadline says. */
    moveDiscards: (requestId: string, deadline: number): Statement =>
      db
        .update(submissions)
        .set({
          discardAt: sql`max(coalesce(${submissions.decidedAt}, 0), ${deadline}) + ${UNPLACED_KEPT_MS}`,
        })
        .where(
          and(
            eq(submissions.uploadRequestId, requestId),
            eq(submissions.state, 'returned'),
            isNull(submissions.discardedAt),
          ),
        ),

    /* ---- mail that is owed ------------------------------------------------------------------------------------------------ */

    /** Uploaders who are owed a receipt: nothing of theirs came since `quietSince`, or the first is older than `latest`. */
    receiptsDue: (quietSince: number, latest: number, limit: number): Promise<{ uploaderId: string }[]> =>
      db
        .select({ uploaderId: submissions.uploaderId })
        .from(submissions)
        .where(isNull(submissions.receiptAt))
        .groupBy(submissions.uploaderId)
        .having(
          sql`max(${submissions.receivedAt}) <= ${quietSince} OR min(${submissions.receivedAt}) <= ${latest}`,
        )
        .limit(limit),
    unreceipted: (uploaderId: string, limit: number): Promise<SubmissionRow[]> =>
      db
        .select()
        .from(submissions)
        .where(and(eq(submissions.uploaderId, uploaderId), isNull(submissions.receiptAt)))
        .orderBy(asc(submissions.receivedAt), asc(submissions.id))
        .limit(limit),
    /** Files of one person that the request did not take within a time, as they sent them; releases too. */
    refused: (
      uploaderId: string,
      { since, until }: { readonly since: number; readonly until: number },
      limit: number,
    ): Promise<{ fileName: string; detail: string | null; uploadRequestId: string | null }[]> =>
      db
        .select({
          fileName: uploads.fileName,
          detail: uploads.detail,
          uploadRequestId: uploads.uploadRequestId,
        })
        .from(uploads)
        .where(
          and(
            eq(uploads.uploaderId, uploaderId),
            eq(uploads.state, 'failed'),
            gte(uploads.updatedAt, since),
            lt(uploads.updatedAt, until),
          ),
        )
        .orderBy(asc(uploads.updatedAt), asc(uploads.id))
        .limit(limit),
    decisionsDue: (limit: number): Promise<{ uploaderId: string }[]> =>
      db
        .selectDistinct({ uploaderId: submissions.uploaderId })
        .from(submissions)
        .where(and(isNotNull(submissions.decidedAt), isNull(submissions.toldAt)))
        .limit(limit),
    untold: (uploaderId: string, limit: number): Promise<SubmissionRow[]> =>
      db
        .select()
        .from(submissions)
        .where(
          and(
            eq(submissions.uploaderId, uploaderId),
            isNotNull(submissions.decidedAt),
            isNull(submissions.toldAt),
          ),
        )
        .orderBy(asc(submissions.decidedAt), asc(submissions.id))
        .limit(limit),
    /**
     * Marks what a mail is about, in the mail's own batch; breaks it (a null state) when another run has sent that mail.
     */
    mark: (column: 'receiptAt' | 'toldAt', ids: readonly string[], now: number): Statement[] =>
      chunked(ids).map((step) =>
        db
          .update(submissions)
          .set({
            state: sql`CASE WHEN ${submissions[column]} IS NULL THEN ${submissions.state} END`,
            [column]: now,
          })
          .where(inArray(submissions.id, step)),
      ),
  };
}
