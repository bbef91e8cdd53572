/**
 * Running links as their owner does: made from the library with what the pre-flight finds mended in place, people invited,
 * more time, another owner, an undo, and the end. axe looks at every step; the dialog fits one screen.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisterRow, ShareLink } from '../../shared/contract/index.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { addPicture, clear } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

const DAY_MS = 86_400_000;
/** Until the server has what was pressed. */
const WAITED = { timeout: 20_000 };

describe('running share links', () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: Person;
  let visitor: Visitor;
  let link: ShareLink;

  const get = async <T>(path: string): Promise<T> => (await (await admin.fetch(path)).json()) as T;
  const reread = () => get<ShareLink>(`/api/admin/shares/${link.id}`);

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
    admin = await createAdministrator(server);
    const terms: Record<string, Record<string, unknown>> = {
      'Oak chair': {},
      'Harbour at night': { endsAt: Date.now() + 9 * DAY_MS },
      'Founder portrait': { channels: ['print'] },
    };
    for (const [title, fields] of Object.entries(terms)) {
      const { id } = await addPicture(admin, { title, creditLine: 'Photo: Ada Brandt' });
      await clear(admin, id, fields);
    }
    await admin.fetch('/api/admin/users', {
      json: {
        name: 'Cleo Marín',
        email: 'cleo@example.com',
        role: 'curator',
        password: 'a long enough password',
      },
    });
    await admin.fetch('/api/admin/requests', {
      json: {
        title: 'Photos of the fair',
        deadline: Date.now() + 12 * DAY_MS,
        timeZone: 'Europe/Berlin',
        invite: [{ name: 'Studio Nord', email: 'nord@studio.example' }],
      },
    });
    visitor = await visitAs(admin, browser, server);
    // The console asked who is there before anybody was.
    visitor.problems.length = 0;
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('makes one from the library, and mends in place what would not go out', async () => {
    const { page } = visitor;
    await page.goto('/admin/library');
    await page.getByText('Oak chair').first().waitFor();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Control+a');
    await page.getByText('3 selected').first().waitFor();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Kreativ GmbH');
    await dialog.getByText('1 of 3 ends before the link. 1 of 3 is not delivered now.').waitFor();
    const box = await dialog.boundingBox();
    expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 9999) <= 900).toBe(true);
    await screenshot(page, 'shares-dialog', { fullPage: false });
    await dialog.locator('.preflight summary').click();
    await screenshot(page, 'shares-preflight', { fullPage: false });
    await dialog.getByRole('listitem').filter({ hasText: 'Founder portrait' }).waitFor();
    await expectNoAxeViolations(page);
    await dialog.getByRole('button', { name: 'Leave it out' }).click();
    await dialog.getByText('1 of 2 ends before the link.').waitFor();
    // What was opened stays open while one thing after the other is mended.
    await dialog.getByRole('button', { name: /^End it/ }).click();
    await dialog.getByText('All 2 are cleared until the link ends.').waitFor();
    await dialog.locator('.more-options summary').click();
    await dialog.getByLabel('Readable address').fill('login');
    await dialog.getByText('This name is kept for the system.').waitFor();
    await dialog.getByLabel('Readable address').fill('kreativ-autumn');
    await dialog.getByText('Free', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Make one' }).click();
    await dialog.getByText('Good', { exact: true }).waitFor();
    expect(await dialog.getByLabel('Password, optional').inputValue()).toMatch(
      /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/,
    );
    await dialog.getByLabel('Terms to accept first').fill('Only for the autumn campaign.');
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-more', { fullPage: false });
    await dialog.getByRole('button', { name: 'Create link' }).click();
    await page.getByRole('button', { name: 'Copy link' }).waitFor();
    const { items } = await get<{ items: ShareLink[] }>('/api/admin/shares');
    expect(items).toMatchObject([
      {
        name: 'Kreativ GmbH',
        vanity: 'kreativ-autumn',
        hasPassword: true,
        termsText: 'Only for the autumn campaign.',
        source: { kind: 'assets', count: 2 },
        notify: 'digest',
      },
    ]);
    const [made] = items;
    if (!made) throw new Error('no link');
    link = made;
    await page.getByRole('link', { name: 'Open it in the register' }).click();
    await page.getByRole('heading', { level: 1, name: 'Shares' }).waitFor();
  }, 90_000);

  it('invites people, each in their language, and shows what became of the mail', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail address of person 1').fill('kim@agency.example');
    await page.getByLabel('Name of person 1').fill('Kim Sato');
    await page.getByRole('button', { name: 'Another person' }).click();
    await page.getByLabel('E-mail address of person 2').fill('lee@agency.example');
    await page.getByLabel('Language of the mail to person 2').selectOption('de');
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-invite', { fullPage: false });
    await page.getByRole('button', { name: 'Invite 2 people' }).click();
    await page.getByText('Kim Sato').waitFor();
    await server.tick();
    await expect
      .poll(async () => (await reread()).recipients.map(({ mail }) => mail), { timeout: 20_000 })
      .toEqual(['kept', 'kept']);
    expect((await reread()).recipients.map(({ locale }) => locale)).toEqual(['en', 'de']);
    await page.reload();
    await page.getByText('Kim Sato').waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-register', { fullPage: false });
  }, 60_000);

  it('lists requests beside links, filters, sorts, and hands the list out as a file', async () => {
    const { page } = visitor;
    await page.goto('/admin/shares');
    await page.getByText('Photos of the fair').waitFor();
    await page.getByRole('button', { name: 'Ends', exact: true }).click();
    await page
      .getByRole('columnheader', { name: 'Ends' })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('ends');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('menuitem', { name: 'Has a password' }).click();
    await page.getByText('Photos of the fair').waitFor({ state: 'detached' });
    await page.getByText('Kreativ GmbH').first().waitFor();
    const href = (await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')) ?? '';
    expect(href).toContain('hasPassword=true');
    expect((await (await admin.fetch(href)).text()).trimEnd().split('\r\n')).toHaveLength(2);
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: /Has a password/ }).click();
    await page.getByText('Photos of the fair').waitFor();
    await screenshot(page, 'shares-list', { fullPage: false });
  }, 60_000);

  it('keeps owner and row menu in sight where not all columns have room', async () => {
    const small = await visitAs(admin, browser, server, { width: 1280, height: 800 });
    const { page } = small;
    await page.goto('/admin/shares');
    const menu = page.getByRole('button', { name: 'Actions for “Kreativ GmbH”' });
    await menu.waitFor();
    await page.getByRole('columnheader', { name: 'Audience' }).waitFor({ state: 'detached' });
    const box = await menu.boundingBox();
    expect((box?.x ?? 9999) + (box?.width ?? 0)).toBeLessThanOrEqual(1280);
    const owner = await page.getByRole('columnheader', { name: 'Owner' }).boundingBox();
    expect((owner?.x ?? 9999) + (owner?.width ?? 0)).toBeLessThanOrEqual(1280);
    await small.close();
  }, 60_000);

  it('extends with an undo, hands over with an undo, and revokes after saying what ends', async () => {
    const { page } = visitor;
    await page.goto(`/admin/shares/${link.id}`);
    const { endsAt } = await reread();
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    await page.getByRole('radio', { name: '30 days' }).check({ force: true });
    await page
      .getByRole('dialog')
      .getByText(/end before the link|ends before the link/)
      .waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-extend', { fullPage: false });
    await page.getByRole('button', { name: 'Extend link' }).click();
    await expect.poll(async () => (await reread()).endsAt, WAITED).toBeGreaterThan(endsAt + 29 * DAY_MS);
    await page
      .locator('.notice', { hasText: '“Kreativ GmbH” ends' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect.poll(async () => (await reread()).endsAt, WAITED).toBe(endsAt);

    const owner = (await reread()).owner;
    await page.getByRole('button', { name: 'Actions for “Kreativ GmbH”' }).click();
    await page.getByRole('menuitem', { name: 'Hand over' }).click();
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Cleo Marín' });
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-transfer', { fullPage: false });
    await page.getByRole('button', { name: 'Hand over to Cleo Marín' }).click();
    await expect.poll(async () => (await reread()).owner.name, WAITED).toBe('Cleo Marín');
    await page
      .locator('.notice', { hasText: 'belongs to Cleo Marín now' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect.poll(async () => (await reread()).owner, WAITED).toEqual(owner);

    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Revoking is for good and cannot be undone').waitFor();
    await page.getByText('2 invited people lose their links.').waitFor();
    await page.getByText('Nothing was downloaded so far.').waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-revoke', { fullPage: false });
    await page.getByRole('button', { name: 'Switch off instead' }).click();
    await expect.poll(async () => (await reread()).state, WAITED).toBe('off');
    await page.locator('.notice', { hasText: 'is off:' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await reread()).state, WAITED).toBe('active');
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke link' }).click();
    await expect.poll(async () => (await reread()).state, WAITED).toBe('revoked');
    const { items } = await get<{ items: RegisterRow[] }>('/api/admin/shares/register?state=revoked');
    expect(items).toHaveLength(1);
    expect(visitor.problems).toEqual([]);
  }, 90_000);

  it.each([
    { width: 390, height: 844, locale: 'de-DE', colorScheme: 'dark' as const },
    { width: 1440, height: 900, locale: 'de-DE', colorScheme: 'dark' as const },
  ])(
    'is readable at $width px in German and in the dark',
    async (options) => {
      const other = await visitAs(admin, browser, server, options);
      await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'de' } });
      const { page } = other;
      await page.goto('/admin/shares');
      await page.getByText('Photos of the fair').waitFor();
      await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `shares-list-${options.width}`, { fullPage: false });
      const { items } = await get<{ items: { id: string }[] }>('/api/admin/assets');
      await page.goto(`/admin/assets/${items[0]?.id}`);
      await page.getByRole('button', { name: 'Teilen' }).first().click();
      await page.locator('.preflight').waitFor();
      await page.locator('.more-options summary').click();
      await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `shares-dialog-${options.width}`, { fullPage: false });
      await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
      await other.close();
    },
    60_000,
  );

  it('leaves out of a collection that a link follows, puts back while it is edited, and undoes', async () => {
    const { page } = visitor;
    const { items } = await get<{ items: { id: string; title: string }[] }>('/api/admin/assets');
    const portrait = items.find(({ title }) => title === 'Founder portrait')?.id ?? '';
    const made = await admin.fetch('/api/admin/collections', { json: { title: 'Autumn pictures' } });
    const { id } = (await made.json()) as { id: string };
    const add = items.map((asset) => asset.id);
    await admin.fetch(`/api/admin/collections/${id}/assets`, { json: { add } });
    await page.goto(`/admin/collections/${id}`);
    await page.getByText('Founder portrait').first().waitFor();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.preflight summary').click();
    await dialog.getByRole('button', { name: 'Leave it out' }).click();
    await dialog.getByText('1 asset is left out.').waitFor();
    await dialog.getByText('2 assets · follows the collection').waitFor();
    await dialog.getByText('1 of 2 ends before the link.').waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'shares-left-out', { fullPage: false });
    await dialog.getByRole('button', { name: 'Create link' }).click();
    await page.getByRole('link', { name: 'Open it in the register' }).click();
    const link = async () => (await get<{ items: ShareLink[] }>('/api/admin/shares')).items[0];
    expect(await link()).toMatchObject({ source: { kind: 'collection', id }, leftOut: [portrait] });

    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText('1 asset is left out.').waitFor();
    await dialog.getByRole('button', { name: 'Put back' }).click();
    await dialog.getByText('3 assets · follows the collection').waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await link())?.leftOut, WAITED).toEqual([]);
    await page
      .locator('.notice', { hasText: 'Autumn pictures' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect.poll(async () => (await link())?.leftOut, WAITED).toEqual([portrait]);
    expect(visitor.problems).toEqual([]);
  }, 60_000);

  it('hands a link over on a phone, too', async () => {
    const { items } = await get<{ items: { id: string }[] }>('/api/admin/assets');
    const pocket = await issue(admin, { assetIds: [items[0]?.id ?? ''], name: 'Pocket' });
    const phone = await visitAs(admin, browser, server, { width: 390, height: 844, colorScheme: 'dark' });
    const { page } = phone;
    await page.goto(`/admin/shares/${pocket.id}`);
    await page.getByRole('button', { name: 'Actions for “Pocket”' }).click();
    await page.getByRole('menuitem', { name: 'Hand over' }).click();
    await page.getByRole('combobox', { name: 'To', exact: true }).waitFor();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'shares-transfer-390', { fullPage: false });
    await phone.close();
  }, 60_000);

  it('sends mail that can be looked at', async () => {
    // A page of its own, as in a mail program: the console's policy would refuse the mail's styles.
    const page = await visitor.context.newPage();
    for (const [name, to] of [
      ['en', 'kim@agency.example'],
      ['de', 'lee@agency.example'],
    ] as const) {
      const [mail] = await mailsTo(admin, to);
      expect(mail?.html).toContain('Kreativ GmbH');
      await page.setContent(mail?.html ?? '');
      await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `shares-mail-${name}`, { fullPage: false });
    }
    await page.close();
  });
});
