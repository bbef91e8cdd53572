export type { UploadOwner } from './reception.ts';
export { createIngestService, type IngestService } from './service.ts';
export { type TusRequest, tusCapabilities } from './tus/protocol.ts';
