/** Names of time zones: only those are taken that times can be shown in, and what was kept of others stops nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetSnippets } from '../../shared/contract/delivery.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import type { Me } from '../../shared/contract/users.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const NOWHERE = 'Foo/Bar';

let server: TestServer;
let admin: Person;
let assetId: string;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  assetId = (await addPicture(admin)).id;
  await clear(admin, assetId, { endsAt: Date.now() + 86_400_000 });
}, 120_000);
afterAll(() => server?.close());

describe('a time zone that does not exist', () => {
  const window = { startsAt: null, endsAt: null, timeZone: NOWHERE };
  it.each([
    [
      'POST',
      '/api/admin/licenses',
      { name: 'X', territories: { include: null, exclude: [] }, channels: null, ...window },
    ],
    ['PUT', '/api/admin/assets/:id/embargo', { liftsAt: Date.now() + 86_400_000, timeZone: NOWHERE }],
    ['PATCH', '/api/admin/me', { timeZone: NOWHERE }],
    ['PATCH', '/api/admin/settings', { timeZone: NOWHERE }],
  ])('is refused by %s %s', async (method, path, json) => {
    const response = await admin.fetch(path.replace(':id', assetId), {
      method,
      json,
      headers: { 'accept-language': 'de' },
    });
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code]).toEqual([400, 'validation_failed']);
    expect(problem.errors?.map((error) => error.path)).toEqual(['timeZone']);
    expect(problem.errors?.[0]?.message).toMatch(/Europe\/Berlin/);
  });

  it('stops nothing where it had been kept: UTC is shown', async () => {
    const { DB } = await server.env();
    await DB.batch([
      DB.prepare('UPDATE users SET time_zone = ?').bind(NOWHERE),
      DB.prepare('UPDATE licenses SET time_zone = ?').bind(NOWHERE),
      DB.prepare("UPDATE settings SET value = json_set(value, '$.timeZone', ?)").bind(NOWHERE),
    ]);
    const me = (await (await admin.fetch('/api/admin/me')).json()) as Me;
    expect(me.timeZone).toBe(NOWHERE);
    const snippets = (await (
      await admin.fetch(`/api/admin/assets/${assetId}/snippets`)
    ).json()) as AssetSnippets;
    expect(snippets.standing.sentence).toMatch(/ UTC\.$/);
    for (const path of ['/api/admin/overview', '/api/admin/insights?days=7', '/api/admin/licenses', '/']) {
      expect([path, (await admin.fetch(path)).status]).toEqual([path, 200]);
    }
    const renditions = await server.fetch(`/i/${assetId}/w=320/x.jpg`);
    await renditions.arrayBuffer();
    expect(renditions.status).toBe(200);
    // Settings are remembered for two seconds.
    const zone = async () =>
      ((await (await admin.fetch('/api/admin/settings')).json()) as { timeZone: string }).timeZone;
    await expect.poll(zone).toBe('UTC');
  });
});
