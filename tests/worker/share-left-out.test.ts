/**
 * What a link leaves out of its set: nowhere below the link, in every form of set, while a collection is still followed; and put
 * back as it was.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inquiry } from '../../shared/contract/inquiries.ts';
import type { Preflight, ShareLink } from '../../shared/contract/shares.ts';
import { read } from '../harness/answers.ts';
import { addPicture, approve, clear, license, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { makeCollection } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, reread, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
const ids: Record<string, string> = {};
const idOf = (name: string): string => ids[name] ?? '';

const collectionOf = async (title: string, names: readonly string[]): Promise<string> =>
  (await makeCollection(admin, title, names.map(idOf))).id;
const hold = async (collectionId: string, change: Record<string, unknown>) =>
  read(await admin.fetch(`/api/admin/collections/${collectionId}/assets`, { json: change }));
const patch = (link: ShareLink, json: Record<string, unknown>) =>
  admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json });
async function shown(link: ShareLink): Promise<string[]> {
  const view = await visit(server, link.url).view();
  if (view.kind !== 'open') throw new Error(`the link is ${view.kind}`);
  expect(view.page.excluded).toEqual([]);
  return view.page.items.map(({ title }) => title);
}
const check = async (source: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  read<Preflight>(await admin.fetch('/api/admin/shares/preflight', { json: { source, ...more } }));

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  for (const name of ['one', 'two', 'late', 'draft']) {
    ids[name] = (await addPicture(admin, { title: name })).id;
    await license(admin, idOf(name));
    if (name !== 'draft') await approve(admin, idOf(name));
  }
}, 60_000);
afterAll(() => server.close());

describe('a link of a collection', () => {
  it('leaves out what its dialog was told to, and goes on following the collection', async () => {
    const collectionId = await collectionOf('Followed', ['one', 'two', 'draft']);
    const source = { kind: 'collection', collectionId };
    const { fixes } = await check(source);
    expect(fixes.leaveOut).toEqual([idOf('draft')]);
    const leftOut = [...fixes.leaveOut, idOf('two')];
    expect(await check(source, { leftOut })).toMatchObject({ total: 1, deliverable: 1, findings: [] });
    const link = await issue(admin, { source, leftOut });
    expect(new Set(link.leftOut)).toEqual(new Set(leftOut));
    expect(await shown(link)).toEqual(['one']);

    await hold(collectionId, { add: [idOf('late')] });
    expect(await shown(link)).toEqual(['one', 'late']);
    // What is approved later, or put into the collection again, stays out as was said.
    await hold(collectionId, { remove: [idOf('two')] });
    await hold(collectionId, { add: [idOf('two')] });
    expect(await shown(link)).toEqual(['one', 'late']);
    expect(await check({ kind: 'link', shareLinkId: link.id })).toMatchObject({ total: 2, findings: [] });
  }, 60_000);

  it('hands out nothing of what is left out, whoever names it, and what was granted before no longer', async () => {
    const collectionId = await collectionOf('Closed', ['one', 'two']);
    const link = await issue(admin, { source: { kind: 'collection', collectionId } });
    const visitor = visit(server, link.url);
    await visitor.view();
    const granted = (await visitor.press(idOf('two'), 'original')).headers.get('location') ?? '';
    expect((await visitor.fetch(granted, { method: 'HEAD' })).status).toBe(200);
    expect((await visitor.fetch(`${visitor.base}/r/${idOf('two')}/thumb`)).status).toBe(200);
    await read(await patch(link, { leftOut: [idOf('two')] }));
    expect((await visitor.fetch(granted)).status).toBe(404);
    expect((await visitor.fetch(`${visitor.base}/r/${idOf('two')}/thumb`)).status).toBe(404);
    expect((await visitor.press(idOf('two'), 'original')).status).toBe(404);
    expect((await visitor.fetch(`${visitor.base}/r/${idOf('one')}/thumb`)).status).toBe(200);
    // Nor do the console's own lists say that it is handed out.
    const listed = async (name: string) => {
      const { items } = await read<{ items: { kind: string; link?: ShareLink }[] }>(
        await admin.fetch(`/api/admin/shares/register?assetId=${idOf(name)}&limit=100`),
      );
      return items.some((row) => row.link?.id === link.id);
    };
    expect([await listed('one'), await listed('two')]).toEqual([true, false]);
    const linksOf = async (name: string) => {
      const { shareLinks } = await read<{ shareLinks: { id: string }[] }>(
        await admin.fetch(`/api/admin/assets/${idOf(name)}`),
      );
      return shareLinks.some(({ id }) => id === link.id);
    };
    expect([await linksOf('one'), await linksOf('two')]).toEqual([true, false]);
  }, 60_000);

  it('gives back what somebody asks for that was left out, and only that', async () => {
    const collectionId = await collectionOf('Asked', ['one', 'draft']);
    const link = await issue(admin, { source: { kind: 'collection', collectionId } });
    const visitor = visit(server, link.url);
    const asked = await visitor.fetch(`/api/share/${visitor.token}/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({
        kind: 'item',
        email: 'lee@agency.example',
        reason: 'For the cover.',
        item: 'one',
        assetId: idOf('one'),
      }),
    });
    expect(asked.status).toBe(204);
    await read(await patch(link, { leftOut: [idOf('one'), idOf('draft')] }));
    const { items } = await read<{ items: Inquiry[] }>(await admin.fetch('/api/admin/requests/inquiries'));
    const inquiry = items.find(({ shareLinkId }) => shareLinkId === link.id);
    const detail = await read<{ item: unknown }>(
      await admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}`),
    );
    expect(detail.item).toMatchObject({ state: 'absent', canAdd: true });
    await read(
      await admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}/answer`, {
        json: { decision: 'answered', message: 'Here.', giveItem: true },
      }),
    );
    expect((await reread(admin, link)).leftOut).toEqual([idOf('draft')]);
    expect(await shown(link)).toEqual(['one']);
  }, 60_000);
});

describe('an edit', () => {
  it('leaves out of chosen assets, and puts back in the place and the version they had', async () => {
    const text = await upload(admin, new TextEncoder().encode('first'), 'first.txt');
    const pinned = text.asset?.id ?? '';
    await clear(admin, pinned);
    const link = await issue(admin, { assetIds: [pinned, idOf('one'), idOf('draft')], pinned: true });
    expect(link.source).toEqual({ kind: 'assets', count: 3 });
    const source = { kind: 'link', shareLinkId: link.id };
    const { leaveOut } = (await check(source)).fixes;
    expect(leaveOut).toEqual([idOf('draft')]);
    expect(await check(source, { leftOut: leaveOut })).toMatchObject({ total: 2, findings: [] });
    const changed = await read<ShareLink>(await patch(link, { leftOut: [...leaveOut, pinned] }));
    expect(changed.source).toEqual({ kind: 'assets', count: 1 });
    expect(await shown(link)).toEqual(['one']);
    const { items } = await read<{ items: { event: string; context: Record<string, unknown> }[] }>(
      await admin.fetch(`/api/admin/audit?targetId=${link.id}`),
    );
    const told = items.find(({ event }) => event === 'share_link.changed')?.context;
    expect(told).toMatchObject({ leftOut: expect.arrayContaining([pinned]), putBack: [] });

    const replaced = await upload(admin, new TextEncoder().encode('second'), 'second.txt', {
      assetId: pinned,
    });
    expect(replaced.asset?.id).toBe(pinned);
    await read(await patch(link, { leftOut: leaveOut }));
    expect((await reread(admin, link)).leftOut).toEqual(leaveOut);
    const visitor = visit(server, link.url);
    const view = await visitor.view();
    expect(view.kind === 'open' && view.page.items.map(({ id }) => id)).toEqual([pinned, idOf('one')]);
    expect(await (await visitor.download(pinned, 'original')).text()).toBe('first');
  }, 60_000);

  it('never empties a set of its own, takes no foreign id, and leaves the list alone where it is not named', async () => {
    const link = await issue(admin, { assetIds: [idOf('one'), idOf('two')] });
    await read(await patch(link, { leftOut: [idOf('one'), idOf('two')] }), 400);
    const changed = await read<ShareLink>(await patch(link, { leftOut: [idOf('one'), idOf('late')] }));
    expect(changed.leftOut).toEqual([idOf('one')]);
    const renamed = await read<ShareLink>(await patch(link, { name: 'Renamed' }));
    expect(renamed.leftOut).toEqual([idOf('one')]);
    const refused = await admin.fetch('/api/admin/shares', {
      json: {
        name: 'Nothing',
        timeZone: 'UTC',
        permission: 'view',
        source: { kind: 'assets', assetIds: [idOf('one')] },
        leftOut: [idOf('one')],
      },
    });
    await read(refused, 400);
  }, 60_000);

  it('is in a duplicate, too', async () => {
    const collectionId = await collectionOf('Copied', ['one', 'two']);
    const link = await issue(admin, {
      source: { kind: 'collection', collectionId },
      leftOut: [idOf('two')],
    });
    const copy = await read<ShareLink>(
      await admin.fetch(`/api/admin/shares/${link.id}/duplicate`, { json: {} }),
      201,
    );
    expect(copy.leftOut).toEqual([idOf('two')]);
    expect(await shown(copy)).toEqual(['one']);
  }, 60_000);
});
