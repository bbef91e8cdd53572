/**
 * A browser that has signed in before: a signed cookie that opens nothing. It only gives its holder a count of failures of
 * their own, so that a stranger who guesses at an address locks out newcomers, and not the person it belongs to.
 */
import { parse, serialize } from 'hono/utils/cookie';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';

/** The longest a browser keeps a cookie (RFC 6265bis asks for at most 400 days). */
const DEVICE_MS = 400 * 86_400_000;

interface Visit {
  readonly origin: string;
  readonly now: number;
}

const isSecure = ({ origin }: Visit): boolean => origin.startsWith('https:');
const nameOf = (visit: Visit): string => `${isSecure(visit) ? '__Host-' : ''}vitrine.device`;

/** The device's id; null for a browser that has not signed in under `email`. */
export async function readDevice(
  { signer }: { readonly signer: Signer },
  visit: Visit,
  cookies: string,
  email: string,
): Promise<string | null> {
  const value = parse(cookies, nameOf(visit))[nameOf(visit)];
  if (value === undefined) return null;
  const claims = await signer.open('session', value, visit.now);
  return claims?.email === email && typeof claims.device === 'string' ? claims.device : null;
}

/** The cookie for a browser that has just signed in. */
export async function deviceCookie(
  { signer, identifiers }: { readonly signer: Signer; readonly identifiers: Identifiers },
  visit: Visit,
  email: string,
): Promise<string> {
  const device = identifiers.token(16);
  const value = await signer.seal('session', { device, email }, visit.now + DEVICE_MS);
  return serialize(nameOf(visit), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(visit),
    maxAge: DEVICE_MS / 1000,
  });
}
