/** Why no picture can be made, told to each reader in their language. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/contract/problem.ts';
import type { UploadStatus } from '../../shared/contract/uploads.ts';
import { addPicture, assetDetail, clear, upload } from '../harness/library.ts';
import { administratorInput, createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
}, 60_000);
afterAll(() => server?.close());

/** A GIF of one flat frame: 16 million pixels, more than are decoded of its type. */
const largeGif = (): Promise<Buffer> =>
  sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#335' } })
    .gif()
    .toBuffer();

describe('a file that the engine refuses', () => {
  it('says why with its limit, as data, and does so for what was kept as words before', async () => {
    const status = await upload(admin, await largeGif(), 'large.gif');
    const id = status.asset?.id ?? '';
    await expect
      .poll(async () => (await assetDetail(admin, id)).verdict, { timeout: 20_000 })
      .toBe('too_large');
    const cause = { code: 'pixels', mediaType: 'image/gif', width: 4000, height: 4000, most: 12_500_000 };
    const detail = await assetDetail(admin, id);
    expect(detail.verdictCause).toEqual(cause);
    expect(detail.versions[0]?.verdictCause).toEqual(cause);
    // The person, not the id of an account.
    expect(detail.versions[0]?.createdBy).toBe(administratorInput.name);
    const listed = (await (await admin.fetch('/api/admin/uploads')).json()) as { items: UploadStatus[] };
    expect(listed.items.find((item) => item.id === status.id)?.asset?.verdictCause).toEqual(cause);

    const { DB } = await server.env();
    await DB.prepare('UPDATE versions SET verdict_detail = ? WHERE asset_id = ?')
      .bind('4000 × 4000 pixels are more than can be drawn. The file is kept and was not decoded.', id)
      .run();
    expect((await assetDetail(admin, id)).verdictCause).toEqual({ ...cause, most: null });
  });

  it('tells what became of an upload in the language it is read in', async () => {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a52' } })
      .jpeg()
      .toBuffer();
    await upload(admin, bytes, 'twice.jpg');
    const again = await upload(admin, bytes, 'twice-again.jpg');
    const read = async () => {
      const page = await admin.fetch(`/api/admin/uploads?ids=${again.id}`);
      return ((await page.json()) as { items: UploadStatus[] }).items[0]?.detail;
    };
    expect(await read()).toMatch(/^Already in the library as/);
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'de' } });
    expect(await read()).toMatch(/^Bereits als .* in der Bibliothek/);
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
  });

  it('answers problem+json in the language that was asked for, with the cause beside the words', async () => {
    const asset = await addPicture(admin);
    await clear(admin, asset.id);
    const signed = await admin.fetch(`/api/admin/assets/${asset.id}/sign`, {
      json: { transformation: 'w=2400,h=2000,up=1,f=avif', expiresAt: null },
    });
    const { url } = (await signed.json()) as { url: string };
    const asked = async (language: string) => {
      const response = await fetch(url, { headers: { accept: '*/*', 'accept-language': language } });
      expect(response.status).toBe(400);
      return (await response.json()) as Problem;
    };
    const original = await admin.fetch(`/api/admin/assets/${asset.id}/sign`, {
      json: { transformation: 'original', expiresAt: null },
    });
    expect([original.status, ((await original.json()) as Problem).code]).toEqual([403, 'not_for_this_use']);
    const german = await asked('de');
    expect(german.detail).toBe(
      'Als AVIF lässt sich ein Bild mit 2.400 × 2.000 Pixeln nicht schreiben; höchstens 2,6 Megapixel sind möglich.',
    );
    expect(german.context).toEqual({
      missing: ['size:output'],
      cause: { code: 'rendition', format: 'avif', width: 2400, height: 2000, most: 2_600_000 },
    });
    expect((await asked('en')).detail).toMatch(
      /^As AVIF a picture of 2,400 × 2,000 pixels .* 2\.6 megapixels\.$/,
    );
  });
});
