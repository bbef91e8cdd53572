/** A share link in a browser: choosing, looking, waiting and asking, with and without script, by mouse and by keyboard. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { addPicture, approve, clear, license, picture, upload } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';
import { slowEngineEntry } from '../harness/slow-engine.ts';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#123"/></svg>';
/**
 * Pictures of an archive take longer than a browser waits for its form, and two at a time longer than the first look of the page
 * that tells how far they are. What the page itself shows is smaller and made at once.
 */
const ARCHIVE_MS = 3000;
const ARCHIVE_OVER = 2000;
/** A page is there before its pictures, which are made when they are first asked for. */
const READABLE = { waitUntil: 'domcontentloaded' } as const;
/** Without script nothing waits for the styles but the whole of it. */
const WHOLE = { timeout: 60_000 };
const SLOW = 6;

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let ids: string[];
let excluded: string;

beforeAll(async () => {
  server = await startServer({ around: slowEngineEntry(ARCHIVE_MS, { over: ARCHIVE_OVER }) });
  browser = await startBrowser();
  admin = await createAdministrator(server);
  const photo = await addPicture(admin, { title: 'Harbour', creditLine: 'Photo: Ada' });
  const drawing = await upload(admin, new TextEncoder().encode(LOGO), 'logo.svg');
  const abroad = await addPicture(admin, { title: 'Only in Japan' });
  excluded = abroad.id;
  if (drawing.asset === null) throw new Error('the logo was refused');
  await license(admin, [photo.id, drawing.asset.id]);
  await license(admin, abroad.id, { territories: { include: ['JP'], exclude: [] } });
  for (const id of [photo.id, drawing.asset.id, abroad.id]) await approve(admin, id);
  await visit(server, (await issue(admin, { assetIds: [photo.id] })).url).view();
  ids = [photo.id, ...(await copyAsset(server, photo.id, 10)), drawing.asset.id];
}, 90_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('a share link in a browser', () => {
  it('filters, selects and adds up what is chosen in the sizes that are chosen', async () => {
    const link = await issue(admin, {
      assetIds: [...ids, excluded],
      name: 'Autumn campaign',
      message: 'For the November issue.',
    });
    const visitor = await browser.visitor(server);
    const { page } = visitor;
    await page.goto(link.url, READABLE);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    expect(await page.locator('.share-item').count()).toBe(12);
    await page.locator('[data-share-kind="vector"]').click();
    const drawing = page.locator('.share-item:visible');
    expect(await drawing.count()).toBe(1);
    // A drawing has a shape and no pixels; what is made of it has.
    expect(await drawing.locator('.share-facts').textContent()).toMatch(/Vector, 2:1/);
    const sizes = (preset: string) =>
      drawing.locator(`button[value="${preset}"] .download-facts`).textContent();
    expect(await sizes('original')).toMatch(/Vector, 2:1/);
    expect(await sizes('web')).toMatch(/2048 × 1024 px/);
    expect(await page.locator('[data-share-shown]').textContent()).toContain('1 of 12');
    await page.locator('[data-share-kind=""]').click();
    await page.getByRole('searchbox').fill('copy 000');
    expect(await page.locator('.share-item:visible').count()).toBe(9);
    await page.getByRole('searchbox').fill('');
    const boxes = page.locator('input[name="asset"]');
    await boxes.nth(2).click({ force: true });
    await boxes.nth(5).click({ force: true, modifiers: ['Shift'] });
    const tray = page.locator('[data-tray-count]');
    expect(await tray.textContent()).toContain('4 files');
    const originals = await tray.textContent();
    await page.locator('[data-share-select="all"]').click();
    expect(await tray.textContent()).toContain('12 files');
    await page.locator('[data-share-select="none"]').click();
    await expect.poll(() => page.locator('#chosen').isVisible()).toBe(false);
    for (const index of [2, 3, 4, 5]) await boxes.nth(index).click({ force: true });
    const everything = await page.locator('[data-share-all]').textContent();
    await page.locator('.share-all [popovertarget="share-sizes"]').click();
    await expectNoAxeViolations(page);
    await screenshot(page, 'share-sizes', { fullPage: false });
    await page.locator('#size-image').selectOption('social-square');
    await page.locator('#size-vector').selectOption('none');
    await page.locator('#share-sizes .button').click();
    expect(await tray.textContent()).toContain('4 files');
    expect(await tray.textContent()).not.toBe(originals);
    expect(await page.locator('[data-share-all]').textContent()).not.toBe(everything);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#chosen button[type="submit"]').click(),
    ]);
    expect(download.suggestedFilename()).toBe('Autumn campaign.zip');
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  }, 90_000);

  it('says of a file without sizes that it is to look at only, and asks for it', async () => {
    const { asset } = await upload(admin, new TextEncoder().encode('Guidelines'), 'guidelines.txt');
    if (asset === null) throw new Error('the document was refused');
    await clear(admin, asset.id);
    const link = await issue(admin, {
      assetIds: [...ids.slice(0, 2), asset.id],
      permission: 'download_renditions',
    });
    const visitor = await browser.visitor(server, { width: 1280 });
    const { page } = visitor;
    await page.goto(link.url, READABLE);
    await page.getByText(/download 2 of 3 in the sizes offered/).waitFor();
    expect(await page.locator('[data-share-all]').textContent()).toContain('Download 2 of 3 files');
    await page.locator(`[id="${asset.id}"]`).getByRole('link', { name: 'Ask for it' }).click();
    const form = page.locator('#ask-for-file form');
    await form.waitFor();
    expect(await form.getByLabel('Which file').inputValue()).toBe(asset.id);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'share-look-only-1280');
    await form.getByLabel('Your e-mail address').fill('kim@agency.example');
    await form.getByLabel('What do you need it for?').fill('For the printer');
    await form.getByLabel('Where it will be used').selectOption('print');
    await form.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText(/^Your request is with/).waitFor();
    await visitor.close();
  }, 60_000);

  it('keeps what is ticked on a link of several pages while it is filtered', async () => {
    const [photo = ''] = ids;
    const many = [photo, ...(await copyAsset(server, photo, 205)), ids.at(-1) ?? ''];
    const link = await issue(admin, { assetIds: many, name: 'Long' });
    const visitor = await browser.visitor(server);
    const { page } = visitor;
    await page.goto(link.url, READABLE);
    const boxes = page.locator('.share-item input[name="asset"]');
    await boxes.nth(1).click({ force: true });
    await boxes.nth(7).click({ force: true });
    const tray = page.locator('[data-tray-count]');
    expect(await tray.textContent()).toContain('2 files');
    await page.locator('[data-share-kind="vector"]').click();
    await expect.poll(() => page.locator('.share-item').count()).toBe(1);
    await expect.poll(() => tray.textContent()).toContain('2 files');
    await boxes.first().click({ force: true });
    expect(await tray.textContent()).toContain('3 files');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.locator('#chosen button[type="submit"]').click();
    expect(new URLSearchParams((await sent).postData() ?? '').getAll('asset')).toHaveLength(3);
    await page.goto(link.url, READABLE);
    await expect.poll(() => boxes.nth(7).isChecked()).toBe(true);
    await page.locator('#chosen button[type="reset"]').click();
    await page.reload(READABLE);
    expect(await page.locator('input[name="asset"]:checked').count()).toBe(0);
    await visitor.close();
  }, 90_000);

  it('keeps what is ticked on several pages without script, and packs it all', async () => {
    const [photo = ''] = ids;
    const many = [photo, ...(await copyAsset(server, photo, 205)), ids.at(-1) ?? ''];
    const link = await issue(admin, { assetIds: many, name: 'Plain', permission: 'download_originals' });
    const visitor = await browser.visitor(server, { width: 390, height: 844, javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto(link.url, WHOLE);
    await page.locator(`input[name="asset"][value="${many[1]}"]`).check({ force: true });
    // Nothing that would lose it is offered.
    expect(await page.locator('[data-share-more]:visible, [data-share-kind]:visible').count()).toBe(0);
    await page.getByRole('button', { name: /^Show .*more/ }).click();
    await page.waitForSelector(`[id="${many[201]}"]`, WHOLE);
    await expectNoSidewaysScroll(page);
    expect(await page.getByText('1 more file is selected that you do not see here.').count()).toBe(1);
    await page.locator(`input[name="asset"][value="${many[203]}"]`).check({ force: true });
    await page.getByRole('button', { name: 'Logos and drawings' }).click();
    await page.waitForSelector(`[id="${many.at(-1)}"]`, WHOLE);
    expect(await page.locator('.share-item').count()).toBe(1);
    await page.locator(`input[name="asset"][value="${many.at(-1)}"]`).check({ force: true });
    await page.getByRole('searchbox').fill('copy 0001');
    await page.getByRole('button', { name: 'All', exact: false }).first().click();
    await page.waitForSelector(`[id="${many[1]}"]`, WHOLE);
    expect(await page.locator(`input[name="asset"][value="${many[1]}"]`).isChecked()).toBe(true);
    // One is taken back where it is seen again.
    await page.locator(`input[name="asset"][value="${many[2]}"]`).check({ force: true });
    await page.getByRole('searchbox').fill('copy 0001');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForSelector(`[id="${many[1]}"]`, WHOLE);
    expect(await page.locator('.share-item').count()).toBe(1);
    await screenshot(page, 'share-plain-390', { fullPage: false });
    await page.locator(`input[name="asset"][value="${many[1]}"]`).uncheck({ force: true });
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.locator('#chosen button[type="submit"]:not(.turn)').click({ noWaitAfter: true }),
    ]);
    const rights = execFileSync('python3', [
      '-c',
      'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("RIGHTS.csv").decode())',
      await download.path(),
    ]).toString();
    const packed = many.filter((id) => rights.includes(id));
    expect(packed).toEqual([many[2], many[203], many.at(-1)]);
    // Clearing forgets all of it.
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.waitForSelector(`[id="${many[1]}"]`, WHOLE);
    expect(await page.locator('input[name="asset"]:checked').count()).toBe(0);
    await visitor.close();
  }, 120_000);

  it('takes no form longer than its own', async () => {
    const link = await issue(admin, { assetIds: ids });
    const turned = async (assets: string) => {
      const answer = await fetch(new URL(link.url, server.origin), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
        body: `turn=kind%3Dvector${assets}`,
      });
      return { status: answer.status, html: await answer.text() };
    };
    const one = await turned(`&asset=${ids[0]}&asset=${ids[0]}&asset=%3Cscript%3E`);
    expect(one.status).toBe(200);
    expect(one.html).toContain('1 more file is selected');
    expect(one.html).not.toContain('<script>"');
    const absurd = await turned(`&asset=${ids[0]}`.repeat(8_000));
    expect(absurd.status).toBe(200);
    expect(absurd.html).not.toContain('selected that you do not see');
  }, 60_000);

  it('shows files large by keyboard, and returns to the place', async () => {
    const link = await issue(admin, { assetIds: ids });
    const visitor = await browser.visitor(server);
    const { page } = visitor;
    await page.goto(link.url, READABLE);
    const second = page.locator('a[data-theatre]').nth(1);
    await second.focus();
    await page.keyboard.press('Enter');
    await page.locator('.pswp--open .theatre-words').waitFor();
    expect(await page.locator('.theatre-words').textContent()).toContain('Copy 0001');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.theatre-words').textContent()).toContain('Copy 0002');
    expect(await page.locator('.theatre-words').textContent()).toContain('Photo: Ada');
    const widthOf = () =>
      page.evaluate(() => {
        const shown = [...document.querySelectorAll('.pswp__item[aria-hidden="false"] img.pswp__img')];
        return Math.max(...shown.map((image) => image.getBoundingClientRect().width));
      });
    const isDrawn = () =>
      page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLImageElement>('.pswp__item[aria-hidden="false"] img.pswp__img'),
        ].some((image) => image.complete && image.naturalWidth > 0),
      );
    await expect.poll(isDrawn).toBe(true);
    const fitted = await widthOf();
    await page.keyboard.press('+');
    await expect.poll(widthOf).toBeGreaterThan(fitted * 1.2);
    await page.keyboard.press('-');
    await page.locator('.theatre-download summary').click();
    expect(await page.locator('.theatre-download button.download').count()).toBeGreaterThan(1);
    await screenshot(page, 'share-theatre', { fullPage: false });
    await page.keyboard.press('Escape');
    await page.locator('.pswp').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.share-item')?.textContent ?? ''))
      .toContain('Copy 0002');
    await visitor.close();
  }, 60_000);

  it('passes axe in every state, at both widths', async () => {
    const states: [string, Record<string, unknown>, string | null][] = [
      ['revoked', {}, 'revoked'],
      ['off', {}, 'off'],
      ['not_started', { startsAt: Date.now() + 86_400_000 * 3 }, null],
      ['not_here', { territories: { include: ['US'], exclude: [] } }, null],
      ['view', { permission: 'view' }, null],
    ];
    for (const [name, fields, state] of states) {
      const link = await issue(admin, { assetIds: [ids[0] ?? '', excluded], ...fields });
      if (state) await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state } });
      for (const width of [390, 1440]) {
        const visitor = await browser.visitor(server, {
          width,
          colorScheme: width === 390 ? 'dark' : 'light',
        });
        await visitor.page.goto(link.url, READABLE);
        await expectNoAxeViolations(visitor.page);
        await expectNoSidewaysScroll(visitor.page);
        await screenshot(visitor.page, `share-${name}-${width}`);
        await visitor.close();
      }
    }
  }, 120_000);

  it('works without script on a phone: sizes, a selection, a filter, an archive that takes a while, a request', async () => {
    const { asset } = await upload(admin, await picture(91, 3000, 2000), 'large.jpg');
    if (asset === null) throw new Error('refused');
    await clear(admin, asset.id);
    await visit(server, (await issue(admin, { assetIds: [asset.id] })).url).view();
    const many = await copyAsset(server, asset.id, SLOW, (index) => `Large ${index}`);
    const link = await issue(admin, { assetIds: [...many, ...ids, excluded], maxDownloads: 1 });
    const visitor = await browser.visitor(server, {
      width: 390,
      height: 844,
      locale: 'de-DE',
      javaScriptEnabled: false,
    });
    const { page } = visitor;
    await page.goto(link.url, WHOLE);
    await expectNoSidewaysScroll(page);
    await page.goto(`${link.url}?kind=vector`, WHOLE);
    expect(await page.locator('.share-item').count()).toBe(1);
    await page.goto(link.url, WHOLE);
    await page.locator('.share-all [popovertarget="share-sizes"]').click();
    await page.locator('#size-image').selectOption('print');
    await page.locator('#share-sizes .button').click();
    const begun = page.waitForEvent('download', { timeout: 60_000 });
    // The page loads itself anew every few seconds; it waits with that until it has been looked at.
    let look = 0;
    let seen = () => {};
    const isSeen = new Promise<void>((resolve) => {
      seen = resolve;
    });
    await page.route(/\/preparing$/, async (route) => {
      look += 1;
      if (look > 1) await isSeen;
      await route.continue();
    });
    await page.locator('.share-all button.button[type="submit"]').click({ noWaitAfter: true });
    await page.waitForURL(/\/preparing$/);
    expect(await page.locator('h1').textContent()).toBe('Ihr Archiv wird vorbereitet');
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'share-preparing-390-de');
    seen();
    // It loads itself anew until the download begins.
    const download = await begun;
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    await page.goto(link.url, WHOLE);
    await page.waitForSelector('[data-reason="limit_reached"]');
    await page.getByLabel('Ihre E-Mail-Adresse').fill('kim@agentur.example');
    await page.getByLabel('Wofür brauchen Sie das?').fill('Nachdruck');
    await page.getByLabel('Wo es verwendet wird').selectOption('print');
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await page.locator('.asked').waitFor();
    expect(await page.locator('.asked').textContent()).toContain('Ihre Anfrage liegt bei Ada Brandt');
    await visitor.close();
  }, 120_000);
});
