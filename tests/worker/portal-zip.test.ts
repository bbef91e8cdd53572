/** Archives of a portal: whole, resumable, decided file by file, silent about what is hidden. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../harness/answers.ts';
import { sha256 } from '../harness/bytes.ts';
import { addPicture, approve, embargo, license, setStatus, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import {
  makeCollection,
  makePortal,
  portalOf,
  pressZip,
  sectionsOf,
  type ZipWish,
  zipAddress,
} from '../harness/portal.ts';
import { countryHeader, startServer, type TestServer } from '../harness/server.ts';

const HOUR_MS = 3_600_000;
let server: TestServer;
let admin: Person;
let folder: string;
/** Five that are handed out: four pictures and a text. */
const open: string[] = [];
const hidden: Record<string, string> = {};
const liftsAt = Math.floor(Date.now() / 60_000) * 60_000 + HOUR_MS;

const press = (wish: ZipWish) => pressZip(server, wish);
const addressOf = (wish: ZipWish) => zipAddress(server, wish);
async function bytesOf(wish: ZipWish): Promise<Uint8Array> {
  const response = await server.fetch(await addressOf(wish), { headers: wish.headers ?? {} });
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

let unpacked = 0;
/** Names and texts, as Python's zipfile reads them. */
function unpack(bytes: Uint8Array): Map<string, Buffer> {
  unpacked += 1;
  const path = join(folder, `${unpacked}.zip`);
  const out = join(folder, `out-${unpacked}`);
  writeFileSync(path, bytes);
  execFileSync('python3', ['-m', 'zipfile', '-e', path, out], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
}
const textOf = (files: Map<string, Buffer>, name: string) => files.get(name)?.toString('utf8') ?? '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-portal-zip-'));
  server = await startServer();
  admin = await createAdministrator(server);
  await read(await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } }));
  for (const title of ['Red chair', 'Stuhl „Öl“', '椅子', 'Lamp']) {
    open.push((await addPicture(admin, { title, creditLine: `Photo: Ada ${open.length}` })).id);
  }
  const paper = await upload(admin, new TextEncoder().encode('price '.repeat(50_000)), 'prices.txt');
  open.push(paper.asset?.id ?? '');
  for (const name of ['draft', 'withdrawn', 'ended', 'embargoed', 'elsewhere', 'outside']) {
    hidden[name] = (await addPicture(admin, { title: `Zephyrine ${name}`, caption: 'hushword' })).id;
  }
  const { draft = '', withdrawn = '', ended = '', embargoed = '', elsewhere = '', outside = '' } = hidden;
  await license(admin, [...open, draft, withdrawn, embargoed, outside]);
  await license(admin, ended, { endsAt: Date.now() - HOUR_MS });
  await license(admin, elsewhere, { territories: { include: ['JP'], exclude: [] } });
  for (const id of [...open, withdrawn, ended, embargoed, elsewhere, outside]) await approve(admin, id);
  await embargo(admin, embargoed, liftsAt);
  await setStatus(admin, withdrawn, 'withdrawn');
  const kit = await makeCollection(admin, 'Autumn kit', [
    ...open,
    draft,
    withdrawn,
    ended,
    embargoed,
    elsewhere,
  ]);
  const sections = sectionsOf([kit.id], 'press_kit');
  await makePortal(admin, 'press', { name: 'Portal press', sections });
  await makePortal(admin, 'small', { sections, allowOriginals: false });
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

/** Nothing that visitors must not learn of; `named` are ids the visitor sent. */
function expectSilence(files: Map<string, Buffer>, named: readonly string[] = []): void {
  const papers = ['credits.txt', 'RIGHTS.csv', 'SHA256SUMS'].map((name) => textOf(files, name)).join('\n');
  expect(papers).not.toMatch(/zephyrine|hushword/i);
  expect([...files.keys()].join('\n')).not.toMatch(/zephyrine/i);
  for (const id of Object.values(hidden)) if (!named.includes(id)) expect(papers).not.toContain(id);
}

