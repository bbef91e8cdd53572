/**
 * What the person who was asked does under `/u/{token}`: says who they are, hands files in, says what is still missing, sees
 * what became of their own.
 *
 * A token is the request's common address, where a cookie bound to one uploader remembers who it is; or the address of one
 * invited person, which stands for that person by itself; or the one that an uploader of the common address has by mail, which
 * stands for them.
 */
import type { z } from 'zod';
import type { RequestAskInput } from '../../../shared/contract/inquiries.ts';
import type {
  HandedIn,
  handInDetailsSchema,
  UploadRequestPage,
  uploaderInput,
} from '../../../shared/contract/requests.ts';
import { type Locale, t } from '../../../shared/messages/index.ts';
import { sayKept } from '../../../shared/messages/kept.ts';
import {
  effectiveDetails,
  missingDetails,
  requestState,
  sentNames,
} from '../../../shared/requests/hand-in.ts';
import { withoutHidden } from '../../../shared/text/plain-name.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { IngestService } from '../ingest/index.ts';
import { type InquiryIntake, readRequestToken, readUploaderToken } from '../shares/index.ts';
import { requireTurn } from '../users/index.ts';
import type { RequestBrands } from './brand.ts';
import { introductionTurns } from './introduction-limits.ts';
import { createRequestRepository, type RequestRecord } from './repository.ts';
import { createPeopleRepository, type InviteeRow, type UploaderRow } from './repository-people.ts';
import { createSubmissionRepository } from './repository-submissions.ts';
import { roomOf } from './room.ts';

/** After the deadline the uploader still sees what became of the files. */
const SEEN_AFTER_MS = 60 * 86_400_000;

export interface HandInDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly brandOf: RequestBrands;
  readonly ingest: Pick<IngestService, 'receive' | 'takenBy'>;
  readonly intake: InquiryIntake;
}

/** One visit of a request: the request, and the invited person whose address it is. */
interface Entry {
  readonly record: RequestRecord;
  readonly invitee: InviteeRow | null;
  /** The uploader whose address, from a receipt or a decision, it is. */
  readonly sealed: UploaderRow | null;
}

function cookieName(caller: Caller, requestId: string): string {
  return `${caller.origin.startsWith('https:') ? '__Host-' : ''}v-uploader-${requestId.slice(-12)}`;
}

/** Whether this address takes anything: it may have been withdrawn, or be nobody's in particular. */
function addressState({ record, invitee }: Entry): 'open' | 'revoked' | 'invited_only' {
  if (invitee !== null) return invitee.state === 'revoked' ? 'revoked' : 'open';
  return record.request.input.inviteOnly ? 'invited_only' : 'open';
}

/** Whom to turn to; null where the owner can no longer sign in: nobody is sent to somebody who has left. */
function ownerOf({ ownerName, ownerEmail, ownerLocale, isOwnerDisabled }: RequestRecord) {
  if (ownerName === null || isOwnerDisabled === true) return null;
  return { name: ownerName, email: ownerEmail, locale: ownerLocale };
}

/** Nothing is taken here. */
const refuseAny = ({ locale }: Caller): never =>
  fail('no_longer', { detail: t(locale, 'requests.error.nothing_taken') });

/** Whether the uploader has agreed to the words as they are today. */
function hasAgreed({ request }: RequestRecord, uploader: UploaderRow): boolean {
  return request.input.consentText === null || uploader.consentVersion === request.consentVersion;
}

