/**
 * How long one download may take. A grant is a lease of ten minutes that every transfer moves on; without a bound of the whole
 * one counted download could be fetched over and over for as long as somebody asks every nine minutes.
 *
 * The bound is counted from the first byte: ten minutes and the time in which a slow line carries the bytes. A picture of 5 MB
 * has eleven minutes, an archive of 6 GB thirteen and a half hours, in which it may be cut and resumed as often as it likes.
 * What is played is held to the time in which it plays, three hours at most.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/durations.ts';

/** One lease, and what every grant has beside the time its bytes take. */
export const GRANT_LEASE_MS = 10 * MINUTE_MS;
/** A slow line: 1 Mbit/s. */
const BYTES_PER_MS = 125;
/** The quietest recordings: 64 kbit/s. */
const PLAYED_BYTES_PER_MS = 8;
const PLAYED_MS_MAX = 3 * HOUR_MS;

export interface GrantTerms {
  /** Of the whole file or archive. */
  readonly bytes: number;
  readonly isPlayed: boolean;
}

/** When a grant whose first byte went out at `startedAt` is over at the latest, whatever is still asked of it. */
export function grantEndsAt(startedAt: number, { bytes, isPlayed }: GrantTerms): number {
  const carrying = isPlayed ? Math.min(bytes / PLAYED_BYTES_PER_MS, PLAYED_MS_MAX) : bytes / BYTES_PER_MS;
  return startedAt + GRANT_LEASE_MS + Math.min(Math.ceil(carrying), DAY_MS);
}

/** Ranges overlap, and what was lost on the way is asked for again. */
const TIMES_SENT_MAX = 2;
/** Players go back. */
const TIMES_PLAYED_MAX = 4;

/** Most bytes that are sent on one grant, whatever is asked of it. */
export function grantBudget({ bytes, isPlayed }: GrantTerms): number {
  return bytes * (isPlayed ? TIMES_PLAYED_MAX : TIMES_SENT_MAX);
}
