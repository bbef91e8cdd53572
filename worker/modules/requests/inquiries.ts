/** The queue of what visitors of links ask, and the answers: more time, more downloads, a file, or a friendly no. */
import type {
  Inquiry,
  InquiryAnswerInput,
  InquiryDetail,
  InquiryState,
} from '../../../shared/contract/inquiries.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type { ShareLink } from '../../../shared/contract/shares.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { deriveShareState } from '../../../shared/shares/state.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/time/durations.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { endOfDate } from '../../../shared/time/zoned.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { ItemDesk, ShareService } from '../shares/index.ts';
import { belowOf, pageOf } from './paging.ts';
import { createInquiryRepository, type InquiryRecord } from './repository-inquiries.ts';

export interface InquiryService {
  list(caller: Caller, query: PageQuery & { state?: InquiryState | undefined }): Promise<Page<Inquiry>>;
  /** With what the link says of the file that was asked for. @throws Failure `not_found` */
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
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly shares: Pick<ShareService, 'update'>;
  readonly itemDesk: ItemDesk;
}

/** The end the link would get, and whether the administrator's maximum comes before what was asked. */
function extensionOf({ inquiry, link }: InquiryRecord, now: number, maximumDays: number) {
  if (link === null || link.state === 'revoked' || inquiry.useUntil === null) {
    return { extendTo: null, isExtensionCut: false };
  }
  const askedEnd = endOfDate(inquiry.useUntil, link.timeZone);
  // To the minute: people read it, and it is what they are offered.
  const latest = Math.floor((now + maximumDays * DAY_MS) / MINUTE_MS) * MINUTE_MS;
  const end = Math.min(askedEnd, latest);
  const helps = end > Math.max(now, link.endsAt);
  return { extendTo: helps ? end : null, isExtensionCut: helps && askedEnd > latest };
}

function inquiryOf(record: InquiryRecord, now: number, maximumDays: number): Inquiry {
  const { inquiry, link } = record;
  return {
    id: inquiry.id,
    kind: inquiry.kind,
    about: link?.name ?? '',
    shareLinkId: inquiry.shareLinkId,
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
    link:
      link === null
        ? null
        : {
            state: deriveShareState(link, now),
            endsAt: link.endsAt,
            timeZone: link.timeZone,
            remainingDownloads:
              link.maxDownloads === null ? null : Math.max(0, link.maxDownloads - link.usedDownloads),
          },
    ...extensionOf(record, now, maximumDays),
    state: inquiry.state,
    answer: inquiry.answer,
    createdAt: inquiry.createdAt,
  };
}

export function createInquiryService(deps: InquiryDeps): InquiryService {
  const { db, itemDesk } = deps;
  const rows = createInquiryRepository(db);

  async function find(id: string): Promise<InquiryRecord> {
    return (await rows.find(id)) ?? fail('not_found');
  }

  /** Changes the link as far as that is granted. @returns the link, where the caller may change it */
  async function grant(
    caller: Caller,
    { inquiry, link }: InquiryRecord,
    { extendTo, moreDownloads, giveItem }: InquiryAnswerInput,
  ): Promise<ShareLink | null> {
    if (link === null || (extendTo === null && moreDownloads === null && !giveItem)) return null;
    if (giveItem && inquiry.assetId !== null) {
      // Refuses whoever may not change this link.
      await deps.shares.update(caller, link.id, {});
      await itemDesk.give(caller, link.id, inquiry.assetId);
    }
    return deps.shares.update(caller, link.id, {
      ...(extendTo === null ? {} : { endsAt: extendTo }),
      ...(moreDownloads === null || link.maxDownloads === null
        ? {}
        : { maxDownloads: Math.max(link.maxDownloads, link.usedDownloads) + moreDownloads }),
    });
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
      const item =
        assetId === null || shareLinkId === null ? null : await itemDesk.look(caller, shareLinkId, assetId);
      return { ...inquiryOf(record, caller.now, shareMaximumDays), item };
    },

    async answer(caller, id, answer) {
      const record = await find(id);
      const { inquiry } = record;
      if (inquiry.state !== 'open') fail('conflict');
      const { organisation, shareMaximumDays } = await deps.settings.get();
      const { decision, message } = answer;
      // First, because it may be refused: past the administrator's maximum, somebody else's link, rights that do not allow it.
      const link = decision === 'answered' ? await grant(caller, record, answer) : null;
      const locale = isLocale(inquiry.locale) ? inquiry.locale : 'en';
      const name = record.link?.name ?? '';
      const mail = composeMail(locale, organisation, {
        subject: t(locale, 'mail.answer.subject', { name }),
        paragraphs: [
          t(locale, decision === 'declined' ? 'mail.answer.declined' : 'mail.answer.intro', {
            owner: caller.actor.name,
            organisation,
          }),
          ...(link === null || answer.extendTo === null
            ? []
            : [
                t(locale, 'mail.answer.extended', {
                  when: formatInstant(locale, link.endsAt, { zone: link.timeZone }),
                }),
              ]),
          ...(link === null || answer.moreDownloads === null
            ? []
            : [t(locale, 'mail.answer.downloads', { count: answer.moreDownloads })]),
          ...(link === null || !answer.giveItem
            ? []
            : [t(locale, 'mail.answer.item', { title: inquiry.itemTitle ?? '' })]),
        ],
        quote: message,
        action: link === null ? null : { label: t(locale, 'mail.invite.action'), url: link.url },
      });
      await runBatch(db, [
        rows.answer(id, decision, message, caller.now),
        ...mailStatements(deps, inquiry.email, mail, caller.now),
        auditStatement(
          deps,
          caller,
          'inquiry.answered',
          { kind: 'inquiry', id, label: name },
          {
            decision,
            extendTo: answer.extendTo === null ? null : (link?.endsAt ?? null),
            moreDownloads: answer.moreDownloads,
            assetId: answer.giveItem ? inquiry.assetId : null,
            email: inquiry.email,
          },
        ),
      ]);
      await deps.doorbell.ring();
      return inquiryOf(await find(id), caller.now, shareMaximumDays);
    },
  };
}
