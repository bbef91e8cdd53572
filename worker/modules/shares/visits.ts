/** What the holder of a link sees: the page behind a token in any of its forms. Looking changes nothing. */
import type { z } from 'zod';
import type { PageLogo } from '../../../shared/contract/portals.ts';
import {
  type SharePageQuery,
  type ShareView,
  type shareGateInput,
  sharePageQuery,
} from '../../../shared/contract/share-visits.ts';
import { CLOSED_STATUS } from '../../../shared/shares/state.ts';
import { MINUTE_MS } from '../../../shared/time/durations.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { type Admission, type Admissions, cookieSubject, type Visit } from './admission.ts';
import type { Content } from './content.ts';
import { gateCookie, isVisiting, NO_GATES, readCode, visitCookie } from './gate-cookie.ts';
import type { GateAnswer, Gates } from './gates.ts';
import type { Logos } from './logo.ts';
import { openedMail, readerOf } from './notices.ts';
import type { VisitRepository } from './repository-visits.ts';
import { type Brand, contactOf, logoOf, PLAIN_THEME, pageOf, themeOf } from './view.ts';

export interface ShareAnswer {
  readonly view: ShareView;
  readonly status: 200 | 401 | 403 | 404 | 410 | 429 | 451;
  /** `set-cookie` values. */
  readonly cookies: string[];
  /** How long to wait before trying again, in milliseconds, where the status is 429. */
  readonly waitMs?: number;
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
  readonly logos: Logos;
  readonly rows: VisitRepository;
  readonly background: (work: Promise<unknown>) => void;
}

const UNKNOWN_BRAND: Brand = { organisation: '', theme: PLAIN_THEME, contact: null, logoAssetId: null };
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
    const logoAssetId = logoOf(portal?.published);
    remembered = { brand: { organisation, contact, theme, logoAssetId }, readAt: now };
    return remembered.brand;
  }

  const logoFor = (caller: Caller, visit: Visit, brand: Brand): Promise<PageLogo | null> =>
    deps.logos.shownOn(caller, visit, brand.logoAssetId);

  async function closedView(
    caller: Caller,
    brand: Brand,
    answer: Extract<Admission, { kind: 'closed' | 'missing' }>,
  ): Promise<ShareAnswer> {
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
        logo: visit === null ? null : await logoFor(caller, visit, brand),
        theme: brand.theme,
        contact: visit === null ? brand.contact : contactOf(visit, brand),
        base: visit?.base ?? null,
      },
      status: CLOSED_STATUS[reason],
      cookies: [],
    };
  }

  /**
   * Notes that the link was opened, and tells the owner the first time. Programs that look are counted apart; whoever is
   * signed in to the console is no visitor.
   */
  async function noteOpened(caller: Caller, visit: Visit, isBot: boolean): Promise<void> {
    const { link, recipient, ownerEmail } = visit;
    if (caller.role !== null) return;
    if (isBot) return rows.noteBotOpened(link.id);
    const isFirst = await rows.noteOpened(link.id, recipient?.id ?? null, caller.now);
    if (!isFirst || link.notify !== 'immediate' || ownerEmail === null) return;
    const { organisation } = await deps.settings.get();
    const who = recipient?.name || recipient?.email || null;
    const mail = openedMail(readerOf(visit.ownerLocale, organisation, caller.origin), link, who, caller.now);
    await runBatch(deps.db, mailStatements(deps, ownerEmail, mail, caller.now));
    await deps.doorbell.ring();
  }

  async function look(
    caller: Caller,
    token: string,
    cookies: string,
    context: { isBot: boolean; error: GateAnswer['error']; waitMs?: number; query: SharePageQuery },
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
          logo: await logoFor(caller, visit, brand),
          theme: brand.theme,
          termsText: answer.gate === 'terms' ? link.termsText : null,
          error: context.error,
          waitMinutes:
            context.error === 'locked' ? Math.max(1, Math.ceil((context.waitMs ?? 0) / MINUTE_MS)) : null,
          contact: context.error === 'locked' ? contactOf(visit, brand) : null,
          codeSent:
            answer.gate === 'email_code' &&
            ((await readCode(deps, subject, cookies))?.until ?? 0) > caller.now,
        },
        status: context.error === 'locked' ? 429 : 401,
        cookies: [],
      };
    }
    const [judged, logo] = await Promise.all([
      deps.content.judged(visit, caller),
      logoFor(caller, visit, brand),
    ]);
    // Whoever filters, turns pages or comes back within half an hour goes on with the same visit.
    const isCounted = caller.role === null && !context.isBot;
    if (!isCounted || !(await isVisiting(deps, subject, cookies))) {
      deps.background(noteOpened(caller, visit, context.isBot));
    }
    const renewed = [
      answer.gates === NO_GATES ? null : await gateCookie(deps, subject, answer.gates),
      isCounted ? await visitCookie(deps, subject) : null,
    ];
    return {
      view: {
        kind: 'open',
        page: pageOf({
          visit,
          caller,
          brand,
          logo,
          judged,
          press: deps.identifiers.token(12),
          query: context.query,
        }),
      },
      status: 200,
      cookies: renewed.filter((cookie) => cookie !== null),
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
          : deps.gates.verifyCode(caller, token, cookies, input.code);
      case 'terms':
        return deps.gates.acceptTerms(caller, token, cookies, input.accept);
      default:
        return input satisfies never;
    }
  }

  return {
    /** What was read last: all that a token nobody issued is answered in. */
    wornBrand: (): Brand => remembered.brand,
    /** What a page of the link wears. */
    async lookOf(caller: Caller, visit: Visit) {
      const brand = await brandNow(caller.now);
      const { theme, organisation } = brand;
      return { base: visit.base, theme, organisation, logo: await logoFor(caller, visit, brand) };
    },

    view: (
      caller: Caller,
      token: string,
      cookies: string,
      how: { readonly isBot: boolean; readonly query: SharePageQuery },
    ): Promise<ShareAnswer> => look(caller, token, cookies, { ...how, error: null }),

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
        ...(passed.waitMs === undefined ? {} : { waitMs: passed.waitMs }),
        query: sharePageQuery.parse({}),
      });
      // The page renews the gate cookie; where both set one, the page's is the same or newer.
      return {
        ...answer,
        cookies: [...passed.cookies, ...answer.cookies],
        ...(passed.waitMs === undefined ? {} : { waitMs: passed.waitMs }),
      };
    },
  };
}
export type Visits = ReturnType<typeof createVisits>;
