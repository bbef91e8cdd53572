export { type ArchivePlan, type PlannedFile, planKeyOf } from './plan.ts';
export { type ArchiveChoice, createPlanning, type Planning } from './planning.ts';
export { type ArchiveSending, createSending, EntryRefused, type Permit } from './service.ts';
