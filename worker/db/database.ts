import { type Column, type SQL, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import { SQLiteRaw } from 'drizzle-orm/sqlite-core/query-builders/raw';
import type * as schema from './schema/index.ts';

export type Database = DrizzleD1Database<typeof schema> & { $client: D1Database };
/** One statement of a `db.batch()`: all of them commit, or none does. */
export type Statement = Parameters<Database['batch']>[0][number];

/** D1 takes at most 100 bound parameters a statement; ids are chunked below that with room for the rest. */
export const ID_CHUNK = 80;

/** Ids of one statement that takes them as one parameter: its rows, not its parameters, are what is bounded. */
export const ID_LIST_CHUNK = 500;

/** Whether `column` is one of `ids`, which are one bound parameter; an index of `column` is used. */
export function isAmong(column: Column, ids: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

/**
 * Whether `column` contains `text`, in either case. SQLite's `lower()` leaves all but ASCII letters as they are, so those are
 * looked for in both cases. D1 refuses `LIKE` patterns above 50 bytes.
 */
export function containsText(column: SQL | Column, text: string): SQL {
  const small = text.toLowerCase();
  const large = small.replace(/\P{ASCII}/gu, (letter) => letter.toUpperCase());
  const found = sql`instr(lower(${column}), ${small}) > 0`;
  return small === large ? found : sql`(${found} OR instr(lower(${column}), ${large}) > 0)`;
}

export function chunked<T>(items: readonly T[], size = ID_CHUNK): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

/**
 * What `db.batch()` needs of a statement. A raw one (`db.run`) says that it prepares itself but has no D1 statement of its
 * own, which drizzle then looks for (drizzle-orm 0.45, d1/session.js).
 */
function preparable(db: Database, statement: Statement): Statement {
  if (!(statement instanceof SQLiteRaw)) return statement;
  const query = statement.getQuery();
  const prepared = {
    getQuery: () => query,
    stmt: db.$client.prepare(query.sql),
    mapResult: (result: unknown) => result,
  };
  return Object.assign(Object.create(statement) as typeof statement, {
    _prepare: () => prepared,
  }) as unknown as Statement;
}

/** As `runBatch`. @returns one result per statement; of a raw one its `D1Result` */
export async function batchResults(
  db: Database,
  statements: readonly Statement[],
): Promise<readonly unknown[]> {
  const [first, ...rest] = statements.map((statement) => preparable(db, statement));
  return first === undefined ? [] : db.batch([first, ...rest]);
}

/** Runs `statements` in one transaction. An empty list is no work. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
  await batchResults(db, statements);
}

/** How many rows a raw statement of a batch returned (`RETURNING`). */
export function returnedRows(result: unknown): number {
  return (result as D1Result | undefined)?.results.length ?? 0;
}

/** Whether a constraint of `columns` (`table.column`, or the start of one) broke the statement or its batch. */
export function brokeConstraint(error: unknown, columns: string): boolean {
  return (
    error instanceof Error &&
    (error.message.includes(` constraint failed: ${columns}`) || brokeConstraint(error.cause, columns))
  );
}
