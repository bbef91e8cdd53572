/** A use of a link is one copy: what comes at once, again, in pieces and broken off, for files, archives and recipients. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { clear, upload } from '../harness/library.ts';
import { mails } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, reread, visit } from '../harness/share.ts';

const MINUTE_MS = 60_000;
const PAPER_BYTES = 14_000;
const LARGE_BYTES = 24 * 1024 * 1024;

let server: TestServer;
let admin: Person;
let paper: string;
let large: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const add = async (bytes: Uint8Array, name: string): Promise<string> => {
    const { asset } = await upload(admin, bytes, name);
    if (asset === null) throw new Error(`${name} was refused`);
    return asset.id;
  };
  paper = await add(new TextEncoder().encode('Prices\n'.repeat(2000)), 'prices.txt');
  large = await add(randomBytes(LARGE_BYTES), 'large.bin');
  await clear(admin, [paper, large]);
}, 60_000);
afterAll(() => server.close());

const countsOf = async (link: ShareLink) => {
  const { usedDownloads, reservedDownloads } = await reread(admin, link);
  return [usedDownloads, reservedDownloads];
};
async function formOf(visitor: LinkVisitor): Promise<string> {
  const view = await visitor.view();
  if (view.kind !== 'open') throw new Error(`the link is ${view.kind}`);
  return view.page.press;
}
/** Sends the page's own form. */
const send = (visitor: LinkVisitor, to: 'download' | 'zip', fields: Record<string, string>) =>
  visitor.fetch(`${visitor.base}/${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    body: new URLSearchParams(fields),
  });
const pressed = async (visitor: LinkVisitor, asset: string, press: string): Promise<string> =>
  (await send(visitor, 'download', { asset, preset: 'original', press })).headers.get('location') ?? '';
async function get(path: string, range?: string): Promise<{ status: number; bytes: number }> {
  const answer = await server.fetch(path, range === undefined ? {} : { headers: { range } });
  return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
}
async function bodiesOf(answers: readonly Response[]): Promise<number[]> {
  const got = await Promise.all(
    answers.map(async (answer) => {
      const location = answer.headers.get('location');
      const response = location === null ? answer : await server.fetch(location);
      const { byteLength } = await response.arrayBuffer();
      return response.status === 200 ? [byteLength] : [];
    }),
  );
  return got.flat();
}

describe('two hundred at once against a limit of five', () => {
  const parallel = <T>(make: (turn: number) => Promise<T>) =>
    Promise.all(Array.from({ length: 200 }, (_, n) => make(n)));
  const kinds: [string, (visitor: LinkVisitor, press: string) => Promise<Response>][] = [
    ['file', (visitor, press) => send(visitor, 'download', { asset: paper, preset: 'original', press })],
    ['archive', (visitor, press) => send(visitor, 'zip', { preset: '', press })],
  ];

  it.each(kinds)(
    'gives five bodies of a %s to forms of their own',
    async (_, press) => {
      const link = await issue(admin, { assetIds: [paper], maxDownloads: 5 });
      const visitor = visit(server, link.url);
      const form = await formOf(visitor);
      const bodies = await bodiesOf(await parallel((turn) => press(visitor, `${form}-${turn}`)));
      expect(bodies).toHaveLength(5);
      expect(Math.min(...bodies)).toBeGreaterThanOrEqual(PAPER_BYTES);
      await expect.poll(() => countsOf(link)).toEqual([5, 0]);
    },
    60_000,
  );

  it.each(kinds)(
    'gives no more bodies of a %s to one form than it takes uses',
    async (_, press) => {
      const link = await issue(admin, { assetIds: [paper], maxDownloads: 5 });
      const visitor = visit(server, link.url);
      const form = await formOf(visitor);
      const bodies = await parallel(async () => {
        const answers = [await press(visitor, form)];
        return (await bodiesOf(answers)).length;
      });
      const got = bodies.reduce((sum, one) => sum + one, 0);
      expect(got).toBeGreaterThanOrEqual(1);
      expect(got).toBeLessThanOrEqual(5);
      await expect.poll(async () => (await reread(admin, link)).usedDownloads).toBe(got);
    },
    60_000,
  );

  it.each(kinds)(
    'counts a %s of a recipient like all others',
    async (_, press) => {
      const link = await issue(admin, { assetIds: [paper], maxDownloads: 5 });
      const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
      });
      const [kim] = (await invited.json()) as { url: string }[];
      const visitors = [visit(server, kim?.url ?? ''), visit(server, link.url)] as const;
      const bodies = await bodiesOf(
        await parallel(async (turn) => press(turn % 2 === 0 ? visitors[0] : visitors[1], `number-${turn}`)),
      );
      expect(bodies).toHaveLength(5);
      await expect.poll(async () => countsOf(link)).toEqual([5, 0]);
      const { recipients } = await reread(admin, link);
      expect(recipients[0]?.downloads).toBeLessThanOrEqual(5);
    },
    60_000,
  );
});

describe('one grant', () => {
  it('sends the whole once, and for a moment after that ranges', async () => {
    const link = await issue(admin, { assetIds: [paper], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const form = await formOf(visitor);
    const file = await pressed(visitor, paper, form);
    const answers = await Promise.all(Array.from({ length: 30 }, () => server.fetch(file)));
    const statuses = answers.map(({ status }) => status);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409 || status === 410)).toHaveLength(29);
    for (const [range, status] of [
      [undefined, 410],
      ['bytes=0-', 410],
      ['bytes=13000-', 206],
    ] as const) {
      expect((await get(file, range)).status).toBe(status);
    }
    expect(await countsOf(link)).toEqual([1, 0]);
    const again = await send(visitor, 'download', { asset: paper, preset: 'original', press: form });
    expect(again.status).toBe(403);
    server.setClockOffset(2 * MINUTE_MS);
    expect((await get(file, 'bytes=13000-')).status).toBe(410);
    server.setClockOffset(0);
  });

  it('says that it is under way, goes on in ranges beside, and is found again by its form once it was cut', async () => {
    const link = await issue(admin, { assetIds: [large], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const form = await formOf(visitor);
    const file = await pressed(visitor, large, form);
    const controller = new AbortController();
    const running = await server.fetch(file, { signal: controller.signal });
    const reader = running.body?.getReader();
    await reader?.read();
    const second = await server.fetch(file);
    expect(second.status).toBe(409);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await second.json()).toMatchObject({ code: 'transfer_running' });
    // Its form would be another download.
    expect((await send(visitor, 'download', { asset: large, preset: 'original', press: form })).status).toBe(
      403,
    );
    const parts = await Promise.all(
      [4, 8, 12].map((at) => get(file, `bytes=${at * 1_000_000}-${(at + 4) * 1_000_000 - 1}`)),
    );
    expect(parts).toEqual(parts.map(() => ({ status: 206, bytes: 4_000_000 })));
    expect(await countsOf(link)).toEqual([0, 1]);
    controller.abort();
    await expect.poll(() => pressed(visitor, large, form)).toBe(file);
    expect(await countsOf(link)).toEqual([0, 1]);
    expect(await get(file, 'bytes=20000000-')).toMatchObject({ status: 206 });
  }, 30_000);

  it('carries no more than twice its bytes, however they are asked for', async () => {
    const link = await issue(admin, { assetIds: [paper], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const file = await pressed(visitor, paper, await formOf(visitor));
    const parts = await Promise.all(Array.from({ length: 30 }, () => get(file, 'bytes=1-')));
    const sent = parts.filter(({ status }) => status === 206);
    expect(sent.length).toBeGreaterThanOrEqual(1);
    expect(sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * PAPER_BYTES);
  });
});

describe('a transfer that was cut', () => {
  it('is reserved until its grant ends, and is written down then', async () => {
    const link = await issue(admin, {
      assetIds: [paper],
      // One use is not near the limit.
      maxDownloads: 3,
      notify: 'immediate',
      name: 'Cut off',
    });
    const visitor = visit(server, link.url);
    const file = await pressed(visitor, paper, await formOf(visitor));
    expect(await countsOf(link)).toEqual([0, 1]);
    expect((await get(file, 'bytes=0-0')).status).toBe(206);
    expect(await countsOf(link)).toEqual([0, 1]);
    const told = async () => {
      const { items } = (await (await admin.fetch(`/api/admin/audit?targetId=${link.id}`)).json()) as {
        items: { event: string }[];
      };
      const { DB } = await server.env();
      const rows = await DB.prepare('SELECT count(*) AS n FROM downloads WHERE surface_id = ?')
        .bind(link.id)
        .first('n');
      return [
        items.filter(({ event }) => event === 'share_link.downloaded').length,
        rows,
        (await mails(admin)).filter(({ subject }) => subject.includes('Cut off')).length,
      ];
    };
    // Its opening is told when it is told.
    await expect.poll(told).toEqual([0, 0, 1]);
    const page = await (
      await admin.fetch(`/api/admin/shares/register?q=${encodeURIComponent(link.name)}`)
    ).text();
    expect(page).toContain('"reservedDownloads":1');
    server.setClockOffset(12 * MINUTE_MS);
    await server.tick();
    await server.tick();
    server.setClockOffset(0);
    expect(await countsOf(link)).toEqual([1, 0]);
    expect(await told()).toEqual([1, 1, 2]);
  });

  it('goes on with the file it began with, whatever has replaced that, and begins anew with the new one', async () => {
    const [before, after] = ['Old prices\n', 'New prices, longer\n'].map((line) => line.repeat(2000));
    const { asset } = await upload(admin, new TextEncoder().encode(before), 'list.txt');
    const id = asset?.id ?? '';
    await clear(admin, id);
    const link = await issue(admin, { assetIds: [id] });
    const visitor = visit(server, link.url);
    const address = await pressed(visitor, id, await formOf(visitor));
    const part = async (range: string) =>
      (await (await server.fetch(address, { headers: { range } })).text()) as string;
    const first = await part('bytes=0-999');
    await upload(admin, new TextEncoder().encode(after), 'list.txt', { assetId: id });
    // As programs do that resume without saying what they have.
    expect(`${first}${await part('bytes=1000-')}`).toBe(before);
    expect(await (await visitor.download(id, 'original')).text()).toBe(after);
    const anew = await pressed(visitor, id, await formOf(visitor));
    expect(await (await server.fetch(anew, { headers: { range: 'bytes=0-999' } })).text()).toBe(
      after?.slice(0, 1000),
    );
  });

  it('is complete when its ranges have brought all of it', async () => {
    const link = await issue(admin, { assetIds: [paper], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    const file = await pressed(visitor, paper, await formOf(visitor));
    await get(file, 'bytes=-22');
    await get(file, 'bytes=0-6999');
    expect(await countsOf(link)).toEqual([0, 1]);
    await get(file, 'bytes=7000-');
    expect(await countsOf(link)).toEqual([1, 0]);
  });
});