export function createHandIn(deps: HandInDeps) {
  const { db } = deps;
  const rows = createRequestRepository(db);
  const people = createPeopleRepository(db);
  const handedIn = createSubmissionRepository(db);

  async function find(token: string): Promise<Entry> {
    const mailed = await readUploaderToken(deps, token);
    if (mailed !== null) {
      const sealed = await people.uploaderById(mailed.id);
      const of = sealed !== undefined && (await mailed.isOf(sealed)) ? sealed : null;
      const record = of === null ? undefined : await rows.find(of.uploadRequestId);
      return of === null || record === undefined
        ? fail('not_found', { headers: { 'cache-control': 'no-store' } })
        : { record, invitee: null, sealed: of };
    }
    const id = await readRequestToken(deps, token);
    if (id === null) return fail('not_found', { headers: { 'cache-control': 'no-store' } });
    const common = await rows.findByToken(id);
    if (common !== undefined) return { record: common, invitee: null, sealed: null };
    const invitee = await people.findInviteeByToken(id);
    const record = invitee && (await rows.find(invitee.uploadRequestId));
    return record === undefined
      ? fail('not_found', { headers: { 'cache-control': 'no-store' } })
      : { record, invitee: invitee ?? null, sealed: null };
  }

  async function uploaderOf(caller: Caller, entry: Entry, cookies: string): Promise<UploaderRow | null> {
    const { request } = entry.record;
    if (entry.invitee !== null) return (await people.uploaderOf(entry.invitee.id)) ?? null;
    if (entry.sealed !== null) return entry.sealed;
    const name = `${cookieName(caller, request.id)}=`;
    const value = cookies
      .split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(name));
    if (value === undefined) return null;
    const claims = await deps.signer.open('upload', value.slice(name.length), caller.now);
    if (claims === null || claims.request !== request.id || typeof claims.uploader !== 'string') return null;
    return (await people.findUploader(claims.uploader, request.id)) ?? null;
  }

  async function filesOf(
    { request }: RequestRecord,
    uploader: UploaderRow,
    locale: Locale,
  ): Promise<HandedIn[]> {
    const [files, releases] = await Promise.all([
      handedIn.ownFiles(uploader.id),
      handedIn.ownReleases(uploader.id),
    ]);
    const names = sentNames(
      // Oldest first.
      files
        .toReversed()
        .flatMap(({ upload, submission }) =>
          submission === null ? [] : [{ id: submission.id, fileName: upload.fileName }],
        ),
    );
    const replaced = new Set(files.map(({ submission }) => submission?.replacesId));
    return files.map(({ upload, submission }): HandedIn => {
      const own = submission?.details ?? {};
      const details = effectiveDetails({
        own,
        found: submission?.found ?? {},
        shared: submission?.sharedDetails ?? uploader.details,
      });
      const attached = releases.filter(({ releaseForId }) => releaseForId === submission?.id);
      const people = own.people ?? null;
      return {
        id: upload.id,
        submissionId: submission?.id ?? null,
        fileName: (submission && names.get(submission.id)) ?? withoutHidden(upload.fileName),
        relativePath: upload.relativePath,
        sizeBytes: upload.sizeBytes,
        sha256: submission?.sha256 ?? null,
        kind: submission?.kind ?? null,
        state: submission?.state ?? (upload.state === 'failed' ? 'failed' : 'processing'),
        message: submission?.message ?? (upload.detail === null ? null : sayKept(locale, upload.detail)),
        details,
        people,
        releaseNote: own.releaseNote ?? null,
        missing:
          submission === null
            ? []
            : missingDetails(request.input, {
                kind: submission.kind,
                details,
                people,
                releaseCount: attached.length,
              }),
        releases: attached.map(({ sentAs }) => withoutHidden(sentAs)),
        isReplaced: submission !== null && replaced.has(submission.id),
        receivedAt: submission?.receivedAt ?? null,
      };
    });
  }

  return {
    async page(caller: Caller, token: string, cookies: string): Promise<UploadRequestPage> {
      const entry = await find(token);
      const { record, invitee } = entry;
      const { request } = record;
      const { input } = request;
      const owner = ownerOf(record);
      const uploader = await uploaderOf(caller, entry, cookies);
      if (invitee !== null) await people.noteUse(invitee.id, caller.now);
      const [room, files, brand, names] = await Promise.all([
        roomOf(deps.ingest, request, uploader?.id ?? ''),
        uploader === null ? [] : filesOf(record, uploader, caller.locale),
        deps.brandOf(caller, input.portalId),
        input.showNames ? handedIn.names(request.id) : null,
      ]);
      const address = addressState(entry);
      const state = address === 'open' ? requestState(request, caller.now) : address;
      // Whoever is in the middle of the file that fills it goes on with that.
      const isFull = state === 'open' && (room.files === 0 || room.bytes === 0) && room.unfinished === 0;
      return {
        ...brand,
        base: `/u/${token}`,
        title: input.title,
        brief: input.brief,
        from: owner?.name ?? brand.organisation,
        contact:
          owner === null
            ? brand.contact
            : { name: owner.name, role: null, email: owner.email, phone: brand.contact?.phone ?? null },
        deadline: request.deadline,
        timeZone: input.timeZone,
        state: isFull ? 'full' : state,
        kinds: input.kinds,
        maxFileBytes: input.maxFileBytes,
        // Where nobody sees the others, nobody learns from a number what they have handed in.
        remainingBytes: input.showNames ? room.bytes : room.own.bytes,
        remainingFiles: input.showNames ? room.files : room.own.files,
        consentText: input.consentText,
        consentVersion: request.consentVersion,
        requiredFields: input.requiredFields,
        askReleases: input.askReleases,
        uploader:
          uploader === null
            ? invitee && {
                name: invitee.name,
                email: invitee.email,
                isKnown: false,
                isInvited: true,
                details: {},
              }
            : {
                name: uploader.name,
                email: uploader.email,
                isKnown: hasAgreed(record, uploader),
                isInvited: invitee !== null || entry.sealed !== null,
                details: uploader.details,
              },
        files,
        names: address === 'open' ? names : null,
      };
    },

    /**
     * Records who hands in and which consent text they agreed to; again, when the words have changed since.
     * @returns the `set-cookie` value; null where the address says who they are
     * @throws Failure `too_many_attempts` when this person, or this network, has said it too often within the hour
     */
    async introduce(
      caller: Caller,
      token: string,
      input: z.infer<typeof uploaderInput>,
      cookies: string,
    ): Promise<string | null> {
      const entry = await find(token);
      const { request } = entry.record;
      if (requestState(request, caller.now) !== 'open' || addressState(entry) !== 'open') refuseAny(caller);
      const { consentText, requiredFields } = request.input;
      const isShared = (field: string) => ['creditLine', 'creator', 'usageTerms'].includes(field);
      const missing = [
        ...(consentText !== null && !input.consent ? ['consent'] : []),
        ...requiredFields.filter((field) => isShared(field) && !input.details[field]),
      ];
      if (missing.length > 0) {
        fail('validation_failed', { errors: missing.map((path) => ({ path, message: 'required' })) });
      }
      const known = await uploaderOf(caller, entry, cookies);
      const knownId = known?.id ?? entry.invitee?.id ?? null;
      await requireTurn(db, await introductionTurns(deps, caller, request.id, knownId), {
        now: caller.now,
        detail: t(caller.locale, 'upload.too_often'),
      });
      const hasConsented = consentText !== null && input.consent;
      const said = {
        // An address that stands for a person does so whatever is typed.
        name: entry.invitee?.name ?? entry.sealed?.name ?? input.name,
        email: entry.invitee?.email ?? entry.sealed?.email ?? input.email.toLowerCase(),
        locale: caller.locale,
        details: input.details,
        consentVersion: hasConsented ? request.consentVersion : null,
        consentedAt: hasConsented ? caller.now : null,
      };
      const id = known?.id ?? deps.identifiers.token(16);
      const actor = { kind: 'visitor', id, name: said.name } as const;
      await runBatch(db, [
        known === null
          ? people.insertUploader({
              ...said,
              id,
              uploadRequestId: request.id,
              inviteeId: entry.invitee?.id ?? null,
              createdAt: caller.now,
            })
          : people.updateUploader(id, said),
        auditStatement(
          deps,
          { ...caller, actor },
          'upload_request.uploader_recorded',
          { kind: 'upload_request', id: request.id, label: request.input.title },
          { email: said.email, consentVersion: said.consentVersion, inviteeId: entry.invitee?.id ?? null },
        ),
      ]);
      if (entry.invitee !== null || entry.sealed !== null) return null;
      const expiresAt = request.deadline + SEEN_AFTER_MS;
      const value = await deps.signer.seal('upload', { uploader: id, request: request.id }, expiresAt);
      const secure = caller.origin.startsWith('https:') ? '; Secure' : '';
      const seconds = Math.floor((expiresAt - caller.now) / 1000);
      return `${cookieName(caller, request.id)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
    },

    /** What the uploader says about one of their own files, until somebody has decided about it; after the deadline too. */
    async describe(
      caller: Caller,
      token: string,
      submissionId: string,
      input: z.infer<typeof handInDetailsSchema>,
      cookies: string,
    ): Promise<void> {
      const entry = await find(token);
      const { request } = entry.record;
      const uploader = await uploaderOf(caller, entry, cookies);
      if (uploader === null) fail('gate_required', { headers: { 'cache-control': 'no-store' } });
      if (addressState(entry) === 'revoked') refuseAny(caller);
      const row = await handedIn.one(submissionId);
      if (row === undefined || row.uploaderId !== uploader.id || row.releaseForId !== null) fail('not_found');
      if (row.state !== 'incomplete' && row.state !== 'quarantined') fail('conflict');
      const own = { ...row.details, ...input };
      const releases = await handedIn.releasesOf([row.id]);
      const missing = missingDetails(request.input, {
        kind: row.kind,
        details: effectiveDetails({ own, found: row.found, shared: row.sharedDetails }),
        people: own.people ?? null,
        releaseCount: releases.length,
      });
      await runBatch(db, [
        handedIn.describe(row.id, {
          details: own,
          state: missing.length === 0 ? 'quarantined' : 'incomplete',
        }),
        auditStatement(
          deps,
          { ...caller, actor: { kind: 'visitor', id: uploader.id, name: uploader.name } },
          'submission.described',
          { kind: 'submission', id: row.id, label: row.fileName },
          { said: Object.keys(input), people: own.people ?? null, missing },
        ),
      ]);
    },

    /** Asks the owner for more time or room. Works on a request that takes nothing, too. */
    async ask(caller: Caller, token: string, input: RequestAskInput): Promise<void> {
      const { record, invitee } = await find(token);
      const { request } = record;
      const owner = ownerOf(record);
      await deps.intake.receive(
        caller,
        {
          about: { kind: 'request', id: request.id },
          name: request.input.title,
          ownerEmail: owner?.email ?? null,
          ownerLocale: owner?.locale ?? null,
          person: invitee?.state === 'active' ? invitee : null,
          recipientId: null,
          inviteeId: invitee?.id ?? null,
        },
        { ...input, item: null, assetId: null, channel: null, from: null, territory: null },
      );
    },

    /** tus under `/u/{token}/uploads`: creates, appends to and sees only this uploader's own. */
    async receive(
      caller: Caller,
      request: Request,
      path: { token: string; uploadId: string | null },
      cookies: string,
    ): Promise<Response> {
      const entry = await find(path.token);
      const { record } = entry;
      const uploader = await uploaderOf(caller, entry, cookies);
      if (uploader === null) return fail('gate_required', { headers: { 'cache-control': 'no-store' } });
      const isRead = request.method === 'HEAD' || request.method === 'GET';
      if (!isRead) {
        const isOpen = requestState(record.request, caller.now) === 'open' && addressState(entry) === 'open';
        if (!isOpen) return refuseAny(caller);
        // The words changed since: they must be agreed to before anything more is handed in.
        if (!hasAgreed(record, uploader)) return fail('gate_required');
      }
      return deps.ingest.receive({
        request,
        caller: { ...caller, actor: { kind: 'visitor', id: uploader.id, name: uploader.name } },
        owner: {
          kind: 'uploader',
          uploaderId: uploader.id,
          uploadRequestId: record.request.id,
          kinds: record.request.input.kinds,
        },
        basePath: `/u/${path.token}/uploads`,
        uploadId: path.uploadId,
        maxBytes: record.request.input.maxFileBytes,
      });
    },
  };
}
export type HandIn = ReturnType<typeof createHandIn>;
