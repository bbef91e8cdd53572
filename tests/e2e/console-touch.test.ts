/** The console under a thumb: every control in sight of its main screens is 44 px high and wide, on a phone and on a tablet. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Portal } from '../../shared/contract/index.ts';
import {
  expectFingerTargets,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { addPicture, approve, license, picture, upload } from '../harness/library.ts';
import { createAdministrator, type Person, signIn } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

/** A bar of the timeline is as wide as the time is long that it stands for. */
const LENGTHS = '.timeline-bar > button';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let assetId: string;
let collectionId: string;
let portalId: string;
let shareId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  const made = async <T>(path: string, json: unknown): Promise<T> =>
    (await (await admin.fetch(path, { json })).json()) as T;
  const photo = await addPicture(admin, {
    title: 'Oak chair',
    creditLine: 'Photo: Ada Brandt',
  });
  assetId = photo.id;
  await admin.fetch(`/api/admin/assets/${photo.id}/keywords`, { json: { add: ['oak', 'chair'] } });
  await license(admin, photo.id, { endsAt: Date.now() + 40 * 86_400_000 });
  await approve(admin, photo.id);
  await upload(admin, await picture(70), 'square-harbour.jpg');
  collectionId = (await made<{ id: string }>('/api/admin/collections', { title: 'Chairs' })).id;
  await admin.fetch(`/api/admin/collections/${collectionId}/assets`, { json: { add: [photo.id] } });
  portalId = (
    await made<Portal>('/api/admin/portals', {
      slug: 'press',
      document: { name: 'Press', sections: [{ kind: 'collection', id: 'one', collectionId }] },
    })
  ).id;
  shareId = (await issue(admin, { assetIds: [photo.id], name: 'Kreativ GmbH', maxDownloads: 5 })).id;
  await admin.fetch('/api/admin/requests', {
    json: {
      title: 'Photos of the fair',
      deadline: Date.now() + 12 * 86_400_000,
      timeZone: 'Europe/Berlin',
      invite: [{ name: 'Studio Nord', email: 'nord@studio.example' }],
    },
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Each screen, and how to know that it is there. */
const screens = (): [string, (page: Page) => Promise<void>][] => [
  ['library', (page) => page.getByText('Oak chair').first().waitFor()],
  [`assets/${assetId}`, (page) => page.locator('.chip-remove').first().waitFor()],
  ['collections', (page) => page.getByText('Chairs').first().waitFor()],
  [`collections/${collectionId}`, (page) => page.getByText('Oak chair').first().waitFor()],
  ['portals', (page) => page.getByText('Press').first().waitFor()],
  [
    `portals/${portalId}`,
    (page) =>
      page
        .getByRole('button', { name: /Publish/ })
        .first()
        .waitFor(),
  ],
  ['shares', (page) => page.getByText('Kreativ GmbH').first().waitFor()],
  [`shares/${shareId}`, (page) => page.getByText('Kreativ GmbH').first().waitFor()],
  ['requests', (page) => page.getByText('Upload requests').first().waitFor()],
  ['rights', (page) => page.getByText('Test license').first().waitFor()],
  ['review', (page) => page.locator('main h1').first().waitFor()],
  ['insights', (page) => page.locator('main h2, main p').first().waitFor()],
  ['audit', (page) => page.locator('.fact').first().waitFor()],
  ['settings', (page) => page.getByRole('tab').first().waitFor()],
];

describe.each([390, 1024])('the console on a touch screen of %i px', (width) => {
  const open = async (path: string) => {
    const visitor = await browser.visitor(server, { width, height: 844, hasTouch: true });
    await signIn(visitor, admin);
    await visitor.page.goto(`/admin/${path}`);
    return visitor;
  };
  const look = async (page: Page, name: string) => {
    await screenshot(page, `touch-${name}-${width}`, { fullPage: false });
    await expectFingerTargets(page, LENGTHS);
    await expectNoSidewaysScroll(page);
  };

  it('has room for a finger on every screen', async () => {
    const visitor = await open('library');
    const wrong: string[] = [];
    for (const [path, isThere] of screens()) {
      await visitor.page.goto(`/admin/${path}`);
      await isThere(visitor.page);
      await look(visitor.page, path.split('/')[0] ?? '').catch((error: Error) => wrong.push(error.message));
    }
    expect(wrong.join('\n')).toBe('');
    await visitor.close();
  }, 120_000);

  it('has it behind every tab of an asset and of the settings', async () => {
    const visitor = await open(`assets/${assetId}`);
    const { page } = visitor;
    const wrong: string[] = [];
    for (const path of [`assets/${assetId}`, 'settings']) {
      await page.goto(`/admin/${path}`);
      await page.getByRole('tab').first().waitFor();
      for (const tab of await page.getByRole('tab').all()) {
        await tab.tap();
        await page.locator('[role="tabpanel"] :is(p, h2, h3, label, dt, button):visible').first().waitFor();
        const name = `${path.split('/')[0]}-${(await tab.textContent())?.replaceAll(/\W/g, '')}`;
        await look(page, name).catch((error: Error) => wrong.push(error.message));
      }
    }
    expect(wrong.join('\n')).toBe('');
    await visitor.close();
  }, 120_000);

  it('has it in the dialogs, filters and menus of a day’s work', async () => {
    const visitor = await open('library');
    const { page } = visitor;
    const wrong: string[] = [];
    const seen = (name: string) =>
      look(page, name).catch((error: Error) => wrong.push(`${name}: ${error.message}`));
    await page.getByText('Oak chair').first().waitFor();
    await page.getByRole('button', { name: 'Filter' }).tap();
    await seen('filter');
    await page.goto('/admin/requests');
    await page.getByRole('button', { name: 'Ask for files' }).tap();
    await page.getByRole('dialog').locator('input:visible').first().waitFor();
    await seen('request-dialog');
    await page.goto('/admin/rights');
    await page.getByRole('button', { name: 'New licence' }).tap();
    await page.getByRole('dialog').waitFor();
    await seen('license-dialog');
    await page.goto('/admin/library');
    await page.getByText('Oak chair').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await seen('palette');
    await page.goto(`/admin/shares/${shareId}`);
    await page
      .getByRole('button', { name: /^Edit|^Change/ })
      .first()
      .tap();
    await page.getByRole('dialog').locator('.more-options summary').tap();
    await seen('share-dialog');
    expect(wrong.join('\n')).toBe('');
    await visitor.close();
  }, 120_000);
});

describe('the console under a mouse', () => {
  it('stays as close as it was', async () => {
    const visitor = await browser.visitor(server);
    await signIn(visitor, admin);
    await visitor.page.goto(`/admin/assets/${assetId}`);
    const remove = visitor.page.locator('.chip-remove').first();
    await remove.waitFor();
    expect((await remove.boundingBox())?.height).toBe(24);
    expect((await visitor.page.getByRole('tab').first().boundingBox())?.height).toBeLessThan(40);
    await visitor.close();
  });
});
