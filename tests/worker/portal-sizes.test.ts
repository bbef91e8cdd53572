import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortalAssetView } from '../../shared/contract/portals.ts';
import { addFile, clear, picture } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { portalOf } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let photo = '';
let film = '';

const FILM = new TextEncoder().encode(`\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x40free${'.'.repeat(56)}`);

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  photo = await addFile(admin, await picture(1, 3000, 2000), 'large.jpg');
  film = await addFile(admin, FILM, 'film.mp4');
  await clear(admin, [photo, film]);
  await portalOf(admin, 'mail-only', [photo, film], { presets: ['email'], allowOriginals: false });
  await portalOf(admin, 'web-sized', [photo, film], { presets: ['web'], allowOriginals: false });
  await portalOf(admin, 'open', [photo, film]);
});
afterAll(() => server.close());

const widthOf = async (path: string): Promise<number | undefined> => {
  const response = await server.fetch(path);
  expect(response.status, path).toBe(200);
  return (await sharp(await response.arrayBuffer()).metadata()).width;
};

describe('pictures on a portal’s pages', () => {
  it('are no larger than what the portal hands out, whatever the address asks for', async () => {
    for (const wish of ['w=2560', 'w=2560,h=1440,fit=cover', 'hero', 'web', 'w=1280,dpr=2']) {
      const width = (await widthOf(`/p/mail-only/r/${photo}/1/${wish}`)) ?? 0;
      expect(width, wish).toBeGreaterThan(640);
      expect(width, wish).toBeLessThanOrEqual(1600);
    }
    expect(await widthOf(`/p/web-sized/r/${photo}/1/w=2560`)).toBe(2048);
    expect(await widthOf(`/p/open/r/${photo}/1/w=2560`)).toBe(2560);
  });

  it('are never a size that is only handed out as a download', async () => {
    for (const portal of ['mail-only', 'open']) {
      for (const preset of ['print', 'original']) {
        const { status } = await server.fetch(`/p/${portal}/r/${photo}/1/${preset}`);
        expect(status, `${portal} ${preset}`).toBe(403);
      }
    }
    expect((await server.fetch(`/p/mail-only/assets/${photo}/download/print`)).status).toBe(403);
    expect(await widthOf(`/p/mail-only/assets/${photo}/download/email`)).toBe(1200);
  });
});

describe('a film on a portal', () => {
  const pageOf = async (portal: string) =>
    (await (await server.fetch(`/api/portal/${portal}/assets/${film}`)).json()) as PortalAssetView;

  it('plays where the portal hands out originals, because what plays is the original', async () => {
    expect((await pageOf('open')).asset?.mediaHref).toBe(`/p/open/assets/${film}/media`);
    const played = await server.fetch(`/p/open/assets/${film}/media`);
    expect(new Uint8Array(await played.arrayBuffer())).toEqual(FILM);
  });

  it('does not play where the portal holds them back', async () => {
    expect((await pageOf('mail-only')).asset?.mediaHref).toBeNull();
    for (const range of [{}, { range: 'bytes=0-9' }]) {
      const { status } = await server.fetch(`/p/mail-only/assets/${film}/media`, { headers: range });
      expect(status).toBe(403);
    }
  });
});
