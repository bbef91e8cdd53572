/** Upload requests and what is handed in under them, and the answers to what visitors of links ask. */
import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  reviewInput,
  SubmittedFile,
  UploadRequest,
  UploadRequestInput,
} from '../../../shared/contract/uploads.ts';
import { type Locale, t } from '../../../shared/messages/index.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { IngestService } from '../ingest/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { mintTokenId, type ShareService, tokenFor } from '../shares/index.ts';
import {
  createRequestRepository,
  type InquiryRecord,
  type RequestRecord,
  type RequestRow,
  type SubmissionRecord,
} from './repository.ts';

export interface Inquiry {
  id: string;
  kind: 'extension' | 'excluded_item' | 'question';
  /** What it is about: the link's name. */
  about: string;
  shareLinkId: string | null;
  name: string;
  email: string;
  message: string;
  state: 'open' | 'answered' | 'declined';
  answer: string | null;
  createdAt: number;
}

export interface RequestService {
  list(caller: Caller, query: PageQuery): Promise<Page<UploadRequest>>;
  create(caller: Caller, input: UploadRequestInput): Promise<UploadRequest>;
  update(
    caller: Caller,
    id: string,
    input: { [K in keyof UploadRequestInput]?: UploadRequestInput[K] | undefined },
  ): Promise<UploadRequest>;
  setClosed(caller: Caller, id: string, closed: boolean): Promise<UploadRequest>;
  listSubmissions(
    caller: Caller,
    query: PageQuery & { requestId?: string | undefined; state?: SubmittedFile['state'] | undefined },
  ): Promise<Page<SubmittedFile>>;
  /** Takes files into the library as assets, or returns them with a message; tells the uploaders by mail. */
  review(caller: Caller, input: z.infer<typeof reviewInput>): Promise<SubmittedFile[]>;
  listInquiries(
    caller: Caller,
    query: PageQuery & { state?: Inquiry['state'] | undefined },
  ): Promise<Page<Inquiry>>;
  /** Answers by mail; extends the link where that was asked for and granted. */
  answerInquiry(
    caller: Caller,
    id: string,
    answer: { decision: 'answered' | 'declined'; message: string; extendTo: number | null },
  ): Promise<Inquiry>;
}

export interface RequestDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly shares: Pick<ShareService, 'update'>;
  readonly ingest: Pick<IngestService, 'placeSubmission'>;
}

export function requestState(request: RequestRow, now: number): UploadRequest['state'] {
  if (request.isClosed) return 'closed';
  return now >= request.deadline ? 'past_deadline' : 'open';
}

function submittedOf({ submission, uploader }: SubmissionRecord): SubmittedFile {
  const { id, fileName, sizeBytes, kind, mediaType, verdict, state, message, assetId, receivedAt } =
    submission;
  return {
    id,
    requestId: submission.uploadRequestId,
    fileName,
    sizeBytes,
    kind,
    mediaType,
    verdict,
    state,
    uploaderName: uploader.name,
    uploaderEmail: uploader.email,
    creditLine: uploader.creditLine,
    message,
    assetId,
    receivedAt,
  };
}

function inquiryOf({ inquiry, linkName }: InquiryRecord): Inquiry {
  const { id, kind, shareLinkId, name, email, message, state, answer, createdAt } = inquiry;
  return { id, kind, about: linkName ?? '', shareLinkId, name, email, message, state, answer, createdAt };
}

function belowOf(cursor: string | undefined): { at: number; id: string } | null {
  const [at, id] = decodeCursor(cursor) ?? [];
  return typeof at === 'number' && typeof id === 'string' ? { at, id } : null;
}
/** The page of `limit` out of one row more. */
function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => [number, string],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}

