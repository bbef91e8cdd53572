/**
 * Identifiers: a kind prefix, then 26 characters of Crockford base 32 (48 bits of time, 80 random bits; ULID), so ids sort by
 * creation and say what they name. They are opaque to clients; nothing is authorised by knowing one.
 */
import { z } from 'zod';

export const ID_PREFIXES = {
  asset: 'ast',
  version: 'ver',
  collection: 'col',
  portal: 'ptl',
  shareLink: 'shr',
  recipient: 'rcp',
  license: 'lic',
  release: 'rel',
  override: 'ovr',
  uploadRequest: 'upr',
  invitee: 'inv',
  submission: 'sub',
  upload: 'upl',
  suggestion: 'sug',
  suggestionRun: 'run',
  auditEvent: 'evt',
  job: 'job',
  mail: 'mal',
  delivery: 'dlv',
  request: 'req',
  inquiry: 'inq',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id of `kind`. `now` in Unix milliseconds fixes the sort order, `random` gives at least 16 bytes.
 */
export function formatId(kind: IdKind, now: number, random: Uint8Array): string {
  let time = now;
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = CROCKFORD.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (let i = 0; i < 16; i++) tail += CROCKFORD.charAt((random[i] ?? 0) & 31);
  return `${ID_PREFIXES[kind]}_${head}${tail}`;
}

/** Schema of an id of one kind. */
export const idOf = (kind: IdKind) =>
  z.string().regex(new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$`), `expected an ${kind} id`);

/** Lower-case words and digits joined by single hyphens, 1–80 characters. */
export const slugSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens');

/** A slug from any text; diacritics folded, at most 80 characters, never empty. */
export function slugify(text: string, fallback = 'untitled'): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'ae')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/g, '');
  return slug === '' ? fallback : slug;
}
