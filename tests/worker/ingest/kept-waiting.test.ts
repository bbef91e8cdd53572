/** Bytes that were acknowledged and that nothing can look at for hours: kept, told as such, and taken in when it can. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdministrator, type Person } from '../../harness/people.ts';
import { ask, handedIn, introduce } from '../../harness/request.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
}, 60_000);
afterAll(() => server.close());

it('takes a file in when the part that was down is back, as of when it had arrived', async () => {
  const { DB, BUCKET } = await server.env();
  const request = await ask(admin, { title: 'Patience', deadline: Date.now() + HOUR_MS });
  const kim = await introduce(server, request.url, 'Kim');
  const bytes = new TextEncoder().encode('Prices\n'.repeat(2000));
  const created = await kim.create(bytes.length, { filename: 'prices.txt' });
  const path = created.headers.get('location') ?? '';
  const key = `originals/${path.split('/').at(-1)}`;
  await DB.exec('ALTER TABLE request_consents RENAME TO request_consents_down');
  try {
    expect((await kim.append(path, 0, bytes)).status).toBe(204);
    // All tries of the job, and the one that is refused.
    for (const minutes of [1, 2, 5, 15, 50, 51]) {
      server.setClockOffset(minutes * MINUTE_MS);
      await server.tick();
    }
    expect(await BUCKET.head(key)).not.toBeNull();
  } finally {
    await DB.exec('ALTER TABLE request_consents_down RENAME TO request_consents');
  }
  const [waiting] = (await kim.page()).files;
  expect(waiting).toMatchObject({
    state: 'processing',
    message: expect.stringContaining('need not be sent again'),
  });
  // After the deadline, which it had kept.
  server.setClockOffset(3 * HOUR_MS);
  await server.tick();
  const [file] = await handedIn(admin, request, 1);
  expect(file).toMatchObject({ fileName: 'prices.txt', state: 'quarantined', sizeBytes: bytes.length });
  const [taken] = (await kim.page()).files;
  expect(taken).toMatchObject({ state: 'quarantined', message: null });
}, 60_000);
