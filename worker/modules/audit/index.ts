export { AUDIT_EVENTS, type AuditEventName, type AuditTarget, auditStatement } from './record.ts';
export type { AuditService } from './service.ts';
