export {
  AUDIT_EVENTS,
  type AuditEventName,
  type AuditTarget,
  auditIfChanged,
  auditStatement,
} from './repository.ts';
export { type AuditService, createAuditService } from './service.ts';
