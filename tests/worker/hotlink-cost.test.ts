/** What an answer costs: D1 statements, R2 calls and transforms, counted at the bindings of the built Worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCounts, type Counts, counted, countingEntry } from '../harness/counting.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let folder: string;
let id: string;
const accept = 'image/webp,*/*';
const hotlink = (transformation: string) => `/i/${id}/${transformation}/x.jpg`;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cost-'));
  server = await startServer({ around: countingEntry, stateFolder: folder });
  admin = await createAdministrator(server);
  id = (await addPicture(admin)).id;
  await clear(admin, id);
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 15_000 } });
  await pause(2100);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(transformation: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await counted(server, hotlink(transformation), { method, headers: { accept, ...headers } });
  await answer.response.arrayBuffer();
  return answer;
}
const reads = (statements: readonly string[]) => statements.filter((sql) => /^\s*select/i.test(sql));
/** Calls that read, by the folder they read from. */
const gets = (calls: readonly string[]) =>
  calls.filter((call) => call.startsWith('get')).map((call) => call.split('/')[0]);
const NOTHING: Counts = { d1: [], r2: [], engine: [] };
/** Without the use of the seconds before, which is written together beside whichever request is under way then. */
const ownOf = ({ d1, ...rest }: Counts): Counts => ({
  ...rest,
  d1: d1.filter((sql) => !/hotlink_(buckets|channels)|"outbox"/.test(sql)),
});

