import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../shared/contract/audit.ts';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Page } from '../../shared/contract/page.ts';
import { isMessageKey } from '../../shared/messages/index.ts';
import { AUDIT_EVENTS } from '../../worker/modules/audit/index.ts';
import { sentenceOf } from '../../worker/modules/audit/sentence.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { type Brand, createBrand, newId } from './portals-fixture.ts';

let server: TestServer;
let brand: Brand;
beforeAll(async () => {
  server = await startServer();
  brand = await createBrand(server);
}, 60_000);
afterAll(() => server?.close());

const list = (query: string) =>
  brand.call<Page<AuditEvent>>('administrator', `/api/admin/audit?${query}`).then(({ body }) => body);

describe('the audit', () => {
  it('has a sentence for every event in every language, whatever the event says', () => {
    for (const event of AUDIT_EVENTS) {
      expect(isMessageKey(`audit.${event}`), event).toBe(true);
      for (const locale of ['en', 'de'] as const) {
        const sentence = sentenceOf(locale, {
          id: 'evt_1',
          event,
          actorKind: 'user',
          actorId: null,
          actorName: 'Ada',
          targetKind: 'asset',
          targetId: 'x',
          targetLabel: 'Lamp',
          context: {},
          requestId: null,
          at: 0,
        });
        expect(sentence).toMatch(/Ada|Lamp/);
        expect(sentence).not.toMatch(/[{}]/);
      }
    }
  });

  it('tells of each setting that several people changed in the same moment, and all of them are kept', async () => {
    const changes = [
      { organisation: 'Fjord & Co' },
      { shareDefaultDays: 12 },
      { denialPolicy: 'placeholder' },
      { timeZone: 'Europe/Lisbon' },
      { contact: null },
      { shareMaximumDays: 90 },
    ];
    const answers = await Promise.all(
      changes.map((body) =>
        brand.call<object>('administrator', '/api/admin/settings', { method: 'PATCH', body }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    for (const [at, change] of changes.entries()) expect(answers[at]?.body).toMatchObject(change);
    const { body: kept } = await brand.call<object>('administrator', '/api/admin/settings');
    expect(kept).toMatchObject(Object.assign({}, ...changes));
    expect(
      (await list('targetKind=settings&limit=50')).items.filter(({ event }) => event === 'settings.changed')
        .length,
    ).toBeGreaterThanOrEqual(changes.length);
  });

  it('tells what happened, newest first, page by page', async () => {
    const { body } = await brand.call<Collection>('curator', '/api/admin/collections', {
      body: { title: 'Autumn' },
    });
    const one = await brand.addAsset({ title: 'One' });
    const two = await brand.addAsset({ title: 'Two' });
    await brand.call('curator', `/api/admin/collections/${body.id}/assets`, { body: { add: [one, two] } });
    const first = await list(`targetId=${body.id}&limit=1`);
    expect(first.items).toMatchObject([
      {
        event: 'collection.assets_changed',
        actor: { kind: 'user', name: 'Test curator' },
        target: { kind: 'collection', label: 'Autumn' },
        context: { added: [one, two], removed: [] },
        sentence: 'Test curator changed the collection “Autumn”: 2 added, 0 removed.',
      },
    ]);
    expect(first.items[0]?.requestId).toMatch(/^req_/);
    const rest = await list(`targetId=${body.id}&limit=1&cursor=${first.nextCursor}`);
    expect(rest.items.map((event) => event.event)).toEqual(['collection.created']);
    expect(rest.nextCursor).toBeNull();
    const who = first.items[0]?.actor.id ?? '';
    const byActor = await list(`actorId=${who}&limit=100`);
    expect(new Set(byActor.items.map((event) => event.actor.id))).toEqual(new Set([who]));
    const byNoun = await list('event=collection&limit=100');
    expect(byNoun.items.map((event) => event.event)).toEqual([
      'collection.assets_changed',
      'collection.created',
    ]);
    const byEvent = await list('event=collection.created');
    expect(byEvent.items).toHaveLength(1);
  });

  it('answers strange filters with an empty page, and a foreign marker with a refusal', async () => {
    expect(await list(`targetId=${newId('asset')}`)).toEqual({ items: [], nextCursor: null });
    const refused = await brand.call('administrator', '/api/admin/audit?cursor=e30');
    expect(refused.status).toBe(400);
  });

  it('is read by administrators only', async () => {
    expect((await brand.call(null, '/api/admin/audit')).status).toBe(401);
    expect((await brand.call('viewer', '/api/admin/audit')).status).toBe(403);
    expect((await brand.call('curator', '/api/admin/audit')).status).toBe(403);
  });
});
