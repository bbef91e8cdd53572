/**
 * Who stands at the door of a link: one answer for the page and everything below it, whatever form of address was used.
 */

import type { ProblemCode } from '../../../shared/contract/problem.ts';
import type { ShareGate } from '../../../shared/contract/share-visits.ts';
import { type MessageKey, translate } from '../../../shared/messages/index.ts';
import { isAllowedAddress, normalizeAddress } from '../../../shared/shares/addresses.ts';
import { type ClosedReason, closedReason } from '../../../shared/shares/state.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Signer } from '../../ports/signer.ts';
import { type GateClaims, readGates } from './gate-cookie.ts';
import type { LinkRow } from './repository.ts';
import type { VisitRepository, VisitRow } from './repository-visits.ts';
import { readShareToken } from './tokens.ts';

export interface Visit extends VisitRow {
  /** Prefix of everything below the link, as the visitor reached it. */
  readonly base: string;
}

export type Admission =
  | { readonly kind: 'missing' }
  | { readonly kind: 'closed'; readonly reason: ClosedReason; readonly visit: Visit }
  | {
      readonly kind: 'gate';
      readonly gate: ShareGate;
      readonly gates: GateClaims;
      readonly visit: Visit;
    }
  | { readonly kind: 'open'; readonly gates: GateClaims; readonly visit: Visit };

export interface AdmissionDeps {
  readonly signer: Signer;
  readonly rows: VisitRepository;
}

export interface CookieSubject {
  readonly linkId: string;
  readonly endsAt: number;
  readonly isSecure: boolean;
  readonly now: number;
}
export function cookieSubject(caller: Caller, link: LinkRow): CookieSubject {
  return {
    linkId: link.id,
    endsAt: link.endsAt,
    isSecure: caller.origin.startsWith('https:'),
    now: caller.now,
  };
}

/** Changes with the password, so that a changed password closes every door it had opened. */
export async function passwordTag(signer: Signer, passwordHash: string): Promise<string> {
  return signer.mac('grant', `password:${passwordHash}`);
}

/**
 * Whether a code may be mailed to `email` on this visit. Under the plain address: to whom the list allows, or anybody where there
 * is none. Under a recipient's own: to that person, and to whom a list names; no list is no licence to be somebody else.
 */
export function mayAskForCode({ link, recipient }: Visit, email: string): boolean {
  const { allowedEmails } = link;
  if (recipient === null) return isAllowedAddress(email, allowedEmails);
  return (
    normalizeAddress(recipient.email) === email ||
    (allowedEmails.length > 0 && isAllowedAddress(email, allowedEmails))
  );
}

/** What is known of a visitor's address: what was proved with a code, else whose own address of the link it is. */
export function knownAddress({ recipient }: Visit, gates: GateClaims | null): string | null {
  return gates?.email ?? recipient?.email ?? null;
}

async function missingGate(signer: Signer, visit: Visit, gates: GateClaims): Promise<ShareGate | null> {
  const { link } = visit;
  if (link.passwordHash !== null && gates.password !== (await passwordTag(signer, link.passwordHash))) {
    return 'password';
  }
  if (link.requireEmailCode && (gates.email === null || !mayAskForCode(visit, gates.email))) {
    return 'email_code';
  }
  return link.termsText !== null && gates.terms !== link.termsVersion ? 'terms' : null;
}

export type OpenDoor = Extract<Admission, { kind: 'open' }>;

/** What closes the whole link to this person, whatever they have passed. */
export function closedFor(caller: Caller, visit: Visit, countsUse: boolean): ClosedReason | null {
  if (visit.recipient?.state === 'revoked') return 'revoked';
  const reason = closedReason(visit.link, caller);
  return reason === 'limit_reached' && !countsUse ? null : reason;
}

export function createAdmission({ signer, rows }: AdmissionDeps) {
  async function find(token: string): Promise<VisitRow | null> {
    const form = await readShareToken({ signer }, token);
    switch (form?.kind) {
      case undefined:
        return null;
      case 'link':
        return rows.findByToken(form.id);
      case 'recipient':
        return rows.findByRecipient(form.id);
      case 'vanity':
        return rows.findByVanity(form.slug);
      default:
        return form satisfies never;
    }
  }

  const admission = {
    /** The link behind a token, whatever its state; null for what does not exist. */
    async visit(token: string): Promise<Visit | null> {
      const row = await find(token);
      return row === null ? null : { ...row, base: `/s/${token}` };
    },
    /**
     * Where somebody stands who has passed `gates`: the one judgement for cookies and for grants.
     * @param countsUse whether a link without uses left is closed; not for those that a grant has already been given
     */
    async judge(caller: Caller, visit: Visit, gates: GateClaims, countsUse: boolean): Promise<Admission> {
      const closed = closedFor(caller, visit, countsUse);
      if (closed !== null) return { kind: 'closed', reason: closed, visit };
      const gate = await missingGate(signer, visit, gates);
      return gate === null ? { kind: 'open', gates, visit } : { kind: 'gate', gate, gates, visit };
    },
    /** Where the bearer of `cookies` stands; `countsUse` as above. */
    async admit(caller: Caller, token: string, cookies: string, countsUse = true): Promise<Admission> {
      const visit = await admission.visit(token);
      if (visit === null) return { kind: 'missing' };
      const gates = await readGates({ signer }, cookieSubject(caller, visit.link), cookies);
      return admission.judge(caller, visit, gates, countsUse);
    },
    /** The visit of somebody who may go on, and what they passed. @throws Failure that says why not */
    async enter(caller: Caller, token: string, cookies: string, countsUse = true): Promise<OpenDoor> {
      const answer = await admission.admit(caller, token, cookies, countsUse);
      return answer.kind === 'open' ? answer : refuse(answer);
    },
    /** As `enter`, for what needs no more than the visit. */
    require: async (caller: Caller, token: string, cookies: string): Promise<Visit> =>
      (await admission.enter(caller, token, cookies)).visit,
  };
  return admission;
}
export type Admissions = ReturnType<typeof createAdmission>;

export const CLOSED_CODES: Readonly<Record<ClosedReason, ProblemCode>> = {
  not_started: 'not_yet',
  ended: 'no_longer',
  revoked: 'withdrawn',
  off: 'no_longer',
  not_here: 'not_here',
  limit_reached: 'limit_reached',
};

/** What a program is told of a closed link where the words of the code are about a file. */
const CLOSED_WORDS: Readonly<Partial<Record<ClosedReason, MessageKey>>> = {
  ended: 'shares.error.link_ended',
  off: 'share.closed.off.text',
  revoked: 'share.closed.revoked.text',
};

/** The failure of a closed door. */
export function refuse(answer: Exclude<Admission, { kind: 'open' }>): never {
  const headers = { 'cache-control': 'no-store' };
  switch (answer.kind) {
    case 'missing':
      return fail('not_found', { headers });
    case 'gate':
      return fail('gate_required', { headers, context: { gate: answer.gate } });
    case 'closed': {
      const { startsAt } = answer.visit.link;
      const words = CLOSED_WORDS[answer.reason];
      return fail(CLOSED_CODES[answer.reason], {
        headers,
        ...(words === undefined ? {} : { inWords: (locale) => ({ detail: translate(locale, words) }) }),
        ...(answer.reason === 'not_started' ? { context: { startsAt } } : {}),
      });
    }
    default:
      return answer satisfies never;
  }
}