describe('the cost of a hot-link', () => {
  it('is one D1 statement, two reads and one transform where nothing is known', async () => {
    // The snapshot is kept, this isolate has never heard of the asset, and nobody has asked for this size.
    await ask('w=320');
    await server.restart();
    const { response, counts } = await ask('w=480');
    expect(response.status).toBe(200);
    expect(reads(counts.d1)).toHaveLength(1);
    // What is written is begun when the bytes are there, and nobody waits for it.
    for (const sql of counts.d1.filter((one) => !reads([one]).length))
      expect(sql).toMatch(/^insert into "renditions"/);
    expect(gets(counts.r2)).toEqual(['get renditions', 'get masters']);
    expect(counts.engine).toEqual(['transform']);
    expect(response.headers.get('server-timing')).toMatch(
      /parse.*rights;desc="database";dur=\d+, decide;desc="license", cache;desc="miss";dur=\d+, store;desc="miss";dur=\d+, queue;dur=\d+, transform;dur=\d+, credit, keep/,
    );
  });

  it('is one D1 statement where another isolate has left the rendition in the data centre’s cache', async () => {
    // It is kept after the answer: an isolate that is stopped at once may take it along.
    let answer = await ask('w=480');
    for (let attempt = 0; attempt < 5; attempt++) {
      await server.restart();
      answer = await ask('w=480');
      if (answer.counts.engine.length === 0 && answer.counts.r2.length === 0) break;
    }
    const { response, counts } = answer;
    expect(response.status).toBe(200);
    expect(response.headers.get('server-timing')).toMatch(/cache;desc="hit"/);
    expect(counts.d1).toHaveLength(1);
    expect(counts.r2).toEqual([]);
    expect(counts.engine).toEqual([]);
  });

  it('is nothing where it is warm, for GET, HEAD, ranges and revalidation', async () => {
    // However long these requests take, what is remembered of the rights is not over.
    server.stopClock(Date.now());
    const { response } = await ask('w=480');
    const etag = response.headers.get('etag') ?? '';
    for (let round = 0; round < 20; round++) {
      for (const [headers, method, status] of [
        [{}, 'GET', 200],
        [{}, 'HEAD', 200],
        [{ range: 'bytes=0-9' }, 'GET', 206],
        [{ 'if-none-match': etag }, 'GET', 304],
      ] as const) {
        const warm = await ask('w=480', headers, method);
        expect(warm.response.status).toBe(status);
        expect(ownOf(warm.counts)).toEqual(NOTHING);
      }
    }
    // Another spelling is parsed, and costs nothing more than that.
    const other = await ask('W_480');
    expect(other.response.headers.get('etag')).toBe(etag);
    expect(ownOf(other.counts)).toEqual(NOTHING);
    server.setClockOffset(0);
  });

  it('is one transform for 200 first requests at once', async () => {
    const before = await allCounts(server);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const response = await server.fetch(hotlink(i % 2 === 0 ? 'w=640,h=480' : 'h=480,w=640'), {
          headers: { accept },
        });
        return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
      }),
    );
    expect(new Set(answers.map(({ status, bytes }) => `${status} ${bytes}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    const after = await allCounts(server);
    expect(after.engine.slice(before.engine.length)).toEqual(['transform']);
    expect(gets(after.r2.slice(before.r2.length))).toEqual(['get renditions', 'get masters']);
  });

  it('is one D1 statement for 200 requests at once after the memory of the rights is over', async () => {
    await server.restart();
    const before = await allCounts(server);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await server.fetch(hotlink('w=480'), { headers: { accept } });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    const after = await allCounts(server);
    expect(reads(after.d1.slice(before.d1.length))).toHaveLength(1);
  });

  it('is one D1 statement before a denial, and no byte is read', async () => {
    await admin.fetch(`/api/admin/assets/${id}/status`, { json: { status: 'withdrawn', reason: 'test' } });
    await server.restart();
    const { response, counts } = await ask('w=480');
    expect(response.status).toBe(410);
    expect(counts.r2).toEqual([]);
    expect(counts.engine).toEqual([]);
    expect(reads(counts.d1).length).toBeLessThanOrEqual(1);
  });

  it('is one write for all the requests for a withdrawn asset, and counts them', async () => {
    const writes = (statements: readonly string[]) =>
      statements.filter((sql) => /^\s*update\s+"?withdrawals/i.test(sql));
    // It is written after the answer to the first of them.
    await expect.poll(async () => writes((await allCounts(server)).d1)).toHaveLength(1);
    const before = await allCounts(server);
    for (let round = 0; round < 6; round++) {
      // Longer than a denial is remembered, so each is decided anew.
      await pause(60);
      expect((await ask('w=480')).response.status).toBe(410);
    }
    const after = await allCounts(server);
    expect(writes(after.d1.slice(before.d1.length))).toHaveLength(0);
  });

  it('of a chain of successors leads to the first that may be shown, at a statement for each, and not for ever', async () => {
    const chain: string[] = [];
    for (let length = 0; length < 8; length++) chain.push((await addPicture(admin)).id);
    await clear(admin, chain);
    const withdraw = async (from: string | undefined, to: string | undefined) => {
      await admin.fetch(`/api/admin/assets/${from}`, {
        method: 'PATCH',
        json: { denialPolicy: 'successor' },
      });
      await admin.fetch(`/api/admin/assets/${from}/status`, {
        json: { status: 'withdrawn', reason: 'test', successorAssetId: to },
      });
    };
    const first = (asset: string | undefined) =>
      server.fetch(`/i/${asset}/w=320/x.jpg`, { redirect: 'manual' });
    for (const index of [0, 1, 2]) await withdraw(chain[index], chain[index + 1]);
    const three = await first(chain[0]);
    expect([three.status, three.headers.get('location')]).toEqual([302, `/i/${chain[3]}/w=320/x.jpg`]);
    // Seven in a row: the search ends after five. And a ring ends where it began.
    for (const index of [3, 4, 5, 6]) await withdraw(chain[index], chain[index + 1]);
    await server.restart();
    expect((await first(chain[0])).status).toBe(410);
    // The asset itself, once more where the first look was over 50 ms ago, and five that might have taken its place.
    expect(reads((await allCounts(server)).d1).length).toBeLessThanOrEqual(7);
    expect((await first(chain[2])).headers.get('location')).toBe(`/i/${chain[7]}/w=320/x.jpg`);
    await withdraw(chain[7], chain[6]);
    expect((await first(chain[6])).status).toBe(410);
  }, 60_000);
});
