/** The public portal in a browser: what visitors find, with and without script, at phone and desktop width. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectFingerTargets,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { type Brand, createBrand, HOUR_MS } from '../worker/portals-fixture.ts';

const THEMES = ['gallery', 'broadsheet', 'studio', 'field', 'signal'] as const;

describe('a public portal', () => {
  let server: TestServer;
  let browser: TestBrowser;
  let brand: Brand;
  let lamp: string;
  const lifts = Date.now() + 48 * HOUR_MS;

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
    brand = await createBrand(server);
    lamp = await brand.addAsset({
      title: 'Lamp at dusk',
      altText: 'A lamp',
      caption: 'Lit at dusk.',
      unrestricted: true,
    });
    const vase = await brand.addAsset({
      title: 'Vase',
      altText: 'A vase',
      unrestricted: true,
      width: 2000,
      height: 3000,
    });
    const secret = await brand.addAsset({ title: 'Secret bowl', embargoLiftsAt: lifts, unrestricted: true });
    const created = await brand.call<{ id: string }>('curator', '/api/admin/collections', {
      body: { slug: 'lamps', title: 'Lamps' },
    });
    await brand.call('curator', `/api/admin/collections/${created.body.id}/assets`, {
      body: { add: [lamp, vase, secret] },
    });
    const long = await brand.call<{ id: string }>('curator', '/api/admin/collections', {
      body: { slug: 'long', title: `${'Donaudampfschifffahrtsgesellschaft'.repeat(4)} ${'W'.repeat(40)}` },
    });
    await brand.call('curator', `/api/admin/collections/${long.body.id}/assets`, { body: { add: [vase] } });
    for (const theme of THEMES) {
      const portal = await brand.call<{ id: string }>('curator', '/api/admin/portals', {
        body: {
          slug: `press-${theme}`,
          audience: 'press',
          document: {
            name: 'Brand press',
            tagline: 'Pictures for editors.',
            theme: { name: theme },
            heroAssetId: lamp,
            contact: {
              name: 'Ida Norrby',
              role: 'Press office',
              email: 'press@brand.example',
              phone: '+46 1 23',
            },
            sections: [
              { kind: 'collection', id: 'one', collectionId: created.body.id },
              { kind: 'collection', id: 'two', collectionId: long.body.id },
            ],
            guidelines: [
              {
                slug: 'brand',
                title: 'Our brand',
                blocks: [
                  { kind: 'heading', text: 'Colour' },
                  { kind: 'swatches', swatches: [{ name: 'Ember', hex: '#b4482a' }] },
                  { kind: 'rules', rules: ['Name the photographer.'] },
                ],
              },
            ],
          },
        },
      });
      expect(portal.status, portal.text).toBe(201);
      const published = await brand.call('administrator', `/api/admin/portals/${portal.body.id}/publish`, {
        body: {},
      });
      expect(published.status, published.text).toBe(200);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it.each(THEMES)('is accessible in %s, light and dark, on a phone and on a desk', async (theme) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [390, 1440]) {
        const visitor = await browser.visitor(server, { width, colorScheme });
        await visitor.page.goto(`/p/press-${theme}`);
        await visitor.page.getByRole('heading', { level: 1, name: 'Brand press' }).waitFor();
        await expectNoAxeViolations(visitor.page);
        await expectNoSidewaysScroll(visitor.page);
        await screenshot(visitor.page, `portal-${theme}-${colorScheme}-${width}`);
        expect(visitor.problems.filter((problem) => problem.includes('Content Security Policy'))).toEqual([]);
        await visitor.close();
      }
    }
  });

  it('is read, searched and left through links without script', async () => {
    const visitor = await browser.visitor(server, { javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto('/p/press-gallery');
    await page.getByRole('searchbox').fill('lamp');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Results for “lamp”' }).waitFor();
    await page.locator('.tile-link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Lamp at dusk' }).waitFor();
    expect(await page.locator('.caption').textContent()).toContain('Lit at dusk.');
    await page.locator('.download').first().waitFor();
    await page.getByRole('button', { name: 'Contact' }).click();
    expect(await page.locator('#contact-card').getByText('Ida Norrby').isVisible()).toBe(true);
    await visitor.close();
  });

  it('shows an embargo’s time in the visitor’s zone, and nothing else of it', async () => {
    const visitor = await browser.visitor(server, { timeZone: 'Asia/Tokyo' });
    await visitor.page.goto('/p/press-gallery/collections/lamps');
    const time = visitor.page.locator('.tile-embargo time');
    await time.waitFor();
    expect(await time.getAttribute('datetime')).toBe(new Date(lifts).toISOString());
    await expect.poll(() => time.textContent()).toContain('GMT+9');
    expect(await visitor.page.content()).not.toContain('Secret bowl');
    await visitor.close();
  });

  it('keeps a selection over pages and reloads', async () => {
    const visitor = await browser.visitor(server);
    const { page } = visitor;
    await page.goto('/p/press-gallery/collections/lamps');
    await page.getByRole('checkbox', { name: 'Choose Lamp at dusk' }).check({ force: true });
    await page.locator('#tray').getByText('1 chosen').waitFor();
    await page.goto('/p/press-gallery');
    await page.locator('#tray').getByText('1 chosen').waitFor();
    await page.locator('#tray').getByRole('button', { name: 'Clear' }).click();
    await page.reload();
    expect(await page.locator('#tray').isVisible()).toBe(false);
    await visitor.close();
  });

  it('answers what may not be shown with its status and a contact', async () => {
    const visitor = await browser.visitor(server);
    const missing = await visitor.page.goto('/p/press-gallery/assets/ast_00000000000000000000000000/gone');
    expect(missing?.status()).toBe(404);
    expect(await visitor.page.getByText('Ida Norrby').count()).toBeGreaterThan(0);
    expect((await visitor.page.goto('/nowhere'))?.status()).toBe(404);
    await visitor.close();
  });

  it.each(THEMES)('prints %s in dark words, whatever the reader’s screen is', async (theme) => {
    const visitor = await browser.visitor(server, { colorScheme: 'dark' });
    await visitor.page.goto(`/p/press-${theme}`);
    await visitor.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // The colour as sRGB, however the browser writes it down.
    const red = () =>
      visitor.page.evaluate(() => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        if (canvas === null) throw new Error('no canvas');
        canvas.fillStyle = getComputedStyle(document.documentElement).color;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data[0] ?? 255;
      });
    await expect.poll(red).toBeLessThan(90);
    await visitor.close();
  });

  it.each(THEMES)('can be used with a finger in %s, names without spaces included', async (theme) => {
    const visitor = await browser.visitor(server, { width: 390, hasTouch: true });
    for (const path of [
      '',
      '/collections/long',
      '/guidelines/brand',
      '/search?q=lamp',
      '/search?q=zzzz',
      `/assets/${lamp}/x`,
    ]) {
      await visitor.page.goto(`/p/press-${theme}${path}`);
      await expectNoSidewaysScroll(visitor.page);
      await expectFingerTargets(visitor.page);
    }
    await visitor.close();
  });

  it('speaks the visitor’s language', async () => {
    const visitor = await browser.visitor(server, { locale: 'de-DE' });
    await visitor.page.goto('/p/press-gallery/search?q=zzzz');
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe('de');
    await visitor.page.getByText('Zu „zzzz“ gibt es nichts.').waitFor();
    await visitor.close();
  });

  it('turns pages of a collection with the arrow keys', async () => {
    const visitor = await browser.visitor(server);
    const { page } = visitor;
    await page.goto('/p/press-gallery/collections/lamps');
    await page.locator('.tile-link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Lamp at dusk' }).waitFor();
    // The words are there before the script that knows the keys.
    await page.waitForLoadState();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { level: 1, name: 'Vase' }).waitFor();
    await visitor.close();
  });
});
