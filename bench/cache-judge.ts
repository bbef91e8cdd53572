/**
 * What a cache that keeps to RFC 9111 could do with an answer: judged by http-cache-semantics, as a shared cache and as a private
 * one, from the headers as they were sent. Its verdict rests on a few of them, so it is worked out once for each of their values.
 */
import CachePolicy from 'http-cache-semantics';

export interface Verdict {
  /** Whether any cache may keep the answer at all. */
  readonly isStorable: boolean;
  /** Milliseconds from the answer's arrival for which it may be given again without asking, stale answers that are allowed included. */
  readonly keptMs: number;
}

/** Headers that decide about keeping (RFC 9111, sections 3 to 5; RFC 5861). */
const DECIDING = /^(?:cache-control|pragma|expires|age|vary|date|last-modified|set-cookie)$/;

/** Header lines of a head as sent, names in lower case. */
export function headersOf(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/** A policy for which no time passes between the answer's arrival and the verdict, so that the same answer always has the same one. */
function policyOnArrival(...answered: ConstructorParameters<typeof CachePolicy>): CachePolicy {
  const arrived = Date.now();
  return new (class extends CachePolicy {
    // The typings leave out the library's clock.
    now(): number {
      return arrived;
    }
  })(...answered);
}

export function createCacheJudge(): (
  request: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
  answer: { readonly status: number; readonly head: string },
) => Verdict {
  const known = new Map<string, Verdict>();
  return (request, { status, head }) => {
    const headers = headersOf(head);
    const deciding = Object.entries(headers).filter(([name]) => DECIDING.test(name));
    const isCut = request.headers.range !== undefined;
    // Both dates only matter by their distance; to the second that is a handful of values.
    const key = JSON.stringify([request.method, isCut, status, deciding]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const policies = [true, false].map((shared) =>
      policyOnArrival(
        { url: '/', method: request.method, headers: { ...request.headers } },
        { status, headers },
        { shared },
      ),
    );
    const storable = policies.filter((policy) => policy.storable());
    const verdict = {
      isStorable: storable.length > 0,
      keptMs: Math.max(0, ...storable.map((policy) => policy.timeToLive())),
    };
    if (known.size > 50_000) known.clear();
    known.set(key, verdict);
    return verdict;
  };
}
