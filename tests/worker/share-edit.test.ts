/** Changing a link later: its versions, its contents, its readable address, and what is refused by name and in words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, approve, clear, license, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
let first: string;
let second: string;

interface Refusal {
  code: string;
  errors: { path: string; message: string }[];
}

async function patch<T>(link: ShareLink, json: Record<string, unknown>, status = 200): Promise<T> {
  const answer = await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json });
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  return JSON.parse(text) as T;
}
async function setState(link: ShareLink, state: string): Promise<number> {
  return (await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state } })).status;
}
async function pageOf(link: ShareLink) {
  const view = await visit(server, link.url).view();
  if (view.kind !== 'open') throw new Error(`the link is ${view.kind}`);
  return view.page;
}
const shown = async (link: ShareLink) => (await pageOf(link)).items.map(({ id }) => id);

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  first = (await addPicture(admin, { title: 'First' })).id;
  second = (await addPicture(admin, { title: 'Second' })).id;
  await license(admin, [first, second]);
  await approve(admin, first);
  await approve(admin, second);
}, 60_000);
afterAll(() => server.close());

describe('an edit', () => {
  it('refuses what it does not know, by its name, and changes nothing', async () => {
    const link = await issue(admin, { assetIds: [first] });
    const refused = await patch<Refusal>(link, { name: 'Other', openings: 0, colour: 'red' }, 400);
    expect(refused.errors.map(({ path }) => path)).toEqual(['openings', 'colour']);
    expect(((await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink).name).toBe(
      link.name,
    );
    for (const [path, json] of [
      ['/api/admin/requests/req_00000000000000000000000000', { maxfiles: 3 }],
      ['/api/admin/collections/col_00000000000000000000000000', { titel: 'X' }],
      [`/api/admin/assets/${first}`, { titel: 'X' }],
      ['/api/admin/settings', { organization: 'X' }],
    ] as const) {
      const answer = await admin.fetch(path, { method: 'PATCH', json });
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });

  it('says in the reader’s language what is wrong with a field', async () => {
    const link = await issue(admin, { assetIds: [first] });
    const wrong = { maxDownloads: 9_999_999, vanity: 'Über uns', name: '' };
    const english = await patch<Refusal>(link, wrong, 400);
    expect(Object.fromEntries(english.errors.map(({ path, message }) => [path, message]))).toEqual({
      maxDownloads: 'At most 1,000,000.',
      vanity: 'This is not written as it has to be.',
      name: 'This must not be empty.',
    });
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'de' } });
    const german = await patch<Refusal>(link, wrong, 400);
    await admin.fetch('/api/admin/me', { method: 'PATCH', json: { locale: 'en' } });
    expect(german.errors.map(({ message }) => message)).toContain('Höchstens 1.000.000.');
    expect(JSON.stringify(german)).not.toMatch(/expected|Invalid|Too big/);
  });

  it('holds the versions of now, and lets go of them', async () => {
    const drawing = (colour: string) =>
      new TextEncoder().encode(
        `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="${colour}"/></svg>`,
      );
    const { asset } = await upload(admin, drawing('#111'), 'edit-pin.svg');
    if (asset === null) throw new Error('the drawing was refused');
    await clear(admin, asset.id);
    const link = await issue(admin, { assetIds: [asset.id] });
    const sizeOf = async () => (await pageOf(link)).items[0]?.sizeBytes;
    const before = await sizeOf();
    expect((await patch<ShareLink>(link, { pinned: true })).pinned).toBe(true);
    const version = await upload(admin, drawing('#1122334455'), 'edit-pin.svg', { assetId: asset.id });
    expect(version.asset?.id).toBe(asset.id);
    expect(await sizeOf()).toBe(before);
    expect((await pageOf(link)).pinned).toBe(true);
    expect((await patch<ShareLink>(link, { pinned: false })).pinned).toBe(false);
    expect(await sizeOf()).not.toBe(before);
  });

  it('holds other assets or a collection, and lets a pinned one keep what it held', async () => {
    const link = await issue(admin, { assetIds: [first, second], leftOut: [second] });
    expect(await shown(link)).toEqual([first]);
    // Another set is whole.
    await patch(link, { source: { kind: 'assets', assetIds: [second] } });
    expect(await shown(link)).toEqual([second]);
    const made = await admin.fetch('/api/admin/collections', { json: { title: 'Held' } });
    const { id } = (await made.json()) as { id: string };
    const change = (json: unknown) => admin.fetch(`/api/admin/collections/${id}/assets`, { json });
    await change({ add: [first], remove: [] });
    await patch(link, { source: { kind: 'collection', collectionId: id }, pinned: true });
    await change({ add: [second], remove: [] });
    expect(await shown(link)).toEqual([first]);
    await patch(link, { pinned: false });
    expect(await shown(link)).toEqual([first, second]);
    const { items } = (await (
      await admin.fetch(`/api/admin/audit?targetId=${link.id}&event=share_link.changed`)
    ).json()) as { items: unknown[] };
    expect(items).toHaveLength(3);
    await patch(link, { source: { kind: 'assets', assetIds: ['ast_00000000000000000000000000'] } }, 400);
    expect(await shown(link)).toEqual([first, second]);
  });
});

describe('a readable address', () => {
  it('explains a revoked link until another takes it, and then opens that one', async () => {
    const old = await issue(admin, { assetIds: [first], vanity: 'autumn-fair' });
    expect(await setState(old, 'revoked')).toBe(200);
    const address = visit(server, old.vanityUrl ?? '');
    expect(await address.view()).toMatchObject({ kind: 'closed', reason: 'revoked' });
    const free = await admin.fetch('/api/admin/shares/vanity?name=autumn-fair');
    expect(await free.json()).toEqual({ state: 'free' });
    const next = await issue(admin, { assetIds: [second], vanity: 'autumn-fair' });
    expect(await address.view()).toMatchObject({ kind: 'open', page: { items: [{ id: second }] } });
    expect(await visit(server, old.url).view()).toMatchObject({ kind: 'closed', reason: 'revoked' });
    const listed = (await (await admin.fetch(`/api/admin/shares/${old.id}`)).json()) as ShareLink;
    expect([listed.vanity, next.vanity]).toEqual([null, 'autumn-fair']);
    // One that is only off keeps its name.
    expect(await setState(next, 'off')).toBe(200);
    const third = await issue(admin, { assetIds: [first] });
    const taken = await patch<Refusal>(third, { vanity: 'autumn-fair' }, 400);
    expect(taken.errors[0]?.path).toBe('vanity');
    expect(await setState(next, 'revoked')).toBe(200);
    expect((await patch<ShareLink>(third, { vanity: 'autumn-fair' })).vanity).toBe('autumn-fair');
  });
});

describe('the administrator’s maximum', () => {
  const setMaximum = (shareMaximumDays: number) =>
    admin.fetch('/api/admin/settings', { method: 'PATCH', json: { shareMaximumDays, shareDefaultDays: 10 } });

  it('cuts the end of a copy where it was lowered since, and says of a late start what is wrong', async () => {
    const link = await issue(admin, { assetIds: [first], endsAt: Date.now() + 200 * DAY_MS });
    expect((await setMaximum(30)).status).toBe(200);
    const copied = await admin.fetch(`/api/admin/shares/${link.id}/duplicate`, { method: 'POST' });
    expect(copied.status).toBe(201);
    const { endsAt } = (await copied.json()) as ShareLink;
    expect(endsAt).toBeLessThanOrEqual(Date.now() + 30 * DAY_MS);
    expect(endsAt).toBeGreaterThan(Date.now() + 29 * DAY_MS);
    for (const more of [{}, { endsAt: Date.now() + 60 * DAY_MS }]) {
      const late = await admin.fetch('/api/admin/shares', {
        json: {
          name: 'Late',
          timeZone: 'Europe/Berlin',
          permission: 'view',
          source: { kind: 'assets', assetIds: [first] },
          startsAt: Date.now() + 50 * DAY_MS,
          ...more,
        },
      });
      expect(late.status).toBe(400);
      const { errors } = (await late.json()) as Refusal;
      expect(errors).toEqual([
        { path: 'startsAt', message: expect.stringMatching(/at most, until .*: it cannot start later/) },
      ]);
    }
    await setMaximum(365);
  });
});
