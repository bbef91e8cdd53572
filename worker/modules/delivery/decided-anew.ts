/**
 * A picture that has to be made first may take seconds, and waits for its turn before that. What was allowed when it was asked for
 * may have ended or been withdrawn since, and a lifetime counted from then would reach past the end.
 */
import type { Caller } from '../../http/caller.ts';
import { isServed } from './usage.ts';

/** An answer that took longer is given by a decision of the moment it is ready; a shorter time is within what lifetimes keep back. */
const STALE_AFTER_MS = 200;
/** Bytes once made are at hand, so the second time is quick, but for a memory that others have filled meanwhile. */
const ATTEMPTS_MAX = 3;

/**
 * @param attempt answers for the moment that its caller says; what it hands to `sent` is done if that answer is the one that is given
 * @param monotonic milliseconds that only measure durations
 */
export async function decideWhenReady(
  caller: Caller,
  monotonic: () => number,
  attempt: (caller: Caller, sent: (work: () => void) => void) => Promise<Response>,
): Promise<Response> {
  const startedAt = monotonic();
  /** What the bytes took, which the last answer says for all. */
  let timing: string | null = null;
  let now = caller.now;
  for (let tries = 1; ; tries++) {
    const works: (() => void)[] = [];
    const response = await attempt({ ...caller, now }, (work) => works.push(work));
    const ready = caller.now + monotonic() - startedAt;
    // A refusal is kept by nobody and gives nothing away.
    if (isServed(response.status) && ready - now > STALE_AFTER_MS && tries < ATTEMPTS_MAX) {
      timing ??= response.headers.get('server-timing');
      await response.body?.cancel();
      now = ready;
      continue;
    }
    if (timing !== null && response.headers.has('server-timing')) {
      response.headers.set('server-timing', timing);
    }
    for (const work of works) work();
    return response;
  }
}
