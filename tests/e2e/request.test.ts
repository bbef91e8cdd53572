/**
 * An upload request from both sides: files handed in with and without script, cut off and gone on with after a reload, what is
 * missing said, reviewed beside what the library has, returned and handed in again.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UploadRequest } from '../../shared/contract/requests.ts';
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  screenshot,
  startBrowser,
  type TestBrowser,
  type Visitor,
} from '../harness/browser.ts';
import { sha256 } from '../harness/bytes.ts';
import { keptFiles, pickOwnFile } from '../harness/kept-files.ts';
import { makeLicense, picture } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person, visitAs } from '../harness/people.ts';
import { makePortal } from '../harness/portal.ts';
import { ask, handedIn, introduce } from '../harness/request.ts';
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
  await makePortal(admin, 'press', { name: 'Press', theme: { name: 'field' } }, { isDefault: true });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('is handed in, reviewed, returned and handed in again', async () => {
  const request = await ask(admin, { requiredFields: ['caption'], askReleases: true });
  await makeLicense(admin, { name: 'Winter campaign' });
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

  const reviewer = await visitAs(admin, browser, server, { width: 1440 });
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
  const accepting = reviewer.page.getByRole('dialog');
  await accepting.getByText('Without a licence the new asset is delivered nowhere').waitFor();
  await accepting.getByRole('combobox', { name: 'Licence' }).fill('winter');
  await accepting.getByRole('option', { name: 'Winter campaign' }).click();
  await accepting.getByText('The new asset gets it at once').waitFor();
  await expectNoAxeViolations(reviewer.page);
  await screenshot(reviewer.page, 'review-accept-1440', { fullPage: false });
  await reviewer.page.getByRole('button', { name: 'Accept file' }).click();
  await reviewer.page.getByText('One file is in the library now').first().waitFor();
  const [, accepted] = await handedIn(admin, request, 2);
  const rights = await (await admin.fetch(`/api/admin/assets/${accepted?.assetId}/rights`)).json();
  expect(rights).toMatchObject({ licenses: [{ name: 'Winter campaign' }] });
  expect(visitor.problems).toEqual([]);
  // The console asks who is there before anybody has signed in.
  expect(reviewer.problems.filter((problem) => !problem.includes('/api/admin/me'))).toEqual([]);
  await visitor.close();
  await reviewer.close();
}, 180_000);

/** Opens a request, says who it is, and has a file of 20 MiB cut off after its first piece. */
async function cutOff(visitor: Visitor, request: UploadRequest, bytes: Buffer): Promise<string> {
  const { page } = visitor;
  await page.goto(request.url);
  await page.getByLabel('Ihr Name').fill('Kim');
  await page.getByLabel('Ihre E-Mail-Adresse').fill('kim@agency.example');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.locator('[data-upload]').waitFor();
  const path = fileOf('film.bin', bytes);
  const reload = await onATrain(visitor, () => page.locator('[data-choose]').first().setInputFiles(path));
  await screenshot(page, 'request-sending-1440-de-dark');
  await reload();
  return path;
}
/**
 * Sends a file whose second piece never gets through.
 * @returns loads the page again, with a connection
 */
async function onATrain({ page }: Visitor, choose: () => Promise<void>): Promise<() => Promise<void>> {
  let pieces = 0;
  let isCut = true;
  await page.route('**/uploads/*', async (route) => {
    if (!isCut || route.request().method() !== 'PATCH') return route.continue();
    pieces += 1;
    return pieces > 1 ? route.abort() : route.continue();
  });
  await choose();
  await expect.poll(() => pieces, { timeout: 30_000 }).toBeGreaterThan(1);
  page.on('dialog', (dialog) => void dialog.accept());
  return async () => {
    // From then on the page that sent it is gone.
    page.once('framenavigated', () => {
      isCut = false;
    });
    await page.reload();
  };
}
/** Offsets at which pieces are sent from now on. */
function offsetsOf({ page }: Visitor): string[] {
  const offsets: string[] = [];
  page.on('request', (sent) => {
    if (sent.method() === 'PATCH') offsets.push(sent.headers()['upload-offset'] ?? '');
  });
  return offsets;
}
const arrivedOn = ({ page }: Visitor) =>
  page.locator('[data-handed] [data-file][data-state="quarantined"]').waitFor({ timeout: 60_000 });
