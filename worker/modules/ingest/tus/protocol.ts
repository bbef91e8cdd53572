/**
 * tus 1.0.0 over HTTP: core, creation, creation-with-upload, termination and expiration. Who may upload has been decided
 * before; the bytes go to the reception. Every answer carries `Tus-Resumable`.
 */

import { UPLOAD_SIZE_MAX } from '../../../../shared/contract/uploads.ts';
import type { Caller } from '../../../http/caller.ts';
import { Failure, fail } from '../../../http/errors.ts';
import type { Reception, UploadOwner } from '../reception.ts';
import type { UploadRow } from '../repository.ts';
import {
  OFFSET_MEDIA_TYPE,
  readInteger,
  readUploadMetadata,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from './headers.ts';

export interface TusRequest {
  readonly request: Request;
  readonly caller: Caller;
  readonly owner: UploadOwner;
  /** Path of the collection of uploads, without a trailing slash; an upload is one segment below it. */
  readonly basePath: string;
  /** Null for the collection itself. */
  readonly uploadId: string | null;
  /** Largest size this owner may declare; in `Tus-Max-Size`. */
  readonly maxBytes?: number;
}

/** Answers one request. Failures carry the protocol's headers; `onError` maps them. */
export async function handleTus(reception: Reception, input: TusRequest): Promise<Response> {
  try {
    return await dispatch(reception, input);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw error.withHeaders({ 'tus-resumable': TUS_VERSION });
  }
}

/** The answer to OPTIONS, which needs neither a version nor a session. */
export function tusCapabilities(maxBytes = UPLOAD_SIZE_MAX): Response {
  return answer(204, {
    'tus-version': TUS_VERSION,
    'tus-extension': TUS_EXTENSIONS,
    'tus-max-size': String(maxBytes),
  });
}

function answer(status: number, headers: Record<string, string>): Response {
  return new Response(null, {
    status,
    headers: { 'tus-resumable': TUS_VERSION, 'cache-control': 'no-store', ...headers },
  });
}

async function dispatch(reception: Reception, input: TusRequest): Promise<Response> {
  const { request, uploadId } = input;
  // Only a POST may stand for something else: what looks like reading must not write.
  const override = request.method === 'POST' ? request.headers.get('x-http-method-override') : null;
  const method = override?.toUpperCase() ?? request.method;
  if (method === 'OPTIONS') return tusCapabilities(input.maxBytes);
  if (request.headers.get('tus-resumable') !== TUS_VERSION) {
    fail('version_unsupported', { headers: { 'tus-version': TUS_VERSION } });
  }
  if (uploadId === null) {
    return method === 'POST' ? create(reception, input) : fail('not_found');
  }
  const row = await reception.get(input.caller, input.owner, uploadId);
  switch (method) {
    case 'HEAD':
      return answer(200, {
        'upload-offset': String(await reception.offset(input.caller, row)),
        'upload-length': String(row.sizeBytes),
        ...expiry(row),
      });
    case 'PATCH': {
      requireOffsetBody(request);
      const offset = await append(reception, input, row, readInteger(request.headers, 'upload-offset'));
      return answer(204, { 'upload-offset': String(offset), ...expiry(row) });
    }
    case 'DELETE':
      await reception.terminate(input.caller, row);
      return answer(204, {});
    default:
      return fail('not_found');
  }
}

async function create(reception: Reception, input: TusRequest): Promise<Response> {
  const { request, caller, owner, basePath } = input;
  const sizeBytes = readInteger(request.headers, 'upload-length');
  const metadata = readUploadMetadata(request.headers);
  const hasBody = request.headers.get('content-type') === OFFSET_MEDIA_TYPE;
  const row = await reception.create(caller, owner, { sizeBytes, metadata });
  // An empty file is complete at once.
  const offset = hasBody || sizeBytes === 0 ? await append(reception, input, row, 0) : null;
  return answer(201, {
    location: `${basePath}/${row.id}`,
    ...(offset === null ? {} : { 'upload-offset': String(offset) }),
    ...expiry(row),
  });
}

async function append(
  reception: Reception,
  input: TusRequest,
  row: UploadRow,
  offset: number,
): Promise<number> {
  const { request, caller, owner } = input;
  const length = request.headers.get('content-length');
  if (length !== null && offset + Number(length) > row.sizeBytes) {
    await request.body?.cancel();
    fail('payload_too_large');
  }
  return reception.append(caller, row, owner, offset, row.sizeBytes === 0 ? null : request.body);
}

function requireOffsetBody(request: Request): void {
  if (request.headers.get('content-type') !== OFFSET_MEDIA_TYPE) {
    fail('unsupported_media', { detail: `The body must be ${OFFSET_MEDIA_TYPE}.` });
  }
}

/** `Upload-Expires` (IMF-fixdate), while bytes are still missing. */
function expiry(row: UploadRow): Record<string, string> {
  return row.state === 'receiving' ? { 'upload-expires': new Date(row.expiresAt).toUTCString() } : {};
}
