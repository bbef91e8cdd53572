/**
 * An upload request from both sides: files handed in with and without script, cut off and gone on with after a reload, what is
 * missing said, reviewed beside what the library has, returned and handed in again.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { portalDocumentSchema } from '../../shared/contract/portals.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts';
import { picture } from '../harness/library.ts';
import { createAdministrator, type Person, signIn } from '../harness/people.ts';
import { ask, handedIn } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const MIB = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-request-'));
const fileOf = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

let server: TestServer;
let browser: TestBrowser;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
  const document = portalDocumentSchema.parse({ name: 'Press', theme: { name: 'field' } });
  const created = await admin.fetch('/api/admin/portals', {
    json: { slug: 'press', isDefault: true, document },
  });
  const { id } = (await created.json()) as { id: string };
  await admin.fetch(`/api/admin/portals/${id}/publish`, { json: {} });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('is handed in, reviewed, returned and handed in again', async () => {
  const request = await ask(admin, { requiredFields: ['caption'], askReleases: true });
  const visitor = await browser.visitor(server, { width: 390, height: 844 });
  const { page } = visitor;
  await page.goto(request.url);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('field');
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'request-who-390');
  await page.getByLabel('Your name').fill('Kim');
  await page.getByLabel('Your e-mail address').fill('kim@agency.example');
  await page.getByLabel('I agree to these terms').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[data-upload]').waitFor();
  await page
    .locator('[data-choose]')
    .first()
    .setInputFiles(fileOf('poster.jpg', await picture(3)));
  const line = page.locator('[data-handed] [data-file]').first();
  await page.locator('[data-handed] [data-file][data-state="incomplete"]').waitFor();
  expect(await line.locator('.handed-missing').textContent()).toContain('Caption, People shown');
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'request-missing-390');
  await line.getByLabel('Caption').fill('The window at four');
  await line.getByLabel('No, nobody').check();
  await line.getByRole('button', { name: 'Save details' }).click();
  await page.locator('[data-handed] [data-file][data-state="quarantined"]').waitFor();

  const reviewer = await browser.visitor(server, { width: 1440 });
  await signIn(reviewer, admin);
  await reviewer.page.goto('/admin/requests');
  await reviewer.page.getByRole('button', { name: 'Look at poster.jpg' }).waitFor();
  await expectNoAxeViolations(reviewer.page);
  await screenshot(reviewer.page, 'review-1440', { fullPage: false });
  await reviewer.page.getByRole('button', { name: 'Look at poster.jpg' }).click();
  await reviewer.page.getByRole('dialog').getByText('The window at four').waitFor();
  await expectNoAxeViolations(reviewer.page);
  await screenshot(reviewer.page, 'review-look-1440', { fullPage: false });
  await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Return' }).click();
  await reviewer.page.getByLabel('What should be different').fill('Please without the frame.');
  await reviewer.page.getByRole('button', { name: 'Return file' }).click();
  await reviewer.page.getByText('Nothing waits').waitFor();

  await page.reload();
  await page.getByText('Please without the frame.').waitFor();
  await page.locator('[data-again]').setInputFiles(fileOf('poster-2.jpg', await picture(4)));
  await page.getByText('A new file was handed in instead.').waitFor();
  await screenshot(page, 'request-returned-390');
  const files = await handedIn(admin, request, 2);
  expect(files[1]?.replaces?.id).toBe(files[0]?.id);

  await reviewer.page.reload();
  await reviewer.page.getByRole('radio', { name: 'Details missing' }).check({ force: true });
  await reviewer.page.getByRole('button', { name: 'Look at poster-2.jpg' }).click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Accept into the library' }).click();
  await screenshot(reviewer.page, 'review-accept-1440', { fullPage: false });
  await reviewer.page.getByRole('button', { name: 'Accept file' }).click();
  await reviewer.page.getByText('One file is in the library now').first().waitFor();
  expect(visitor.problems).toEqual([]);
  // The console asks who is there before anybody has signed in.
  expect(reviewer.problems.filter((problem) => !problem.includes('/api/admin/me'))).toEqual([]);
  await visitor.close();
  await reviewer.close();
}, 180_000);

it('goes on after a reload where a file was cut off, and says which', async () => {
  const request = await ask(admin, { consentText: null });
  const visitor = await browser.visitor(server, { locale: 'de-DE', colorScheme: 'dark' });
  const { page } = visitor;
  await page.goto(request.url);
  await page.getByLabel('Ihr Name').fill('Kim');
  await page.getByLabel('Ihre E-Mail-Adresse').fill('kim@agency.example');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.locator('[data-upload]').waitFor();
  const path = fileOf('film.bin', randomBytes(20 * MIB));
  // The second piece never gets through, as on a train.
  let pieces = 0;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    pieces += 1;
    return pieces > 1 ? route.abort() : route.continue();
  });
  await page.locator('[data-choose]').first().setInputFiles(path);
  await expect.poll(() => pieces, { timeout: 30_000 }).toBeGreaterThan(1);
  await screenshot(page, 'request-sending-1440-de-dark');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.unroute('**/uploads/*');
  await page.reload();
  await page.getByText('film.bin, 40 % sind angekommen').waitFor();
  await expectNoAxeViolations(page);
  await screenshot(page, 'request-cut-off-1440-de-dark');
  const offsets: string[] = [];
  page.on('request', (sent) => {
    if (sent.method() === 'PATCH') offsets.push(sent.headers()['upload-offset'] ?? '');
  });
  await page.locator('[data-choose]').first().setInputFiles(path);
  await page.locator('[data-handed] [data-file][data-state="quarantined"]').waitFor({ timeout: 60_000 });
  expect(offsets[0]).toBe(String(8 * MIB));
  const [file] = await handedIn(admin, request, 1);
  expect(file?.sizeBytes).toBe(20 * MIB);
  await visitor.close();
}, 180_000);

it('takes a small file and its details without script', async () => {
  const request = await ask(admin, { requiredFields: ['caption'] });
  const visitor = await browser.visitor(server, { javaScriptEnabled: false });
  const { page } = visitor;
  await page.goto(request.url);
  await page.getByLabel('Your name').fill('Kim');
  await page.getByLabel('Your e-mail address').fill('kim@agency.example');
  await page.getByLabel('I agree to these terms').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#small-file').setInputFiles(fileOf('small.txt', Buffer.from('small')));
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await handedIn(admin, request, 1);
  await page.goto(request.url);
  await page.getByLabel('Caption').fill('A small text');
  await page.getByRole('button', { name: 'Save details' }).click();
  await page.getByText('Received, waiting for review').waitFor();
  await screenshot(page, 'request-no-script-1440');
  await page.goto(`${server.origin}/u/nobody-issued-this`);
  expect(await page.locator('h1').textContent()).toBe('This request does not exist');
  await visitor.close();
}, 120_000);

it('says why nothing is taken any more, and whom to ask', async () => {
  const request = await ask(admin, { maxFiles: 1 });
  await admin.fetch(`/api/admin/requests/${request.id}/state`, { json: { closed: true } });
  const visitor = await browser.visitor(server, { width: 390, locale: 'de-DE' });
  await visitor.page.goto(request.url);
  await visitor.page.getByText('Diese Anfrage ist geschlossen').waitFor();
  await expectNoAxeViolations(visitor.page);
  await screenshot(visitor.page, 'request-closed-390-de');
  await visitor.close();
}, 60_000);
