/**
 * Runs the built Workers (see build.mjs) in workerd through the Miniflare API. `npm start`, the tests (tests/harness/)
 * and bench/ all run them this way.
 *
 * The gateway listens on a socket of its own rather than behind Miniflare's entry proxy: that proxy answers
 * `/cdn-cgi/*`, which hands out every local object, it costs most of the throughput, and it loses a request now and
 * then after the Worker answered another without reading its body. The entry itself stays on a random loopback port,
 * for the cron ticks and for `miniflare`'s own methods.
 *
 * In front of a Worker with static files Miniflare's default entrypoint puts the emulated asset router, two more Workers on
 * the way of every request, which only pass it on (`run_worker_first`) and cost three times what the Worker does. So the
 * socket names an entrypoint of its own, `gateway`, the same handler under another name.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { V4WorkerOptions } from 'miniflare';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';

export const projectRoot = fileURLToPath(new URL('../', import.meta.url));

type ModuleType = 'ESModule' | 'CompiledWasm' | 'Text' | 'Data';

const moduleTypes: Record<string, ModuleType> = {
  '.js': 'ESModule',
  '.mjs': 'ESModule',
  '.wasm': 'CompiledWasm',
  '.txt': 'Text',
  '.html': 'Text',
  '.sql': 'Text',
  '.bin': 'Data',
  '.woff2': 'Data',
};

/** Name of the entrypoint that the socket leads to. */
const DIRECT_ENTRYPOINT = 'gateway';

/** The built entry with its handler under a second name. */
const directEntry = (entry: string): string =>
  `export * from './${entry}';\nexport { default, default as ${DIRECT_ENTRYPOINT} } from './${entry}';\n`;

/** Every module of a built Worker, the entry first, as Miniflare wants them. */
async function modulesOf(
  folder: string,
  entry: string,
  around: (entry: string) => string = directEntry,
): Promise<{ type: ModuleType; path: string; contents?: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const modules = entries
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .flatMap((path) => {
      const type = moduleTypes[extname(path)];
      return type ? [{ type, path }] : [];
    });
  // Given by its contents; there is no such file.
  const first = {
    type: 'ESModule' as const,
    path: join(folder, 'direct-entry.mjs'),
    contents: around(entry),
  };
  return [first, ...modules];
}

async function workerFrom(
  name: string,
  configPath: string,
  folder: string,
  entry: string,
  bindings: Record<string, string> = {},
  around?: (entry: string) => string,
): Promise<V4WorkerOptions> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(projectRoot, configPath));
  const { modulesRules: _, ...options } = workerOptions;
  return {
    ...options,
    name,
    modulesRoot: folder,
    modules: await modulesOf(folder, entry, around),
    bindings: { ...(options.bindings as Record<string, string> | undefined), ...bindings },
  } as V4WorkerOptions;
}

export interface RuntimeOptions {
  /** Loopback port of the gateway; 0 picks a free one. */
  port: number;
  /** Where D1, R2 and Durable Objects live; undefined keeps everything in memory. */
  stateFolder?: string;
  vars?: Record<string, string>;
  secrets: Record<string, string>;
  /**
   * Source of the gateway's first module, given the name of the built one: for tests that stand between the Worker and its
   * bindings. It exports the handler as `default` and as `gateway`, and the built module's classes.
   */
  around?: (entry: string) => string;
  /** Called for each line the Workers log. */
  onLog?: (level: string, message: string) => void;
}

export interface Runtime {
  origin: string;
  miniflare: Miniflare;
  /** Runs the gateway's cron handler once, as if at `scheduledTime` (now by default). */
  tick(scheduledTime?: Date): Promise<void>;
  close(): Promise<void>;
}

/** Starts the built Workers, applies outstanding migrations and answers once the gateway listens. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const gateway = await workerFrom(
    'vitrine',
    'dist/server/wrangler.json',
    join(projectRoot, 'dist/server'),
    'entry.mjs',
    { ...options.vars, ...options.secrets },
    options.around,
  );
  const imaging = await workerFrom(
    'vitrine-imaging',
    'imaging/wrangler.toml',
    join(projectRoot, 'dist/imaging'),
    'index.js',
  );
  const socket = { host: '127.0.0.1', port: options.port, entrypoint: DIRECT_ENTRYPOINT };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      rootPath: projectRoot,
      host: '127.0.0.1',
      port: 0,
      // Without this Miniflare asks the network where this machine is, and keeps the answer in node_modules.
      cf: false,
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      telemetry: { enabled: false },
      ...(options.stateFolder === undefined ? {} : { resourcePersistencePath: options.stateFolder }),
      handleStructuredLogs: ({ level, message }) => options.onLog?.(level, message),
      workers: [{ ...gateway, unsafeDirectSockets: [socket] }, imaging],
    }),
  );
  // Its own requests, for bindings and ticks: a kept connection counts as idle, and is closed, while the runtime is too busy with a
  // picture to see what has come on it.
  const { dispatchFetch } = miniflare;
  miniflare.dispatchFetch = (input, init) => {
    const headers = new Headers(init?.headers as HeadersInit | undefined);
    headers.set('connection', 'close');
    return dispatchFetch(input, { ...init, headers: [...headers] });
  };
  try {
    const url = await miniflare.unsafeGetDirectURL('vitrine', DIRECT_ENTRYPOINT);
    await applyMigrations(await miniflare.getD1Database('DB', 'vitrine'));
    const worker = await miniflare.getWorker('vitrine');
    return {
      origin: url.origin,
      miniflare,
      async tick(scheduledTime = new Date()) {
        const result = await worker.scheduled({ cron: '* * * * *', scheduledTime });
        if (result.outcome !== 'ok') throw new Error(`the cron handler ended with "${result.outcome}"`);
      },
      close: () => miniflare.dispose(),
    };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}

/** The part of a D1 database that migrations need; satisfied by the binding and by Miniflare's proxy of it. */
interface MigrationTarget {
  prepare(sql: string): {
    bind(...values: unknown[]): unknown;
    all<Row>(): Promise<{ results: Row[] }>;
    run(): Promise<unknown>;
  };
  batch(statements: never[]): Promise<unknown>;
}

/**
 * Applies the files of migrations/ that have not run yet, in name order, each in one transaction, and records them in
 * `d1_migrations` exactly as `wrangler d1 migrations apply` does, so that either may follow the other.
 */
async function applyMigrations(database: unknown): Promise<void> {
  const target = database as MigrationTarget;
  await target
    .prepare(
      'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    )
    .run();
  const { results } = await target.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  const folder = join(projectRoot, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) {
    if (applied.has(name)) continue;
    const sql = await readFile(join(folder, name), 'utf8');
    const statements = [
      ...unstable_splitSqlQuery(sql).map((statement) => target.prepare(statement)),
      target.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ];
    try {
      await target.batch(statements as never[]);
    } catch (error) {
      throw new Error(`migration ${relative(projectRoot, join(folder, name))} failed: ${String(error)}`, {
        cause: error,
      });
    }
  }
}
