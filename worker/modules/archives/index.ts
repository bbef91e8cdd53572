export { type ArchiveChoice, type ArchivePlan, layoutOf, type PlannedFile, planKeyOf } from './plan.ts';
export {
  type ArchiveOrder,
  type Attempt,
  createPlanning,
  FILES_PER_PART_MAX,
  type Planning,
  PROGRAM_PATIENCE_MS,
  stillPreparing,
} from './planning.ts';
export {
  type ArchiveSending,
  createSending,
  type EntryCheck,
  EntryRefused,
  type Permit,
} from './service.ts';
