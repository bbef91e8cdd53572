/**
 * The console from the first run to a withdrawal, as a person does it: set up, upload, duplicate, describe, undo,
 * approve, license, withdraw. axe looks at every screen on the way.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

const PASSWORD = 'a long enough password';

/** A picture with known pixels; `seed` makes it another file. */
function picture(seed: number, width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: 40 * seed, g: 120, b: 90 } } })
    .composite([
      {
        input: Buffer.from(
          `<svg width="${width}" height="${height}"><circle cx="${width / 3}" cy="${height / 2}" r="${40 + seed * 10}" fill="#f0e6cf"/></svg>`,
        ),
      },
    ])
    .jpeg()
    .toBuffer();
}

/** Script errors and refusals that are not the expected 401 of somebody who has not signed in. */
const realProblems = (visitor: Visitor) =>
  visitor.problems.filter((problem) => !problem.includes('/api/admin/me'));

describe('the console', () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: Visitor;
  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
    admin = await browser.visitor(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is set up once, by whoever has the code', async () => {
    const { page } = admin;
    await page.goto('/admin/setup?code=wrong');
    await page.getByLabel('Organisation').fill('Acme Möbelwerke');
    await page.getByLabel('Your name').fill('Marlene Voss');
    await page.getByLabel('E-mail').fill('marlene@example.com');
    await page.getByLabel('Password').fill('short');
    await page.getByText('5 more characters').waitFor();
    await expectNoAxeViolations(page);
    await page.goto(`/admin/setup?code=${testSecrets.SETUP_CODE}`);
    await page.getByLabel('Organisation').fill('Acme Möbelwerke');
    await page.getByLabel('Your name').fill('Marlene Voss');
    await page.getByLabel('E-mail').fill('marlene@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('heading', { name: 'The library is empty' }).waitFor();
    await expectNoAxeViolations(page);
  });

  it('takes files in and says what each one is', async () => {
    const { page } = admin;
    const files = await Promise.all([
      picture(1, 1200, 800).then((buffer) => ({ name: 'harbour.jpg', mimeType: 'image/jpeg', buffer })),
      picture(2, 800, 1200).then((buffer) => ({ name: 'founder.jpg', mimeType: 'image/jpeg', buffer })),
      picture(3, 900, 900).then((buffer) => ({ name: 'oak.jpg', mimeType: 'image/jpeg', buffer })),
    ]);
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.getByRole('heading', { name: '3 files uploaded' }).waitFor({ timeout: 60_000 });
    expect(await page.locator('.upload-verdict', { hasText: 'New asset' }).count()).toBe(3);
    const [harbour] = files;
    if (!harbour) throw new Error('no picture');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ ...harbour, name: 'harbour-copy.jpg' }]);
    await page.getByText('Exact duplicate, nothing stored').waitFor({ timeout: 30_000 });
    await page.getByText('3 assets').waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Hide uploads' }).click();
  });

  it('edits in place, says so, and takes it back', async () => {
    const { page } = admin;
    await page.getByRole('option', { name: /harbour/i }).dblclick();
    await page.getByRole('tab', { name: 'Describe', selected: true }).waitFor();
    const title = page.getByLabel('Title', { exact: true });
    await title.fill('Harbour at first light');
    await title.press('Enter');
    await page.locator('.saved-mark[data-state=saved]').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Harbour at first light' }).waitFor();
    await title.blur();
    await page.keyboard.press('Control+z');
    await page.getByText('Taken back').first().waitFor();
    await page.getByRole('heading', { level: 1, name: /^harbour$/i }).waitFor();
    for (const tab of ['Rights', 'Versions', 'File', 'Describe']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
      await expectNoAxeViolations(page);
    }
    await screenshot(page, 'console-asset', { fullPage: false });
  });

  it('reviews from the keyboard', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Send to review' }).click();
    await page.getByRole('button', { name: 'Return to draft' }).waitFor();
    await page.goto('/admin/review');
    await page.getByText('1 waiting').waitFor();
    await page.getByText('No licence covers it').waitFor();
    await expectNoAxeViolations(page);
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();
  });

  it('writes a licence with a zone and assigns it to several assets at once', async () => {
    const { page } = admin;
    await page.goto('/admin/rights');
    await page.getByRole('button', { name: 'New licence' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Agence Générale');
    await page.getByLabel('Ends, date').fill('2099-11-28');
    await page.getByLabel('Ends, time').fill('18:00');
    await page.getByText('Sat 28 Nov 2099, 18:00 CET').waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Create licence' }).click();
    await page.getByRole('row', { name: /Agence Générale/ }).waitFor();

    await page.goto('/admin/library');
    await page.getByRole('option').first().click();
    await page.keyboard.press('Control+a');
    await page.getByText('3 selected').first().waitFor();
    await page.getByRole('button', { name: 'Licence' }).click();
    await page.getByPlaceholder('Name or licensor').fill('agence');
    await page.getByRole('option', { name: /Agence Générale/ }).click();
    await page.getByText('Permits use until Sat 28 Nov 2099, 18:00 CET').waitFor();
    await page.getByRole('button', { name: 'Assign to 3 assets' }).click();
    await page.getByText('“Agence Générale” assigned to 3 assets').first().waitFor();
    await page.locator('.tile', { hasText: 'Cleared' }).nth(2).waitFor();
    await expectNoAxeViolations(page);
    await screenshot(page, 'console-library', { fullPage: false });
  });

  it('withdraws with a reason, after saying what goes dark', async () => {
    const { page } = admin;
    await page.goto('/admin/library?status=approved');
    await page.getByRole('option').first().click();
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const action = page.getByRole('button', { name: 'Withdraw asset' });
    await page.getByText('It goes dark everywhere within 15 seconds').waitFor();
    expect(await action.isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('The building was torn down');
    await action.click();
    await page.getByText('Withdrawn').first().waitFor();
  });

  it('finds screens and assets from the command palette', async () => {
    const { page } = admin;
    await page.goto('/admin/library');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Go to a screen/ }).fill('oak');
    await page.getByRole('option', { name: /oak/i, selected: true }).waitFor();
    await expectNoAxeViolations(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /oak/i }).waitFor();
    // The panes scroll, the page never does.
    await page.getByRole('tab', { name: 'Rights' }).click();
    await page.getByRole('heading', { name: 'Licences' }).waitFor();
    expect(
      await page.evaluate(
        () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
      ),
    ).toBe(0);
    await page.getByRole('tab', { name: 'Describe' }).click();
  });

  it('holds up on a phone', async () => {
    const phone = await browser.visitor(server, { width: 390, height: 844, colorScheme: 'dark' });
    const { page } = phone;
    await page.goto('/admin/library');
    await page.getByLabel('E-mail').fill('marlene@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail and password do not match an account.').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('option').first().waitFor();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'console-library-390', { fullPage: false });
    await page.getByRole('option').first().click();
    await page.getByRole('tab', { name: 'Rights' }).click();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    expect(phone.problems.filter((problem) => problem.startsWith('script error'))).toEqual([]);
    await phone.close();
  });

  it('ran without a script error', () => {
    expect(realProblems(admin).filter((problem) => problem.startsWith('script error'))).toEqual([]);
  });
});
