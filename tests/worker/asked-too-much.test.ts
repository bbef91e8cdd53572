/** A transformation that asks for more than can be made is wrong itself: 400 about the size, nothing about the file. Pages of TIFF. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import type { AssetDetail } from '../../shared/contract/assets.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { addFile, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';
import { tiffOf } from '../harness/tiff.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

const SAMPLES = process.env.SAMPLES_DIR ?? '/work/shared/samples';
async function cleared(bytes: Uint8Array, name: string): Promise<string> {
  const id = await addFile(admin, bytes, name);
  await clear(admin, id);
  return id;
}
const signed = async (id: string, transformation: string) =>
  server.fetch(await signHotlink([testSecrets.ROOT_SECRET], `/i/${id}/${transformation}/x.png`, null), {
    headers: { accept: 'image/png' },
  });

describe('asking for too much', () => {
  it.each([
    ['alpha-256x192.png', 'w=1500,up=1,rot=90,blur=100,f=avif', 'rendition'],
    ['vector-w3c-struct-image-04.svg', 'w=3,h=1500,dpr=4', 'drawing'],
  ])('of %s by %s is a 400 about the size', async (sample, transformation, code) => {
    const id = await cleared(readFileSync(join(SAMPLES, sample)), sample);
    const response = await signed(id, transformation);
    expect(response.status).toBe(400);
    const problem = (await response.json()) as Problem & { context: { cause: { code: string } } };
    expect(problem.code).toBe('transformation_invalid');
    expect(problem.context.cause.code).toBe(code);
    expect(problem.detail).not.toContain('of this file');
  });
});

describe('an extension', () => {
  it('is a hint: what AVIF cannot hold comes in another format', async () => {
    const large = await sharp({ create: { width: 2600, height: 1300, channels: 3, background: '#c83c28' } })
      .jpeg()
      .toBuffer();
    const id = await cleared(large, 'large.jpg');
    const ask = (transformation: string) =>
      server.fetch(`/i/${id}/${transformation}/x.avif`, { headers: { accept: '*/*' } });
    const response = await ask('w=2560');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await ask('w=320')).headers.get('content-type')).toBe('image/avif');
    // What is asked for by name is refused, not bent.
    expect((await ask('w=2560,f=avif')).status).toBe(400);
  });
});

describe('pages of a TIFF', () => {
  it('of before they were counted are counted once, when it is opened in the console', async () => {
    const size = { width: 90, height: 60 };
    const id = await addFile(
      admin,
      tiffOf([
        { color: [10, 20, 200], ...size },
        { color: [200, 160, 30], ...size },
      ]),
      'old-scan.tif',
    );
    const { DB } = await server.env();
    const pages = () =>
      DB.prepare(
        'SELECT pages, rights_epoch AS epoch FROM versions JOIN assets ON assets.id = asset_id WHERE asset_id = ?',
      )
        .bind(id)
        .first<{ pages: number | null; epoch: number }>();
    await DB.prepare('UPDATE versions SET pages = NULL WHERE asset_id = ?').bind(id).run();
    await clear(admin, id);
    expect((await signed(id, 'page=2,w=64')).status).toBe(400);
    expect((await pages())?.pages).toBeNull();
    const open = async () => (await (await admin.fetch(`/api/admin/assets/${id}`)).json()) as AssetDetail;
    expect((await open()).versions[0]?.pages).toBe(2);
    const counted = await pages();
    expect(counted?.pages).toBe(2);
    await expect.poll(async () => (await signed(id, 'page=2,w=64')).status, { timeout: 10_000 }).toBe(200);
    expect((await open()).versions[0]?.pages).toBe(2);
    expect(await pages()).toEqual(counted);
  });

  it('are known, and each is drawn; one of another size is refused as such', async () => {
    // More than is read of the start, so that the later directories have to be looked for.
    const size = { width: 600, height: 400 };
    const id = await cleared(
      tiffOf([
        { color: [200, 30, 30], ...size },
        { color: [30, 160, 30], ...size },
        { color: [30, 30, 200], width: 300, height: 500 },
      ]),
      'scan.tif',
    );
    const detail = (await (await admin.fetch(`/api/admin/assets/${id}`)).json()) as AssetDetail;
    expect(detail.versions[0]?.pages).toBe(3);
    const colourOf = async (transformation: string) => {
      const response = await signed(id, transformation);
      expect(response.status, transformation).toBe(200);
      const { channels } = await sharp(Buffer.from(await response.arrayBuffer())).stats();
      return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 10) * 10);
    };
    expect(await colourOf('w=200')).toEqual([200, 30, 30]);
    expect(await colourOf('page=2,w=200')).toEqual([30, 160, 30]);
    const other = await signed(id, 'page=3,w=200');
    expect(other.status).toBe(400);
    expect(((await other.json()) as Problem).detail).toMatch(/^This page has another size than the first/);
    const none = await signed(id, 'page=4,w=200');
    expect(((await none.json()) as Problem).detail).toContain('fewer pages');
  });
});
