/**
 * Answers to allowed requests: how long they may be kept, whether a precondition spares the bytes, which range is sent. Called
 * only with a decision in hand.
 */
import {
  contentRange,
  evaluateConditional,
  lifetimeOf,
  loweredSteps,
  type Step,
  selectRange,
  serverTiming,
  unsatisfiedRange,
} from '../../../shared/delivery/index.ts';
import type { AllowedUsage } from '../../../shared/rights/index.ts';
import type { PlannedRendition } from './renditions.ts';

/** Longest time from a withdrawal until no cache that obeys our headers answers with the picture. */
export const WITHDRAWAL_BOUND_MS = 15_000;
/** Kept back from that bound for the transit of an answer and for caches' rounding. */
const WITHDRAWAL_RESERVE_MS = 3_000;

/**
 * Who may keep an answer until the rights end: with `public` every cache, with `visitor` only the visitor's own, with
 * `protected` nobody.
 */
export type Keepers = 'public' | 'visitor' | 'protected';

/** An answer that can be given again without parsing or planning; the decision is never part of it. */
export interface RememberedAnswer {
  readonly planned: PlannedRendition;
  /** Everything but the lifetime, the timing and the length. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null where something else than the asset may change the bytes, or a change was too recent for whole seconds to tell. */
  readonly lastModified: number | null;
  readonly audience: Keepers;
  readonly policyTtlMs: number;
  /** Further ends the answer rests on, such as a signature's. */
  readonly otherUntils: readonly (number | null)[];
  /** Conditions that the plan was made under. */
  readonly conditions: AllowedUsage['conditions'];
}

/** Validators and length of what would be sent. */
export interface Representation {
  readonly etag: string;
  readonly lastModified: number | null;
}

export function precondition(request: Request, { etag, lastModified }: Representation, now: number) {
  const { headers } = request;
  const ifNoneMatch = headers.get('if-none-match');
  return evaluateConditional({
    method: request.method,
    ifMatch: headers.get('if-match'),
    ifNoneMatch,
    // Counts for nothing beside the other (RFC 9110, section 13.1.3), and reading a header is not free.
    ifModifiedSince: ifNoneMatch === null ? headers.get('if-modified-since') : null,
    ifUnmodifiedSince: headers.get('if-unmodified-since'),
    etag,
    lastModified,
    now,
  });
}

function cacheControlOf(answer: RememberedAnswer, decision: AllowedUsage, now: number): string {
  const policyMs = WITHDRAWAL_BOUND_MS - WITHDRAWAL_RESERVE_MS - answer.policyTtlMs;
  const { cacheControl } = lifetimeOf(decision, answer.audience === 'protected' ? 'protected' : 'public', {
    seconds: Math.max(0, Math.floor(policyMs / 1000)),
    now,
    otherUntils: answer.otherUntils,
  });
  return answer.audience === 'visitor' ? cacheControl.replace(/^public/, 'private') : cacheControl;
}

/**
 * What a 304 or 412 says (RFC 9110, section 15.4.5): what a cache needs to choose and refresh the answer it keeps, and nothing that
 * describes a body. Scripts that ask with a tag of their own may read it wherever they may read the answer.
 */
function bareHeaders(answer: RememberedAnswer, cacheControl: string): Words {
  const { vary, 'access-control-allow-origin': reader } = answer.headers;
  return {
    etag: answer.planned.etag,
    'cache-control': cacheControl,
    ...(vary === undefined ? {} : { vary }),
    ...(reader === undefined ? {} : { 'access-control-allow-origin': reader }),
  };
}

/** Headers as a plain object: the runtime reads one faster than it copies a `Headers`. */
type Words = Readonly<Record<string, string>>;

interface Prepared {
  readonly cacheControl: string;
  readonly bare: Words;
  /** With the length of the bytes they were made for. */
  whole: { readonly length: number; readonly headers: Words } | null;
}
/** A remembered answer is given thousands of times with the same words: they are written once per lifetime. */
const prepared = new WeakMap<RememberedAnswer, Prepared>();

