import { and, eq, inArray } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { assetKeywords, assets, suggestions } from '../../db/schema/index.ts';

export type SuggestionRow = typeof suggestions.$inferSelect;

export async function findAssetTitle(db: Database, assetId: string): Promise<string | null> {
  const row = await db.select({ title: assets.title }).from(assets).where(eq(assets.id, assetId)).get();
  return row?.title ?? null;
}

/** Pending suggestions of one asset among these ids. */
export async function findPending(
  db: Database,
  assetId: string,
  ids: readonly string[],
): Promise<SuggestionRow[]> {
  const rows: SuggestionRow[] = [];
  for (const chunk of chunked(ids)) {
    rows.push(
      ...(await db
        .select()
        .from(suggestions)
        .where(
          and(
            eq(suggestions.assetId, assetId),
            eq(suggestions.state, 'pending'),
            inArray(suggestions.id, chunk),
          ),
        )),
    );
  }
  return rows;
}

/** Folded words that need no suggestion: keywords of the asset, and everything suggested before, rejected included. */
export async function findKnownWords(db: Database, assetId: string): Promise<Set<string>> {
  const [keywords, suggested] = await db.batch([
    db.select({ folded: assetKeywords.folded }).from(assetKeywords).where(eq(assetKeywords.assetId, assetId)),
    db.select({ folded: suggestions.folded }).from(suggestions).where(eq(suggestions.assetId, assetId)),
  ]);
  return new Set([...keywords, ...suggested].map((row) => row.folded));
}

/** Rows of nine columns within D1's 100 parameters; a word that is there already stays as it is. */
export function insertSuggestions(
  db: Database,
  rows: readonly (typeof suggestions.$inferInsert)[],
): Statement[] {
  return chunked(rows, 8).map((part) => db.insert(suggestions).values(part).onConflictDoNothing());
}

export function decideSuggestions(
  db: Database,
  ids: readonly string[],
  decision: { state: 'accepted' | 'rejected'; decidedBy: string | null; decidedAt: number },
): Statement[] {
  return chunked(ids).map((part) =>
    db.update(suggestions).set(decision).where(inArray(suggestions.id, part)),
  );
}

export function insertKeywords(
  db: Database,
  assetId: string,
  rows: readonly { keyword: string; folded: string }[],
  now: number,
): Statement[] {
  return chunked(rows, 18).map((part) =>
    db
      .insert(assetKeywords)
      .values(part.map((row) => ({ ...row, assetId, source: 'suggestion', createdAt: now })))
      .onConflictDoNothing(),
  );
}
