/** Allowed sites: which web pages may show a hot-link, told from `Referer` or `Origin`, after the rights and before any byte. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let id: string;
const any = { mode: 'any', sites: [], reportOnly: false };
const list = (sites: string[], more: object = {}) => ({ mode: 'list', sites, reportOnly: false, ...more });
const set = async (path: string, json: object): Promise<void> => {
  const response = await admin.fetch(path, { method: 'PATCH', json });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
};
const ofAsset = (allowedSites: object | null) => set(`/api/admin/assets/${id}`, { allowedSites });
const ofBrand = (allowedSites: object) => set('/api/admin/settings', { allowedSites });

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  await set('/api/admin/settings', { policyTtlMs: 0 });
  id = (await addPicture(admin)).id;
  await clear(admin, id);
  await new Promise((resolve) => setTimeout(resolve, 2200));
});
beforeEach(async () => {
  await ofBrand({ default: any, channels: {} });
  await ofAsset(null);
});
afterAll(() => server?.close());

const from = (site: string | null, segment = 'w=320', more: Record<string, string> = {}) =>
  server.fetch(`/i/${id}/${segment}/x.jpg`, {
    headers: { ...(site === null ? {} : { referer: `https://${site}/article/7?x=1` }), ...more },
  });
const status = async (site: string | null, segment?: string): Promise<number> => {
  const response = await from(site, segment);
  await response.arrayBuffer();
  return response.status;
};

describe('allowed sites', () => {
  it('are any by default, with an answer that every cache may keep', async () => {
    expect([await status('a.example'), await status(null)]).toEqual([200, 200]);
    const { headers } = await from('a.example');
    expect(headers.get('cache-control')).toMatch(/^public/);
    expect(headers.get('vary')).toBe('Accept');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('of a list are exactly those, with wildcards for what is below, and ourselves; not who names none', async () => {
    await ofAsset(list(['a.example', '*.press.example']));
    const verdicts: Record<string, number> = {};
    for (const site of [
      'a.example',
      'A.EXAMPLE',
      'www.a.example',
      'nota.example',
      'x.press.example',
      'deep.x.press.example',
      'press.example',
      'xpress.example',
      'a.example.evil.example',
    ]) {
      verdicts[site] = await status(site);
    }
    expect(verdicts).toEqual({
      'a.example': 200,
      'A.EXAMPLE': 200,
      'www.a.example': 403,
      'nota.example': 403,
      'x.press.example': 200,
      'deep.x.press.example': 200,
      'press.example': 403,
      'xpress.example': 403,
      'a.example.evil.example': 403,
    });
    expect(await status(null)).toBe(403);
    expect(await status(new URL(server.origin).host)).toBe(200);
    // Without a Referer the Origin says it.
    expect((await from(null, 'w=320', { origin: 'https://a.example' })).status).toBe(200);
    expect((await from(null, 'w=320', { origin: 'https://b.example' })).status).toBe(403);
    expect((await from(null, 'w=320', { referer: 'no address' })).status).toBe(403);
  });

  it('may include requests that name no site', async () => {
    await ofAsset(list(['a.example'], { mode: 'list_or_empty' }));
    expect([await status('a.example'), await status(null), await status('b.example')]).toEqual([
      200, 200, 403,
    ]);
  });

  it('bind what is kept to the visitor, and open it to scripts of that site alone', async () => {
    await ofAsset(list(['a.example']));
    const { headers } = await from('a.example', 'w=320', { origin: 'https://a.example' });
    expect(headers.get('cache-control')).toMatch(/^private, max-age=/);
    expect(headers.get('vary')).toBe('Referer, Origin, Accept');
    expect(headers.get('access-control-allow-origin')).toBe('https://a.example');
    const other = await from('a.example', 'w=320', { origin: 'https://b.example' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const same = await from('a.example', 'w=320', {
      origin: 'https://a.example',
      'if-none-match': headers.get('etag') ?? '',
    });
    expect(same.status).toBe(304);
    expect(same.headers.get('vary')).toBe('Referer, Origin, Accept');
    expect(same.headers.get('access-control-allow-origin')).toBe('https://a.example');
  });

  it('refuse before any byte, 304, range or HEAD, in a word or as the placeholder that was chosen', async () => {
    const { headers } = await from('a.example');
    const etag = headers.get('etag') ?? '';
    await ofAsset(list(['a.example']));
    for (const more of [{}, { 'if-none-match': etag }, { 'if-none-match': '*' }, { range: 'bytes=0-9' }]) {
      const refused = await from('b.example', 'w=320', more as Record<string, string>);
      expect(refused.status).toBe(403);
      expect(refused.headers.get('cache-control')).toBe('no-store');
      expect(await refused.json()).toMatchObject({ code: 'site_refused' });
    }
    const head = await server.fetch(`/i/${id}/w=320/x.jpg`, {
      method: 'HEAD',
      headers: { referer: 'https://b.example/' },
    });
    expect(head.status).toBe(403);
    await set(`/api/admin/assets/${id}`, { denialPolicy: 'placeholder' });
    const picture = await from('b.example', 'w=320', { accept: 'image/*' });
    expect([picture.status, picture.headers.get('content-type')]).toEqual([403, 'image/png']);
    await set(`/api/admin/assets/${id}`, { denialPolicy: null });
  });

  it('come after the rights: a site on the list gets nothing that has ended', async () => {
    await ofAsset(list(['a.example']));
    const { licenses } = (await (await admin.fetch(`/api/admin/assets/${id}/rights`)).json()) as {
      licenses: { id: string }[];
    };
    const change = (endsAt: number | null) =>
      admin.fetch(`/api/admin/licenses/${licenses[0]?.id}`, {
        method: 'PUT',
        json: {
          name: 'Test license',
          startsAt: null,
          endsAt,
          timeZone: 'UTC',
          territories: { include: null, exclude: [] },
          channels: null,
        },
      });
    await change(Date.now() - 1000);
    expect([await status('a.example'), await status('b.example')]).toEqual([410, 410]);
    await change(null);
    expect([await status('a.example'), await status('b.example')]).toEqual([200, 403]);
  });

  it('are the asset’s, else the channel’s, else the brand’s', async () => {
    await ofBrand({ default: list(['brand.example']), channels: { social: list(['social.example']) } });
    const row = async (segment: string) => [
      await status('brand.example', segment),
      await status('social.example', segment),
      await status('own.example', segment),
    ];
    expect(await row('w=320')).toEqual([200, 403, 403]);
    expect(await row('social-square')).toEqual([403, 200, 403]);
    await ofAsset(list(['own.example']));
    expect(await row('w=320')).toEqual([403, 403, 200]);
    expect(await row('social-square')).toEqual([403, 403, 200]);
    await ofAsset(any);
    expect(await row('w=320')).toEqual([200, 200, 200]);
  });

  it('only report where that is asked, and count what they refuse', async () => {
    const { DB } = await server.env();
    const counts = async (site: string) =>
      DB.prepare(
        "SELECT sum(served) AS served, sum(refused) AS refused, sum(reported) AS reported FROM hotlink_buckets WHERE asset_id = ? AND site = ? AND page = ''",
      )
        .bind(id, site)
        .first();
    await ofAsset(list(['a.example'], { reportOnly: true }));
    const reported = await from('reported.example');
    expect(reported.status).toBe(200);
    expect(reported.headers.get('cache-control')).toMatch(/^public/);
    expect(reported.headers.get('access-control-allow-origin')).toBe('*');
    await ofAsset(list(['a.example']));
    for (let i = 0; i < 3; i++) expect(await status('refused.example')).toBe(403);
    expect(await status('a.example')).toBe(200);
    await expect.poll(() => counts('refused.example')).toEqual({ served: 0, refused: 3, reported: 0 });
    expect(await counts('reported.example')).toEqual({ served: 1, refused: 0, reported: 1 });
  });
});