export function createRequestService(deps: RequestDeps): RequestService {
  const { db } = deps;
  const rows = createRequestRepository(db);

  async function requestOf(caller: Caller, record: RequestRecord): Promise<UploadRequest> {
    const { request } = record;
    return {
      ...request.input,
      id: request.id,
      url: `${caller.origin}/u/${await tokenFor(deps, 'request', request.token)}`,
      state: requestState(request, caller.now),
      owner: { id: request.ownerId, name: record.ownerName ?? '' },
      fileCount: record.fileCount,
      waitingCount: record.waitingCount,
      createdAt: request.createdAt,
    };
  }
  async function read(caller: Caller, id: string): Promise<UploadRequest> {
    const record = await rows.find(id);
    return record === undefined ? fail('not_found') : requestOf(caller, record);
  }
  function checkDeadline(caller: Caller, deadline: number): void {
    if (deadline > caller.now) return;
    const message = t(caller.locale, 'shares.error.end_passed');
    fail('validation_failed', { errors: [{ path: 'deadline', message }], detail: message });
  }
  async function askMail(caller: Caller, token: string, input: UploadRequestInput): Promise<Statement[]> {
    if (input.askedEmail === null) return [];
    const { organisation } = await deps.settings.get();
    const { locale } = caller;
    const names = { owner: caller.actor.name, organisation, name: input.title };
    const when = formatInstant(locale, input.deadline, { zone: input.timeZone });
    const mail = composeMail(locale, organisation, {
      subject: t(locale, 'mail.request.subject', { owner: names.owner, name: names.name }),
      paragraphs: [t(locale, 'mail.request.intro', names), t(locale, 'mail.request.deadline', { when })],
      quote: input.brief === '' ? null : input.brief,
      action: {
        label: t(locale, 'mail.request.action'),
        url: `${caller.origin}/u/${await tokenFor(deps, 'request', token)}`,
      },
    });
    return mailStatements(deps, input.askedEmail, mail, caller.now);
  }
  /** One mail per uploader and request about what became of their files. */
  async function decisionMails(
    caller: Caller,
    decided: readonly SubmissionRecord[],
    decision: 'accept' | 'return',
    message: string | null,
  ): Promise<Statement[]> {
    const { organisation } = await deps.settings.get();
    const locale: Locale = caller.locale;
    const statements: Statement[] = [];
    const uploaders = new Map(decided.map(({ uploader }) => [uploader.id, uploader]));
    for (const uploader of uploaders.values()) {
      const record = await rows.find(uploader.uploadRequestId);
      if (record === undefined) continue;
      const files = decided.filter((entry) => entry.uploader.id === uploader.id);
      const name = record.request.input.title;
      const isReturned = decision === 'return';
      const mail = composeMail(locale, organisation, {
        subject: t(locale, isReturned ? 'mail.returned.subject' : 'mail.accepted.subject', { name }),
        paragraphs: [
          t(locale, isReturned ? 'mail.returned.intro' : 'mail.accepted.intro', { name }),
          files.map(({ submission }) => submission.fileName).join('\n'),
        ],
        quote: message,
        action: isReturned
          ? {
              label: t(locale, 'mail.returned.action'),
              url: `${caller.origin}/u/${await tokenFor(deps, 'request', record.request.token)}`,
            }
          : null,
      });
      statements.push(...mailStatements(deps, uploader.email, mail, caller.now));
    }
    return statements;
  }
  /** The asset a submission becomes, and the statements that make it one. */
  async function acceptOne(caller: Caller, { submission, uploader }: SubmissionRecord) {
    const answer = await deps.ingest.placeSubmission(
      caller,
      { ...submission, creditLine: uploader.creditLine },
      null,
    );
    if (answer === null) return fail('internal');
    return 'placed' in answer
      ? { assetId: answer.placed.assetId, statements: answer.placed.statements }
      : { assetId: answer.duplicateOf.assetId, statements: [] };
  }

  return {
    async list(caller, query) {
      const found = await rows.page(belowOf(query.cursor), query.limit + 1);
      const page = pageOf(
        found,
        query.limit,
        ({ request }) => [request.createdAt, request.id],
        (record) => record,
      );
      return { ...page, items: await Promise.all(page.items.map((record) => requestOf(caller, record))) };
    },
    async create(caller, input) {
      checkDeadline(caller, input.deadline);
      const id = deps.identifiers.next('uploadRequest');
      const token = mintTokenId(deps);
      await runBatch(db, [
        rows.insert({
          id,
          token,
          ownerId: caller.actor.id ?? '',
          input,
          deadline: input.deadline,
          createdAt: caller.now,
          updatedAt: caller.now,
        }),
        ...(await askMail(caller, token, input)),
        auditStatement(
          deps,
          caller,
          'upload_request.created',
          { kind: 'upload_request', id, label: input.title },
          { deadline: input.deadline, askedEmail: input.askedEmail, maxFiles: input.maxFiles },
        ),
      ]);
      if (input.askedEmail !== null) await deps.doorbell.ring();
      return read(caller, id);
    },
    async update(caller, id, input) {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const next: UploadRequestInput = { ...record.request.input, ...given };
      if (input.deadline !== undefined) checkDeadline(caller, input.deadline);
      await runBatch(db, [
        rows.update(id, { input: next, deadline: next.deadline, updatedAt: caller.now }),
        auditStatement(
          deps,
          caller,
          'upload_request.changed',
          { kind: 'upload_request', id, label: next.title },
          given,
        ),
      ]);
      return read(caller, id);
    },
    async setClosed(caller, id, closed) {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      await runBatch(db, [
        rows.update(id, { isClosed: closed, updatedAt: caller.now }),
        auditStatement(
          deps,
          caller,
          'upload_request.switched',
          { kind: 'upload_request', id, label: record.request.input.title },
          { closed },
        ),
      ]);
      return read(caller, id);
    },
    async listSubmissions(_caller, query) {
      const { requestId, state } = query;
      const found = await rows.submissionPage(
        { requestId, state, below: belowOf(query.cursor) },
        query.limit + 1,
      );
      return pageOf(
        found,
        query.limit,
        ({ submission }) => [submission.receivedAt, submission.id],
        submittedOf,
      );
    },
    async review(caller, { submissionIds, decision, message }) {
      const found = (await rows.submissions([...new Set(submissionIds)])).filter(
        ({ submission }) => submission.state === 'quarantined',
      );
      for (const record of found) {
        const { submission } = record;
        const accepted = decision === 'accept' ? await acceptOne(caller, record) : null;
        await runBatch(db, [
          ...(accepted?.statements ?? []),
          rows.decide(submission.id, {
            state: decision === 'accept' ? 'accepted' : 'returned',
            message,
            assetId: accepted?.assetId ?? null,
            decidedAt: caller.now,
            decidedBy: caller.actor.id,
          }),
          auditStatement(
            deps,
            caller,
            'submission.reviewed',
            { kind: 'submission', id: submission.id, label: submission.fileName },
            {
              decision,
              message,
              assetId: accepted?.assetId ?? null,
              uploader: record.uploader.email,
              consentedAt: record.uploader.consentedAt,
              consentText: record.uploader.consentText,
            },
          ),
        ]);
      }
      await runBatch(db, await decisionMails(caller, found, decision, message));
      await deps.doorbell.ring();
      return (await rows.submissions(submissionIds)).map(submittedOf);
    },
    async listInquiries(_caller, query) {
      const found = await rows.inquiryPage(query.state, belowOf(query.cursor), query.limit + 1);
      return pageOf(found, query.limit, ({ inquiry }) => [inquiry.createdAt, inquiry.id], inquiryOf);
    },
    async answerInquiry(caller, id, { decision, message, extendTo }) {
      const record = await rows.findInquiry(id);
      if (record === undefined) return fail('not_found');
      const { inquiry } = record;
      if (inquiry.state !== 'open') fail('conflict');
      const { organisation } = await deps.settings.get();
      // First, because it may be refused: past the administrator's maximum, somebody else's link.
      const extended =
        decision === 'answered' && extendTo !== null && inquiry.shareLinkId !== null
          ? await deps.shares.update(caller, inquiry.shareLinkId, { endsAt: extendTo })
          : null;
      const { locale } = caller;
      const name = record.linkName ?? '';
      const mail = composeMail(locale, organisation, {
        subject: t(locale, 'mail.answer.subject', { name }),
        paragraphs: [
          t(locale, 'mail.answer.intro', { owner: caller.actor.name, organisation }),
          ...(extended === null
            ? []
            : [
                t(locale, 'mail.answer.extended', {
                  when: formatInstant(locale, extended.endsAt, { zone: extended.timeZone }),
                }),
              ]),
        ],
        quote: message,
        action: extended === null ? null : { label: t(locale, 'mail.invite.action'), url: extended.url },
      });
      await runBatch(db, [
        rows.answer(id, decision, message, caller.now),
        ...mailStatements(deps, inquiry.email, mail, caller.now),
        auditStatement(
          deps,
          caller,
          'inquiry.answered',
          { kind: 'inquiry', id, label: name },
          { decision, extendTo: extended?.endsAt ?? null, email: inquiry.email },
        ),
      ]);
      await deps.doorbell.ring();
      return inquiryOf({
        linkName: record.linkName,
        inquiry: { ...inquiry, state: decision, answer: message },
      });
    },
  };
}
