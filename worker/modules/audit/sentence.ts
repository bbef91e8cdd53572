/** An audit event as one sentence in the reader's language. Pure. */
import {
  isMessageKey,
  type Locale,
  type MessageValue,
  t,
  translate,
} from '../../../shared/messages/index.ts';
import type { AuditRecord } from './repository-events.ts';

/** `select` branch of messages for something the event does not say. */
const NOTHING = 'none';

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
function wordOf(value: unknown): MessageValue {
  return typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : NOTHING;
}

/** Off by `off`, by `closed`, or by the state it was switched to. */
function isOff({ off, closed, state, after }: Record<string, unknown>): boolean {
  return off === true || closed === true || state === 'off' || after === 'off';
}

export function sentenceOf(locale: Locale, record: AuditRecord): string {
  const key = `audit.${record.event}`;
  const { context } = record;
  // An event of another release than this one still has its name.
  if (!isMessageKey(key)) return `${record.actorName}: ${record.event}`;
  const isUnnamed = record.actorKind === 'visitor' && record.actorName === 'Visitor';
  return translate(locale, key, {
    actor: isUnnamed ? t(locale, 'audit.actor.visitor') : record.actorName,
    target: record.targetLabel,
    count: typeof context.count === 'number' ? context.count : lengthOf(context.assetIds),
    added: lengthOf(context.added),
    removed: lengthOf(context.removed),
    number: wordOf(context.number),
    after: wordOf(context.after),
    reason: wordOf(context.reason),
    off: String(isOff(context)),
  });
}
