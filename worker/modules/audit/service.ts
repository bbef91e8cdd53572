import type { z } from 'zod';
import type { AuditEvent, auditListQuery } from '../../../shared/contract/audit.ts';
import type { Page } from '../../../shared/contract/page.ts';
import type { Caller } from '../../http/app-env.ts';

export interface AuditService {
  list(caller: Caller, query: z.infer<typeof auditListQuery>): Promise<Page<AuditEvent>>;
}
