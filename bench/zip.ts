/**
 * An archive of 2,000 files (`--zip-files`) of 500 KB against reading the same objects without an archive: a bare Worker in workerd that
 * streams them one after the other out of R2 and decides nothing. Time to first byte, throughput, memory of the runtime.
 */
import { randomFillSync } from 'node:crypto';
import { get } from 'node:http';
import { approve, license, upload } from '../tests/harness/library.ts';
import { copyAsset } from '../tests/harness/many.ts';
import { startBare } from './bare.ts';
import { childProcesses, peakWhile, residentMiB } from './children.ts';
import { median } from './http-load.ts';
import type { Stage } from './stage.ts';

const FILE_BYTES = 500_000;
/** Distinct objects; every archive reads each of them equally often. */
const OBJECTS = 40;

interface Download {
  readonly firstByteMs: number;
  readonly ms: number;
  readonly bytes: number;
}

function download(url: string): Promise<Download> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    get(url, (response) => {
      let bytes = 0;
      let firstByteMs = 0;
      response.on('data', (chunk: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - startedAt;
        bytes += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () => {
        const expected = Number(response.headers['content-length']);
        if (response.statusCode !== 200 || bytes !== expected) {
          reject(new Error(`${url} answered ${response.statusCode} with ${bytes} of ${expected} bytes`));
        }
        resolve({ firstByteMs, ms: performance.now() - startedAt, bytes });
      });
    }).on('error', reject);
  });
}

/** Streams the objects one after the other, as many times as there are files. */
const bareScript = (files: number): string => `
  export default { async fetch(request, env, ctx) {
    const { readable, writable } = new FixedLengthStream(${files * FILE_BYTES});
    ctx.waitUntil((async () => {
      const writer = writable.getWriter();
      for (let i = 0; i < ${files}; i++) {
        const { body } = await env.BUCKET.get('object-' + (i % ${OBJECTS}));
        for await (const chunk of body) await writer.write(chunk);
      }
      await writer.close();
    })());
    return new Response(readable);
  } };`;

interface ZipRun {
  readonly rounds: number;
  /** Rounded up to a multiple of the distinct objects. */
  readonly files: number;
  readonly barePort: number;
}

export async function zipThroughput(stage: Stage, run: ZipRun): Promise<void> {
  const { rounds, barePort } = run;
  const perObject = Math.max(1, Math.ceil(run.files / OBJECTS));
  const files = perObject * OBJECTS;
  const { server, admin } = stage;
  const ours = childProcesses();
  const objects = Array.from({ length: OBJECTS }, () => randomFillSync(new Uint8Array(FILE_BYTES)));
  const ids: string[] = [];
  for (const [index, bytes] of objects.entries()) {
    const { asset } = await upload(admin, bytes, `file-${index}.bin`);
    if (asset === null) throw new Error('a file was refused');
    ids.push(asset.id);
  }
  await license(admin, ids);
  for (const id of ids) await approve(admin, id);
  const issue = async (assetIds: readonly string[]): Promise<string> => {
    const json = {
      name: 'Bench',
      timeZone: 'UTC',
      permission: 'download_originals',
      source: { kind: 'assets', assetIds },
    };
    const { url } = (await (await admin.fetch('/api/admin/shares', { json })).json()) as { url: string };
    return new URL(url).pathname;
  };
  const seen = await issue(ids);
  // Compiles the snapshots the copies are made from.
  await (await server.fetch(`/api/share/${seen.split('/').at(-1)}`)).arrayBuffer();
  const copies = await Promise.all(ids.map((id) => copyAsset(server, id, perObject)));
  const link = await issue(copies.flat());
  const bare = await startBare({ port: barePort, script: bareScript(files), hasBucket: true });
  const bucket = await bare.getR2Bucket('BUCKET', 'bare');
  for (const [index, bytes] of objects.entries()) await bucket.put(`object-${index}`, bytes);
  try {
    const zips: Download[] = [];
    const plain: Download[] = [];
    const pressMs: number[] = [];
    const before = residentMiB(ours);
    const { peakMiB } = await peakWhile(ours, async () => {
      for (let round = 0; round < rounds; round++) {
        const startedAt = performance.now();
        const pressed = await server.fetch(`${link}/zip`, { method: 'POST' });
        const location = pressed.headers.get('location');
        if (location === null)
          throw new Error(`the form answered ${pressed.status}: ${await pressed.text()}`);
        pressMs.push(performance.now() - startedAt);
        zips.push(await download(new URL(location, server.origin).href));
        plain.push(await download(`http://127.0.0.1:${barePort}/`));
      }
    });
    const rate = (list: readonly Download[]) => median(list.map(({ bytes, ms }) => bytes / 1000 / ms));
    console.log(
      `\narchive of ${files} files of ${FILE_BYTES / 1000} KB, medians of ${rounds} rounds in turns`,
    );
    console.table({
      'form pressed, planned, ms': Math.round(median(pressMs)),
      'first byte, ms': Math.round(median(zips.map(({ firstByteMs }) => firstByteMs))),
      'first byte without an archive, ms': Math.round(median(plain.map(({ firstByteMs }) => firstByteMs))),
      'archive, MB/s': Math.round(rate(zips)),
      'same objects without an archive, MB/s': Math.round(rate(plain)),
      ratio: Number((rate(zips) / rate(plain)).toFixed(2)),
      'runtime before, MiB': Math.round(before),
      'runtime at its peak, MiB': Math.round(peakMiB),
      'runtime after, MiB': Math.round(residentMiB(ours)),
    });
  } finally {
    await bare.dispose();
  }
}
