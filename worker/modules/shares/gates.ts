/**
 * Passing the gates of a link: password, mailed code, terms. Every failure is counted before the answer is looked at, in one
 * statement, so that parallel guesses are all counted; a right answer takes its own count back.
 *
 * Whose guesses lock whom: strangers with the plain address share one counter of the link. A recipient's own address and a
 * browser that has passed the password before have counters of their own, and so has each mail address that was sent a code.
 * A crowd of guessers therefore locks itself out, not the people the link was made for.
 */
import type { ShareGate } from '../../../shared/contract/shares.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { countFailure, forgiveFailure, lockedFor } from '../users/index.ts';
import {
  type Admissions,
  cookieSubject,
  mayAskForCode,
  passwordTag,
  refuse,
  type Visit,
} from './admission.ts';
import {
  clearedCookie,
  codeCookie,
  deviceCookie,
  type GateClaims,
  GRANT_MAX_MS,
  gateCookie,
  readCode,
  readDevice,
} from './gate-cookie.ts';
import { verifyPassword } from './passwords.ts';
import type { VisitRepository } from './repository-visits.ts';

/** Tries one mailed code is good for. */
const CODE_ATTEMPTS_MAX = 5;
const CODE_DIGITS = 6;

export interface GateAnswer {
  readonly error: 'wrong' | 'locked' | 'expired' | null;
  readonly cookies: string[];
}
type GateError = NonNullable<GateAnswer['error']>;

export interface GateDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly rows: VisitRepository;
}

function randomCode(): string {
  // Rejection sampling: a remainder of a random 32-bit number would prefer small codes.
  const limit = 10 ** CODE_DIGITS;
  const bound = Math.floor(2 ** 32 / limit) * limit;
  const word = new Uint32Array(1);
  do crypto.getRandomValues(word);
  while ((word[0] ?? 0) >= bound);
  return String((word[0] ?? 0) % limit).padStart(CODE_DIGITS, '0');
}

