/** Somebody of the console who uploads as tus-js-client does, for Worker tests: uploads over tus, and waiting for the jobs they start. */
import { Upload } from 'tus-js-client';
import type { AssetDetail } from '../../shared/contract/assets.ts';
import type { UploadStatus } from '../../shared/contract/uploads.ts';
import { read } from './answers.ts';
import { createAdministrator } from './people.ts';
import type { TestServer } from './server.ts';

export interface Uploader {
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
export async function signInAdministrator(server: TestServer): Promise<Uploader> {
  return uploaderWith(server, (await createAdministrator(server)).cookie);
}

export function uploaderWith(server: TestServer, cookie: string): Uploader {
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
      const { items } = await read<{ items: UploadStatus[] }>(
        await call(`/api/admin/uploads?ids=${uploadId}`),
      );
      const [status] = items;
      if (status === undefined) throw new Error(`no upload ${uploadId}`);
      return status;
    },
    asset: async (assetId) => read<AssetDetail>(await call(`/api/admin/assets/${assetId}`)),
  };
}
