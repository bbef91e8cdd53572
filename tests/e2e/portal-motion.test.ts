/** Animations: moving on their portal page, stopped by hand or by the visitor's system, with and without script. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetSnippets } from '../../shared/contract/delivery.ts';
import { movingQuadrants } from '../contracts/image-transformer-fixtures.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { addPicture, clear, upload } from '../harness/library.ts';
import { createAdministrator, type Person, signIn, visitAs } from '../harness/people.ts';
import { portalOf } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let id: string;
let still: string;
let address: string;

const SOON = { timeout: 20_000, interval: 200 };

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  const moving = await movingQuadrants('gif', { size: { width: 480, height: 320 } });
  const { asset } = await upload(admin, moving, 'turning.gif');
  id = asset?.id ?? '';
  await admin.fetch(`/api/admin/assets/${id}`, {
    method: 'PATCH',
    json: { title: 'Turning', altText: 'Four colours turn' },
  });
  still = (await addPicture(admin, { title: 'Standing' })).id;
  await clear(admin, [id, still]);
  await portalOf(admin, 'press', [id, still], { name: 'Press' });
  address = `/p/press/assets/${id}/turning`;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** `motion`, or the still candidate that the browser chose. */
const shown = (page: Page): Promise<string> =>
  page.locator('.stage-picture img').evaluate((image) => {
    const { currentSrc, complete, naturalWidth } = image as HTMLImageElement;
    return complete && naturalWidth > 0 ? (currentSrc.split('/').at(-1) ?? '') : 'waiting';
  });
const play = 'Play animation';
const pause = 'Pause animation';

describe('an animation on a portal', () => {
  it('moves by itself, stops and goes on by keyboard, and stays one picture for screen readers', async () => {
    const reader = await browser.visitor(server, { reducedMotion: false });
    const { page } = reader;
    await page.goto(address);
    await expect.poll(() => shown(page), SOON).toBe('motion');
    const bytes = await page.evaluate(async () => {
      const image = document.querySelector<HTMLImageElement>('.stage-picture img');
      const answer = await fetch(image?.currentSrc ?? '', { headers: { accept: 'image/webp' } });
      return [...new Uint8Array(await answer.arrayBuffer())];
    });
    expect(await sharp(Buffer.from(bytes), { animated: true }).metadata()).toMatchObject({
      format: 'webp',
      pages: 3,
    });
    expect(await page.getByRole('button', { name: play }).count()).toBe(0);
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: pause }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page), SOON).toMatch(/^w=/);
    const again = page.getByRole('button', { name: play });
    expect(await again.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectNoAxeViolations(page);
    await screenshot(page, 'portal-motion', { fullPage: false });
    await page.keyboard.press('Space');
    await expect.poll(() => shown(page), SOON).toBe('motion');
    expect(await page.getByRole('img', { name: 'Four colours turn' }).count()).toBe(1);
    expect(reader.problems).toEqual([]);
    await reader.close();
  });

  it('stands still where the system asks for less motion, until it is started', async () => {
    const reader = await browser.visitor(server, { width: 390, reducedMotion: true, locale: 'de-DE' });
    const { page } = reader;
    await page.goto(address);
    await expect.poll(() => shown(page), SOON).toMatch(/^w=/);
    expect(await page.getByRole('button', { name: 'Animation anhalten' }).count()).toBe(0);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Animation abspielen' }).click();
    await expect.poll(() => shown(page), SOON).toBe('motion');
    await reader.close();
  });

  it('has links that do the same without script, and keeps the rest of the address', async () => {
    const reader = await browser.visitor(server, { javaScriptEnabled: false, reducedMotion: false });
    const { page } = reader;
    await page.goto(`${address}?collection=all`);
    await page.locator('source[srcset$="/motion"][media="(prefers-reduced-motion: no-preference)"]').waitFor({
      state: 'attached',
    });
    await page.getByRole('link', { name: pause }).click();
    await page.waitForURL(/\?collection=all&motion=0$/);
    expect(await page.locator('source[srcset$="/motion"]').count()).toBe(0);
    await page.getByRole('link', { name: play }).click();
    await page.waitForURL(/\?collection=all&motion=1$/);
    expect(await page.locator('source[srcset$="/motion"]:not([media])').count()).toBe(1);
    await page.goto(`/p/press/assets/${still}/standing`);
    expect(await page.locator('.motion, source').count()).toBe(0);
    await page.goto('/p/press');
    // Told on the tile of the animation only.
    expect(await page.locator('.tile-badge').count()).toBe(1);
    expect(await page.getByRole('link', { name: /Animation/ }).count()).toBe(1);
    await reader.close();
  });
});

