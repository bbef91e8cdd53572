/**
 * Grants: one counted download each, in the address `/s/{token}/d/{grant}` or `/z/{grant}`.
 *
 * The rule of counting. A place within the limit is reserved when *download* is pressed, before the first byte. Every request
 * on the grant is the same download, which is used when it completes: as many bytes as it has were sent, the last among them.
 * A transfer that was cut does not count until then, or until its grant ends; a grant of which no byte was ever sent gives its
 * place back. The whole is sent once, and by one transfer at a time; ranges of it may come side by side and again, for no more
 * than twice its bytes in all (what is played: four times).
 *
 * A grant lasts ten minutes, goes on while bytes flow and for ten minutes after a transfer was cut, and one minute, for ranges,
 * after the last byte; never past the link's end, and never past what its bytes may take (`shared/shares/grant-life.ts`). It
 * carries what its holder had passed, so that a changed gate closes it. While an archive is being prepared its grant goes on
 * for as long as somebody asks after it, an hour at most.
 *
 * A form carries a number of its own (`press`), so that pressing twice, or going back and pressing again, is one download until
 * that is under way, and again after it was cut.
 */

import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { t } from '../../../shared/messages/index.ts';
import {
  GRANT_LEASE_MS,
  type GrantTerms,
  grantBudget,
  grantEndsAt,
} from '../../../shared/shares/grant-life.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { sleep } from '../../sleep.ts';
import { type Admissions, closedFor, type OpenDoor, refuse, type Visit } from './admission.ts';
import type { Readmit } from './readmission.ts';
import type { GrantDelivery } from './repository-grants.ts';
import type { GrantContent, GrantRow, VisitRepository } from './repository-visits.ts';

const ID_LENGTH = 16;
const AFTER_LAST_BYTE_MS = 60_000;
const PREPARING_MAX_MS = 60 * 60_000;
/** A browser that loads an address anew breaks the first transfer off, which takes a moment to be seen. */
const CUT_SEEN_MS = 400;
const CUT_LOOKS = 3;
/** When to ask again for what is being sent. */
const RUNNING_RETRY_S = 10;

const macText = (id: string, linkId: string): string => `download:${linkId}:${id}`;

export interface GrantDeps {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly admissions: Admissions;
  readonly readmit: Readmit;
  readonly rows: VisitRepository;
}

/** One answer on a grant: what it carries, and of what. */
export interface Transfer {
  readonly terms: GrantTerms;
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly reachesEnd: boolean;
  readonly delivery: GrantDelivery;
}
/** How far a transfer has come since it last said so. */
export interface Progress {
  readonly state: 'running' | 'cut' | 'arrived';
  readonly sent: number;
  /** Bytes that it will not send any more. */
  readonly unsent: number;
}

export interface OpenGrant {
  readonly token: string;
  readonly visit: Visit;
  /** The file it is for, where it is for one and that is in the link. */
  readonly snapshot: DeliverySnapshot | null;
  readonly grant: GrantRow;
}

/** A grant as its holder has it. */
export interface GrantInHand {
  readonly grant: GrantRow;
  /** As it stands in an address. */
  readonly text: string;
}

/** When the lease of a grant that is in use ends. */
function leaseEnd({ visit, grant }: OpenGrant, terms: GrantTerms, now: number): number {
  const latest = grantEndsAt(grant.startedAt ?? now, terms);
  return Math.min(now + GRANT_LEASE_MS, visit.link.endsAt, latest);
}

