/** Pages of the register where many rows are equal in what they are ordered by: each row once, in one order, links and requests alike. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../shared/contract/page.ts';
import { REGISTER_SORTS, type RegisterRow, type ShareLink } from '../../shared/contract/shares.ts';
import { addPicture } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

const HOUR_MS = 3_600_000;
const LINKS = 9;
const REQUESTS = 7;

let server: TestServer;
let admin: Person;
const nameOf = (row: RegisterRow): string => (row.kind === 'link' ? row.link.name : row.request.name);

async function read<T>(path: string): Promise<T> {
  const answer = await admin.fetch(path);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
}
/** Every page, `limit` rows each; `between` runs after the first. */
async function pagesOf(query: string, limit: number, between?: () => Promise<void>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages++) {
    expect(pages).toBeLessThan(100);
    const page: Page<RegisterRow> = await read(
      `/api/admin/shares/register?${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    names.push(...page.items.map(nameOf));
    cursor = page.nextCursor;
    if (pages === 0) await between?.();
  }
  return names;
}

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const { id } = await addPicture(admin, { title: 'Red chair' });
  const now = Date.now();
  for (let i = 0; i < LINKS; i++) await issue(admin, { assetIds: [id], name: `Link ${i}` });
  for (let i = 0; i < REQUESTS; i++) await ask(admin, { title: `Request ${i}` });
  const { DB } = await server.env();
  // In each order there are three values, one of them `nothing` or over: every page ends within equal ones somewhere.
  const value = (a: number | null, b: number | null, c: number | null) =>
    `CASE rowid % 3 WHEN 0 THEN ${a} WHEN 1 THEN ${b} ELSE ${c} END`;
  const [ends, used] = [
    value(now + 5 * HOUR_MS, now + 6 * HOUR_MS, now - HOUR_MS),
    value(now - 2000, now - 1000, null),
  ];
  await DB.batch([
    DB.prepare(
      `UPDATE share_links SET created_at = ${now}, ends_at = ${ends}, last_used_at = ${used}, used_downloads = ${value(0, 2, 2)}`,
    ),
    DB.prepare(
      `UPDATE upload_requests SET created_at = ${now}, deadline = ${ends}, last_used_at = ${used}, received_files = ${value(0, 2, 2)}`,
    ),
  ]);
}, 120_000);
afterAll(() => server.close());

describe.each(REGISTER_SORTS)('the register in the order %s', (sort) => {
  it('has each row once, in the same order however long its pages are', async () => {
    const whole = await pagesOf(`sort=${sort}`, 100);
    expect(new Set(whole).size).toBe(LINKS + REQUESTS);
    expect(whole).toHaveLength(LINKS + REQUESTS);
    for (const limit of [1, 2, 3, 4, 5, 7]) {
      expect(await pagesOf(`sort=${sort}`, limit), `${limit} at once`).toEqual(whole);
    }
    // Links alone, and the file, are in that order too.
    const links = whole.filter((name) => name.startsWith('Link'));
    expect(await pagesOf(`sort=${sort}&kind=link`, 2)).toEqual(links);
    const listed: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page<ShareLink> = await read(
        `/api/admin/shares?sort=${sort}&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      listed.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(listed).toEqual(links);
    const file = await (await admin.fetch(`/api/admin/shares/register.csv?sort=${sort}`)).text();
    const lines = file.split('\r\n').filter((line) => /Link|Request/.test(line));
    expect(lines.map((line) => /(Link|Request) \d/.exec(line)?.[0])).toEqual(whole);
  }, 60_000);
});

describe('the next page', () => {
  it('holds what was there, when something is made that is equal in the order and comes before', async () => {
    const before = await pagesOf('sort=created', 100);
    const { DB } = await server.env();
    const after = await pagesOf('sort=created', 5, async () => {
      const request = await ask(admin, { title: 'Request 9' });
      await DB.prepare(
        'UPDATE upload_requests SET created_at = (SELECT max(created_at) FROM share_links) WHERE id = ?1',
      )
        .bind(request.id)
        .run();
    });
    // It may be on a later page or on none; nothing else moves.
    expect(after.filter((name) => name !== 'Request 9')).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
  }, 60_000);
});
