/**
 * What people set about hot-links, as they set it: the successor that a withdrawn picture leads to, a rule of one channel, the
 * answer of a collection, and whether a portal offers embed code. Each is judged by what a website is answered afterwards.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetDetail } from '../../shared/contract/assets.ts';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Portal } from '../../shared/contract/portals.ts';
import {
  expectNoAxeViolations,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { addCleared, approve, setStatus } from '../harness/library.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { makeCollection, makePortal, sectionsOf } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let visitor: Visitor;
let lamp: string;
let newer: string;
let chair: string;
let collection: Collection;
let portal: Portal;

const SOON = { timeout: 15_000, interval: 300 };

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  lamp = await addCleared(admin, {}, { title: 'Old lamp' });
  newer = await addCleared(admin, {}, { title: 'New lamp' });
  chair = await addCleared(admin, {}, { title: 'Chair' });
  collection = await makeCollection(admin, 'Furniture', [chair]);
  portal = await makePortal(admin, 'press', { name: 'Press', sections: sectionsOf([collection.id]) });
  visitor = await visitAs(admin, browser, server);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const show = (id: string, transformation: string, referer = 'https://magazine.example/page') =>
  server.fetch(`/i/${id}/${transformation}/x.jpg`, { headers: { accept: 'image/*', referer } });
const statusOf = async (id: string, transformation: string, referer?: string) =>
  (await show(id, transformation, referer)).status;

describe('what a picture leads to when it may not be shown', () => {
  it('is a successor that was picked, and none after it is removed', async () => {
    const { page } = visitor;
    await page.goto(`/admin/assets/${lamp}?panel=embed`);
    const section = page.getByRole('region', { name: 'When it may not be shown' });
    await section.getByText('None', { exact: true }).waitFor();
    await section.getByRole('button', { name: 'Choose' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose the successor' });
    await dialog.getByRole('searchbox').fill('new');
    await dialog.getByRole('button', { name: 'New lamp' }).waitFor();
    await expectNoAxeViolations(page);
    await dialog.getByRole('button', { name: 'New lamp' }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await section.getByRole('link', { name: 'New lamp' }).waitFor();
    await section.getByLabel('Its address answers with').selectOption('successor');
    const fields = async () =>
      ((await (await admin.fetch(`/api/admin/assets/${lamp}`)).json()) as AssetDetail).fields;
    await expect.poll(fields, SOON).toMatchObject({ successorAssetId: newer, denialPolicy: 'successor' });
    await screenshot(page, 'console-successor', { fullPage: false });

    expect(await statusOf(lamp, 'w=320')).toBe(200);
    await setStatus(admin, lamp, 'withdrawn');
    await expect.poll(() => statusOf(lamp, 'w=320'), SOON).toBe(302);
    expect((await show(lamp, 'w=320')).headers.get('location')).toBe(`/i/${newer}/w=320/x.jpg`);

    await section.getByRole('button', { name: 'Remove' }).click();
    await section.getByText('None', { exact: true }).waitFor();
    await expect.poll(fields, SOON).toMatchObject({ successorAssetId: null });
    // Without one, there is nothing better than the neutral picture, under the status of the denial.
    await expect.poll(() => statusOf(lamp, 'w=320'), SOON).toBe(410);
  });

  it('is what the collection says, where the picture says nothing itself', async () => {
    const { page } = visitor;
    await page.goto(`/admin/collections/${collection.id}`);
    const section = page.getByRole('region', { name: 'When it may not be shown' });
    await section.getByLabel('Its address answers with').selectOption('gone');
    await section.locator('.saved-mark[data-state=saved]').waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-collection-denial', { fullPage: false });
    const policy = async () =>
      ((await (await admin.fetch(`/api/admin/collections/${collection.id}`)).json()) as Collection)
        .denialPolicy;
    expect(await policy()).toBe('gone');
    await setStatus(admin, chair, 'withdrawn');
    await expect
      .poll(async () => (await show(chair, 'w=320')).headers.get('content-type'), SOON)
      .toContain('problem+json');
    await section.getByLabel('Its address answers with').selectOption('placeholder');
    await expect
      .poll(async () => (await show(chair, 'w=320')).headers.get('content-type'), SOON)
      .toBe('image/png');
    await section.getByLabel('Its address answers with').selectOption('inherit');
    await expect.poll(policy, SOON).toBeNull();
    await approve(admin, chair);
    await expect.poll(() => statusOf(chair, 'w=320'), SOON).toBe(200);
  });
});

describe('a rule of one channel', () => {
  it('says first whom it would refuse, then refuses them there and nowhere else, until it is dropped', async () => {
    const { page } = visitor;
    for (const site of ['https://feed.example/', 'https://shop.brand.example/']) {
      expect(await statusOf(chair, 'social-wide', site)).toBe(200);
    }
    await expect
      .poll(async () => {
        const { channels } = (await (await admin.fetch('/api/admin/hotlinks?days=7')).json()) as {
          channels: { channel: string }[];
        };
        return channels.filter(({ channel }) => channel === 'social').length;
      }, SOON)
      .toBe(2);
    await page.goto('/admin/settings');
    await page.getByRole('tab', { name: 'Hot-links' }).click();
    const section = page.getByRole('region', { name: 'Allowed sites' });
    await section
      .getByRole('table', { name: 'By use' })
      .getByRole('row', { name: /social/i })
      .waitFor();
    await section.getByRole('radio', { name: /^social media/i }).check({ force: true });
    await section.getByText('As for everything.').waitFor();
    await section.getByRole('button', { name: 'Give this channel its own rule' }).click();
    // The first change is slow on its way: the second, made meanwhile, has the last word all the same.
    let isFirst = true;
    await page.route('**/api/admin/settings', async (route) => {
      if (route.request().method() === 'PATCH' && isFirst) {
        isFirst = false;
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
      await route.continue();
    });
    await section.getByLabel('May be shown on').selectOption('list');
    await section.getByRole('textbox', { name: 'Sites' }).fill('*.brand.example');
    await page.keyboard.press('Enter');
    await section
      .getByText('Without “only report”, 1 is refused, from 1 source.', { exact: false })
      .waitFor();
    await section.getByRole('row', { name: /feed\.example.*Would be refused/ }).waitFor();
    // A name beyond ASCII is kept as browsers send it, and what is no name is said to be left out.
    const sites = section.getByRole('textbox', { name: 'Sites' });
    await sites.fill('müller.example');
    await page.keyboard.press('Enter');
    await section.getByText('müller.example is kept as xn--mller-kva.example', { exact: false }).waitFor();
    await sites.fill('two words');
    await page.keyboard.press('Enter');
    await section.getByText('Left out: two words.', { exact: false }).waitFor();
    expect(await section.getByText('xn--mller-kva.example', { exact: true }).count()).toBe(1);
    await section.getByRole('row', { name: /shop\.brand\.example.*Shown/ }).waitFor();
    // What says that it is saved is there for a moment only.
    const kept = async () => JSON.stringify(await (await admin.fetch('/api/admin/settings')).json());
    await expect.poll(kept, SOON).toContain('xn--mller-kva.example');
    await section.getByRole('row', { name: /shop\.brand\.example.*Shown/ }).waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-channel-rule', { fullPage: false });
    expect(await statusOf(chair, 'social-wide', 'https://feed.example/')).toBe(200);

    await section.getByLabel('Only report, refuse nothing yet').uncheck();
    await expect.poll(() => statusOf(chair, 'social-wide', 'https://feed.example/'), SOON).toBe(403);
    expect(await statusOf(chair, 'social-wide', 'https://shop.brand.example/')).toBe(200);
    expect(await statusOf(chair, 'w=320', 'https://feed.example/')).toBe(200);
    await section.getByRole('row', { name: /feed\.example.*Refused/ }).waitFor();

    await section.getByRole('button', { name: 'Back to the rule for everything' }).click();
    await section.getByText('As for everything.').waitFor();
    await expect.poll(() => statusOf(chair, 'social-wide', 'https://feed.example/'), SOON).toBe(200);
  });
});

describe('a portal', () => {
  it('stops offering embed code when its editor says so and it is published', async () => {
    const { page } = visitor;
    const offers = async () => {
      const html = await (await server.fetch(`/p/press/assets/${chair}/chair`)).text();
      return html.includes('Embed this picture');
    };
    await expect.poll(offers, SOON).toBe(true);
    await page.goto(`/admin/portals/${portal.id}`);
    await page.getByRole('button', { name: 'Downloads', exact: true }).click();
    const offered = page.getByLabel('Offer embed codes');
    expect(await offered.isChecked()).toBe(true);
    await offered.uncheck();
    await page.locator('.saved-mark[data-state=saved]').first().waitFor();
    await expectNoAxeViolations(page);
    expect(await offers()).toBe(true);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Whether embed codes are offered').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await expect.poll(offers, SOON).toBe(false);
  });

  it('breaks nothing on the way', () => {
    const expected = /\/i\/|\/api\/admin\/me/;
    expect(visitor.problems.filter((problem) => !expected.test(problem))).toEqual([]);
  });
});
