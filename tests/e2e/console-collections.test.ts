/** More collections than one page holds: every one of them is found and chosen, wherever one is to be chosen. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Collection } from '../../shared/contract/collections.ts';
import { type Portal, portalDocumentSchema } from '../../shared/contract/portals.ts';
import { expectNoAxeViolations, screenshot, startBrowser, type TestBrowser } from '../harness/browser.ts';
import { addPicture } from '../harness/library.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { makeCollection } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const MANY = 180;

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let oldest: Collection;
const get = async <T>(path: string): Promise<T> => (await (await admin.fetch(path)).json()) as T;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  await addPicture(admin, { title: 'Red chair' });
  // The oldest of all, and so on the last page.
  oldest = await makeCollection(admin, 'Österreich, Frühjahr');
  const { DB } = await server.env();
  await DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO collections (id, slug, title, created_at, updated_at)
     SELECT printf('col_%026d', i), printf('season-%03d', i), printf('Season %03d', i), ?2 + i, ?2 FROM n`,
  )
    .bind(MANY, Date.now() + 1000)
    .run();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('are all to be had for a selection, by words and by keyboard', async () => {
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/library');
  await page.getByRole('option', { name: /Red chair/ }).click();
  await page.getByRole('button', { name: 'Collection', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('combobox', { name: 'Collection' });
  await field.waitFor();
  await field.focus();
  await page.keyboard.press('ArrowDown');
  const options = page.getByRole('option', { name: /^Season/ });
  await options.first().waitFor();
  expect(await options.count()).toBe(50);
  await page.keyboard.press('End');
  await expect.poll(() => options.count()).toBe(100);

  await field.fill('frühjahr österr');
  await page.locator('[role=option][data-highlighted]', { hasText: oldest.title }).waitFor();
  expect(await options.count()).toBe(0);
  await expectNoAxeViolations(page);
  await screenshot(page, 'collection-picker-1440', { fullPage: false });
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toBe(oldest.title);
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await get(`/api/admin/collections/${oldest.id}`)).toMatchObject({ assetCount: 1 });

  // Its filter in the library has its name.
  await page.goto(`/admin/library?collectionId=${oldest.id}`);
  await page.getByText(`Collection: ${oldest.title}`).first().waitFor();
  expect(visitor.problems.filter((line) => !line.includes('/api/admin/me'))).toEqual([]);
  await visitor.close();
}, 90_000);

it('are found on their screen', async () => {
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/collections');
  await page.getByText('Season 180').waitFor();
  const find = page.getByRole('searchbox');
  await find.fill('österr');
  await page.getByRole('link', { name: new RegExp(oldest.title) }).waitFor();
  await find.fill('nothing like it');
  await page.getByText('Nothing matches').waitFor();
  await find.fill('');
  await page.getByText('Season 180').waitFor();
  expect(await find.evaluate((field) => field === document.activeElement)).toBe(true);
  await visitor.close();
}, 60_000);

it('are chosen for a section of a portal, which has the name of the one it shows', async () => {
  const section = {
    id: 's1',
    kind: 'collection',
    collectionId: oldest.id,
    title: null,
    layout: 'grid',
    limit: 8,
  };
  const made = await admin.fetch('/api/admin/portals', {
    json: {
      slug: 'many',
      audience: 'press',
      isDefault: false,
      document: portalDocumentSchema.parse({ name: 'Many', sections: [section] }),
    },
  });
  const portal = (await made.json()) as Portal;
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto(`/admin/portals/${portal.id}`);
  await page.getByRole('button', { name: oldest.title }).first().click();
  const field = page.getByRole('combobox', { name: 'Collection' });
  await expect.poll(() => field.inputValue()).toBe(oldest.title);
  await field.fill('season 007');
  await page.locator('[role=option][data-highlighted]', { hasText: 'Season 007' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Season 007' }).first().waitFor();
  await expect
    .poll(async () => (await get<Portal>(`/api/admin/portals/${portal.id}`)).draft.sections)
    .toMatchObject([{ collectionId: `col_${'7'.padStart(26, '0')}` }]);
  await visitor.close();
}, 60_000);
