import { jwtVerify, SignJWT } from 'jose';
import { JOSEError } from 'jose/errors';
import { decodeBase64Url, encodeBase64Url } from '../../../shared/delivery/signature.ts';
import type { KeyPurpose, Signer } from '../../ports/signer.ts';

/** Bytes of a MAC that is part of a URL: 80 bits, far beyond guessing against an online service that counts failures. */
const MAC_BYTES = 10;

interface PurposeKey {
  kid: string;
  bytes: Uint8Array<ArrayBuffer>;
  hmac: CryptoKey;
}

/**
 * Signs with keys derived from `rootSecrets`: base64url, newest first, each at least 32 bytes.
 * Every purpose has its own key (HKDF-SHA-256, `info` = `vitrine/<purpose>`), named by the first bytes of its own hash.
 *
 * @throws RangeError when a secret is missing or too short.
 */
export function createSigner(rootSecrets: readonly string[]): Signer {
  const roots = rootSecrets.map((secret) => {
    const bytes = decodeBase64Url(secret);
    if (bytes === null || bytes.length < 32) {
      throw new RangeError('ROOT_SECRET must be at least 32 random bytes in base64url');
    }
    return bytes;
  });
  if (roots.length === 0) throw new RangeError('ROOT_SECRET is missing');
  /** Keys, not promises of them: no request may wait for another one's, and a failure must not stay. */
  const derived = new Map<KeyPurpose, PurposeKey[]>();

  async function derive(purpose: KeyPurpose): Promise<PurposeKey[]> {
    return Promise.all(
      roots.map(async (root) => {
        const base = await crypto.subtle.importKey('raw', root, 'HKDF', false, ['deriveBits']);
        const info = new TextEncoder().encode(`vitrine/${purpose}`);
        const bits = await crypto.subtle.deriveBits(
          { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
          base,
          256,
        );
        const bytes = new Uint8Array(bits);
        const hmac = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
          'sign',
          'verify',
        ]);
        const name = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        return { kid: encodeBase64Url(name.slice(0, 4)), bytes, hmac };
      }),
    );
  }
  async function keysFor(purpose: KeyPurpose): Promise<PurposeKey[]> {
    const known = derived.get(purpose);
    if (known !== undefined) return known;
    const keys = await derive(purpose);
    derived.set(purpose, keys);
    return keys;
  }
  async function macWith(key: PurposeKey, text: string): Promise<Uint8Array<ArrayBuffer>> {
    const full = await crypto.subtle.sign('HMAC', key.hmac, new TextEncoder().encode(text));
    return new Uint8Array(full).slice(0, MAC_BYTES);
  }

  return {
    async mac(purpose, text) {
      const [newest] = await keysFor(purpose);
      if (newest === undefined) throw new RangeError('no key');
      return encodeBase64Url(await macWith(newest, text));
    },
    async verifyMac(purpose, text, mac) {
      const given = decodeBase64Url(mac);
      if (given === null || given.length !== MAC_BYTES) return false;
      let valid = false;
      for (const key of await keysFor(purpose)) {
        const expected = await macWith(key, text);
        let difference = 0;
        for (let i = 0; i < MAC_BYTES; i++) difference |= (expected[i] ?? 0) ^ (given[i] ?? 0);
        if (difference === 0) valid = true;
      }
      return valid;
    },
    async seal(purpose, claims, expiresAt) {
      const [newest] = await keysFor(purpose);
      if (newest === undefined) throw new RangeError('no key');
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: newest.kid, typ: `vitrine-${purpose}+jwt` })
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(newest.bytes);
    },
    async open(purpose, token, now) {
      const keys = await keysFor(purpose);
      try {
        const { payload } = await jwtVerify(
          token,
          async (header) => {
            const key = keys.find((candidate) => candidate.kid === header.kid);
            if (key === undefined) throw new JOSEError('unknown key');
            return key.bytes;
          },
          {
            algorithms: ['HS256'],
            typ: `vitrine-${purpose}+jwt`,
            currentDate: new Date(now),
            requiredClaims: ['exp'],
          },
        );
        return payload;
      } catch (error) {
        // Every way of not being ours is the same answer; anything else is a fault of the runtime.
        if (error instanceof JOSEError) return null;
        throw error;
      }
    },
    async keys(purpose) {
      return (await keysFor(purpose)).map(({ kid, bytes }) => ({ kid, bytes }));
    },
  };
}
