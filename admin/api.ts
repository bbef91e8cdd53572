/**
 * The console's only door to the server: Hono's typed client over `/api/admin`. `read` turns an answer into its body
 * or throws `ApiError`, which carries the problem the server described. Nothing here keeps state.
 */
import { hc } from 'hono/client';
import type { Problem, ProblemCode } from '../shared/contract/problem.ts';
import type { Api } from '../worker/api.ts';

/** A request that did not succeed. `status` is 0 where no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  /** Seconds to wait before trying again, where the server says so. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, problem: Problem | null, retryAfterSeconds: number | null = null) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ProblemCode | null {
    return this.problem?.code ?? null;
  }
}

export const api = hc<Api>(location.origin).api.admin;

let onSignedOut: () => void = () => {};

/** Called when the server no longer knows who is asking. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

interface Answered<T> {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  json(): Promise<T>;
  blob(): Promise<Blob>;
}

/** The body of a successful answer. Throws `ApiError`, or the abort of an aborted request. */
export const read = async <T>(request: Promise<Answered<T>>): Promise<T> => (await succeeded(request)).json();

/** As `read`, of an answer that is a picture. */
export const readPicture = async (request: Promise<Answered<unknown>>): Promise<Blob> =>
  (await succeeded(request)).blob();

async function succeeded<T>(request: Promise<Answered<T>>): Promise<Answered<T>> {
  let response: Answered<T>;
  try {
    response = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, null);
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem?.code === 'sign_in_required') onSignedOut();
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  throw new ApiError(response.status, problem, Number.isFinite(wait) ? wait : null);
}

/** Query parameters as the client sends them: empty values are left out. */
export function toQuery(query: object): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') sent[name] = String(value);
  }
  return sent;
}

/** Request options that carry an abort signal. */
export const abortable = (signal: AbortSignal | undefined) => (signal ? { init: { signal } } : {});

async function readProblem(response: Answered<unknown>): Promise<Problem | null> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return (await response.json()) as Problem;
  } catch {
    // A truncated body tells nothing more than the status does.
    return null;
  }
}