const isPlayedGrant = ({ content }: GrantRow): boolean =>
  content.kind === 'file' && content.isPlayed === true;

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
  /** Whether pressing the form again leads to this grant: it was not begun, or was cut. What plays is asked for on and on. */
  function isForTaking(grant: GrantRow, now: number): boolean {
    if (grant.releasedAt !== null || grant.expiresAt <= now) return false;
    if (isPlayedGrant(grant)) return true;
    const isSent = grant.heldBytes > 0 && (grant.heldUntil ?? 0) > now;
    return grant.completedAt === null && !isSent && (grant.wholeUntil ?? 0) <= now;
  }

  return {
    /** The grant that this very form has been given before, while it lasts. */
    async pressedBefore(
      caller: Caller,
      { visit, gates }: OpenDoor,
      pressed: string | null,
    ): Promise<GrantInHand | null> {
      if (pressed === null) return null;
      const grant = await rows.findGrant(await idOf(visit, pressed));
      if (grant === undefined || !isForTaking(grant, caller.now)) return null;
      await rows.renewGates(grant.id, gates);
      return { grant, text: await addressOf(grant.id, visit) };
    },
    /**
     * Reserves a use, or finds the one that this form has reserved already.
     * @param pressed what was asked for by which form, or null
     * @throws Failure `limit_reached`
     */
    async reserve(
      caller: Caller,
      { visit, gates }: OpenDoor,
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
          gates,
          expiresAt: Math.min(caller.now + GRANT_LEASE_MS, link.endsAt),
          now: caller.now,
        });
        const grant = await rows.findGrant(id);
        if (isReserved && grant !== undefined) return { grant, text: await addressOf(id, visit) };
        if (grant === undefined) break;
        if (isForTaking(grant, caller.now)) {
          await rows.renewGates(id, gates);
          return { grant, text: await addressOf(id, visit) };
        }
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
          now + GRANT_LEASE_MS,
          visit.link.endsAt,
          grant.createdAt + PREPARING_MAX_MS + GRANT_LEASE_MS,
        ),
      ),
    /**
     * The grant of a request, with everything it was given for as that stands now.
     * @param isPart whether a part is asked for: it is of the version that the transfer began with, whatever has replaced
     * that since, because programs that resume do not all say what they have
     * @throws Failure
     */
    async open(caller: Caller, token: string, text: string, isPart = false): Promise<OpenGrant> {
      const id = text.slice(0, ID_LENGTH);
      const headers = { 'cache-control': 'no-store' };
      const visit = await deps.admissions.visit(token);
      if (visit === null) return refuse({ kind: 'missing' });
      // Before the grant is looked for: what is closed says so, whatever was asked for.
      const reason = closedFor(caller, visit, false);
      if (reason !== null) return refuse({ kind: 'closed', reason, visit });
      if (!(await signer.verifyMac('grant', macText(id, visit.link.id), text.slice(ID_LENGTH)))) {
        return fail('not_found', { headers });
      }
      const grant = await rows.findGrant(id);
      if (grant === undefined) return fail('not_found', { headers });
      const { content } = grant;
      const begun = isPart ? (grant.delivery?.file?.versionId ?? null) : null;
      const entries =
        content.kind === 'file'
          ? [{ assetId: content.assetId, ...(begun === null ? {} : { versionId: begun }) }]
          : [];
      const { snapshots } = await deps.readmit(caller, { token, grant, entries, visit });
      if (grant.releasedAt !== null || grant.expiresAt <= caller.now) {
        return fail('no_longer', { headers, detail: t(caller.locale, 'shares.error.grant_over') });
      }
      const snapshot = content.kind === 'file' ? (snapshots.get(content.assetId) ?? null) : null;
      return { token, visit, grant, snapshot };
    },
    /**
     * Admits one answer before its first byte.
     * @throws Failure `transfer_running` while the whole is being sent already, `no_longer` when it was, when its bytes were
     * sent often enough, or when the use was given back since the grant was opened
     */
    async begin(caller: Caller, open: OpenGrant, transfer: Transfer): Promise<void> {
      const { bytes, isWhole, terms, delivery } = transfer;
      const budget = grantBudget(terms);
      for (let look = 0; look <= CUT_LOOKS; look += 1) {
        if (look > 0) await sleep(CUT_SEEN_MS);
        const now = deps.clock();
        const expiresAt = leaseEnd(open, terms, now);
        const start = { bytes, isWhole, budget, delivery, expiresAt, now };
        if (await rows.beginTransfer(open.grant.id, start)) return;
        const grant = await rows.findGrant(open.grant.id);
        const headers = { 'cache-control': 'no-store' };
        if (grant === undefined || grant.releasedAt !== null) return fail('no_longer', { headers });
        const isTaken = grant.wholeSentAt !== null || (grant.completedAt !== null && !isPlayedGrant(grant));
        if ((isWhole && isTaken) || grant.sentBytes + bytes > budget) {
          return fail('no_longer', { headers, detail: t(caller.locale, 'shares.error.download_over') });
        }
      }
      return fail('transfer_running', {
        headers: { 'cache-control': 'no-store', 'retry-after': String(RUNNING_RETRY_S) },
      });
    },
    /**
     * Writes down how far a transfer is; while it runs, and after it was cut, there is time to go on.
     * @returns whether the download is complete with it
     */
    step(open: OpenGrant, transfer: Transfer, progress: Progress): Promise<boolean> {
      const now = deps.clock();
      const { terms, isWhole, reachesEnd } = transfer;
      return rows.stepTransfer(open.grant, {
        sent: progress.sent,
        givenBack: progress.sent + progress.unsent,
        state: progress.state,
        isWhole,
        reachesEnd,
        total: terms.bytes,
        expiresAt: leaseEnd(open, terms, now),
        // A player that has had the end of a film may want its beginning again.
        graceUntil: terms.isPlayed ? null : now + AFTER_LAST_BYTE_MS,
        now,
      });
    },
  };
}
export type Grants = ReturnType<typeof createGrants>;