function prepare(answer: RememberedAnswer, cacheControl: string): Prepared {
  const known = prepared.get(answer);
  if (known !== undefined && known.cacheControl === cacheControl) return known;
  const fresh: Prepared = { cacheControl, bare: bareHeaders(answer, cacheControl), whole: null };
  prepared.set(answer, fresh);
  return fresh;
}

const MEMORY_STEPS: readonly Step[] = [
  { name: 'parse', note: 'memory' },
  { name: 'decide' },
  { name: 'memory' },
];

/** With a word where the bytes are less than what was asked for. */
const timingOf = (steps: readonly Step[] | 'memory', bytes: Uint8Array): string =>
  serverTiming([...(steps === 'memory' ? MEMORY_STEPS : steps), ...loweredSteps(bytes)]);

function wholeHeaders(answer: RememberedAnswer, cacheControl: string, length: number, timing: string): Words {
  return {
    ...answer.headers,
    'cache-control': cacheControl,
    'server-timing': timing,
    'content-length': String(length),
  };
}

/** A 304 or 412, or null where bytes have to be sent. */
export function answerWithoutBytes(
  request: Request,
  answer: RememberedAnswer,
  decision: AllowedUsage,
  now: number,
): Response | null {
  const { planned, lastModified } = answer;
  const verdict = precondition(request, { etag: planned.etag, lastModified }, now);
  if (verdict === 'proceed') return null;
  const { bare } = prepare(answer, cacheControlOf(answer, decision, now));
  return verdict === 'not-modified' ? new Response(null, { status: 304, headers: bare }) : unmatched(bare);
}

/** Sends the bytes, or the range of them that was asked for. */
export function answerWithBytes(
  request: Request,
  answer: RememberedAnswer,
  decision: AllowedUsage,
  now: number,
  bytes: Uint8Array,
  steps: readonly Step[] | 'memory',
): Response {
  const cacheControl = cacheControlOf(answer, decision, now);
  const total = bytes.length;
  const isWhole = request.method === 'GET' && request.headers.get('range') === null;
  if (isWhole && steps === 'memory') {
    const ready = prepare(answer, cacheControl);
    if (ready.whole?.length !== total) {
      const headers = wholeHeaders(answer, cacheControl, total, timingOf(steps, bytes));
      ready.whole = { length: total, headers };
    }
    return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: ready.whole.headers });
  }
  const range = rangeOf(
    request,
    { etag: answer.planned.etag, lastModified: answer.lastModified },
    total,
    now,
  );
  const body = range.kind === 'part' ? bytes.subarray(range.start, range.end) : bytes;
  const headers = new Headers(wholeHeaders(answer, cacheControl, body.length, timingOf(steps, bytes)));
  if (range.kind === 'unsatisfiable') return unsatisfiable(total, headers);
  if (range.kind === 'part') headers.set('content-range', contentRange(range, total));
  return new Response(request.method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer>), {
    status: range.kind === 'part' ? 206 : 200,
    headers,
  });
}

/**
 * 412. Like a 416 it is about one client's conditions and is kept by nobody: a cache that hands those on would answer others with it,
 * and one request could keep a picture off a site.
 */
export function unmatched(bare: Words): Response {
  return new Response(null, {
    status: 412,
    headers: { ...bare, 'cache-control': unkept(bare['cache-control']) },
  });
}

const unkept = (cacheControl: string | null | undefined): string =>
  cacheControl?.startsWith('private') ? 'private, no-store' : 'no-store';

export function rangeOf(
  request: Request,
  { etag, lastModified }: Representation,
  total: number,
  now: number,
): ReturnType<typeof selectRange> {
  return selectRange({
    method: request.method,
    range: request.headers.get('range'),
    ifRange: request.headers.get('if-range'),
    etag,
    lastModified,
    now,
    total,
  });
}

/** 416: only the length is said; what would have described the bytes is not. Kept by nobody, as a 412. */
export function unsatisfiable(total: number, headers: Headers): Response {
  headers.set('cache-control', unkept(headers.get('cache-control')));
  headers.set('content-range', unsatisfiedRange(total));
  for (const name of ['content-length', 'content-type', 'content-disposition']) headers.delete(name);
  return new Response(null, { status: 416, headers });
}
