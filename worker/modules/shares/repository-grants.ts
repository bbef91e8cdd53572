/**
 * Counted downloads in D1. A place within the limit is reserved with the grant's row, becomes a use when the download is over,
 * and is given back where nothing was sent; each of these moves the link's counters in the transaction that moves the row.
 */
import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { batchResults, type Database, returnedRows, runBatch, type Statement } from '../../db/database.ts';
import { downloadGrants } from '../../db/schema/index.ts';
import type { GateClaims, GrantContent, GrantDelivery } from '../../db/schema/sharing.ts';
import type { LinkRow } from './repository.ts';

export type GrantRow = typeof downloadGrants.$inferSelect;
export type { GrantContent, GrantDelivery } from '../../db/schema/sharing.ts';

/** How long a transfer counts as running after it last said so. */
const HELD_MS = 5 * 60_000;

/** One answer on a grant that is about to be sent. */
export interface TransferStart {
  readonly bytes: number;
  /** Of the whole, from the first byte to the last: one at a time, and once. */
  readonly isWhole: boolean;
  /** Most that may ever be sent on the grant. */
  readonly budget: number;
  readonly delivery: GrantDelivery;
  readonly expiresAt: number;
  readonly now: number;
}

/** What has become of a transfer since it last said so. */
export interface TransferStep {
  readonly sent: number;
  /** Bytes it does not hold any more: those it sent, and when it is over also those it did not. */
  readonly givenBack: number;
  readonly isWhole: boolean;
  readonly state: 'running' | 'cut' | 'arrived';
  /** Whether its last byte was that of the whole. */
  readonly reachesEnd: boolean;
  /** Length of the whole. */
  readonly total: number;
  readonly expiresAt: number;
  /** When the grant ends after the download's last byte; null: as if it went on. */
  readonly graceUntil: number | null;
  readonly now: number;
}

