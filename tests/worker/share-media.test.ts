/** Films and recordings on a link's page: played where the original may be taken, and never a way past that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareItem } from '../../shared/contract/share-visits.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { sha256 } from '../harness/bytes.ts';
import { addPicture, clear, setStatus, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, visit } from '../harness/share.ts';

const brand = (name: string) => new Uint8Array(readFileSync(join(projectRoot, 'demo/brand', name)));
const FILM = brand('nattvik-blue-hour.mp4');
const SOUND = brand('nattvik-sound-logo.m4a');

let server: TestServer;
let admin: Person;
let film: string;
let sound: string;
let photo: string;
let all: string[];
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const add = async (bytes: Uint8Array, name: string) => {
    const { asset, detail } = await upload(admin, bytes, name);
    if (asset === null) throw new Error(`${name} was refused: ${detail}`);
    return asset.id;
  };
  film = await add(FILM, 'film.mp4');
  sound = await add(SOUND, 'sound.m4a');
  photo = (await addPicture(admin)).id;
  all = [film, sound, photo];
  await clear(admin, all);
}, 60_000);
afterAll(() => server.close());

async function itemsOf(visitor: LinkVisitor): Promise<Map<string, ShareItem>> {
  const view = await visitor.view();
  if (view.kind !== 'open') throw new Error(`the link is ${JSON.stringify(view)}`);
  return new Map(view.page.items.map((item) => [item.id, item]));
}
const htmlOf = async (visitor: LinkVisitor, headers: Record<string, string> = {}) =>
  (await visitor.fetch(visitor.base, { headers: { accept: 'text/html', ...headers } })).text();
async function countsOf(link: ShareLink): Promise<unknown> {
  const now = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
  const { DB } = await server.env();
  const tables = ['download_grants', 'downloads'];
  const rows = [];
  for (const table of tables) rows.push(await DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first('n'));
  return [now.usedDownloads, now.lastUsedAt, rows];
}

describe('a link that hands out originals', () => {
  it('plays films and recordings under every form of its address, whole and in ranges', async () => {
    const link = await issue(admin, { assetIds: all, vanity: 'moving-pictures' });
    const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
    });
    const [kim] = (await invited.json()) as { url: string }[];
    for (const url of [link.url, link.vanityUrl ?? '', kim?.url ?? '']) {
      const visitor = visit(server, url);
      const items = await itemsOf(visitor);
      expect(items.get(photo)).toMatchObject({ mediaHref: null, still: null });
      for (const [id, bytes, type] of [
        [film, FILM, 'video/mp4'],
        [sound, SOUND, 'audio/mp4'],
      ] as const) {
        expect(items.get(id)).toMatchObject({ mediaHref: `${visitor.base}/m/${id}`, still: null });
        const whole = await visitor.fetch(`${visitor.base}/m/${id}`);
        expect(whole.status).toBe(200);
        expect(whole.headers.get('content-type')).toBe(type);
        expect(whole.headers.get('content-disposition')).toMatch(/^inline/);
        expect(whole.headers.get('cache-control')).toBe('private, no-store');
        expect(sha256(await whole.arrayBuffer())).toBe(sha256(bytes));
        const part = await visitor.fetch(`${visitor.base}/m/${id}`, {
          headers: { range: 'bytes=1000-1999' },
        });
        expect(part.status).toBe(206);
        expect(part.headers.get('content-range')).toBe(`bytes 1000-1999/${bytes.length}`);
        expect(sha256(await part.arrayBuffer())).toBe(sha256(bytes.subarray(1000, 2000)));
      }
    }
  });

  it('counts, reserves and records nothing for what is played', async () => {
    const link = await issue(admin, { assetIds: all });
    const visitor = visit(server, link.url);
    const before = await countsOf(link);
    for (const init of [{}, { method: 'HEAD' }, { headers: { range: 'bytes=0-' } }]) {
      await (await visitor.fetch(`${visitor.base}/m/${film}`, init)).arrayBuffer();
    }
    expect(await countsOf(link)).toEqual(before);
    // The test can fail: a download is counted.
    await (await visitor.download(film, 'original')).arrayBuffer();
    await expect.poll(() => countsOf(link)).not.toEqual(before);
  });

  it('has a player on the page that needs no script and loads nothing until it is pressed', async () => {
    const link = await issue(admin, { assetIds: all });
    const html = await htmlOf(visit(server, link.url));
    const players = html.match(/<(?:video|audio)\b[^>]*>/g) ?? [];
    expect(players).toHaveLength(2);
    for (const player of players) {
      expect(player).toMatch(/\bcontrols\b/);
      expect(player).toContain('preload="none"');
      expect(player).toMatch(/src="\/s\/[^"]+\/m\/ast_/);
    }
  });

  it('stops with the rights of the file and with the link', async () => {
    const link = await issue(admin, { assetIds: all });
    const visitor = visit(server, link.url);
    const ask = async () => {
      const answer = await visitor.fetch(`${visitor.base}/m/${sound}`, { headers: { range: 'bytes=0-9' } });
      await answer.arrayBuffer();
      return answer.status;
    };
    expect(await ask()).toBe(206);
    await setStatus(admin, sound, 'withdrawn');
    await expect.poll(ask).toBe(410);
    await setStatus(admin, sound, 'approved');
    await expect.poll(ask).toBe(206);
    await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'revoked' } });
    expect(await ask()).toBe(410);
  });

  it('plays nothing that is no film and no recording, and nothing of another link', async () => {
    const visitor = visit(server, (await issue(admin, { assetIds: [photo, film] })).url);
    for (const id of [photo, sound, 'ast_00000000000000000000000000']) {
      expect((await visitor.fetch(`${visitor.base}/m/${id}`)).status).toBe(404);
    }
  });
});

describe('a link of sizes whose files have none', () => {
  const pageOf = async (visitor: LinkVisitor) => {
    const view = await visitor.view();
    if (view.kind !== 'open') throw new Error('the link is not open');
    return view.page;
  };

  it('promises no download, says why at each file and takes a request for it', async () => {
    const link = await issue(admin, { assetIds: [film, sound], permission: 'download_renditions' });
    const visitor = visit(server, link.url);
    const page = await pageOf(visitor);
    expect(page).toMatchObject({ offers: 'view', total: 2, downloadable: 0, zipAction: null });
    expect(page.summary).toContain('You may look at these files');
    expect(page.items.map(({ withheld }) => withheld)).toEqual(['level', 'level']);
    const html = await htmlOf(visitor);
    expect(html).not.toContain('sizes offered');
    expect(html).toContain('id="ask-for-file"');
    expect(html.match(/href="#ask-for-file"/g)).toHaveLength(2);
    // There is no picture of a recording that could be looked at.
    expect(html).toContain('cannot be played here');
    const asked = await visitor.fetch(visitor.base, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: new URLSearchParams({
        intent: 'ask',
        kind: 'item',
        assetId: sound,
        email: 'kim@agency.example',
        reason: 'For the radio spot',
        channel: 'broadcast',
      }),
    });
    expect(asked.status).toBe(303);
    const { items } = (await (await admin.fetch('/api/admin/requests/inquiries')).json()) as {
      items: { id: string; assetId: string; itemTitle: string }[];
    };
    // Nobody is told that they can have what the link goes on only showing.
    const inquiry = `/api/admin/requests/inquiries/${items[0]?.id}`;
    expect(await (await admin.fetch(inquiry)).json()).toMatchObject({ item: { state: 'look_only' } });
    const answered = { decision: 'answered', message: 'Here it is.', giveItem: true };
    expect((await admin.fetch(`${inquiry}/answer`, { json: answered })).status).toBe(409);
    const level = { permission: 'download_originals' };
    await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: level });
    expect((await admin.fetch(`${inquiry}/answer`, { json: answered })).status).toBe(200);
    const { title } = (await pageOf(visitor)).items[1] ?? {};
    expect(items[0]).toMatchObject({ assetId: sound, itemTitle: title });
  });

  it('counts what goes out where some of the files have sizes', async () => {
    const link = await issue(admin, { assetIds: all, permission: 'download_renditions' });
    const visitor = visit(server, link.url);
    const page = await pageOf(visitor);
    expect(page).toMatchObject({ offers: 'download_renditions', total: 3, downloadable: 1 });
    expect(page.summary).toMatch(/download 1 of 3 in the sizes offered/);
    const html = await htmlOf(visitor, { 'accept-language': 'de' });
    expect(html).toMatch(/1 von 3 Dateien herunterladen/);
    expect(html).not.toContain('Alles herunterladen');
    // The level only shows: nothing is held back that was promised.
    const looking = visit(server, (await issue(admin, { assetIds: all, permission: 'view' })).url);
    expect((await pageOf(looking)).items.map(({ withheld }) => withheld)).toEqual([null, null, null]);
  });
});

describe('a link that counts its downloads', () => {
  const press = (visitor: LinkVisitor, fields: Record<string, string>) =>
    visitor.fetch(`${visitor.base}/download`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: new URLSearchParams({ asset: film, ...fields }),
    });
  const usedOf = async (link: ShareLink) =>
    ((await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink).usedDownloads;

  it('plays a film for one download, from anywhere, over and over, and then hands it out for the same', async () => {
    const link = await issue(admin, { assetIds: all, maxDownloads: 1 });
    const visitor = visit(server, link.url);
    expect(await htmlOf(visitor)).toContain('Play, takes one download');
    const pressed = await press(visitor, { play: '1', press: 'a-number-of-its-own' });
    expect(pressed.status).toBe(303);
    const address = pressed.headers.get('location') ?? '';
    expect(address).toMatch(/\/d\/[\w-]{30}\/play$/);
    const page = await visitor.fetch(address, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toContain('no-store');
    const [player = ''] = (await page.text()).match(/<video\b[^>]*>/) ?? [];
    const src = /src="([^"]+)"/.exec(player)?.[1] ?? '';
    expect(`${src}/play`).toBe(address);
    // As players do: the whole, broken off; the end; the beginning again.
    for (const range of ['bytes=0-', `bytes=${FILM.length - 500}-`, 'bytes=0-999']) {
      const part = await visitor.fetch(src, { headers: { range } });
      expect(part.status).toBe(206);
      await part.arrayBuffer();
    }
    server.setClockOffset(5 * 60_000);
    expect(sha256(await (await visitor.fetch(src)).arrayBuffer())).toBe(sha256(FILM));
    server.setClockOffset(0);
    await expect.poll(() => usedOf(link)).toBe(1);
    // The file itself from the same showing of the page is the same download, though the limit is reached.
    const taken = await press(visitor, { preset: 'original', press: 'a-number-of-its-own' });
    expect(taken.headers.get('location')).toBe(src);
    expect((await press(visitor, { play: '1', press: 'another-number' })).status).toBe(403);
    expect(await usedOf(link)).toBe(1);
  });

  it('lets exactly as many play at once as there are downloads', async () => {
    const link = await issue(admin, { assetIds: [film], maxDownloads: 3 });
    const visitor = visit(server, link.url);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => press(visitor, { play: '1', press: `number-${turn}-x` })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(3);
  });

  it('plays nothing that is no film, and no film whose original it holds back', async () => {
    const sizes = visit(
      server,
      (await issue(admin, { assetIds: all, maxDownloads: 3, permission: 'view' })).url,
    );
    expect((await press(sizes, { play: '1' })).status).toBe(403);
    const link = await issue(admin, { assetIds: all, maxDownloads: 3 });
    const visitor = visit(server, link.url);
    expect((await press(visitor, { asset: photo, play: '1' })).status).toBe(404);
    const file = (await press(visitor, { asset: photo, preset: 'original' })).headers.get('location') ?? '';
    const page = await visitor.fetch(`${file}/play`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    const { usedDownloads, reservedDownloads } = (await (
      await admin.fetch(`/api/admin/shares/${link.id}`)
    ).json()) as ShareLink;
    expect([usedDownloads, reservedDownloads]).toEqual([0, 1]);
  });
});

describe('a link that holds originals back', () => {
  it.each([
    ['view', { permission: 'view' }, 'level'],
    ['marked sizes', { permission: 'download_watermarked' }, 'level'],
    ['sizes', { permission: 'download_renditions' }, 'level'],
    ['no originals of films', { presetsByKind: { video: ['web'] } }, 'level'],
    ['a number of downloads', { maxDownloads: 3 }, 'counted'],
  ] as const)('plays no film (%s), and says why', async (_, terms, why) => {
    const link = await issue(admin, { assetIds: all, ...terms });
    const visitor = visit(server, link.url);
    expect((await itemsOf(visitor)).get(film)).toMatchObject({ mediaHref: null, still: why });
    for (const init of [{}, { method: 'HEAD' }, { headers: { range: 'bytes=0-9' } }]) {
      const answer = await visitor.fetch(`${visitor.base}/m/${film}`, init);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect((await answer.arrayBuffer()).byteLength).toBeLessThan(2000);
    }
    const html = await htmlOf(visitor, { 'accept-language': 'de' });
    expect(html).not.toContain(`/m/${film}`);
    expect(html).toContain(
      why === 'level' ? 'Die Datei selbst gibt dieser Link nicht heraus' : 'zählt seine Downloads',
    );
  });
});
