/** What the holder of a link chooses and downloads: sizes by kind, parts of the list, an archive that takes a while. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArchiveProgress, SharePage } from '../../shared/contract/share-visits.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, clear, picture, upload } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, visit } from '../harness/share.ts';
import { slowEngineEntry } from '../harness/slow-engine.ts';

const MINUTE_MS = 60_000;
/** Two are made at a time, each in no less than this: four seconds, and a browser waits two and a half for its form. */
const ENGINE_MS = 500;
const SLOW = 16;
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#123"/></svg>';

let server: TestServer;
let admin: Person;
let folder: string;
let photo: string;
let logo: string;
let copies: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-visit-'));
  server = await startServer({ around: slowEngineEntry(ENGINE_MS) });
  admin = await createAdministrator(server);
  photo = (await addPicture(admin, { title: 'Éclair', creditLine: 'Photo: Ada' })).id;
  const drawing = await upload(admin, new TextEncoder().encode(LOGO), 'logo.svg');
  if (drawing.asset === null) throw new Error(`the logo was refused: ${drawing.detail}`);
  logo = drawing.asset.id;
  await clear(admin, [photo, logo]);
  // Compiles the snapshot that the copies are made from.
  await open(await issue(admin, { assetIds: [photo] }));
  copies = await copyAsset(server, photo, 450);
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

async function open(link: ShareLink, query = ''): Promise<SharePage> {
  const visitor = visit(server, link.url);
  const view = (await (await visitor.fetch(`/api/share/${visitor.token}${query}`)).json()) as {
    kind: string;
    page: SharePage;
  };
  if (view.kind !== 'open') throw new Error(`the link is ${JSON.stringify(view)}`);
  return view.page;
}

/** Posts the form of the page as a browser, or as a program. */
function press(visitor: LinkVisitor, fields: Record<string, string>, as: 'browser' | 'program' = 'browser') {
  return visitor.fetch(`${visitor.base}/zip`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: server.origin,
      accept: as === 'browser' ? 'text/html,*/*' : '*/*',
    },
    body: new URLSearchParams(fields),
  });
}

async function namesIn(response: Response): Promise<string[]> {
  expect(response.status).toBe(200);
  const path = join(folder, 'archive.zip');
  writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
  const list = execFileSync('python3', [
    '-c',
    'import sys,zipfile\nfor n in zipfile.ZipFile(sys.argv[1]).namelist(): print(n)',
    path,
  ]);
  return list.toString('utf8').trim().split('\n');
}

/** Places taken: of downloads that are over, and of those that keep one. */
async function used(link: ShareLink): Promise<number> {
  const now = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
  return now.usedDownloads + now.reservedDownloads;
}

const openingsOf = async (id: string) =>
  ((await (await admin.fetch(`/api/admin/shares/${id}`)).json()) as { openings: number }).openings;

describe('a visit', () => {
  it('is one opening however often the page is filtered or loaded, until half an hour has passed', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    const browser = visit(server, link.url);
    for (const query of ['', '?q=x', '?kind=image', '']) {
      const page = await browser.fetch(`${browser.base}${query}`, { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
      await page.text();
    }
    await expect.poll(() => openingsOf(link.id)).toBe(1);
    await visit(server, link.url).view();
    await expect.poll(() => openingsOf(link.id)).toBe(2);
    server.setClockOffset(31 * 60_000);
    await browser.view();
    await expect.poll(() => openingsOf(link.id)).toBe(3);
    server.setClockOffset(0);
  });

  it('is no opening by people where nobody sees the answer, and is one where the page is drawn beforehand', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    const { base, token } = visit(server, link.url);
    const html = { accept: 'text/html' };
    await server.fetch(base, { method: 'HEAD', headers: html });
    await server.fetch(`/api/share/${token}`, { method: 'HEAD' });
    await (await server.fetch(base, { headers: { ...html, 'sec-purpose': 'prefetch' } })).text();
    const counts = async () => {
      const answer = await admin.fetch(`/api/admin/shares/${link.id}`);
      const { openings, botOpenings } = (await answer.json()) as ShareLink;
      return [openings, botOpenings];
    };
    await expect.poll(counts).toEqual([0, 3]);
    await (await server.fetch(base, { headers: { ...html, 'sec-purpose': 'prefetch;prerender' } })).text();
    await expect.poll(counts).toEqual([1, 3]);
  });
});

