/**
 * What a visitor's browser carries: signed, bound to one link, and never longer than ten minutes or the link's end.
 *
 * - the *gate* cookie says which gates were passed; it is renewed while the page is in use, for half a day at most
 * - the *code* cookie says which code this browser has asked for, and for whom; the code is of use to no other browser. It
 *   outlives the code, so that whoever waited too long for a mail asks again as the one who had asked before
 * - the *device* cookie says that this browser has passed the password before, or which mail address it has proved; it opens
 *   nothing, it only keeps its holder out of the locks and limits that strangers cause
 * - the *visit* cookie says that this browser has been counted as an opening; it ends half an hour after the page was last used
 */
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import type { GateClaims } from '../../db/schema/sharing.ts';
import type { Signer } from '../../ports/signer.ts';

export type { GateClaims } from '../../db/schema/sharing.ts';

export const GRANT_MAX_MS = 10 * 60_000;
const GATE_RENEWALS_MAX_MS = 12 * HOUR_MS;
const DEVICE_MS = 30 * DAY_MS;
const ASKED_MS = HOUR_MS;
/** A page that is used again within this time is the same visit. */
const VISIT_MS = HOUR_MS / 2;

type Kind = 'gate' | 'code' | 'device' | 'visit';

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

export interface AskedCode {
  /** The code's row. */
  readonly id: string;
  /** The same for every code that this browser asks for. */
  readonly browser: string;
  readonly email: string;
  /** When the code ends. */
  readonly until: number;
}
/** The code that this browser has asked for; it may have ended. */
export async function readCode(
  deps: CookieDeps,
  subject: Subject,
  cookies: string,
): Promise<AskedCode | null> {
  const claims = await opened(deps, subject, 'code', cookies);
  const [id, browser] = [text(claims?.code), text(claims?.browser)];
  const [email, until] = [text(claims?.email), number(claims?.until)];
  return id === null || browser === null || email === null || until === null
    ? null
    : { id, browser, email, until };
}
export function codeCookie(deps: CookieDeps, subject: Subject, asked: AskedCode): Promise<string> {
  const { id, browser, email, until } = asked;
  return sealed(deps, subject, 'code', { code: id, browser, email, until }, ASKED_MS);
}

export interface KnownDevice {
  readonly id: string;
  /** The address that was proved with a mailed code, if any. */
  readonly email: string | null;
}
export async function readDevice(
  deps: CookieDeps,
  subject: Subject,
  cookies: string,
): Promise<KnownDevice | null> {
  const claims = await opened(deps, subject, 'device', cookies);
  const id = text(claims?.device);
  return id === null ? null : { id, email: text(claims?.email) };
}
export function deviceCookie(
  deps: CookieDeps,
  subject: Subject,
  { id, email }: KnownDevice,
): Promise<string> {
  return sealed(deps, subject, 'device', { device: id, email }, DEVICE_MS);
}

export async function isVisiting(deps: CookieDeps, subject: Subject, cookies: string): Promise<boolean> {
  return (await opened(deps, subject, 'visit', cookies)) !== null;
}
export function visitCookie(deps: CookieDeps, subject: Subject): Promise<string> {
  return sealed(deps, subject, 'visit', {}, VISIT_MS);
}

export function clearedCookie(subject: Subject, kind: Kind): string {
  return cookie(subject, kind, '', 0);
}
