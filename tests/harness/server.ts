/**
 * Runs the built Workers in workerd for one test file. `npm run build` must have run.
 *
 *     const server = await startServer();
 *     afterAll(() => server.close());
 *     const response = await server.fetch('/healthz');
 */
import { fileURLToPath } from 'node:url';
import type { TestHarness } from 'wrangler';
import { createTestHarness } from 'wrangler';
import type { Env } from '../../worker/env.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Same key in every run, so that signatures in tests can be written down. */
export const testSecrets = {
  ROOT_SECRET: 'dGVzdC1yb290LXNlY3JldC0zMi1ieXRlcy1sb25nLi4',
  SETUP_CODE: 'test-setup-code',
};

export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  origin: string;
  harness: TestHarness;
  /** Relative paths are resolved against `origin`. Redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The gateway's own bindings: the same database, bucket and queue the Worker sees. */
  env(): Promise<Env>;
  /** Moves the Worker's clock for every request that follows, by this many milliseconds from real time. */
  setClockOffset(milliseconds: number): void;
  /** Runs the cron handler once, with the offset clock in `scheduledTime`. */
  tick(): Promise<void>;
  /** Empties every store and applies the migrations again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  vars?: Record<string, string>;
  secrets?: Record<string, string>;
}

/** Milliseconds to add to the Worker's clock for one request. Honoured only where `TEST_CLOCK` is set. */
export const clockOffsetHeader = 'x-test-clock-offset';

/** ISO 3166-1 alpha-2 country of the visitor for one request. Honoured only where `TEST_CLOCK` is set. */
export const countryHeader = 'x-test-country';

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const harness = createTestHarness({
    root: projectRoot,
    workers: [
      {
        configPath: 'dist/server/wrangler.json',
        vars: { ENVIRONMENT: 'test', TEST_CLOCK: '1', ...options.vars },
        secrets: { ...testSecrets, ...options.secrets },
      },
      { configPath: 'imaging/wrangler.toml', prebuiltWorkerDir: 'dist/imaging' },
    ],
  });
  let clockOffset = 0;
  let origin = '';
  const prepare = async () => {
    origin = (await harness.listen()).url.origin;
    await harness.getWorker('vitrine').applyD1Migrations('DB');
  };
  await prepare();
  return {
    get origin() {
      return origin;
    },
    harness,
    fetch(path, init) {
      const headers = new Headers(init?.headers);
      if (clockOffset !== 0) headers.set(clockOffsetHeader, String(clockOffset));
      return fetch(new URL(path, origin), { redirect: 'manual', ...init, headers });
    },
    env: () => harness.getWorker<Env>('vitrine').getEnv(),
    setClockOffset(milliseconds) {
      clockOffset = milliseconds;
    },
    async tick() {
      const result = await harness.getWorker('vitrine').scheduled({
        cron: '* * * * *',
        scheduledTime: new Date(Date.now() + clockOffset),
      });
      if (result.outcome !== 'ok') throw new Error(`cron ended with ${result.outcome}`);
    },
    async reset() {
      await harness.reset();
      await prepare();
    },
    close: () => harness.close(),
  };
}
