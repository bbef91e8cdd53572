/**
 * What the person who was asked does under `/u/{token}`: says who they are, hands files in, says what is still missing, sees
 * what became of their own.
 *
 * A token is either the request's common address, where a cookie bound to one uploader remembers who it is, or the address of
 * one invited person, which stands for that person by itself.
 */
import type { z } from 'zod';
import type {
  HandedIn,
  handInDetailsSchema,
  UploadRequestPage,
  uploaderInput,
} from '../../../shared/contract/requests.ts';
import { effectiveDetails, missingDetails, requestState } from '../../../shared/requests/hand-in.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { IngestService } from '../ingest/index.ts';
import { readRequestToken } from '../shares/index.ts';
import type { RequestBrands } from './brand.ts';
import { createRequestRepository, type RequestRecord } from './repository.ts';
import { createPeopleRepository, type InviteeRow, type UploaderRow } from './repository-people.ts';
import { createSubmissionRepository } from './repository-submissions.ts';

/** After the deadline the uploader still sees what became of the files. */
const SEEN_AFTER_MS = 60 * 86_400_000;

export interface HandInDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly brandOf: RequestBrands;
  readonly ingest: Pick<IngestService, 'receive' | 'takenBy'>;
}

/** One visit of a request: the request, and the invited person whose address it is. */
interface Entry {
  readonly record: RequestRecord;
  readonly invitee: InviteeRow | null;
}

function cookieName(caller: Caller, requestId: string): string {
  return `${caller.origin.startsWith('https:') ? '__Host-' : ''}v-uploader-${requestId.slice(-12)}`;
}

/** Whether this address takes anything: it may have been withdrawn, or be nobody's in particular. */
function addressState({ record, invitee }: Entry): 'open' | 'revoked' | 'invited_only' {
  if (invitee !== null) return invitee.state === 'revoked' ? 'revoked' : 'open';
  return record.request.input.inviteOnly ? 'invited_only' : 'open';
}

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
    const id = await readRequestToken(deps, token);
    if (id === null) return fail('not_found', { headers: { 'cache-control': 'no-store' } });
    const common = await rows.findByToken(id);
    if (common !== undefined) return { record: common, invitee: null };
    const invitee = await people.findInviteeByToken(id);
    const record = invitee && (await rows.find(invitee.uploadRequestId));
    return record === undefined
      ? fail('not_found', { headers: { 'cache-control': 'no-store' } })
      : { record, invitee: invitee ?? null };
  }

  async function uploaderOf(caller: Caller, entry: Entry, cookies: string): Promise<UploaderRow | null> {
    const { request } = entry.record;
    if (entry.invitee !== null) return (await people.uploaderOf(entry.invitee.id)) ?? null;
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

  async function filesOf({ request }: RequestRecord, uploader: UploaderRow): Promise<HandedIn[]> {
    const [files, releases] = await Promise.all([
      handedIn.ownFiles(uploader.id),
      handedIn.ownReleases(uploader.id),
    ]);
    const replaced = new Set(files.map(({ submission }) => submission?.replacesId));
    return files.map(({ upload, submission }): HandedIn => {
      const own = submission?.details ?? {};
      const details = effectiveDetails({ own, found: submission?.found ?? {}, shared: uploader.details });
      const attached = releases.filter(({ releaseForId }) => releaseForId === submission?.id);
      const people = own.people ?? null;
      return {
        id: upload.id,
        submissionId: submission?.id ?? null,
        fileName: submission?.fileName ?? upload.fileName,
        relativePath: upload.relativePath,
        sizeBytes: upload.sizeBytes,
        sha256: submission?.sha256 ?? null,
        kind: submission?.kind ?? null,
        state: submission?.state ?? (upload.state === 'failed' ? 'failed' : 'processing'),
        message: submission?.message ?? upload.detail,
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
        releases: attached.map(({ fileName }) => fileName),
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
      const uploader = await uploaderOf(caller, entry, cookies);
      if (invitee !== null) await people.noteUse(invitee.id, caller.now);
      const [taken, files, brand, names] = await Promise.all([
        deps.ingest.takenBy(request.id, uploader?.id ?? ''),
        uploader === null ? [] : filesOf(record, uploader),
        deps.brandOf(caller, input.portalId),
        input.showNames ? handedIn.names(request.id) : null,
      ]);
      const remainingFiles = Math.max(0, input.maxFiles - taken.files);
      const remainingBytes = Math.max(
        0,
        Math.min(input.maxTotalBytes - taken.bytes, input.maxPersonBytes - taken.personBytes),
      );
      const address = addressState(entry);
      const state = address === 'open' ? requestState(request, caller.now) : address;
      const isFull = state === 'open' && (remainingFiles === 0 || remainingBytes === 0);
      return {
        ...brand,
        base: `/u/${token}`,
        title: input.title,
        brief: input.brief,
        from: record.ownerName ?? brand.organisation,
        contact:
          record.ownerName === null
            ? brand.contact
            : {
                name: record.ownerName,
                role: null,
                email: record.ownerEmail,
                phone: brand.contact?.phone ?? null,
              },
        deadline: request.deadline,
        timeZone: input.timeZone,
        state: isFull ? 'full' : state,
        kinds: input.kinds,
        maxFileBytes: input.maxFileBytes,
        remainingBytes,
        remainingFiles,
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
                isInvited: invitee !== null,
                details: uploader.details,
              },
        files,
        names: address === 'open' ? names : null,
      };
    },

    /**
     * Records who hands in and which consent text they agreed to; again, when the words have changed since.
     * @returns the `set-cookie` value; null for an invited person, whose address says who they are
     */
    async introduce(
      caller: Caller,
      token: string,
      input: z.infer<typeof uploaderInput>,
      cookies: string,
    ): Promise<string | null> {
      const entry = await find(token);
      const { request } = entry.record;
      if (requestState(request, caller.now) !== 'open' || addressState(entry) !== 'open') fail('no_longer');
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
      const hasConsented = consentText !== null && input.consent;
      const said = {
        name: entry.invitee?.name ?? input.name,
        email: entry.invitee?.email ?? input.email.toLowerCase(),
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
      if (entry.invitee !== null) return null;
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
      if (addressState(entry) === 'revoked') fail('no_longer');
      const row = await handedIn.one(submissionId);
      if (row === undefined || row.uploaderId !== uploader.id || row.releaseForId !== null) fail('not_found');
      if (row.state !== 'incomplete' && row.state !== 'quarantined') fail('conflict');
      const own = { ...row.details, ...input };
      const releases = await handedIn.releasesOf([row.id]);
      const missing = missingDetails(request.input, {
        kind: row.kind,
        details: effectiveDetails({ own, found: row.found, shared: uploader.details }),
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
        if (!isOpen) return fail('no_longer');
        // The words changed since: they must be agreed to before anything more is handed in.
        if (!hasAgreed(record, uploader)) return fail('gate_required');
      }
      return deps.ingest.receive({
        request,
        caller: { ...caller, actor: { kind: 'visitor', id: uploader.id, name: uploader.name } },
        owner: { kind: 'uploader', uploaderId: uploader.id, uploadRequestId: record.request.id },
        basePath: `/u/${path.token}/uploads`,
        uploadId: path.uploadId,
        maxBytes: record.request.input.maxFileBytes,
      });
    },
  };
}
export type HandIn = ReturnType<typeof createHandIn>;
