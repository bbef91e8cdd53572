import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../../worker/db/database.ts';
import * as schema from '../../worker/db/schema/index.ts';
import { settings } from '../../worker/db/schema/index.ts';
import { startServer, type TestServer } from '../harness/server.ts';

describe('a batch', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  const keys = async (): Promise<string[]> => {
    const { DB } = await server.env();
    const { results } = await DB.prepare('SELECT key FROM settings ORDER BY key').all<{ key: string }>();
    return results.map((row) => row.key);
  };
  const raw = (db: ReturnType<typeof drizzle<typeof schema>>, key: string | null) =>
    db.run(sql`INSERT INTO settings (key, value, updated_at) VALUES (${key}, '1', 0)`);

  it('takes built and raw statements with parameters, all or none', async () => {
    const db = drizzle((await server.env()).DB, { schema });
    const before = await keys();
    await runBatch(db, [
      db.insert(settings).values({ key: 'test-built', value: 1, updatedAt: 0 }),
      raw(db, 'test-raw'),
    ]);
    expect(await keys()).toEqual([...before, 'test-built', 'test-raw'].toSorted());
    await expect(runBatch(db, [raw(db, 'test-more'), raw(db, 'test-raw')])).rejects.toThrow();
    expect(await keys()).not.toContain('test-more');
  });
});
