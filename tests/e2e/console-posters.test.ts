/** Files that the engine does not draw get their picture from the browser that uploads them. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetCard } from '../../shared/contract/assets.ts';
import { movingQuadrants } from '../contracts/image-transformer-fixtures.ts';
import {
  expectNoAxeViolations,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { createAdministrator, type Person, signIn } from '../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let visitor: Visitor;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  browser = await startBrowser();
  visitor = await browser.visitor(server);
  await signIn(visitor, admin);
});
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
