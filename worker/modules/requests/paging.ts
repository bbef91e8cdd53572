/** Keyset pages of rows that are sorted by an instant and an id, newest first. */
import type { Page } from '../../../shared/contract/page.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';

export function belowOf(cursor: string | undefined): { at: number; id: string } | null {
  const [at, id] = decodeCursor(cursor) ?? [];
  return typeof at === 'number' && typeof id === 'string' ? { at, id } : null;
}

/** The page of `limit` out of one row more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => [number, string],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
