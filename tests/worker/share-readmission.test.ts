/** Grants and what they were given for: the link, the person, the gates that were passed, and the files, asked again. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { allCounts, countingEntry } from '../harness/counting.ts';
import { addFile, addPicture, clear } from '../harness/library.ts';
import { lastCode } from '../harness/mail.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, visit } from '../harness/share.ts';

const MINUTE_MS = 60_000;

let server: TestServer;
let admin: Person;
const files: string[] = [];
const big: string[] = [];

beforeAll(async () => {
  server = await startServer({ around: countingEntry });
  admin = await createAdministrator(server);
  for (const name of ['one', 'two', 'three']) {
    files.push(await addFile(admin, new TextEncoder().encode(`${name} `.repeat(40_000)), `${name}.txt`));
  }
  for (let n = 0; n < 4; n++) big.push(await addFile(admin, randomBytes(12 * 1024 * 1024), `big-${n}.bin`));
  await clear(admin, [...files, ...big]);
}, 120_000);
afterAll(() => server.close());

const change = (link: ShareLink, changes: Record<string, unknown>) =>
  admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: changes });

/** Presses *download all*: the archive's address. */
async function pressZip(visitor: LinkVisitor): Promise<string> {
  const pressed = await visitor.fetch(`${visitor.base}/zip`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    body: new URLSearchParams({ preset: '' }),
  });
  expect(pressed.status).toBe(303);
  return pressed.headers.get('location') ?? '';
}
const pressFile = async (visitor: LinkVisitor, asset: string): Promise<string> =>
  (await visitor.press(asset, 'original')).headers.get('location') ?? '';
async function statusOf(path: string, init: RequestInit = {}): Promise<number> {
  const response = await server.fetch(path, init);
  await response.arrayBuffer().catch(() => undefined);
  return response.status;
}
const range = { headers: { range: 'bytes=0-9' } };
/** How much of an answer arrives, and whether that is all of it. */
async function received(response: Response): Promise<{ bytes: number; isWhole: boolean }> {
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) bytes += chunk.length;
  } catch {
    // Broken off.
  }
  return { bytes, isWhole: bytes === Number(response.headers.get('content-length')) };
}

describe('a file that was taken out of the link', () => {
  it('is in no archive and no download of a grant that was given before', async () => {
    const made = await admin.fetch('/api/admin/collections', { json: { title: 'Autumn' } });
    const collection = (await made.json()) as { id: string };
    const content = `/api/admin/collections/${collection.id}/assets`;
    expect((await admin.fetch(content, { json: { add: files } })).ok).toBe(true);
    const followed = await issue(admin, {
      source: { kind: 'collection', collectionId: collection.id },
    });
    const visitor = visit(server, followed.url);
    const zip = await pressZip(visitor);
    const file = await pressFile(visitor, files[1] ?? '');
    const whole = await received(await server.fetch(await pressZip(visitor)));
    expect(whole.isWhole).toBe(true);
    const taken = await admin.fetch(content, { json: { remove: [files[1]] } });
    expect(taken.ok).toBe(true);
    const cut = await received(await server.fetch(zip));
    expect(cut.isWhole).toBe(false);
    // The first file at most.
    expect(cut.bytes).toBeLessThan(whole.bytes / 2);
    expect(await statusOf(zip, { headers: { 'if-none-match': '*' } })).toBe(410);
    expect(await statusOf(file)).toBe(404);
  }, 60_000);
});

describe('an archive under way', () => {
  it('breaks off when its recipient is revoked, and when the password changes', async () => {
    const ends: [string, (link: ShareLink, recipient: string) => Promise<Response>][] = [
      [
        'revoked',
        (link, recipient) =>
          admin.fetch(`/api/admin/shares/${link.id}/recipients/${recipient}/revoke`, { json: {} }),
      ],
      ['another password', (link) => change(link, { password: 'another one' })],
    ];
    for (const [what, end] of ends) {
      const link = await issue(admin, { assetIds: big });
      const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
      });
      const [kim] = (await invited.json()) as { id: string; url: string }[];
      const response = await server.fetch(await pressZip(visit(server, kim?.url ?? '')));
      const reader = (response.body ?? new ReadableStream()).getReader();
      let bytes = (await reader.read()).value?.length ?? 0;
      expect((await end(link, kim?.id ?? '')).status, what).toBeLessThan(300);
      // What is remembered of the link is two seconds old at most.
      await new Promise((resolve) => setTimeout(resolve, 2_200));
      const rest = async () => {
        for (let step = await reader.read(); !step.done; step = await reader.read())
          bytes += step.value.length;
      };
      await expect(rest(), what).rejects.toThrow();
      expect(bytes, what).toBeLessThan(Number(response.headers.get('content-length')));
    }
  }, 60_000);

  it('costs a handful of statements for every forty files', async () => {
    const { id } = await addPicture(admin);
    await clear(admin, id);
    // Compiles the snapshot that the copies are made from.
    await visit(server, (await issue(admin, { assetIds: [id] })).url).view();
    const copies = await copyAsset(server, id, 120);
    const link = await issue(admin, { assetIds: copies, permission: 'download_originals' });
    const zip = await pressZip(visit(server, link.url));
    const before = (await allCounts(server)).d1.length;
    expect((await received(await server.fetch(zip))).isWhole).toBe(true);
    const reads = (await allCounts(server)).d1.slice(before).filter((sql) => /^\s*select/i.test(sql));
    expect(reads.length).toBeLessThanOrEqual(8 + 3 * 3);
  }, 60_000);
});

