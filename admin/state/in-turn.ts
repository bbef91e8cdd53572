/**
 * Changes of one thing, one after the other. Each is answered with the whole thing, which is then shown: two on their way at
 * once could be kept, or shown, in the other order, and the older would win.
 */
const turns = new Map<string, Promise<void>>();

/** Runs `change` once every change asked for earlier under `key` has been kept or refused. */
export function inTurn<T>(key: string, change: () => Promise<T>): Promise<T> {
  const mine = (turns.get(key) ?? Promise.resolve()).then(change);
  const settled = mine.then(
    () => undefined,
    // Told to whoever asked for it; the next one has its turn all the same.
    () => undefined,
  );
  turns.set(key, settled);
  void settled.then(() => {
    if (turns.get(key) === settled) turns.delete(key);
  });
  return mine;
}
