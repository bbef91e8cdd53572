/** Upload requests and who is asked under them, and the answers to what visitors of links ask. */
import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  createRequestInput,
  inviteInput,
  UploadRequest,
  UploadRequestInput,
} from '../../../shared/contract/requests.ts';
import { roleAllows } from '../../../shared/contract/users.ts';
import { t } from '../../../shared/messages/index.ts';
import { requestState } from '../../../shared/requests/hand-in.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { mintTokenId, tokenFor } from '../shares/index.ts';
import { askingMail } from './mails.ts';
import { belowOf, pageOf } from './paging.ts';
import { createRequestRepository, type RequestRecord } from './repository.ts';
import { createPeopleRepository, type InviteeRow } from './repository-people.ts';
import { createSubmissionRepository } from './repository-submissions.ts';

export interface RequestService {
  list(caller: Caller, query: PageQuery): Promise<Page<UploadRequest>>;
  create(caller: Caller, input: z.infer<typeof createRequestInput>): Promise<UploadRequest>;
  update(
    caller: Caller,
    id: string,
    input: { [K in keyof UploadRequestInput]?: UploadRequestInput[K] | undefined },
  ): Promise<UploadRequest>;
  setClosed(caller: Caller, id: string, closed: boolean): Promise<UploadRequest>;
  /** Closes or opens all of them, in one batch with an event each. @returns those that were not so before */
  setManyClosed(caller: Caller, ids: readonly string[], closed: boolean): Promise<string[]>;
  /** As `update` and `setClosed`, as statements for somebody's batch. */
  planUpdate(
    caller: Caller,
    id: string,
    input: { [K in keyof UploadRequestInput]?: UploadRequestInput[K] | undefined },
  ): Promise<Statement[]>;
  planClosing(caller: Caller, id: string, closed: boolean): Promise<Statement[]>;
  /** Asks people, each under an address of their own; who was asked before is asked again there. */
  invite(caller: Caller, id: string, input: z.infer<typeof inviteInput>): Promise<UploadRequest>;
  changeInvitee(
    caller: Caller,
    id: string,
    inviteeId: string,
    action: 'resend' | 'revoke' | 'restore',
  ): Promise<UploadRequest>;
}

export interface RequestDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
}

/** People one request may ask. */
const INVITEES_MAX = 200;

