/**
 * What the person who was asked does under `/u/{token}`: says who they are, hands files in, sees what became of their own.
 * The token opens the page; the uploader's cookie, bound to one request, is what files are handed in with.
 */
import type { z } from 'zod';
import type { UploadRequestPage, uploaderInput } from '../../../shared/contract/uploads.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { IngestService } from '../ingest/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { readRequestToken } from '../shares/index.ts';
import { createRequestRepository, type RequestRecord, type UploaderRow } from './repository.ts';
import { requestState } from './service.ts';

/** After the deadline the uploader still sees what became of the files. */
const SEEN_AFTER_MS = 60 * 86_400_000;

export interface HandInDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly ingest: Pick<IngestService, 'receive'>;
}

function cookieName(caller: Caller, requestId: string): string {
  return `${caller.origin.startsWith('https:') ? '__Host-' : ''}v-uploader-${requestId.slice(-12)}`;
}

export function createHandIn(deps: HandInDeps) {
  const rows = createRequestRepository(deps.db);

  async function find(token: string): Promise<RequestRecord> {
    const id = await readRequestToken(deps, token);
    const record = id === null ? undefined : await rows.findByToken(id);
    return record ?? fail('not_found', { headers: { 'cache-control': 'no-store' } });
  }
  async function uploaderOf(
    caller: Caller,
    { request }: RequestRecord,
    cookies: string,
  ): Promise<UploaderRow | null> {
    const name = `${cookieName(caller, request.id)}=`;
    const value = cookies
      .split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(name));
    if (value === undefined) return null;
    const claims = await deps.signer.open('upload', value.slice(name.length), caller.now);
    if (claims === null || claims.request !== request.id || typeof claims.uploader !== 'string') return null;
    return (await rows.findUploader(claims.uploader, request.id)) ?? null;
  }

  return {
    async page(caller: Caller, token: string, cookies: string): Promise<UploadRequestPage> {
      const record = await find(token);
      const { request } = record;
      const { input } = request;
      const uploader = await uploaderOf(caller, record, cookies);
      const [taken, files, settings] = await Promise.all([
        rows.taken(request.id),
        uploader === null ? [] : rows.ownFiles(uploader.id),
        deps.settings.get(),
      ]);
      return {
        base: `/u/${token}`,
        title: input.title,
        brief: input.brief,
        organisation: settings.organisation,
        from: record.ownerName ?? settings.organisation,
        deadline: request.deadline,
        timeZone: input.timeZone,
        state: requestState(request, caller.now),
        kinds: input.kinds,
        maxFileBytes: input.maxFileBytes,
        remainingBytes: Math.max(0, input.maxTotalBytes - taken.bytes),
        remainingFiles: Math.max(0, input.maxFiles - taken.files),
        consentText: input.consentText,
        requireCredit: input.requireCredit,
        files: files.map((file) => ({
          id: file.id,
          fileName: file.fileName ?? file.uploadName,
          sizeBytes: file.sizeBytes,
          state: file.state ?? (file.uploadState === 'failed' ? 'failed' : 'processing'),
          message: file.message ?? file.detail,
        })),
      };
    },

    /** Records who hands in and under which consent text. @returns the `set-cookie` value */
    async introduce(caller: Caller, token: string, input: z.infer<typeof uploaderInput>): Promise<string> {
      const { request } = await find(token);
      if (requestState(request, caller.now) !== 'open') fail('no_longer');
      const { consentText, requireCredit } = request.input;
      const missing = [
        ...(consentText !== null && !input.consent ? ['consent'] : []),
        ...(requireCredit && !input.creditLine ? ['creditLine'] : []),
      ];
      if (missing.length > 0) {
        fail('validation_failed', { errors: missing.map((path) => ({ path, message: 'required' })) });
      }
      const id = deps.identifiers.token(16);
      await runBatch(deps.db, [
        rows.insertUploader({
          id,
          uploadRequestId: request.id,
          name: input.name,
          email: input.email.toLowerCase(),
          creditLine: input.creditLine,
          consentText: input.consent ? consentText : null,
          consentedAt: input.consent && consentText !== null ? caller.now : null,
          createdAt: caller.now,
        }),
      ]);
      const expiresAt = request.deadline + SEEN_AFTER_MS;
      const value = await deps.signer.seal('upload', { uploader: id, request: request.id }, expiresAt);
      const secure = caller.origin.startsWith('https:') ? '; Secure' : '';
      const seconds = Math.floor((expiresAt - caller.now) / 1000);
      return `${cookieName(caller, request.id)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
    },

    /** tus under `/u/{token}/uploads`: creates, appends to and sees only this uploader's own. */
    async receive(
      caller: Caller,
      request: Request,
      path: { token: string; uploadId: string | null },
      cookies: string,
    ): Promise<Response> {
      const record = await find(path.token);
      const uploader = await uploaderOf(caller, record, cookies);
      if (uploader === null) return fail('gate_required', { headers: { 'cache-control': 'no-store' } });
      const isRead = request.method === 'HEAD' || request.method === 'GET';
      if (!isRead && requestState(record.request, caller.now) !== 'open') return fail('no_longer');
      const { input } = record.request;
      return deps.ingest.receive({
        request,
        caller: { ...caller, actor: { kind: 'visitor', id: uploader.id, name: uploader.name } },
        owner: {
          kind: 'uploader',
          uploaderId: uploader.id,
          uploadRequestId: record.request.id,
          maxFileBytes: input.maxFileBytes,
          maxTotalBytes: input.maxTotalBytes,
          maxFiles: input.maxFiles,
        },
        basePath: `/u/${path.token}/uploads`,
        uploadId: path.uploadId,
        maxBytes: input.maxFileBytes,
      });
    },
  };
}
export type HandIn = ReturnType<typeof createHandIn>;

/** Binary units, for the receipt. */
function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** The receipt of one file, as statements of the batch that puts it into quarantine. */
export async function receiptStatements(
  deps: Pick<HandInDeps, 'db' | 'identifiers' | 'settings'>,
  file: {
    readonly uploadRequestId: string;
    readonly uploaderId: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly receivedAt: number;
  },
  now: number,
): Promise<Statement[]> {
  const rows = createRequestRepository(deps.db);
  const [record, uploader] = await Promise.all([
    rows.find(file.uploadRequestId),
    rows.findUploader(file.uploaderId, file.uploadRequestId),
  ]);
  if (record === undefined || uploader === undefined) return [];
  const { organisation } = await deps.settings.get();
  const locale = isLocale(record.ownerLocale) ? record.ownerLocale : 'en';
  const mail = composeMail(locale, organisation, {
    subject: t(locale, 'mail.receipt.subject', { file: file.fileName }),
    paragraphs: [
      t(locale, 'mail.receipt.intro', {
        organisation,
        file: file.fileName,
        size: sizeText(file.sizeBytes),
        name: record.request.input.title,
        when: formatInstant(locale, file.receivedAt, { zone: record.request.input.timeZone }),
      }),
    ],
    small: [t(locale, 'mail.receipt.checksum', { sha256: file.sha256 })],
  });
  return mailStatements(deps, uploader.email, mail, now);
}
