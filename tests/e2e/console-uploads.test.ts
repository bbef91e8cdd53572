/** Uploads of the console that a reload cut off: they go on by themselves, or at one press, and only for who began them. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
import { createAdministrator, type Person, signIn, signInOverHttp, visitAs } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const MIB = 1024 ** 2;
/** What the console sends at once. */
const PIECE = 32 * MIB;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-console-uploads-'));

let server: TestServer;
let browser: TestBrowser;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  admin = await createAdministrator(server);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the first piece of a file through and no other, until the page that sent it is gone. */
async function onATrain({ page }: Visitor, choose: () => Promise<void>): Promise<string[]> {
  const offsets: string[] = [];
  let isCut = true;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    offsets.push(route.request().headers()['upload-offset'] ?? '');
    return isCut && offsets.length > 1 ? route.abort() : route.continue();
  });
  await choose();
  await expect.poll(() => offsets.length, { timeout: 30_000 }).toBeGreaterThan(1);
  page.on('dialog', (dialog) => void dialog.accept());
  page.once('framenavigated', () => {
    isCut = false;
    offsets.length = 0;
  });
  await page.reload();
  return offsets;
}
const isInLibrary = async (bytes: Buffer): Promise<boolean> => {
  const { DB } = await server.env();
  const row = await DB.prepare('SELECT id FROM versions WHERE sha256 = ?').bind(sha256(bytes)).first();
  return row !== null;
};

it('go on by themselves after a reload in the middle', async () => {
  const visitor = await visitAs(admin, browser, server);
  const { page } = visitor;
  await page.goto('/admin/library');
  const bytes = randomBytes(PIECE + 8 * MIB);
  const path = join(folder, 'film.bin');
  writeFileSync(path, bytes);
  await page.getByRole('button', { name: 'Upload', exact: true }).first().waitFor();
  const offsets = await onATrain(visitor, () =>
    page.locator('input[type="file"][multiple]').setInputFiles(path),
  );
  await page.getByText('New asset').waitFor({ timeout: 60_000 });
  // From where the first piece ended, and nothing twice.
  expect(offsets).toEqual([String(PIECE)]);
  expect(await isInLibrary(bytes)).toBe(true);
  await expect.poll(() => keptFiles(page)).toBe(0);
  await page.reload();
  await page.getByRole('option', { name: /film/i }).waitFor();
  expect(await page.getByRole('region', { name: /upload/i }).count()).toBe(0);
  await visitor.close();
}, 180_000);

it('ask once where the browser wants to be asked, and never go on for somebody else', async () => {
  await admin.fetch('/api/admin/users', {
    json: { name: 'Cleo', email: 'cleo@example.com', role: 'curator', password: 'a long enough password' },
  });
  const cleo = await signInOverHttp(server, 'cleo@example.com', 'a long enough password');
  const visitor = await visitAs(admin, browser, server, { width: 390, locale: 'de-DE', colorScheme: 'dark' });
  const { page } = visitor;
  const bytes = randomBytes(PIECE + 8 * MIB);
  await pickOwnFile(page, 'scan.bin');
  await page.route('**/test-only/scan.bin', (route) => route.fulfill({ body: bytes }));
  await page.goto('/admin/library');
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const stream = await (await root.getFileHandle('scan.bin', { create: true })).createWritable();
    await stream.write(await (await fetch('/test-only/scan.bin')).blob());
    await stream.close();
  });
  const offsets = await onATrain(visitor, () =>
    page.locator('input[type="file"][multiple]').dispatchEvent('click'),
  );
  await page.getByText('scan.bin', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: /^(Go on|Weitersenden)$/ }).waitFor();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'console-left-upload-390-dark', { fullPage: false });

  // Another person in the same browser sees nothing of it and sends nothing.
  await signIn(visitor, cleo);
  await page.goto('/admin/library');
  await page.getByRole('option', { name: /film/i }).waitFor();
  expect(await page.getByText('scan.bin').count()).toBe(0);
  expect(offsets).toEqual([]);

  await signIn(visitor, admin);
  await page.goto('/admin/library');
  await page.getByRole('button', { name: /^(Go on|Weitersenden)$/ }).click();
  await expect.poll(() => isInLibrary(bytes), { timeout: 60_000 }).toBe(true);
  await visitor.close();
}, 180_000);
