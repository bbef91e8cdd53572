export { type CollectionService, createCollectionService } from './service.ts';
