/**
 * Pages of a TIFF whose count is not known: of files from before pages were counted, and of large ones whose directories lie far
 * apart. Counted once, when somebody opens the asset in the console, by reading directories and nothing between them.
 */
import { budgetedSource } from '../../../shared/metadata/byte-source.ts';
import { countTiffPages } from '../../../shared/metadata/headers/tiff.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { objectSource } from './examine.ts';
import { updateVersion, type VersionRow } from './repository.ts';

/** A directory takes a read or two. What is not counted within these has one page, as it had until then. */
const BUDGET = { pageBytes: 4096, maxReads: 200, maxBytes: 2 * 1024 * 1024 };

export interface PageCounterDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
}

export type Uncounted = Pick<
  VersionRow,
  'id' | 'assetId' | 'mediaType' | 'storageKey' | 'sizeBytes' | 'pages'
>;

/** Null where the version is of no type with pages to count, or they are known. */
export async function countPages(
  deps: PageCounterDeps,
  version: Uncounted,
  now: number,
): Promise<number | null> {
  if (version.mediaType !== 'image/tiff' || version.pages !== null) return null;
  const source = objectSource(deps.store, version.storageKey, version.sizeBytes);
  const pages = (await countTiffPages(budgetedSource(source, BUDGET))) ?? 1;
  const isNews = pages > 1;
  await runBatch(deps.db, [
    updateVersion(deps.db, version.id, { pages }),
    ...(isNews ? invalidateAssets(deps, [version.assetId], now) : []),
  ]);
  if (isNews) await compileSnapshot(deps, version.assetId, now);
  return pages;
}
