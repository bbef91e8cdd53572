export { AUDIT_EVENTS, type AuditEventName, type AuditTarget, auditStatement } from './repository.ts';
export { type AuditService, createAuditService } from './service.ts';
