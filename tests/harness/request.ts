/**
 * Upload requests for tests, made, visited and reviewed through the product's own doors.
 *
 *     const request = await ask(admin, { maxFiles: 3 });
 *     const kim = await introduce(server, request.url, 'Kim');
 *     await kim.handIn(bytes, 'poster.jpg');
 *     const [file] = await handedIn(admin, request, 1);
 */
import { expect } from 'vitest';
import type { SubmittedFile, UploadRequest, UploadRequestPage } from '../../shared/contract/requests.ts';
import { read } from './answers.ts';
import type { Person } from './people.ts';
import type { TestServer } from './server.ts';
import { tokenOf } from './share.ts';

const DAY_MS = 86_400_000;
export const TUS = { 'tus-resumable': '1.0.0' };
export const OCTETS = { ...TUS, 'content-type': 'application/offset+octet-stream' };

export async function ask(admin: Person, fields: Record<string, unknown> = {}): Promise<UploadRequest> {
  const response = await admin.fetch('/api/admin/requests', {
    json: {
      title: 'Final artwork',
      deadline: Date.now() + DAY_MS,
      timeZone: 'Europe/Berlin',
      consentText: 'You may publish this.',
      ...fields,
    },
  });
  return read<UploadRequest>(response, 201);
}

export const metadataOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

/** Somebody under `/u/{token}`. */
export function visitRequest(server: TestServer, url: string, headers: Record<string, string> = {}) {
  const token = tokenOf(url);
  let cookie = '';
  const call = (path: string, init: RequestInit = {}) =>
    server.fetch(path, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>), ...(cookie && { cookie }) },
    });
  const post = (path: string, body: unknown) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify(body),
    });
  const visitor = {
    token,
    call,
    cookie: () => cookie,
    page: async () => (await (await call(`/api/request/${token}`)).json()) as UploadRequestPage,
    async introduce(name: string, fields: Record<string, unknown> = {}): Promise<Response> {
      const answer = await post(`/api/request/${token}/uploader`, {
        name,
        email: `${name.toLowerCase()}@agency.example`,
        consent: true,
        ...fields,
      });
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return answer;
    },
    describe: (submissionId: string, details: Record<string, unknown>) =>
      post(`/api/request/${token}/files/${submissionId}`, details),
    create: (sizeBytes: number, metadata: Record<string, string>) =>
      call(`/u/${token}/uploads`, {
        method: 'POST',
        headers: { ...TUS, 'upload-length': String(sizeBytes), 'upload-metadata': metadataOf(metadata) },
      }),
    append: (path: string, offset: number, bytes: Uint8Array) =>
      call(path, {
        method: 'PATCH',
        headers: { ...OCTETS, 'upload-offset': String(offset) },
        body: new Uint8Array(bytes),
      }),
    head: (path: string) => call(path, { method: 'HEAD', headers: TUS }),
    /** Creates with tus and sends everything. */
    async handIn(
      bytes: Uint8Array,
      filename: string,
      metadata: Record<string, string> = {},
    ): Promise<Response> {
      const created = await visitor.create(bytes.length, { filename, ...metadata });
      if (created.status !== 201) return created;
      return visitor.append(created.headers.get('location') ?? '', 0, bytes);
    },
  };
  return visitor;
}
export type RequestVisitor = ReturnType<typeof visitRequest>;

export async function introduce(
  server: TestServer,
  url: string,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<RequestVisitor> {
  const visitor = visitRequest(server, url);
  const answer = await visitor.introduce(name, fields);
  expect(answer.status).toBe(204);
  return visitor;
}

export async function submissions(admin: Person, query: Record<string, string>): Promise<SubmittedFile[]> {
  const answer = await admin.fetch(`/api/admin/requests/submissions?${new URLSearchParams(query)}`);
  return ((await answer.json()) as { items: SubmittedFile[] }).items;
}

/** What was handed in under a request, once it is `count` files and their pictures are made; oldest first. */
export async function handedIn(
  admin: Person,
  request: UploadRequest,
  count: number,
): Promise<SubmittedFile[]> {
  await expect
    .poll(async () => (await submissions(admin, { requestId: request.id })).length, { timeout: 20_000 })
    .toBe(count);
  await admin.jobsDone();
  return (await submissions(admin, { requestId: request.id })).toReversed();
}

export async function review(
  admin: Person,
  submissionIds: readonly string[],
  decision: 'accept' | 'return',
  fields: Record<string, unknown> = {},
): Promise<SubmittedFile[]> {
  const answer = await admin.fetch('/api/admin/requests/submissions/review', {
    json: { submissionIds, decision, ...fields },
  });
  return read<SubmittedFile[]>(answer);
}
