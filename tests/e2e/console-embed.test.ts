/**
 * Embedding as a web developer meets it: code from the asset's page, a wrong parameter put right by one click, a signed address
 * that opens, a focal point that moves the crop, allowed sites and watermarks in the settings, and the code on a portal's page.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Portal } from '../../shared/contract/portals.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { addPicture, approve, license } from '../harness/library.ts';
import { createAdministrator, type Person, signIn } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

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
  await license(admin, asset.id, { endsAt: Date.now() + 40 * 86_400_000 });
  await approve(admin, asset.id);
  id = asset.id;
  visitor = await browser.visitor(server);
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(visitor, admin);
});
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
    const settled = async (isAsWished: (red: number, blue: number) => boolean) => {
      for (let attempt = 0; attempt < 60; attempt++) {
        const [red = 0, , blue = 0] = await crop();
        if (isAsWished(red, blue)) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    };
    await page.getByRole('tab', { name: 'Describe' }).click();
    await page.getByRole('button', { name: 'Set focal point' }).click();
    const field = page.getByRole('button', { name: /^Focal point at 50% across/ });
    await field.waitFor();
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
    expect(await settled((red, blue) => red > 180 && blue < 120)).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(stored).toBeNull();
    await page.getByRole('button', { name: 'Done' }).click();
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
    await expect.poll(async () => (await shown()).status, { timeout: 10_000 }).toBe(403);
    await page.reload();
    await page
      .getByRole('row', { name: /magazine\.example/ })
      .getByRole('button', { name: 'Allow' })
      .click();
    await expect.poll(async () => (await shown()).status, { timeout: 10_000 }).toBe(200);
    await page.getByLabel('May be shown on').selectOption('any');
    await page.getByText('signs new addresses').waitFor();
  });

  it('make a watermark, seen on a picture, and put it on a rendition', async () => {
    const { page } = visitor;
    await page.getByRole('tab', { name: 'Watermarks' }).click();
    await page.getByRole('button', { name: 'New watermark' }).first().click();
    await page.getByRole('img', { name: /^Watermark brand on/ }).waitFor();
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
    const made = await admin.fetch('/api/admin/collections', { json: { title: 'All' } });
    const collection = (await made.json()) as Collection;
    await admin.fetch(`/api/admin/collections/${collection.id}/assets`, { json: { add: [id] } });
    const document = {
      name: 'Press',
      sections: [{ kind: 'collection', id: 'a', collectionId: collection.id }],
    };
    const created = await admin.fetch('/api/admin/portals', { json: { slug: 'press', document } });
    const portal = (await created.json()) as Portal;
    const publish = () => admin.fetch(`/api/admin/portals/${portal.id}/publish`, { json: {} });
    expect((await publish()).status).toBe(200);

    const reader = await browser.visitor(server, { width: 390, javaScriptEnabled: false });
    await reader.page.goto(`/p/press/assets/${id}/quadrants`);
    await reader.page.getByText('Embed this picture').click();
    const html = await reader.page.getByLabel('HTML').inputValue();
    expect(html).toContain('alt="Four colours"');
    expect(html).toContain('<figcaption>Ada / Example</figcaption>');
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
    expect(await scripted.page.evaluate(() => navigator.clipboard.readText())).toMatch(/^!\[Four colours\]/);
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
    await expect.poll(offers, { timeout: 10_000 }).toBe(false);
    await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { allowedSites: null } });
    await expect.poll(offers, { timeout: 10_000 }).toBe(true);
    await admin.fetch(`/api/admin/portals/${portal.id}`, {
      method: 'PATCH',
      json: { document: { ...document, offersEmbed: false } },
    });
    await publish();
    await expect.poll(offers, { timeout: 10_000 }).toBe(false);
  });

  it('breaks nothing on the way', () => {
    const expected = /\/i\/|\/api\/admin\/me/;
    expect(visitor.problems.filter((problem) => !expected.test(problem))).toEqual([]);
  });
});
