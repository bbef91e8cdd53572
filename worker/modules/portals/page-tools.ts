/** What the makers of pages and feeds work with. */
import type { Database } from '../../db/database.ts';
import type { SearchService } from '../search/index.ts';
import { createJudge, type Judge } from './judging.ts';
import type { PortalReader, PortalReaderDeps } from './open-portal.ts';
import { createPublicRepository, type PublicRepository } from './repository-public.ts';

export interface PageDeps {
  readonly db: Database;
  readonly reader: PortalReader;
  readonly settings: PortalReaderDeps['settings'];
  readonly search: SearchService;
}

export interface PageTools {
  readonly judge: Judge;
  readonly rows: PublicRepository;
  readonly search: SearchService;
}

export function createPageTools(deps: PageDeps): PageTools {
  return { judge: createJudge(deps), rows: createPublicRepository(deps.db), search: deps.search };
}
