/** A signed-in person of the console, for Worker tests: setup, uploads over tus, and waiting for the jobs they start. */
import { Upload } from 'tus-js-client';
import { expect } from 'vitest';
import type { AssetDetail } from '../../shared/contract/assets.ts';
import type { UploadStatus } from '../../shared/contract/uploads.ts';
import type { TestServer } from './server.ts';
import { testSecrets } from './server.ts';

export interface Person {
  readonly cookie: string;
  /** A request with the person's session; JSON in, the response out. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Uploads bytes with tus-js-client and resolves when they are accepted. @returns the upload's id */
  upload(
    bytes: Uint8Array,
    metadata: Record<string, string>,
    options?: { chunkSize?: number },
  ): Promise<string>;
  /** Waits until nothing is being processed any more. @returns what became of the upload */
  outcome(uploadId: string): Promise<UploadStatus>;
  asset(assetId: string): Promise<AssetDetail>;
}

/** Creates the administrator of an empty server and signs in. */
export async function signInAdministrator(server: TestServer): Promise<Person> {
  const response = await server.fetch('/api/admin/setup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Ada Brandt',
      email: 'ada@brand.example',
      password: 'correct horse battery',
      organisation: 'Brand',
      code: testSecrets.SETUP_CODE,
    }),
  });
  expect(response.status).toBe(201);
  const cookie = response.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');
  return personWith(server, cookie);
}

export function personWith(server: TestServer, cookie: string): Person {
  const call = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    return server.fetch(path, { ...init, headers });
  };
  return {
    cookie,
    fetch: call,
    upload: (bytes, metadata, options = {}) =>
      new Promise((resolve, reject) => {
        const upload = new Upload(Buffer.from(bytes), {
          endpoint: `${server.origin}/uploads`,
          headers: { cookie },
          metadata,
          chunkSize: options.chunkSize ?? 32 * 1024 * 1024,
          retryDelays: [100, 300, 1000],
          onError: reject,
          onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
        });
        upload.start();
      }),
    async outcome(uploadId) {
      await server.jobsDone();
      const response = await call(`/api/admin/uploads?ids=${uploadId}`);
      expect(response.status).toBe(200);
      const { items } = (await response.json()) as { items: UploadStatus[] };
      const [status] = items;
      if (status === undefined) throw new Error(`no upload ${uploadId}`);
      return status;
    },
    async asset(assetId) {
      const response = await call(`/api/admin/assets/${assetId}`);
      expect(response.status).toBe(200);
      return (await response.json()) as AssetDetail;
    },
  };
}