export function createGrantRepository(db: Database) {
  /** Behind the statement that completed the grant: its reserved place is a use. */
  const countUse = ({ shareLinkId, recipientId }: GrantRow, now: number): Statement[] => [
    db.run(sql`
      UPDATE share_links SET used_downloads = used_downloads + 1,
        reserved_downloads = max(0, reserved_downloads - 1), last_used_at = max(coalesce(last_used_at, 0), ${now})
      WHERE id = ${shareLinkId} AND changes() = 1`),
    db.run(sql`
      UPDATE recipients SET downloads = downloads + 1, last_used_at = max(coalesce(last_used_at, 0), ${now})
      WHERE id = ${recipientId ?? ''} AND changes() = 1`),
  ];

  return {
    /**
     * Reserves one place and makes its grant, in one transaction: counted exactly if this call made the grant.
     * @returns whether it did; not when the limit has no room, nor when a grant of this id exists
     */
    async reserve(grant: {
      id: string;
      link: LinkRow;
      recipientId: string | null;
      content: GrantContent;
      gates: GateClaims;
      expiresAt: number;
      now: number;
    }): Promise<boolean> {
      const { link, now } = grant;
      const [inserted] = await batchResults(db, [
        db.run(sql`
          INSERT INTO download_grants (id, share_link_id, recipient_id, content, gates, expires_at, created_at)
          SELECT ${grant.id}, id, ${grant.recipientId}, ${JSON.stringify(grant.content)}, ${JSON.stringify(grant.gates)},
            ${grant.expiresAt}, ${now}
          FROM share_links
          WHERE id = ${link.id} AND state = 'active' AND ends_at > ${now}
            AND (starts_at IS NULL OR starts_at <= ${now})
            AND (max_downloads IS NULL OR used_downloads + reserved_downloads < max_downloads)
          ON CONFLICT (id) DO NOTHING
          RETURNING id`),
        db.run(sql`
          UPDATE share_links SET reserved_downloads = reserved_downloads + 1, last_used_at = ${now}
          WHERE id = ${link.id} AND changes() = 1`),
        db.run(sql`
          UPDATE recipients SET last_used_at = ${now}
          WHERE id = ${grant.recipientId ?? ''} AND changes() = 1`),
      ]);
      return returnedRows(inserted) > 0;
    },
    findGrant: (id: string): Promise<GrantRow | undefined> =>
      db.select().from(downloadGrants).where(eq(downloadGrants.id, id)).get(),
    /**
     * Admits one answer, in one statement, so that answers that come at once are bounded together.
     * @returns whether it may be sent; not while the whole is being sent already or was, nor beyond the budget
     */
    async beginTransfer(id: string, start: TransferStart): Promise<boolean> {
      const { now, bytes, isWhole } = start;
      const held = sql`CASE WHEN held_until > ${now} THEN held_bytes ELSE 0 END`;
      const row = await db
        .update(downloadGrants)
        .set({
          startedAt: sql`coalesce(started_at, ${now})`,
          // The whole begins anew, with the file as it is now; a part goes on with the file that was begun.
          delivery: isWhole ? start.delivery : sql`coalesce(delivery, ${JSON.stringify(start.delivery)})`,
          expiresAt: sql`CASE WHEN started_at IS NULL THEN ${start.expiresAt} ELSE expires_at END`,
          heldBytes: sql`${held} + ${bytes}`,
          heldUntil: now + HELD_MS,
          ...(isWhole ? { wholeUntil: now + HELD_MS } : {}),
        })
        .where(
          and(
            eq(downloadGrants.id, id),
            isNull(downloadGrants.releasedAt),
            sql`sent_bytes + ${held} + ${bytes} <= ${start.budget}`,
            isWhole
              ? sql`coalesce(whole_until, 0) <= ${now} AND whole_sent_at IS NULL
                  AND (completed_at IS NULL OR json_extract(content, '$.isPlayed') = 1)`
              : undefined,
          ),
        )
        .returning({ id: downloadGrants.id })
        .get();
      return row !== undefined;
    },
    /**
     * Writes down how far a transfer is, and completes the download where as many bytes as it has were sent and its end was
     * among them.
     * @returns whether this completed it
     */
    async stepTransfer(grant: GrantRow, step: TransferStep): Promise<boolean> {
      const { now, state, isWhole } = step;
      const isRunning = state === 'running';
      const endsAt = sql`max(expires_at, ${step.expiresAt})`;
      const [, completed] = await batchResults(db, [
        db
          .update(downloadGrants)
          .set({
            sentBytes: sql`sent_bytes + ${step.sent}`,
            heldBytes: sql`max(0, held_bytes - ${step.givenBack})`,
            ...(isRunning ? { heldUntil: now + HELD_MS } : {}),
            ...(isWhole ? { wholeUntil: isRunning ? now + HELD_MS : null } : {}),
            ...(isWhole && state === 'arrived' ? { wholeSentAt: now } : {}),
            ...(step.reachesEnd && state === 'arrived'
              ? { endSentAt: sql`coalesce(end_sent_at, ${now})` }
              : {}),
            expiresAt:
              step.graceUntil === null
                ? endsAt
                : sql`CASE WHEN completed_at IS NULL THEN ${endsAt} ELSE expires_at END`,
          })
          .where(eq(downloadGrants.id, grant.id)),
        db.run(sql`
          UPDATE download_grants SET completed_at = ${now},
            expires_at = ${step.graceUntil === null ? sql`expires_at` : sql`min(expires_at, ${step.graceUntil})`}
          WHERE id = ${grant.id} AND completed_at IS NULL AND released_at IS NULL
            AND end_sent_at IS NOT NULL AND sent_bytes >= ${step.total}
          RETURNING id`),
        ...countUse(grant, now),
      ]);
      return returnedRows(completed) > 0;
    },
    /** Its holder has passed the gates as they are now. */
    async renewGates(id: string, gates: GateClaims): Promise<void> {
      await db.update(downloadGrants).set({ gates }).where(eq(downloadGrants.id, id));
    },
    async extendGrant(id: string, expiresAt: number): Promise<void> {
      await db
        .update(downloadGrants)
        .set({ expiresAt: sql`max(${downloadGrants.expiresAt}, ${expiresAt})` })
        .where(eq(downloadGrants.id, id));
    },
    /** The plan of an archive, set once. @returns the key that counts: this one or the one that was first */
    async setPlan(grant: GrantRow, planKey: string): Promise<string | null> {
      await db.run(sql`
        UPDATE download_grants SET content = json_set(content, '$.planKey', ${planKey})
        WHERE id = ${grant.id} AND json_extract(content, '$.planKey') IS NULL`);
      const row = await db
        .select({ content: downloadGrants.content })
        .from(downloadGrants)
        .where(eq(downloadGrants.id, grant.id))
        .get();
      return row?.content.kind === 'zip' ? row.content.planKey : null;
    },

    /** Grants whose time is over and that are neither complete nor given back. */
    grantsDue: (now: number, limit: number): Promise<GrantRow[]> =>
      db
        .select()
        .from(downloadGrants)
        .where(
          and(
            lte(downloadGrants.expiresAt, now),
            isNull(downloadGrants.completedAt),
            isNull(downloadGrants.releasedAt),
          ),
        )
        .limit(limit),
    /** Gives a place back of which no byte was ever sent. */
    async releaseGrant(grant: GrantRow, now: number): Promise<void> {
      await runBatch(db, [
        db.run(sql`
          UPDATE download_grants SET released_at = ${now}
          WHERE id = ${grant.id} AND started_at IS NULL AND released_at IS NULL`),
        db.run(sql`
          UPDATE share_links SET reserved_downloads = max(0, reserved_downloads - 1)
          WHERE id = ${grant.shareLinkId} AND changes() = 1`),
      ]);
    },
    /** Ends a download that was begun and never came to its end: it is a use. */
    async endGrant(grant: GrantRow, now: number): Promise<void> {
      await runBatch(db, [
        db.run(sql`
          UPDATE download_grants SET completed_at = ${now}
          WHERE id = ${grant.id} AND started_at IS NOT NULL AND completed_at IS NULL AND released_at IS NULL`),
        ...countUse(grant, now),
      ]);
    },
    /** Downloads that are over since `before` and of which nothing is written down. */
    unrecorded: (before: number, limit: number): Promise<GrantRow[]> =>
      db
        .select()
        .from(downloadGrants)
        .where(
          and(
            isNotNull(downloadGrants.completedAt),
            isNull(downloadGrants.recordedAt),
            lte(downloadGrants.completedAt, before),
          ),
        )
        .limit(limit),
    /** For the batch that writes a download down; breaks it (a null `created_at`) where another run was first. */
    noteRecorded: ({ id }: Pick<GrantRow, 'id'>, now: number): Statement =>
      db
        .update(downloadGrants)
        .set({
          createdAt: sql`CASE WHEN recorded_at IS NULL THEN created_at END`,
          recordedAt: now,
        })
        .where(eq(downloadGrants.id, id)),
  };
}