const GERMAN = { locale: 'de-DE', colorScheme: 'dark' } as const;

it('goes on by itself after a reload in the middle, also with the file that fills the request', async () => {
  const request = await ask(admin, { consentText: null, maxFiles: 1, maxTotalBytes: 30 * MIB });
  const visitor = await browser.visitor(server, GERMAN);
  const bytes = randomBytes(20 * MIB);
  const offsets = offsetsOf(visitor);
  await cutOff(visitor, request, bytes);
  await arrivedOn(visitor);
  // The first piece, the second that got lost and was tried again, and then on from where the first ended.
  expect(offsets.filter((offset) => offset === '0')).toHaveLength(1);
  expect(await visitor.page.locator('[data-cut-off]').isVisible()).toBe(false);
  const [file] = await handedIn(admin, request, 1);
  expect(file?.sha256).toBe(sha256(bytes));
  // What has arrived is not kept, and not sent again.
  await expect.poll(() => keptFiles(visitor.page)).toBe(0);
  await visitor.page.reload();
  await visitor.page.getByText('Diese Anfrage ist voll').waitFor();
  await handedIn(admin, request, 1);
  await visitor.close();
}, 120_000);

it('asks for the file once where the browser wants to be asked, and then goes on', async () => {
  const request = await ask(admin, { consentText: null });
  const visitor = await browser.visitor(server, { ...GERMAN, width: 390 });
  const { page } = visitor;
  const bytes = randomBytes(20 * MIB);
  await pickOwnFile(page, 'film.bin');
  await page.goto(request.url);
  await page.getByLabel('Ihr Name').fill('Kim');
  await page.getByLabel('Ihre E-Mail-Adresse').fill('kim@agency.example');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.locator('[data-upload]').waitFor();
  await page.evaluate(async (text) => {
    const folder = await navigator.storage.getDirectory();
    const stream = await (await folder.getFileHandle('film.bin', { create: true })).createWritable();
    await stream.write(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    await stream.close();
  }, bytes.toString('base64'));
  const reload = await onATrain(visitor, () => page.locator('[data-choose]').first().click());
  await reload();
  await page.getByText('film.bin, 40 % sind angekommen').waitFor();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'request-cut-off-ask-390-de-dark');
  const offsets = offsetsOf(visitor);
  await page.getByRole('button', { name: 'Weitersenden' }).click();
  await arrivedOn(visitor);
  expect(offsets[0]).toBe(String(8 * MIB));
  expect((await handedIn(admin, request, 1))[0]?.sha256).toBe(sha256(bytes));
  await visitor.close();
}, 120_000);

