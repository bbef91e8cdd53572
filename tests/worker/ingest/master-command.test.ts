/** `vitrine master`: the picture of a file that the engine refuses, made with sharp beside it. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { masterFile, sendMaster } from '../../../scripts/master.ts';
import { addPicture, assetDetail, upload } from '../../harness/library.ts';
import { createAdministrator, type Person } from '../../harness/people.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

/** A progressive 4:4:4 JPEG needs all its coefficients in memory at once: more than an isolate has at 20 megapixels. */
const tooLarge = () =>
  sharp({ create: { width: 5000, height: 4000, channels: 3, background: '#c83c28' } })
    .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
    .withExif({ IFD0: { Artist: 'Zoë' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
    .toBuffer();

it('gives a file that the engine refused its picture, once', async () => {
  const file = await tooLarge();
  const { asset } = await upload(admin, file, 'large.jpg');
  const id = asset?.id ?? '';
  await expect
    .poll(async () => (await assetDetail(admin, id)).verdict, { timeout: 20_000 })
    .toBe('too_large');
  expect(await assetDetail(admin, id)).toMatchObject({ previewBase: null });
  const order = {
    origin: server.origin,
    email: admin.email,
    password: admin.password,
    assetId: id,
    file,
  };
  const made = await sendMaster(order);
  expect(made.previewBase).not.toBeNull();
  expect(made.verdict).toBe('ok');
  await sendMaster(order);
  const events = await admin.fetch(`/api/admin/audit?targetId=${id}&event=asset.poster_added`);
  expect(((await events.json()) as { items: unknown[] }).items).toHaveLength(1);
});

it('does not replace what the engine made itself, and says so', async () => {
  const asset = await addPicture(admin);
  await expect
    .poll(async () => (await assetDetail(admin, asset.id)).previewBase, { timeout: 20_000 })
    .not.toBeNull();
  const order = { origin: server.origin, email: admin.email, password: admin.password, assetId: asset.id };
  await expect(sendMaster({ ...order, file: await tooLarge() })).rejects.toThrow('409');
});

it('makes masters upright, in sRGB, of at most 2560 px, without place or person', async () => {
  const turned = await sharp(await tooLarge(), { autoOrient: false })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const { bytes, mediaType } = await masterFile(turned);
  const { width, height, exif, orientation } = await sharp(bytes).metadata();
  expect([mediaType, width, height, exif, orientation]).toEqual([
    'image/jpeg',
    2048,
    2560,
    undefined,
    undefined,
  ]);
  const deep = await sharp({
    create: { width: 300, height: 200, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
  })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const clear = await masterFile(deep);
  expect(clear.mediaType).toBe('image/webp');
  expect((await sharp(clear.bytes).metadata()).hasAlpha).toBe(true);
});
