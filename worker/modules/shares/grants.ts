/**
 * Grants: one counted download each, in the address `/s/{token}/d/{grant}` or `/z/{grant}`.
 *
 * The rule of counting. A use is reserved when *download* is pressed, before the first byte. Every request on the grant,
 * ranges and resumed transfers included, is the same download. The use is spent with the first byte; a grant of which no
 * byte was ever sent gives its use back when it ends. A grant lasts ten minutes, goes on while bytes flow and for ten
 * minutes after a transfer was cut, and one minute after the last byte; never past the link's end and never past a day.
 * While an archive is being prepared its grant goes on for as long as somebody asks after it, an hour at most.
 *
 * A form carries a number of its own (`press`), so that pressing twice, or going back and pressing again, is one download for
 * as long as its grant lasts.
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
const PREPARING_MAX_MS = 60 * 60_000;

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

/** A grant as its holder has it. */
export interface GrantInHand {
  readonly grant: GrantRow;
  /** As it stands in an address. */
  readonly text: string;
}

function endOf(link: LinkRow, createdAt: number, wish: number): number {
  return Math.min(wish, link.endsAt, createdAt + DAY_MS);
}

/** @throws Failure */
export function limitReached(): never {
  return fail('limit_reached', { headers: { 'cache-control': 'no-store' } });
}

export function createGrants(deps: GrantDeps) {
  const { rows, signer } = deps;
  /** The same for every sending of one form. */
  async function idOf({ link, recipient }: Visit, pressed: string | null): Promise<string> {
    if (pressed === null) return deps.identifiers.token(12);
    const text = `${link.id}:${recipient?.id ?? ''}:${pressed}`;
    const [one, two] = [
      await signer.mac('grant', `press:1:${text}`),
      await signer.mac('grant', `press:2:${text}`),
    ];
    return `${one}${two}`.slice(0, ID_LENGTH);
  }
  const addressOf = async (id: string, { link }: Visit): Promise<string> =>
    `${id}${await signer.mac('grant', macText(id, link.id))}`;
  const isAlive = (grant: GrantRow, now: number): boolean =>
    grant.releasedAt === null && grant.completedAt === null && grant.expiresAt > now;

  return {
    /** The grant that this very form has been given before, while it lasts. */
    async pressedBefore(caller: Caller, visit: Visit, pressed: string | null): Promise<GrantInHand | null> {
      if (pressed === null) return null;
      const grant = await rows.findGrant(await idOf(visit, pressed));
      return grant !== undefined && isAlive(grant, caller.now)
        ? { grant, text: await addressOf(grant.id, visit) }
        : null;
    },
    /**
     * Reserves a use, or finds the one that this form has reserved already.
     * @param pressed what was asked for by which form, or null
     * @throws Failure `limit_reached`
     */
    async reserve(
      caller: Caller,
      visit: Visit,
      content: GrantContent,
      pressed: string | null = null,
    ): Promise<GrantInHand> {
      const { link, recipient } = visit;
      // The second try has a number nobody used: the form's own belongs to a download that is over.
      for (const id of [await idOf(visit, pressed), deps.identifiers.token(12)]) {
        const isReserved = await rows.reserve({
          id,
          link,
          recipientId: recipient?.id ?? null,
          content,
          expiresAt: endOf(link, caller.now, caller.now + GRANT_MAX_MS),
          now: caller.now,
        });
        const grant = await rows.findGrant(id);
        if (isReserved && grant !== undefined) return { grant, text: await addressOf(id, visit) };
        if (grant === undefined) break;
        if (isAlive(grant, caller.now)) return { grant, text: await addressOf(id, visit) };
      }
      return limitReached();
    },
    /** Gives an unused reservation back at once. */
    release: ({ grant }: OpenGrant, now: number): Promise<void> => rows.releaseGrant(grant, now),
    /** While somebody waits for an archive to be prepared. */
    wait: ({ visit, grant }: OpenGrant, now: number): Promise<void> =>
      rows.extendGrant(
        grant.id,
        Math.min(
          endOf(visit.link, grant.createdAt, now + GRANT_MAX_MS),
          grant.createdAt + PREPARING_MAX_MS + GRANT_MAX_MS,
        ),
      ),
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
