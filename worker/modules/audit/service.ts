/** Reading the audit. Events are written by whoever causes them, in the batch of the change. */
import type { z } from 'zod';
import type { AuditEvent, auditListQuery } from '../../../shared/contract/audit.ts';
import type { Page } from '../../../shared/contract/page.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { type AuditRecord, createAuditRepository } from './repository-events.ts';
import { sentenceOf } from './sentence.ts';

export interface AuditService {
  /** Newest first. `event` is an event's name or its noun. */
  list(caller: Caller, query: z.infer<typeof auditListQuery>): Promise<Page<AuditEvent>>;
}

export function createAuditService(deps: { readonly db: Database }): AuditService {
  const rows = createAuditRepository(deps.db);
  const present = (caller: Caller, record: AuditRecord): AuditEvent => ({
    id: record.id,
    event: record.event,
    actor: { kind: record.actorKind, id: record.actorId, name: record.actorName },
    target: { kind: record.targetKind, id: record.targetId, label: record.targetLabel },
    context: record.context,
    requestId: record.requestId,
    at: record.at,
    sentence: sentenceOf(caller.locale, record),
  });
  return {
    async list(caller, query) {
      const key = decodeCursor(query.cursor);
      const below = key === null ? null : { at: Number(key[0]), id: String(key[1]) };
      const found = await rows.page(query, below, query.limit + 1);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: shown.map((record) => present(caller, record)),
        nextCursor: found.length > query.limit && last ? encodeCursor([last.at, last.id]) : null,
      };
    },
  };
}