describe('sizes by kind', () => {
  it('packs originals of logos and a smaller size of photographs, and leaves a kind out', async () => {
    const link = await issue(admin, { assetIds: [photo, logo], maxDownloads: 5 });
    const page = await open(link);
    expect(page.kinds.map(({ kind, count }) => [kind, count])).toEqual([
      ['image', 1],
      ['vector', 1],
    ]);
    const visitor = visit(server, link.url);
    const mixed = await press(visitor, { 'size[image]': 'email', 'size[vector]': 'original' });
    const names = await namesIn(await visitor.fetch(mixed.headers.get('location') ?? ''));
    expect(names).toContain('logo.svg');
    expect(names.filter((name) => name.endsWith('.jpg'))).toEqual([expect.stringContaining('email')]);
    const only = await press(visitor, { 'size[image]': 'none', 'size[vector]': 'original' });
    const archive = await visitor.fetch(only.headers.get('location') ?? '');
    expect((await namesIn(archive)).filter((name) => !/credits|RIGHTS|SHA256/.test(name))).toEqual([
      'logo.svg',
    ]);
    const rights = execFileSync('python3', [
      '-c',
      'import sys,zipfile\nsys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("RIGHTS.csv"))',
      join(folder, 'archive.zip'),
    ]).toString('utf8');
    expect(rights).toContain('You left files of this kind out.');
  });

  it('sends a browser back with the reason when nothing is left to pack', async () => {
    const link = await issue(admin, { assetIds: [photo], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const refused = await press(visitor, { 'size[image]': 'none' });
    expect(refused.headers.get('location')).toBe(`${visitor.base}?refused=not_for_this_use`);
    const html = await (await visitor.fetch(refused.headers.get('location') ?? '')).text();
    expect(html).toContain('Nothing of what you chose is offered');
    expect((await press(visitor, { part: '2' }, 'program')).status).toBe(403);
    expect((await press(visitor, { part: 'two' }, 'program')).status).toBe(400);
    expect(await used(link)).toBe(0);
  });
});

describe('a form that is pressed twice', () => {
  it('is one download, for as long as that lasts', async () => {
    const link = await issue(admin, { assetIds: [photo], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const fields = { press: (await open(link)).press, 'size[image]': 'original' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(visitor, fields)));
    const places = new Set(answers.map((answer) => answer.headers.get('location')));
    expect([...places]).toEqual([expect.stringContaining('/z/')]);
    expect(await used(link)).toBe(1);
    const [place = ''] = [...places];
    await (await visitor.fetch(place ?? '')).arrayBuffer();
    // Another showing of the page is another download.
    const another = await press(visitor, { ...fields, press: 'another-showing' });
    expect(another.headers.get('location')).toContain('?refused=limit_reached');
    expect(await used(link)).toBe(1);
  });

  it('counts a file likewise, by recipient', async () => {
    const link = await issue(admin, { assetIds: [photo], maxDownloads: 3 });
    const visitor = visit(server, link.url);
    const one = () =>
      visitor.fetch(`${visitor.base}/download?asset=${photo}&press=abcdefgh1234`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
        body: new URLSearchParams({ preset: 'original' }),
      });
    const places = await Promise.all([one(), one(), one()]);
    expect(new Set(places.map((answer) => answer.headers.get('location'))).size).toBe(1);
    expect(await used(link)).toBe(1);
  });
});

describe('an archive that takes a while', () => {
  it('waits on a page that needs no script, keeps the one reservation, and starts the download', async () => {
    // Fresh pixels: nothing of it is made yet.
    const { asset } = await upload(admin, await picture(77, 900, 600), 'large.jpg');
    if (asset === null) throw new Error('refused');
    await clear(admin, asset.id);
    await open(await issue(admin, { assetIds: [asset.id] }));
    const many = await copyAsset(server, asset.id, SLOW, (index) => `Large ${index}`);
    const link = await issue(admin, { assetIds: many, maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const fields = { press: (await open(link)).press, 'size[image]': 'print' };
    const pressed = await press(visitor, fields);
    const waiting = pressed.headers.get('location') ?? '';
    expect(waiting).toMatch(/\/z\/[\w-]{30}\/preparing$/);
    expect(await used(link)).toBe(1);
    // The archive itself is not there yet, and says when to come back, to whomever.
    for (const headers of [{}, { accept: 'text/html', 'sec-fetch-dest': 'document' }]) {
      const early = await visitor.fetch(waiting.replace('/preparing', ''), { headers });
      expect(early.status).toBe(503);
      expect(early.headers.get('retry-after')).toBe('10');
    }
    const page = await visitor.fetch(waiting, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(html).toMatch(/<noscript><meta http-equiv="refresh" content="3">|\/z\/[\w-]{30}"/);
    // Pressing again, or coming back, goes to the same place and counts nothing.
    expect((await press(visitor, fields)).headers.get('location')).toContain(
      waiting.replace('/preparing', ''),
    );
    const seen: ArchiveProgress[] = [];
    const grant = waiting.split('/').at(-2);
    for (let look = 0; look < 100; look++) {
      const answer = await visitor.fetch(`/api/share/${visitor.token}/archives/${grant}`);
      const progress = (await answer.json()) as ArchiveProgress;
      seen.push(progress);
      if (progress.state === 'ready') break;
    }
    const last = seen.at(-1);
    if (last?.state !== 'ready') throw new Error(`it never was ready: ${JSON.stringify(last)}`);
    const counts = seen.flatMap((entry) => (entry.state === 'preparing' ? [entry.ready] : []));
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    const done = await (await visitor.fetch(waiting, { headers: { accept: 'text/html' } })).text();
    expect(done).toContain(`content="0;url=${last.href}"`);
    expect(await used(link)).toBe(1);
    const archive = await visitor.fetch(last.href);
    expect(Number(archive.headers.get('content-length'))).toBe(last.bytes);
    expect((await namesIn(archive)).filter((name) => name.endsWith('.jpg'))).toHaveLength(SLOW);
    expect(await used(link)).toBe(1);
    // Measured once, known for good: the next archive of these renditions reads none of them.
    const { DB } = await server.env();
    const known = await DB.prepare(
      'SELECT count(*) AS total FROM renditions WHERE sha256 IS NOT NULL',
    ).first<{ total: number }>();
    expect(known?.total).toBeGreaterThanOrEqual(SLOW);
  }, 60_000);

  it('gives the use back when nobody waits for it', async () => {
    const { asset } = await upload(admin, await picture(78, 900, 600), 'large.jpg');
    if (asset === null) throw new Error('refused');
    await clear(admin, asset.id);
    await open(await issue(admin, { assetIds: [asset.id] }));
    const link = await issue(admin, {
      assetIds: await copyAsset(server, asset.id, SLOW, (index) => `Left ${index}`),
      maxDownloads: 1,
    });
    const visitor = visit(server, link.url);
    const pressed = await press(visitor, { 'size[image]': 'print' });
    expect(pressed.headers.get('location')).toContain('/preparing');
    expect(await used(link)).toBe(1);
    server.setClockOffset(11 * MINUTE_MS);
    await server.tick();
    expect(await used(link)).toBe(0);
    const late = await visitor.fetch(pressed.headers.get('location') ?? '');
    expect(late.status).toBe(410);
    const words = await late.text();
    expect(words).toContain('The time of this download is over.');
    expect(words).toContain(`href="${visitor.base}"`);
    server.setClockOffset(0);
  }, 60_000);

  it('leaves no plan in the object store once its grant is over, whole or cut', async () => {
    const { BUCKET } = await server.env();
    const plans = async () => (await BUCKET.list({ prefix: 'zip-' })).objects.length;
    const link = await issue(admin, { assetIds: [photo] });
    const visitor = visit(server, link.url);
    const pressed = await press(visitor, { 'size[image]': 'original' });
    await (await visitor.fetch(pressed.headers.get('location') ?? '')).arrayBuffer();
    expect(await plans()).toBeGreaterThan(0);
    server.setClockOffset(27 * 60 * MINUTE_MS);
    await server.tick();
    await expect.poll(plans).toBe(0);
    server.setClockOffset(0);
  });
});

describe('a link of many files', () => {
  it('shows one page at a time in order, filters on the server, and packs everything', async () => {
    const link = await issue(admin, { assetIds: [photo, ...copies, logo] });
    const first = await open(link);
    expect(first).toMatchObject({ total: 452, matching: 452, isLater: false });
    expect(first.items).toHaveLength(200);
    const second = await open(link, `?after=${first.next}`);
    const third = await open(link, `?after=${second.next}`);
    expect(third.next).toBeNull();
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids).toEqual([photo, ...copies, logo]);
    expect(first.counts).toEqual([
      { kind: 'image', count: 451 },
      { kind: 'vector', count: 1 },
    ]);
    expect((await open(link, '?kind=vector')).items.map(({ id }) => id)).toEqual([logo]);
    expect((await open(link, '?q=ECLAIR')).items.map(({ id }) => id)).toEqual([photo]);
    expect((await open(link, '?q=copy+0449')).matching).toBe(1);
    expect((await open(link, '?q=nothing')).items).toEqual([]);
    // A file that is gone from the list in the meantime begins it anew, and nonsense is no error.
    expect((await open(link, '?after=ast_00000000000000000000000000&kind=rubbish')).isLater).toBe(false);
    const visitor = visit(server, link.url);
    const archive = await visitor.fetch(
      (await press(visitor, { all: '1', asset: logo, 'size[image]': 'original' })).headers.get('location') ??
        '',
    );
    expect(await namesIn(archive)).toHaveLength(455);
    const html = await (await visitor.fetch(`${visitor.base}?select=all`)).text();
    expect(html.match(/name="asset"[^>]*checked/g)).toHaveLength(200);
  }, 60_000);
});
