import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestBrowser } from '../harness/browser.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
} from '../harness/browser.ts';
import type { TestServer } from '../harness/server.ts';
import { startServer } from '../harness/server.ts';

describe('the front door of an empty installation', () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it.each([390, 1440])('is readable and accessible at %i px', async (width) => {
    const visitor = await browser.visitor(server, { width });
    await visitor.page.goto('/');
    await visitor.page.getByRole('heading', { level: 1 }).waitFor();
    await expectNoAxeViolations(visitor.page);
    await expectNoSidewaysScroll(visitor.page);
    await screenshot(visitor.page, `front-door-${width}`);
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  });

  it.each([390, 1440])('explains signing to who was sent there, at %i px', async (width) => {
    const visitor = await browser.visitor(server, { width });
    await visitor.page.goto('/docs/signing#what-needs-no-signature');
    await visitor.page.getByRole('heading', { name: 'What needs no signature' }).waitFor();
    expect(await visitor.page.locator('pre').count()).toBeGreaterThan(3);
    await expectNoAxeViolations(visitor.page);
    await expectNoSidewaysScroll(visitor.page);
    await screenshot(visitor.page, `signing-${width}`);
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  });

  it('starts the console in the shell', async () => {
    const visitor = await browser.visitor(server);
    await visitor.page.goto('/admin/anywhere');
    await visitor.page.locator('#console main').waitFor();
    await visitor.close();
  });
});
