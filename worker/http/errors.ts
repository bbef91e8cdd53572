/** The one error type, and its one mapping to the body of an `application/problem+json` (RFC 9457). */
import { PROBLEMS, type Problem, type ProblemCode } from '../../shared/contract/problem.ts';
import { isMessageKey, type Locale, type MessageValue, translate } from '../../shared/messages/index.ts';

export interface FailureDetails {
  /** What happened and what to do, already in words; otherwise the catalogue's `problem.<code>.detail`. */
  readonly detail?: string;
  /** As `detail` and `context`, where what happened is told in the reader's language. */
  readonly inWords?: (locale: Locale) => { detail: string; context?: Record<string, unknown> };
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly context?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, MessageValue>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A failure with a public answer. Anything else thrown is a bug and answers `internal`. Several requests may be answered with
 * the same one (`SingleFlight`), so it never changes.
 */
export class Failure extends Error {
  readonly code: ProblemCode;
  readonly details: FailureDetails;

  constructor(code: ProblemCode, details: FailureDetails = {}) {
    super(details.detail ?? code);
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }

  /** The same failure for one answer, with headers under those that it has. */
  withHeaders(headers: Readonly<Record<string, string>>): Failure {
    return new Failure(this.code, { ...this.details, headers: { ...headers, ...this.details.headers } });
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
  const told = details.inWords?.(locale);
  const context = told?.context ?? details.context;
  return {
    type: `urn:vitrine:problem:${code}`,
    title,
    status: PROBLEMS[code],
    code,
    detail: told?.detail ?? details.detail ?? words(locale, `problem.${code}.detail`, title, details.params),
    requestId,
    ...(details.errors ? { errors: [...details.errors] } : {}),
    ...(context ? { context } : {}),
  };
}
