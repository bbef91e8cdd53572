export {
  compileSnapshot,
  compileSnapshots,
  invalidateAssets,
  invalidateCollection,
  invalidateLicense,
  metadataOf,
  readSnapshot,
  readSnapshots,
  versionFacts,
} from './repository-snapshots.ts';
export {
  createRightsService,
  isLicenseGone,
  type RightsService,
  recompileAssets,
  sweepRightsChanges,
} from './service.ts';
