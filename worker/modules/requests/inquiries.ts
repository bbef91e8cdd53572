/**
 * The queue of what visitors of links and people asked for files ask, and the answers: more time, more downloads or files, a
 * closed request opened again, a file, or a friendly no.
 */
import type {
  Inquiry,
  InquiryAnswerInput,
  InquiryDetail,
  InquiryState,
} from '../../../shared/contract/inquiries.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import { REQUEST_FILES_MAX } from '../../../shared/contract/requests.ts';
import { isLocale, type Locale, t } from '../../../shared/messages/index.ts';
import { requestState } from '../../../shared/requests/hand-in.ts';
import { deriveShareState, remainingDownloads } from '../../../shared/shares/state.ts';
import { DAY_MS, wholeMinute } from '../../../shared/time/durations.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { endOfDate } from '../../../shared/time/zoned.ts';
import { usableZone } from '../../../shared/time/zones.ts';
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { IngestService } from '../ingest/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { type ItemDesk, type ShareService, tokenFor } from '../shares/index.ts';
import { belowOf, pageOf } from './paging.ts';
import { createInquiryRepository, type InquiryRecord } from './repository-inquiries.ts';
import { roomOf } from './room.ts';
import type { RequestService } from './service.ts';

export interface InquiryService {
  list(caller: Caller, query: PageQuery & { state?: InquiryState | undefined }): Promise<Page<Inquiry>>;
  /** With what the link says of the file that was asked for, or what the request still takes. @throws Failure `not_found` */
  get(caller: Caller, id: string): Promise<InquiryDetail>;
  /**
   * Answers by mail, in the asker's language, and does what is granted.
   * @throws Failure `conflict` when somebody has answered already, and whatever the grant is refused with
   */
  answer(caller: Caller, id: string, answer: InquiryAnswerInput): Promise<Inquiry>;
}

export interface InquiryDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly shares: Pick<ShareService, 'get' | 'planUpdate' | 'planState'>;
  readonly requests: Pick<RequestService, 'planUpdate' | 'planClosing'>;
  readonly ingest: Pick<IngestService, 'takenBy'>;
  readonly itemDesk: ItemDesk;
}

/** The end the link or the request would get, and whether the administrator's maximum for links comes before what was asked. */
function extensionOf({ inquiry, link, request }: InquiryRecord, now: number, maximumDays: number) {
  const isRevoked = link !== null && link.state === 'revoked';
  const ending = link ?? (request && { endsAt: request.deadline, timeZone: request.input.timeZone });
  if (ending === null || isRevoked || inquiry.useUntil === null) {
    return { extendTo: null, isExtensionCut: false };
  }
  const askedEnd = endOfDate(inquiry.useUntil, usableZone(ending.timeZone));
  // To the minute: people read it, and it is what they are offered.
  const latest = link === null ? Number.POSITIVE_INFINITY : wholeMinute(now + maximumDays * DAY_MS);
  const end = Math.min(askedEnd, latest);
  const helps = end > Math.max(now, ending.endsAt);
  return { extendTo: helps ? end : null, isExtensionCut: helps && askedEnd > latest };
}

function inquiryOf(record: InquiryRecord, now: number, maximumDays: number): Inquiry {
  const { inquiry, link, request } = record;
  const person = record.recipient ?? record.invitee;
  return {
    id: inquiry.id,
    kind: inquiry.kind,
    about: link?.name ?? request?.input.title ?? '',
    shareLinkId: inquiry.shareLinkId,
    uploadRequestId: inquiry.uploadRequestId,
    name: inquiry.name,
    email: inquiry.email,
    message: inquiry.message,
    channel: inquiry.useChannel,
    from: inquiry.useFrom,
    until: inquiry.useUntil,
    territory: inquiry.useTerritory,
    itemTitle: inquiry.itemTitle,
    assetId: inquiry.assetId,
    locale: inquiry.locale,
    person: person && { name: person.name, email: person.email, state: person.state },
    link:
      link === null
        ? null
        : {
            state: deriveShareState(link, now),
            endsAt: link.endsAt,
            timeZone: link.timeZone,
            remainingDownloads: remainingDownloads(link),
          },
    request: request && {
      state: requestState(request, now),
      endsAt: request.deadline,
      timeZone: request.input.timeZone,
    },
    ...extensionOf(record, now, maximumDays),
    state: inquiry.state,
    answer: inquiry.answer,
    createdAt: inquiry.createdAt,
  };
}

