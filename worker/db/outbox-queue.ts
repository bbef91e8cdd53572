/** The outbox as a queue: claiming due jobs and writing down what came of them. */
import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Database, Statement } from './database.ts';
import { outbox } from './schema/index.ts';

/** Most rows that one sweep removes; the next minute's goes on. */
const SWEPT_MAX = 1000;

export type OutboxRow = typeof outbox.$inferSelect;

/**
 * Claims up to `limit` jobs that are due, or whose lease has ended, in one conditional update. The claim is this runner's
 * until `leaseEndsAt`.
 */
export async function claimJobs(
  db: Database,
  claim: { now: number; leaseEndsAt: number; limit: number },
): Promise<OutboxRow[]> {
  const due = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(inArray(outbox.state, ['waiting', 'running']), lte(outbox.availableAt, claim.now)))
    .orderBy(asc(outbox.availableAt), asc(outbox.id))
    .limit(claim.limit);
  const rows = await db
    .update(outbox)
    .set({ state: 'running', attempts: sql`${outbox.attempts} + 1`, availableAt: claim.leaseEndsAt })
    .where(inArray(outbox.id, due))
    .returning();
  // `availableAt` is the lease's end by now; a job is created with its due time.
  return rows.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Inserts a job under an id of its own; one of that id that is over waits again, one that is not stays as it is. */
export function singleJob(
  db: Database,
  job: Pick<OutboxRow, 'id' | 'kind' | 'payload' | 'availableAt'>,
): Statement {
  const again = {
    state: 'waiting' as const,
    attempts: 0,
    availableAt: job.availableAt,
    // Begun again: how long it may be put off is counted from now.
    createdAt: job.availableAt,
    lastError: null,
    doneAt: null,
  };
  return db
    .insert(outbox)
    .values({ ...job, createdAt: job.availableAt })
    .onConflictDoUpdate({
      target: outbox.id,
      set: again,
      setWhere: inArray(outbox.state, ['done', 'failed']),
    });
}

/** Writes `changes` unless the job was claimed anew since: only the newest claim may say what became of it. */
export async function recordJob(db: Database, job: OutboxRow, changes: Partial<OutboxRow>): Promise<void> {
  await db
    .update(outbox)
    .set(changes)
    .where(and(eq(outbox.id, job.id), eq(outbox.attempts, job.attempts), eq(outbox.state, 'running')));
}

/** Removes jobs that ended well before `before`. Failed ones stay: somebody has to see them. */
export async function deleteDoneJobs(db: Database, before: number): Promise<void> {
  const over = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'done'), lt(outbox.doneAt, before)))
    .limit(SWEPT_MAX);
  await db.delete(outbox).where(inArray(outbox.id, over));
}
