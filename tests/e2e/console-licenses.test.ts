/** More licences than one page holds: every one of them is found and chosen, by words and by keyboard alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations, screenshot, startBrowser, type TestBrowser } from '../harness/browser.ts';
import { addPicture, makeLicense } from '../harness/library.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const MANY = 180;

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  await addPicture(admin, { title: 'Red chair' });
  // The oldest of all, and so on the last page.
  await makeLicense(admin, { name: 'Österreich print', licensor: 'Agence Générale' });
  const { DB } = await server.env();
  await DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO licenses (id, name, licensor, territories, created_at, updated_at)
     SELECT printf('lic_%026d', i), printf('Season %03d', i), 'Studio', '{"include":null,"exclude":[]}', ?2 + i, ?2
     FROM n`,
  )
    .bind(MANY, Date.now() + 1000)
    .run();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('are found by words of name and licensor, in either case, and walked through by keyboard', async () => {
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/library');
  await page.getByRole('option', { name: /Red chair/ }).click();
  await page.getByRole('button', { name: 'Licence' }).click();
  const field = page.getByRole('combobox', { name: 'Licence' });
  await field.waitFor();

  // Down past the end of the first page, and of the second: the next one comes before the highlight gets there.
  await field.focus();
  await page.keyboard.press('ArrowDown');
  const options = page.getByRole('option', { name: /^Season/ });
  await options.first().waitFor();
  expect(await options.count()).toBe(50);
  await page.keyboard.press('End');
  await expect.poll(() => options.count()).toBe(100);
  await expectNoAxeViolations(page);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toMatch(/^Season 1(28|29|30)$/);

  await field.fill('österreich générale');
  const oldest = page.getByRole('option', { name: /Österreich print/ });
  await oldest.waitFor();
  expect(await page.getByRole('option', { name: /^Season/ }).count()).toBe(0);
  await expectNoAxeViolations(page);
  await screenshot(page, 'license-picker-1440', { fullPage: false });
  // What is found first is what Enter takes, without an arrow key.
  await page.locator('[role=option][data-highlighted]', { hasText: 'Österreich print' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('Österreich print');
  await page.getByRole('button', { name: 'Assign licence' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { items } = (await (await admin.fetch('/api/admin/licenses?q=AGENCE%20print')).json()) as {
    items: { name: string; assetCount: number }[];
  };
  expect(items).toMatchObject([{ name: 'Österreich print', assetCount: 1 }]);
  await visitor.close();
}, 90_000);

it('are all on their screen, page by page', async () => {
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/rights');
  const last = page.getByText('Österreich print');
  await page.getByText('Season 180').waitFor();
  expect(await last.count()).toBe(0);
  const table = page
    .getByRole('grid', { name: 'Licences' })
    .or(page.getByRole('table', { name: 'Licences' }));
  await expect
    .poll(async () => {
      await table.evaluate((element) => {
        const scroller = element.scrollHeight > element.clientHeight ? element : element.parentElement;
        scroller?.scrollTo(0, scroller.scrollHeight);
      });
      return last.count();
    })
    .toBe(1);
  await visitor.close();
}, 60_000);
