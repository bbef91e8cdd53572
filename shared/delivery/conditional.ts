/**
 * Validators and conditional requests (RFC 9110, sections 8.8 and 13). Evaluate after the rights decision: a 304 is an
 * answer too.
 */
import type { Instant } from '../time/instant.ts';

export interface EntityTag {
  readonly isWeak: boolean;
  /** Without quotes. */
  readonly opaque: string;
}

const STRONG_TAG = /^"[\x21\x23-\x7e\x80-\xff]*"$/;

/** Reads one entity tag; `null` when malformed. */
export function parseEntityTag(text: string): EntityTag | null {
  const match = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/.exec(text.trim());
  return match === null ? null : { isWeak: match[1] !== undefined, opaque: match[2] ?? '' };
}

/** Longest `If-Match` or `If-None-Match` that is read, in characters: room for some hundred tags. */
const MAX_FIELD_LENGTH = 8192;
const TAG_AT = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/y;

/**
 * Reads an `If-Match` or `If-None-Match` field in one pass. `*` stands for any representation. A field with one malformed
 * member, or one that is longer than anybody needs, is malformed as a whole: `null`, which matches nothing.
 */
export function parseEntityTags(field: string): '*' | readonly EntityTag[] | null {
  if (field.length > MAX_FIELD_LENGTH) return null;
  if (field.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  let mayBegin = true;
  for (let at = 0; at < field.length; ) {
    const character = field[at];
    if (character === ' ' || character === '\t' || character === ',') {
      if (character === ',') mayBegin = true;
      at++;
      continue;
    }
    TAG_AT.lastIndex = at;
    const match = mayBegin ? TAG_AT.exec(field) : null;
    if (match === null) return null;
    tags.push({ isWeak: match[1] !== undefined, opaque: match[2] ?? '' });
    mayBegin = false;
    at = TAG_AT.lastIndex;
  }
  return tags.length === 0 ? null : tags;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads an HTTP date in any of its three forms (RFC 9110, section 5.6.7) to an instant in whole seconds; `null` when it is
 * none. `now` resolves the two-digit year of the RFC 850 form: more than 50 years ahead means the past.
 */
export function parseHttpDate(text: string, now: Instant): Instant | null {
  const forms = [
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<d>\d{2}) (?<mon>[A-Z][a-z]{2}) (?<y>\d{4}) (?<t>\d{2}:\d{2}:\d{2}) GMT$/,
    /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<d>\d{2})-(?<mon>[A-Z][a-z]{2})-(?<y>\d{2}) (?<t>\d{2}:\d{2}:\d{2}) GMT$/,
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<mon>[A-Z][a-z]{2}) (?<d>[ \d]\d) (?<t>\d{2}:\d{2}:\d{2}) (?<y>\d{4})$/,
  ];
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const { d = '', mon = '', y = '', t = '' } = groups;
    const month = MONTHS.indexOf(mon);
    const [hour = 0, minute = 0, second = 0] = t.split(':').map(Number);
    const day = Number(d);
    if (month < 0 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
    let year = Number(y);
    if (y.length === 2) {
      const thisYear = new Date(now).getUTCFullYear();
      year += Math.floor(thisYear / 100) * 100;
      if (year > thisYear + 50) year -= 100;
    }
    const instant = Date.UTC(year, month, day, hour, minute, Math.min(second, 59));
    return new Date(instant).getUTCDate() === day ? instant : null;
  }
  return null;
}

/** IMF-fixdate, for `Last-Modified`, `Date` and `Expires`. Fractions of a second are cut off. */
export function formatHttpDate(instant: Instant): string {
  return new Date(Math.floor(instant / 1000) * 1000).toUTCString();
}

export interface ConditionalInput {
  readonly method: string;
  readonly ifMatch?: string | null;
  readonly ifNoneMatch?: string | null;
  readonly ifModifiedSince?: string | null;
  readonly ifUnmodifiedSince?: string | null;
  /** The selected representation's tag with quotes; `null` without one. */
  readonly etag: string | null;
  readonly lastModified: Instant | null;
  readonly now: Instant;
}

function isListed(field: string, etag: string | null, comparison: 'strong' | 'weak'): boolean {
  // What a cache sends nearly always: the very tag it was given, strong.
  if (field === etag && STRONG_TAG.test(field)) return true;
  const tags = parseEntityTags(field);
  const own = etag === null ? null : parseEntityTag(etag);
  if (tags === '*') return true;
  // Without a readable tag on either side nothing is equal: two unreadable tags are not "the same".
  if (tags === null || own === null) return false;
  return tags.some(
    (tag) => tag.opaque === own.opaque && (comparison === 'weak' || (!tag.isWeak && !own.isWeak)),
  );
}

/**
 * The outcome of the preconditions in the order of RFC 9110, section 13.2.2. `not-modified` is a 304, for GET and HEAD
 * only; `precondition-failed` is a 412.
 */
export function evaluateConditional(
  input: ConditionalInput,
): 'proceed' | 'not-modified' | 'precondition-failed' {
  const { method, etag, lastModified, now } = input;
  const isRead = method === 'GET' || method === 'HEAD';
  const modifiedAt = lastModified === null ? null : Math.floor(lastModified / 1000) * 1000;
  if (input.ifMatch != null) {
    if (!isListed(input.ifMatch, etag, 'strong')) return 'precondition-failed';
  } else if (input.ifUnmodifiedSince != null && modifiedAt !== null) {
    const date = parseHttpDate(input.ifUnmodifiedSince, now);
    if (date !== null && modifiedAt > date) return 'precondition-failed';
  }
  if (input.ifNoneMatch != null) {
    if (!isListed(input.ifNoneMatch, etag, 'weak')) return 'proceed';
    return isRead ? 'not-modified' : 'precondition-failed';
  }
  if (isRead && input.ifModifiedSince != null && modifiedAt !== null) {
    const date = parseHttpDate(input.ifModifiedSince, now);
    if (date !== null && modifiedAt <= date) return 'not-modified';
  }
  return 'proceed';
}

/**
 * Whether a `Range` may be honoured under `If-Range` (RFC 9110, section 13.1.5): an entity tag must be strong and equal; a
 * date must equal `lastModified` and be at least a second in the past, as only then is it a strong validator.
 */
export function ifRangeHolds(
  ifRange: string | null | undefined,
  validators: { readonly etag: string | null; readonly lastModified: Instant | null; readonly now: Instant },
): boolean {
  if (ifRange == null) return true;
  const text = ifRange.trim();
  if (text.startsWith('"') || text.startsWith('W/')) {
    const [theirs, own] = [
      parseEntityTag(text),
      validators.etag === null ? null : parseEntityTag(validators.etag),
    ];
    if (theirs === null || own === null) return false;
    return !theirs.isWeak && !own.isWeak && theirs.opaque === own.opaque;
  }
  const date = parseHttpDate(text, validators.now);
  if (date === null || validators.lastModified === null) return false;
  const modifiedAt = Math.floor(validators.lastModified / 1000) * 1000;
  return date === modifiedAt && validators.now - modifiedAt >= 1000;
}