/** What an answer gives besides its words: changes for the answer's own batch, and how its mail tells of them. */
interface Grant {
  readonly statements: readonly Statement[];
  readonly told: (locale: Locale) => Granted;
}
interface Granted {
  readonly paragraphs: string[];
  readonly action: { label: string; url: string } | null;
  readonly context: Record<string, string | number | boolean | null>;
}
const NOTHING: Grant = { statements: [], told: () => ({ paragraphs: [], action: null, context: {} }) };

export function createInquiryService(deps: InquiryDeps): InquiryService {
  const { db, itemDesk } = deps;
  const rows = createInquiryRepository(db);

  async function find(id: string): Promise<InquiryRecord> {
    return (await rows.find(id)) ?? fail('not_found');
  }

  const conflict = (): never => fail('conflict');

  /** Changes of the link as far as that is granted. */
  async function grantLink(
    caller: Caller,
    { inquiry, link, recipient }: InquiryRecord,
    answer: InquiryAnswerInput,
  ): Promise<Grant> {
    const { extendTo, moreDownloads, giveItem } = answer;
    const reopens = answer.reopen && link?.state === 'off';
    if (link === null || (extendTo === null && moreDownloads === null && !giveItem && !reopens))
      return NOTHING;
    // Refuses whoever may not change this link.
    const { statements, next } = await deps.shares.planUpdate(caller, link.id, {
      ...(extendTo === null ? {} : { endsAt: extendTo }),
      ...(moreDownloads === null || link.maxDownloads === null
        ? {}
        : {
            maxDownloads:
              Math.max(link.maxDownloads, link.usedDownloads + link.reservedDownloads) + moreDownloads,
          }),
    });
    const given =
      giveItem && inquiry.assetId !== null ? await itemDesk.planGift(caller, link.id, inquiry.assetId) : [];
    const switched = reopens ? await deps.shares.planState(caller, link.id, 'active') : [];
    const state = deriveShareState({ ...link, ...next, state: reopens ? 'active' : link.state }, caller.now);
    const url = state === 'off' ? null : await linkAddress(caller, link.id, recipient);
    const told = (locale: Locale): Granted => ({
      paragraphs: [
        ...(extendTo === null
          ? []
          : [
              // What is not open is not said to be.
              t(locale, state === 'active' ? 'mail.answer.extended' : 'mail.answer.ends', {
                when: formatInstant(locale, next.endsAt, { zone: next.timeZone }),
              }),
            ]),
        ...(state === 'off' ? [t(locale, 'mail.answer.still_off')] : []),
        ...(extendTo === null && reopens && state === 'active'
          ? [
              t(locale, 'mail.answer.extended', {
                when: formatInstant(locale, next.endsAt, { zone: next.timeZone }),
              }),
            ]
          : []),
        ...(moreDownloads === null ? [] : [t(locale, 'mail.answer.downloads', { count: moreDownloads })]),
        ...(giveItem ? [t(locale, 'mail.answer.item', { title: inquiry.itemTitle ?? '' })] : []),
      ],
      action: url === null ? null : { label: t(locale, 'mail.invite.action'), url },
      context: {
        extendTo: extendTo === null ? null : next.endsAt,
        moreDownloads,
        reopened: reopens,
        assetId: giveItem ? inquiry.assetId : null,
      },
    });
    return { statements: [...given, ...statements, ...switched], told };
  }

  /** Changes of the request as far as that is granted. */
  async function grantRequest(
    caller: Caller,
    record: InquiryRecord,
    answer: InquiryAnswerInput,
  ): Promise<Grant> {
    const { request } = record;
    const { extendTo, moreFiles } = answer;
    const reopens = answer.reopen && request?.isClosed === true;
    if (request === null || (extendTo === null && moreFiles === null && !reopens)) return NOTHING;
    const { files } = await deps.ingest.takenBy(request.id, '');
    const maxFiles = Math.max(request.input.maxFiles, files) + (moreFiles ?? 0);
    if (moreFiles !== null && maxFiles > REQUEST_FILES_MAX) {
      const message = t(caller.locale, 'requests.error.too_many_files', { max: REQUEST_FILES_MAX });
      fail('validation_failed', { errors: [{ path: 'moreFiles', message }], detail: message });
    }
    const statements = [
      ...(extendTo === null && moreFiles === null
        ? []
        : await deps.requests.planUpdate(caller, request.id, {
            ...(extendTo === null ? {} : { deadline: extendTo }),
            ...(moreFiles === null ? {} : { maxFiles }),
          })),
      ...(reopens ? await deps.requests.planClosing(caller, request.id, false) : []),
    ];
    const url = await askedAddress(caller, record);
    const deadline = extendTo ?? request.deadline;
    const told = (locale: Locale): Granted => ({
      paragraphs: [
        ...(extendTo === null && !reopens
          ? []
          : [
              t(locale, 'mail.answer.hand_in_until', {
                when: formatInstant(locale, deadline, { zone: request.input.timeZone }),
              }),
            ]),
        ...(moreFiles === null ? [] : [t(locale, 'mail.answer.more_files', { count: moreFiles })]),
      ],
      action: url === null ? null : { label: t(locale, 'mail.request.action'), url },
      context: { extendTo, moreFiles, reopened: reopens },
    });
    return { statements, told };
  }

  /** The address under which whoever asked has the link: their own, or none where that was revoked. */
  async function linkAddress(
    caller: Caller,
    linkId: string,
    recipient: InquiryRecord['recipient'],
  ): Promise<string | null> {
    if (recipient === null) return (await deps.shares.get(caller, linkId)).url;
    return recipient.state === 'active'
      ? `${caller.origin}/s/${await tokenFor(deps, 'recipient', recipient.token)}`
      : null;
  }

  /** The address under which whoever asked hands in; null where they have none that takes anything. */
  async function askedAddress(caller: Caller, { request, invitee }: InquiryRecord): Promise<string | null> {
    const common = request === null || request.input.inviteOnly ? null : request.token;
    const token = invitee?.state === 'active' ? invitee.token : common;
    return token === null ? null : `${caller.origin}/u/${await tokenFor(deps, 'request', token)}`;
  }

  return {
    async list(caller, query) {
      const found = await rows.page(query.state, belowOf(query.cursor), query.limit + 1);
      const { shareMaximumDays } = await deps.settings.get();
      return pageOf(
        found,
        query.limit,
        ({ inquiry }) => [inquiry.createdAt, inquiry.id],
        (record) => inquiryOf(record, caller.now, shareMaximumDays),
      );
    },

    async get(caller, id) {
      const record = await find(id);
      const { shareMaximumDays } = await deps.settings.get();
      const { assetId, shareLinkId } = record.inquiry;
      const [item, room] = await Promise.all([
        assetId === null || shareLinkId === null ? null : itemDesk.look(caller, shareLinkId, assetId),
        record.request === null ? null : roomOf(deps.ingest, record.request, ''),
      ]);
      return {
        ...inquiryOf(record, caller.now, shareMaximumDays),
        item,
        room: room && { files: room.files, bytes: room.bytes },
      };
    },

    async answer(caller, id, answer) {
      const record = await find(id);
      const { inquiry } = record;
      if (inquiry.state !== 'open') conflict();
      const { organisation, shareMaximumDays } = await deps.settings.get();
      const { decision, message } = answer;
      // May be refused: past the administrator's maximum, somebody else's link, rights that do not allow it.
      const grant = record.request === null ? grantLink : grantRequest;
      const granted = decision === 'answered' ? await grant(caller, record, answer) : NOTHING;
      const locale = isLocale(inquiry.locale) ? inquiry.locale : 'en';
      const { paragraphs, action, context } = granted.told(locale);
      const name = record.link?.name ?? record.request?.input.title ?? '';
      const mail = composeMail(locale, organisation, {
        subject: t(locale, 'mail.answer.subject', { name }),
        paragraphs: [
          t(locale, decision === 'declined' ? 'mail.answer.declined' : 'mail.answer.intro', {
            owner: caller.actor.name,
            organisation,
          }),
          ...paragraphs,
        ],
        quote: message,
        action,
      });
      try {
        await runBatch(db, [
          // First, and breaks the whole batch where somebody else has answered: what is granted is granted once.
          rows.answer(id, decision, message, caller.now),
          ...granted.statements,
          ...mailStatements(deps, inquiry.email, mail, caller.now),
          auditStatement(
            deps,
            caller,
            'inquiry.answered',
            { kind: 'inquiry', id, label: name },
            { decision, email: inquiry.email, ...context },
          ),
        ]);
      } catch (error) {
        if (brokeConstraint(error, 'inquiries.state')) conflict();
        throw error;
      }
      await deps.doorbell.ring();
      return inquiryOf(await find(id), caller.now, shareMaximumDays);
    },
  };
}
