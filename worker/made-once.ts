/**
 * A value that an isolate makes when it is first asked for, and keeps. What is kept is the value and never the promise of it:
 * no request waits for the work of another one (decision 009), requests that come while it is made make their own, and a failure
 * is the failure of the request that met it.
 */
export function madeOnce<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: { readonly value: Value } | null = null;
  return async () => {
    if (made !== null) return made.value;
    const value = await make();
    made ??= { value };
    return made.value;
  };
}
