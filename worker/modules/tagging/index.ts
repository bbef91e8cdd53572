export { createTaggingRun, type TaggingRun } from './run.ts';
export { createTaggingService, type TaggingService } from './service.ts';
