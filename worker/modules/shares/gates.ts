/**
 * Passing the gates of a link: password, mailed code, terms. Every failure is counted before the answer is looked at, in one
 * statement, so that parallel guesses are all counted; a right answer takes its own count back.
 *
 * Whose guesses lock whom: strangers with the plain address share one counter of the link; while that is locked each network has
 * a few tries of its own (`password-limits.ts`), so that a newcomer with the password gets in. A recipient's own address and a
 * browser that has passed the password before have counters of their own. A mailed code belongs to the browser that asked for
 * it, with five tries: nobody else can use it up, and nobody's asking takes it away. How many codes are mailed is bounded for
 * strangers by network, address and link (`code-limits.ts`); whoever the link knows has a count of their own.
 * How often terms are agreed to is bounded in the same way (`terms-limits.ts`).
 * A crowd of guessers therefore locks itself out, not the people the link was made for.
 */
import type { ShareGate } from '../../../shared/contract/share-visits.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { countFailure, forgiveFailure, LOCK_MS, lockedFor, takeTurns, turnsFreeIn } from '../users/index.ts';
import {
  type Admissions,
  cookieSubject,
  knownAddress,
  mayAskForCode,
  passwordTag,
  refuse,
  type Visit,
} from './admission.ts';
import { codeTurns } from './code-limits.ts';
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
import { passwordTurns } from './password-limits.ts';
import { verifyPassword } from './passwords.ts';
import type { VisitRepository } from './repository-visits.ts';
import { termsTurns } from './terms-limits.ts';

/** Tries one mailed code is good for. */
const CODE_ATTEMPTS_MAX = 5;
const CODE_DIGITS = 6;
/** When to come back to a lock, where nothing better is known. */
const LOCK_TOLD_MS = LOCK_MS;

