/** A film on a link's page, for somebody with script, without, and on a phone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetDetail } from '../../shared/contract/assets.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { clear, picture, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

let server: TestServer;
let browser: TestBrowser;
let playing: string;
let held: string;
let counted: ShareLink;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const ids: string[] = [];
  for (const name of ['nattvik-blue-hour.mp4', 'nattvik-sound-logo.m4a']) {
    const { asset } = await upload(admin, readFileSync(join(projectRoot, 'demo/brand', name)), name);
    if (asset === null) throw new Error(`${name} was refused`);
    ids.push(asset.id);
  }
  const [film = ''] = ids;
  const detail = async () => (await (await admin.fetch(`/api/admin/assets/${film}`)).json()) as AssetDetail;
  expect((await detail()).verdict).toBe('no_preview');
  const put = await admin.fetch(
    `/api/admin/assets/${film}/versions/${(await detail()).versions[0]?.id}/poster`,
    {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg', origin: server.origin },
      body: new Uint8Array(await picture(3, 1280, 720)),
    },
  );
  expect(put.status).toBe(200);
  await clear(admin, ids);
  playing = new URL((await issue(admin, { assetIds: ids })).url).pathname;
  held = new URL((await issue(admin, { assetIds: ids, permission: 'view' })).url).pathname;
  counted = await issue(admin, { assetIds: ids, maxDownloads: 2 });
  browser = await startBrowser();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('a film on a link’s page', () => {
  it('plays in the viewer, whose keys are then the film’s', async () => {
    const { page, problems, close } = await browser.visitor(server);
    await page.goto(playing);
    await screenshot(page, 'share-media');
    await expectNoAxeViolations(page);
    await page.locator('a[data-media]').click();
    const film = page.locator('.theatre-film video');
    await film.waitFor();
    await expect.poll(async () => (await film.boundingBox())?.width).toBeGreaterThan(700);
    await expect.poll(async () => (await film.boundingBox())?.height).toBeGreaterThan(400);
    await film.evaluate((video: HTMLVideoElement) => {
      video.muted = true;
    });
    await film.focus();
    await page.keyboard.press('ArrowRight');
    await expectNoAxeViolations(page);
    await screenshot(page, 'share-media-viewer', { fullPage: false });
    await page.keyboard.press('Escape');
    await film.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
    await close();
  });

  it('plays on its tile without script', async () => {
    const { page, close } = await browser.visitor(server, { javaScriptEnabled: false, width: 390 });
    await page.goto(playing);
    const film = page.locator('video');
    expect(await film.isVisible()).toBe(true);
    expect((await film.boundingBox())?.height).toBeGreaterThan(100);
    expect(await page.locator('audio').isVisible()).toBe(true);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'share-media-no-script');
    await close();
  });

  it.each([
    { width: 390, colorScheme: 'dark', javaScriptEnabled: false },
    { width: 1440, colorScheme: 'light', javaScriptEnabled: true },
  ] as const)(
    'takes one download where the link counts them, said before it is pressed ($width px)',
    async (options) => {
      const { page, close } = await browser.visitor(server, { ...options, locale: 'de-DE' });
      const used = async () =>
        ((await (await admin.fetch(`/api/admin/shares/${counted.id}`)).json()) as ShareLink).usedDownloads;
      const before = await used();
      await page.goto(counted.url);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `share-media-counted-${options.width}`);
      expect(await used()).toBe(before);
      await page
        .locator('.share-item[data-kind="video"]')
        .getByRole('button', { name: 'Abspielen (zählt als Download)' })
        .click();
      await page.waitForURL(/\/d\/[\w-]+\/play$/);
      expect(await page.locator('video').isVisible()).toBe(true);
      if (options.javaScriptEnabled) await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `share-media-play-${options.width}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Datei herunterladen' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.mp4$/);
      // It begins before all of it is here, and is counted then.
      await download.path();
      await expect.poll(used).toBe(before + 1);
      await close();
    },
  );

  it('says that it is a picture only where the link holds originals back', async () => {
    const { page, problems, close } = await browser.visitor(server, {
      width: 390,
      locale: 'de-DE',
      colorScheme: 'dark',
    });
    await page.goto(held);
    expect(await page.locator('video, audio, [data-media]').count()).toBe(0);
    expect(await page.getByText('Die Datei selbst gibt dieser Link nicht heraus').count()).toBe(2);
    await expectNoAxeViolations(page);
    await screenshot(page, 'share-media-held');
    expect(problems).toEqual([]);
    await close();
  });
});
