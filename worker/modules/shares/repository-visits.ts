/** What visitors of share links read and write in D1. */
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import {
  batchResults,
  chunked,
  type Database,
  returnedRows,
  runBatch,
  type Statement,
} from '../../db/database.ts';
import {
  collectionAssets,
  collections,
  downloadGrants,
  downloads,
  emailCodes,
  inquiries,
  portals,
  recipients,
  shareLinkAssets,
  shareLinks,
  termsAcceptances,
  users,
  versions,
} from '../../db/schema/index.ts';
import type { GrantContent } from '../../db/schema/sharing.ts';
import type { LinkRow, RecipientRow } from './repository.ts';

export type GrantRow = typeof downloadGrants.$inferSelect;
export type VersionRow = typeof versions.$inferSelect;
export type CodeRow = typeof emailCodes.$inferSelect;
export type { GrantContent } from '../../db/schema/sharing.ts';

export interface VisitRow {
  link: LinkRow;
  ownerName: string | null;
  ownerEmail: string | null;
  ownerLocale: string | null;
  recipient: RecipientRow | null;
  /** Window of the collection a link is made of. */
  collection: { id: string; title: string; startsAt: number | null; endsAt: number | null } | null;
}

export function createVisitRepository(db: Database) {
  const visits = () =>
    db
      .select({
        link: shareLinks,
        ownerName: users.name,
        ownerEmail: users.email,
        ownerLocale: users.locale,
        collection: {
          id: collections.id,
          title: collections.title,
          startsAt: collections.startsAt,
          endsAt: collections.endsAt,
        },
      })
      .from(shareLinks)
      .leftJoin(users, eq(users.id, shareLinks.ownerId))
      .leftJoin(collections, eq(collections.id, shareLinks.collectionId));

  async function grantsDue(now: number, limit: number) {
    return db
      .select()
      .from(downloadGrants)
      .where(
        and(
          lte(downloadGrants.expiresAt, now),
          isNull(downloadGrants.completedAt),
          isNull(downloadGrants.releasedAt),
        ),
      )
      .limit(limit);
  }

  /** Gives a use back of which no byte was ever sent. */
  async function releaseGrant(grant: GrantRow, now: number): Promise<void> {
    await runBatch(db, [
      db.run(sql`
        UPDATE share_links SET used_downloads = max(0, used_downloads - 1)
        WHERE id = ${grant.shareLinkId} AND EXISTS (
          SELECT 1 FROM download_grants WHERE id = ${grant.id} AND started_at IS NULL AND released_at IS NULL)`),
      db.run(sql`
        UPDATE recipients SET downloads = max(0, downloads - 1)
        WHERE id = ${grant.recipientId ?? ''} AND EXISTS (
          SELECT 1 FROM download_grants WHERE id = ${grant.id} AND started_at IS NULL AND released_at IS NULL)`),
      db.run(sql`
        UPDATE download_grants SET released_at = ${now}
        WHERE id = ${grant.id} AND started_at IS NULL AND released_at IS NULL`),
    ]);
  }

  return {
    async findByToken(token: string): Promise<VisitRow | null> {
      const row = await visits().where(eq(shareLinks.token, token)).get();
      return row === undefined ? null : { ...row, recipient: null };
    },
    async findByVanity(vanity: string): Promise<VisitRow | null> {
      const row = await visits().where(eq(shareLinks.vanity, vanity)).get();
      return row === undefined ? null : { ...row, recipient: null };
    },
    async findByRecipient(token: string): Promise<VisitRow | null> {
      const recipient = await db.select().from(recipients).where(eq(recipients.token, token)).get();
      if (recipient === undefined) return null;
      const row = await visits().where(eq(shareLinks.id, recipient.shareLinkId)).get();
      return row === undefined ? null : { ...row, recipient };
    },
    async findById(id: string): Promise<VisitRow | null> {
      const row = await visits().where(eq(shareLinks.id, id)).get();
      return row === undefined ? null : { ...row, recipient: null };
    },
    /** Assets of a link in its order, with the version a pinned link holds fast. */
    async content(link: LinkRow): Promise<{ assetId: string; versionId: string | null }[]> {
      if (link.collectionId !== null && !link.pinned) {
        const rows = await db
          .select({ assetId: collectionAssets.assetId })
          .from(collectionAssets)
          .where(eq(collectionAssets.collectionId, link.collectionId))
          .orderBy(asc(collectionAssets.position), asc(collectionAssets.assetId));
        return rows.map(({ assetId }) => ({ assetId, versionId: null }));
      }
      return db
        .select({ assetId: shareLinkAssets.assetId, versionId: shareLinkAssets.versionId })
        .from(shareLinkAssets)
        .where(eq(shareLinkAssets.shareLinkId, link.id))
        .orderBy(asc(shareLinkAssets.position));
    },
    /** Whether an asset is in the link, and which version a pinned link holds fast. */
    async member(link: LinkRow, assetId: string): Promise<{ versionId: string | null } | null> {
      if (link.collectionId !== null && !link.pinned) {
        const row = await db
          .select({ assetId: collectionAssets.assetId })
          .from(collectionAssets)
          .where(
            and(eq(collectionAssets.collectionId, link.collectionId), eq(collectionAssets.assetId, assetId)),
          )
          .get();
        return row === undefined ? null : { versionId: null };
      }
      const row = await db
        .select({ versionId: shareLinkAssets.versionId })
        .from(shareLinkAssets)
        .where(and(eq(shareLinkAssets.shareLinkId, link.id), eq(shareLinkAssets.assetId, assetId)))
        .get();
      return row ?? null;
    },
    async versions(ids: readonly string[]): Promise<Map<string, VersionRow>> {
      const found = new Map<string, VersionRow>();
      for (const step of chunked(ids)) {
        const rows = await db.select().from(versions).where(inArray(versions.id, step));
        for (const row of rows) found.set(row.id, row);
      }
      return found;
    },
    /** Published document and slug of the portal that speaks for the brand. */
    defaultPortal: () =>
      db
        .select({ slug: portals.slug, published: portals.published })
        .from(portals)
        .where(and(eq(portals.isDefault, true), eq(portals.isOff, false)))
        .get(),

    /* ---- uses and grants ------------------------------------------------------------------------------------------------ */

    /**
     * Reserves one use and makes its grant, in one transaction: counted exactly if this call made the grant.
     * @returns whether it did; not when the limit has no room, nor when a grant of this id exists
     */
    async reserve(grant: {
      id: string;
      link: LinkRow;
      recipientId: string | null;
      content: GrantContent;
      expiresAt: number;
      now: number;
    }): Promise<boolean> {
      const { link, now } = grant;
      const [inserted] = await batchResults(db, [
        db.run(sql`
          INSERT INTO download_grants (id, share_link_id, recipient_id, content, expires_at, created_at)
          SELECT ${grant.id}, id, ${grant.recipientId}, ${JSON.stringify(grant.content)}, ${grant.expiresAt}, ${now}
          FROM share_links
          WHERE id = ${link.id} AND state = 'active' AND ends_at > ${now}
            AND (starts_at IS NULL OR starts_at <= ${now})
            AND (max_downloads IS NULL OR used_downloads < max_downloads)
          ON CONFLICT (id) DO NOTHING
          RETURNING id`),
        db.run(sql`
          UPDATE share_links SET used_downloads = used_downloads + 1, last_used_at = ${now}
          WHERE id = ${link.id} AND changes() = 1`),
        db.run(sql`
          UPDATE recipients SET downloads = downloads + 1, last_used_at = ${now}
          WHERE id = ${grant.recipientId ?? ''} AND changes() = 1`),
      ]);
      return returnedRows(inserted) > 0;
    },
    findGrant: (id: string): Promise<GrantRow | undefined> =>
      db.select().from(downloadGrants).where(eq(downloadGrants.id, id)).get(),
    /**
     * Marks the first byte.
     * @returns whether this call was the first; null when the use was given back in the meantime
     */
    async startGrant(id: string, expiresAt: number, now: number): Promise<boolean | null> {
      const isOpen = and(eq(downloadGrants.id, id), isNull(downloadGrants.releasedAt));
      const first = await db
        .update(downloadGrants)
        .set({ startedAt: now, expiresAt })
        .where(and(isOpen, isNull(downloadGrants.startedAt)))
        .returning({ id: downloadGrants.id })
        .get();
      if (first !== undefined) return true;
      const open = await db.select({ id: downloadGrants.id }).from(downloadGrants).where(isOpen).get();
      return open === undefined ? null : false;
    },
    async extendGrant(id: string, expiresAt: number): Promise<void> {
      await db
        .update(downloadGrants)
        .set({ expiresAt: sql`max(${downloadGrants.expiresAt}, ${expiresAt})` })
        .where(eq(downloadGrants.id, id));
    },
    /** The last byte was sent; `expiresAt` leaves a moment for a client that lost the end. */
    async completeGrant(id: string, now: number, expiresAt: number): Promise<void> {
      await db
        .update(downloadGrants)
        .set({ completedAt: now, expiresAt: sql`min(${downloadGrants.expiresAt}, ${expiresAt})` })
        .where(and(eq(downloadGrants.id, id), isNull(downloadGrants.completedAt)));
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
    releaseGrant,
    /**
     * Ends grants whose time is over: one of which no byte was ever sent gives its use back, the others are complete.
     * @returns the ended grants
     */
    async sweepGrants(now: number, limit: number): Promise<GrantRow[]> {
      const due = await grantsDue(now, limit);
      for (const grant of due) {
        if (grant.startedAt !== null) {
          await db.update(downloadGrants).set({ completedAt: now }).where(eq(downloadGrants.id, grant.id));
          continue;
        }
        await releaseGrant(grant, now);
      }
      return due;
    },
    /** Nine columns and more a row: eight rows stay below the limit of one statement. */
    insertDownloads: (rows: readonly (typeof downloads.$inferInsert)[]): Statement[] =>
      chunked(rows, 8).map((step) => db.insert(downloads).values(step)),
    /** Notes a visit by a person. @returns whether it was the first of the link */
    async noteOpened(linkId: string, recipientId: string | null, now: number): Promise<boolean> {
      const [first] = await batchResults(db, [
        db.run(
          sql`UPDATE share_links SET opened_at = ${now} WHERE id = ${linkId} AND opened_at IS NULL RETURNING id`,
        ),
        db.run(
          sql`UPDATE share_links SET openings = openings + 1, last_used_at = max(coalesce(last_used_at, 0), ${now})
            WHERE id = ${linkId}`,
        ),
        db.run(
          sql`UPDATE recipients SET last_used_at = ${now} WHERE id = ${recipientId ?? ''} AND coalesce(last_used_at, 0) < ${now - 60_000}`,
        ),
      ]);
      return returnedRows(first) > 0;
    },
    /** Notes that a program looked: apart from people, and no use of the link. */
    async noteBotOpened(linkId: string): Promise<void> {
      await db
        .update(shareLinks)
        .set({ botOpenings: sql`${shareLinks.botOpenings} + 1` })
        .where(eq(shareLinks.id, linkId));
    },
    countBotDownload: (linkId: string): Statement =>
      db
        .update(shareLinks)
        .set({ botDownloads: sql`${shareLinks.botDownloads} + 1` })
        .where(eq(shareLinks.id, linkId)),
    insertAcceptance: (row: typeof termsAcceptances.$inferInsert): Statement =>
      db.insert(termsAcceptances).values(row),

    /* ---- codes ------------------------------------------------------------------------------------------------------------ */

    insertCode: (row: typeof emailCodes.$inferInsert): Statement => db.insert(emailCodes).values(row),
    deleteCodes: (linkId: string, email: string): Statement =>
      db.delete(emailCodes).where(and(eq(emailCodes.shareLinkId, linkId), eq(emailCodes.email, email))),
    /** Takes one try at the newest code of an address, in one statement, so that parallel tries are all counted. */
    async tryCode(linkId: string, email: string): Promise<CodeRow | undefined> {
      return db
        .update(emailCodes)
        .set({ attempts: sql`${emailCodes.attempts} + 1` })
        .where(and(eq(emailCodes.shareLinkId, linkId), eq(emailCodes.email, email)))
        .returning()
        .get();
    },
    async deleteExpiredCodes(now: number): Promise<void> {
      await db.delete(emailCodes).where(lte(emailCodes.expiresAt, now));
    },

    /** At the end of the link's list; nothing where it is in there already. */
    addAsset: (link: LinkRow, assetId: string, versionId: string | null): Statement =>
      db.run(sql`
        INSERT INTO share_link_assets (share_link_id, asset_id, version_id, position)
        SELECT ${link.id}, ${assetId}, ${versionId}, coalesce(max(position), 0) + 1
        FROM share_link_assets WHERE share_link_id = ${link.id}
        ON CONFLICT (share_link_id, asset_id) DO NOTHING`),

    insertInquiry: (row: typeof inquiries.$inferInsert): Statement => db.insert(inquiries).values(row),
    /** Whether this very question waits already. */
    async isAsked(fingerprint: string): Promise<boolean> {
      const row = await db
        .select({ id: inquiries.id })
        .from(inquiries)
        .where(and(eq(inquiries.fingerprint, fingerprint), eq(inquiries.state, 'open')))
        .get();
      return row !== undefined;
    },
    /** Open questions about a link, counted up to `limit`. */
    async openQuestions(linkId: string, limit: number): Promise<number> {
      const [row] = await db.all<{ total: number }>(sql`
        SELECT count(*) AS total FROM (
          SELECT 1 FROM inquiries WHERE state = 'open' AND share_link_id = ${linkId} LIMIT ${limit})`);
      return row?.total ?? 0;
    },
  };
}
export type VisitRepository = ReturnType<typeof createVisitRepository>;
