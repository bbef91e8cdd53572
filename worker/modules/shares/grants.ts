/**
 * Grants: one counted download each, in the address `/s/{token}/d/{grant}` or `/z/{grant}`.
 *
 * The rule of counting. A use is reserved when *download* is pressed, before the first byte. Every request on the grant,
 * ranges and resumed transfers included, is the same download. The use is spent with the first byte; a grant of which no
 * byte was ever sent gives its use back when it ends. A grant lasts ten minutes, goes on while bytes flow and for ten
 * minutes after a transfer was cut, and one minute after the last byte; never past the link's end and never past a day.
 */

import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { type Admissions, refuse, type Visit } from './admission.ts';
import { GRANT_MAX_MS } from './gate-cookie.ts';
import type { LinkRow } from './repository.ts';
import type { GrantContent, GrantRow, VisitRepository } from './repository-visits.ts';

const ID_LENGTH = 16;
const DAY_MS = 86_400_000;
const AFTER_LAST_BYTE_MS = 60_000;

const macText = (id: string, linkId: string): string => `download:${linkId}:${id}`;

export interface GrantDeps {
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly admissions: Admissions;
  readonly rows: VisitRepository;
}

export interface OpenGrant {
  readonly visit: Visit;
  readonly grant: GrantRow;
}

function endOf(link: LinkRow, createdAt: number, wish: number): number {
  return Math.min(wish, link.endsAt, createdAt + DAY_MS);
}

export function createGrants(deps: GrantDeps) {
  const { rows, signer } = deps;
  return {
    newId: (): string => deps.identifiers.token(12),
    /** Reserves a use. @returns the grant as it stands in an address @throws Failure `limit_reached` */
    async reserve(caller: Caller, visit: Visit, id: string, content: GrantContent): Promise<string> {
      const { link, recipient } = visit;
      const hasRoom = await rows.reserve({
        id,
        link,
        recipientId: recipient?.id ?? null,
        content,
        expiresAt: endOf(link, caller.now, caller.now + GRANT_MAX_MS),
        now: caller.now,
      });
      if (!hasRoom) fail('limit_reached', { headers: { 'cache-control': 'no-store' } });
      return `${id}${await signer.mac('grant', macText(id, link.id))}`;
    },
    /**
     * The grant of a request and the link as it stands now. The grant is the proof that the gates were passed; everything
     * else about the link is looked at again.
     * @throws Failure
     */
    async open(caller: Caller, token: string, text: string): Promise<OpenGrant> {
      const id = text.slice(0, ID_LENGTH);
      const answer = await deps.admissions.admit(caller, token, '', false);
      if (answer.kind === 'missing' || answer.kind === 'closed') return refuse(answer);
      const { visit } = answer;
      const { link, recipient } = visit;
      const headers = { 'cache-control': 'no-store' };
      if (!(await signer.verifyMac('grant', macText(id, link.id), text.slice(ID_LENGTH)))) {
        return fail('not_found', { headers });
      }
      const grant = await rows.findGrant(id);
      const isOwn =
        grant !== undefined && grant.shareLinkId === link.id && grant.recipientId === (recipient?.id ?? null);
      if (!isOwn) return fail('not_found', { headers });
      if (grant.releasedAt !== null || grant.expiresAt <= caller.now) return fail('no_longer', { headers });
      return { visit, grant };
    },
    /**
     * @returns whether this was the first byte of the download
     * @throws Failure `no_longer` when the use was given back since the grant was opened
     */
    async start({ visit, grant }: OpenGrant, now: number): Promise<boolean> {
      const end = endOf(visit.link, grant.createdAt, now + GRANT_MAX_MS);
      const isFirst = await rows.startGrant(grant.id, end, now);
      return isFirst ?? fail('no_longer', { headers: { 'cache-control': 'no-store' } });
    },
    /** While bytes flow, and after a transfer that did not reach the end: time to go on. */
    keep: ({ visit, grant }: OpenGrant, now: number): Promise<void> =>
      rows.extendGrant(grant.id, endOf(visit.link, grant.createdAt, now + GRANT_MAX_MS)),
    complete: ({ grant }: OpenGrant, now: number): Promise<void> =>
      rows.completeGrant(grant.id, now, now + AFTER_LAST_BYTE_MS),
  };
}
export type Grants = ReturnType<typeof createGrants>;
