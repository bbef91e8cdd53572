/** Where every failure of every route ends. */
import { HTTPException } from 'hono/http-exception';
import { PROBLEMS } from '../../shared/contract/problem.ts';
import { logEvent, withoutTokens } from '../log.ts';
import type { AppContext } from './app-env.ts';
import { Failure, problemBody } from './errors.ts';

/** Hono's `onError`. */
export function onError(error: Error, c: AppContext): Response {
  const caller = c.get('caller');
  const requestId = caller?.requestId ?? 'req_unknown';
  const locale = caller?.locale ?? 'en';
  let failure: Failure;
  if (error instanceof Failure) failure = error;
  else if (error instanceof HTTPException && error.status < 500) {
    failure = new Failure(error.status === 413 ? 'payload_too_large' : 'bad_request', {
      detail: error.message,
    });
  } else {
    logEvent('error', 'request.failed', {
      requestId,
      path: withoutTokens(new URL(c.req.url).pathname),
      error: error.message,
      stack: error.stack,
    });
    failure = new Failure('internal');
  }
  return Response.json(problemBody(failure, locale, requestId), {
    status: PROBLEMS[failure.code],
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...failure.details.headers,
    },
  });
}
