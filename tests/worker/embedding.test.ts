/** Embedding from the console: code, signatures, and use by site and page from the request to the roll-up. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEvent } from '../../shared/contract/audit.ts';
import type {
  AssetSnippets,
  AssetUsage,
  HotlinkOverview,
  SignedUrl,
  UrlSigningKey,
} from '../../shared/contract/delivery.ts';
import type { Page } from '../../shared/contract/page.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time/durations.ts';
import { addPicture, clear, upload } from '../harness/library.ts';
import { createAdministrator, type Person, signInOverHttp } from '../harness/people.ts';
import { startServer, type TestServer, untilEarlyInTheHour } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let viewer: Person;
let id: string;
beforeAll(async () => {
  server = await startServer();
  await prepare();
});
afterAll(() => server.close());

/** People, and a picture that is licensed in two countries. */
async function prepare(): Promise<void> {
  admin = await createAdministrator(server);
  const account = {
    name: 'Vera',
    email: 'vera@example.com',
    role: 'viewer',
    password: 'a long enough password',
  };
  await admin.fetch('/api/admin/users', { json: account });
  viewer = await signInOverHttp(server, account.email, account.password);
  const asset = await addPicture(admin, { title: 'Lamp', altText: 'A “lamp” <on>', creditLine: 'Ada & Co' });
  await clear(admin, asset.id, { territories: { include: ['DE', 'AT'], exclude: [] } });
  id = asset.id;
}

async function call<T>(person: Person, path: string, json?: unknown): Promise<{ status: number; body: T }> {
  const response = await person.fetch(path, json === undefined ? {} : { json });
  return { status: response.status, body: (await response.json()) as T };
}

describe('snippets', () => {
  it('embed the picture with addresses that answer, its words and its size', async () => {
    const { status, body } = await call<AssetSnippets>(
      viewer,
      `/api/admin/assets/${id}/snippets?width=640&ratio=16:9`,
    );
    expect(status).toBe(200);
    expect(body.img).toContain('alt="A “lamp” &lt;on&gt;"');
    expect(body.img).toContain('<figcaption>Ada &amp; Co</figcaption>');
    expect(body.img).toContain('width="640" height="360"');
    expect(body.placeholder).toMatch(/^data:image\/png;base64,/);
    const addresses = [
      ...new Set(
        Object.values(body).flatMap((text) =>
          typeof text === 'string' ? (text.match(/http[^\s"()[\]<]+\/i\/[^\s"()[\]<]+/g) ?? []) : [],
        ),
      ),
    ];
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses.slice(0, 4)) expect((await fetch(address)).status).toBe(200);
  });

  it('say until when, where, and why not', async () => {
    const { body } = await call<AssetSnippets>(admin, `/api/admin/assets/${id}/snippets`);
    expect(body.standing).toMatchObject({ isAllowed: true, isAllowedHere: true, until: null });
    expect(body.standing.sentence).toBe('Works now, in DE AT, with no end planned.');
    const abroad = await admin.fetch(`/api/admin/assets/${id}/snippets`, {
      headers: { 'x-test-country': 'US' },
    });
    const { standing } = (await abroad.json()) as AssetSnippets;
    expect(standing).toMatchObject({ isAllowed: true, isAllowedHere: false });
    expect(standing.sentence).toBe('Works now, in DE AT, with no end planned; not where you are.');

    const draft = await addPicture(admin);
    const denied = await call<AssetSnippets>(admin, `/api/admin/assets/${draft.id}/snippets`);
    expect(denied.body.standing.isAllowed).toBe(false);
    expect(denied.body.standing.sentence).toMatch(/^Does not work: .*draft/);
    expect(denied.body.img).toContain('<img');
    const startsAt = Date.now() + DAY_MS;
    await clear(admin, draft.id, { startsAt });
    const later = await call<AssetSnippets>(admin, `/api/admin/assets/${draft.id}/snippets`);
    expect(later.body.standing.startsAt).toBe(startsAt);
    expect(later.body.standing.sentence).toMatch(/^Does not work before /);
  });

  it('are refused for what no picture can be made of, and to strangers', async () => {
    const text = await upload(
      admin,
      Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
      'sheet.pdf',
    );
    const { status, body } = await call<Problem>(admin, `/api/admin/assets/${text.asset?.id}/snippets`);
    expect([status, body.code]).toEqual([415, 'unsupported_media']);
    for (const path of ['snippets', 'usage']) {
      expect((await server.fetch(`/api/admin/assets/${id}/${path}`)).status).toBe(401);
      expect((await admin.fetch(`/api/admin/assets/ast_00000000000000000000000000/${path}`)).status).toBe(
        404,
      );
    }
    expect((await admin.fetch(`/api/admin/assets/${id}/snippets?width=9999`)).status).toBe(400);
  });
});

