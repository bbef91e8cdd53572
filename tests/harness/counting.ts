/**
 * Counts what the built Worker asks of its bindings: D1 statements, R2 calls, calls of the image engine. The Worker runs as built;
 * only the bindings it is handed count.
 *
 *     const server = await startServer({ around: countingEntry });
 *     const { response, counts } = await counted(server, '/i/…');
 */
import type { TestServer } from './server.ts';

export interface Counts {
  /** SQL of every statement, those of batches one by one. */
  readonly d1: readonly string[];
  /** `get originals/…`, `put renditions/…` */
  readonly r2: readonly string[];
  /** Methods of the engine that were called. */
  readonly engine: readonly string[];
}

/** Runs inside the Worker; given as source, so nothing of this file is in scope. */
function standBetween(
  handler: ExportedHandler,
  gatewayCounts: { d1: string[]; r2: string[]; engine: string[] },
) {
  type Called = (...values: unknown[]) => unknown;
  const countCalls = (target: object, note: (name: string, values: unknown[]) => void): object =>
    new Proxy(target, {
      get: (_, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return (...values: unknown[]) => {
          note(String(name), values);
          // Called on the binding itself: on what a service binding gives, `apply` would be one more remote method.
          return (target as Record<string | symbol, Called>)[name]?.(...values);
        };
      },
    });
  const statement = (sql: string, inner: Record<string, Called>): object => {
    for (const name of ['all', 'run', 'first', 'raw']) {
      const original = inner[name];
      inner[name] = (...values) => {
        gatewayCounts.d1.push(sql);
        return original?.apply(inner, values);
      };
    }
    const bind = inner.bind;
    inner.bind = (...values) => Object.assign(statement(sql, bind?.apply(inner, values) as never), { sql });
    return Object.assign(inner, { sql });
  };
  const database = (db: Record<string, Called>): object => ({
    prepare: (sql: string) => statement(sql, db.prepare?.(sql) as never),
    batch: (statements: { sql: string }[]) => {
      gatewayCounts.d1.push(...statements.map(({ sql }) => sql));
      return db.batch?.(statements);
    },
  });
  const known = new WeakMap<object, object>();
  const counting = (env: Record<string, never>): object => {
    const seen = known.get(env) ?? {
      ...env,
      DB: database(env.DB as never),
      BUCKET: countCalls(env.BUCKET as never, (name, [key]) => gatewayCounts.r2.push(`${name} ${key}`)),
      IMAGING: countCalls(env.IMAGING as never, (name) => gatewayCounts.engine.push(name)),
    };
    known.set(env, seen);
    return seen;
  };
  return {
    ...handler,
    async fetch(request: Request, env: Record<string, never>, context: unknown) {
      if (request.url.endsWith('/counts')) return Response.json(gatewayCounts);
      const before = [gatewayCounts.d1.length, gatewayCounts.r2.length, gatewayCounts.engine.length];
      const answer = await (handler.fetch as unknown as Called)(request, counting(env), context);
      const { d1, r2, engine } = gatewayCounts;
      const until = { d1: d1.slice(before[0]), r2: r2.slice(before[1]), engine: engine.slice(before[2]) };
      const counted = new Response((answer as Response).body, answer as Response);
      const text = encodeURIComponent(JSON.stringify(until));
      // Clients take headers of about 16 KB; whoever counts more than that asks for all counts.
      if (text.length < 12_000) counted.headers.set('x-counts', text);
      return counted;
    },
  };
}

export const countingEntry = (entry: string): string => `
import handler from './${entry}';
export * from './${entry}';
const counting = (${standBetween.toString()})(handler, { d1: [], r2: [], engine: [] });
export { counting as default, counting as gateway };
`;

/** One request, and what was asked of the bindings until its answer began. Nothing else may be under way. */
export async function counted(
  server: TestServer,
  path: string,
  init?: RequestInit,
): Promise<{ response: Response; counts: Counts }> {
  const response = await server.fetch(path, init);
  const text = response.headers.get('x-counts');
  if (text === null)
    throw new Error(`too much was asked of the bindings for a header: count ${path} with allCounts`);
  const counts = JSON.parse(decodeURIComponent(text)) as Counts;
  return { response, counts };
}

/** Everything since the start. */
export const allCounts = async (server: TestServer): Promise<Counts> =>
  (await (await server.fetch('/counts')).json()) as Counts;
