import { createMiddleware } from 'hono/factory';
import { claimKey, keepAnswer, releaseKey } from '../db/idempotency.ts';
import type { AppEnv } from './app-env.ts';
import { fail } from './errors.ts';

const KEY_PATTERN = /^[\x21-\x7e]{8,100}$/;
const RUNNING = 102;
/** Longer answers are not kept; the retry then runs again. */
const ANSWER_MAX_BYTES = 200_000;

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the first request with a key runs, every later one by the
 * same person on the same path gets its answer again. Without the header nothing changes.
 */
export const idempotentWrites = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header('idempotency-key');
  const { actor, now } = c.get('caller');
  if (given === undefined || c.req.method !== 'POST' || actor.id === null) {
    await next();
    return;
  }
  if (!KEY_PATTERN.test(given)) {
    fail('bad_request', { detail: 'Idempotency-Key takes 8 to 100 visible ASCII characters.' });
  }
  const { db } = c.get('services');
  const key = `${actor.id} ${new URL(c.req.url).pathname} ${given}`;
  const kept = await claimKey(db, key, now);
  if (kept !== null) {
    if (kept.status === RUNNING) {
      fail('conflict', {
        detail: 'The first request with this Idempotency-Key is still running.',
        headers: { 'retry-after': '2' },
      });
    }
    c.res = new Response(kept.body, {
      status: kept.status,
      headers: { 'content-type': 'application/json', 'idempotency-replayed': 'true' },
    });
    return;
  }
  await next();
  const body = await c.res.clone().text();
  // Refused input changed nothing; it may be corrected and sent again under the same key.
  if (c.res.status >= 400 || body.length > ANSWER_MAX_BYTES) await releaseKey(db, key);
  else await keepAnswer(db, key, { status: c.res.status, body });
});
