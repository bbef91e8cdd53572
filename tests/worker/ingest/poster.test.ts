/** Posters: the picture of a file that the engine cannot draw, made elsewhere and handed in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetDetail } from '../../../shared/contract/assets.ts';
import type { AuditEvent } from '../../../shared/contract/audit.ts';
import { addPicture, assetDetail, clear, picture, upload } from '../../harness/library.ts';
import { createAdministrator, type Person, signInOverHttp } from '../../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../../harness/server.ts';
import { issue, visit } from '../../harness/share.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

const film = new Uint8Array(readFileSync(join(projectRoot, 'demo/brand/nattvik-blue-hour.mp4')));
let copies = 0;

/** A film of its own: bytes after the last box of an MP4 are a box that players skip. */
async function addFilm(person: Person): Promise<AssetDetail> {
  copies += 1;
  const free = Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from('free'), Buffer.from([copies])]);
  const { asset } = await upload(person, Buffer.concat([film, free]), `film-${copies}.mp4`);
  expect(asset).not.toBeNull();
  return waitForVerdict(person, asset?.id ?? '');
}

/** The preparing job has said what it thinks of the file. */
async function waitForVerdict(person: Person, id: string): Promise<AssetDetail> {
  await expect
    .poll(async () => (await assetDetail(person, id)).verdict, { timeout: 20_000 })
    .toBe('no_preview');
  return assetDetail(person, id);
}

function put(person: Person, asset: AssetDetail, body: Uint8Array, type = 'image/jpeg'): Promise<Response> {
  const version = asset.versions[0]?.id ?? '';
  return person.fetch(`/api/admin/assets/${asset.id}/versions/${version}/poster`, {
    method: 'PUT',
    headers: { 'content-type': type, origin: server.origin },
    body: new Uint8Array(body),
  });
}

async function posterEvents(assetId: string): Promise<AuditEvent[]> {
  const response = await admin.fetch(`/api/admin/audit?targetId=${assetId}&event=asset.poster_added`);
  return ((await response.json()) as { items: AuditEvent[] }).items;
}

async function rgbAt(bytes: ArrayBuffer, x: number, y: number): Promise<number[]> {
  const cut = await sharp(Buffer.from(bytes))
    .removeAlpha()
    .extract({ left: x, top: y, width: 1, height: 1 })
    .raw()
    .toBuffer();
  return [...cut];
}

