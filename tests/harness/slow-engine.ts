/**
 * An image engine that takes its time, so that what waits for renditions is tested with few of them on any machine. The Worker
 * runs as built; only the engine it is handed waits before transforms, all of them or those whose picture is wider than `over` pixels.
 *
 *     const server = await startServer({ around: slowEngineEntry(500) });
 *     const other = await startServer({ around: slowEngineEntry(3000, { over: 2560 }) });
 */

/** Runs inside the Worker; given as source, so nothing of this file is in scope. */
function standBetween(handler: ExportedHandler, delayMs: number, over: number) {
  type Asked = { readonly plan?: { readonly resize?: { readonly width: number } } };
  type Called = (...values: unknown[]) => unknown;
  const slowed = (engine: object): object =>
    new Proxy(engine, {
      get: (_, name) => {
        const value = Reflect.get(engine, name) as unknown;
        if (typeof value !== 'function') return value;
        return async (...values: unknown[]) => {
          const [asked] = values as [Asked?];
          const isSlow = name === 'transform' && (asked?.plan?.resize?.width ?? 0) > over;
          if (isSlow) await new Promise((resolve) => setTimeout(resolve, delayMs));
          // Called on the binding itself: on what a service binding gives, `apply` would be one more remote method.
          return (engine as Record<string | symbol, Called>)[name]?.(...values);
        };
      },
    });
  const known = new WeakMap<object, object>();
  const around = (env: Record<string, never>): object => {
    const seen = known.get(env) ?? { ...env, IMAGING: slowed(env.IMAGING as never) };
    known.set(env, seen);
    return seen;
  };
  return {
    ...handler,
    fetch: (request: Request, env: Record<string, never>, context: unknown) =>
      (handler.fetch as unknown as Called)(request, around(env), context),
  };
}

export const slowEngineEntry =
  (delayMs: number, { over = 0 }: { over?: number } = {}) =>
  (entry: string): string =>
    `
import handler from './${entry}';
export * from './${entry}';
const slowed = (${standBetween.toString()})(handler, ${delayMs}, ${over});
export { slowed as default, slowed as gateway };
`;
