/** Files that the engine does not draw get their picture from the browser that uploads them. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetCard, AssetDetail } from '../../shared/contract/assets.ts';
import { movingQuadrants } from '../contracts/image-transformer-fixtures.ts';
import {
  expectNoAxeViolations,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let visitor: Visitor;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  browser = await startBrowser();
  visitor = await visitAs(admin, browser, server);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const brand = (name: string) => join(projectRoot, 'demo/brand', name);

async function cardOf(fileName: string): Promise<AssetCard | undefined> {
  const { items } = (await (await admin.fetch('/api/admin/assets')).json()) as { items: AssetCard[] };
  return items.find((card) => card.fileName === fileName);
}

async function pictureOf(card: AssetCard | undefined) {
  const response = await admin.fetch(`${card?.previewBase}preview`);
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { ...(await sharp(bytes).metadata()), stats: await sharp(bytes).stats() };
}

describe('an upload in the console', () => {
  it('makes the poster of a film and of a PDF, and leaves a GIF to the engine', async () => {
    const { page } = visitor;
    // The console asks who is there before anybody has signed in.
    visitor.problems.length = 0;
    await page.goto('/admin/library');
    await page.getByRole('heading', { name: 'Library', exact: true }).waitFor();
    const moving = {
      name: 'moving.gif',
      mimeType: 'image/gif',
      buffer: Buffer.from(await movingQuadrants('gif')),
    };
    const input = page.locator('input[type=file]').first();
    await input.setInputFiles([brand('nattvik-blue-hour.mp4'), brand('nattvik-fact-sheet.pdf')]);
    await input.setInputFiles([moving]);
    for (const name of ['nattvik-blue-hour.mp4', 'nattvik-fact-sheet.pdf', 'moving.gif']) {
      await page
        .locator('.upload', { hasText: name })
        .locator('img.thumb-picture[src*="thumb"]')
        .waitFor({ timeout: 60_000 });
    }
    await screenshot(page, 'console-posters', { fullPage: false });

    const film = await cardOf('nattvik-blue-hour.mp4');
    expect(film).toMatchObject({ kind: 'video', verdict: 'ok' });
    const frame = await pictureOf(film);
    expect((frame.width ?? 0) / (frame.height ?? 1)).toBeCloseTo((film?.width ?? 0) / (film?.height ?? 1), 1);
    expect(Math.max(...frame.stats.channels.map(({ mean }) => mean))).toBeGreaterThan(25);

    const sheet = await cardOf('nattvik-fact-sheet.pdf');
    expect(sheet).toMatchObject({ kind: 'document', verdict: 'ok' });
    const firstPage = await pictureOf(sheet);
    expect((firstPage.height ?? 0) / (firstPage.width ?? 1)).toBeCloseTo(Math.SQRT2, 1);
    // Ink on paper: neither blank nor black.
    expect(firstPage.stats.entropy).toBeGreaterThan(0.5);

    const events = await admin.fetch('/api/admin/audit?event=asset.poster_added');
    expect(((await events.json()) as { items: unknown[] }).items).toHaveLength(2);
    await expectNoAxeViolations(page);
    expect(visitor.problems).toEqual([]);
  });
});

describe('a preview picture chosen by hand', () => {
  const SOON = { timeout: 30_000, interval: 200 };
  const detailOf = async (fileName: string): Promise<AssetDetail> => {
    const card = await cardOf(fileName);
    return (await (await admin.fetch(`/api/admin/assets/${card?.id}`)).json()) as AssetDetail;
  };
  const posterOf = async (fileName: string) => (await detailOf(fileName)).versions[0]?.poster;
  const open = async (fileName: string) => {
    const { page } = visitor;
    await page.goto(`/admin/assets/${(await detailOf(fileName)).id}`);
    await page.getByRole('button', { name: /preview picture$/ }).click();
    return page.getByRole('dialog');
  };

  it('is another frame of a film, found with the keyboard, and goes back with one key', async () => {
    const { page } = visitor;
    const film = await detailOf('nattvik-blue-hour.mp4');
    await admin.fetch(`/api/admin/assets/${film.id}`, {
      method: 'PATCH',
      json: { altText: 'A fjord at dusk' },
    });
    const before = await posterOf(film.fileName);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    const dialog = await open(film.fileName);
    const take = dialog.getByRole('button', { name: 'Take this frame' });
    await expect.poll(() => take.isEnabled(), SOON).toBe(true);
    const slider = dialog.getByRole('slider', { name: 'Moment of the film' });
    await slider.focus();
    const start = Number(await slider.inputValue());
    await page.keyboard.press('End');
    expect(Number(await slider.inputValue())).toBeGreaterThan(start);
    await expect.poll(() => take.isEnabled(), SOON).toBe(true);
    const end = Number(await slider.inputValue());
    await dialog.getByRole('button', { name: 'One frame back' }).click();
    await expect.poll(async () => Number(await slider.inputValue()), SOON).toBeLessThan(end);
    await expect.poll(() => take.isEnabled(), SOON).toBe(true);
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-poster-frame', { fullPage: false });
    await take.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const after = await posterOf(film.fileName);
    expect(after).not.toBe(before);
    // The player shows the new picture without a reload.
    await expect
      .poll(() => page.locator('video').first().getAttribute('poster'), SOON)
      .toContain(after?.slice(0, 8) ?? '-');
    expect((await detailOf(film.fileName)).fields.altText).toBe('A fjord at dusk');
    // Crops are of that picture, not of the film.
    await page.getByRole('button', { name: 'Set focal point' }).click();
    await page.locator('.asset-frame .thumb[data-loaded] img').first().waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.keyboard.press('Control+z');
    await expect.poll(() => posterOf(film.fileName), SOON).toBe(before);
  });

  it('is another page of a PDF', async () => {
    const { page } = visitor;
    const before = await posterOf('nattvik-fact-sheet.pdf');
    const dialog = await open('nattvik-fact-sheet.pdf');
    await dialog.getByRole('img', { name: /^Page 1 of \d/ }).waitFor();
    await dialog.getByRole('button', { name: 'Next page' }).click();
    await dialog.getByRole('img', { name: /^Page 2 of \d/ }).waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-poster-page', { fullPage: false });
    await dialog.getByRole('button', { name: 'Take this page' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await posterOf('nattvik-fact-sheet.pdf')).not.toBe(before);
  });

  it('is a picture of somebody’s own for a file without one, and can be removed', async () => {
    const { page } = visitor;
    const score = Buffer.from('A list of rooms, kept as plain text.\n'.repeat(4));
    await page.goto('/admin/library');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name: 'rooms.txt', mimeType: 'text/plain', buffer: score }]);
    await expect
      .poll(async () => (await cardOf('rooms.txt'))?.verdict, { timeout: 20_000 })
      .toBe('no_preview');
    const dialog = await open('rooms.txt');
    await dialog.getByText('No picture yet').waitFor();
    const cover = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0a7d5c' } })
      .png()
      .toBuffer();
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer: cover });
    await dialog.getByRole('img', { name: 'cover.png, chosen' }).waitFor();
    await expectNoAxeViolations(page);
    await dialog.getByRole('button', { name: 'Take this picture' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { stats } = await pictureOf(await cardOf('rooms.txt'));
    const [red, green] = stats.channels;
    expect((green?.mean ?? 0) - (red?.mean ?? 0)).toBeGreaterThan(80);
    await page.getByRole('button', { name: 'Change preview picture' }).click();
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await expect.poll(() => posterOf('rooms.txt'), SOON).toBeNull();
    await page.getByRole('button', { name: 'Choose preview picture' }).waitFor();

    // A picture that this browser cannot draw changes nothing and says so.
    await page.getByRole('button', { name: 'Choose preview picture' }).click();
    const broken = { name: 'broken.png', mimeType: 'image/png', buffer: cover.subarray(0, 60) };
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(broken);
    await page.getByRole('button', { name: 'Take this picture' }).click();
    await page.getByText('This cannot be drawn here.', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await posterOf('rooms.txt')).toBeNull();
  });
});
