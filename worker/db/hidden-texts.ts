/** Rows whose texts may hold characters that nobody sees, a window of a table at a time, and the change of one of them. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from './database.ts';

/**
 * GLOB for texts that may have something to be taken out: what `withoutHidden` takes, but for line breaks and tabs. SQLite compares
 * code points; D1 takes patterns of 50 bytes.
 */
const SUSPECT =
  '*[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e-\u200f\u2028-\u202e\u2066-\u2069\ufeff]*';

export type TextRow = Readonly<Record<string, string | null>> & { readonly id: string };

const named = (name: string): SQL => sql`${sql.identifier(name)}`;

/** The last id of the next `rows` rows after `after`; null where there are none. */
export async function windowEnd(
  db: Database,
  table: string,
  after: string,
  rows: number,
): Promise<string | null> {
  const [end] = await db.all<{ last: string | null }>(sql`
    SELECT max(id) AS last FROM (SELECT id FROM ${named(table)} WHERE id > ${after} ORDER BY id LIMIT ${rows})`);
  return end?.last ?? null;
}

/** Rows of the window with a text in `columns` that may have to be changed, with `others` beside. */
export async function suspectRows(
  db: Database,
  table: string,
  columns: readonly string[],
  {
    after,
    last,
    others,
  }: { readonly after: string; readonly last: string; readonly others: readonly string[] },
): Promise<TextRow[]> {
  const read = [...new Set(['id', ...columns, ...others])].map(named);
  const suspects = columns.map((column) => sql`${named(column)} GLOB ${SUSPECT}`);
  return db.all<TextRow>(sql`
    SELECT ${sql.join(read, sql`, `)} FROM ${named(table)}
    WHERE id > ${after} AND id <= ${last} AND (${sql.join(suspects, sql` OR `)})`);
}

/** Changes texts of one row, unless somebody has changed them meanwhile. */
export function changeTexts(
  db: Database,
  table: string,
  id: string,
  { before, after }: Readonly<Record<'before' | 'after', Readonly<Record<string, string>>>>,
): Statement {
  const set = Object.entries(after).map(([column, text]) => sql`${named(column)} = ${text}`);
  const same = Object.entries(before).map(([column, text]) => sql`${named(column)} = ${text}`);
  return db.run(sql`
    UPDATE ${named(table)} SET ${sql.join(set, sql`, `)} WHERE id = ${id} AND ${sql.join(same, sql` AND `)}`);
}

/** Has the search entry of an asset made anew: the name of its file stands in it too. */
export const renewSearchEntry = (db: Database, assetId: string): Statement =>
  db.run(sql`UPDATE assets SET title = title WHERE id = ${assetId}`);
