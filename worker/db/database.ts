import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type * as schema from './schema/index.ts';

export type Database = DrizzleD1Database<typeof schema>;
/** One statement of a `db.batch()`: all of them commit, or none does. */
export type Statement = Parameters<Database['batch']>[0][number];

/** D1 takes at most 100 bound parameters a statement; ids are chunked below that with room for the rest. */
export const ID_CHUNK = 80;

export function chunked<T>(items: readonly T[], size = ID_CHUNK): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

/** Runs `statements` in one transaction. An empty list is no work. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first !== undefined) await db.batch([first, ...rest]);
}
