/**
 * A large archive that is cut again and again: `node bench/zip-resume.ts [--gb 6] [--cuts 40]`; a small one first: `--gb 0.064 --cuts 8`.
 *
 * Twelve entries share one object of random bytes, so the disk holds a twelfth. The archive is read once without a cut, then
 * once cut at random bytes and resumed with `Range` and `If-Range` on the same grant, as a browser does; both must have the
 * same SHA-256, the length that was declared, and every entry the digest in SHA256SUMS. Bounded: one connection, loopback.
 */
import { createHash, type Hash, randomFillSync, randomInt } from 'node:crypto';
import { get } from 'node:http';
import { parseArgs } from 'node:util';
import { approve, license, upload } from '../tests/harness/library.ts';
import { copyAsset } from '../tests/harness/many.ts';
import { createAdministrator } from '../tests/harness/people.ts';
import { startServer } from '../tests/harness/server.ts';
import { issue, visit } from '../tests/harness/share.ts';
import { childProcesses, peakWhile, residentMiB } from './children.ts';

const ENTRIES = 12;
const { values } = parseArgs({
  options: { gb: { type: 'string', default: '6' }, cuts: { type: 'string', default: '40' } },
});
const cuts = Math.min(Number(values.cuts), 500);
const entryBytes = Math.ceil((Number(values.gb) * 1e9) / ENTRIES);

/** Reads from `start`, hashing, until the end or until `stopAt` bytes of the whole have come. */
function read(url: string, etag: string | null, start: number, stopAt: number, hash: Hash) {
  return new Promise<{ at: number; total: number; etag: string }>((resolve, reject) => {
    const headers: Record<string, string> = start === 0 ? {} : { range: `bytes=${start}-` };
    if (start > 0 && etag !== null) headers['if-range'] = etag;
    const request = get(url, { headers }, (response) => {
      const { statusCode } = response;
      if (statusCode !== (start === 0 ? 200 : 206)) {
        request.destroy();
        return reject(new Error(`answered ${statusCode} at ${start}`));
      }
      const total =
        start === 0
          ? Number(response.headers['content-length'])
          : Number(response.headers['content-range']?.split('/')[1]);
      let at = start;
      const done = () => resolve({ at, total, etag: String(response.headers.etag) });
      response.on('data', (chunk: Buffer) => {
        const rest = stopAt - at;
        const taken = chunk.length > rest ? chunk.subarray(0, rest) : chunk;
        hash.update(taken);
        at += taken.length;
        if (at >= stopAt && at < total) {
          response.removeAllListeners('data');
          // Not a polite end: the socket is torn down.
          request.destroy();
          done();
        }
      });
      response.on('error', () => undefined);
      response.on('end', done);
    });
    request.on('error', (error) => (error.message === 'socket hang up' ? undefined : reject(error)));
  });
}

const server = await startServer();
try {
  const pids = childProcesses();
  const admin = await createAdministrator(server);
  const bytes = new Uint8Array(entryBytes);
  for (let at = 0; at < entryBytes; at += 1 << 28)
    randomFillSync(bytes, at, Math.min(1 << 28, entryBytes - at));
  const sum = createHash('sha256').update(bytes).digest('hex');
  const { asset } = await upload(admin, bytes, 'reel.bin');
  if (asset === null) throw new Error('the file was refused');
  await license(admin, asset.id);
  await approve(admin, asset.id);
  const visitor = visit(server, (await issue(admin, { assetIds: [asset.id] })).url);
  // Compiles the snapshot that the copies are made from.
  await visitor.view();
  const link = await issue(admin, { assetIds: await copyAsset(server, asset.id, ENTRIES), maxDownloads: 1 });
  const holder = visit(server, link.url);
  const pressed = await holder.fetch(`${holder.base}/zip`, { method: 'POST' });
  const url = new URL(pressed.headers.get('location') ?? '', server.origin).href;
  const head = await fetch(url, { method: 'HEAD' });
  const total = Number(head.headers.get('content-length'));
  const points = Array.from({ length: cuts }, () => randomInt(1, total)).sort((one, other) => one - other);
  const before = residentMiB(pids);
  const startedAt = performance.now();
  const { result: cutDigest, peakMiB } = await peakWhile(pids, async () => {
    const hash = createHash('sha256');
    let at = 0;
    let etag: string | null = null;
    for (const stopAt of [...points, total]) {
      if (stopAt <= at) continue;
      const part = await read(url, etag, at, stopAt, hash);
      if (part.total !== total) throw new Error(`the length changed from ${total} to ${part.total}`);
      ({ at, etag } = part);
    }
    if (at !== total) throw new Error(`${at} of ${total} bytes came`);
    return hash.digest('hex');
  });
  const cutMs = performance.now() - startedAt;
  // Within the minute that a whole download leaves to its grant.
  const whole = createHash('sha256');
  const wholeAt = performance.now();
  const all = await read(url, null, 0, Number.POSITIVE_INFINITY, whole);
  const wholeMs = performance.now() - wholeAt;
  const wholeDigest = whole.digest('hex');
  const { usedDownloads } = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as {
    usedDownloads: number;
  };
  const isEqual = cutDigest === wholeDigest && all.at === total;
  console.table({
    'archive, GB': Number((total / 1e9).toFixed(2)),
    entries: ENTRIES,
    'SHA-256 of each entry': sum.slice(0, 16),
    'cut at random bytes, times': points.length,
    'cut and resumed, MB/s': Math.round(total / 1000 / cutMs),
    'without a cut, MB/s': Math.round(total / 1000 / wholeMs),
    'SHA-256 of the archive': isEqual ? 'equal' : `DIFFERS: ${cutDigest} ${wholeDigest}`,
    'uses counted': usedDownloads,
    'runtime before, MiB': Math.round(before),
    'runtime at its peak, MiB': Math.round(peakMiB),
  });
  if (!isEqual || usedDownloads !== 1) process.exitCode = 1;
} finally {
  await server.close();
}
