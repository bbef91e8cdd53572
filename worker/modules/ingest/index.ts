export { previewKeys } from './prepare-submission.ts';
export { jobCaller, type Placed } from './process.ts';
export type { UploadOwner } from './reception.ts';
export { createIngestService, type IngestService, type SubmittedOriginal } from './service.ts';
export { type TusRequest, tusCapabilities } from './tus/protocol.ts';