/** What a page that carries a piece of code and nothing else shows, and whether its bytes move. */
async function pasted(code: string, wish: { reducedMotion: boolean; css?: boolean }) {
  const reader = await browser.visitor(server, { reducedMotion: wish.reducedMotion });
  const { page } = reader;
  await page.setContent(
    wish.css
      ? `<!doctype html><style>.hero { width: 400px; height: 300px; ${code} }</style><div class="hero"></div>`
      : `<!doctype html><body>${code}</body>`,
  );
  const url = async () =>
    page.evaluate((isBackground) => {
      if (!isBackground) {
        const image = document.querySelector('img');
        return image?.complete && image.naturalWidth > 0 ? image.currentSrc : '';
      }
      const hero = document.querySelector('.hero');
      return hero === null
        ? ''
        : (/url\("([^"]+)"\)/.exec(getComputedStyle(hero).backgroundImage)?.[1] ?? '');
    }, wish.css === true);
  await expect.poll(url, SOON).toMatch(/^http/);
  const answer = await fetch(await url(), { headers: { accept: 'image/webp,*/*' } });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { pages, width, height } = await sharp(bytes, { animated: true }).metadata();
  await reader.close();
  return { frames: pages ?? 1, width, height: pages ? (height ?? 0) / pages : height };
}

describe('code that embeds an animation', () => {
  const motions = [
    { reducedMotion: false, frames: 3 },
    { reducedMotion: true, frames: 1 },
  ];

  it('moves on any page unless the system asks for less motion: img, picture and CSS', async () => {
    const { moving, img } = (await (
      await admin.fetch(`/api/admin/assets/${id}/snippets?width=640`)
    ).json()) as AssetSnippets;
    for (const { reducedMotion, frames } of motions) {
      for (const code of [moving?.img, moving?.picture]) {
        expect(await pasted(code ?? '', { reducedMotion })).toMatchObject({ frames, width: 480 });
      }
      expect(await pasted(moving?.css ?? '', { reducedMotion, css: true })).toMatchObject({ frames });
      expect(await pasted(img, { reducedMotion })).toMatchObject({ frames: 1 });
    }
    const [, standing, link] = /^\[!\[.*?\]\((\S+).*?\)\]\((\S+)\)/.exec(moving?.markdown ?? '') ?? [];
    const framesOf = async (url: string | undefined) => {
      const answer = await fetch(url ?? '', { headers: { accept: 'image/webp,*/*' } });
      return (await sharp(Buffer.from(await answer.arrayBuffer()), { animated: true }).metadata()).pages ?? 1;
    };
    expect(await framesOf(standing)).toBe(1);
    expect(await framesOf(link)).toBe(3);
    const none = await admin.fetch(`/api/admin/assets/${still}/snippets`);
    expect((await none.json()) as AssetSnippets).toMatchObject({ moving: null, motionUrl: null });
  });

  it('is offered by the console, signed where a shape of its own is asked for', async () => {
    const visitor = await browser.visitor(server);
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
    await signIn(visitor, admin);
    const { page } = visitor;
    await page.goto(`/admin/assets/${id}?panel=embed`);
    const code = page.getByRole('textbox', { name: 'Code' });
    const moves = page.getByLabel('Moving, where the visitor’s system allows it');
    expect(await moves.isChecked()).toBe(true);
    // A width that the picture has.
    expect(await page.getByLabel('Width on the page').inputValue()).toBe('480');
    await expect.poll(() => code.inputValue(), SOON).toContain('/motion/');
    await moves.uncheck();
    await expect.poll(() => code.inputValue(), SOON).not.toContain('prefers-reduced-motion');
    await moves.check();
    await page.getByLabel('Shape').selectOption('1:1');
    await expect.poll(() => code.inputValue(), SOON).not.toContain('prefers-reduced-motion');
    await page.getByText('Until it has one, the code shows the still', { exact: false }).waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-embed-moving', { fullPage: false });
    await page.getByRole('button', { name: 'Sign the animation' }).click();
    await expect.poll(() => code.inputValue(), SOON).toContain('sig=');
    const signed = await code.inputValue();
    for (const { reducedMotion, frames } of motions) {
      const shownThere = await pasted(signed, { reducedMotion });
      expect(shownThere.frames).toBe(frames);
      expect(shownThere.width).toBe(shownThere.height);
    }
    await visitor.close();
  });

  it('is offered by a portal, moving and standing still, without script', async () => {
    const reader = await browser.visitor(server, { width: 390, javaScriptEnabled: false, locale: 'de-DE' });
    await reader.page.goto(address);
    await reader.page.getByText('Dieses Bild einbetten').click();
    const [moving, standing] = [
      await reader.page.getByLabel('HTML, bewegt').inputValue(),
      await reader.page.getByLabel('HTML, stehend').inputValue(),
    ];
    for (const { reducedMotion, frames } of motions) {
      expect(await pasted(moving, { reducedMotion })).toMatchObject({ frames });
      expect(await pasted(standing, { reducedMotion })).toMatchObject({ frames: 1 });
    }
    await expectNoSidewaysScroll(reader.page);
    await screenshot(reader.page, 'portal-embed-moving-390-de');
    await reader.page.goto(`/p/press/assets/${still}/standing`);
    expect(await reader.page.getByText('HTML, bewegt').count()).toBe(0);
    await reader.close();
  });
});

