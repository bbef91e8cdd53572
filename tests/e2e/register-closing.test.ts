/** Closing several upload requests from the register: what it ends is said before, and it can be undone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadRequest } from '../../shared/contract/requests.ts';
import { expectNoAxeViolations, screenshot, startBrowser, type TestBrowser } from '../harness/browser.ts';
import { createAdministrator, type Person, signIn } from '../harness/people.ts';
import { ask } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  for (const title of ['Photos of the fair', 'Final artwork', 'Spring films']) await ask(admin, { title });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

const states = async (): Promise<string[]> => {
  const answer = await admin.fetch('/api/admin/requests');
  return ((await answer.json()) as { items: UploadRequest[] }).items.map(({ state }) => state);
};

describe('upload requests in the register', () => {
  it('are closed together after a word on what that ends, and opened again by the undo', async () => {
    for (const [locale, colorScheme] of [
      ['en', 'light'],
      ['de', 'dark'],
    ] as const) {
      const visitor = await browser.visitor(server, { locale, colorScheme });
      const { page, problems } = visitor;
      expect((await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale } })).status).toBe(200);
      await signIn(visitor, admin);
      await page.goto('/admin/shares');
      const rows = page.locator('[role="row"]').filter({ hasText: /fair|artwork|films/ });
      await rows.first().waitFor();
      expect(await rows.count()).toBe(3);
      await rows.nth(0).click();
      await rows.nth(2).click({ modifiers: ['Shift'] });
      await page.locator('.bulk-bar button').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await expectNoAxeViolations(page);
      await screenshot(page, `register-closing-${locale}`);
      await dialog.getByRole('button').last().click();
      await expect.poll(states, { timeout: 20_000 }).toEqual(['closed', 'closed', 'closed']);
      await page.getByRole('button', { name: locale === 'en' ? 'Undo' : 'Rückgängig machen' }).click();
      await expect.poll(states, { timeout: 20_000 }).toEqual(['open', 'open', 'open']);
      // What is asked before anybody has signed in is refused.
      expect(problems.filter((line) => !line.includes('/api/admin/me'))).toEqual([]);
      await visitor.close();
    }
  }, 120_000);
});
