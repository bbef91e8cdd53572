/** Files that say their size and their transparency deeper than an upload is looked at: a large TIFF has its directory at the end. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approve, license, upload } from '../../harness/library.ts';
import { createAdministrator, type Person } from '../../harness/people.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server?.close());

it('are drawn, with their transparency', async () => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const tiff = await sharp({
    create: { width: 1300, height: 1000, channels: 4, background: '#8888', noise },
  })
    .composite([
      {
        input: Buffer.from([0, 0, 0, 0]),
        raw: { width: 1, height: 1, channels: 4 },
        tile: true,
        blend: 'dest-in',
      },
    ])
    .tiff({ compression: 'none' })
    .toBuffer();
  expect(tiff.readUInt32LE(4)).toBeGreaterThan(4 * 1024 * 1024);
  const { asset } = await upload(admin, tiff, 'deep.tif');
  const id = asset?.id ?? '';
  await license(admin, id);
  await approve(admin, id);
  await expect
    .poll(async () => (await server.fetch(`/i/${id}/w=320/x`)).status, { timeout: 20_000, interval: 200 })
    .toBe(200);
  const picture = await server.fetch(`/i/${id}/w=320/x`);
  expect(picture.headers.get('content-type')).toBe('image/png');
  const facts = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  expect(facts).toMatchObject({ width: 320, height: 246, hasAlpha: true });
});
