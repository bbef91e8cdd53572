/** What a link and its people can be, whatever asks for it: lists, passwords, invitations, and who sees whose address. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadRequest } from '../../shared/contract/requests.ts';
import type { Recipient, ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, approve, clear, license, upload } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person, signInOverHttp } from '../harness/people.ts';
import { ask as askForFiles } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
let photo: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  photo = (await addPicture(admin, { title: 'Red chair' })).id;
  await clear(admin, photo);
}, 60_000);
afterAll(() => server.close());

const fields = (more: Record<string, unknown>) => ({
  name: 'Asked for',
  timeZone: 'Europe/Berlin',
  permission: 'view',
  source: { kind: 'assets', assetIds: [photo] },
  ...more,
});
const change = (link: ShareLink, json: Record<string, unknown>) =>
  admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json });
async function problemOf(response: Response): Promise<{ detail: string; errors?: { path: string }[] }> {
  return (await response.json()) as { detail: string; errors?: { path: string }[] };
}

describe('a list of who may ask for a code', () => {
  it('asks for the code, and cannot stand without it', async () => {
    const link = await issue(admin, { assetIds: [photo], allowedEmails: ['brand.example'] });
    expect(link.requireEmailCode).toBe(true);
    expect(await visit(server, link.url).view()).toMatchObject({ kind: 'gate', gate: 'email_code' });
    const refused = await change(link, { requireEmailCode: false });
    expect(refused.status).toBe(400);
    expect((await problemOf(refused)).errors?.[0]?.path).toBe('requireEmailCode');
    expect((await change(link, { requireEmailCode: false, allowedEmails: [] })).status).toBe(200);
    expect((await change(link, { allowedEmails: ['ada@brand.example'] })).status).toBe(200);
    expect((await visit(server, link.url).view()).kind).toBe('gate');
  });

  it.each(['*.brand.example', 'not valid', '', 'brand', 'http://brand.example', 'a@b@brand.example', '@'])(
    'takes no entry that matches nobody: %j',
    async (entry) => {
      const answer = await admin.fetch('/api/admin/shares', {
        json: fields({ requireEmailCode: true, allowedEmails: ['brand.example', entry] }),
      });
      expect(answer.status).toBe(400);
      expect((await problemOf(answer)).errors?.[0]?.path).toBe('allowedEmails.1');
    },
  );

  it('is compared in ASCII', async () => {
    const link = await issue(admin, { assetIds: [photo], allowedEmails: ['@Bücher.example'] });
    expect(link.allowedEmails).toEqual(['xn--bcher-kva.example']);
    for (const [email, mailed] of [
      ['kim@xn--bcher-kva.example', 1],
      ['kim@bücher.example', 2],
    ] as const) {
      await visit(server, link.url).gate({ gate: 'email_code', email, code: null });
      expect(await mailsTo(admin, 'kim@xn--bcher-kva.example')).toHaveLength(mailed);
    }
  });
});

describe('a password of a link', () => {
  it('has eight characters at least, and the answer says so', async () => {
    const short = await admin.fetch('/api/admin/shares', { json: fields({ password: '1' }) });
    expect(short.status).toBe(400);
    expect((await problemOf(short)).errors?.[0]).toMatchObject({
      path: 'password',
      message: expect.stringContaining('8'),
    });
    const link = await issue(admin, { assetIds: [photo], password: '12345678' });
    expect((await change(link, { password: '1234567' })).status).toBe(400);
    expect((await change(link, { password: '' })).status).toBe(200);
  });
});

describe('the countries of a link', () => {
  it('leave one at least in which it opens, also after an edit', async () => {
    const link = await issue(admin, { assetIds: [photo], territories: { include: ['EU'], exclude: ['FR'] } });
    for (const territories of [
      { include: [], exclude: [] },
      { include: ['DE'], exclude: ['DE'] },
      { include: ['DE', 'FR'], exclude: ['EU'] },
    ]) {
      const source = { kind: 'assets', assetIds: [photo] };
      const fields = { name: 'Nowhere', timeZone: 'Europe/Berlin', permission: 'view', source, territories };
      for (const answer of [
        await admin.fetch('/api/admin/shares', { json: fields }),
        await change(link, { territories }),
      ]) {
        expect(answer.status).toBe(400);
        expect((await problemOf(answer)).errors?.[0]?.path).toBe('territories');
      }
    }
    expect((await change(link, { territories: { include: null, exclude: ['DE'] } })).status).toBe(200);
  });
});

describe('an invitation', () => {
  const invite = (link: ShareLink, email: string) =>
    admin.fetch(`/api/admin/shares/${link.id}/recipients`, { json: { recipients: [{ email }] } });

  it('is sent to nobody for a link that will not open', async () => {
    for (const state of ['ended', 'revoked'] as const) {
      const link = await issue(admin, { assetIds: [photo], endsAt: Date.now() + DAY_MS });
      const [kim] = (await (await invite(link, `kim-${state}@agency.example`)).json()) as Recipient[];
      if (state === 'ended') server.setClockOffset(2 * DAY_MS);
      else await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state } });
      const answers = [
        await invite(link, `late-${state}@agency.example`),
        await admin.fetch(`/api/admin/shares/${link.id}/recipients/${kim?.id}/resend`, { json: {} }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(409);
        expect((await problemOf(answer)).detail).toMatch(state === 'ended' ? /has ended/ : /revoked/);
      }
      server.setClockOffset(0);
      expect(await mailsTo(admin, `kim-${state}@agency.example`)).toHaveLength(1);
      expect(await mailsTo(admin, `late-${state}@agency.example`)).toEqual([]);
    }
  });
});

describe('what an invitation promises', () => {
  it('is what its files live up to, as the pre-flight of the console says', async () => {
    const add = async (title: string, terms: Record<string, unknown> | null) => {
      const { id } = await addPicture(admin, { title });
      if (terms !== null) await license(admin, id, terms);
      await approve(admin, id);
      return id;
    };
    const small = await add('Small', { maxPixels: 800 });
    const abroad = await add('Abroad', { territories: { include: ['JP'], exclude: [] } });
    const none = await add('Unlicensed', null);
    const paper = await upload(admin, new TextEncoder().encode('Price list '.repeat(20)), 'prices.txt');
    const text = paper.asset?.id ?? '';
    await clear(admin, text);
    const cases: [string[], string, string][] = [
      [[photo], 'download_originals', 'download everything, originals included'],
      // Held to so many pixels, so that there is no original of it.
      [[small], 'download_originals', 'download the sizes offered'],
      [[small, none], 'download_renditions', 'download the sizes offered'],
      // No sizes can be made of a text, and the link gives nothing else.
      [[text], 'download_renditions', 'look at the files'],
      [[text], 'download_watermarked', 'look at the files'],
      [[photo, text], 'download_renditions', 'look at the files and download 1 of 2 in the sizes offered'],
      [[photo, abroad], 'download_originals', 'download everything, originals included'],
      [[none], 'download_originals', 'see none of the files at present'],
      [[photo], 'view', 'look at the files'],
    ];
    for (const [index, [assetIds, permission, words]] of cases.entries()) {
      const link = await issue(admin, { assetIds, permission });
      const email = `promise-${index}@agency.example`;
      const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: [{ name: 'Kim', email, locale: 'en' }] },
      });
      const kim = ((await invited.json()) as Recipient[]).find((person) => person.email === email);
      const [mail] = await mailsTo(admin, email);
      const said = /^.*You may.*$/m.exec(mail?.text ?? '')?.[0] ?? '';
      expect(said.replace(/^.*You may:?\s*/, ''), `${index}`).toBe(words);
      expect(kim).toBeDefined();
    }
  }, 60_000);
});

