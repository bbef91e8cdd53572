/** What the holder of a link sees: the page behind a token in any of its forms. Looking changes nothing. */
import type { z } from 'zod';
import type { ShareView, shareGateInput } from '../../../shared/contract/shares.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { CLOSED_STATUS } from '../../../shared/shares/state.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { type Admission, type Admissions, cookieSubject, type Visit } from './admission.ts';
import type { Content } from './content.ts';
import { gateCookie, NO_GATES, readCode } from './gate-cookie.ts';
import type { GateAnswer, Gates } from './gates.ts';
import type { VisitRepository } from './repository-visits.ts';
import { type Brand, contactOf, PLAIN_THEME, pageOf, themeOf } from './view.ts';

export interface ShareAnswer {
  readonly view: ShareView;
  readonly status: 200 | 401 | 403 | 404 | 410 | 429 | 451;
  /** `set-cookie` values. */
  readonly cookies: string[];
}

export interface VisitDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly gates: Gates;
  readonly rows: VisitRepository;
  readonly background: (work: Promise<unknown>) => void;
}

const UNKNOWN_BRAND: Brand = { organisation: '', theme: PLAIN_THEME, contact: null, logo: null };
const BRAND_TTL_MS = 10_000;

export function createVisits(deps: VisitDeps) {
  const { admissions, rows } = deps;
  // Remembered, so that a token nobody issued is answered in the brand's clothes without a read.
  let remembered: { brand: Brand; readAt: number } = {
    brand: UNKNOWN_BRAND,
    readAt: Number.NEGATIVE_INFINITY,
  };

  async function brandNow(now: number): Promise<Brand> {
    if (Math.abs(now - remembered.readAt) < BRAND_TTL_MS) return remembered.brand;
    const [settings, portal] = await Promise.all([deps.settings.get(), rows.defaultPortal()]);
    const { organisation, contact } = settings;
    const theme = themeOf(portal?.published);
    remembered = { brand: { organisation, contact, theme, logo: null }, readAt: now };
    return remembered.brand;
  }

  function closedView(
    caller: Caller,
    brand: Brand,
    answer: Extract<Admission, { kind: 'closed' | 'missing' }>,
  ): ShareAnswer {
    const visit = answer.kind === 'closed' ? answer.visit : null;
    const reason = answer.kind === 'closed' ? answer.reason : 'not_found';
    return {
      view: {
        kind: 'closed',
        reason,
        startsAt: reason === 'not_started' ? (visit?.link.startsAt ?? null) : null,
        endedAt: reason === 'ended' ? (visit?.link.endsAt ?? null) : null,
        timeZone: visit?.link.timeZone ?? caller.timeZone,
        organisation: brand.organisation,
        theme: brand.theme,
        contact: visit === null ? brand.contact : contactOf(visit, brand),
        base: visit?.base ?? null,
      },
      status: CLOSED_STATUS[reason],
      cookies: [],
    };
  }

  /** Notes that the link was opened, and tells the owner the first time. Programs that look do not count. */
  async function noteOpened(caller: Caller, visit: Visit): Promise<void> {
    const { link } = visit;
    const isFirst = await rows.noteOpened(link.id, visit.recipient?.id ?? null, caller.now);
    if (!isFirst || link.notify !== 'immediate' || visit.ownerEmail === null) return;
    const { organisation } = await deps.settings.get();
    const locale = isLocale(visit.ownerLocale) ? visit.ownerLocale : 'en';
    const when = formatInstant(locale, caller.now, { zone: link.timeZone });
    const mail = composeMail(locale, organisation, {
      subject: t(locale, 'mail.opened.subject', { name: link.name }),
      paragraphs: [t(locale, 'mail.opened.intro', { name: link.name, when })],
      action: { label: t(locale, 'mail.console.action'), url: `${caller.origin}/admin/shares/${link.id}` },
    });
    await runBatch(deps.db, mailStatements(deps, visit.ownerEmail, mail, caller.now));
    await deps.doorbell.ring();
  }

  async function look(
    caller: Caller,
    token: string,
    cookies: string,
    context: { isBot: boolean; error: GateAnswer['error'] },
  ): Promise<ShareAnswer> {
    const answer = await admissions.admit(caller, token, cookies);
    if (answer.kind === 'missing') return closedView(caller, remembered.brand, answer);
    const brand = await brandNow(caller.now);
    if (answer.kind === 'closed') return closedView(caller, brand, answer);
    const { visit } = answer;
    const { link } = visit;
    const subject = cookieSubject(caller, link);
    if (answer.kind === 'gate') {
      return {
        view: {
          kind: 'gate',
          gate: answer.gate,
          base: visit.base,
          from: visit.ownerName ?? brand.organisation,
          organisation: brand.organisation,
          theme: brand.theme,
          termsText: answer.gate === 'terms' ? link.termsText : null,
          error: context.error,
          codeSent: answer.gate === 'email_code' && (await readCode(deps, subject, cookies)) !== null,
        },
        status: context.error === 'locked' ? 429 : 401,
        cookies: [],
      };
    }
    const judged = await deps.content.judged(visit, caller);
    if (!context.isBot) deps.background(noteOpened(caller, visit));
    const renewed = answer.gates === NO_GATES ? null : await gateCookie(deps, subject, answer.gates);
    return {
      view: { kind: 'open', page: pageOf({ visit, caller, brand, judged }) },
      status: 200,
      cookies: renewed === null ? [] : [renewed],
    };
  }

  function tryGate(
    caller: Caller,
    token: string,
    cookies: string,
    input: z.infer<typeof shareGateInput>,
  ): Promise<GateAnswer> {
    switch (input.gate) {
      case 'password':
        return deps.gates.password(caller, token, cookies, input.password);
      case 'email_code':
        return input.code === null
          ? deps.gates.sendCode(caller, token, cookies, input.email)
          : deps.gates.verifyCode(caller, token, cookies, input.code, input.email);
      case 'terms':
        return deps.gates.acceptTerms(caller, token, cookies, input.accept);
      default:
        return input satisfies never;
    }
  }

  return {
    view: (caller: Caller, token: string, cookies: string, isBot: boolean): Promise<ShareAnswer> =>
      look(caller, token, cookies, { isBot, error: null }),

    /** Tries a gate and shows what is behind it, or the gate again with what went wrong. */
    async passGate(
      caller: Caller,
      token: string,
      cookies: string,
      input: z.infer<typeof shareGateInput>,
    ): Promise<ShareAnswer> {
      const passed = await tryGate(caller, token, cookies, input);
      const fresh = passed.cookies.map((entry) => entry.split(';', 1)[0] ?? '');
      const answer = await look(caller, token, [...fresh, cookies].join('; '), {
        isBot: false,
        error: passed.error,
      });
      // The page renews the gate cookie; where both set one, the page's is the same or newer.
      return { ...answer, cookies: [...passed.cookies, ...answer.cookies] };
    },
  };
}
export type Visits = ReturnType<typeof createVisits>;
