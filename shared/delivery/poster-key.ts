/** Posters, the pictures given to versions that the engine cannot draw, are kept under their own digest. */

const KEY_PATTERN = /^posters\/([0-9a-f]{64})$/;

/** @param digest SHA-256 in hexadecimal */
export function posterKey(digest: string): string {
  return `posters/${digest}`;
}

/** Digest of the poster that a version's picture is; null where it is none, or the engine's own. */
export function posterDigest(masterKey: string | null): string | null {
  return masterKey === null ? null : (KEY_PATTERN.exec(masterKey)?.[1] ?? null);
}
