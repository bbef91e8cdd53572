/**
 * Curating and handing out in the console, as a person does it: a collection in an order, a portal around the real page,
 * a share link with its register, and the screens that say what happened. axe looks at every one.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetCard, Collection, Portal, ShareLink } from '../../shared/contract/index.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

const NAMES = ['harbour', 'founder', 'oak'];

function picture(seed: number): Promise<Buffer> {
  return sharp({
    create: { width: 900, height: 600, channels: 3, background: { r: 60 * seed, g: 110, b: 80 } },
  })
    .jpeg()
    .toBuffer();
}

describe('collections, portals and links in the console', () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: Visitor;

  /** A request with the admin's own session, from the page itself. */
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await admin.page.evaluate(
      async ([how, where, json]) => {
        const response = await fetch(where as string, {
          method: how as string,
          headers: { 'content-type': 'application/json' },
          ...(json === null ? {} : { body: json as string }),
        });
        return { status: response.status, text: await response.text() };
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    );
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as T;
  }
  const orderOf = async (collection: Collection) =>
    (await call<{ items: AssetCard[] }>('GET', `/api/admin/collections/${collection.id}/assets`)).items.map(
      ({ fileName }) => fileName.replace('.jpg', ''),
    );
  const firstCollection = async (): Promise<Collection> => {
    const { items } = await call<{ items: Collection[] }>('GET', '/api/admin/collections');
    const [first] = items;
    if (!first) throw new Error('no collection');
    return first;
  };

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
    admin = await browser.visitor(server);
    const { page } = admin;
    await page.goto('/admin/setup');
    await call('POST', '/api/admin/setup', {
      code: testSecrets.SETUP_CODE,
      name: 'Marlene Voss',
      email: 'marlene@example.com',
      password: 'a long enough password',
      organisation: 'Acme',
    });
    await page.goto('/admin/library');
    const files = await Promise.all(
      NAMES.map(async (name, index) => ({
        name: `${name}.jpg`,
        mimeType: 'image/jpeg',
        buffer: await picture(index + 1),
      })),
    );
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.getByRole('heading', { name: '3 files uploaded' }).waitFor({ timeout: 60_000 });
    const { items } = await call<{ items: AssetCard[] }>('GET', '/api/admin/assets');
    for (const { id } of items) await call('PATCH', `/api/admin/assets/${id}`, { isUnrestricted: true });
    await call('POST', '/api/admin/assets/status', {
      assetIds: items.map(({ id }) => id),
      status: 'approved',
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('teaches what a collection is, makes one and fills it', async () => {
    const { page } = admin;
    await page.goto('/admin/collections');
    await page.getByRole('heading', { name: 'No collections yet' }).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'New collection' }).click();
    await page.getByLabel('Title').fill('Spring 2026');
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Create collection' }).click();
    await page.getByRole('heading', { name: 'Nothing in it yet' }).waitFor();
    await page.getByRole('button', { name: 'Add assets' }).first().click();
    for (const name of NAMES) {
      await page.locator('.picker-tile', { hasText: new RegExp(name, 'i') }).click();
    }
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Add 3 assets' }).click();
    await page.getByRole('heading', { level: 1, name: 'Spring 2026' }).waitFor();
    await page.locator('.order-tile').nth(2).waitFor();
    expect(await orderOf(await firstCollection())).toEqual(NAMES);
    await expectNoAxeViolations(page);
  });

  it('is put in order from the keyboard, and an undo puts what was taken out back where it stood', async () => {
    const { page } = admin;
    const grip = page.getByRole('button', { name: /^Move oak, position/i });
    await grip.focus();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/move')) sent.push(request.url());
    });
    await page.keyboard.press('Space');
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: /^Move oak, position 1/i, pressed: true }).waitFor();
    // Travelling is not arriving: nothing is stored until it is put down.
    expect(sent).toEqual([]);
    const moved = page.waitForResponse((response) => response.url().endsWith('/move'));
    await page.keyboard.press('Space');
    await moved;
    expect(sent).toHaveLength(1);
    const collection = await firstCollection();
    expect(await orderOf(collection)).toEqual(['oak', 'harbour', 'founder']);

    await page.locator('.order-pick', { hasText: /harbour/i }).click();
    await page.getByRole('button', { name: 'Take out' }).click();
    await page.getByText('Taken out of “Spring 2026”').first().waitFor();
    expect(await orderOf(collection)).toEqual(['oak', 'founder']);
    await page
      .locator('.notice', { hasText: 'Taken out of “Spring 2026”' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await page.getByText('Taken back').first().waitFor();
    expect(await orderOf(collection)).toEqual(['oak', 'harbour', 'founder']);
    await screenshot(page, 'console-collection', { fullPage: false });
  });

  it('edits a portal around its real page, says what publishing changes, and publishes', async () => {
    const { page } = admin;
    await page.goto('/admin/portals');
    await page.getByRole('button', { name: 'New portal' }).click();
    await page.getByLabel('Name').fill('Acme press');
    await page.getByRole('button', { name: 'Create portal' }).click();
    await page.getByRole('heading', { level: 1, name: 'Acme press' }).waitFor();
    await page.getByLabel('Line beneath the name').fill('Furniture for people who stay');
    await page.locator('.saved-mark[data-state=saved]').first().waitFor();
    await page.getByRole('button', { name: 'Add a section' }).click();
    await page.getByRole('menuitem', { name: 'Collection' }).click();
    const shown = page.frameLocator('.page-frame iframe:not([data-waiting])');
    await shown.getByRole('heading', { name: 'Spring 2026' }).waitFor();
    await page.getByRole('button', { name: 'Theme', exact: true }).click();
    await page.getByRole('radio', { name: /Studio/ }).check();
    await shown.locator('[data-theme=studio]').first().waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-portal', { fullPage: false });

    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Visitors will find it under').waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText('“Acme press” is published').first().waitFor();
    expect((await server.fetch('/p/acme-press')).status).toBe(200);

    await page.getByRole('button', { name: 'Name and pictures' }).click();
    await page.getByLabel('Line beneath the name').fill('Furniture for people who leave');
    await page.getByText('Unpublished changes').waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Another line beneath the name').waitFor();
    await page.keyboard.press('Escape');
    expect(await (await server.fetch('/p/acme-press')).text()).toContain('people who stay');
    const [portal] = await call<Portal[]>('GET', '/api/admin/portals');
    expect(portal?.hasUnpublishedChanges).toBe(true);
  });

  it('hands a collection out by a link, and keeps it in the register', async () => {
    const { page } = admin;
    const collection = await firstCollection();
    await page.goto(`/admin/collections/${collection.id}`);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByText('All 3 are cleared until the link ends.').waitFor();
    await page.getByLabel('Name').fill('Kreativ GmbH');
    await page.getByRole('radio', { name: 'Originals too' }).check({ force: true });
    await page.locator('.more-options summary').click();
    await page.getByLabel('Downloads at most').fill('5');
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-share', { fullPage: false });
    await page.getByRole('button', { name: 'Create link' }).click();
    await page.getByRole('button', { name: 'Copy link' }).waitFor();
    const { items } = await call<{ items: ShareLink[] }>('GET', '/api/admin/shares');
    expect(items).toMatchObject([
      { name: 'Kreativ GmbH', permission: 'download_originals', maxDownloads: 5, state: 'active' },
    ]);
    await page.getByRole('link', { name: 'Open it in the register' }).click();

    await page.getByRole('heading', { level: 1, name: 'Shares' }).waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('button', { name: 'Switch on' }).waitFor();
    const [link] = items;
    if (!link) throw new Error('no link');
    const stateOf = async () => (await call<ShareLink>('GET', `/api/admin/shares/${link.id}`)).state;
    await expect.poll(stateOf).toBe('off');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'Switch off' }).waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-shares', { fullPage: false });

    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Revoking is for good').waitFor();
    await page.getByRole('button', { name: 'Revoke link' }).click();
    await page.getByText('“Kreativ GmbH” revoked').first().waitFor();
    await expect.poll(stateOf).toBe('revoked');
  });

  it('says what happened, and keeps the brand’s settings', async () => {
    const { page } = admin;
    await page.goto('/admin/audit');
    await page.getByText('revoked the link “Kreativ GmbH”').first().waitFor();
    await expectNoAxeViolations(page);
    await page.goto('/admin/insights');
    await page.getByText('No downloads in the last 30 days.').waitFor();
    await expectNoAxeViolations(page);
    await page.goto('/admin/settings');
    await page.getByLabel('Days a new link lasts').fill('14');
    await page.getByLabel('Days a new link lasts').press('Enter');
    await page.locator('.saved-mark[data-state=saved]').first().waitFor();
    expect(await call('GET', '/api/admin/settings')).toMatchObject({ shareDefaultDays: 14 });
    await expectNoAxeViolations(page);
    expect(admin.problems.filter((problem) => !problem.includes('/api/admin/me'))).toEqual([]);
  });

  it.each(['collections', 'portals', 'shares', 'requests', 'insights', 'audit', 'settings'])(
    'holds up on a phone: %s',
    async (screen) => {
      const { page } = admin;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/admin/${screen}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.screen-body > *').first().waitFor();
      await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
    },
  );
});
