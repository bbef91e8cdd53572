export { foldKeyword } from './fold-keyword.ts';
export { createTaggingRun, type TaggingRun } from './run.ts';
export { createTaggingService, type TaggingService } from './service.ts';
