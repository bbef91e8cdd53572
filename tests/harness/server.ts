/**
 * Runs the built Workers in workerd for one test file. `npm run build` must have run.
 *
 *     const server = await startServer();
 *     afterAll(() => server.close());
 *     const response = await server.fetch('/healthz');
 */
import type { Runtime } from '../../scripts/runtime.ts';
import { projectRoot, startRuntime } from '../../scripts/runtime.ts';
import { HOUR_MS } from '../../shared/time/durations.ts';
import type { Env } from '../../worker/env.ts';

export { projectRoot };

/** Same key in every run, so that signatures in tests can be written down. */
export const testSecrets = {
  ROOT_SECRET: 'dGVzdC1yb290LXNlY3JldC0zMi1ieXRlcy1sb25nLi4',
  SETUP_CODE: 'test-setup-code',
};

export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. Changes with `restart()` and `reset()`. */
  readonly origin: string;
  /** The runtime behind the server; its `miniflare` can purge caches and evict Durable Objects. */
  readonly runtime: Runtime;
  /** What the Workers logged since the start, `level message` a line. */
  readonly logs: string[];
  /** Relative paths are resolved against `origin`. Redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The gateway's own bindings: the same database, bucket and queue the Worker sees. */
  env(): Promise<Env>;
  /** Moves the Worker's clock for every request that follows, by this many milliseconds from real time. */
  setClockOffset(milliseconds: number): void;
  /** Stops the Worker's clock at an instant for every request that follows, however long they take. */
  stopClock(instant: number): void;
  /** Runs the cron handler once, with the moved clock in `scheduledTime`. */
  tick(): Promise<void>;
  /** Waits until no job is due or running: files are examined, pictures made, mails kept. Nothing changes by itself then. */
  jobsDone(): Promise<void>;
  /** Stops the Workers and starts them again over the same state; needs `stateFolder`. */
  restart(): Promise<void>;
  /** Empties every store and applies the migrations again. Not with `stateFolder`. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Loopback port, for tests whose mails must know it beforehand; a free one by default. */
  port?: number;
  vars?: Record<string, string>;
  secrets?: Record<string, string>;
  /** No test headers are read, as when deployed: the clock and the visitor's country cannot be moved. */
  isClockReal?: boolean;
  /** Stands between the Worker and its bindings; see `RuntimeOptions`. */
  around?: (entry: string) => string;
  /** Keeps D1, R2 and Durable Objects in this folder, for tests that restart. In memory by default. */
  stateFolder?: string;
}

/** Milliseconds to add to the Worker's clock for one request, or `@` and the instant at which it stands. Honoured only where `TEST_CLOCK` is set. */
export const clockOffsetHeader = 'x-test-clock-offset';

/** ISO 3166-1 alpha-2 country of the visitor for one request (DE by default). Honoured only where `TEST_CLOCK` is set. */
export const countryHeader = 'x-test-country';

/** More than a test takes. */
const TEST_MS = 20 * 60_000;
/**
 * How far to move the clock for what is counted by the hour or the day (UTC): so that neither ends while the test runs. A job
 * that a request with a moved clock asks for waits for a `tick`.
 */
export function untilEarlyInTheHour(): number {
  const left = HOUR_MS - (Date.now() % HOUR_MS);
  return left < TEST_MS ? left : 0;
}

/** As long as the busiest machine may need for the jobs of one upload. */
const JOBS_PATIENCE_MS = 60_000;
/** Jobs for later, as the end of what is kept for a day, are not waited for; those that were put off are. */
const JOBS_SOON_MS = 60_000;

/** Made while nothing runs: a binding's own methods are asked for on a connection that is kept, see tests/harness/connections.ts. */
async function prepareJobsLeft({ miniflare }: Runtime): Promise<D1PreparedStatement> {
  const { DB } = await miniflare.getBindings<Env>('vitrine');
  return DB.prepare(
    `SELECT kind, state, last_error FROM outbox WHERE kind <> 'usage.roll_up'
       AND (state = 'running' OR state = 'waiting' AND available_at < unixepoch() * 1000 + ${JOBS_SOON_MS})`,
  );
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const logs: string[] = [];
  const start = () =>
    startRuntime({
      port: options.port ?? 0,
      vars: {
        ENVIRONMENT: 'test',
        ...(options.isClockReal === true ? {} : { TEST_CLOCK: '1' }),
        LOCAL_COUNTRY: 'DE',
        ...options.vars,
      },
      secrets: { ...testSecrets, ...options.secrets },
      onLog: (level, message) => logs.push(`${level} ${message}`),
      ...(options.stateFolder === undefined ? {} : { stateFolder: options.stateFolder }),
      ...(options.around === undefined ? {} : { around: options.around }),
    });
  let clockOffset = 0;
  let stoppedAt: number | null = null;
  let runtime = await start();
  let jobsLeft = await prepareJobsLeft(runtime);
  const startAgain = async () => {
    await runtime.close();
    runtime = await start();
    jobsLeft = await prepareJobsLeft(runtime);
  };
  return {
    get origin() {
      return runtime.origin;
    },
    get runtime() {
      return runtime;
    },
    logs,
    fetch(path, init) {
      const headers = new Headers(init?.headers);
      if (stoppedAt !== null) headers.set(clockOffsetHeader, `@${stoppedAt}`);
      else if (clockOffset !== 0) headers.set(clockOffsetHeader, String(clockOffset));
      return fetch(new URL(path, runtime.origin), { redirect: 'manual', ...init, headers });
    },
    env: () => runtime.miniflare.getBindings<Env>('vitrine'),
    setClockOffset(milliseconds) {
      stoppedAt = null;
      clockOffset = milliseconds;
    },
    stopClock(instant) {
      stoppedAt = instant;
    },
    tick: () => runtime.tick(new Date(stoppedAt ?? Date.now() + clockOffset)),
    async jobsDone() {
      const begun = Date.now();
      for (let look = 1; ; look++) {
        const { results } = await jobsLeft.all();
        if (results.length === 0) return;
        if (Date.now() - begun > JOBS_PATIENCE_MS)
          throw new Error(`jobs were not done: ${JSON.stringify(results)}`);
        // Deployed, the cron rings for what was put off.
        if (look % 40 === 0)
          await (await runtime.miniflare.getBindings<Env>('vitrine')).JOBS.send({ kind: 'outbox' });
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async restart() {
      if (options.stateFolder === undefined)
        throw new Error('restart() needs stateFolder: the state is in memory');
      await startAgain();
    },
    async reset() {
      if (options.stateFolder !== undefined) throw new Error('reset() would not empty stateFolder');
      await startAgain();
    },
    close: () => runtime.close(),
  };
}
