/**
 * A large upload through a body limit: `node bench/large-upload.ts [--mib 2048] [--chunk-mib 32]`.
 *
 * Sends pseudo-random bytes with tus in chunks far below the 100 MB that common plans allow in one body, then compares the
 * digest the library keeps with the one computed here. Bounded: one upload, one connection, loopback only.
 */
import { createHash, randomFillSync } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { AssetDetail } from '../shared/contract/assets.ts';
import type { UploadStatus } from '../shared/contract/uploads.ts';
import { createAdministrator } from '../tests/harness/people.ts';
import { startServer } from '../tests/harness/server.ts';

const MIB = 1024 * 1024;
const { values } = parseArgs({
  options: { mib: { type: 'string', default: '2048' }, 'chunk-mib': { type: 'string', default: '32' } },
});
const total = Number(values.mib) * MIB;
const chunkBytes = Math.min(Number(values['chunk-mib']), 95) * MIB;

const server = await startServer();
try {
  const admin = await createAdministrator(server);
  const created = await admin.fetch('/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(total),
      'upload-metadata': `filename ${Buffer.from('large.bin').toString('base64')}`,
    },
  });
  const location = created.headers.get('location');
  if (created.status !== 201 || location === null) throw new Error(`refused: ${await created.text()}`);
  const path = new URL(location, server.origin).pathname;
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  const startedAt = performance.now();
  let resumed = 0;
  /** The offset after sending; after a broken connection the durable one, as any tus client asks for it. */
  const send = async (offset: number, body: Uint8Array<ArrayBuffer>): Promise<number> => {
    const headers = { 'tus-resumable': '1.0.0' };
    try {
      const sent = await admin.fetch(path, {
        method: 'PATCH',
        headers: {
          ...headers,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body,
      });
      if (sent.status === 204) return Number(sent.headers.get('upload-offset'));
      throw new Error(`at ${offset}: ${sent.status} ${await sent.text()}`);
    } catch (error) {
      if (!(error instanceof TypeError) || ++resumed > 20) throw error;
      const head = await admin.fetch(path, { method: 'HEAD', headers });
      return Number(head.headers.get('upload-offset'));
    }
  };
  for (let begin = 0; begin < total; begin += chunkBytes) {
    randomFillSync(chunk);
    const body = new Uint8Array(chunk.subarray(0, Math.min(chunkBytes, total - begin)));
    hash.update(body);
    let offset = begin;
    while (offset < begin + body.length) offset = await send(offset, body.subarray(offset - begin));
  }
  const sentMs = performance.now() - startedAt;
  const expected = hash.digest('hex');
  const id = path.split('/').at(-1);
  let status: UploadStatus | undefined;
  while (status?.state !== 'done' && status?.state !== 'failed' && performance.now() - startedAt < 900_000) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const page = (await (await admin.fetch(`/api/admin/uploads?ids=${id}`)).json()) as {
      items: UploadStatus[];
    };
    status = page.items[0];
  }
  if (status?.asset == null) throw new Error(`no asset: ${status?.state} ${status?.detail}`);
  const detail = (await (await admin.fetch(`/api/admin/assets/${status.asset.id}`)).json()) as AssetDetail;
  const kept = detail.versions[0]?.sha256;
  const rate = (bytes: number, ms: number) => `${(bytes / MIB / (ms / 1000)).toFixed(0)} MiB/s`;
  console.log(
    `sent       ${values.mib} MiB in bodies of ${chunkBytes / MIB} MiB, ${rate(total, sentMs)}, ${resumed} resumed`,
  );
  console.log(`processed  ${rate(total, performance.now() - startedAt - sentMs)}`);
  console.log(`SHA-256    ${kept === expected ? 'equal' : `DIFFERS: ${kept} is not ${expected}`}`);
  if (kept !== expected) process.exitCode = 1;
} finally {
  await server.close();
}
