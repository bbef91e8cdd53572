/**
 * Runs the built Workers in workerd for one test file. `npm run build` must have run.
 *
 *     const server = await startServer();
 *     afterAll(() => server.close());
 *     const response = await server.fetch('/healthz');
 */
import type { Runtime } from '../../scripts/runtime.ts';
import { projectRoot, startRuntime } from '../../scripts/runtime.ts';
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
  /** Runs the cron handler once, with the offset clock in `scheduledTime`. */
  tick(): Promise<void>;
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

/** Milliseconds to add to the Worker's clock for one request. Honoured only where `TEST_CLOCK` is set. */
export const clockOffsetHeader = 'x-test-clock-offset';

/** ISO 3166-1 alpha-2 country of the visitor for one request (DE by default). Honoured only where `TEST_CLOCK` is set. */
export const countryHeader = 'x-test-country';

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
  let runtime = await start();
  const startAgain = async () => {
    await runtime.close();
    runtime = await start();
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
      if (clockOffset !== 0) headers.set(clockOffsetHeader, String(clockOffset));
      return fetch(new URL(path, runtime.origin), { redirect: 'manual', ...init, headers });
    },
    env: () => runtime.miniflare.getBindings<Env>('vitrine'),
    setClockOffset(milliseconds) {
      clockOffset = milliseconds;
    },
    tick: () => runtime.tick(new Date(Date.now() + clockOffset)),
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
