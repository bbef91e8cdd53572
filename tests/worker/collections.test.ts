import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetCard } from '../../shared/contract/assets.ts';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Page } from '../../shared/contract/page.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { type Brand, createBrand } from './portals-fixture.ts';

let server: TestServer;
let brand: Brand;
beforeAll(async () => {
  server = await startServer();
  brand = await createBrand(server);
});
afterAll(() => server?.close());

const create = (body: object) =>
  brand.call<Collection>('curator', '/api/admin/collections', { body }).then((answer) => answer);
const orderOf = async (id: string): Promise<string[]> => {
  const page = await brand.call<Page<AssetCard>>('curator', `/api/admin/collections/${id}/assets?limit=100`);
  return page.body.items.map((card) => card.title);
};

describe('collections', () => {
  it('are made with an address of their own, changed in part, and listed newest first', async () => {
    const first = await create({ title: 'Lampen & Leuchten' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ slug: 'lampen-leuchten', assetCount: 0, cover: null, portals: [] });
    const second = await create({ title: 'Lampen & Leuchten', description: 'Again' });
    expect(second.body.slug).toBe('lampen-leuchten-2');
    const endsAt = Date.now() + 1_000_000;
    const changed = await brand.call<Collection>('curator', `/api/admin/collections/${second.body.id}`, {
      method: 'PATCH',
      body: { endsAt },
    });
    // What is not named stays.
    expect(changed.body).toMatchObject({ description: 'Again', endsAt, slug: 'lampen-leuchten-2' });
    const list = await brand.call<Page<Collection>>('viewer', '/api/admin/collections?limit=1');
    expect(list.body.items.map((item) => item.id)).toEqual([second.body.id]);
    const rest = await brand.call<Page<Collection>>(
      'viewer',
      `/api/admin/collections?limit=1&cursor=${list.body.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ items: [{ id: first.body.id }], nextCursor: null });
  });

  it('are found by words of their title, page by page', async () => {
    for (const title of ['Ölbilder Nord', 'Ölbilder Süd', 'Ölbilder', '100 % Nord']) await create({ title });
    const found = async (q: string, more = '') => {
      const query = `q=${encodeURIComponent(q)}${more}`;
      return (await brand.call<Page<Collection>>('viewer', `/api/admin/collections?${query}`)).body;
    };
    const titlesOf = ({ items }: Page<Collection>) => items.map(({ title }) => title);
    expect(titlesOf(await found('nord ÖLB'))).toEqual(['Ölbilder Nord']);
    expect(titlesOf(await found('%'))).toEqual(['100 % Nord']);
    expect(titlesOf(await found('nowhere'))).toEqual([]);
    const first = await found('ölbilder', '&limit=2');
    expect(titlesOf(first)).toEqual(['Ölbilder', 'Ölbilder Süd']);
    const rest = await found('ölbilder', `&limit=2&cursor=${first.nextCursor}`);
    expect(titlesOf(rest)).toEqual(['Ölbilder Nord']);
    expect(rest.nextCursor).toBeNull();
  });

  it('refuse a taken address, a window that ends before it starts, and unknown assets', async () => {
    expect((await create({ title: 'X', slug: 'lampen-leuchten' })).status).toBe(409);
    const backwards = await create({ title: 'Backwards', startsAt: 2000, endsAt: 1000 });
    expect(backwards.problem.errors).toEqual([
      { path: 'endsAt', message: 'the end must be after the start' },
    ]);
    const { body } = await create({ title: 'Unknown' });
    const unknown = await brand.call('curator', `/api/admin/collections/${body.id}/assets`, {
      body: { add: ['ast_00000000000000000000000000'], remove: [] },
    });
    expect(unknown.status).toBe(400);
  });

  it('keep their order through moves, and number themselves anew when no room is left', async () => {
    const { body } = await create({ title: 'Ordered' });
    const ids = [];
    for (const title of ['A', 'B', 'C', 'D']) ids.push(await brand.addAsset({ title }));
    const changed = await brand.call<Collection>('curator', `/api/admin/collections/${body.id}/assets`, {
      body: { add: ids, remove: [] },
    });
    expect(changed.body).toMatchObject({ assetCount: 4, cover: { title: 'A' } });
    const move = (assetId = '', afterAssetId: string | null = null) =>
      brand.call('curator', `/api/admin/collections/${body.id}/move`, { body: { assetId, afterAssetId } });
    await move(ids[3], null);
    expect(await orderOf(body.id)).toEqual(['D', 'A', 'B', 'C']);
    await move(ids[0], ids[2]);
    expect(await orderOf(body.id)).toEqual(['D', 'B', 'C', 'A']);
    // Two assets change places behind the first until the gap between the neighbours is used up.
    for (let round = 0; round < 80; round++) {
      expect((await move(ids[round % 2 === 0 ? 0 : 1], ids[3])).status).toBe(200);
    }
    expect(await orderOf(body.id)).toEqual(['D', 'B', 'A', 'C']);
    const { DB } = await server.env();
    const { results } = await DB.prepare(
      'SELECT position FROM collection_assets WHERE collection_id = ? ORDER BY position',
    )
      .bind(body.id)
      .all<{ position: number }>();
    const positions = results.map((row) => row.position);
    expect(new Set(positions).size).toBe(4);
    await brand.call('curator', `/api/admin/collections/${body.id}/assets`, {
      body: { add: [], remove: [ids[3]] },
    });
    expect(await orderOf(body.id)).toEqual(['B', 'A', 'C']);
  });

  it('record every change', async () => {
    const { body } = await create({ title: 'Audited' });
    const asset = await brand.addAsset({ title: 'One' });
    await brand.call('curator', `/api/admin/collections/${body.id}/assets`, { body: { add: [asset] } });
    await brand.call('curator', `/api/admin/collections/${body.id}/move`, {
      body: { assetId: asset, afterAssetId: null },
    });
    await brand.call('curator', `/api/admin/collections/${body.id}`, {
      method: 'PATCH',
      body: { title: 'B' },
    });
    await brand.call('curator', `/api/admin/collections/${body.id}`, { method: 'DELETE' });
    const { DB } = await server.env();
    const { results } = await DB.prepare('SELECT event FROM audit_events WHERE target_id = ? ORDER BY id')
      .bind(body.id)
      .all<{ event: string }>();
    expect(results.map((row) => row.event)).toEqual([
      'collection.created',
      'collection.assets_changed',
      'collection.reordered',
      'collection.changed',
      'collection.deleted',
    ]);
    expect((await brand.call('viewer', `/api/admin/collections/${body.id}`)).status).toBe(404);
  });

  it('are read by every member, written by curators, and closed to visitors', async () => {
    expect((await brand.call(null, '/api/admin/collections')).status).toBe(401);
    expect((await brand.call('viewer', '/api/admin/collections')).status).toBe(200);
    const refused = await brand.call('viewer', '/api/admin/collections', { body: { title: 'No' } });
    expect(refused.status).toBe(403);
  });
});
