/** The outbox: claims, leases, retries and their end, on the real database. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, runBatch } from '../../../worker/db/database.ts';
import * as schema from '../../../worker/db/schema/index.ts';
import { jobOnce, jobStatement } from '../../../worker/jobs/outbox.ts';
import {
  backoffMs,
  createJobRunner,
  JOB_ATTEMPTS_MAX,
  JOB_LEASE_MS,
  type JobHandlers,
  JobPostponed,
  JobRefused,
  POSTPONED_FREELY_MS,
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
  'request.tell_refused': unused,
  'texts.clean': unused,
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
      { state: 'waiting', attempts: 0, available_at: now + 1234 },
    ]);
  });

  it('uses no try for what is put off, for an hour; then each time is one', async () => {
    behaviour = async () => {
      throw new JobPostponed('busy', 5 * 60_000);
    };
    const begun = now;
    await add('busy');
    for (; now < begun + POSTPONED_FREELY_MS; now += 5 * 60_000) {
      expect(await runner().runDue()).toBe(1);
      expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    }
    for (let attempt = 1; attempt <= JOB_ATTEMPTS_MAX; attempt++, now += 5 * 60_000) {
      expect(await runner().runDue()).toBe(1);
      expect(await rows()).toMatchObject([
        { state: attempt === JOB_ATTEMPTS_MAX ? 'failed' : 'waiting', attempts: attempt },
      ]);
    }
    expect(gaveUp).toEqual(['busy']);
    expect(await runner().runDue()).toBe(0);
  });

  it('counts the hour of a job that is wanted again from then', async () => {
    const again = () => runBatch(db, [jobOnce(db, 'job_again', 'objects.delete', { keys: ['again'] }, now)]);
    await again();
    expect(await runner().runDue()).toBe(1);
    now += 2 * POSTPONED_FREELY_MS;
    behaviour = async () => {
      throw new JobPostponed('busy', 1000);
    };
    await again();
    expect(await runner().runDue()).toBe(1);
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });

  it('goes on with the others when a failure cannot be shown, and tries to show it again', async () => {
    behaviour = async (key) => {
      if (key !== 'fine') throw new JobRefused('never');
    };
    let failures = 0;
    const speechless: JobHandlers = {
      ...handlers,
      'objects.delete': {
        ...handlers['objects.delete'],
        async gaveUp({ keys }) {
          if (++failures <= 2) throw new Error('the database is down');
          gaveUp.push(...keys);
        },
      },
    };
    await add('refused', now - 1);
    await add('fine');
    const run = () => createJobRunner({ db, clock, handlers: () => speechless }).runDue();
    expect(await run()).toBe(2);
    expect(ran).toEqual(['refused', 'fine']);
    expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'waiting', attempts: 1 }]);
    for (let attempt = 1; attempt <= 2; attempt++) {
      now += backoffMs(attempt);
      expect(await run()).toBe(1);
    }
    expect(gaveUp).toEqual(['refused']);
    expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'failed', attempts: 3 }]);
  });

  it('does not try for ever to show a failure', async () => {
    behaviour = async () => {
      throw new JobRefused('never');
    };
    const mute: JobHandlers = {
      ...handlers,
      'objects.delete': {
        ...handlers['objects.delete'],
        gaveUp: async () => {
          throw new Error('no');
        },
      },
    };
    await add('refused');
    let runs = 0;
    for (let round = 0; round < 30; round++, now += 3_600_000) {
      runs += await createJobRunner({ db, clock, handlers: () => mute }).runDue();
    }
    expect(runs).toBeLessThan(12);
    expect(await rows()).toMatchObject([{ state: 'failed' }]);
  });

  it('goes on with the others when what became of one cannot be written down', async () => {
    const { DB } = await server.env();
    await add('lost', now - 1);
    await add('fine');
    behaviour = async (key) => {
      if (key !== 'lost') return;
      await DB.prepare(
        "CREATE TRIGGER unwritable BEFORE UPDATE ON outbox WHEN OLD.payload LIKE '%lost%' BEGIN SELECT RAISE(ABORT, 'no'); END",
      ).run();
    };
    try {
      expect(await runner().runDue()).toBe(2);
      expect(ran).toEqual(['lost', 'fine']);
      expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'running', attempts: 1 }]);
    } finally {
      await DB.prepare('DROP TRIGGER unwritable').run();
    }
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