describe('the selection of the tray', () => {
  it('comes as one ZIP that other programs read, with credits, rights and sums', async () => {
    const response = await server.fetch(await addressOf({ assets: open }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('content-disposition')).toContain('Portal press.zip');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(Number(response.headers.get('content-length')));
    const files = unpack(bytes);
    expect(files.size).toBe(open.length + 3);
    const sums = textOf(files, 'SHA256SUMS').trim().split('\n');
    expect(sums).toHaveLength(open.length);
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ');
      expect(sha256(files.get(name) ?? new Uint8Array())).toBe(sum);
    }
    const credits = textOf(files, 'credits.txt');
    for (const index of [0, 1, 2, 3]) expect(credits).toContain(`Photo: Ada ${index}`);
    expect(textOf(files, 'RIGHTS.csv')).toContain('椅子');
    try {
      execFileSync('unzip', ['-tq', join(folder, `${unpacked}.zip`)], { stdio: 'pipe' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.warn('skipped: unzip is not installed');
    }
  }, 60_000);

  it('goes out in the size that was asked for; what has no sizes as it is', async () => {
    const files = unpack(await bytesOf({ assets: [open[0] ?? '', open[4] ?? ''], preset: 'web' }));
    expect([...files.keys()]).toContain('prices.txt');
    expect(textOf(files, 'RIGHTS.csv')).toContain(',web,');
    const refused = await press({ assets: [open[0] ?? ''], preset: 'hero' });
    expect(refused.status).toBe(403);
  }, 60_000);

  it('holds the best rendition where originals are not given out', async () => {
    const files = unpack(await bytesOf({ assets: open.slice(0, 2), portal: 'small' }));
    expect(textOf(files, 'RIGHTS.csv')).toContain(',print,');
    const original = await press({ assets: open.slice(0, 2), portal: 'small', preset: 'original' });
    expect(original.status).toBe(403);
    expect((await press({ assets: [open[4] ?? ''], portal: 'small' })).status).toBe(403);
  }, 60_000);

  it('passes over ids of nothing, of drafts and of what is not in the portal, all alike', async () => {
    const { draft = '', outside = '' } = hidden;
    const hostile = [
      'ast_00000000000000000000000000',
      "' OR 1=1 --",
      '../../../etc/passwd',
      '',
      draft,
      outside,
    ];
    const files = unpack(await bytesOf({ assets: [...hostile, open[0] ?? '', open[0] ?? ''] }));
    expect(files.size).toBe(4);
    expect(textOf(files, 'RIGHTS.csv')).not.toContain(',no,');
    expectSilence(files);
    const problems = await Promise.all(
      hostile.map(async (id) => {
        const response = await press({ assets: [id] });
        const { requestId: _, ...problem } = (await response.json()) as Record<string, unknown>;
        return problem;
      }),
    );
    expect(problems.map(({ status }) => status)).toEqual(hostile.map(() => 404));
    expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(1);
    const many = Array.from({ length: 501 }, (_, i) => `ast_${String(i).padStart(26, '0')}`);
    expect((await press({ assets: many })).status).toBe(400);
  }, 60_000);

  it('says about named files only what their page says', async () => {
    const { withdrawn = '', ended = '', embargoed = '', elsewhere = '' } = hidden;
    const named = [withdrawn, ended, embargoed, elsewhere];
    const files = unpack(await bytesOf({ assets: [...named, open[0] ?? ''] }));
    expectSilence(files, named);
    const rights = textOf(files, 'RIGHTS.csv');
    for (const id of named) expect(rights).toContain(id);
    expect(rights.match(/,no,/g)).toHaveLength(named.length);
  }, 60_000);
});

describe('a collection', () => {
  it('comes whole, without what is hidden and without a word about it but the embargo’s end', async () => {
    const files = unpack(await bytesOf({ collection: 'autumn-kit' }));
    expect(files.size).toBe(open.length + 3);
    expectSilence(files);
    expect(textOf(files, 'RIGHTS.csv').match(/,no,/g)).toHaveLength(1);
    const response = await server.fetch(await addressOf({ collection: 'autumn-kit' }), { method: 'HEAD' });
    expect(response.headers.get('content-disposition')).toContain('Autumn kit.zip');
    expect((await press({ collection: 'no-such-kit' })).status).toBe(404);
  }, 60_000);

  it('holds what the visitor’s country and hour allow', async () => {
    const inJapan = unpack(await bytesOf({ collection: 'autumn-kit', headers: { [countryHeader]: 'JP' } }));
    expect(inJapan.size).toBe(open.length + 4);
    server.setClockOffset(2 * HOUR_MS);
    try {
      expect(unpack(await bytesOf({ collection: 'autumn-kit' })).size).toBe(open.length + 4);
    } finally {
      server.setClockOffset(0);
    }
  }, 60_000);
});

describe('an archive on its way', () => {
  it('is the same bytes at every offset, and resumes', async () => {
    const address = await addressOf({ assets: open });
    const head = await server.fetch(address, { method: 'HEAD' });
    const total = Number(head.headers.get('content-length'));
    const etag = head.headers.get('etag') ?? '';
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    const whole = new Uint8Array(await (await server.fetch(address)).arrayBuffer());
    expect(whole.length).toBe(total);
    for (const [start, end] of [
      [0, 0],
      [1, 29],
      [100, 5_000],
      [Math.floor(total / 2), total - 1],
      [total - 40, total - 1],
    ] as const) {
      const part = await server.fetch(address, {
        headers: { range: `bytes=${start}-${end}`, 'if-range': etag },
      });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/${total}`);
      expect(sha256(new Uint8Array(await part.arrayBuffer()))).toBe(sha256(whole.subarray(start, end + 1)));
    }
    const changed = await server.fetch(address, { headers: { range: 'bytes=5-9', 'if-range': '"other"' } });
    expect(changed.status).toBe(200);
    await changed.arrayBuffer();
    expect((await server.fetch(address, { headers: { range: `bytes=${total}-` } })).status).toBe(416);
    expect((await server.fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
  }, 60_000);

  it('is begun within ten minutes and resumed for a day', async () => {
    const address = await addressOf({ assets: open.slice(0, 1) });
    const at = async (offset: number, headers: Record<string, string> = {}) => {
      server.setClockOffset(offset);
      try {
        const response = await server.fetch(address, { headers });
        await response.arrayBuffer();
        return response.status;
      } finally {
        server.setClockOffset(0);
      }
    };
    expect(await at(9 * 60_000)).toBe(200);
    expect(await at(11 * 60_000)).toBe(410);
    expect(await at(11 * 60_000, { range: 'bytes=10-' })).toBe(206);
    expect(await at(25 * HOUR_MS, { range: 'bytes=10-' })).toBe(404);
  }, 60_000);

  it('answers only on its own portal, with its own signature', async () => {
    const address = await addressOf({ assets: open.slice(0, 1) });
    const grant = address.split('/').at(-1) ?? '';
    expect((await server.fetch(`/p/small/zip/${grant}`)).status).toBe(404);
    expect((await server.fetch(`/p/press/zip/${grant.slice(0, -4)}AAAA`)).status).toBe(404);
    expect((await server.fetch('/p/press/zip/x')).status).toBe(404);
  });

  it('is recorded once, file by file, by its first bytes; looking costs nothing; programs stand apart', async () => {
    const { DB } = await server.env();
    const counted = await portalOf(admin, 'counted', open);
    const rows = async () =>
      (
        await DB.prepare('SELECT what, is_bot FROM downloads WHERE surface = ?1 AND surface_id = ?2')
          .bind('portal', counted.id)
          .all<{ what: string; is_bot: number }>()
      ).results;
    const browser = { 'user-agent': 'Mozilla/5.0 Firefox/140.0' };
    const address = await addressOf({ assets: open.slice(0, 3), portal: 'counted' });
    await server.fetch(address, { method: 'HEAD', headers: browser });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await rows()).toEqual([]);
    for (const range of ['bytes=0-99', 'bytes=100-', 'bytes=0-']) {
      await (await server.fetch(address, { headers: { ...browser, range } })).arrayBuffer();
    }
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(3);
    expect((await rows()).every(({ what, is_bot }) => what === 'zip/original' && is_bot === 0)).toBe(true);
    const second = await addressOf({ assets: open.slice(0, 1), portal: 'counted' });
    await (await server.fetch(second, { headers: { 'user-agent': 'curl/8.0' } })).arrayBuffer();
    await expect.poll(async () => (await rows()).filter(({ is_bot }) => is_bot === 1).length).toBe(1);
    expect(await rows()).toHaveLength(4);
  }, 60_000);
});

describe('a browser', () => {
  it('whose form is refused is sent back to the page it came from, never to another site', async () => {
    const accept = { accept: 'text/html,application/xhtml+xml' };
    const page = `${server.origin}/p/press/collections/autumn-kit?cursor=x`;
    const back = await press({ headers: { ...accept, referer: page } });
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe('/p/press/collections/autumn-kit?cursor=x');
    const foreign = await press({ headers: { ...accept, referer: 'https://evil.example/p/press' } });
    expect(foreign.headers.get('location')).toBe('/p/press');
    const other = await press({ headers: { origin: 'https://evil.example' } });
    expect(other.status).toBe(403);
  });
});
