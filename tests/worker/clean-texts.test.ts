/** Characters that nobody sees and that turn what is read: taken out of what is typed, and of what was kept before that was so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../shared/contract/audit.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, approve, license } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const TURNED = 'annex\u202egpj.exe';
const STRAIGHT = 'annexgpj.exe';

let server: TestServer;
let admin: Person;
let assetId: string;
let link: ShareLink;

const read = async <T>(path: string): Promise<T> => (await (await admin.fetch(path)).json()) as T;
const kept = async () => {
  const { DB } = await server.env();
  return DB.prepare('SELECT title, caption, creator FROM assets WHERE id = ?1').bind(assetId).first();
};
async function db() {
  return (await server.env()).DB;
}

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  assetId = (await addPicture(admin, { title: 'Chair', caption: 'One\nTwo' })).id;
  await license(admin, assetId);
  await approve(admin, assetId);
  link = await issue(admin, { assetIds: [assetId], name: 'Agency' });
}, 60_000);
afterAll(() => server.close());

/** As the last migration leaves it behind, and until it is over. */
async function clean(): Promise<void> {
  const DB = await db();
  await DB.prepare("DELETE FROM outbox WHERE kind = 'texts.clean'").run();
  const migration = readFileSync(join(projectRoot, 'migrations/0018_clean_texts.sql'), 'utf8');
  await DB.prepare(migration).run();
  const waiting = async () => {
    await server.tick();
    const { results } = await DB.prepare(
      "SELECT last_error FROM outbox WHERE kind = 'texts.clean' AND state <> 'done'",
    ).run();
    return results;
  };
  await expect.poll(waiting, { timeout: 30_000, interval: 200 }).toEqual([]);
}

describe('hidden characters', () => {
  it('are taken out of what people type, line breaks of a text excepted', async () => {
    const answer = await admin.fetch(`/api/admin/assets/${assetId}`, {
      method: 'PATCH',
      json: { title: `\u200f${TURNED}`, caption: 'One\r\nTwo\u2067 and\u0007 three' },
    });
    expect(answer.status).toBe(200);
    expect(await kept()).toMatchObject({ title: STRAIGHT, caption: 'One\nTwo and three' });
    const made = await admin.fetch('/api/admin/collections', {
      json: { title: TURNED, description: 'a\u202e' },
    });
    expect(await made.json()).toMatchObject({ title: STRAIGHT, description: 'a' });
    const nameless = await admin.fetch('/api/admin/collections', { json: { title: '\u202e' } });
    expect(nameless.status).toBe(400);
  });

  it('are taken out of what was kept before, once, with an event, where search and visitors look', async () => {
    const DB = await db();
    await DB.batch([
      DB.prepare('UPDATE assets SET title = ?1, caption = ?2, creator = ?3 WHERE id = ?4').bind(
        TURNED,
        'One\nTwo\u2066 three',
        'Ada\u200e Brandt',
        assetId,
      ),
      DB.prepare('UPDATE share_links SET name = ?1 WHERE id = ?2').bind(`Agency\u202e`, link.id),
    ]);
    const before = (await read<{ items: AuditEvent[] }>('/api/admin/audit?limit=100')).items;
    await clean();
    expect(await kept()).toMatchObject({
      title: STRAIGHT,
      caption: 'One\nTwo three',
      creator: 'Ada Brandt',
    });
    const found = await read<{ items: { id: string }[] }>(
      `/api/admin/assets?q=${encodeURIComponent('annexgpj')}`,
    );
    expect(found.items.map(({ id }) => id)).toEqual([assetId]);
    const view = await visit(server, link.url).view();
    expect(view).toMatchObject({ kind: 'open', page: { name: 'Agency', items: [{ title: STRAIGHT }] } });

    const after = (await read<{ items: AuditEvent[] }>('/api/admin/audit?limit=100')).items;
    const added = after.filter(({ id }) => !before.some((event) => event.id === id));
    expect(added.map(({ event }) => event).toSorted()).toEqual(['asset.described', 'share_link.changed']);
    expect(added.find(({ event }) => event === 'asset.described')).toMatchObject({
      actor: { kind: 'system' },
      context: { before: { title: TURNED }, after: { title: STRAIGHT } },
    });
    // What is clean is left alone, and nothing of before is rewritten.
    expect(after.filter(({ id }) => before.some((event) => event.id === id))).toEqual(before);
    await clean();
    expect((await read<{ items: AuditEvent[] }>('/api/admin/audit?limit=100')).items).toEqual(after);
  }, 60_000);

  it('stay in what somebody agreed to', async () => {
    const DB = await db();
    const terms = 'Only\u202e here';
    await DB.prepare('UPDATE share_links SET terms_text = ?1 WHERE id = ?2').bind(terms, link.id).run();
    await clean();
    const row = await DB.prepare('SELECT terms_text AS text FROM share_links WHERE id = ?1')
      .bind(link.id)
      .first();
    expect(row).toEqual({ text: terms });
  }, 60_000);
});
