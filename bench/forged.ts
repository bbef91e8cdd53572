/**
 * Forged link tokens: how many a second are refused, beside a bare Worker that answers "ok". That none of them reads the
 * database is held by tests/worker/share-forged.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { startBare } from './bare.ts';
import { drive, median, rate, shot } from './http-load.ts';
import type { Stage } from './stage.ts';

const MEASURE_MS = 2500;
const CONNECTIONS = 8;

function forged(): string {
  for (;;) {
    const id = randomBytes(12).toString('base64url');
    if (/[A-Z_]/.test(id)) return `${id}${randomBytes(10).toString('base64url')}`;
  }
}

/** Requests a second, each with a token of its own. @throws Error at an answer other than 404 */
async function refusals(port: number, path: (token: string) => string): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  await drive(
    port,
    CONNECTIONS,
    () =>
      performance.now() - startedAt < MEASURE_MS ? shot('forged', path(forged()), { accept: '*/*' }) : null,
    (_, answer) => {
      if (answer.status !== 404) throw new Error(`a forged token answered ${answer.status}: ${answer.head}`);
      count += 1;
    },
  );
  return (count * 1000) / (performance.now() - startedAt);
}

export async function forgedTokens(stage: Stage, rounds: number, barePort: number): Promise<void> {
  const bare = await startBare({
    port: barePort,
    script: `export default { fetch: () => new Response('no', { status: 404 }) };`,
  });
  try {
    const surfaces: Record<string, (token: string) => string> = {
      'page /s/{token}': (token) => `/s/${token}`,
      'data /api/share/{token}': (token) => `/api/share/${token}`,
      'bytes /s/{token}/d/{grant}': (token) => `/s/${token}/d/${'A'.repeat(30)}`,
    };
    const found = new Map<string, number[]>();
    const bares: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bares.push(await rate(barePort, shot('bare', '/'), 404, MEASURE_MS, CONNECTIONS));
      for (const [name, path] of Object.entries(surfaces)) {
        found.set(name, [...(found.get(name) ?? []), await refusals(stage.port, path)]);
      }
    }
    console.log(
      `\nforged link tokens refused a second, every one another, medians of ${rounds} rounds in turns`,
    );
    console.table(
      [...found].map(([surface, list]) => ({
        surface,
        'a second': Math.round(median(list)),
        'of a bare Worker': Number((median(list) / median(bares)).toFixed(2)),
      })),
    );
  } finally {
    await bare.dispose();
  }
}
