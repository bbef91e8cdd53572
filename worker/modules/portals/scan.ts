/**
 * Pages of lists that are filtered by decision: candidates come from the database in steps and are judged, until the page is
 * full, the list ends, or the work allowed to one request is done. A page's cursor says how far the list was read: a sort key
 * and how many candidates with that key are behind. It names no asset, for it may stand at one the visitor must not see.
 */
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { fail } from '../../http/errors.ts';
import { embargoLiftOf, type Judge, type Judged, type PageContext } from './judging.ts';
import type { EnclosingCollection } from './repository.ts';

export interface Candidate {
  readonly id: string;
  /** Ascending along the list; candidates with equal keys keep one order. */
  readonly key: number;
}

/** Candidates whose key is at least `from` (null: from the beginning). */
export type CandidateList = (from: number | null, limit: number) => Promise<Candidate[]>;

export type Shown =
  | { readonly kind: 'available'; readonly judged: Judged }
  | { readonly kind: 'embargoed'; readonly liftsAt: number };

export interface ScanWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Whether an embargoed asset stands in the list as its time alone. */
  readonly withEmbargoed: boolean;
  readonly through?: EnclosingCollection;
  /** An asset to leave out. */
  readonly except?: string;
  /** Most database steps. */
  readonly steps?: number;
}

const STEP = 60;
/** Steps of one request: 480 candidates. */
export const STEPS_MAX = 8;
const TIES_MAX = 5000;

function startOf(cursor: string | undefined): { key: number; skip: number } | null {
  const decoded = decodeCursor(cursor);
  if (decoded === null) return null;
  const [key, skip] = decoded;
  if (typeof key !== 'number' || typeof skip !== 'number' || !(skip >= 0 && skip <= TIES_MAX)) {
    return fail('bad_request', {
      detail: 'This page marker is not valid. Start again from the first page.',
    });
  }
  return { key, skip: Math.floor(skip) };
}

export async function scan(
  judge: Judge,
  context: PageContext,
  list: CandidateList,
  wish: ScanWish,
): Promise<{ items: Shown[]; nextCursor: string | null }> {
  const items: Shown[] = [];
  let at = startOf(wish.cursor);
  for (let step = 0; step < (wish.steps ?? STEPS_MAX); step++) {
    const skip = at?.skip ?? 0;
    const rows = (await list(at?.key ?? null, STEP + skip)).slice(skip);
    const judged = await judge.judge(
      context,
      rows.map((row) => row.id),
      wish.through,
    );
    for (const row of rows) {
      const found = row.id === wish.except ? undefined : judged.get(row.id);
      const shown = found === undefined ? null : shownOf(found, wish.withEmbargoed);
      if (shown !== null && items.length === wish.limit) {
        return { items, nextCursor: at === null ? null : encodeCursor([at.key, at.skip]) };
      }
      if (shown !== null) items.push(shown);
      at = { key: row.key, skip: at?.key === row.key ? at.skip + 1 : 1 };
    }
    if (rows.length < STEP) return { items, nextCursor: null };
  }
  return { items, nextCursor: at === null ? null : encodeCursor([at.key, at.skip]) };
}

export function shownOf(judged: Judged, withEmbargoed: boolean): Shown | null {
  if (judged.view.allowed) return { kind: 'available', judged };
  const liftsAt = withEmbargoed ? embargoLiftOf(judged) : null;
  return liftsAt === null ? null : { kind: 'embargoed', liftsAt };
}
