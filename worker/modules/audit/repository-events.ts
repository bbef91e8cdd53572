/** Reading the audit: newest first, by keyset. */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { auditEvents } from '../../db/schema/index.ts';

export type AuditRecord = typeof auditEvents.$inferSelect;

export interface AuditFilter {
  readonly targetId?: string | undefined;
  /** An event, or a noun for all of its events. */
  readonly event?: string | undefined;
  readonly actorId?: string | undefined;
}

function isEvent(event: string): SQL | undefined {
  if (event.includes('.')) return eq(auditEvents.event, event);
  // The range of everything that begins with the noun and a full stop, so that the index is used.
  return and(gte(auditEvents.event, `${event}.`), lt(auditEvents.event, `${event}/`));
}

export function createAuditRepository(db: Database) {
  return {
    page: (
      filter: AuditFilter,
      below: { at: number; id: string } | null,
      limit: number,
    ): Promise<AuditRecord[]> =>
      db
        .select()
        .from(auditEvents)
        .where(
          and(
            filter.targetId === undefined ? undefined : eq(auditEvents.targetId, filter.targetId),
            filter.event === undefined ? undefined : isEvent(filter.event),
            filter.actorId === undefined ? undefined : eq(auditEvents.actorId, filter.actorId),
            below === null
              ? undefined
              : sql`(${auditEvents.at}, ${auditEvents.id}) < (${below.at}, ${below.id})`,
          ),
        )
        .orderBy(desc(auditEvents.at), desc(auditEvents.id))
        .limit(limit),
  };
}
