import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
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

describe('the migrations', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  it('make the tables, columns and indexes that the schema declares', async () => {
    const { DB } = await server.env();
    const rows = async <Row>(query: string): Promise<Row[]> => (await DB.prepare(query).all<Row>()).results;
    const tables = Object.values(schema).filter((part) => part instanceof SQLiteTable);
    expect(tables.length).toBeGreaterThan(30);
    for (const table of tables) {
      const declared = getTableConfig(table);
      const columns = await rows<{ name: string; type: string; notnull: number }>(
        `PRAGMA table_info("${declared.name}")`,
      );
      const indexes = await rows<{ name: string; origin: string }>(`PRAGMA index_list("${declared.name}")`);
      expect({
        table: declared.name,
        columns: columns
          .map(({ name, type, notnull }) => `${name} ${type.toLowerCase()} ${notnull}`)
          .toSorted(),
        indexes: indexes.flatMap(({ name, origin }) => (origin === 'c' ? [name] : [])).toSorted(),
      }).toEqual({
        table: declared.name,
        columns: declared.columns
          .map((column) => `${column.name} ${column.getSQLType()} ${column.notNull ? 1 : 0}`)
          .toSorted(),
        indexes: [
          ...declared.indexes.map(({ config }) => config.name),
          ...declared.columns.flatMap((column) => (column.isUnique ? [column.uniqueName ?? ''] : [])),
        ].toSorted(),
      });
    }
  });
});
