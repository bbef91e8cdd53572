export { createSearchRepository, matchesSearch } from './repository.ts';
export { createSearchService, type SearchService } from './service.ts';
