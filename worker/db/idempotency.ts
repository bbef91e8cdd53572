/** Answers of writes already done, so that a retried request changes nothing twice. */
import { eq, inArray, lt } from 'drizzle-orm';
import { DAY_MS } from '../../shared/time/index.ts';
import type { Database } from './database.ts';
import { idempotencyKeys } from './schema/index.ts';

/** How long a repeated key is answered from memory. */
const KEPT_MS = DAY_MS;
/** Most rows that one sweep removes. */
const SWEPT_MAX = 1000;

export interface KeptAnswer {
  status: number;
  body: string;
}

/** @returns the answer kept under `key`, or null; 102 stands for a first request that is still running. */
export async function claimKey(db: Database, key: string, now: number): Promise<KeptAnswer | null> {
  const claimed = await db
    .insert(idempotencyKeys)
    .values({ key, status: 102, body: '', createdAt: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length > 0) return null;
  const row = await db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key)).get();
  return row === undefined ? null : { status: row.status, body: row.body };
}

export async function keepAnswer(db: Database, key: string, answer: KeptAnswer): Promise<void> {
  await db.update(idempotencyKeys).set(answer).where(eq(idempotencyKeys.key, key));
}

/** Gives a key back after a failure that changed nothing, so that the retry runs. */
export async function releaseKey(db: Database, key: string): Promise<void> {
  await db.delete(idempotencyKeys).where(eq(idempotencyKeys.key, key));
}

export async function sweepIdempotencyKeys(db: Database, now: number): Promise<void> {
  const over = db
    .select({ key: idempotencyKeys.key })
    .from(idempotencyKeys)
    .where(lt(idempotencyKeys.createdAt, now - KEPT_MS))
    .limit(SWEPT_MAX);
  await db.delete(idempotencyKeys).where(inArray(idempotencyKeys.key, over));
}
