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

/** Pages of one colour each: uncompressed, little-endian, as scanners write them. */
function tiffOf(
  pages: readonly { color: readonly [number, number, number]; width: number; height: number }[],
): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  for (const [index, { color, width, height }] of pages.entries()) {
    const entries: [number, number, number, number][] = [
      [256, 3, 1, width],
      [257, 3, 1, height],
      [258, 3, 3, at + 2 + 9 * 12 + 4],
      [259, 3, 1, 1],
      [262, 3, 1, 2],
      [273, 4, 1, at + 2 + 9 * 12 + 4 + 8],
      [277, 3, 1, 3],
      [278, 3, 1, height],
      [279, 4, 1, width * height * 3],
    ];
    const directory = Buffer.alloc(2 + entries.length * 12 + 4 + 8);
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, count, value], row) => {
      directory.writeUInt16LE(tag, 2 + row * 12);
      directory.writeUInt16LE(type, 4 + row * 12);
      directory.writeUInt32LE(count, 6 + row * 12);
      directory.writeUInt32LE(value, 10 + row * 12);
    });
    const pixels = Buffer.alloc(width * height * 3, Buffer.from(color));
    const end = at + directory.length + pixels.length;
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : end, 2 + entries.length * 12);
    for (const bit of [0, 1, 2]) directory.writeUInt16LE(8, 2 + entries.length * 12 + 4 + bit * 2);
    parts.push(directory, pixels);
    at = end;
  }
  return Buffer.concat(parts);
}

describe('pages of a TIFF', () => {
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
