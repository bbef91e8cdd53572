/** Share links from issuing to the last byte, over HTTP. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SharePage } from '../../shared/contract/share-visits.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { sha256 } from '../harness/bytes.ts';
import { addPicture, clear, license, upload } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { countryHeader, startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, reread, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
let assets: string[];
let document: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  assets = [];
  for (const title of ['Red chair', 'Blue lamp', 'Long table']) {
    const card = await addPicture(admin, { title, creditLine: 'Photo: Ada Brandt' });
    assets.push(card.id);
  }
  const text = new TextEncoder().encode('Prices\n'.repeat(2000));
  const paper = await upload(admin, text, 'prices.txt');
  document = paper.asset?.id ?? '';
  await clear(admin, [...assets, document]);
});
afterAll(() => server.close());

async function openPage(visitor: LinkVisitor): Promise<SharePage> {
  const view = await visitor.view();
  if (view.kind !== 'open') throw new Error(`the link is ${JSON.stringify(view)}`);
  return view.page;
}

describe('a link', () => {
  it('opens, shows its files, and hands out one of them', async () => {
    const link = await issue(admin, { assetIds: [...assets, document], name: 'Autumn' });
    const visitor = visit(server, link.url);
    const page = await openPage(visitor);
    expect(page).toMatchObject({ name: 'Autumn', from: 'Ada Brandt', organisation: 'Example', excluded: [] });
    expect(page.items.map((item) => item.title)).toEqual(['Red chair', 'Blue lamp', 'Long table', 'Prices']);
    expect(page.summary).toMatch(/originals included, until/);
    const [first] = page.items;
    const preview = await visitor.fetch(`${first?.renditionBase}w=320`);
    expect(preview.status).toBe(200);
    expect(preview.headers.get('content-type')).toMatch(/^image\//);
    expect(preview.headers.get('cache-control')).toBe('private, no-store');
    const response = await visitor.download(assets[0] ?? '', 'original');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="picture-/);
    const bytes = await response.arrayBuffer();
    expect(bytes.byteLength).toBe(Number(response.headers.get('content-length')));
    expect(`"${sha256(bytes)}"`).toBe(response.headers.get('etag'));
    expect((await reread(admin, link)).usedDownloads).toBe(1);
    const web = await visitor.download(assets[1] ?? '', 'web');
    expect(web.headers.get('content-type')).toBe('image/jpeg');
    await web.arrayBuffer();
  });

  it('costs nothing to look at, and ranges of one grant are one download', async () => {
    const link = await issue(admin, { assetIds: assets, maxDownloads: 3 });
    const visitor = visit(server, link.url);
    for (let i = 0; i < 3; i++) {
      await visitor.view();
      await visitor.fetch(visitor.base, { method: 'HEAD' });
      await (await visitor.fetch(`${visitor.base}/r/${assets[0]}/thumb`)).arrayBuffer();
    }
    expect((await reread(admin, link)).usedDownloads).toBe(0);
    const pressed = await visitor.press(assets[0] ?? '', 'original');
    expect(pressed.status).toBe(303);
    const location = pressed.headers.get('location') ?? '';
    const head = await visitor.fetch(location, { method: 'HEAD' });
    const total = Number(head.headers.get('content-length'));
    const etag = head.headers.get('etag') ?? '';
    const parts: Buffer[] = [];
    for (let start = 0; start < total; start += 4000) {
      const end = Math.min(total, start + 4000) - 1;
      const part = await server.fetch(location, {
        headers: { range: `bytes=${start}-${end}`, 'if-range': etag },
      });
      expect(part.status).toBe(206);
      parts.push(Buffer.from(await part.arrayBuffer()));
    }
    expect(`"${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}"`).toBe(etag);
    expect((await reread(admin, link)).usedDownloads).toBe(1);
    // All of it was sent: the whole once more would be another download.
    const changed = { headers: { range: 'bytes=0-9', 'if-range': '"another"' } };
    expect((await server.fetch(location, changed)).status).toBe(410);
    const other = (await visitor.press(assets[0] ?? '', 'original')).headers.get('location') ?? '';
    const whole = await server.fetch(other, changed);
    expect(whole.status).toBe(200);
    await whole.arrayBuffer();
  });

  it('lets exactly as many downloads through as it allows, however many come at once', async () => {
    const link = await issue(admin, { assetIds: [document], maxDownloads: 5 });
    const visitor = visit(server, link.url);
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => visitor.download(document, 'original')),
    );
    const bodies = await Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        bytes: (await answer.arrayBuffer()).byteLength,
      })),
    );
    expect(bodies.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(bodies.filter(({ status, bytes }) => status === 200 && bytes === 14_000)).toHaveLength(5);
    expect(bodies.filter(({ status }) => status === 403)).toHaveLength(195);
    expect(await reread(admin, link)).toMatchObject({ usedDownloads: 5, state: 'used_up' });
    const view = await visitor.view();
    expect(view).toMatchObject({ kind: 'closed', reason: 'limit_reached' });
  }, 60_000);

  it('gives a use back that was never begun, and keeps one that was', async () => {
    const link = await issue(admin, { assetIds: [document], maxDownloads: 2 });
    const visitor = visit(server, link.url);
    await visitor.press(document, 'original');
    await (await visitor.download(document, 'original')).arrayBuffer();
    expect(await reread(admin, link)).toMatchObject({
      usedDownloads: 1,
      reservedDownloads: 1,
      state: 'used_up',
    });
    server.setClockOffset(11 * 60_000);
    await server.tick();
    server.setClockOffset(0);
    expect(await reread(admin, link)).toMatchObject({
      usedDownloads: 1,
      reservedDownloads: 0,
      state: 'active',
    });
  });

  it('is the same under its long, its vanity and a recipient’s address', async () => {
    const link = await issue(admin, { assetIds: assets, vanity: 'autumn-press' });
    const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example', locale: 'de' }] },
    });
    expect(invited.status).toBe(201);
    const [kim] = (await invited.json()) as { id: string; url: string }[];
    const urls = [link.url, link.vanityUrl ?? '', kim?.url ?? ''];
    const shapes = [];
    for (const url of urls) {
      const visitor = visit(server, url);
      const page = await openPage(visitor);
      const preview = await visitor.fetch(`${page.base}/r/${assets[0]}/thumb`);
      await preview.arrayBuffer();
      const download = await visitor.download(assets[0] ?? '', 'original');
      shapes.push({
        // The number of this showing is another every time.
        page: { ...JSON.parse(JSON.stringify(page).replaceAll(page.base, '')), press: '' },
        preview: preview.status,
        file: sha256(await download.arrayBuffer()),
      });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    const [mail] = await mailsTo(admin, 'kim@agency.example');
    expect(mail?.subject).toBe('Ada Brandt teilt „Test link“ mit Ihnen');
    expect(mail?.text).toContain(kim?.url);
    await admin.fetch(`/api/admin/shares/${link.id}/recipients/${kim?.id}/revoke`, { json: {} });
    expect((await visit(server, kim?.url ?? '').view()).kind).toBe('closed');
    expect((await visit(server, link.url).view()).kind).toBe('open');
  });

  it('ends to the second, on every route and for what was already granted', async () => {
    const endsAt = Math.ceil((Date.now() + DAY_MS) / 1000) * 1000;
    const link = await issue(admin, { assetIds: assets, endsAt });
    server.stopClock(endsAt - 1);
    const visitor = visit(server, link.url);
    const grant = (await visitor.press(assets[0] ?? '', 'original')).headers.get('location') ?? '';
    const answers = async () => [
      await visitor.viewStatus(),
      (await visitor.fetch(`${visitor.base}/r/${assets[0]}/thumb`)).status,
      (await visitor.fetch(grant, { method: 'HEAD' })).status,
      (await visitor.press(assets[0] ?? '', 'original')).status,
      (await visitor.zip({ preset: 'original' })).status,
    ];
    expect(await answers()).toEqual([200, 200, 200, 303, 200]);
    server.stopClock(endsAt);
    expect(await answers()).toEqual([410, 410, 410, 410, 410]);
    server.setClockOffset(0);
  });

  it('is closed where its territories do not reach', async () => {
    const link = await issue(admin, { assetIds: assets, territories: { include: ['US'], exclude: [] } });
    const here = visit(server, link.url);
    expect(await here.viewStatus()).toBe(451);
    expect((await here.fetch(`${here.base}/r/${assets[0]}/thumb`)).status).toBe(451);
    const there = visit(server, link.url, { [countryHeader]: 'US' });
    expect(await there.viewStatus()).toBe(200);
    const unknown = visit(server, link.url, { [countryHeader]: 'XX' });
    expect(await unknown.viewStatus()).toBe(451);
  });

  it('switches off and on, and is revoked for good', async () => {
    const link = await issue(admin, { assetIds: assets });
    const visitor = visit(server, link.url);
    const state = (next: string) =>
      admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: next } });
    await state('off');
    expect(await visitor.view()).toMatchObject({ kind: 'closed', reason: 'off' });
    expect((await visitor.fetch(`${visitor.base}/r/${assets[0]}/thumb`)).status).toBe(410);
    await state('active');
    expect(await visitor.viewStatus()).toBe(200);
    await state('revoked');
    expect(await visitor.view()).toMatchObject({ kind: 'closed', reason: 'revoked' });
    expect((await state('active')).status).toBe(409);
  });

  it('works as a page without script: the password form, then the download button', async () => {
    const link = await issue(admin, { assetIds: assets, password: 'open sesame', name: 'Autumn' });
    const visitor = visit(server, link.url);
    const form = (fields: Record<string, string>, path = visitor.base) =>
      visitor.fetch(path, {
        method: 'POST',
        // What a browser without fetch metadata sends from a page under `no-referrer`.
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null', accept: 'text/html' },
        body: new URLSearchParams(fields),
      });
    const door = await visitor.fetch(visitor.base, { headers: { accept: 'text/html' } });
    expect(door.status).toBe(401);
    expect(door.headers.get('referrer-policy')).toBe('no-referrer');
    expect(door.headers.get('x-robots-tag')).toContain('noindex');
    expect(await door.text()).not.toContain('Red chair');
    const wrong = await form({ intent: 'password', password: 'nope' });
    expect(wrong.status).toBe(401);
    const passed = await form({ intent: 'password', password: 'open sesame' });
    expect(passed.status).toBe(303);
    const page = await visitor.fetch(visitor.base, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Red chair');
    const action = /action="([^"]+\/download\?[^"]+)"/
      .exec(html)?.[1]
      ?.replaceAll('&#38;', '&')
      .replaceAll('&amp;', '&');
    const pressed = await form({}, action ?? '');
    expect(pressed.status).toBe(303);
    const file = await visitor.fetch(pressed.headers.get('location') ?? '');
    expect(file.status).toBe(200);
    await file.arrayBuffer();
  });

  it('holds to the default end and the administrator’s maximum', async () => {
    const link = await issue(admin, { assetIds: assets });
    // In whole minutes, as people read it: cut, so that it never passes the maximum.
    const short = link.createdAt + 30 * DAY_MS - link.endsAt;
    expect([link.endsAt % 60_000, short >= 0, short < 60_000]).toEqual([0, true, true]);
    const late = await admin.fetch('/api/admin/shares', {
      json: {
        name: 'Too long',
        timeZone: 'Europe/Berlin',
        permission: 'view',
        endsAt: Date.now() + 400 * DAY_MS,
        source: { kind: 'assets', assetIds: assets },
      },
    });
    expect(late.status).toBe(400);
    expect(((await late.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe('endsAt');
    const extended = await admin.fetch(`/api/admin/shares/${link.id}`, {
      method: 'PATCH',
      json: { endsAt: Date.now() + 400 * DAY_MS },
    });
    expect(extended.status).toBe(400);
  });

  it('reaches nothing cleaner or larger than its level from any address', async () => {
    const link = await issue(admin, { assetIds: assets, permission: 'download_watermarked' });
    const visitor = visit(server, link.url);
    const page = await openPage(visitor);
    expect(page.items[0]?.downloads.map(({ preset }) => preset)).not.toContain('original');
    const clean = visit(server, (await issue(admin, { assetIds: assets })).url);
    const asset = assets[0] ?? '';
    for (const size of ['w=640', 'web', 'print', 'w=640,q=90', 'thumb']) {
      const marked = await visitor.fetch(`${visitor.base}/r/${asset}/${size}`);
      const plain = await clean.fetch(`${clean.base}/r/${asset}/${size}`);
      expect(marked.status).toBe(plain.status);
      if (marked.status !== 200) continue;
      expect(marked.headers.get('etag')).not.toBe(plain.headers.get('etag'));
      expect(sha256(await marked.arrayBuffer())).not.toBe(sha256(await plain.arrayBuffer()));
    }
    for (const size of ['original', 'w=639', 'wm=mine,w=640']) {
      const answer = await visitor.fetch(`${visitor.base}/r/${asset}/${size}`);
      expect(answer.status, size).toBeGreaterThanOrEqual(400);
    }
    expect((await visitor.press(asset, 'original')).status).toBe(403);
    expect((await visitor.press(document, 'original')).status).toBe(404);
    const viewOnly = visit(server, (await issue(admin, { assetIds: assets, permission: 'view' })).url);
    for (const preset of ['original', 'web', 'print']) {
      expect((await viewOnly.press(asset, preset)).status).toBe(403);
    }
    expect((await viewOnly.zip()).status).toBe(403);
  }, 60_000);

  it('shows what is left out and why, and nothing of what is not public', async () => {
    const hidden = await addPicture(admin, { title: 'Secret draft' });
    await license(admin, hidden.id);
    const elsewhere = await addPicture(admin, { title: 'Only in Japan' });
    await clear(admin, elsewhere.id, { territories: { include: ['JP'], exclude: [] } });
    const link = await issue(admin, { assetIds: [assets[0] ?? '', hidden.id, elsewhere.id] });
    const page = await openPage(visit(server, link.url));
    expect(page.items).toHaveLength(1);
    expect(page.excluded.map(({ title }) => title)).toEqual(['Only in Japan']);
    expect(JSON.stringify(page)).not.toContain('Secret draft');
    expect(JSON.stringify(page)).not.toContain(hidden.id);
  });

  it('keeps the versions of the moment of sharing when it is pinned', async () => {
    const card = await addPicture(admin, { title: 'Replaced' });
    await clear(admin, card.id);
    const pinned = await issue(admin, { assetIds: [card.id], pinned: true });
    const current = await issue(admin, { assetIds: [card.id] });
    const read = async (link: ShareLink) =>
      sha256(await (await visit(server, link.url).download(card.id, 'original')).arrayBuffer());
    const before = await read(current);
    expect(await read(pinned)).toBe(before);
    const next = await addPicture(admin);
    const bytes = await (await admin.fetch(`/api/admin/assets/${next.id}/original`)).arrayBuffer();
    await upload(admin, new Uint8Array([...new Uint8Array(bytes), 0]), 'next.jpg', { assetId: card.id });
    expect(await read(pinned)).toBe(before);
    expect(await read(current)).not.toBe(before);
  });
});
