export { createRightsService, type RightsService, recompileAssets, sweepRightsChanges } from './service.ts';
export {
  compileSnapshot,
  invalidateAssets,
  invalidateLicense,
  metadataOf,
  readSnapshot,
  readSnapshots,
  versionFacts,
} from './snapshots.ts';