describe('signing', () => {
  const sign = (person: Person, json: object) =>
    call<SignedUrl & Problem>(person, `/api/admin/assets/${id}/sign`, json);
  const signings = async () =>
    (await call<Page<AuditEvent>>(admin, `/api/admin/audit?targetId=${id}&event=asset.url_signed`)).body
      .items;

  it('opens exactly that transformation until its end, and is written down', async () => {
    const expiresAt = Date.now() + HOUR_MS;
    const { status, body } = await sign(admin, { transformation: 'Q=70,w=333', expiresAt });
    expect(status).toBe(200);
    expect(body).toMatchObject({ canonical: 'q=70,w=333', expiresAt: Math.floor(expiresAt / 1000) * 1000 });
    const path = body.url.replace(server.origin, '');
    expect((await server.fetch(path)).status).toBe(200);
    expect((await server.fetch(path.replace('w=333', 'w=334'))).status).toBe(403);
    expect((await server.fetch(path, { headers: { 'x-test-clock-offset': String(HOUR_MS) } })).status).toBe(
      403,
    );
    // A signature is no permission for the asset.
    expect((await server.fetch(path, { headers: { 'x-test-country': 'US' } })).status).toBe(451);
    const [event] = await signings();
    expect(event?.context).toMatchObject({ transformation: 'q=70,w=333', kid: body.kid });
    expect(event?.sentence).toBe('Ada Brandt signed a picture address of “Lamp”.');
    const keys = await call<UrlSigningKey[]>(admin, '/api/admin/hotlinks/keys');
    expect(keys.body).toEqual([{ kid: body.kid, isSigning: true }]);
  });

  it('for a look ends within minutes whatever was asked, and leaves no trace', async () => {
    const before = (await signings()).length;
    const { body } = await sign(admin, { transformation: 'w=401', expiresAt: null, isPreview: true });
    expect(body.expiresAt).toBeLessThanOrEqual(Date.now() + 10 * 60_000);
    expect((await fetch(body.url)).status).toBe(200);
    expect(await signings()).toHaveLength(before);
  });

  it('is refused for what does not parse, for the past, and to those who may not', async () => {
    const wrong = await sign(admin, { transformation: 'with=3', expiresAt: null });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'transformation_invalid']);
    const unknown = await sign(admin, { transformation: 'no-such-preset', expiresAt: null });
    expect(unknown.status).toBe(400);
    const past = await sign(admin, { transformation: 'w=333', expiresAt: Date.now() - 1 });
    expect([past.status, past.body.code]).toEqual([400, 'validation_failed']);
    expect((await sign(viewer, { transformation: 'w=333', expiresAt: null })).status).toBe(403);
    expect((await viewer.fetch('/api/admin/hotlinks/keys')).status).toBe(403);
    const stranger = await server.fetch(`/api/admin/assets/${id}/sign`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ transformation: 'w=333', expiresAt: null }),
    });
    expect(stranger.status).toBe(401);
  });
});

