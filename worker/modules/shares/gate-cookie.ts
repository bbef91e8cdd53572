/**
 * What a visitor's browser carries: signed, bound to one link, and never longer than ten minutes or the link's end.
 *
 * - the *gate* cookie says which gates were passed; it is renewed while the page is in use, for half a day at most
 * - the *code* cookie says that a code was mailed, and to whom
 * - the *device* cookie says that this browser has passed the password before; it opens nothing, it only keeps its holder
 *   out of the lock that strangers' guesses cause
 */
import type { Signer } from '../../ports/signer.ts';

export const GRANT_MAX_MS = 10 * 60_000;
const GATE_RENEWALS_MAX_MS = 12 * 3_600_000;
const DEVICE_MS = 30 * 86_400_000;

type Kind = 'gate' | 'code' | 'device';

export interface GateClaims {
  /** When the first gate was passed. */
  readonly since: number;
  /** Tag of the password that was right. */
  readonly password: string | null;
  readonly email: string | null;
  /** Version of the terms that were accepted. */
  readonly terms: number | null;
}
export const NO_GATES: GateClaims = { since: 0, password: null, email: null, terms: null };

export interface CookieDeps {
  readonly signer: Signer;
}
interface Subject {
  readonly linkId: string;
  readonly endsAt: number;
  readonly isSecure: boolean;
  readonly now: number;
}

function nameOf(kind: Kind, { linkId, isSecure }: Pick<Subject, 'linkId' | 'isSecure'>): string {
  return `${isSecure ? '__Host-' : ''}v-${kind}-${linkId.slice(-12)}`;
}

function cookieValue(cookies: string, name: string): string | null {
  for (const pair of cookies.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

function cookie(subject: Subject, kind: Kind, value: string, seconds: number): string {
  const secure = subject.isSecure ? '; Secure' : '';
  return `${nameOf(kind, subject)}=${value}; Path=/; Max-Age=${Math.max(0, Math.floor(seconds))}; HttpOnly; SameSite=Lax${secure}`;
}

async function sealed(
  { signer }: CookieDeps,
  subject: Subject,
  kind: Kind,
  claims: Record<string, unknown>,
  lifeMs: number,
): Promise<string> {
  const expiresAt = Math.min(subject.now + lifeMs, subject.endsAt);
  const value = await signer.seal('grant', { ...claims, kind, link: subject.linkId }, expiresAt);
  return cookie(subject, kind, value, (expiresAt - subject.now) / 1000);
}

async function opened(
  { signer }: CookieDeps,
  subject: Subject,
  kind: Kind,
  cookies: string,
): Promise<Record<string, unknown> | null> {
  const value = cookieValue(cookies, nameOf(kind, subject));
  if (value === null) return null;
  const claims = await signer.open('grant', value, subject.now);
  return claims !== null && claims.kind === kind && claims.link === subject.linkId ? claims : null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export async function readGates(deps: CookieDeps, subject: Subject, cookies: string): Promise<GateClaims> {
  const claims = await opened(deps, subject, 'gate', cookies);
  if (claims === null) return NO_GATES;
  return {
    since: number(claims.since) ?? 0,
    password: text(claims.password),
    email: text(claims.email),
    terms: number(claims.terms),
  };
}

/** The gate cookie; null when it has been renewed for long enough. */
export async function gateCookie(
  deps: CookieDeps,
  subject: Subject,
  gates: GateClaims,
): Promise<string | null> {
  const since = gates.since === 0 ? subject.now : gates.since;
  if (subject.now - since > GATE_RENEWALS_MAX_MS) return null;
  return sealed(deps, subject, 'gate', { ...gates, since }, GRANT_MAX_MS);
}

export async function readCode(deps: CookieDeps, subject: Subject, cookies: string): Promise<string | null> {
  return text((await opened(deps, subject, 'code', cookies))?.email);
}
export function codeCookie(deps: CookieDeps, subject: Subject, email: string): Promise<string> {
  return sealed(deps, subject, 'code', { email }, GRANT_MAX_MS);
}

export async function readDevice(
  deps: CookieDeps,
  subject: Subject,
  cookies: string,
): Promise<string | null> {
  return text((await opened(deps, subject, 'device', cookies))?.device);
}
export function deviceCookie(deps: CookieDeps, subject: Subject, device: string): Promise<string> {
  return sealed(deps, subject, 'device', { device }, DEVICE_MS);
}

export function clearedCookie(subject: Subject, kind: Kind): string {
  return cookie(subject, kind, '', 0);
}
