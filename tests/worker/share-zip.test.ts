/** Archives of share links: exact, resumable, the same bytes for one grant, and read by other people's programs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../harness/bytes.ts';
import { addFile, addPicture, approve, clear, setStatus } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { findProgram } from '../harness/programs.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
const assets: string[] = [];
const sums = new Map<string, string>();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-zip-'));
  server = await startServer();
  admin = await createAdministrator(server);
  const names = [
    'prices.txt',
    'prices.txt',
    '日本語の写真.txt',
    'Straße & Öl.txt',
    'con.txt',
    '../../etc/passwd.txt',
  ];
  for (const [index, name] of names.entries()) {
    const bytes = new TextEncoder().encode(`${index} `.repeat(20_000 + index));
    const id = await addFile(admin, bytes, name);
    assets.push(id);
    sums.set(id, sha256(bytes));
  }
  assets.push((await addPicture(admin, { title: 'Red chair', creditLine: 'Photo: Ada' })).id);
  await clear(admin, assets);
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

/** Path of a program, or null with a line that says so. */

describe('an archive', () => {
  it('has an exact length, opens everywhere, and holds what its papers say', async () => {
    const draft = await addPicture(admin, { title: 'Secret draft' });
    const elsewhere = await addPicture(admin, { title: 'Only in Japan' });
    await clear(admin, elsewhere.id, { territories: { include: ['JP'], exclude: [] } });
    const assetIds = [...assets, draft.id, elsewhere.id];
    const link = await issue(admin, { assetIds, name: 'Herbst: 2026/27' });
    const response = await visit(server, link.url).zip();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(Number(response.headers.get('content-length')));
    const path = join(folder, 'all.zip');
    writeFileSync(path, bytes);
    const readers: [string, string[]][] = [
      ['unzip', ['-tq', path]],
      ['7z', ['t', path]],
      ['python3', ['-m', 'zipfile', '-t', path]],
      ['bsdtar', ['-tf', path]],
    ];
    for (const [name, args] of readers) {
      const found = findProgram(name);
      if (found !== null)
        execFileSync(found, args, { stdio: 'pipe', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    }
    const out = join(folder, 'out');
    const python = findProgram('python3');
    if (python === null) return;
    execFileSync(python, ['-m', 'zipfile', '-e', path, out], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    const names = readdirSync(out);
    expect(names).toHaveLength(assets.length + 3);
    expect(names).toEqual(
      expect.arrayContaining(['credits.txt', 'RIGHTS.csv', 'SHA256SUMS', 'prices.txt', 'prices (2).txt']),
    );
    expect(names).toEqual(expect.arrayContaining(['日本語の写真.txt', 'Straße & Öl.txt']));
    const listed = readFileSync(join(out, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(listed).toHaveLength(assets.length);
    for (const line of listed) {
      const [sum, name = ''] = line.split('  ');
      expect(sha256(readFileSync(join(out, name)))).toBe(sum);
    }
    for (const sum of sums.values()) expect(listed.some((line) => line.startsWith(sum))).toBe(true);
    const credits = readFileSync(join(out, 'credits.txt'), 'utf8');
    expect(credits).toContain('Photo: Ada');
    const rights = readFileSync(join(out, 'RIGHTS.csv'), 'utf8');
    // What may not be had here is named; what is not public at all is not even counted.
    expect(rights.match(/,no,/g)).toHaveLength(1);
    expect(rights).toContain('Only in Japan');
    expect(credits + rights).not.toContain('Secret draft');
    expect(credits + rights).not.toContain(draft.id);
  }, 60_000);

  it('resumes at any byte, with the same bytes for one grant', async () => {
    const link = await issue(admin, { assetIds: assets, maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const body = new URLSearchParams({ preset: '' });
    const pressed = await visitor.fetch(`${visitor.base}/zip`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body,
    });
    const location = pressed.headers.get('location') ?? '';
    const head = await server.fetch(location, { method: 'HEAD' });
    const total = Number(head.headers.get('content-length'));
    const etag = head.headers.get('etag') ?? '';
    const all = await server.fetch(location, { headers: { range: 'bytes=0-' } });
    const first = new Uint8Array(await all.arrayBuffer());
    const pieces: Uint8Array[] = [];
    // Cuts at positions that fall into headers, bodies and the directory alike.
    for (let start = 0, step = 7; start < total; start += step, step = (step * 31 + 17) % 90_000) {
      const end = Math.min(total, start + step) - 1;
      const part = await server.fetch(location, {
        headers: { range: `bytes=${start}-${end}`, 'if-range': etag },
      });
      expect(part.status).toBe(206);
      pieces.push(new Uint8Array(await part.arrayBuffer()));
    }
    const whole = Buffer.concat(pieces);
    expect(whole.length).toBe(total);
    expect(sha256(first)).toBe(sha256(whole));
    const beyond = await server.fetch(location, { headers: { range: `bytes=${total}-` } });
    expect(beyond.status).toBe(416);
    const link2 = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as {
      usedDownloads: number;
    };
    expect(link2.usedDownloads).toBe(1);
  }, 60_000);

  it('breaks off, and never sends other bytes, when a right ends on the way', async () => {
    const large = await addFile(admin, new TextEncoder().encode('x'.repeat(3_000_000)), 'large.bin.txt');
    await clear(admin, large);
    const link = await issue(admin, { assetIds: [large, assets[0] ?? ''] });
    const visitor = visit(server, link.url);
    const first = await visitor.zip();
    const total = Number(first.headers.get('content-length'));
    await first.arrayBuffer();
    await setStatus(admin, assets[0] ?? '', 'withdrawn');
    const location = new URL(first.url).pathname;
    const second = await server.fetch(location);
    // Either it is refused at once, or it is short of its declared length; a whole body would be a leak.
    const got = await second.arrayBuffer().then(
      (bytes) => bytes.byteLength,
      () => -1,
    );
    expect(got).toBeLessThan(total);
    const held = await server.fetch(location, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(held.status).toBe(410);
    const fresh = await visitor.zip();
    const bytes = Buffer.from(await fresh.arrayBuffer());
    expect(fresh.status).toBe(200);
    expect(bytes.includes('large.bin.txt')).toBe(true);
    await approve(admin, assets[0] ?? '');
  }, 60_000);

  it('is recorded once, file by file, after the first byte', async () => {
    const link = await issue(admin, { assetIds: assets.slice(0, 3) });
    const response = await visit(server, link.url).zip();
    await response.arrayBuffer();
    const { DB } = await server.env();
    const rows = async () =>
      (
        await DB.prepare('SELECT what, is_bot FROM downloads WHERE surface_id = ?')
          .bind(link.id)
          .all<{ what: string }>()
      ).results;
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(3);
    expect((await rows()).every(({ what }) => what === 'zip/original')).toBe(true);
    const audit = (await (await admin.fetch(`/api/admin/audit?targetId=${link.id}`)).json()) as {
      items: { event: string }[];
    };
    expect(audit.items.filter(({ event }) => event === 'share_link.downloaded')).toHaveLength(1);
  });
});
