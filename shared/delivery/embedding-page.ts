/**
 * On which page of a site a picture was shown, told from `Referer` and made fit to keep: a path without query and fragment,
 * short, and without anything that could name or identify a person. Pure.
 */

/** What stands for a part of a path that is not kept. */
export const HIDDEN_PART = '…';
/** Longest page that is kept, in characters. */
export const PAGE_MAX_LENGTH = 120;
const PARTS_MAX = 6;
/** Above this length browsers send the site alone (Referrer Policy, section 8.4), so what is longer was not sent by one. */
const REFERER_MAX_LENGTH = 4096;

/** Parts of a path that are followed by somebody's name or number. */
const PERSONAL_FOLDERS =
  /^(?:~|u|user|users|account|accounts|profile|profiles|profil|member|members|mitglied|mitglieder|people|person|author|authors|autor|autoren|customer|customers|kunde|kunden|order|orders|bestellung|token|reset|invite|unsubscribe|share|s)$/i;

/** Addresses, handles, numbers, keys: what a page's address can carry about one person or one visit. */
const REVEALING: readonly RegExp[] = [
  /@/,
  /^~/,
  // Telephone, customer and order numbers.
  /\d{7,}/,
  // UUIDs, hashes: long hexadecimal, or long without the hyphens that separate words.
  /^\{?[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /[0-9a-f]{16,}/i,
  /[^-_.\s]{32,}/,
  // A JSON Web Token or the like.
  /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/,
];

/** Whether a word of it, between the hyphens that separate words, is long and mixes letters with digits, as keys do. */
const holdsKey = (part: string): boolean =>
  part
    .split(/[-_.]/)
    .some((word) => /[a-z0-9+/=]{16,}/i.test(word) && /\d/.test(word) && /[a-z]/i.test(word));

function isRevealing(part: string): boolean {
  return REVEALING.some((pattern) => pattern.test(part)) || holdsKey(part);
}

function readable(part: string): string | null {
  try {
    return decodeURIComponent(part)
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}]+/gu, '');
  } catch {
    // A broken escape: nothing to keep.
    return null;
  }
}

/**
 * The page of a `Referer`, such as `/magazin/leuchten`; null for one without a path, which is what most browsers send to
 * other sites, and for what is no web address.
 */
export function embeddingPage(referer: string | null): string | null {
  if (referer === null || referer.length > REFERER_MAX_LENGTH || !URL.canParse(referer)) return null;
  const url = new URL(referer);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.pathname === '/') return null;
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map((part) => readable(part.replace(/;.*$/, '')));
  const kept = parts.slice(0, PARTS_MAX).map((part, index) => {
    const before = parts[index - 1];
    if (part === null || part === '') return HIDDEN_PART;
    const isPersonal = typeof before === 'string' && PERSONAL_FOLDERS.test(before);
    return isPersonal || isRevealing(part) ? HIDDEN_PART : part;
  });
  if (parts.length > PARTS_MAX) kept.push(HIDDEN_PART);
  if (kept.length === 0) return null;
  const page = `/${kept.join('/')}`;
  return page.length <= PAGE_MAX_LENGTH ? page : `${page.slice(0, PAGE_MAX_LENGTH - 1)}${HIDDEN_PART}`;
}
