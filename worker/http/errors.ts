/** The one error type and its one mapping to `application/problem+json` (RFC 9457). */
import { HTTPException } from 'hono/http-exception';
import { PROBLEMS, type Problem, type ProblemCode } from '../../shared/contract/problem.ts';
import { isMessageKey, type Locale, type MessageValue, translate } from '../../shared/messages/index.ts';
import { logEvent, withoutTokens } from '../log.ts';
import type { AppContext } from './app-env.ts';

export interface FailureDetails {
  /** What happened and what to do, already in words; otherwise the catalogue's `problem.<code>.detail`. */
  detail?: string;
  errors?: { path: string; message: string }[];
  context?: Record<string, unknown>;
  params?: Record<string, MessageValue>;
  headers?: Record<string, string>;
}

/** A failure with a public answer. Anything else thrown is a bug and answers `internal`. */
export class Failure extends Error {
  readonly code: ProblemCode;
  readonly details: FailureDetails;

  constructor(code: ProblemCode, details: FailureDetails = {}) {
    super(details.detail ?? code);
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }
}

/** Throws a `Failure`. */
export function fail(code: ProblemCode, details: FailureDetails = {}): never {
  throw new Failure(code, details);
}

function words(locale: Locale, key: string, fallback: string, params?: Record<string, MessageValue>): string {
  return isMessageKey(key) ? translate(locale, key, params) : fallback;
}

export function problemBody(failure: Failure, locale: Locale, requestId: string): Problem {
  const { code, details } = failure;
  const title = words(locale, `problem.${code}`, code);
  return {
    type: `urn:vitrine:problem:${code}`,
    title,
    status: PROBLEMS[code],
    code,
    detail: details.detail ?? words(locale, `problem.${code}.detail`, title, details.params),
    requestId,
    ...(details.errors ? { errors: details.errors } : {}),
    ...(details.context ? { context: details.context } : {}),
  };
}

/** Hono's `onError`: every failure of every route ends here. */
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
