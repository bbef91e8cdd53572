/**
 * Whether what a grant was given for still stands: the link, the person, the gates its holder had passed, and the files in the
 * link. One function for single files, for archives whenever an entry is reached, and for what is read ahead of them.
 */
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { type Admissions, refuse, type Visit } from './admission.ts';
import type { Content, LinkEntry } from './content.ts';
import { NO_GATES } from './gate-cookie.ts';
import type { GrantRow } from './repository-visits.ts';

export interface Readmitted {
  readonly visit: Visit;
  /** Those of the entries that are in the link, by asset. */
  readonly snapshots: ReadonlyMap<string, DeliverySnapshot>;
}

export interface Readmission {
  readonly token: string;
  readonly grant: GrantRow;
  readonly entries: readonly LinkEntry[];
  /** The visit, where it was read just now. */
  readonly visit?: Visit;
}

export function createReadmission({
  admissions,
  content,
}: {
  readonly admissions: Admissions;
  readonly content: Content;
}) {
  /** @throws Failure that says why it does not stand */
  return async (caller: Caller, { token, grant, entries, ...known }: Readmission): Promise<Readmitted> => {
    const visit = known.visit ?? (await admissions.visit(token));
    if (visit === null) return refuse({ kind: 'missing' });
    const isOwn = grant.shareLinkId === visit.link.id && grant.recipientId === (visit.recipient?.id ?? null);
    if (!isOwn) return fail('not_found', { headers: { 'cache-control': 'no-store' } });
    const answer = await admissions.judge(caller, visit, grant.gates ?? NO_GATES, false);
    if (answer.kind !== 'open') return refuse(answer);
    const snapshots =
      entries.length === 0 ? new Map<string, never>() : await content.among(visit, entries, caller.now);
    return { visit, snapshots };
  };
}
export type Readmit = ReturnType<typeof createReadmission>;