export function createGates(deps: GateDeps) {
  const { db, signer, admissions, rows } = deps;

  /** The visit in front of `gate`, or where it already is. */
  async function atGate(caller: Caller, token: string, cookies: string, gate: ShareGate) {
    const answer = await admissions.admit(caller, token, cookies);
    if (answer.kind === 'missing' || answer.kind === 'closed') return refuse(answer);
    return {
      visit: answer.visit,
      gates: answer.gates,
      isHere: answer.kind === 'gate' && answer.gate === gate,
    };
  }
  async function codeHash(linkId: string, email: string, code: string): Promise<string> {
    return signer.mac('grant', `code:${linkId}:${email}:${code}`);
  }
  async function pass(
    caller: Caller,
    visit: Visit,
    gates: GateClaims,
    gate: ShareGate,
    context: Record<string, unknown>,
    more: { readonly cookies?: readonly string[]; readonly kept?: readonly Statement[] } = {},
  ): Promise<GateAnswer> {
    const { link, recipient } = visit;
    await runBatch(db, [
      ...(more.kept ?? []),
      auditStatement(
        deps,
        recipient === null ? caller : { ...caller, actor: { ...caller.actor, name: recipient.email } },
        'share_link.gate_passed',
        { kind: 'share_link', id: link.id, label: link.name },
        { gate, ...context },
      ),
    ]);
    const cookie = await gateCookie(deps, cookieSubject(caller, link), gates);
    return { error: null, cookies: [...(cookie === null ? [] : [cookie]), ...(more.cookies ?? [])] };
  }
  const miss = (error: GateError): GateAnswer => ({ error, cookies: [] });
  /** Nothing to do at this gate: the page says where the visitor stands. */
  const onward: GateAnswer = { error: null, cookies: [] };

  /** Takes one try of `subject`; false when it has none left. The first lock of a link is told in the audit. */
  async function takeTry(caller: Caller, visit: Visit, subject: string): Promise<boolean> {
    if ((await lockedFor(db, subject, caller.now)) > 0) return false;
    const { locked } = await countFailure(db, subject, caller.now);
    if (!locked) return true;
    await runBatch(db, [
      auditStatement(deps, caller, 'share_link.locked', {
        kind: 'share_link',
        id: visit.link.id,
        label: visit.link.name,
      }),
    ]);
    return false;
  }

  return {
    async password(caller: Caller, token: string, cookies: string, password: string): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'password');
      const { link, recipient } = visit;
      if (!isHere || link.passwordHash === null) return onward;
      const subject = cookieSubject(caller, link);
      const device = await readDevice(deps, subject, cookies);
      const own = recipient?.id ?? device;
      const counter = own === null ? `share:${link.id}` : `share:${link.id}:${own}`;
      if (!(await takeTry(caller, visit, counter))) return miss('locked');
      if (!(await verifyPassword(signer, password, link.passwordHash))) return miss('wrong');
      await forgiveFailure(db, counter);
      const tag = await passwordTag(signer, link.passwordHash);
      const proof = await deviceCookie(deps, subject, device ?? deps.identifiers.token(12));
      return pass(caller, visit, { ...gates, password: tag }, 'password', {}, { cookies: [proof] });
    },

    /** Mails a code where the address may have one; the answer is the same where it may not. */
    async sendCode(caller: Caller, token: string, cookies: string, email: string): Promise<GateAnswer> {
      const { visit, isHere } = await atGate(caller, token, cookies, 'email_code');
      const { link } = visit;
      const address = normalizeAddress(email);
      if (!isHere) return onward;
      if (address === null) return miss('wrong');
      const sent: GateAnswer = {
        error: null,
        cookies: [await codeCookie(deps, cookieSubject(caller, link), address)],
      };
      // Mail to one address, and by one link as a whole, is bounded whoever asks for it.
      if (!(await takeTry(caller, visit, `share-mail:${link.id}:${address}`))) return miss('locked');
      if (!mayAskForCode(visit, address)) return sent;
      const code = randomCode();
      const { organisation } = await deps.settings.get();
      const locale = isLocale(visit.recipient?.locale) ? visit.recipient.locale : caller.locale;
      const mail = composeMail(locale, organisation, {
        subject: t(locale, 'mail.code.subject', { code, organisation }),
        paragraphs: [t(locale, 'mail.code.intro', { name: link.name })],
        code,
        small: [t(locale, 'mail.code.expires')],
      });
      await runBatch(db, [
        rows.deleteCodes(link.id, address),
        rows.insertCode({
          id: deps.identifiers.token(16),
          shareLinkId: link.id,
          email: address,
          codeHash: await codeHash(link.id, address, code),
          expiresAt: caller.now + GRANT_MAX_MS,
        }),
        ...mailStatements(deps, address, mail, caller.now),
      ]);
      await deps.doorbell.ring();
      return sent;
    },

    async verifyCode(
      caller: Caller,
      token: string,
      cookies: string,
      code: string,
      email: string | null,
    ): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'email_code');
      const { link } = visit;
      const subject = cookieSubject(caller, link);
      if (!isHere) return onward;
      const address = normalizeAddress(email ?? '') ?? (await readCode(deps, subject, cookies));
      if (address === null) return miss('expired');
      const counter = `share-code:${link.id}:${address}`;
      if (!(await takeTry(caller, visit, counter))) return miss('locked');
      const kept = await rows.tryCode(link.id, address);
      if (kept === undefined || kept.expiresAt <= caller.now || kept.attempts > CODE_ATTEMPTS_MAX) {
        return miss('expired');
      }
      const given = await codeHash(link.id, address, code.replace(/\D/g, ''));
      if (given !== kept.codeHash || !mayAskForCode(visit, address)) return miss('wrong');
      await forgiveFailure(db, counter);
      await runBatch(db, [rows.deleteCodes(link.id, address)]);
      return pass(
        caller,
        visit,
        { ...gates, email: address },
        'email_code',
        { email: address },
        {
          cookies: [clearedCookie(subject, 'code')],
        },
      );
    },

    async acceptTerms(caller: Caller, token: string, cookies: string, accept: boolean): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'terms');
      if (!isHere) return onward;
      if (!accept) return miss('wrong');
      const { link, recipient } = visit;
      const acceptance = rows.insertAcceptance({
        id: deps.identifiers.token(16),
        shareLinkId: link.id,
        version: link.termsVersion,
        recipientId: recipient?.id ?? null,
        name: recipient?.name ?? '',
        email: gates.email ?? recipient?.email ?? null,
        territory: caller.territory,
        at: caller.now,
      });
      const told = { termsVersion: link.termsVersion, email: gates.email ?? recipient?.email ?? null };
      return pass(caller, visit, { ...gates, terms: link.termsVersion }, 'terms', told, {
        kept: [acceptance],
      });
    },
  };
}
export type Gates = ReturnType<typeof createGates>;
