/** The outbox: claims, leases, retries and their end, on the real database. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, runBatch } from '../../../worker/db/database.ts';
import * as schema from '../../../worker/db/schema/index.ts';
import { jobStatement } from '../../../worker/jobs/outbox.ts';
import {
  backoffMs,
  createJobRunner,
  JOB_ATTEMPTS_MAX,
  JOB_LEASE_MS,
  type JobHandlers,
  JobPostponed,
  JobRefused,
} from '../../../worker/jobs/run.ts';
import { createIdentifiers } from '../../../worker/platform/identifiers/identifiers.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let server: TestServer;
let db: Database;
let now = 1_000_000;
const clock = () => now;
const identifiers = createIdentifiers(clock);
let ran: string[] = [];
let gaveUp: string[] = [];
let behaviour: (key: string) => Promise<void>;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  const { DB } = await server.env();
  await DB.prepare('DELETE FROM outbox').run();
  db = drizzle(DB, { schema });
  now = 1_000_000;
  ran = [];
  gaveUp = [];
  behaviour = async () => {};
});

const unused = {
  run: async () => {
    throw new Error('not asked for');
  },
};
const handlers: JobHandlers = {
  'upload.process': unused,
  'version.prepare': unused,
  'submission.prepare': unused,
  'rights.recompile': unused,
  'mail.send': unused,
  'usage.roll_up': unused,
  'objects.delete': {
    async run({ keys }) {
      ran.push(...keys);
      for (const key of keys) await behaviour(key);
    },
    async gaveUp({ keys }) {
      gaveUp.push(...keys);
    },
  },
};
const runner = () => createJobRunner({ db, clock, handlers: () => handlers });
const add = (key: string, at = now) =>
  runBatch(db, [jobStatement({ db, identifiers }, 'objects.delete', { keys: [key] }, at)]);
async function rows() {
  const { DB } = await server.env();
  const { results } = await DB.prepare(
    'SELECT state, attempts, available_at, last_error FROM outbox ORDER BY state, id',
  ).all<{ state: string; attempts: number; available_at: number; last_error: string | null }>();
  return results;
}

describe('the job runner', () => {
  it('runs what is due, oldest first, and nothing before its time', async () => {
    await add('second', now - 1);
    await add('first', now - 2);
    await add('later', now + 60_000);
    expect(await runner().runDue()).toBe(2);
    expect(ran).toEqual(['first', 'second']);
    now += 60_000;
    expect(await runner().runDue()).toBe(1);
    expect((await rows()).map((row) => row.state)).toEqual(['done', 'done', 'done']);
  });

  it('gives one job to one of many runners', async () => {
    for (let index = 0; index < 12; index++) await add(`job-${index}`);
    await Promise.all([runner().runDue(), runner().runDue(), runner().runDue()]);
    expect(ran.toSorted()).toEqual([...new Set(ran)].toSorted());
    expect(ran).toHaveLength(12);
  });

  it('leaves a claimed job alone until its lease ends, then takes it again', async () => {
    let release = () => {};
    behaviour = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await add('slow');
    const first = runner().runDue();
    await expect.poll(() => ran).toEqual(['slow']);
    now += JOB_LEASE_MS - 1;
    expect(await runner().runDue()).toBe(0);
    const releaseFirst = release;
    now += 1;
    behaviour = async () => {};
    expect(await runner().runDue()).toBe(1);
    // The late end of the first run changes nothing any more.
    behaviour = async () => {};
    releaseFirst();
    await first;
    expect(await rows()).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('tries again with growing pauses, then gives up where people see it', async () => {
    behaviour = async () => {
      throw new Error('store is down');
    };
    await add('stubborn');
    for (let attempt = 1; attempt < JOB_ATTEMPTS_MAX; attempt++) {
      expect(await runner().runDue()).toBe(1);
      expect(await rows()).toMatchObject([
        {
          state: 'waiting',
          attempts: attempt,
          available_at: now + backoffMs(attempt),
          last_error: 'store is down',
        },
      ]);
      expect(await runner().runDue()).toBe(0);
      now += backoffMs(attempt);
    }
    expect(gaveUp).toEqual([]);
    expect(await runner().runDue()).toBe(1);
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: JOB_ATTEMPTS_MAX }]);
    expect(gaveUp).toEqual(['stubborn']);
    now += 10 * 86_400_000;
    expect(await runner().runDue()).toBe(0);
  });

  it('does not try again what was refused, and waits as long as it is told', async () => {
    behaviour = async (key) => {
      if (key === 'refused') throw new JobRefused('never');
      throw new JobPostponed('busy', 1234);
    };
    await add('refused');
    await add('busy');
    expect(await runner().runDue()).toBe(2);
    expect(await rows()).toMatchObject([
      { state: 'failed', attempts: 1 },
      { state: 'waiting', available_at: now + 1234 },
    ]);
  });

  it('is run by the cron tick, which also removes what is long done', async () => {
    const { DB, BUCKET } = await server.env();
    await BUCKET.put('test/deleted-by-job', 'bytes');
    await add('test/deleted-by-job', Date.now());
    await server.tick();
    expect(await BUCKET.head('test/deleted-by-job')).toBeNull();
    expect(await rows()).toMatchObject([{ state: 'done' }]);
    await DB.prepare('UPDATE outbox SET done_at = ?')
      .bind(Date.now() - 8 * 86_400_000)
      .run();
    await server.tick();
    expect(await rows()).toEqual([]);
  });
});