describe('an animation in the console', () => {
  it('plays on its page, and its playground knows its frames', async () => {
    const visitor = await visitAs(admin, browser, server);
    const { page } = visitor;
    await page.goto(`/admin/assets/${id}`);
    const picture = page.locator('.asset-frame img.thumb-picture');
    await page.getByRole('button', { name: play }).click();
    await expect.poll(() => picture.getAttribute('src'), SOON).toMatch(/\/motion$/);
    await page.getByRole('button', { name: pause }).click();
    await expect.poll(() => picture.getAttribute('src'), SOON).toMatch(/\/preview$/);
    await page.keyboard.press('e');
    const frame = page.getByLabel('page frame');
    await frame.focus();
    await page.locator('.play-hint').getByText('a page or frame, 1 to 3').waitFor();
    const bytes = page.locator('.play-facts div', { hasText: 'Bytes' }).locator('dd');
    await frame.fill('2');
    await page.locator('.play-canonical').getByText('page=2,w=800').waitFor();
    const [one = ''] = await bytes.allTextContents();
    await frame.fill('9');
    await page.getByText('this file has fewer pages or frames', { exact: false }).waitFor();
    await page.locator('.play-facts').getByText('400').waitFor();
    await frame.fill('');
    await page.getByLabel('anim moving').selectOption('1');
    await page.locator('.play-canonical').getByText('anim=1,w=800').waitFor();
    await page.locator('.play-facts').getByText('WEBP').waitFor();
    await expect.poll(() => bytes.allTextContents(), SOON).not.toEqual([one]);
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-play-animation', { fullPage: false });
    await page.goto(`/admin/assets/${still}`);
    await page.keyboard.press('e');
    await page.getByLabel('up enlarge').waitFor();
    expect(await page.getByLabel('page frame').count()).toBe(0);
    expect(await page.getByLabel('anim moving').count()).toBe(0);
    await visitor.close();
  });

  it('says what parameters accept in German', async () => {
    const visitor = await browser.visitor(server, { locale: 'de-DE' });
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'de' } });
    await signIn(visitor, admin);
    const { page } = visitor;
    await page.goto(`/admin/assets/${still}?panel=embed`);
    const text = page.locator('.play-text');
    await text.fill('w=99999,fit=covr');
    await page.getByText('eine Breite in CSS-Pixeln, 1 bis 12000', { exact: false }).first().waitFor();
    await page.locator('.play-help').getByText('eines von cover, contain', { exact: false }).waitFor();
    expect(await page.locator('.play [lang=en]').count()).toBe(0);
    await page.getByLabel('blur', { exact: false }).focus();
    await page.locator('.play-hint').getByText('0 für keine oder eine Unschärfe, 1 bis 100').waitFor();
    await expectNoAxeViolations(page);
    await visitor.close();
  });
});
