/** What showing one page of a link costs as the link grows: D1 statements, counted at the binding of the built Worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCounts, countingEntry } from '../harness/counting.ts';
import { addPicture, clear } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, tokenOf } from '../harness/share.ts';

/** Ids of one statement; see `ID_LIST_CHUNK`. */
const IDS = 500;

let server: TestServer;
let admin: Person;
let copies: string[];
beforeAll(async () => {
  server = await startServer({ around: countingEntry });
  admin = await createAdministrator(server);
  const { id } = await addPicture(admin);
  await clear(admin, id);
  // Compiles the snapshot that the copies are made from.
  await server.fetch(`/api/share/${tokenOf((await issue(admin, { assetIds: [id] })).url)}`);
  copies = await copyAsset(server, id, 2000);
}, 120_000);
afterAll(() => server.close());

/** Reads for one page of a link of so many files, when everything about it is known: of its files, and all others. */
async function reads(files: number): Promise<{ ofFiles: number; others: number }> {
  const link = await issue(admin, { assetIds: copies.slice(0, files), pinned: false });
  const path = `/api/share/${tokenOf(link.url)}`;
  await (await server.fetch(path)).arrayBuffer();
  const before = (await allCounts(server)).d1.length;
  // Not `counted`: SQL of so many parameters does not fit into a header.
  const { page } = (await (await server.fetch(path)).json()) as { page: { total: number; items: unknown[] } };
  const read = (await allCounts(server)).d1.slice(before).filter((sql) => /^\s*select/i.test(sql));
  expect(page.total).toBe(files);
  expect(page.items).toHaveLength(Math.min(files, 200));
  const ofFiles = read.filter((sql) => sql.includes('from "asset_snapshots"')).length;
  return { ofFiles, others: read.length - ofFiles };
}

describe('one page of a link', () => {
  it('costs one statement more for every 500 files, and nothing else that grows', async () => {
    for (const files of [80, 501, 2000]) {
      const { ofFiles, others } = await reads(files);
      expect(ofFiles, `${files} files`).toBe(Math.ceil(files / IDS));
      expect(others, `${files} files`).toBeLessThanOrEqual(8);
    }
  }, 60_000);
});