describe('a poster', () => {
  it('gives a film its thumbnails, previews, hot-links and colour', async () => {
    const asset = await addFilm(admin);
    expect(asset).toMatchObject({ kind: 'video', previewBase: null, thumbHash: null });
    await clear(admin, asset.id);
    expect((await server.fetch(`/i/${asset.id}/w=320/x.jpg`)).status).toBe(415);

    const answer = await put(admin, asset, await picture(3, 1280, 720));
    expect(answer.status).toBe(200);
    const now = (await answer.json()) as AssetDetail;
    expect(now).toMatchObject({ verdict: 'ok', width: asset.width, height: asset.height });
    expect(now.thumbHash).not.toBeNull();
    expect(now.palette.length).toBeGreaterThan(1);
    expect(now.hotlink).not.toBeNull();

    for (const url of [`${now.previewBase}thumb`, `${now.previewBase}preview`]) {
      const response = await admin.fetch(url);
      expect(response.status).toBe(200);
      expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).width).toBeGreaterThan(300);
    }
    const hotlink = await server.fetch(`/i/${asset.id}/w=320/x.jpg`, { headers: { accept: '*/*' } });
    expect(hotlink.status).toBe(200);
    const bytes = await hotlink.arrayBuffer();
    const [r = 0, g = 0, b = 0] = await rgbAt(bytes, 40, 140);
    expect([r < 70, g < 90, b > 170]).toEqual([true, true, true]);
  });

  it('is shown on a link, and never handed out in the place of the film', async () => {
    const asset = await addFilm(admin);
    expect((await put(admin, asset, await picture(4, 1280, 720))).status).toBe(200);
    await clear(admin, asset.id);
    const link = await issue(admin, { assetIds: [asset.id] });
    const visitor = visit(server, link.url);
    const view = await visitor.view();
    if (view.kind !== 'open') throw new Error(`the link is ${view.kind}`);
    const [item] = view.page.items;
    expect(item?.renditionBase).not.toBeNull();
    expect((await visitor.fetch(`${item?.renditionBase}w=320`)).status).toBe(200);
    expect(item?.downloads.map(({ preset }) => preset)).toEqual(['original']);
    const refused = await visitor.press(asset.id, 'web');
    expect(refused.status).toBe(403);
    const film = await visitor.download(asset.id, 'original');
    expect(film.headers.get('content-type')).toBe('video/mp4');
    await film.body?.cancel();
  });

  it('sent twice is one change; another one replaces it under the same addresses', async () => {
    const asset = await addFilm(admin);
    const first = await picture(5, 1280, 720);
    const answers = await Promise.all([put(admin, asset, first), put(admin, asset, first)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await put(admin, asset, first)).status).toBe(200);
    expect(await posterEvents(asset.id)).toHaveLength(1);

    const look = async () =>
      (await admin.fetch(`/api/admin/assets/${asset.id}/r/1/thumb`)).headers.get('etag');
    const before = await look();
    const red = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#d01010' } })
      .png()
      .toBuffer();
    expect((await put(admin, asset, red, 'image/png')).status).toBe(200);
    expect(await look()).not.toBe(before);
    expect(await posterEvents(asset.id)).toHaveLength(2);
  });

  it('is put back by its digest and taken away, each with its event, and says so in the address', async () => {
    const asset = await addFilm(admin);
    const version = asset.versions[0]?.id ?? '';
    const restore = async (poster: string | null, person: Person = admin) =>
      person.fetch(`/api/admin/assets/${asset.id}/versions/${version}/poster`, { json: { poster } });
    const blue = (await (await put(admin, asset, await picture(11, 1280, 720))).json()) as AssetDetail;
    const red = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#d01010' } })
      .png()
      .toBuffer();
    const second = (await (await put(admin, asset, red, 'image/png')).json()) as AssetDetail;
    const digest = blue.versions[0]?.poster ?? '';
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(second.versions[0]?.poster).not.toBe(digest);
    expect(second.previewBase).not.toBe(blue.previewBase);

    const back = await restore(digest);
    expect(back.status).toBe(200);
    expect(await back.json()).toMatchObject({
      previewBase: blue.previewBase,
      width: blue.width,
      versions: [{ poster: digest }],
    });
    const thumb = await admin.fetch(`${blue.previewBase}thumb`, { headers: { accept: 'image/jpeg' } });
    const [r = 255, , b = 0] = await rgbAt(await thumb.arrayBuffer(), 40, 140);
    expect([r < 90, b > 150]).toEqual([true, true]);
    expect(await posterEvents(asset.id)).toHaveLength(3);
    expect((await restore(digest)).status).toBe(200);
    expect(await posterEvents(asset.id)).toHaveLength(3);

    const bare = (await (await restore(null)).json()) as AssetDetail;
    expect(bare).toMatchObject({ previewBase: null, thumbHash: null, verdict: 'no_preview', hotlink: null });
    expect(bare.versions[0]?.poster).toBeNull();
    const removed = await admin.fetch(`/api/admin/audit?targetId=${asset.id}&event=asset.poster_removed`);
    expect(((await removed.json()) as { items: unknown[] }).items).toHaveLength(1);
    // A reload of the reasons, by the preparing job, leaves it without a picture.
    await server.tick();
    expect(await assetDetail(admin, asset.id)).toMatchObject({ previewBase: null, verdict: 'no_preview' });
    expect((await restore(digest)).status).toBe(200);

    expect((await restore('0'.repeat(64))).status).toBe(404);
    expect((await restore('../originals/x')).status).toBe(400);
    expect((await assetDetail(admin, asset.id)).versions[0]?.poster).toBe(digest);
    const drawn = await addPicture(admin);
    await expect
      .poll(async () => (await assetDetail(admin, drawn.id)).previewBase, { timeout: 20_000 })
      .not.toBeNull();
    const own = (await assetDetail(admin, drawn.id)).versions[0];
    expect(own?.poster).toBeNull();
    const path = `/api/admin/assets/${drawn.id}/versions/${own?.id}/poster`;
    expect((await admin.fetch(path, { json: { poster: null } })).status).toBe(409);
    expect((await admin.fetch(path, { json: { poster: digest } })).status).toBe(409);
  });

  it('is drawn anew: what was hidden in the sent file is gone', async () => {
    const asset = await addFilm(admin);
    const located = await sharp(await picture(6, 800, 450))
      .withExif({
        IFD0: { Copyright: 'Somebody else', Make: 'CamMaker' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '54/1 21/1 0/1' },
      })
      .jpeg()
      .toBuffer();
    const polyglot = Buffer.concat([located, Buffer.from('<script>alert(1)</script>PK\u0003\u0004')]);
    expect((await put(admin, asset, polyglot)).status).toBe(200);
    const { BUCKET, DB } = await server.env();
    const row = await DB.prepare('SELECT master_key AS key FROM versions WHERE asset_id = ?')
      .bind(asset.id)
      .first<{ key: string }>();
    expect(row?.key).toMatch(/^posters\/[0-9a-f]{64}$/);
    const kept = Buffer.from(await ((await BUCKET.get(row?.key ?? ''))?.arrayBuffer() ?? new ArrayBuffer(0)));
    expect(kept.length).toBeGreaterThan(1000);
    for (const trace of ['Somebody', 'CamMaker', 'GPS', '<script', 'PK\u0003\u0004']) {
      expect(kept.includes(trace), trace).toBe(false);
    }
  });

  it('is refused when it is no picture, a damaged or another kind of one, or too large', async () => {
    const asset = await addFilm(admin);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>');
    expect((await put(admin, asset, svg, 'image/svg+xml')).status).toBe(415);
    expect((await put(admin, asset, Buffer.from('<!doctype html><p>no</p>'))).status).toBe(415);
    expect((await put(admin, asset, new Uint8Array())).status).toBe(415);
    const cut = (await picture(7, 1280, 720)).subarray(0, 400);
    expect((await put(admin, asset, cut)).status).toBe(415);
    const bomb = pngHeader(60_000, 60_000);
    expect((await put(admin, asset, bomb, 'image/png')).status).toBe(415);
    const large = new Uint8Array(12 * 1024 ** 2 + 1);
    expect((await put(admin, asset, large)).status).toBe(413);
    expect(await assetDetail(admin, asset.id)).toMatchObject({ verdict: 'no_preview', previewBase: null });
    expect(await posterEvents(asset.id)).toHaveLength(0);
  });

  it('replaces no preview that was made of the original, and belongs to its own asset', async () => {
    const drawn = await addPicture(admin);
    await expect
      .poll(async () => (await assetDetail(admin, drawn.id)).previewBase, { timeout: 20_000 })
      .not.toBeNull();
    const asset = await assetDetail(admin, drawn.id);
    expect((await put(admin, asset, await picture(8))).status).toBe(409);
    const other = await addFilm(admin);
    const crossed = { ...asset, versions: other.versions };
    expect((await put(admin, crossed, await picture(8))).status).toBe(404);
  });

  it('is for people who may change assets, from this site only', async () => {
    const asset = await addFilm(admin);
    const added = await admin.fetch('/api/admin/users', {
      json: { name: 'Vera', email: 'vera@example.com', password: 'a long enough password', role: 'viewer' },
    });
    expect(added.status).toBe(201);
    const viewer = await signInOverHttp(server, 'vera@example.com', 'a long enough password');
    const body = await picture(9, 640, 360);
    expect((await put(viewer, asset, body)).status).toBe(403);
    const path = `/api/admin/assets/${asset.id}/versions/${asset.versions[0]?.id}/poster`;
    const init = { method: 'PUT', body: new Uint8Array(body) };
    const stranger = await server.fetch(path, { ...init, headers: { 'content-type': 'image/jpeg' } });
    expect(stranger.status).toBe(401);
    const foreign = await admin.fetch(path, {
      ...init,
      headers: { 'content-type': 'image/jpeg', 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
    expect(await posterEvents(asset.id)).toHaveLength(0);
  });

  it('survives another run of the preparing job', async () => {
    const asset = await addFilm(admin);
    expect((await put(admin, asset, await picture(10, 1280, 720))).status).toBe(200);
    const { DB } = await server.env();
    const given = await assetDetail(admin, asset.id);
    const again = await DB.prepare(
      "UPDATE outbox SET state = 'waiting', available_at = 0 WHERE kind = 'version.prepare' AND payload LIKE ?",
    )
      .bind(`%${asset.versions[0]?.id}%`)
      .run();
    expect(again.meta.changes).toBe(1);
    await server.tick();
    expect(await assetDetail(admin, asset.id)).toMatchObject({
      verdict: 'ok',
      thumbHash: given.thumbHash,
      previewBase: given.previewBase,
    });
  });
});

/** The start of a PNG that says how large it is, and nothing more. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(33);
  header.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  header.writeUInt32BE(13, 8);
  header.write('IHDR', 12, 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.set([8, 6, 0, 0, 0], 24);
  return header;
}
