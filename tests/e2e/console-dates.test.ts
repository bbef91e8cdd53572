/** Dates in the console: the hour that comes twice, the one that does not come, and a zone that nobody knows. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { License } from '../../shared/contract/rights.ts';
import { expectNoAxeViolations, screenshot, startBrowser, type TestBrowser } from '../harness/browser.ts';
import { makeLicense } from '../harness/library.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const FIRST = Date.parse('2027-10-31T02:30:00+02:00');
const SECOND = Date.parse('2027-10-31T02:30:00+01:00');

async function kept(id: string): Promise<License> {
  const { items } = (await (await admin.fetch('/api/admin/licenses?limit=100')).json()) as {
    items: License[];
  };
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`no licence ${id}`);
  return found;
}

it('keep the second half past two, type it and choose it, and say what becomes of one that does not come', async () => {
  const { id } = await makeLicense(admin, { name: 'Autumn night', endsAt: SECOND });
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  const open = async () => {
    await page.goto('/admin/rights');
    await page.getByText('Autumn night').click();
    await page.getByRole('dialog').waitFor();
  };
  const ends = page.getByRole('group', { name: 'Ends', exact: true });
  const save = async () => {
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await open();
  await ends.getByText(/Using Sun 31 Oct 2027, 02:30 CET, not .* CEST/).waitFor();
  const second = ends.getByRole('radio', { name: /second/i });
  const first = ends.getByRole('radio', { name: /first/i });
  expect([await first.isChecked(), await second.isChecked()]).toEqual([false, true]);
  await expectNoAxeViolations(page);
  await screenshot(page, 'date-twice-1440', { fullPage: false });
  const time = ends.getByLabel('Ends, time', { exact: true });
  // Typed away and back again: still the second.
  await time.fill('04:00');
  await time.fill('02:30');
  expect(await second.isChecked()).toBe(true);
  await page.getByLabel('Name', { exact: true }).fill('Autumn night, kept');
  await save();
  expect((await kept(id)).endsAt).toBe(SECOND);

  await open();
  await first.check();
  await ends.getByText(/Using Sun 31 Oct 2027, 02:30 CEST/).waitFor();
  await save();
  expect((await kept(id)).endsAt).toBe(FIRST);

  await open();
  await second.check();
  await save();
  expect((await kept(id)).endsAt).toBe(SECOND);

  await open();
  await ends.getByLabel('Ends, date', { exact: true }).fill('2027-03-28');
  await ends.getByText(/does not exist in Europe\/Berlin\. Using Sun 28 Mar 2027, 03:30 CEST/).waitFor();
  expect(await second.count()).toBe(0);
  await visitor.close();
}, 90_000);

it('are shown in UTC where their zone is not known', async () => {
  const { id } = await makeLicense(admin, { name: 'Nowhere', endsAt: Date.parse('2027-05-01T12:00:00Z') });
  const { DB } = await server.env();
  await DB.prepare("UPDATE licenses SET time_zone = 'Foo/Bar' WHERE id = ?").bind(id).run();
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/rights');
  await page.getByText('Nowhere').click();
  await page
    .getByRole('group', { name: 'Ends', exact: true })
    .getByText(/12:00 UTC/)
    .waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Somewhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await kept(id)).toMatchObject({ name: 'Somewhere', timeZone: 'UTC' });
  await visitor.close();
}, 60_000);
