/** A port that a server may be started on, for tests that have to know it beforehand. */
import { createServer } from 'node:net';

/** Below the ports that a system hands out by itself, so that no connection of another test takes it in the meantime. */
const FIRST = 20_000;
/** Of each of the test processes that run at the same time. */
const PORTS = 1000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

export async function freePort(): Promise<number> {
  const mine = FIRST + (Number(process.env.VITEST_POOL_ID ?? 0) % 10) * PORTS;
  for (let port = mine + (process.pid % PORTS); ; port = port + 1 < mine + PORTS ? port + 1 : mine) {
    if (await isFree(port)) return port;
  }
}
