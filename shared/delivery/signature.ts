/**
 * Signed rendition URLs: permission for a transformation that is not on the ladder, until an optional instant.
 *
 * The signed text is four lines joined by `\n`, without a final one:
 *
 *     vitrine-url-v1
 *     {kid}
 *     {canonical path, /i/{asset}/{transformation}}
 *     {exp in Unix seconds, or nothing}
 *
 * and the signature its HMAC-SHA-256 under the key that `kid` names, in unpadded base64url (RFC 4648, section 5). A URL
 * carries `?kid=…&exp=…&sig=…` in any order. The verifier canonicalises the requested transformation first, so a signature
 * holds for every spelling of one transformation and for no other. The picture's name and extension are not signed.
 */
import type { Instant } from '../time/instant.ts';

/** First line of the signed text. A new format gets a new label. */
export const SIGNATURE_LABEL = 'vitrine-url-v1';

/** What a key id looks like. */
export const KEY_ID_PATTERN = /^[A-Za-z0-9_-]{1,32}$/;

/** The text that is signed. `expiresAt` is rounded down to whole seconds: a URL never lives longer than was asked. */
export function signaturePayload(kid: string, path: string, expiresAt: Instant | null): string {
  return [SIGNATURE_LABEL, kid, path, expiresAt === null ? '' : String(Math.floor(expiresAt / 1000))].join(
    '\n',
  );
}

/** Unpadded base64url (RFC 4648, section 5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Reads unpadded base64url; `null` for anything but the one canonical spelling of some bytes. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return encodeBase64Url(bytes) === text ? bytes : null;
}

/** Imports a shared secret (its UTF-8 bytes) for signing and verifying. */
export async function importSigningKey(secret: string | Uint8Array): Promise<CryptoKey> {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/**
 * Query string (without `?`) that permits `path` until `expiresAt`. `path` must be canonical (`canonicalPath`).
 * Throws `RangeError` for a malformed `kid`.
 */
export async function signPath(signer: SigningKey, path: string, expiresAt: Instant | null): Promise<string> {
  if (!KEY_ID_PATTERN.test(signer.kid)) throw new RangeError('A key id is 1 to 32 of A-Z a-z 0-9 _ -.');
  const payload = new TextEncoder().encode(signaturePayload(signer.kid, path, expiresAt));
  const mac = await crypto.subtle.sign('HMAC', signer.key, payload);
  const exp = expiresAt === null ? '' : `&exp=${Math.floor(expiresAt / 1000)}`;
  return `kid=${signer.kid}${exp}&sig=${encodeBase64Url(new Uint8Array(mac))}`;
}

/** The whole rendition path with its signature: `{path}/{tail}?kid=…&sig=…`. `tail` is the percent-encoded `{name}.{ext}`. */
export async function signUrl(
  signer: SigningKey,
  path: string,
  tail: string,
  expiresAt: Instant | null,
): Promise<string> {
  return `${path}/${tail}?${await signPath(signer, path, expiresAt)}`;
}

export type SignatureVerdict =
  | { readonly kind: 'valid'; readonly kid: string; readonly expiresAt: Instant | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly reason: 'malformed' | 'unknown-key' | 'mismatch' | 'expired' };

/** Latest `exp` that is read: the year 9999. */
const MAX_EXP_SECONDS = 253_402_300_799;

/**
 * Verifies the signature in `query` for the canonical `path` at `now`. `absent` only when none of the three parameters is
 * present as far as `sig` goes; a URL with a broken signature is refused, not treated as unsigned. The comparison takes
 * constant time (WebCrypto). Expiry is half-open: at `exp` the URL is over.
 */
export async function verifyUrl(
  keys: (kid: string) => CryptoKey | undefined | Promise<CryptoKey | undefined>,
  path: string,
  query: URLSearchParams,
  now: Instant,
): Promise<SignatureVerdict> {
  const [sigs, kids, exps] = [query.getAll('sig'), query.getAll('kid'), query.getAll('exp')];
  if (sigs.length === 0) return { kind: 'absent' };
  const malformed = { kind: 'refused', reason: 'malformed' } as const;
  const [sig, kid, exp] = [sigs[0], kids[0], exps[0]];
  if (sig === undefined || kid === undefined || sigs.length > 1 || kids.length > 1 || exps.length > 1) {
    return malformed;
  }
  const mac = sig.length === 43 ? decodeBase64Url(sig) : null;
  if (mac === null || !KEY_ID_PATTERN.test(kid)) return malformed;
  let expiresAt: Instant | null = null;
  if (exp !== undefined) {
    if (!/^(?:0|[1-9]\d{0,11})$/.test(exp) || Number(exp) > MAX_EXP_SECONDS) return malformed;
    expiresAt = Number(exp) * 1000;
  }
  const key = await keys(kid);
  if (key === undefined) return { kind: 'refused', reason: 'unknown-key' };
  const payload = new TextEncoder().encode(signaturePayload(kid, path, expiresAt));
  if (!(await crypto.subtle.verify('HMAC', key, mac, payload)))
    return { kind: 'refused', reason: 'mismatch' };
  if (expiresAt !== null && now >= expiresAt) return { kind: 'refused', reason: 'expired' };
  return { kind: 'valid', kid, expiresAt };
}
