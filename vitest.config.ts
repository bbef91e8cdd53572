import { defineConfig } from 'vitest/config';

/**
 * Four projects, run in this order by `npm test`. `unit` needs nothing; the others drive the built Workers in workerd
 * (`npm run build` first), two files at a time: each starts a runtime of its own and two cores are all we count on. What is polled for
 * gets the patience that a slow machine needs; how long it takes is never what is tested.
 */
const runtime = {
  maxWorkers: 2,
  testTimeout: 45_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  setupFiles: ['tests/harness/connections.ts'],
  expect: { poll: { timeout: 15_000, interval: 100 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/architecture.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'worker', include: ['tests/worker/**/*.test.ts'], ...runtime } },
      { test: { name: 'contracts', include: ['tests/contracts/**/*.test.ts'], ...runtime } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...runtime, testTimeout: 120_000 } },
    ],
  },
});
