/**
 * Audit events as statements: a change puts its event into its own batch, so that neither exists without the other.
 */
import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/database.ts';
import { auditEvents } from '../../db/schema/index.ts';
import type { Caller } from '../../http/caller.ts';
import type { Identifiers } from '../../ports/identifiers.ts';

/** Every event there is: past tense, `noun.verb`. The catalogue has one sentence for each (`audit.<event>`). */
export const AUDIT_EVENTS = [
  'user.created',
  'user.changed',
  'user.signed_in',
  'user.signed_out',
  'asset.ingested',
  'asset.version_added',
  'asset.version_restored',
  'asset.poster_added',
  'asset.poster_removed',
  'asset.described',
  'asset.keywords_changed',
  'asset.status_changed',
  'asset.withdrawn',
  'asset.embargo_changed',
  'asset.release_added',
  'asset.release_removed',
  'asset.override_added',
  'asset.override_removed',
  'asset.url_signed',
  'suggestion.run_finished',
  'suggestion.decided',
  'license.created',
  'license.changed',
  'license.deleted',
  'license.assigned',
  'license.unassigned',
  'collection.created',
  'collection.changed',
  'collection.assets_changed',
  'collection.reordered',
  'collection.deleted',
  'portal.created',
  'portal.changed',
  'portal.published',
  'portal.switched',
  'portal.deleted',
  'share_link.issued',
  'share_link.changed',
  'share_link.switched',
  'share_link.transferred',
  'share_link.revoked',
  'share_link.recipient_invited',
  'share_link.recipient_changed',
  'share_link.gate_passed',
  'share_link.locked',
  'share_link.downloaded',
  'upload_request.created',
  'upload_request.changed',
  'upload_request.switched',
  'upload_request.invited',
  'upload_request.invitee_changed',
  'upload_request.uploader_recorded',
  'submission.received',
  'submission.described',
  'submission.opened',
  'submission.discarded',
  'submission.reviewed',
  'inquiry.received',
  'inquiry.answered',
  'settings.changed',
] as const;
export type AuditEventName = (typeof AUDIT_EVENTS)[number];

export interface AuditTarget {
  kind:
    | 'asset'
    | 'license'
    | 'collection'
    | 'portal'
    | 'share_link'
    | 'upload_request'
    | 'submission'
    | 'user'
    | 'inquiry'
    | 'settings';
  id: string;
  label: string;
}

export interface AuditDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
}

/** Who did it, when, and in the course of which request. */
export type Recording = Pick<Caller, 'actor' | 'requestId' | 'now'>;

interface Recorded {
  readonly caller: Recording;
  readonly event: AuditEventName;
  readonly target: AuditTarget;
  readonly context: Record<string, unknown>;
}

function eventRow(deps: AuditDeps, { caller, event, target, context }: Recorded) {
  return {
    id: deps.identifiers.next('auditEvent'),
    event,
    actorKind: caller.actor.kind,
    actorId: caller.actor.id,
    actorName: caller.actor.name,
    targetKind: target.kind,
    targetId: target.id,
    targetLabel: target.label.slice(0, 200),
    context,
    requestId: caller.requestId,
    at: caller.now,
  };
}

/** The insert of one event, for a batch. `context` is JSON for people who read the log: before and after, never a secret. */
export function auditStatement(
  deps: AuditDeps,
  caller: Recording,
  event: AuditEventName,
  target: AuditTarget,
  context: Record<string, unknown> = {},
): Statement {
  return deps.db.insert(auditEvents).values(eventRow(deps, { caller, event, target, context }));
}

/** As `auditStatement`, for right behind a change of one row that may find nothing to change: then nothing is told. */
export function auditIfChanged(
  deps: AuditDeps,
  caller: Caller,
  event: AuditEventName,
  target: AuditTarget,
  context: Record<string, unknown> = {},
): Statement {
  const row = eventRow(deps, { caller, event, target, context });
  return deps.db.run(sql`
    INSERT INTO audit_events (id, event, actor_kind, actor_id, actor_name, target_kind, target_id, target_label, context,
      request_id, at)
    SELECT ${row.id}, ${row.event}, ${row.actorKind}, ${row.actorId}, ${row.actorName}, ${row.targetKind}, ${row.targetId},
      ${row.targetLabel}, ${JSON.stringify(row.context)}, ${row.requestId}, ${row.at}
    WHERE changes() = 1`);
}
