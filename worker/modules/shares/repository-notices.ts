/** What the notices to owners read and note in D1. */
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import { downloads, recipients, shareDigests, shareLinks, users } from '../../db/schema/index.ts';
import type { LinkRow } from './repository.ts';

export interface DigestOwner {
  readonly id: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  /** The last digest: the day it was of, and up to when it told. */
  readonly lastDay: string | null;
  readonly until: number | null;
}
export interface DownloadCount {
  readonly linkId: string;
  readonly recipient: string | null;
  readonly files: number;
}

export function createNoticeRepository(db: Database) {
  const isDigest = eq(shareLinks.notify, 'digest');
  /** Long enough that a reminder is one: a link made for a day does not end "soon" from the start. */
  const endsSoon = (now: number, noticeMs: number) =>
    and(
      eq(shareLinks.state, 'active'),
      isNull(shareLinks.endNoticeAt),
      sql`${shareLinks.endsAt} > ${now} AND ${shareLinks.endsAt} <= ${now + noticeMs}`,
      sql`${shareLinks.endsAt} - ${shareLinks.createdAt} > ${noticeMs}`,
    );

  return {
    /** Links that end within the notice and whose owner is to be told at once. */
    endingSoon: (now: number, noticeMs: number, limit: number) =>
      db
        .select({ link: shareLinks, ownerEmail: users.email, ownerLocale: users.locale })
        .from(shareLinks)
        .leftJoin(users, and(eq(users.id, shareLinks.ownerId), eq(users.disabled, false)))
        .where(and(endsSoon(now, noticeMs), eq(shareLinks.notify, 'immediate')))
        .limit(limit),
    /**
     * For the batch of the mail that tells it. Breaks that batch (a null state) where another run was first, or where the end
     * has been moved since `link` was read.
     */
    noteEndNotice: ({ id, endsAt }: Pick<LinkRow, 'id' | 'endsAt'>, now: number): Statement =>
      db
        .update(shareLinks)
        .set({
          state: sql`CASE WHEN ${shareLinks.endNoticeAt} IS NULL AND ${shareLinks.endsAt} = ${endsAt}
            THEN ${shareLinks.state} END`,
          endNoticeAt: now,
        })
        .where(eq(shareLinks.id, id)),
    /** Likewise: breaks its batch where another run was first. */
    noteLimitNotice: (id: string, now: number): Statement =>
      db
        .update(shareLinks)
        .set({
          state: sql`CASE WHEN ${shareLinks.limitNoticeAt} IS NULL THEN ${shareLinks.state} END`,
          limitNoticeAt: now,
        })
        .where(eq(shareLinks.id, id)),
    /** The counters of a link past the mark whose owner is told at once and was not yet; else null. */
    async nearLimit(id: string): Promise<{ used: number; limit: number } | null> {
      const [row] = await db.all<{ used: number; limit: number }>(sql`
        SELECT used_downloads AS used, max_downloads AS "limit" FROM share_links
        WHERE id = ${id} AND notify = 'immediate' AND limit_notice_at IS NULL AND max_downloads > 1
          AND (used_downloads * 5 >= max_downloads * 4 OR used_downloads >= max_downloads - 1)`);
      return row ?? null;
    },

    /** Owners of links that are told once a day, with something that may be worth telling, and none told since `before`. */
    digestOwners: (
      now: number,
      sinceMs: number,
      noticeMs: number,
      before: number,
      page: { after: string; limit: number },
    ) =>
      db.all<DigestOwner>(sql`
        SELECT u.id AS id, u.email AS email, u.locale AS locale, u.time_zone AS timeZone,
          (SELECT max(day) FROM share_digests WHERE owner_id = u.id) AS lastDay,
          (SELECT max(until) FROM share_digests WHERE owner_id = u.id) AS until
        FROM users u
        WHERE u.id > ${page.after} AND u.is_disabled = 0 AND EXISTS (
          SELECT 1 FROM share_links
          WHERE owner_id = u.id AND notify = 'digest' AND (
            last_used_at >= ${now - sinceMs}
            OR (state = 'active' AND end_notice_at IS NULL AND ends_at > ${now} AND ends_at <= ${now + noticeMs}
              AND ends_at - created_at > ${noticeMs})))
        AND NOT EXISTS (SELECT 1 FROM share_digests WHERE owner_id = u.id AND until > ${before})
        ORDER BY u.id LIMIT ${page.limit}`),
    digestLinks: (
      ownerId: string,
      since: number,
      now: number,
      noticeMs: number,
      limit: number,
    ): Promise<LinkRow[]> =>
      db
        .select()
        .from(shareLinks)
        .where(
          and(
            eq(shareLinks.ownerId, ownerId),
            isDigest,
            sql`(${shareLinks.lastUsedAt} >= ${since} OR (${endsSoon(now, noticeMs)}))`,
          ),
        )
        .orderBy(shareLinks.endsAt, shareLinks.id)
        .limit(limit),
    /** Files that people took from these links, by person. */
    async downloadCounts(linkIds: readonly string[], since: number, until: number): Promise<DownloadCount[]> {
      const found: DownloadCount[] = [];
      for (const step of chunked(linkIds)) {
        found.push(
          ...(await db
            .select({
              linkId: downloads.surfaceId,
              recipient: sql<string | null>`coalesce(nullif(${recipients.name}, ''), ${recipients.email})`,
              files: sql<number>`count(*)`,
            })
            .from(downloads)
            .leftJoin(recipients, eq(recipients.id, downloads.recipientId))
            .where(
              and(
                inArray(downloads.surfaceId, step),
                eq(downloads.surface, 'share_link'),
                eq(downloads.isBot, false),
                sql`${downloads.at} >= ${since} AND ${downloads.at} < ${until}`,
              ),
            )
            .groupBy(downloads.surfaceId, downloads.recipientId)),
        );
      }
      return found;
    },
    insertDigest: (row: typeof shareDigests.$inferInsert): Statement => db.insert(shareDigests).values(row),
    async deleteDigests(before: number): Promise<void> {
      await db.delete(shareDigests).where(sql`${shareDigests.until} < ${before}`);
    },

    async isActiveOwner(id: string): Promise<boolean> {
      const row = await db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.id, id), eq(users.disabled, false), ne(users.role, 'viewer')))
        .get();
      return row !== undefined;
    },
    /** Moves the end, if it still is where the proof says. */
    extend: (
      id: string,
      { from, to, owner }: { readonly from: number; readonly to: number; readonly owner: string },
      now: number,
    ): Statement =>
      db
        .update(shareLinks)
        .set({ endsAt: to, endNoticeAt: null, updatedAt: now })
        .where(
          and(
            eq(shareLinks.id, id),
            eq(shareLinks.endsAt, from),
            eq(shareLinks.ownerId, owner),
            ne(shareLinks.state, 'revoked'),
          ),
        ),
  };
}
export type NoticeRepository = ReturnType<typeof createNoticeRepository>;