it('says which file to choose again where the browser keeps none, and goes on where it was cut off', async () => {
  const request = await ask(admin, { consentText: null });
  const visitor = await browser.visitor(server, GERMAN);
  const { page } = visitor;
  await page.addInitScript(() => {
    Reflect.deleteProperty(Window.prototype, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', {
      value: {
        open() {
          throw new DOMException('none here', 'SecurityError');
        },
      },
    });
  });
  const bytes = randomBytes(20 * MIB);
  const path = await cutOff(visitor, request, bytes);
  await page.getByText('film.bin, 40 % sind angekommen').waitFor();
  await expectNoAxeViolations(page);
  await screenshot(page, 'request-cut-off-1440-de-dark');
  const offsets = offsetsOf(visitor);
  await page.locator('[data-choose]').first().setInputFiles(path);
  await arrivedOn(visitor);
  expect(offsets[0]).toBe(String(8 * MIB));
  expect((await handedIn(admin, request, 1))[0]?.sha256).toBe(sha256(bytes));
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

it('sends a receipt that fits a phone, checksums and all', async () => {
  const request = await ask(admin);
  const lee = await introduce(server, request.url, 'Lee');
  for (const name of ['one.txt', 'two.txt']) await lee.handIn(Buffer.from(name), name);
  await handedIn(admin, request, 2);
  const receipt = async () => (await mailsTo(admin, 'lee@agency.example'))[0]?.html ?? '';
  server.setClockOffset(2 * 60_000);
  await server.tick();
  await expect.poll(receipt, { timeout: 20_000 }).toContain('two.txt');
  server.setClockOffset(0);
  const visitor = await browser.visitor(server, { width: 390 });
  await visitor.page.setContent(await receipt());
  await expectNoAxeViolations(visitor.page);
  await expectNoSidewaysScroll(visitor.page);
  await screenshot(visitor.page, 'request-receipt-390');
  await visitor.close();
}, 90_000);

it('says before sending that a kind is not taken, and not that everything has arrived', async () => {
  const request = await ask(admin, { kinds: ['image'] });
  const visitor = await browser.visitor(server);
  const { page } = visitor;
  await page.goto(request.url);
  await page.getByLabel('Your name').fill('Kim');
  await page.getByLabel('Your e-mail address').fill('kim@kinds.example');
  await page.getByLabel('I agree to these terms').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[data-upload]').waitFor();
  const field = page.locator('[data-choose]').first();
  expect(await field.getAttribute('accept')).toContain('image/*');
  await field.setInputFiles([fileOf('film.mov', randomBytes(2000)), fileOf('photo.jpg', await picture(6))]);
  await page.getByRole('alert').getByText('film.mov: this type is not taken.').waitFor();
  await page.locator('[data-handed] [data-file][data-state="quarantined"]').waitFor();
  const banner = page.locator('[data-all-arrived]');
  await banner.getByText('1 file has arrived; a receipt comes by mail. 1 was not taken').waitFor();
  await expectNoAxeViolations(page);
  await screenshot(page, 'request-kinds-1440');
  await visitor.close();
}, 90_000);

it('says why nothing is taken any more, takes a question without script, and opens again when that is granted', async () => {
  const request = await ask(admin, { title: 'Final artwork for the fair', maxFiles: 1 });
  await admin.fetch(`/api/admin/requests/${request.id}/state`, { json: { closed: true } });
  const visitor = await browser.visitor(server, { width: 390, locale: 'de-DE', javaScriptEnabled: false });
  const { page } = visitor;
  await page.goto(request.url);
  await page.getByText('Diese Anfrage ist geschlossen').waitFor();
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'request-closed-390-de');
  await page.getByLabel('Ihre E-Mail-Adresse').fill('uwe@studio.example');
  await page.getByLabel('Warum, und für welche Dateien?').fill('Die Retusche dauert länger.');
  await page.getByLabel('Einreichen bis').fill('2090-02-28');
  await page.getByRole('button', { name: 'Anfrage senden' }).click();
  await page.getByText('Die Antwort kommt per Mail').waitFor();
  expect(await page.getByLabel('Einreichen bis').count()).toBe(0);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'request-asked-390-de');

  const curator = await visitAs(admin, browser, server, { colorScheme: 'dark' });
  await curator.page.goto('/admin/requests?tab=inquiries');
  await curator.page.getByRole('heading', { name: 'More time · Final artwork for the fair' }).waitFor();
  await expectNoAxeViolations(curator.page);
  await screenshot(curator.page, 'inquiries-1440-dark');
  await curator.page.getByRole('button', { name: 'Answer', exact: true }).focus();
  await curator.page.keyboard.press('Enter');
  const dialog = curator.page.getByRole('dialog');
  await dialog.getByLabel('Answer', { exact: true }).fill('Until the end of February, then.');
  expect(await dialog.getByLabel('Open “Final artwork for the fair” again').isChecked()).toBe(true);
  expect(await dialog.getByLabel('Extend “Final artwork for the fair”').isChecked()).toBe(true);
  await dialog.getByLabel('Room for more files, optional').fill('2');
  await expectNoAxeViolations(curator.page);
  await screenshot(curator.page, 'inquiry-answer-1440-dark', { fullPage: false });
  await dialog.getByRole('button', { name: 'Send answer' }).click();
  await curator.page.getByText('Answered', { exact: true }).waitFor();
  await curator.close();

  await page.goto(request.url);
  await page.getByText('1. März 2090').first().waitFor();
  expect(await page.getByText('Diese Anfrage ist geschlossen').count()).toBe(0);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
  const axe = await browser.visitor(server, { width: 1440, locale: 'de-DE', colorScheme: 'dark' });
  const late = await ask(admin, { title: 'Final artwork for the fair' });
  await axe.setClockOffset(2 * 86_400_000);
  await axe.page.goto(late.url);
  await axe.page.getByText('Die Frist ist abgelaufen').waitFor();
  await expectNoAxeViolations(axe.page);
  await screenshot(axe.page, 'request-late-1440-de');
  await axe.close();
}, 90_000);
