/**
 * A large archive that is cut again and again: `node bench/zip-resume.ts [--gb 6] [--cuts 40]`; a small one first: `--gb 0.064 --cuts 8`.
 *
 * Twelve entries share one object of random bytes. The archive is cut at random bytes and resumed with `Range` and `If-Range` on
 * one grant, as a browser does, into a file in the temporary folder; Python's zipfile then reads that file, and every entry must
 * have the length and digest of what was uploaded and of SHA256SUMS. A second press, which is a use of its own, is read without a
 * cut for its speed. Bounded: one connection, loopback.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync, randomInt } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Says how many entries are whole, or ends with an error: `ARCHIVE DIGEST LENGTH`. */
const CHECK = `
import hashlib, sys, zipfile
path, digest, length = sys.argv[1], sys.argv[2], int(sys.argv[3])
archive = zipfile.ZipFile(path)
sums = dict(reversed(line.split(maxsplit=1)) for line in archive.read('SHA256SUMS').decode().splitlines())
count = 0
for entry in archive.infolist():
    if not entry.filename.endswith('.bin'): continue
    found = hashlib.sha256()
    with archive.open(entry) as stream:
        while chunk := stream.read(1 << 20): found.update(chunk)
    if found.hexdigest() != digest or sums[entry.filename] != digest or entry.file_size != length:
        sys.exit(f'{entry.filename} is not what was uploaded')
    count += 1
print(count)
`;

/** Reads from `start`, handing the bytes on, until the end or until `stopAt` bytes of the whole have come. */
function read(
  url: string,
  etag: string | null,
  start: number,
  stopAt: number,
  take: (bytes: Buffer) => void,
) {
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
        take(taken);
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

const folder = mkdtempSync(join(tmpdir(), 'zip-resume-'));
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
  const link = await issue(admin, { assetIds: await copyAsset(server, asset.id, ENTRIES), maxDownloads: 2 });
  const holder = visit(server, link.url);
  const press = async (): Promise<string> => {
    const pressed = await holder.fetch(`${holder.base}/zip`, { method: 'POST' });
    return new URL(pressed.headers.get('location') ?? '', server.origin).href;
  };
  const url = await press();
  const head = await fetch(url, { method: 'HEAD' });
  const total = Number(head.headers.get('content-length'));
  const points = Array.from({ length: cuts }, () => randomInt(1, total)).sort((one, other) => one - other);
  const before = residentMiB(pids);
  const startedAt = performance.now();
  const path = join(folder, 'reel.zip');
  const { peakMiB } = await peakWhile(pids, async () => {
    const file = openSync(path, 'w');
    let at = 0;
    let etag: string | null = null;
    for (const stopAt of [...points, total]) {
      if (stopAt <= at) continue;
      const part = await read(url, etag, at, stopAt, (bytes) => {
        writeSync(file, bytes);
      });
      if (part.total !== total) throw new Error(`the length changed from ${total} to ${part.total}`);
      ({ at, etag } = part);
    }
    if (at !== total) throw new Error(`${at} of ${total} bytes came`);
    closeSync(file);
  });
  const cutMs = performance.now() - startedAt;
  const entries = Number(execFileSync('python3', ['-c', CHECK, path, sum, String(entryBytes)]));
  const wholeAt = performance.now();
  const all = await read(await press(), null, 0, Number.POSITIVE_INFINITY, () => undefined);
  const wholeMs = performance.now() - wholeAt;
  const { usedDownloads } = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as {
    usedDownloads: number;
  };
  const isWhole = entries === ENTRIES && all.at === all.total;
  console.table({
    'archive, GB': Number((total / 1e9).toFixed(2)),
    entries: ENTRIES,
    'SHA-256 of each entry': sum.slice(0, 16),
    'cut at random bytes, times': points.length,
    'cut and resumed, MB/s': Math.round(total / 1000 / cutMs),
    'without a cut, MB/s': Math.round(total / 1000 / wholeMs),
    'entries that Python finds whole': entries,
    'uses counted': usedDownloads,
    'runtime before, MiB': Math.round(before),
    'runtime at its peak, MiB': Math.round(peakMiB),
  });
  if (!isWhole || usedDownloads !== 2) process.exitCode = 1;
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
