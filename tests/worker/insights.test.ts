import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetCard } from '../../shared/contract/assets.ts';
import type { Insights, Overview } from '../../shared/contract/audit.ts';
import type { CountedPage, Page } from '../../shared/contract/page.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { type Brand, createBrand, HOUR_MS, newId } from './portals-fixture.ts';

let server: TestServer;
let brand: Brand;
const DAY_MS = 24 * HOUR_MS;
const soon = Date.now() + 5 * DAY_MS;

async function addDownload(assetId: string, at: number, rest: { surface?: string; isBot?: boolean } = {}) {
  const { DB } = await server.env();
  await DB.prepare(
    `INSERT INTO downloads (id, surface, surface_id, asset_id, version_id, what, size_bytes, is_bot, at)
     VALUES (?, ?, 'ptl_x', ?, 'ver_x', 'web', 1000, ?, ?)`,
  )
    .bind(newId('delivery'), rest.surface ?? 'portal', assetId, rest.isBot === true ? 1 : 0, at)
    .run();
}

let lamp: string;
beforeAll(async () => {
  server = await startServer();
  brand = await createBrand(server);
  lamp = await brand.addAsset({ title: 'Lamp' });
  const bowl = await brand.addAsset({ title: 'Bowl', status: 'in_review' });
  const chair = await brand.addAsset({ title: 'Chair', embargoLiftsAt: soon });
  const vase = await brand.addAsset({ title: 'Vase', unrestricted: false });
  const jug = await brand.addAsset({ title: 'Jug', unrestricted: false });
  await brand.license([vase], { name: 'Ends soon', endsAt: soon });
  await brand.license([jug], { name: 'Over', endsAt: Date.now() - DAY_MS });
  // The list's word of an asset is compiled when somebody reads its rights.
  for (const id of [lamp, bowl, chair]) await brand.call('curator', `/api/admin/assets/${id}/rights`);
  await addDownload(lamp, Date.now() - HOUR_MS);
  await addDownload(lamp, Date.now() - 2 * DAY_MS, { surface: 'share_link' });
  await addDownload(bowl, Date.now() - 2 * DAY_MS);
  await addDownload(lamp, Date.now() - 9 * DAY_MS);
  await addDownload(lamp, Date.now() - HOUR_MS, { isBot: true });
}, 60_000);
afterAll(() => server?.close());

const overview = () => brand.call<Overview>('viewer', '/api/admin/overview').then(({ body }) => body);

describe('the overview', () => {
  it('counts what its lists show', async () => {
    const seen = await overview();
    const total = async (query: string) => {
      const { body } = await brand.call<CountedPage<AssetCard>>('viewer', `/api/admin/assets?${query}`);
      expect(body.items).toHaveLength(body.total);
      return body.total;
    };
    expect(seen.assets.total).toBe(await total('limit=100'));
    expect(seen.assets.inReview).toBe(await total('status=in_review'));
    expect(seen.rights).toEqual({
      endingSoon: await total('rights=ending'),
      ended: await total('rights=ended'),
      embargoed: await total('rights=embargoed'),
    });
    expect(seen.rights).toEqual({ endingSoon: 1, ended: 1, embargoed: 1 });
    expect(seen.organisation).toBe('Brand');
  });

  it('counts active links as the register lists them, and what waits', async () => {
    const { DB } = await server.env();
    const now = Date.now();
    const link = (state: string, startsAt: number | null, endsAt: number, most: number | null, used = 0) =>
      DB.prepare(
        `INSERT INTO share_links (id, token, name, state, owner_id, starts_at, ends_at, time_zone, permission, channel, audience,
           territories, max_downloads, used_downloads, created_at, updated_at)
         VALUES (?, ?, 'L', ?, 'usr', ?, ?, 'UTC', 'view', 'web', 'partner', '{"include":null,"exclude":[]}', ?, ?, ?, ?)`,
      ).bind(newId('shareLink'), newId('shareLink'), state, startsAt, endsAt, most, used, now, now);
    await DB.batch([
      link('active', null, now + 3 * DAY_MS, null),
      link('active', null, now + 60 * DAY_MS, 5, 4),
      link('active', null, now + 60 * DAY_MS, 5, 5),
      link('active', now + DAY_MS, now + 60 * DAY_MS, null),
      link('active', null, now - DAY_MS, null),
      link('off', null, now + DAY_MS, null),
      link('revoked', null, now + DAY_MS, null),
    ]);
    const seen = await overview();
    expect(seen.shares).toEqual({ active: 2, endingSoon: 1 });
    const listed = await brand.call<Page<ShareLink>>(
      'administrator',
      '/api/admin/shares?state=active&limit=100',
    );
    expect(listed.body.items).toHaveLength(seen.shares.active);
    expect(seen.requests).toEqual({ open: 0, waiting: 0 });
    expect(seen.inquiries).toEqual({ open: 0 });
  });

  it('says what ends and lifts next, in order, and how long withdrawals took', async () => {
    await brand.call('curator', `/api/admin/assets/${lamp}/status`, {
      body: { status: 'withdrawn', reason: 'Recalled' },
    });
    const { DB } = await server.env();
    await DB.prepare('UPDATE withdrawals SET gone_at = at + 1500 WHERE asset_id = ?').bind(lamp).run();
    const seen = await overview();
    expect(seen.withdrawals).toMatchObject([{ assetId: lamp, title: 'Lamp', goneAfterMs: 1500 }]);
    expect(seen.upcoming.map((entry) => entry.kind)).toEqual(['link_end', 'license_end', 'embargo_lift']);
    const instants = seen.upcoming.map((entry) => entry.at);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });
});

describe('insights', () => {
  it('agree with themselves and with the overview, and leave programs out', async () => {
    const { body } = await brand.call<Insights>('viewer', '/api/admin/insights?days=30');
    expect(body.downloads).toBe(4);
    expect(body.bytes).toBe(4000);
    expect(body.byDay).toHaveLength(30);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(body.byDay.map((day) => day.downloads))).toBe(body.downloads);
    expect(sum(body.bySurface.map((surface) => surface.downloads))).toBe(body.downloads);
    expect(sum(body.top.map((entry) => entry.downloads))).toBe(body.downloads);
    expect(body.top[0]).toEqual({ assetId: lamp, title: 'Lamp', downloads: 3, bytes: 3000 });
    expect(body.bySurface[0]).toEqual({ surface: 'portal', label: 'Portals', downloads: 3 });
    const { downloads } = await overview();
    expect(downloads).toEqual({ last7Days: 3, previous7Days: 1 });
    const today = await brand.call<Insights>('viewer', '/api/admin/insights?days=1');
    expect(today.body.byDay).toHaveLength(1);
  });

  it('are closed to visitors and refuse endless windows', async () => {
    expect((await brand.call(null, '/api/admin/overview')).status).toBe(401);
    expect((await brand.call(null, '/api/admin/insights')).status).toBe(401);
    expect((await brand.call('viewer', '/api/admin/insights?days=9999')).status).toBe(400);
  });
});
