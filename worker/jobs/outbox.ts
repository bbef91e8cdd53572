/**
 * The outbox: work to do after a change is written in the change's own batch, so it is neither lost nor done for a change
 * that never happened. The queue only rings; a cron sweeper rings again. Jobs run at least once and are idempotent.
 */
import type { Database, Statement } from '../db/database.ts';
import { singleJob } from '../db/outbox-queue.ts';
import { outbox } from '../db/schema/index.ts';
import type { Identifiers } from '../ports/identifiers.ts';

/** Payload of every kind of job. */
export interface JobPayloads {
  /** Look at the bytes of a finished upload and make the asset, version or submission of it. */
  'upload.process': { uploadId: string };
  /** Make the web master, thumbnails, palette and suggestions of a version. */
  'version.prepare': { versionId: string };
  /** Make the pictures that reviewers see of a file handed in. */
  'submission.prepare': { submissionId: string };
  /** Compile the snapshots of assets whose rights changed. */
  'rights.recompile': { assetIds: string[] } | { licenseId: string };
  /** Tell somebody by mail which of their files a request has not taken since `since` and before `until`. */
  'request.tell_refused': { uploaderId: string; since: number; until: number };
  'mail.send': { mailId: string };
  'objects.delete': { keys: string[] };
  /** Add up the use of hot-links in an hour that is over. */
  'usage.roll_up': { hour: number };
  /** Take hidden characters out of texts kept of old, from this row on; `table` '': from the beginning. */
  'texts.clean': { table: string; after: string };
}
export type JobKind = keyof JobPayloads;

/** The insert of one job, for a batch. @param availableAt not before this instant. */
export function jobStatement<Kind extends JobKind>(
  deps: { readonly db: Database; readonly identifiers: Identifiers },
  kind: Kind,
  payload: JobPayloads[Kind],
  availableAt: number,
): Statement {
  return deps.db.insert(outbox).values({
    id: deps.identifiers.next('job'),
    kind,
    payload: payload as Record<string, unknown>,
    availableAt,
    createdAt: availableAt,
  });
}

/**
 * The insert of a job that is wanted once under `id`, however often it is asked for. One that is over is begun again: more
 * came to do since.
 */
export function jobOnce<Kind extends JobKind>(
  db: Database,
  id: string,
  kind: Kind,
  payload: JobPayloads[Kind],
  availableAt: number,
): Statement {
  return singleJob(db, { id, kind, payload: payload as Record<string, unknown>, availableAt });
}
