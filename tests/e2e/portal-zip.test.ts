/** The tray of a portal in a browser: four pictures ticked and handed out as one ZIP, with and without script. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../harness/browser.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator } from '../harness/people.ts';
import { makePortal } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  const admin = await createAdministrator(server);
  // No memory of policies: what was just approved is shown at once.
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } });
  const assetIds: string[] = [];
  for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) {
    assetIds.push((await addPicture(admin, { title })).id);
  }
  await clear(admin, assetIds);
  const sections = [{ id: 'all', kind: 'assets', title: 'All', assetIds }];
  await makePortal(admin, 'press', { name: 'Press', sections });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

it.each([true, false])(
  'hands four ticked pictures out as one ZIP (script: %s)',
  async (javaScriptEnabled) => {
    const visitor = await browser.visitor(server, { javaScriptEnabled });
    const { page } = visitor;
    await page.goto('/p/press');
    const boxes = page.locator('input[type="checkbox"][form="tray"]');
    expect(await boxes.count()).toBe(5);
    for (let index = 0; index < 4; index++) await boxes.nth(index).check({ force: true });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('form#tray button[type="submit"]').click(),
    ]);
    expect(download.suggestedFilename()).toBe('Press.zip');
    const bytes = readFileSync(await download.path());
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    // The end record's count of entries: four pictures and three papers.
    expect(bytes.readUInt16LE(bytes.length - 22 + 10)).toBe(7);
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  },
);
