/**
 * Signing and verifying, one key per purpose, each derived from the root secret (HKDF, RFC 5869) and named by a `kid`, so
 * that secrets rotate: the newest key signs, every configured key verifies.
 */
export const KEY_PURPOSES = ['grant', 'link', 'session', 'url', 'pepper', 'upload'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

export interface Signer {
  /** First 10 bytes of HMAC-SHA-256 over `text`, base64url. `verifyMac` compares in constant time. */
  mac(purpose: KeyPurpose, text: string): Promise<string>;
  verifyMac(purpose: KeyPurpose, text: string, mac: string): Promise<boolean>;
  /** A compact JWS (RFC 7515) of `claims` with `exp` (Unix seconds, rounded down from `expiresAt`). */
  seal(purpose: KeyPurpose, claims: Record<string, unknown>, expiresAt: number): Promise<string>;
  /** The claims, or null for anything not signed by us for this purpose or over at `now`. */
  open(purpose: KeyPurpose, token: string, now: number): Promise<Record<string, unknown> | null>;
  /** Raw key bytes for a purpose, newest first, with its `kid`: for URL signatures. */
  keys(purpose: KeyPurpose): Promise<readonly { kid: string; bytes: Uint8Array }[]>;
}
