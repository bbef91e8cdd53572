import CachePolicy from 'http-cache-semantics';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import { hotlinkPath } from '../harness/hotlinks.ts';
import { addCleared, addPicture, picture, setStatus, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

const SECOND = 1000;

describe('a hot-linked rendition', () => {
  it('is resized, re-encoded and described by its headers', async () => {
    const id = await addCleared(admin);
    const response = await server.fetch(hotlinkPath(id), { headers: { accept: 'image/webp,*/*' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('vary')).toBe('Accept');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
    const facts = await sharp(bytes).metadata();
    expect(facts).toMatchObject({ format: 'webp', width: 320 });
  });

  it('gives JPEG to old clients, the same key to every spelling, and 304 to those who have it', async () => {
    const id = await addCleared(admin);
    const jpeg = await server.fetch(hotlinkPath(id, 'h=240,w=320,fit=cover'), { headers: { accept: '*/*' } });
    expect(jpeg.headers.get('content-type')).toBe('image/jpeg');
    const other = await server.fetch(hotlinkPath(id, 'fit=cover,w=320,h=240', 'y.png'), {
      headers: { accept: 'image/jpeg' },
    });
    const etag = jpeg.headers.get('etag') ?? '';
    expect(other.headers.get('etag')).toBe(etag);
    const again = await server.fetch(hotlinkPath(id, 'w=320,h=240,fit=cover'), {
      headers: { accept: '*/*', 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
    expect((await again.arrayBuffer()).byteLength).toBe(0);
  });

  it('answers HEAD and single ranges', async () => {
    const id = await addCleared(admin);
    const whole = await server.fetch(hotlinkPath(id));
    const bytes = Buffer.from(await whole.arrayBuffer());
    const head = await server.fetch(hotlinkPath(id), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
    const part = await server.fetch(hotlinkPath(id), { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const beyond = await server.fetch(hotlinkPath(id), { headers: { range: `bytes=${bytes.length}-` } });
    expect(beyond.status).toBe(416);
  });

  it('helps with a wrong parameter and refuses what nobody signed', async () => {
    const id = await addCleared(admin);
    const wrong = await server.fetch(hotlinkPath(id, 'with=300'));
    expect(wrong.status).toBe(400);
    const offLadder = await server.fetch(hotlinkPath(id, 'w=333'));
    expect(offLadder.status).toBe(400);
    const body = (await offLadder.json()) as { code: string; context: { nearest: string } };
    expect(body.code).toBe('transformation_unsigned');
    expect(body.context.nearest).toContain('w=320');
    const forged = await server.fetch(`${hotlinkPath(id, 'w=333')}?kid=abcd&sig=${'A'.repeat(43)}`);
    expect(forged.status).toBe(403);
  });

  it('never says more about a hidden asset than about one that does not exist', async () => {
    const draft = await addPicture(admin);
    const hidden = await server.fetch(hotlinkPath(draft.id));
    const missing = await server.fetch(hotlinkPath('ast_00000000000000000000000000'));
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    const strip = async (response: Response) => {
      const { requestId: _, ...rest } = (await response.json()) as Record<string, unknown>;
      return rest;
    };
    expect(await strip(hidden)).toEqual(await strip(missing));
  });
});

describe('the end of a permission', () => {
  it('is exact to the second on warm renditions, ranges, revalidation and HEAD', async () => {
    const endsAt = Math.ceil(Date.now() / SECOND) * SECOND + 3600 * SECOND;
    const id = await addCleared(admin, { endsAt });
    const now = endsAt - 2500;
    server.stopClock(now);
    const warm = await server.fetch(hotlinkPath(id));
    expect(warm.status).toBe(200);
    const etag = warm.headers.get('etag') ?? '';
    const maxAge = Number(/max-age=(\d+)/.exec(warm.headers.get('cache-control') ?? '')?.[1] ?? 0);
    expect(now + maxAge * SECOND).toBeLessThan(endsAt);

    server.stopClock(endsAt - 1);
    expect((await server.fetch(hotlinkPath(id))).status).toBe(200);
    server.stopClock(endsAt);
    for (const init of [
      {},
      { method: 'HEAD' },
      { headers: { range: 'bytes=0-9' } },
      { headers: { 'if-none-match': etag } },
      { headers: { 'if-modified-since': new Date(now).toUTCString() } },
    ]) {
      const over = await server.fetch(hotlinkPath(id), init);
      expect(over.status).toBe(410);
      expect(over.headers.get('cache-control')).toBe('no-store');
      expect(over.headers.get('content-type') ?? '').not.toMatch(/^image/);
    }
    server.setClockOffset(0);
  });

  it('leaves nothing that a cache obeying our headers could answer with', async () => {
    const endsAt = Date.now() + 3600 * SECOND;
    const id = await addCleared(admin, { endsAt });
    // Less is left than answers are kept at most.
    const now = endsAt - 1500;
    server.stopClock(now);
    const response = await server.fetch(hotlinkPath(id));
    expect(response.status).toBe(200);
    const policy = new CachePolicy(
      { url: hotlinkPath(id), method: 'GET', headers: {} },
      { status: response.status, headers: Object.fromEntries(response.headers) },
      { shared: true },
    );
    const age = policy.storable() ? policy.timeToLive() : 0;
    expect(now + age).toBeLessThanOrEqual(endsAt);
    server.stopClock(endsAt);
    const denied = await server.fetch(hotlinkPath(id));
    server.setClockOffset(0);
    expect(denied.status).toBe(410);
    const verdict = new CachePolicy(
      { url: hotlinkPath(id), method: 'GET', headers: {} },
      { status: denied.status, headers: Object.fromEntries(denied.headers) },
      { shared: true },
    );
    expect(verdict.storable()).toBe(false);
  });

  it('reaches every isolate memory within the policy TTL after a withdrawal', async () => {
    const id = await addCleared(admin);
    expect((await server.fetch(hotlinkPath(id))).status).toBe(200);
    const at = Date.now();
    await setStatus(admin, id, 'withdrawn');
    let status = 200;
    while (status === 200 && Date.now() - at < 15_000) {
      status = (await server.fetch(hotlinkPath(id))).status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(status).toBe(410);
  });

  it('follows place and embargo', async () => {
    const id = await addCleared(admin, { territories: { include: ['DE'], exclude: [] } });
    const from = async (country: string) =>
      (await server.fetch(hotlinkPath(id), { headers: { 'x-test-country': country } })).status;
    expect([await from('DE'), await from('US'), await from('XX')]).toEqual([200, 451, 451]);
    const liftsAt = Date.now() + 3600 * SECOND;
    await admin.fetch(`/api/admin/assets/${id}/embargo`, {
      method: 'PUT',
      json: { liftsAt, timeZone: 'Europe/Berlin' },
    });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await from('DE')).toBe(403);
    server.setClockOffset(liftsAt - Date.now() + SECOND);
    expect(await from('DE')).toBe(200);
    server.setClockOffset(0);
  });

  it('answers as the owner chose: placeholder of the same size, successor, or a word', async () => {
    const successor = await addCleared(admin);
    const id = await addCleared(admin, { endsAt: Date.now() - SECOND });
    await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { denialPolicy: 'placeholder' } });
    const placeholder = await server.fetch(hotlinkPath(id, 'w=320,h=240,fit=cover'), {
      headers: { accept: 'image/*' },
    });
    expect(placeholder.status).toBe(410);
    expect(placeholder.headers.get('cache-control')).toBe('no-store');
    const facts = await sharp(Buffer.from(await placeholder.arrayBuffer())).metadata();
    expect(facts).toMatchObject({ width: 320, height: 240 });
    await admin.fetch(`/api/admin/assets/${id}`, {
      method: 'PATCH',
      json: { denialPolicy: 'successor', successorAssetId: successor },
    });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const moved = await server.fetch(hotlinkPath(id));
    expect(moved.status).toBe(302);
    expect(moved.headers.get('location')).toContain(successor);
  });
});

describe('replacing the original', () => {
  it('changes bytes and ETag at the same address', async () => {
    const id = await addCleared(admin);
    const before = await server.fetch(hotlinkPath(id));
    const next = await upload(admin, await picture(999, 900, 900), 'next.jpg', { assetId: id });
    expect(next.outcome).toBe('version');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const after = await server.fetch(hotlinkPath(id));
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const facts = await sharp(Buffer.from(await after.arrayBuffer())).metadata();
    expect(facts).toMatchObject({ width: 320, height: 320 });
  });
});

describe('a version that was just put in', () => {
  it('is drawn from the original while its web master is still to be made', async () => {
    const id = await addCleared(admin);
    const { DB } = await server.env();
    // As between the two jobs of an upload: the version is the asset's, and nobody has drawn it yet.
    await DB.batch([
      DB.prepare(
        `UPDATE versions SET is_renderable = 0, master_key = NULL, master_type = NULL, master_width = NULL, master_height = NULL
          WHERE asset_id = ?`,
      ).bind(id),
      DB.prepare('UPDATE assets SET rights_epoch = rights_epoch + 1 WHERE id = ?').bind(id),
      DB.prepare('DELETE FROM asset_snapshots WHERE asset_id = ?').bind(id),
    ]);
    server.setClockOffset(20 * SECOND);
    const response = await server.fetch(hotlinkPath(id));
    server.setClockOffset(0);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^image\//);
  });
});

describe('a signed hot-link', () => {
  it('opens any transformation until its end, for exactly what was signed', async () => {
    const id = await addCleared(admin);
    const expiresAt = Math.ceil(Date.now() / SECOND) * SECOND + 3600 * SECOND;
    const url = await signHotlink([testSecrets.ROOT_SECRET], hotlinkPath(id, 'w=333'), expiresAt);
    const response = await server.fetch(url);
    expect(response.status).toBe(200);
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ width: 333 });
    expect((await server.fetch(url.replace('w=333', 'w=334'))).status).toBe(403);
    server.stopClock(expiresAt - 1);
    expect((await server.fetch(url)).status).toBe(200);
    server.stopClock(expiresAt);
    expect((await server.fetch(url)).status).toBe(403);
    server.setClockOffset(0);
  });
});
