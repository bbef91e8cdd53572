import { eq, sql } from 'drizzle-orm';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import type { Database } from '../../db/database.ts';
import { throttles } from '../../db/schema/index.ts';

/** Failures within one window before the subject has to wait. */
export const FAILURES_MAX = 8;
export const WINDOW_MS = 15 * 60_000;
export const LOCK_MS = 5 * 60_000;
const TURN_WINDOW_MS = HOUR_MS;
/** Longer than any window. */
const KEPT_MS = DAY_MS;

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

/** A bound: at most `max` turns of `subject` in one window, an hour unless it says otherwise. */
export interface TurnLimit {
  readonly subject: string;
  readonly max: number;
  readonly windowMs?: number;
}

/** The bounds as one JSON parameter, each with the instant after which a window counts that began. */
const boundsAt = (limits: readonly TurnLimit[], now: number): string =>
  JSON.stringify(
    limits.map(({ subject, max, windowMs = TURN_WINDOW_MS }) => ({ subject, max, since: now - windowMs })),
  );

/**
 * Takes one turn under every one of `limits`, or, where one of them has none left, none at all: in a single statement, so that
 * parallel turns are all counted and a refused one leaves no row behind. Windows begin with their first turn.
 * @returns whether the turn was taken
 */
export async function takeTurns(
  db: Database,
  limits: readonly TurnLimit[],
  { now }: { readonly now: number },
): Promise<boolean> {
  const wanted = boundsAt(limits, now);
  const isRunning = sql`window_started_at > (
    SELECT own.value ->> 'since' FROM json_each(${wanted}) AS own WHERE own.value ->> 'subject' = excluded.subject)`;
  const taken = await db.all<{ subject: string }>(sql`
    INSERT INTO throttles (subject, failures, window_started_at)
    SELECT value ->> 'subject', 1, ${now} FROM json_each(${wanted})
    WHERE NOT EXISTS (
      SELECT 1 FROM json_each(${wanted}) AS bound JOIN throttles AS t ON t.subject = bound.value ->> 'subject'
      WHERE t.window_started_at > bound.value ->> 'since' AND t.failures >= bound.value ->> 'max')
    ON CONFLICT (subject) DO UPDATE SET
      failures = CASE WHEN ${isRunning} THEN failures + 1 ELSE 1 END,
      window_started_at = CASE WHEN ${isRunning} THEN window_started_at ELSE ${now} END
    RETURNING subject`);
  return taken.length > 0;
}

/** Milliseconds until a turn under every one of `limits` is free; 0 when one is now. Takes none. */
export async function turnsFreeIn(
  db: Database,
  limits: readonly TurnLimit[],
  { now }: { readonly now: number },
): Promise<number> {
  const [row] = await db.all<{ waitMs: number | null }>(sql`
    SELECT max(t.window_started_at - bound.value ->> 'since') AS waitMs
    FROM json_each(${boundsAt(limits, now)}) AS bound JOIN throttles AS t ON t.subject = bound.value ->> 'subject'
    WHERE t.window_started_at > bound.value ->> 'since' AND t.failures >= bound.value ->> 'max'`);
  return Math.max(0, row?.waitMs ?? 0);
}

/** Forgets counts whose window and lock are long over. */
export async function deleteOldThrottles(db: Database, now: number): Promise<void> {
  await db.run(sql`
    DELETE FROM throttles WHERE subject IN (
      SELECT subject FROM throttles
      WHERE window_started_at < ${now - KEPT_MS} AND coalesce(locked_until, 0) < ${now} LIMIT 1000)`);
}
