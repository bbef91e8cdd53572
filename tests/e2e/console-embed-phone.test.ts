/** An asset's page in the console on a phone and at every width: the playground by finger and keyboard, and the tabs. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { addCleared } from '../harness/library.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let id: string;
beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  id = await addCleared(admin);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Whether an element lies inside the window, and nothing over its middle. */
const isInSight = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });

/** What a finger would miss: less than 44 px in its shorter direction. A text field inside its label is as large as the label. */
const smallTargets = (locator: Locator): Promise<string[]> =>
  locator.evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('button, select, input')]
      .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height < 44)
      // The swatch lies inside its field.
      .filter(({ element }) => !element.matches('.play-colour'))
      .map(({ element, box }) => `${element.className} ${Math.round(box.height)}`),
  );

/** Elements whose content is wider than they are. */
const overflowing = (locator: Locator): Promise<string[]> =>
  locator.evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('*')]
      .filter((element) => !element.matches('input, select, option, .truncate, .visually-hidden'))
      .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className),
  );

/** Tabs that lie outside of their list, or whose list scrolls. */
const cutTabs = (list: Locator): Promise<string[]> =>
  list.evaluate((box) => {
    const edge = box.getBoundingClientRect();
    const cut = [...box.querySelectorAll('[role="tab"]')].filter((tab) => {
      const { left, right } = tab.getBoundingClientRect();
      return left < edge.left || right > edge.right || right > innerWidth;
    });
    return [
      ...cut.map((tab) => tab.textContent ?? ''),
      ...(box.scrollWidth > box.clientWidth ? ['scrolls'] : []),
    ];
  });

describe('on a phone', () => {
  it('plays with an address: picture, bytes, headers and controls, without sideways scroll', async () => {
    const phone = await visitAs(admin, browser, server, { width: 390, height: 844, hasTouch: true });
    const { page } = phone;
    await page.goto(`/admin/assets/${id}?panel=embed`);
    const play = page.getByRole('region', { name: 'Playground' });
    await play.getByRole('textbox', { name: 'Transformation in the address' }).fill('w=320');
    await play
      .locator('.play-facts')
      .getByText(/^320 × (?!320)/)
      .waitFor();
    await play.getByRole('img', { name: /as this address gives it$/ }).waitFor();
    expect(await play.locator('.play-headers').textContent()).toContain('cache-control');
    await play.getByLabel('ar ratio').fill('1:1');
    await play.locator('.play-facts').getByText('320 × 320').waitFor();

    // Whichever parameter is tabbed to, forwards or back, it and the picture with its bytes are in sight together.
    for (const name of ['up enlarge', 'dpr density', 'ar ratio', 'q quality', 'h height']) {
      await play.getByLabel(name).focus();
      const inSight = async () => [
        await isInSight(play.getByLabel(name)),
        await isInSight(play.locator('.play-side figcaption')),
      ];
      await expect.poll(inSight, { message: name }).toEqual([true, true]);
    }

    await play.getByRole('textbox', { name: 'Transformation in the address' }).fill('w=99999');
    await play.getByRole('button', { name: 'Use w=12000' }).click();
    await play.getByRole('button', { name: 'Use w=3840' }).click();
    await play.getByText('Free', { exact: true }).waitFor();

    expect(await smallTargets(play)).toEqual([]);
    expect(await overflowing(play)).toEqual([]);
    await expectNoSidewaysScroll(page);
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-playground-390', { fullPage: false });
    await phone.close();
  });

  it('shows every tab of an asset, in both languages and at every width', async () => {
    for (const language of ['en', 'de'] as const) {
      await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: language } });
      for (const [width, inspector] of [
        [320, null],
        [390, null],
        [1440, null],
        [1440, 260],
      ] as const) {
        const reader = await visitAs(admin, browser, server, { width });
        if (inspector !== null) {
          await reader.context.addInitScript(
            (wide) => localStorage.setItem('vitrine.console.inspector.width', String(wide)),
            inspector,
          );
        }
        await reader.page.goto(`/admin/assets/${id}`);
        const list = reader.page.getByRole('tablist', {
          name: language === 'de' ? 'Über dieses Asset' : 'About this asset',
        });
        await list.waitFor();
        // Words are as wide as they stay once their letters have come.
        await reader.page.evaluate(() => document.fonts.ready.then(() => undefined));
        expect(await cutTabs(list), `${language} at ${width}, ${inspector ?? 'as it is'}`).toEqual([]);
        // One row wherever nobody made the inspector narrower, above the smallest phones.
        if (width > 320 && inspector === null) {
          expect(await list.evaluate((box) => box.getBoundingClientRect().height)).toBeLessThan(48);
        }
        await list.getByRole('tab').first().focus();
        await reader.page.keyboard.press('End');
        await reader.page
          .getByRole('tab', { name: language === 'de' ? 'Datei' : 'File', selected: true })
          .waitFor();
        await reader.close();
      }
    }
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
  });
});
