/** Pictures that take longer to make than their permission lasts: decided by the moment they are ready. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, approve, license } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { slowEngineEntry } from '../harness/slow-engine.ts';

/** Every transform that a request waits for takes at least this long. */
const MADE_IN_MS = 3000;
const HOUR_MS = 3_600_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ around: slowEngineEntry(MADE_IN_MS) });
  admin = await createAdministrator(server);
});
afterAll(() => server?.close());

/** Asks so that a permission until `endsAt` has less time left than the picture takes. */
const askShortlyBefore = (endsAt: number, path: string, method = 'GET') =>
  server.fetch(path, {
    method,
    headers: {
      accept: 'image/webp,*/*',
      'x-test-clock-offset': String(endsAt - Date.now() - MADE_IN_MS / 2),
    },
  });

describe('a hot-link whose permission ends while its picture is made', () => {
  it('is refused, and nothing of it may be kept', async () => {
    const endsAt = Date.now() + HOUR_MS;
    const { id } = await addPicture(admin);
    await license(admin, id, { endsAt });
    await approve(admin, id);
    for (const [method, transformation] of [
      ['GET', 'w=480'],
      ['HEAD', 'w=560'],
    ] as const) {
      const response = await askShortlyBefore(endsAt, `/i/${id}/${transformation}/x.jpg`, method);
      expect(response.status, method).toBe(410);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('etag')).toBeNull();
    }
  });

  it('says what the making took where the permission goes on', async () => {
    const { id } = await addPicture(admin);
    await license(admin, id);
    await approve(admin, id);
    const response = await server.fetch(`/i/${id}/w=480/x.jpg`);
    expect(response.status).toBe(200);
    const took = Number(/transform;dur=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1]);
    expect(took).toBeGreaterThanOrEqual(MADE_IN_MS - 100);
    expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('content-length')));
    // Decided twice, given and counted once.
    const usage = async () =>
      ((await (await admin.fetch(`/api/admin/assets/${id}/usage?days=1`)).json()) as { served: number })
        .served;
    await expect.poll(usage, { timeout: 20_000, interval: 200 }).toBeGreaterThan(0);
    expect(await usage()).toBe(1);
  });
});
