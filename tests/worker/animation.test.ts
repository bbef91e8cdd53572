/** Animated hot-links: who gets them, who gets a still, and what is inside. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import { movingQuadrants } from '../contracts/image-transformer-fixtures.ts';
import { clear, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let id = '';
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const gif = await movingQuadrants('gif', { delays: [120, 200, 80], loop: 3 });
  const { asset } = await upload(admin, gif, 'moving.gif');
  id = asset?.id ?? '';
  await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { creditLine: 'Motion / Acme' } });
  await clear(admin, id);
  await vi.waitFor(async () => expect((await server.fetch(`/i/${id}/w=64/x.jpg`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  });
});
afterAll(() => server.close());

const modern = { accept: 'image/avif,image/webp,*/*' };

const sign = (path: string) => signHotlink([testSecrets.ROOT_SECRET], path, null);

async function facts(response: Response) {
  expect(response.status).toBe(200);
  return sharp(Buffer.from(await response.arrayBuffer())).metadata();
}

describe('an animated picture', () => {
  it('moves under the free preset, with its delays, repetitions and credit', async () => {
    const response = await server.fetch(`/i/${id}/motion/x.webp`, { headers: modern });
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('vary')).toContain('Accept');
    const found = await facts(response);
    expect(found).toMatchObject({ pages: 3, delay: [120, 200, 80], loop: 3, width: 320, height: 240 });
    expect(found.xmpAsString).toContain('Motion / Acme');
  });

  it('is a still for clients that do not name WebP, and wherever nobody asked for motion', async () => {
    const old = await server.fetch(`/i/${id}/motion/x.gif`, { headers: { accept: 'image/gif,image/jpeg' } });
    expect(old.headers.get('content-type')).toBe('image/jpeg');
    await old.body?.cancel();
    const still = await facts(await server.fetch(`/i/${id}/w=160/x`, { headers: { accept: 'image/webp' } }));
    expect(still).toMatchObject({ format: 'webp', width: 160 });
    expect(still.pages ?? 1).toBe(1);
  });

  it('needs a signature in other sizes, and says no to what cannot move', async () => {
    const path = `/i/${id}/anim=1,ar=1:1,w=160/x.webp`;
    expect((await server.fetch(path, { headers: modern })).status).toBe(400);
    const signed = await sign(path);
    expect(await facts(await server.fetch(signed, { headers: modern }))).toMatchObject({
      pages: 3,
      width: 160,
      height: 160,
    });
    const trimmed = await sign(`/i/${id}/anim=1,trim=10,w=160/x.webp`);
    const refused = await server.fetch(trimmed, { headers: modern });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('animation-trim');
    expect((await server.fetch(`/i/${id}/anim=1,f=avif,w=160/x.avif`)).status).toBe(400);
  });
});