describe('use by site and page', () => {
  // Where nothing was fetched before that is still to be counted.
  const early = untilEarlyInTheHour();
  beforeAll(async () => {
    await server.reset();
    await prepare();
  });
  beforeEach(() => server.setClockOffset(early));
  afterEach(() => server.setClockOffset(0));

  const usage = async (days = 30) =>
    (await call<AssetUsage>(viewer, `/api/admin/assets/${id}/usage?days=${days}`)).body;
  const show = (referer: string | null, headers: Record<string, string> = {}) =>
    server.fetch(`/i/${id}/w=320/lamp.jpg`, {
      headers: { ...(referer === null ? {} : { referer }), ...headers },
    });
  const rows = async (table: string) => {
    const { DB } = await server.env();
    return (await DB.prepare(`SELECT * FROM ${table}`).all()).results;
  };

  it('is counted from Referer without anything personal, and adds up the same before and after the roll-up', async () => {
    const { DB } = await server.env();
    await show('https://magazine.example/lamps/blue?session=123#top');
    await show('https://magazine.example/lamps/blue');
    await show('https://magazine.example/users/ada-brandt');
    await show('https://shop.example/');
    await show(null);
    await show('https://magazine.example/lamps/blue', { 'x-test-country': 'US' });
    await vi.waitFor(async () => expect(await usage()).toMatchObject({ served: 5, refused: 1 }), {
      timeout: 10_000,
    });
    const before = await usage();
    expect(before.sites).toEqual([
      { site: 'magazine.example', served: 3, refused: 1, reported: 0 },
      { site: '', served: 1, refused: 0, reported: 0 },
      { site: 'shop.example', served: 1, refused: 0, reported: 0 },
    ]);
    expect(before.pages).toEqual([
      { site: 'magazine.example', page: '/lamps/blue', served: 2, refused: 1, reported: 0 },
      { site: 'magazine.example', page: '/users/…', served: 1, refused: 0, reported: 0 },
    ]);
    expect(before.byDay).toHaveLength(30);
    expect(before.byDay.at(-1)).toMatchObject({ served: 5, refused: 1 });
    const kept = JSON.stringify([await rows('hotlink_buckets')]);
    for (const secret of ['session', 'ada-brandt', '127.0.0.1']) expect(kept).not.toContain(secret);
    const overview = async () => (await call<HotlinkOverview>(viewer, '/api/admin/hotlinks?days=7')).body;
    const together = await overview();
    expect(together.assets).toEqual([{ assetId: id, title: 'Lamp', served: 5, refused: 1, reported: 0 }]);
    expect(together.sites).toEqual(before.sites);
    // A denial by the rights says nothing about sites.
    expect(together.channels).toEqual([
      { channel: 'web', site: 'magazine.example', served: 3, refused: 0, reported: 0 },
      { channel: 'web', site: '', served: 1, refused: 0, reported: 0 },
      { channel: 'web', site: 'shop.example', served: 1, refused: 0, reported: 0 },
    ]);

    // Not before the hour is over; then once, and again for what came late.
    await server.tick();
    expect(await rows('hotlink_usage')).toEqual([]);
    server.setClockOffset(early + HOUR_MS + 6 * 60_000);
    await server.tick();
    await vi.waitFor(async () => expect(await rows('hotlink_buckets')).toEqual([]), { timeout: 10_000 });
    server.setClockOffset(early);
    expect(await rows('hotlink_usage')).toHaveLength(3);
    expect(await usage()).toEqual(before);
    expect(await overview()).toEqual(together);

    await show('https://magazine.example/lamps/blue');
    await vi.waitFor(async () => expect((await usage()).served).toBe(6), { timeout: 10_000 });
    const { results: waiting } = await DB.prepare(
      "SELECT state FROM outbox WHERE kind = 'usage.roll_up' AND state = 'waiting'",
    ).all();
    expect(waiting).toHaveLength(1);
    server.setClockOffset(early + HOUR_MS + 6 * 60_000);
    await server.tick();
    await vi.waitFor(async () => expect(await rows('hotlink_buckets')).toEqual([]), { timeout: 10_000 });
    server.setClockOffset(early);
    expect(await usage()).toMatchObject({ served: 6, refused: 1 });
    expect((await usage()).sites[0]).toMatchObject({ site: 'magazine.example', served: 4 });
  });

  it('keeps the most used sites and pages of an hour by name, and the rest together', async () => {
    const { DB } = await server.env();
    server.setClockOffset(0);
    const other = (await addPicture(admin, { title: 'Busy' })).id;
    const hour = Date.now() - (Date.now() % HOUR_MS) - 2 * HOUR_MS;
    const put = (site: string, page: string, served: number) =>
      DB.prepare(
        'INSERT INTO hotlink_buckets (hour, asset_id, site, page, served) VALUES (?, ?, ?, ?, ?)',
      ).bind(hour, other, site, page, served);
    await DB.batch([
      ...Array.from({ length: 90 }, (_, i) => put(`s${i}.example`, '', 100 - i)),
      ...Array.from({ length: 90 }, (_, i) => put('s0.example', `/p${i}`, 100 - i)),
      put('*', '', 7),
      put('', '', 3),
      DB.prepare(
        `INSERT INTO outbox (id, kind, payload, available_at, created_at) VALUES ('job_usage_x', 'usage.roll_up', ?, 0, 0)`,
      ).bind(JSON.stringify({ hour })),
    ]);
    const all = Array.from({ length: 90 }, (_, i) => 100 - i).reduce((one, next) => one + next) + 10;
    await server.tick();
    await vi.waitFor(async () => expect(await rows('hotlink_buckets')).toEqual([]), { timeout: 10_000 });
    const { body } = await call<AssetUsage>(admin, `/api/admin/assets/${other}/usage?days=2`);
    expect(body.served).toBe(all);
    expect(body.sites.reduce((total, { served }) => total + served, 0)).toBe(all);
    expect(body.sites).toHaveLength(52);
    expect(body.sites[0]?.site).toBe('*');
    expect(body.sites.find(({ site }) => site === '')?.served).toBe(3);
    expect(body.pages).toHaveLength(50);
  });

  it('is forgotten when its time is over', async () => {
    const { DB } = await server.env();
    await DB.batch([
      DB.prepare('INSERT INTO hotlink_usage (asset_id, site, hour, served) VALUES (?, ?, ?, 1)').bind(
        id,
        'old.example',
        Date.now() - 401 * DAY_MS,
      ),
      DB.prepare('INSERT INTO hotlink_pages (asset_id, day, site, page, served) VALUES (?, ?, ?, ?, 1)').bind(
        id,
        Date.now() - 91 * DAY_MS,
        'old.example',
        '/x',
      ),
      DB.prepare(
        `INSERT INTO outbox (id, kind, payload, available_at, created_at) VALUES ('job_usage_y', 'usage.roll_up', '{"hour":0}', 0, 0)`,
      ),
    ]);
    await server.tick();
    const old = async (table: string) =>
      (
        await DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE site = 'old.example'`).first<{
          n: number;
        }>()
      )?.n;
    await vi.waitFor(
      async () => expect([await old('hotlink_usage'), await old('hotlink_pages')]).toEqual([0, 0]),
      { timeout: 10_000 },
    );
  });

  it('tells uses apart for the rules of the brand and its channels, warm answers too', async () => {
    const { DB } = await server.env();
    const overview = async () => (await call<HotlinkOverview>(viewer, '/api/admin/hotlinks?days=7')).body;
    // What the tests before fetched is written by now: they waited for it.
    await DB.prepare('DELETE FROM hotlink_channels').run();
    const social = () =>
      server.fetch(`/i/${id}/social-wide/lamp.jpg`, { headers: { referer: 'https://feed.example/' } });
    for (let i = 0; i < 3; i++) expect((await social()).status).toBe(200);
    expect((await show('https://feed.example/')).status).toBe(200);
    const reported = { mode: 'list', sites: ['brand.example'], reportOnly: true };
    await admin.fetch('/api/admin/settings', {
      method: 'PATCH',
      json: { allowedSites: { default: reported, channels: {} } },
    });
    await vi.waitFor(
      async () => {
        expect((await social()).status).toBe(200);
        const row = (await overview()).channels.find(({ channel }) => channel === 'social');
        expect(row?.reported).toBeGreaterThan(0);
        expect(row?.served).toBeGreaterThan(3);
      },
      { timeout: 15_000, interval: 500 },
    );
    // With a rule of its own, an asset is no matter of theirs.
    const before = (await overview()).channels.find(({ channel }) => channel === 'web');
    expect(before).toEqual({ channel: 'web', site: 'feed.example', served: 1, refused: 0, reported: 0 });
    await admin.fetch(`/api/admin/assets/${id}`, {
      method: 'PATCH',
      json: { allowedSites: { mode: 'list', sites: [], reportOnly: false } },
    });
    await vi.waitFor(async () => expect((await show('https://feed.example/')).status).toBe(403), {
      timeout: 10_000,
    });
    // Written together with what it is not to be counted under.
    const refused = async () => (await usage()).sites.find(({ site }) => site === 'feed.example')?.refused;
    await expect.poll(refused).toBeGreaterThan(0);
    expect((await overview()).channels.find(({ channel }) => channel === 'web')?.refused).toBe(0);
    await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { allowedSites: null } });
    await admin.fetch('/api/admin/settings', {
      method: 'PATCH',
      json: { allowedSites: { default: { mode: 'any', sites: [], reportOnly: false }, channels: {} } },
    });
  });

  it('has room for a bounded number of sites of a channel and day, and loses no count', async () => {
    const { DB } = await server.env();
    const now = Date.now() + early;
    const day = now - (now % DAY_MS);
    await DB.prepare('DELETE FROM hotlink_channels').run();
    const full = Array.from({ length: 300 }, (_, i) =>
      DB.prepare("INSERT INTO hotlink_channels (day, channel, site, served) VALUES (?, 'web', ?, 1)").bind(
        day,
        `made-up-${i}.example`,
      ),
    );
    await DB.batch(full);
    expect((await show('https://late.example/')).status).toBe(200);
    expect((await show('https://made-up-7.example/')).status).toBe(200);
    const count = async (site: string) =>
      (
        await DB.prepare('SELECT served FROM hotlink_channels WHERE site = ?')
          .bind(site)
          .first<{ served: number }>()
      )?.served;
    const counts = async () => [
      await count('*'),
      await count('made-up-7.example'),
      await count('late.example'),
    ];
    await vi.waitFor(async () => expect(await counts()).toEqual([1, 2, undefined]), { timeout: 10_000 });
  });
});
