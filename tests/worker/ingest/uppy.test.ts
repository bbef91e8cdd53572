/** Uppy unmodified, as agencies' own tools use it: against the console's uploads and against an upload request. */
import { randomBytes } from 'node:crypto';
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UPLOAD_PART_BYTES } from '../../../shared/contract/uploads.ts';
import { sha256 } from '../../harness/bytes.ts';
import { createAdministrator, type Person } from '../../harness/people.ts';
import { ask, handedIn, introduce } from '../../harness/request.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server?.close());

/** Sends files with Uppy as it comes. @returns names of what got through */
async function send(endpoint: string, cookie: string, files: readonly [string, Uint8Array][]) {
  const uppy = new Uppy();
  uppy.use(Tus, {
    endpoint: new URL(endpoint, server.origin).href,
    chunkSize: UPLOAD_PART_BYTES,
    headers: { cookie },
    allowedMetaFields: true,
  });
  for (const [name, bytes] of files) {
    // Uppy asks for a blob's size; the tus client that it loads under Node reads buffers and streams.
    const data = Object.assign(Buffer.from(bytes), { size: bytes.length, type: 'application/octet-stream' });
    uppy.addFile({ name, data: data as unknown as Blob });
  }
  const result = await uppy.upload();
  return {
    sent: result?.successful?.map((file) => file.name).toSorted() ?? [],
    failed: result?.failed?.map((file) => file.name) ?? [],
  };
}

it('hands files of many pieces in under a request', async () => {
  const request = await ask(admin, { maxFiles: 2 });
  const kim = await introduce(server, request.url, 'Kim');
  const files: [string, Uint8Array][] = [
    ['one.bin', randomBytes(2 * UPLOAD_PART_BYTES + 4711)],
    ['two.bin', randomBytes(1234)],
  ];
  expect(await send(`/u/${kim.token}/uploads`, kim.cookie(), files)).toEqual({
    sent: ['one.bin', 'two.bin'],
    failed: [],
  });
  const kept = await handedIn(admin, request, 2);
  expect(new Map(kept.map((file) => [file.fileName, file.sha256]))).toEqual(
    new Map(files.map(([name, bytes]) => [name, sha256(bytes)])),
  );
  const third = await send(`/u/${kim.token}/uploads`, kim.cookie(), [['three.bin', randomBytes(10)]]);
  expect(third).toEqual({ sent: [], failed: ['three.bin'] });
}, 90_000);

it('uploads into the library', async () => {
  const bytes = randomBytes(UPLOAD_PART_BYTES + 99);
  expect(await send('/uploads', admin.cookie, [['plain.bin', bytes]])).toEqual({
    sent: ['plain.bin'],
    failed: [],
  });
}, 60_000);
