/** What showing one page of a link costs as the link grows: D1 statements, counted at the binding of the built Worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counted, countingEntry } from '../harness/counting.ts';
import { addPicture, approve, license } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, tokenOf } from '../harness/share.ts';

/** Ids of one statement; see `chunked`. */
const IDS = 80;

let server: TestServer;
let admin: Person;
let copies: string[];
beforeAll(async () => {
  server = await startServer({ around: countingEntry });
  admin = await createAdministrator(server);
  const { id } = await addPicture(admin);
  await license(admin, id);
  await approve(admin, id);
  // Compiles the snapshot that the copies are made from.
  await server.fetch(`/api/share/${tokenOf((await issue(admin, { assetIds: [id] })).url)}`);
  copies = await copyAsset(server, id, 2000);
}, 60_000);
afterAll(() => server.close());

/** Statements that read for one page of a link of so many files, when everything about it is known. */
async function reads(files: number): Promise<number> {
  const link = await issue(admin, { assetIds: copies.slice(0, files), pinned: false });
  const path = `/api/share/${tokenOf(link.url)}`;
  await (await server.fetch(path)).arrayBuffer();
  const { response, counts } = await counted(server, path);
  const { page } = (await response.json()) as { page: { total: number; items: unknown[] } };
  expect(page.total).toBe(files);
  expect(page.items).toHaveLength(Math.min(files, 200));
  return counts.d1.filter((sql) => /^\s*select/i.test(sql)).length;
}

describe('one page of a link', () => {
  it('costs one statement more for every 80 files, and nothing else that grows', async () => {
    const few = await reads(IDS);
    expect(few).toBeLessThanOrEqual(8);
    expect((await reads(500)) - few).toBe(Math.ceil(500 / IDS) - 1);
    expect((await reads(2000)) - few).toBe(Math.ceil(2000 / IDS) - 1);
  }, 60_000);
});
