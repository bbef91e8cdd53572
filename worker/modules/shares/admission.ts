/**
 * Who stands at the door of a link: one answer for the page and everything below it, whatever form of address was used.
 */

import type { ProblemCode } from '../../../shared/contract/problem.ts';
import type { ShareGate } from '../../../shared/contract/shares.ts';
import { isAllowedAddress } from '../../../shared/shares/addresses.ts';
import { type ClosedReason, closedReason } from '../../../shared/shares/state.ts';
import type { Caller } from '../../http/app-env.ts';
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

/** Whether a code may be mailed to `email` on this visit: the list, and the person the address was issued to. */
export function mayAskForCode({ link, recipient }: Visit, email: string): boolean {
  return recipient?.email === email || isAllowedAddress(email, link.allowedEmails);
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
    /** @param countsUse whether a link without uses left is closed; not for those that a grant has already been given */
    async admit(caller: Caller, token: string, cookies: string, countsUse = true): Promise<Admission> {
      const visit = await admission.visit(token);
      if (visit === null) return { kind: 'missing' };
      if (visit.recipient?.state === 'revoked') return { kind: 'closed', reason: 'revoked', visit };
      const reason = closedReason(visit.link, caller);
      if (reason !== null && (countsUse || reason !== 'limit_reached')) {
        return { kind: 'closed', reason, visit };
      }
      const gates = await readGates({ signer }, cookieSubject(caller, visit.link), cookies);
      const gate = await missingGate(signer, visit, gates);
      return gate === null ? { kind: 'open', gates, visit } : { kind: 'gate', gate, gates, visit };
    },
    /** The visit of somebody who may go on; `countsUse` as above. @throws Failure that says why not */
    async require(caller: Caller, token: string, cookies: string, countsUse = true): Promise<Visit> {
      const answer = await admission.admit(caller, token, cookies, countsUse);
      return answer.kind === 'open' ? answer.visit : refuse(answer);
    },
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
      return fail(CLOSED_CODES[answer.reason], {
        headers,
        ...(answer.reason === 'not_started' ? { context: { startsAt } } : {}),
      });
    }
    default:
      return answer satisfies never;
  }
}