export function createRequestService(deps: RequestDeps): RequestService {
  const { db } = deps;
  const rows = createRequestRepository(db);
  const people = createPeopleRepository(db);
  const handedIn = createSubmissionRepository(db);

  async function requestsOf(caller: Caller, records: readonly RequestRecord[]): Promise<UploadRequest[]> {
    const ids = records.map(({ request }) => request.id);
    const mayManage = caller.role !== null && roleAllows(caller.role, 'request:write');
    const [invited, used] = await Promise.all([people.inviteesOf(ids), rows.usedBytes(ids)]);
    const urlOf = async (token: string): Promise<string> =>
      `${caller.origin}/u/${await tokenFor(deps, 'request', token)}`;
    return Promise.all(
      records.map(async ({ request, ownerName, fileCount, waitingCount }): Promise<UploadRequest> => {
        const mine = invited.filter(({ invitee }) => invitee.uploadRequestId === request.id);
        return {
          ...request.input,
          id: request.id,
          url: await urlOf(request.token),
          state: requestState(request, caller.now),
          owner: { id: request.ownerId, name: ownerName ?? '' },
          consentVersion: request.consentVersion,
          invitees: await Promise.all(
            mine.map(async ({ invitee, fileCount: files }) => {
              const { id, name, email, locale, state, sentAt, remindedAt, lastUsedAt } = invitee;
              // It stands for the person.
              const url = mayManage ? await urlOf(invitee.token) : null;
              return {
                id,
                name,
                email,
                locale,
                state,
                url,
                sentAt,
                remindedAt,
                lastUsedAt,
                fileCount: files,
              };
            }),
          ),
          fileCount,
          waitingCount,
          usedBytes: used.get(request.id) ?? 0,
          createdAt: request.createdAt,
        };
      }),
    );
  }
  async function read(caller: Caller, id: string): Promise<UploadRequest> {
    const record = await rows.find(id);
    const [shown] = record === undefined ? [] : await requestsOf(caller, [record]);
    return shown ?? fail('not_found');
  }
  function consentStatements(caller: Caller, id: string, version: number, text: string | null): Statement[] {
    return text === null
      ? []
      : [people.insertConsent({ uploadRequestId: id, version, text, createdAt: caller.now })];
  }
  function about(id: string, label: string) {
    return { kind: 'upload_request', id, label } as const;
  }
  function checkDeadline(caller: Caller, deadline: number): void {
    if (deadline > caller.now) return;
    const message = t(caller.locale, 'shares.error.end_passed');
    fail('validation_failed', { errors: [{ path: 'deadline', message }], detail: message });
  }
  async function askMail(
    caller: Caller,
    request: RequestRecord['request'],
    invitee: InviteeRow,
  ): Promise<Statement[]> {
    const { organisation } = await deps.settings.get();
    const url = `${caller.origin}/u/${await tokenFor(deps, 'request', invitee.token)}`;
    const mail = askingMail({ locale: invitee.locale, organisation, url }, request, caller.actor.name);
    return mailStatements(deps, invitee.email, mail, caller.now);
  }
  /** Statements that ask people who were not asked before, one for each address. */
  async function inviteStatements(
    caller: Caller,
    request: RequestRecord['request'],
    invited: z.infer<typeof inviteInput>['people'],
    known: ReadonlySet<string>,
  ): Promise<Statement[]> {
    const fresh = new Map(invited.map((person) => [person.email.toLowerCase(), person]));
    const statements: Statement[] = [];
    for (const [email, person] of fresh) {
      if (known.has(email)) continue;
      const invitee: InviteeRow = {
        id: deps.identifiers.next('invitee'),
        uploadRequestId: request.id,
        token: mintTokenId(deps),
        name: person.name,
        email,
        locale: person.locale,
        state: 'active',
        sentAt: caller.now,
        remindedAt: null,
        lastUsedAt: null,
        createdAt: caller.now,
      };
      statements.push(
        people.insertInvitee(invitee),
        ...(await askMail(caller, request, invitee)),
        auditStatement(deps, caller, 'upload_request.invited', about(request.id, request.input.title), {
          inviteeId: invitee.id,
          email,
          name: person.name,
        }),
      );
    }
    return statements;
  }

  /** An edit as statements for somebody's batch. */
  const planUpdate: RequestService['planUpdate'] = async (caller, id, input) => {
    const record = await rows.find(id);
    if (record === undefined) return fail('not_found');
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const next: UploadRequestInput = { ...record.request.input, ...given };
    if (input.deadline !== undefined) checkDeadline(caller, input.deadline);
    const { request } = record;
    const hasNewWords = next.consentText !== request.input.consentText && next.consentText !== null;
    const isFirst = (await people.consents([id])).size === 0;
    const consentVersion = request.consentVersion + (hasNewWords && !isFirst ? 1 : 0);
    return [
      rows.update(id, { input: next, deadline: next.deadline, consentVersion, updatedAt: caller.now }),
      ...(next.deadline === request.deadline ? [] : [handedIn.moveDiscards(id, next.deadline)]),
      ...(hasNewWords ? consentStatements(caller, id, consentVersion, next.consentText) : []),
      auditStatement(deps, caller, 'upload_request.changed', about(id, next.title), given),
    ];
  };
  function closingStatements(
    caller: Caller,
    { id, input }: RequestRecord['request'],
    closed: boolean,
  ): Statement[] {
    return [
      rows.update(id, {
        isClosed: closed,
        closedAt: closed ? caller.now : null,
        updatedAt: caller.now,
      }),
      auditStatement(deps, caller, 'upload_request.switched', about(id, input.title), { closed }),
    ];
  }
  const planClosing: RequestService['planClosing'] = async (caller, id, closed) => {
    const record = await rows.find(id);
    return record === undefined ? fail('not_found') : closingStatements(caller, record.request, closed);
  };

  return {
    async list(caller, query) {
      const found = await rows.page(belowOf(query.cursor), query.limit + 1);
      const page = pageOf(
        found,
        query.limit,
        ({ request }) => [request.createdAt, request.id],
        (record) => record,
      );
      return { ...page, items: await requestsOf(caller, page.items) };
    },
    async create(caller, { invite, ...input }) {
      checkDeadline(caller, input.deadline);
      const request: RequestRecord['request'] = {
        id: deps.identifiers.next('uploadRequest'),
        token: mintTokenId(deps),
        ownerId: caller.actor.id ?? '',
        input,
        isClosed: false,
        closedAt: null,
        deadline: input.deadline,
        consentVersion: 1,
        lastUsedAt: null,
        receivedFiles: 0,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await runBatch(db, [
        rows.insert(request),
        ...consentStatements(caller, request.id, 1, input.consentText),
        auditStatement(deps, caller, 'upload_request.created', about(request.id, input.title), {
          deadline: input.deadline,
          invited: invite.length,
          maxFiles: input.maxFiles,
        }),
        ...(await inviteStatements(caller, request, invite, new Set())),
      ]);
      if (invite.length > 0) await deps.doorbell.ring();
      return read(caller, request.id);
    },
    async update(caller, id, input) {
      await runBatch(db, await planUpdate(caller, id, input));
      return read(caller, id);
    },
    planUpdate,
    async setClosed(caller, id, closed) {
      await runBatch(db, await planClosing(caller, id, closed));
      return read(caller, id);
    },
    planClosing,
    async setManyClosed(caller, ids, closed) {
      const records = await rows.findMany([...new Set(ids)]);
      const changing = records.filter(({ request }) => request.isClosed !== closed);
      await runBatch(
        db,
        changing.flatMap(({ request }) => closingStatements(caller, request, closed)),
      );
      return changing.map(({ request }) => request.id);
    },
    async invite(caller, id, input) {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      if (requestState(record.request, caller.now) !== 'open') fail('no_longer');
      const known = await people.inviteesOf([id]);
      if (known.length + input.people.length > INVITEES_MAX) {
        fail('validation_failed', { errors: [{ path: 'people', message: `at most ${INVITEES_MAX}` }] });
      }
      await runBatch(
        db,
        await inviteStatements(
          caller,
          record.request,
          input.people,
          new Set(known.map(({ invitee }) => invitee.email)),
        ),
      );
      await deps.doorbell.ring();
      return read(caller, id);
    },
    async changeInvitee(caller, id, inviteeId, action) {
      const [record, invitee] = await Promise.all([rows.find(id), people.findInvitee(inviteeId, id)]);
      if (record === undefined || invitee === undefined) return fail('not_found');
      const change =
        action === 'resend'
          ? { sentAt: caller.now }
          : { state: action === 'revoke' ? ('revoked' as const) : ('active' as const) };
      if (action === 'resend' && invitee.state === 'revoked') fail('conflict');
      await runBatch(db, [
        people.updateInvitee(inviteeId, change),
        ...(action === 'resend' ? await askMail(caller, record.request, invitee) : []),
        auditStatement(
          deps,
          caller,
          'upload_request.invitee_changed',
          about(id, record.request.input.title),
          { inviteeId, email: invitee.email, action },
        ),
      ]);
      if (action === 'resend') await deps.doorbell.ring();
      return read(caller, id);
    },
  };
}
