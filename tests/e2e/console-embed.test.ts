import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetSnippets } from '../../shared/contract/delivery.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { addFile, addPicture, clear, upload } from '../harness/library.ts';
import { createAdministrator, type Person, signIn, visitAs } from '../harness/people.ts';
import { portalOf } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { tiffOf } from '../harness/tiff.ts';

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
let visitor: Visitor;
let id: string;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  const asset = await addPicture(admin, {
    title: 'Quadrants',
    altText: 'Four colours',
    creditLine: 'Ada / Example',
  });
  await clear(admin, asset.id, { endsAt: Date.now() + 40 * 86_400_000 });
  id = asset.id;
  visitor = await browser.visitor(server);
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(visitor, admin);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The colour in the middle of a picture's lower half. */
async function lowerColour(bytes: Buffer): Promise<number[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height * 0.75) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + 3)];
}

describe('embedding from the console', () => {
  it('gives code that works, with one key', async () => {
    const { page } = visitor;
    await page.goto(`/admin/assets/${id}`);
    await page.getByRole('heading', { name: 'Quadrants' }).waitFor();
    await page.keyboard.press('e');
    await page.getByText(/^Works now, until /).waitFor();
    const code = page.getByRole('textbox', { name: 'Code' });
    expect(await code.inputValue()).toContain('<img');
    expect(await code.inputValue()).toContain('alt="Four colours"');
    expect(await code.inputValue()).toContain('<figcaption>Ada / Example</figcaption>');
    expect(await code.inputValue()).toContain('data:image/png;base64,');
    await page.getByLabel('Blurred placeholder until it arrives').uncheck();
    expect(await code.inputValue()).not.toContain('data:image/png');
    await page.getByRole('radio', { name: 'Markdown' }).check();
    await page.keyboard.press('c');
    await page.getByText('The code is in the clipboard').last().waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^!\[Four colours\]\(http/);
    const address = /\((\S+)/.exec(copied)?.[1] ?? '';
    expect((await fetch(address)).headers.get('content-type')).toMatch(/^image\//);
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-embed', { fullPage: false });
  });

  it('explains a wrong parameter and puts it right by a click', async () => {
    const { page } = visitor;
    const text = page.getByRole('textbox', { name: 'Transformation in the address' });
    await text.fill('w=99999');
    await page.getByText('This address answers 400', { exact: false }).waitFor();
    await page.locator('.play-facts').getByText('400').waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Use w=12000' }).click();
    expect(await text.inputValue()).toBe('w=12000');
    await page.getByText('Needs a signature', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Use w=3840' }).click();
    await page.getByText('Free', { exact: true }).waitFor();
    await page.getByLabel('w width').fill('320');
    await page.getByLabel('ar ratio').fill('1:1');
    await page.locator('.play-facts').getByText('320 × 320').waitFor();
    await page.locator('.play-canonical').getByText('h=320,w=320').waitFor();
    expect(await page.locator('.play-headers').textContent()).toContain('cache-control');
  });

  it('offers the pages of a scan, and no movement', async () => {
    const page = await visitor.context.newPage();
    const side = { width: 120, height: 80 };
    const scan = tiffOf([
      { color: [200, 30, 30], ...side },
      { color: [30, 30, 200], ...side },
    ]);
    const id = await addFile(admin, scan, 'scan.tif');
    await clear(admin, id);
    await page.goto(`${server.origin}/admin/assets/${id}?panel=embed`);
    const number = page.getByLabel('page frame');
    await number.focus();
    await page.locator('.play-hint').getByText('a page or frame, 1 to 2').waitFor();
    await number.fill('2');
    await page.locator('.play-canonical').getByText('page=2,w=800').waitFor();
    await page.locator('.play-facts').getByText('120 × 80').waitFor();
    expect(await page.getByLabel('anim moving').count()).toBe(0);
    await page.close();
  });

  it('signs an address that opens exactly what was signed', async () => {
    const { page } = visitor;
    await page.getByRole('textbox', { name: 'Transformation in the address' }).fill('w=333');
    // Shown at once, with a signature only for the look.
    await page
      .locator('.play-facts')
      .getByText(/^333 × /)
      .waitFor();
    await page.getByRole('button', { name: 'Sign this address' }).click();
    await expectNoAxeViolations(page);
    await page.locator('dialog').getByRole('button', { name: 'Sign this address' }).click();
    const signed = await page.getByRole('textbox', { name: 'Signed address' }).inputValue();
    const answer = await page.evaluate(async (url) => {
      const response = await fetch(url);
      return { status: response.status, type: response.headers.get('content-type') };
    }, signed);
    expect(answer).toMatchObject({ status: 200, type: expect.stringMatching(/^image\//) });
    expect((await fetch(signed.replace('w=333', 'w=334'))).status).toBe(403);
    await page.locator('dialog').getByRole('button', { name: 'Close' }).last().click();
  });

  it('moves every crop with the focal point, by keyboard, and takes it back', async () => {
    const { page } = visitor;
    const crop = async () => {
      const response = await server.fetch(`/i/${id}/w=64,ar=1:2/q.jpg`, {
        headers: { accept: 'image/jpeg' },
      });
      return lowerColour(Buffer.from(await response.arrayBuffer()));
    };
    await page.getByRole('tab', { name: 'Describe' }).click();
    await page.getByRole('button', { name: 'Set focal point' }).click();
    const field = page.getByRole('button', { name: /^Focal point at 50% across/ });
    await field.waitFor();
    // The picture stays in sight under the point.
    await page.locator('.asset-frame .thumb[data-loaded]').waitFor();
    for (const name of ['Square 1:1', 'Landscape 16:9', 'Portrait 4:5', 'Social card 1.91:1']) {
      await page.getByText(name).waitFor();
    }
    await expectNoAxeViolations(page);
    // To the right, where the lower quadrant is yellow; on the left it is blue.
    for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('button', { name: /^Focal point at 90% across/ }).waitFor();
    await page.getByRole('button', { name: 'Back to the centre' }).waitFor();
    const stored = async () =>
      ((await (await admin.fetch(`/api/admin/assets/${id}`)).json()) as { fields: { focalPoint: unknown } })
        .fields.focalPoint;
    await expect.poll(stored).toEqual({ x: 0.9, y: 0.5 });
    const isYellow = async () => {
      const [red = 0, , blue = 0] = await crop();
      return red > 180 && blue < 120;
    };
    await expect.poll(isYellow).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(stored).toBeNull();
    await page.getByRole('button', { name: 'Done' }).click();
  });
});

describe('a file that cannot be drawn', () => {
  it('says why in German to a German reader, with numbers as they are written there', async () => {
    const flat = sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#335' } });
    const { asset } = await upload(admin, await flat.gif().toBuffer(), 'gross.gif');
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'de' } });
    const reader = await visitAs(admin, browser, server);
    await reader.page.goto(`/admin/assets/${asset?.id}?panel=versions`);
    const why =
      '4.000 × 4.000 Pixel sind mehr, als sich darstellen lässt. Bei diesem Typ (image/gif) sind höchstens 12,5 Megapixel möglich. Die Datei bleibt, wie sie abgegeben wurde, und kann geteilt und heruntergeladen werden.';
    await reader.page.getByText(why).waitFor();
    await screenshot(reader.page, 'console-refused-de', { fullPage: false });
    await reader.close();
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
  });
});

describe('hot-links in the settings', () => {
  it('are listed by site, begin by only reporting, and refuse once they may', async () => {
    const { page } = visitor;
    const shown = () =>
      server.fetch(`/i/${id}/w=320/q.jpg`, { headers: { referer: 'https://magazine.example/lamps' } });
    expect((await shown()).status).toBe(200);
    await page.goto('/admin/settings');
    await page.getByRole('tab', { name: 'Hot-links' }).click();
    await page.getByRole('heading', { name: 'Allowed sites' }).waitFor();
    await page.getByLabel('May be shown on').selectOption('list_or_empty');
    const reportOnly = page.getByLabel('Only report, refuse nothing yet');
    expect(await reportOnly.isChecked()).toBe(true);
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-hotlinks', { fullPage: false });
    await reportOnly.uncheck();
    await expect.poll(async () => (await shown()).status).toBe(403);
    // Use is written down together, every few seconds; the page asks for it once.
    const listed = async () => JSON.stringify(await (await admin.fetch('/api/admin/hotlinks?days=7')).json());
    await expect.poll(listed).toContain('magazine.example');
    await page.reload();
    await page
      .getByRole('row', { name: /magazine\.example/ })
      .getByRole('button', { name: 'Allow' })
      .click();
    await expect.poll(async () => (await shown()).status).toBe(200);
    await page.getByLabel('May be shown on').selectOption('any');
    await page.getByText('signs new addresses').waitFor();
  });

  it('make a watermark, seen on a picture, and put it on a rendition', async () => {
    const { page } = visitor;
    await page.getByRole('tab', { name: 'Watermarks' }).click();
    // A busy engine is asked again when it says; anything else is told, and asked again by hand.
    const problem = (status: number, detail: string) => ({
      status,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
      body: JSON.stringify({ type: 'x', title: 'x', status, code: 'x', detail }),
    });
    const answers = [problem(503, 'Busy.'), problem(403, 'Its picture may not be used.')];
    await page.route('**/marked?*', (route) => {
      const answer = answers.shift();
      return answer === undefined ? route.fallback() : route.fulfill(answer);
    });
    await page.getByRole('button', { name: 'New watermark' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Its picture may not be used.').waitFor();
    await dialog.getByRole('img', { name: /a sketch$/ }).waitFor();
    await expectNoAxeViolations(page);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('As it is delivered.').waitFor();
    await page.unroute('**/marked?*');
    await screenshot(page, 'console-watermark', { fullPage: false });
    const drawn = dialog.getByRole('img', { name: /^Watermark brand on/ });
    // The engine's picture, not the sketch that stood there.
    expect(await drawn.getAttribute('src')).toMatch(/^blob:/);
    await page.getByRole('textbox', { name: 'Text' }).fill('PROOF');
    await page.getByRole('radio', { name: 'Centre' }).check({ force: true });
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Save watermark' }).click();
    await page.getByText('wm=brand').waitFor();
    await page.getByLabel('Watermark on everything that rights protect').selectOption('brand');
    await page.getByText('protects').waitFor();
    await screenshot(page, 'console-watermarks', { fullPage: false });
    await expectNoAxeViolations(page);
    const sign = async (transformation: string) => {
      const response = await admin.fetch(`/api/admin/assets/${id}/sign`, {
        json: { transformation, expiresAt: null },
      });
      return ((await response.json()) as { url: string }).url;
    };
    const bytes = async (transformation: string) =>
      Buffer.from(await (await fetch(await sign(transformation))).arrayBuffer());
    const [plain, marked] = [await bytes('f=png,w=333'), await bytes('f=png,w=333,wm=brand')];
    expect(await sharp(marked).stats()).not.toEqual(await sharp(plain).stats());
  });
});

describe('embedding from a portal', () => {
  it('offers code that needs no script, and nothing where the portal or the sites say no', async () => {
    const portal = await portalOf(admin, 'press', [id], { name: 'Press' });
    const publish = () => admin.fetch(`/api/admin/portals/${portal.id}/publish`, { json: {} });

    const reader = await browser.visitor(server, { width: 390, javaScriptEnabled: false });
    await reader.page.goto(`/p/press/assets/${id}/quadrants`);
    await reader.page.getByText('Embed this picture').click();
    const html = await reader.page.getByLabel('HTML').inputValue();
    expect(html).toContain('alt="Four colours"');
    expect(html).toContain('<figcaption>Ada / Example</figcaption>');
    // The same code as in the console, without what is tried out there.
    const snippets = (await (
      await admin.fetch(`/api/admin/assets/${id}/snippets?width=800`)
    ).json()) as AssetSnippets;
    const shown = {
      img: html,
      picture: await reader.page.getByLabel('Picture element').inputValue(),
      bbcode: await reader.page.getByLabel('BBCode').inputValue(),
      markdown: await reader.page.getByLabel('Markdown').inputValue(),
      url: await reader.page.getByLabel('Address').inputValue(),
    };
    const { img, picture, bbcode, markdown, url } = snippets;
    expect(shown).toEqual({ img, picture, bbcode, markdown, url });
    const css = await reader.page.getByLabel('CSS').inputValue();
    expect(css).toContain('image-set(');
    expect(css).toContain(`background-color: ${snippets.dominantColour};`);
    const blurred = await reader.page.getByLabel('With a blurred preview').inputValue();
    expect(blurred).toContain(`url(${snippets.placeholder})`);
    const address = /src="([^"]+)"/.exec(html)?.[1] ?? '';
    expect((await fetch(address)).status).toBe(200);
    await reader.page.getByText('Planned end:').waitFor();
    await expectNoSidewaysScroll(reader.page);
    await screenshot(reader.page, 'portal-embed-390');
    await reader.close();

    const scripted = await browser.visitor(server, { locale: 'de-DE' });
    await scripted.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await scripted.page.goto(`/p/press/assets/${id}/quadrants`);
    await scripted.page.getByText('Dieses Bild einbetten').click();
    await scripted.page.getByRole('button', { name: 'Markdown kopieren' }).click();
    await expect
      .poll(() => scripted.page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^!\[Four colours\]/);
    await expectNoAxeViolations(scripted.page);
    await screenshot(scripted.page, 'portal-embed-de');
    await scripted.close();

    const offers = async () =>
      (await (await server.fetch(`/p/press/assets/${id}/quadrants`)).text()).includes('Embed this picture');
    expect(await offers()).toBe(true);
    await admin.fetch(`/api/admin/assets/${id}`, {
      method: 'PATCH',
      json: { allowedSites: { mode: 'list', sites: ['shop.example'], reportOnly: false } },
    });
    await expect.poll(offers).toBe(false);
    await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { allowedSites: null } });
    await expect.poll(offers).toBe(true);
    await admin.fetch(`/api/admin/portals/${portal.id}`, {
      method: 'PATCH',
      json: { document: { ...portal.draft, offersEmbed: false } },
    });
    await publish();
    await expect.poll(offers).toBe(false);
  });

  it('breaks nothing on the way', () => {
    // Asked for on purpose: addresses that are wrong, a profile, and two trials of a watermark.
    const expected = /\/i\/|\/api\/admin\/me|\/marked\?/;
    expect(visitor.problems.filter((problem) => !expected.test(problem))).toEqual([]);
  });
});
