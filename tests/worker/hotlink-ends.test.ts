/** What a hot-link leads to once the picture may no longer, not yet or not here be shown, or cannot be made. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import type { Collection } from '../../shared/contract/collections.ts';
import { changeAsset, hotlinkPath, startForgetful } from '../harness/hotlinks.ts';
import { addCleared, addPicture } from '../harness/library.ts';
import type { Person } from '../harness/people.ts';
import { type TestServer, testSecrets } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let id: string;
beforeAll(async () => {
  ({ server, admin } = await startForgetful());
  id = await addCleared(admin);
  await new Promise((resolve) => setTimeout(resolve, 2100));
});
afterAll(() => server?.close());

const SECOND = 1000;
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.fetch(path, { method, headers });

describe('graceful ends', () => {
  const hour = 3600 * SECOND;
  const states = [
    ['no longer', { endsAt: Date.now() - SECOND }, 410],
    ['not yet', { startsAt: Date.now() + hour }, 403],
    ['not here', { territories: { include: ['US'], exclude: [] } }, 451],
  ] as const;

  it('are the same kinds for what has ended, is not yet, or is not here', async () => {
    const successor = await addCleared(admin);
    for (const [name, terms, status] of states) {
      const asset = await addCleared(admin, terms);
      const word = await ask(hotlinkPath(asset), { accept: 'image/*' });
      expect([word.status, word.headers.get('content-type')], name).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      await changeAsset(admin, asset, { denialPolicy: 'placeholder' });
      const picture = await ask(hotlinkPath(asset, 'w=320,dpr=2'), { accept: 'image/avif,image/*' });
      expect([picture.status, picture.headers.get('content-type')], name).toEqual([status, 'image/png']);
      expect(picture.headers.get('cache-control'), name).toBe('no-store');
      const allowed = await ask(hotlinkPath(id, 'w=320,dpr=2'));
      const [stand, real] = await Promise.all(
        [picture, allowed].map(async (answer) => sharp(Buffer.from(await answer.arrayBuffer())).metadata()),
      );
      expect(stand?.width, name).toBe(real?.width);
      // Each picture of the library is two pixels taller than the one before.
      expect(Math.abs((stand?.height ?? 0) - (real?.height ?? 0)), name).toBeLessThan(30);
      // Who reads text gets the reason.
      const reason = await ask(hotlinkPath(asset), { accept: 'application/json' });
      expect(reason.headers.get('content-type'), name).toMatch(/problem\+json/);
      expect(
        (await ask(hotlinkPath(asset), { accept: 'image/*;q=0,*/*;q=0' })).headers.get('content-type'),
      ).toMatch(/problem/);
      await changeAsset(admin, asset, { denialPolicy: 'successor', successorAssetId: successor });
      const moved = await ask(hotlinkPath(asset, 'card'));
      expect([moved.status, moved.headers.get('location')], name).toEqual([
        302,
        `/i/${successor}/card/x.jpg`,
      ]);
      expect(moved.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('lead a signed address to the successor under a signature', async () => {
    const successor = await addCleared(admin);
    const asset = await addCleared(admin, { endsAt: Date.now() - SECOND });
    await changeAsset(admin, asset, { denialPolicy: 'successor', successorAssetId: successor });
    const expiresAt = Math.ceil(Date.now() / SECOND) * SECOND + hour;
    const url = await signHotlink([testSecrets.ROOT_SECRET], hotlinkPath(asset, 'w=333'), expiresAt);
    const moved = await ask(url);
    expect(moved.status).toBe(302);
    const landed = await ask(moved.headers.get('location') ?? '');
    expect(landed.status).toBe(200);
    expect(await sharp(Buffer.from(await landed.arrayBuffer())).metadata()).toMatchObject({ width: 333 });
    const late = { 'x-test-clock-offset': String(expiresAt - Date.now() + SECOND) };
    expect((await ask(moved.headers.get('location') ?? '', late)).status).toBe(403);
  });

  it('are chosen for an asset, else for its collections, else for the brand; the most reserved collection decides', async () => {
    const asset = await addCleared(admin, { endsAt: Date.now() - SECOND });
    const kind = async () => {
      const response = await ask(hotlinkPath(asset), { accept: 'image/*' });
      return response.headers.get('content-type')?.startsWith('image/') === true ? 'placeholder' : 'gone';
    };
    const collection = async (denialPolicy: string | null) => {
      const response = await admin.fetch('/api/admin/collections', { json: { title: 'Ends', denialPolicy } });
      const made = (await response.json()) as Collection;
      expect(made.denialPolicy).toBe(denialPolicy);
      await admin.fetch(`/api/admin/collections/${made.id}/assets`, { json: { add: [asset] } });
      return made.id;
    };
    expect(await kind()).toBe('gone');
    await collection(null);
    expect(await kind()).toBe('gone');
    const one = await collection('placeholder');
    expect(await kind()).toBe('placeholder');
    const other = await collection('gone');
    expect(await kind()).toBe('gone');
    await admin.fetch(`/api/admin/collections/${other}`, { method: 'PATCH', json: { denialPolicy: null } });
    expect(await kind()).toBe('placeholder');
    await admin.fetch(`/api/admin/collections/${one}/assets`, { json: { remove: [asset] } });
    expect(await kind()).toBe('gone');
    await admin.fetch(`/api/admin/collections/${one}/assets`, { json: { add: [asset] } });
    expect(await kind()).toBe('placeholder');
    await changeAsset(admin, asset, { denialPolicy: 'gone' });
    expect(await kind()).toBe('gone');
    await changeAsset(admin, asset, { denialPolicy: null });
    expect((await admin.fetch(`/api/admin/collections/${one}`, { method: 'DELETE' })).status).toBe(200);
    expect(await kind()).toBe('gone');
  });

  it('give a neutral picture where the address is wrong, and say so to who reads; none of what is hidden', async () => {
    const asset = await addCleared(admin);
    await changeAsset(admin, asset, { denialPolicy: 'placeholder' });
    const signedUntil = await signHotlink(
      [testSecrets.ROOT_SECRET],
      hotlinkPath(asset, 'w=333'),
      Date.now() - 60_000,
    );
    for (const [address, status, code] of [
      [hotlinkPath(asset, 'w=333'), 400, 'transformation_unsigned'],
      [`${hotlinkPath(asset, 'w=333')}?kid=abcd&sig=${'A'.repeat(43)}`, 403, 'signature_invalid'],
      [signedUntil, 403, 'signature_expired'],
      [hotlinkPath(asset, 'with=3'), 400, 'transformation_invalid'],
      [hotlinkPath(asset, 'w=3840,ar=1:1,f=avif'), 200, null],
    ] as const) {
      const picture = await ask(address, { accept: 'image/*' });
      expect([picture.status, picture.headers.get('content-type')?.slice(0, 6)], address).toEqual([
        status,
        'image/',
      ]);
      if (code === null) continue;
      expect(picture.headers.get('cache-control')).toBe('no-store');
      const word = await ask(address, { accept: 'text/html' });
      const problem = (await word.json()) as { code: string; title: string };
      expect(problem.code, address).toBe(code);
      if (code === 'signature_expired') expect(problem.title).toBe('The signature of this address has ended');
    }
    const hidden = (await addPicture(admin)).id;
    await changeAsset(admin, hidden, { denialPolicy: 'placeholder' });
    const unknown = await ask(hotlinkPath(hidden, 'w=333'), { accept: 'image/*' });
    expect(unknown.headers.get('content-type')).toContain('problem+json');
  });

  it('give a neutral picture where a permitted one cannot be made, never the original', async () => {
    const asset = await addCleared(admin);
    await changeAsset(admin, asset, { denialPolicy: 'placeholder' });
    expect((await ask(hotlinkPath(asset, 'w=320'))).status).toBe(200);
    // The bytes are gone from the store: what was never made cannot be.
    const { BUCKET } = await server.env();
    const kept = await BUCKET.list({ prefix: 'masters/' });
    const originals = await BUCKET.list({ prefix: 'originals/' });
    const saved = await Promise.all(
      [...kept.objects, ...originals.objects].map(async ({ key }) => {
        const object = await BUCKET.get(key);
        return [key, await object?.arrayBuffer()] as const;
      }),
    );
    await BUCKET.delete(saved.map(([key]) => key));
    const picture = await ask(hotlinkPath(asset, 'w=480'), { accept: 'image/*' });
    expect([picture.status, picture.headers.get('content-type')]).toEqual([503, 'image/png']);
    expect(picture.headers.get('cache-control')).toBe('no-store');
    expect(await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).toMatchObject({ width: 480 });
    const word = await ask(hotlinkPath(asset, 'w=480'), { accept: 'application/json' });
    expect(await word.json()).toMatchObject({ code: 'unavailable' });
    for (const [key, bytes] of saved) await BUCKET.put(key, bytes ?? new ArrayBuffer(0));
  });
});
