/**
 * Passwords of share links: scrypt (RFC 7914) with N = 2^14, r = 8, p = 5, which is OWASP's choice at 16 MiB, over the
 * password's HMAC under a server-side key (the pepper), so that a leaked table alone cannot be searched.
 */
import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { Signer } from '../../ports/signer.ts';

const COST_LOG2 = 14;
const BLOCK_SIZE = 8;
const PARALLEL = 5;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

interface StoredHash {
  readonly kid: string;
  readonly costLog2: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function derive(pepper: Uint8Array, password: string, salt: Buffer, costLog2: number): Promise<Buffer> {
  const peppered = createHmac('sha256', pepper).update(password.normalize('NFKC')).digest();
  return new Promise((resolve, reject) => {
    scrypt(
      peppered,
      salt,
      HASH_BYTES,
      { N: 2 ** costLog2, r: BLOCK_SIZE, p: PARALLEL, maxmem: 64 * 1024 * 1024 },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}

function parse(stored: string): StoredHash | null {
  const [scheme, kid, cost, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !kid || !cost || !salt || !hash) return null;
  return {
    kid,
    costLog2: Number(cost),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}

/** `scrypt$kid$log2(N)$salt$hash`, the last two in base64url. */
export async function hashPassword(signer: Signer, password: string): Promise<string> {
  const [pepper] = await signer.keys('pepper');
  if (pepper === undefined) throw new RangeError('no pepper');
  const salt = Buffer.from(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  const hash = await derive(pepper.bytes, password, salt, COST_LOG2);
  return `scrypt$${pepper.kid}$${COST_LOG2}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

export async function verifyPassword(signer: Signer, password: string, stored: string): Promise<boolean> {
  const kept = parse(stored);
  const pepper = (await signer.keys('pepper')).find(({ kid }) => kid === kept?.kid);
  if (kept === null || pepper === undefined) return false;
  const hash = await derive(pepper.bytes, password, kept.salt, kept.costLog2);
  return hash.length === kept.hash.length && timingSafeEqual(hash, kept.hash);
}
