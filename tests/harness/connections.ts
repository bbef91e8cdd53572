/**
 * Set up for every test that asks a runtime: each request has a connection of its own. workerd closes a kept one that was idle for
 * five seconds, and a connection is idle also while the runtime is too busy with a picture to see the request that has come on it.
 */
const fetchOnKept = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set('connection', 'close');
  return fetchOnKept(input, { ...init, headers });
};
