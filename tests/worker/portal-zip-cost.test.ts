/** What sending an archive of a portal costs, counted at the bindings of the built Worker, and that it decides file by file all the same. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCounts, countingEntry } from '../harness/counting.ts';
import { addPicture, approve, license, setStatus, upload } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

/** Of the settings as they come. */
const POLICY_TTL_MS = 2_000;
const MIB = 1024 * 1024;

let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer({ around: countingEntry });
  admin = await createAdministrator(server);
}, 60_000);
afterAll(() => server.close());

async function made(path: string, json: unknown): Promise<{ id: string }> {
  const response = await admin.fetch(path, { json });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { id: string };
}

/** A published portal that hands these out, as they are. */
async function publish(slug: string, assetIds: readonly string[]): Promise<void> {
  const collection = await made('/api/admin/collections', { title: slug });
  for (let at = 0; at < assetIds.length; at += 100)
    await made(`/api/admin/collections/${collection.id}/assets`, { add: assetIds.slice(at, at + 100) });
  const portal = await made('/api/admin/portals', {
    slug,
    audience: 'press',
    document: {
      name: slug,
      allowOriginals: true,
      sections: [{ kind: 'collection', id: 'one', collectionId: collection.id }],
    },
  });
  await made(`/api/admin/portals/${portal.id}/publish`, {});
}

/** Presses *download* of the whole collection: the archive's address. */
async function press(slug: string): Promise<string> {
  const pressed = await server.fetch(`/p/${slug}/zip?collection=${slug}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    body: '',
  });
  expect(pressed.status, await pressed.clone().text()).toBe(303);
  return pressed.headers.get('location') ?? '';
}

describe('an archive of a portal', () => {
  it('costs a handful of statements for every forty files', async () => {
    const { id } = await addPicture(admin);
    await license(admin, id);
    await approve(admin, id);
    await publish('first', [id]);
    // Compiles the snapshot that the copies are made from.
    await press('first');
    await publish('many', await copyAsset(server, id, 120));
    const address = await press('many');
    const before = (await allCounts(server)).d1.length;
    const response = await server.fetch(address);
    const bytes = (await response.arrayBuffer()).byteLength;
    expect(bytes).toBe(Number(response.headers.get('content-length')));
    const reads = (await allCounts(server)).d1.slice(before).filter((sql) => /^\s*select/i.test(sql));
    // Whatever was read because the memory had grown old meanwhile, on a machine however slow, is no part of the rule.
    const ofFiles = reads.filter((sql) => sql.includes('from "asset_snapshots"')).length;
    expect(reads.length, reads.join('\n').slice(0, 2000)).toBeLessThanOrEqual(8 + 3 * ofFiles);
    expect(ofFiles).toBeLessThan(30);
  }, 90_000);

  it('decides about every file when it is reached: what was withdrawn meanwhile does not go out', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { asset } = await upload(admin, randomBytes(12 * MIB), `big-${n}.bin`);
      ids.push(asset?.id ?? '');
    }
    await license(admin, ids);
    for (const id of ids) await approve(admin, id);
    await publish('large', ids);
    const response = await server.fetch(await press('large'));
    const reader = (response.body ?? new ReadableStream()).getReader();
    let bytes = (await reader.read()).value?.length ?? 0;
    // Read ahead with the first, and not sent for it.
    await setStatus(admin, ids[1] ?? '', 'withdrawn');
    await new Promise((resolve) => setTimeout(resolve, POLICY_TTL_MS + 200));
    const rest = async () => {
      for (let step = await reader.read(); !step.done; step = await reader.read()) bytes += step.value.length;
    };
    await expect(rest()).rejects.toThrow();
    expect(bytes).toBeLessThan(12 * MIB + MIB);
  }, 90_000);

  it('ends to the second for a file that was read ahead, whatever is remembered', async () => {
    await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 15_000 } });
    const ids: string[] = [];
    for (let n = 0; n < 2; n++) {
      const { asset } = await upload(admin, randomBytes(12 * MIB), `ending-${n}.bin`);
      ids.push(asset?.id ?? '');
    }
    const [first = '', second = ''] = ids;
    await license(admin, first);
    for (const id of ids) await approve(admin, id);
    const endsAt = Date.now() + 5 * 60_000;
    await license(admin, second, { endsAt });
    await publish('ending', ids);
    const address = await press('ending');
    // Begun so shortly before the end, as the Worker's clock has it; on a slow machine not quite so shortly.
    let response = new Response(null, { status: 410 });
    let endsHere = 0;
    for (const margin of [2_000, 8_000, 30_000]) {
      endsHere = Date.now() + margin;
      server.setClockOffset(endsAt - endsHere);
      response = await server.fetch(address);
      if (response.status === 200) break;
    }
    server.setClockOffset(0);
    expect(response.status).toBe(200);
    const reader = (response.body ?? new ReadableStream()).getReader();
    let bytes = (await reader.read()).value?.length ?? 0;
    await expect.poll(() => Date.now() > endsHere, { timeout: 60_000, interval: 100 }).toBe(true);
    const rest = async () => {
      for (let step = await reader.read(); !step.done; step = await reader.read()) bytes += step.value.length;
    };
    await expect(rest()).rejects.toThrow();
    expect(bytes).toBeLessThan(12 * MIB + MIB);
  }, 90_000);
});
