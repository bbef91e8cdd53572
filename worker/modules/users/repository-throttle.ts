import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { throttles } from '../../db/schema/index.ts';

/** Failures within one window before the subject has to wait. */
export const FAILURES_MAX = 8;
export const WINDOW_MS = 15 * 60_000;
const LOCK_MS = 5 * 60_000;

/** Milliseconds until `subject` may try again; 0 when it may now. */
export async function lockedFor(db: Database, subject: string, now: number): Promise<number> {
  const row = await db.select().from(throttles).where(eq(throttles.subject, subject)).get();
  return Math.max(0, (row?.lockedUntil ?? 0) - now);
}

/**
 * Counts one failure in a single statement, so that parallel attempts are all counted. A lock that is over begins a new
 * window: whoever waited for it has all tries again.
 */
export async function countFailure(db: Database, subject: string, now: number): Promise<{ locked: boolean }> {
  const fresh = sql`(${throttles.windowStartedAt} < ${now - WINDOW_MS} OR coalesce(${throttles.lockedUntil} <= ${now}, 0))`;
  const failures = sql<number>`CASE WHEN ${fresh} THEN 1 ELSE ${throttles.failures} + 1 END`;
  const row = await db
    .insert(throttles)
    .values({ subject, failures: 1, windowStartedAt: now })
    .onConflictDoUpdate({
      target: throttles.subject,
      set: {
        failures,
        windowStartedAt: sql`CASE WHEN ${fresh} THEN ${now} ELSE ${throttles.windowStartedAt} END`,
        lockedUntil: sql`CASE WHEN (${failures}) >= ${FAILURES_MAX} THEN ${now + LOCK_MS} ELSE NULL END`,
      },
    })
    .returning({ lockedUntil: throttles.lockedUntil })
    .get();
  return { locked: row.lockedUntil !== null };
}

export async function clearFailures(db: Database, subject: string): Promise<void> {
  await db.delete(throttles).where(eq(throttles.subject, subject));
}

/** Takes one counted failure back: the try was right. A lock that others caused stays. */
export async function forgiveFailure(db: Database, subject: string): Promise<void> {
  await db
    .update(throttles)
    .set({ failures: sql`max(0, ${throttles.failures} - 1)` })
    .where(eq(throttles.subject, subject));
}
