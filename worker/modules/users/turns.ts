/**
 * Turns that somebody has to have before a row is made for them, and what they are told when they have none left. The count
 * is `takeTurns`; whose turn it is, and how many there are, is said where the rows are made.
 */
import type { Database } from '../../db/database.ts';
import { fail } from '../../http/errors.ts';
import { type TurnLimit, takeTurns, turnsFreeIn } from './repository-throttle.ts';

interface TurnAt {
  readonly now: number;
  /** What is told, in the reader's language. */
  readonly detail: string;
}

function refuse(waitMs: number, detail: string): never {
  return fail('too_many_attempts', { detail, headers: { 'retry-after': String(retryAfterOf(waitMs)) } });
}

/** Seconds of `Retry-After`: at least one, so that nobody comes back in the same moment. */
export function retryAfterOf(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}

/** Takes one turn under every one of `limits`; none has to be taken where there is no limit. @throws Failure `too_many_attempts`, with `Retry-After` */
export async function requireTurn(
  db: Database,
  limits: readonly TurnLimit[],
  { now, detail }: TurnAt,
): Promise<void> {
  if (limits.length === 0 || (await takeTurns(db, limits, { now }))) return;
  refuse(await turnsFreeIn(db, limits, { now }), detail);
}

/**
 * Looks whether there is a turn, and takes none: before work that is only worth it with one.
 * @throws Failure `too_many_attempts`, with `Retry-After`
 */
export async function requireTurnLeft(
  db: Database,
  limits: readonly TurnLimit[],
  { now, detail }: TurnAt,
): Promise<void> {
  const waitMs = await turnsFreeIn(db, limits, { now });
  if (waitMs > 0) refuse(waitMs, detail);
}
