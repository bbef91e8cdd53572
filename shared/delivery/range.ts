/**
 * Byte ranges (RFC 9110, section 14). One range is honoured; several are answered with the whole, as the standard permits.
 */

import type { Instant } from '../time/instant.ts';
import { ifRangeHolds } from './conditional.ts';

/** `start` inclusive, `end` exclusive, in bytes of the whole representation. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export type RangeVerdict =
  | { readonly kind: 'whole' }
  | ({ readonly kind: 'part' } & ByteRange)
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a `Range` header for a representation of `total` bytes. `whole`: absent, another unit, malformed or several ranges
 * (answer 200). `unsatisfiable`: answer 416 with `unsatisfiedRange(total)`.
 */
export function parseRange(header: string | null | undefined, total: number): RangeVerdict {
  const whole = { kind: 'whole' } as const;
  if (header == null) return whole;
  const match = /^bytes\s*=\s*(?:(\d+)\s*-\s*(\d*)|-\s*(\d+))$/i.exec(header.trim());
  if (match === null) return whole;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), total);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: total - length, end: total };
  }
  const start = Number(first);
  const end = last === undefined || last === '' ? total : Math.min(Number(last) + 1, total);
  if (last !== undefined && last !== '' && compareDigits(last, first ?? '') < 0) return whole;
  return start >= total ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}

/** Orders two digit strings by value, whatever their length. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `Content-Range` of a 206. */
export function contentRange(range: ByteRange, total: number): string {
  return `bytes ${range.start}-${range.end - 1}/${total}`;
}

/** `Content-Range` of a 416. */
export function unsatisfiedRange(total: number): string {
  return `bytes */${total}`;
}

/**
 * What a request gets of a representation of `total` bytes, once its preconditions hold: `Range` counts for GET only and
 * only while `If-Range` holds (RFC 9110, sections 13.1.5 and 14.2).
 */
export function selectRange(request: {
  readonly method: string;
  readonly range: string | null | undefined;
  readonly ifRange: string | null | undefined;
  readonly etag: string | null;
  readonly lastModified: Instant | null;
  readonly now: Instant;
  readonly total: number;
}): RangeVerdict {
  if (request.method !== 'GET' || !ifRangeHolds(request.ifRange, request)) return { kind: 'whole' };
  return parseRange(request.range, request.total);
}