describe('a personal address', () => {
  it('is told to nobody who may not manage what it belongs to', async () => {
    const link = await issue(admin, { assetIds: [photo], name: 'Personal' });
    await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
    });
    const request = await askForFiles(admin, {
      invite: [{ name: 'Lee', email: 'lee@agency.example', locale: 'en' }],
    });
    const viewer = { name: 'Vera', email: 'vera@example.com', password: 'a long enough password' };
    expect((await admin.fetch('/api/admin/users', { json: { ...viewer, role: 'viewer' } })).status).toBe(201);
    const vera = await signInOverHttp(server, viewer.email, viewer.password);
    const own = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
    const url = own.recipients[0]?.url ?? 'missing';
    expect(url).toContain('/s/R');
    const asked = (await (await admin.fetch('/api/admin/requests')).json()) as { items: UploadRequest[] };
    const invited = asked.items.find(({ id }) => id === request.id)?.invitees[0]?.url ?? 'missing';
    expect(invited).toContain('/u/');
    for (const path of [`shares/${link.id}`, 'shares', 'shares/register', 'requests']) {
      const answer = await vera.fetch(`/api/admin/${path}`);
      if (!answer.ok) continue;
      const text = await answer.text();
      expect(text, path).not.toContain(url);
      expect(text, path).not.toContain(invited);
    }
    const seen = (await (await vera.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
    expect(seen.recipients[0]).toMatchObject({ name: 'Kim', url: null });
  });
});
