export { createPortalArchives, type PortalArchives } from './archive.ts';
export { createPortalGate, type PortalAdmission, type PortalGate } from './gate.ts';
export { createPortalReader, type PortalReader } from './open-portal.ts';
export type { PublicAnswer } from './pages.ts';
export { createPortalService, type PortalService } from './service.ts';
export type { ViewQuery } from './viewing.ts';