export interface GateAnswer {
  readonly error: 'wrong' | 'locked' | 'expired' | null;
  readonly cookies: string[];
  /** How long a lock lasts, in milliseconds. */
  readonly waitMs?: number;
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
    const { link } = visit;
    const known = knownAddress(visit, gates);
    await runBatch(db, [
      ...(more.kept ?? []),
      auditStatement(
        deps,
        known === null ? caller : { ...caller, actor: { ...caller.actor, name: known } },
        'share_link.gate_passed',
        { kind: 'share_link', id: link.id, label: link.name },
        { gate, ...context },
      ),
    ]);
    const cookie = await gateCookie(deps, cookieSubject(caller, link), gates);
    return { error: null, cookies: [...(cookie === null ? [] : [cookie]), ...(more.cookies ?? [])] };
  }
  const miss = (error: GateError, waitMs = LOCK_TOLD_MS): GateAnswer => ({ error, cookies: [], waitMs });
  /** Nothing to do at this gate: the page says where the visitor stands. */
  const onward: GateAnswer = { error: null, cookies: [] };

  /** Takes one try of `subject`; false when it has none left. The first lock of a link is told in the audit. */
  async function takeTry(caller: Caller, visit: Visit, subject: string): Promise<boolean> {
    if ((await lockedFor(db, subject, caller.now)) > 0) return false;
    const { locked } = await countFailure(db, subject, caller.now);
    if (!locked) return true;
    await tellLocked(caller, visit);
    return false;
  }
  const tellLocked = (caller: Caller, { link }: Visit): Promise<void> =>
    runBatch(db, [
      auditStatement(deps, caller, 'share_link.locked', {
        kind: 'share_link',
        id: link.id,
        label: link.name,
      }),
    ]);

  /**
   * Takes one try at the password: of somebody the link knows (`own`) by their own count, of a stranger by that of the link, and
   * while it is locked by that of their network.
   * @returns what it was counted under; null when there is none left
   */
  async function takeGuess(
    caller: Caller,
    visit: Visit,
    own: string | null,
  ): Promise<readonly string[] | null> {
    const { id } = visit.link;
    const counter = own === null ? `share:${id}` : `share:${id}:${own}`;
    if (await takeTry(caller, visit, counter)) return [counter];
    if (own !== null) return null;
    const turns = await passwordTurns(deps, caller, id);
    return (await takeTurns(db, turns, caller)) ? turns.map(({ subject }) => subject) : null;
  }

  /** Takes one mail to `address`. @returns 0, or how long until there is one. Told in the audit once an hour. */
  async function takeMail(caller: Caller, visit: Visit, cookies: string, address: string): Promise<number> {
    const { now } = caller;
    const turns = await codeTurns(deps, caller, visit, cookies, address);
    if (await takeTurns(db, turns, { now })) return 0;
    const told = [{ subject: `share-told:${visit.link.id}`, max: 1 }];
    if (await takeTurns(db, told, { now })) await tellLocked(caller, visit);
    return Math.max(1, await turnsFreeIn(db, turns, { now }));
  }

  return {
    async password(caller: Caller, token: string, cookies: string, password: string): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'password');
      const { link, recipient } = visit;
      if (!isHere || link.passwordHash === null) return onward;
      const subject = cookieSubject(caller, link);
      const device = await readDevice(deps, subject, cookies);
      const own = recipient?.id ?? device?.id ?? null;
      const counted = await takeGuess(caller, visit, own);
      if (counted === null) {
        const counter = own === null ? `share:${link.id}` : `share:${link.id}:${own}`;
        return miss('locked', (await lockedFor(db, counter, caller.now)) || LOCK_TOLD_MS);
      }
      if (!(await verifyPassword(signer, password, link.passwordHash))) return miss('wrong');
      for (const subject of counted) await forgiveFailure(db, subject);
      const tag = await passwordTag(signer, link.passwordHash);
      const proof = await deviceCookie(
        deps,
        subject,
        device ?? { id: deps.identifiers.token(12), email: null },
      );
      return pass(caller, visit, { ...gates, password: tag }, 'password', {}, { cookies: [proof] });
    },

    /** Mails a code where the address may have one; the answer is the same where it may not. */
    async sendCode(caller: Caller, token: string, cookies: string, email: string): Promise<GateAnswer> {
      const { visit, isHere } = await atGate(caller, token, cookies, 'email_code');
      const { link } = visit;
      const address = normalizeAddress(email);
      if (!isHere) return onward;
      if (address === null) return miss('wrong');
      const subject = cookieSubject(caller, link);
      const waitMs = await takeMail(caller, visit, cookies, address);
      if (waitMs > 0) return miss('locked', waitMs);
      const before = await readCode(deps, subject, cookies);
      const asked = {
        id: deps.identifiers.token(16),
        browser: before?.browser ?? deps.identifiers.token(12),
        email: address,
        until: caller.now + GRANT_MAX_MS,
      };
      const sent: GateAnswer = { error: null, cookies: [await codeCookie(deps, subject, asked)] };
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
        ...(before === null ? [] : [rows.deleteCode(before.id)]),
        rows.insertCode({
          id: asked.id,
          shareLinkId: link.id,
          email: address,
          codeHash: await codeHash(link.id, address, code),
          expiresAt: asked.until,
        }),
        ...mailStatements(deps, address, mail, caller.now),
      ]);
      await deps.doorbell.ring();
      return sent;
    },

    /** The code is looked for under the browser's own cookie: of any other browser it opens nothing. */
    async verifyCode(caller: Caller, token: string, cookies: string, code: string): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'email_code');
      const { link } = visit;
      const subject = cookieSubject(caller, link);
      if (!isHere) return onward;
      const asked = await readCode(deps, subject, cookies);
      const kept = asked === null ? undefined : await rows.tryCode(asked.id, link.id);
      if (kept === undefined || kept.expiresAt <= caller.now || kept.attempts > CODE_ATTEMPTS_MAX) {
        return miss('expired');
      }
      const address = kept.email;
      const given = await codeHash(link.id, address, code.replace(/\D/g, ''));
      if (given !== kept.codeHash || !mayAskForCode(visit, address)) return miss('wrong');
      await runBatch(db, [rows.deleteCode(kept.id)]);
      const device = await readDevice(deps, subject, cookies);
      const known = { id: device?.id ?? deps.identifiers.token(12), email: address };
      return pass(
        caller,
        visit,
        { ...gates, email: address },
        'email_code',
        { email: address },
        { cookies: [clearedCookie(subject, 'code'), await deviceCookie(deps, subject, known)] },
      );
    },

    async acceptTerms(caller: Caller, token: string, cookies: string, accept: boolean): Promise<GateAnswer> {
      const { visit, gates, isHere } = await atGate(caller, token, cookies, 'terms');
      if (!isHere) return onward;
      if (!accept) return miss('wrong');
      const { link, recipient } = visit;
      const email = knownAddress(visit, gates);
      const turns = await termsTurns(deps, caller, visit, gates);
      if (!(await takeTurns(db, turns, caller))) return miss('locked', await turnsFreeIn(db, turns, caller));
      const acceptance = rows.insertAcceptance({
        id: deps.identifiers.token(16),
        shareLinkId: link.id,
        version: link.termsVersion,
        recipientId: recipient?.id ?? null,
        // Somebody else may have proved an address under a recipient's own, where a list allows it.
        name: recipient !== null && email === normalizeAddress(recipient.email) ? recipient.name : '',
        email,
        territory: caller.territory,
        at: caller.now,
      });
      const told = { termsVersion: link.termsVersion, email };
      return pass(caller, visit, { ...gates, terms: link.termsVersion }, 'terms', told, {
        kept: [acceptance],
      });
    },
  };
}
export type Gates = ReturnType<typeof createGates>;