/** A gate that changes after a grant was given, and whether that closes it. */
const CHANGES: Readonly<
  Record<
    string,
    {
      terms: Record<string, unknown>;
      pass: (visitor: LinkVisitor) => Promise<unknown>;
      changes: Record<string, unknown>;
      status: number;
    }
  >
> = {
  'another password': {
    terms: { password: 'first-word' },
    pass: (visitor) => visitor.gate({ gate: 'password', password: 'first-word' }),
    changes: { password: 'second-word' },
    status: 401,
  },
  'a first password': { terms: {}, pass: async () => null, changes: { password: 'new-word-1' }, status: 401 },
  'other terms': {
    terms: { termsText: 'Only for autumn.' },
    pass: (visitor) => visitor.gate({ gate: 'terms', accept: true }),
    changes: { termsText: 'Only for winter.' },
    status: 401,
  },
  'a list without the address': {
    terms: { requireEmailCode: true, allowedEmails: ['agency.example'] },
    pass: (visitor) => passCode(visitor, 'lee@agency.example'),
    changes: { allowedEmails: ['other.example'] },
    status: 401,
  },
  'a longer list': {
    terms: { requireEmailCode: true, allowedEmails: ['agency.example'] },
    pass: (visitor) => passCode(visitor, 'kim@agency.example'),
    changes: { allowedEmails: ['agency.example', 'other.example'] },
    status: 206,
  },
  'no gate any more': {
    terms: { password: 'first-word' },
    pass: (visitor) => visitor.gate({ gate: 'password', password: 'first-word' }),
    changes: { password: '' },
    status: 206,
  },
};
async function passCode(visitor: LinkVisitor, email: string): Promise<void> {
  await visitor.gate({ gate: 'email_code', email, code: null });
  const code = await lastCode(admin, email);
  expect((await visitor.gate({ gate: 'email_code', email: '', code })).view.kind).toBe('open');
}

describe.each(Object.entries(CHANGES))('a grant, after %s,', (_, { terms, pass, changes, status }) => {
  it('is what the gates as they are now make it', async () => {
    const link = await issue(admin, { assetIds: files, maxDownloads: 2, ...terms });
    const visitor = visit(server, link.url);
    await pass(visitor);
    const file = await pressFile(visitor, files[0] ?? '');
    const zip = await pressZip(visitor);
    expect(await statusOf(file, range)).toBe(206);
    expect(await statusOf(zip, range)).toBe(206);
    expect((await change(link, changes)).status).toBe(200);
    expect(await statusOf(file, range)).toBe(status);
    expect(await statusOf(file, { method: 'HEAD' })).toBe(status === 206 ? 200 : status);
    expect(await statusOf(zip, range)).toBe(status);
  }, 30_000);
});

describe('a form that is pressed again after the password changed', () => {
  it('is the same download for whoever has passed anew', async () => {
    const link = await issue(admin, { assetIds: files, maxDownloads: 2, password: 'first-word' });
    const visitor = visit(server, link.url);
    const press = () =>
      visitor.fetch(`${visitor.base}/download`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
        body: new URLSearchParams({ asset: files[0] ?? '', preset: 'original', press: 'a-form-of-mine' }),
      });
    await visitor.gate({ gate: 'password', password: 'first-word' });
    const file = (await press()).headers.get('location') ?? '';
    await change(link, { password: 'second-word' });
    expect(await statusOf(file)).toBe(401);
    expect((await press()).status).toBe(401);
    await visitor.gate({ gate: 'password', password: 'second-word' });
    expect((await press()).headers.get('location')).toBe(file);
    expect(await statusOf(file)).toBe(200);
    const { usedDownloads } = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as {
      usedDownloads: number;
    };
    expect(usedDownloads).toBe(1);
  });
});

describe('one use of a link', () => {
  it('is not stretched by asking again and again, and carries as long as its bytes need', async () => {
    const link = await issue(admin, { assetIds: files.slice(0, 1), maxDownloads: 1 });
    const file = await pressFile(visit(server, link.url), files[0] ?? '');
    const statuses: number[] = [];
    const now = Date.now();
    for (let minute = 0; minute <= 54; minute += 9) {
      server.stopClock(now + minute * MINUTE_MS);
      statuses.push(await statusOf(file, range));
    }
    // 160 KB: ten minutes and a moment from the first byte.
    expect(statuses).toEqual([206, 206, 410, 410, 410, 410, 410]);
    server.setClockOffset(0);
    const large = await issue(admin, { assetIds: big, maxDownloads: 1 });
    const zip = await pressZip(visit(server, large.url));
    const found: number[] = [];
    const begun = Date.now();
    for (const minute of [0, 8, 16, 24]) {
      server.stopClock(begun + minute * MINUTE_MS);
      found.push(await statusOf(zip, range));
    }
    // 48 MB: ten minutes and six and a half more.
    expect(found).toEqual([206, 206, 206, 410]);
    server.setClockOffset(0);
  }, 60_000);
});
