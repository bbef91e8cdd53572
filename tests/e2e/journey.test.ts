/**
 * The main job, once, in a browser: files go in through the console, are described, approved and licensed, are published on a
 * portal, leave through a share link and a hot-link, and go dark on every surface when their rights end.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Portal } from '../../shared/contract/portals.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { expectNoAxeViolations, startBrowser, type TestBrowser, type Visitor } from '../harness/browser.ts';
import { license, picture, setStatus } from '../harness/library.ts';
import { type Person, signInOverHttp } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

const SECOND = 1000;
const administrator = { name: 'Ada Brandt', email: 'ada@brand.example', password: 'correct horse battery' };
const NAMES = ['harbour.jpg', 'workshop.jpg', 'portrait.jpg'];

let server: TestServer;
let browser: TestBrowser;
let console_: Visitor;
let admin: Person;
let folder: string;
const ids = new Map<string, string>();

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  console_ = await browser.visitor(server, { width: 1440, timeZone: 'Europe/Berlin' });
  folder = mkdtempSync(join(tmpdir(), 'vitrine-journey-'));
  for (const [index, name] of NAMES.entries()) writeFileSync(join(folder, name), await picture(index + 50));
  writeFileSync(join(folder, 'broken.jpg'), Buffer.from('ffd8ffe000104a464946', 'hex'));
});
afterAll(async () => {
  await console_?.close();
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (name: string): string => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`${name} did not become an asset`);
  return id;
};

async function send<T>(path: string, json: unknown, method = 'POST'): Promise<T> {
  const response = await admin.fetch(path, { method, json });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

describe('the main job', () => {
  let portal: Portal;
  let link: ShareLink;

  it('begins with the first administrator', async () => {
    const { page } = console_;
    await page.goto(`/admin/setup?code=${testSecrets.SETUP_CODE}`);
    await page.getByLabel('Organisation').fill('Brandt & Co');
    await page.getByLabel('Your name').fill(administrator.name);
    await page.getByLabel('E-mail').fill(administrator.email);
    await page.getByLabel('Password').fill(administrator.password);
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('heading', { name: 'Library', exact: true }).waitFor();
    admin = await signInOverHttp(server, administrator.email, administrator.password);
  });

  it('takes files in the console, each with a verdict, a broken one without harm', async () => {
    const { page } = console_;
    // As in a browser without the picker that hands out handles, so that the field's own dialog opens.
    await page.evaluate(() => Object.assign(globalThis, { showOpenFilePicker: undefined }));
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files' }).click();
    await (await chooser).setFiles([...NAMES, 'broken.jpg'].map((name) => join(folder, name)));
    await expect
      .poll(
        async () => {
          const list = (await (await admin.fetch('/api/admin/uploads')).json()) as {
            items: {
              fileName: string;
              state: string;
              outcome: string | null;
              verdict: string | null;
              asset: { id: string; previewBase: string | null } | null;
            }[];
          };
          for (const item of list.items) if (item.asset !== null) ids.set(item.fileName, item.asset.id);
          return list.items
            .filter((item) => item.state === 'done' || item.state === 'failed')
            .map((item) => item.fileName)
            .sort();
        },
        { timeout: 60_000, interval: 300 },
      )
      .toEqual([...NAMES, 'broken.jpg'].sort());
    const broken = (await (await admin.fetch('/api/admin/uploads')).json()) as {
      items: { fileName: string; verdict: string | null; detail: string | null }[];
    };
    expect(broken.items.find((item) => item.fileName === 'broken.jpg')?.verdict ?? 'refused').not.toBe('ok');
    await page.goto('/admin');
    await page.getByText('harbour').first().waitFor();
    await expectNoAxeViolations(page);
  });

  it('approves in the console and licenses', async () => {
    const { page } = console_;
    await page.goto(`/admin/assets/${idOf('harbour.jpg')}`);
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect
      .poll(async () => {
        const detail = (await (await admin.fetch(`/api/admin/assets/${idOf('harbour.jpg')}`)).json()) as {
          status: string;
        };
        return detail.status;
      })
      .toBe('approved');
    await expectNoAxeViolations(page);
    for (const name of NAMES.slice(1)) await setStatus(admin, idOf(name), 'approved');
    await license(admin, NAMES.map(idOf), { name: 'Everything, everywhere' });
  });

  it('publishes a portal that the press can use without a script', async () => {
    const collection = await send<Collection>('/api/admin/collections', {
      title: 'Harbour',
      slug: 'harbour',
    });
    await send(`/api/admin/collections/${collection.id}/assets`, { add: NAMES.map(idOf) });
    portal = await send<Portal>('/api/admin/portals', {
      slug: 'press',
      isDefault: true,
      document: {
        name: 'Brandt & Co',
        heroAssetId: idOf('harbour.jpg'),
        contact: { name: 'Ada Brandt', email: 'press@brand.example', phone: '+49 30 5550 100' },
        sections: [{ kind: 'collection', id: 's1', collectionId: collection.id }],
      },
    });
    await send(`/api/admin/portals/${portal.id}/publish`, {});
    for (const width of [390, 1440]) {
      const press = await browser.visitor(server, { width, javaScriptEnabled: width === 1440 });
      await press.page.goto('/p/press');
      await press.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await press.page.content()).toContain('+49 30 5550 100');
      if (width === 1440) await expectNoAxeViolations(press.page);
      await press.page.goto(`/p/press/assets/${idOf('harbour.jpg')}/harbour`);
      const [download] = await Promise.all([
        press.page.waitForEvent('download'),
        press.page.locator('a[href*="/download/"]').first().click(),
      ]);
      expect(readFileSync(await download.path()).length).toBeGreaterThan(1000);
      await press.close();
    }
  });

  it('leaves as a ZIP through a share link', async () => {
    link = await send<ShareLink>('/api/admin/shares', {
      name: 'For the agency',
      permission: 'download_originals',
      endsAt: Date.now() + 86_400_000,
      timeZone: 'Europe/Berlin',
      source: { kind: 'assets', assetIds: NAMES.map(idOf) },
    });
    const agency = await browser.visitor(server, { width: 1440 });
    await agency.page.goto(new URL(link.url).pathname);
    await agency.page.getByRole('heading', { level: 1 }).waitFor();
    await expectNoAxeViolations(agency.page);
    await agency.close();
    const asked = await server.fetch(`${new URL(link.url).pathname}/zip`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    expect(asked.status).toBe(303);
    const archive = await server.fetch(new URL(asked.headers.get('location') ?? '', server.origin).pathname);
    expect(archive.status).toBe(200);
    const bytes = Buffer.from(await archive.arrayBuffer());
    expect(Number(archive.headers.get('content-length'))).toBe(bytes.length);
    const file = join(folder, 'all.zip');
    writeFileSync(file, bytes);
    const listed = execFileSync(
      'python3',
      [
        '-c',
        'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;print("\\n".join(z.namelist()))',
        file,
      ],
      { encoding: 'utf8' },
    ).split('\n');
    expect(listed).toEqual(expect.arrayContaining([...NAMES, 'credits.txt', 'RIGHTS.csv', 'SHA256SUMS']));
  });

  it('is embedded by a page on another origin', async () => {
    const url = `${server.origin}/i/${idOf('harbour.jpg')}/w=320/harbour.jpg`;
    const site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>Elsewhere</title><img id="picture" src="${url}" alt="">`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const reader = await browser.visitor(server);
    await reader.page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const width = await reader.page.locator('#picture').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBe(320);
    await reader.close();
    site.close();
  });

  it('goes dark on every surface in the second its rights end, and nothing hidden is left in words', async () => {
    const id = idOf('workshop.jpg');
    const endsAt = Math.ceil(Date.now() / SECOND) * SECOND + 600 * SECOND;
    const everything = (await (await admin.fetch('/api/admin/licenses')).json()) as {
      items: { id: string }[];
    };
    await send('/api/admin/licenses/unassign', { assetIds: [id], licenseId: everything.items[0]?.id });
    await license(admin, id, { name: 'Ten minutes', endsAt });
    await new Promise((resolve) => setTimeout(resolve, 2200));
    const base = new URL(link.url).pathname;
    const press = async () => {
      const granted = await server.fetch(`${base}/download`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `asset=${id}&preset=original`,
      });
      return new URL(granted.headers.get('location') ?? '/', server.origin).pathname;
    };
    // A grant sends its whole once: each round has one of its own, all of them from while the rights lasted.
    const [warmGrant, lastGrant, lateGrant] = [await press(), await press(), await press()];
    const surfaces = (grant: string) => ({
      'hot-link': `/i/${id}/w=320/x.jpg`,
      'portal picture': `/p/press/r/${id}/1/w=320`,
      'portal page': `/p/press/assets/${id}/workshop`,
      'portal download': `/p/press/assets/${id}/download/web`,
      'link picture': `${base}/r/${id}/w=320`,
      'link download': grant,
    });
    for (const [name, path] of Object.entries(surfaces(warmGrant))) {
      const warm = await server.fetch(path);
      expect(`${name} ${warm.status}`).toBe(`${name} 200`);
      await warm.arrayBuffer();
    }
    server.stopClock(endsAt - 1);
    for (const [name, path] of Object.entries(surfaces(lastGrant))) {
      expect(`${name} ${(await server.fetch(path)).status}`).toBe(`${name} 200`);
    }
    server.stopClock(endsAt);
    for (const [name, path] of Object.entries(surfaces(lateGrant))) {
      const over = await server.fetch(path);
      expect(`${name} ${over.status}`).not.toBe(`${name} 200`);
      expect(over.headers.get('content-type') ?? '').not.toMatch(/^image\//);
      expect(over.headers.get('cache-control') ?? '').toContain('no-store');
    }
    for (const path of ['/p/press', '/p/press/collections/harbour', '/p/press/search?q=workshop']) {
      const body = await (await server.fetch(path)).text();
      expect(body).not.toContain(id);
    }
    // A link says what it leaves out, so that one can ask for it; no address of the picture is left.
    const left = await (await server.fetch(base)).text();
    expect(left).not.toMatch(new RegExp(`/(?:r|m|d)/${id}`));
    expect(left).not.toContain(`value="${id}" form=`);
    server.setClockOffset(0);
  });

  it('goes dark everywhere within 15 seconds of a withdrawal, and the audit tells the story', async () => {
    const id = idOf('portrait.jpg');
    const base = new URL(link.url).pathname;
    const surfaces = [
      `/i/${id}/w=320/x.jpg`,
      `/p/press/r/${id}/1/w=320`,
      `${base}/r/${id}/w=320`,
      `/p/press/assets/${id}/portrait`,
    ];
    for (const path of surfaces) expect((await server.fetch(path)).status).toBe(200);
    await setStatus(admin, id, 'withdrawn');
    const at = Date.now();
    const open = new Set(surfaces);
    while (open.size > 0 && Date.now() - at < 15 * SECOND) {
      for (const path of open) if ((await server.fetch(path)).status !== 200) open.delete(path);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect([...open]).toEqual([]);
    const audit = (await (await admin.fetch(`/api/admin/audit?targetId=${id}`)).json()) as {
      items: { event: string }[];
    };
    expect(audit.items.map((entry) => entry.event)).toEqual(
      expect.arrayContaining(['asset.ingested', 'asset.status_changed', 'asset.withdrawn']),
    );
  });
});
