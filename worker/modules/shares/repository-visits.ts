/** What visitors of share links read and write in D1. */
import { and, asc, eq, lte, not, sql } from 'drizzle-orm';
import {
  batchResults,
  chunked,
  type Database,
  ID_LIST_CHUNK,
  isAmong,
  returnedRows,
  type Statement,
} from '../../db/database.ts';
import {
  collectionAssets,
  collections,
  downloads,
  emailCodes,
  portals,
  recipients,
  shareLinkAssets,
  shareLinks,
  termsAcceptances,
  users,
  versions,
} from '../../db/schema/index.ts';
import type { LinkRow, RecipientRow } from './repository.ts';
import { createGrantRepository } from './repository-grants.ts';
import { isLeftOut } from './repository-left-out.ts';

export type VersionRow = typeof versions.$inferSelect;
export type CodeRow = typeof emailCodes.$inferSelect;
export type { GrantContent, GrantRow } from './repository-grants.ts';

export interface VisitRow {
  link: LinkRow;
  /** Null where the owner can no longer sign in: nobody is sent to somebody who has left. */
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
      .leftJoin(users, and(eq(users.id, shareLinks.ownerId), eq(users.disabled, false)))
      .leftJoin(collections, eq(collections.id, shareLinks.collectionId));

  return {
    ...createGrantRepository(db),
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
    async findById(id: string, recipientId: string | null = null): Promise<VisitRow | null> {
      const row = await visits().where(eq(shareLinks.id, id)).get();
      if (row === undefined) return null;
      const recipient =
        recipientId === null
          ? undefined
          : await db.select().from(recipients).where(eq(recipients.id, recipientId)).get();
      return { ...row, recipient: recipient ?? null };
    },
    /** Assets a link hands out in its order, with the version a pinned link holds fast. */
    async content(link: LinkRow): Promise<{ assetId: string; versionId: string | null }[]> {
      if (link.collectionId !== null && !link.pinned) {
        const rows = await db
          .select({ assetId: collectionAssets.assetId })
          .from(collectionAssets)
          .where(
            and(
              eq(collectionAssets.collectionId, link.collectionId),
              not(isLeftOut(link.id, sql`collection_assets.asset_id`)),
            ),
          )
          .orderBy(asc(collectionAssets.position), asc(collectionAssets.assetId));
        return rows.map(({ assetId }) => ({ assetId, versionId: null }));
      }
      return db
        .select({ assetId: shareLinkAssets.assetId, versionId: shareLinkAssets.versionId })
        .from(shareLinkAssets)
        .where(
          and(
            eq(shareLinkAssets.shareLinkId, link.id),
            not(isLeftOut(link.id, sql`share_link_assets.asset_id`)),
          ),
        )
        .orderBy(asc(shareLinkAssets.position));
    },
    /** Which of these assets the link hands out, each with the version a pinned link holds fast. */
    async members(link: LinkRow, assetIds: readonly string[]): Promise<Map<string, string | null>> {
      const { collectionId } = link;
      const found = new Map<string, string | null>();
      for (const step of chunked(assetIds, ID_LIST_CHUNK)) {
        const rows =
          collectionId !== null && !link.pinned
            ? await db
                .select({ assetId: collectionAssets.assetId, versionId: sql<null>`NULL` })
                .from(collectionAssets)
                .where(
                  and(
                    eq(collectionAssets.collectionId, collectionId),
                    isAmong(collectionAssets.assetId, step),
                    not(isLeftOut(link.id, sql`collection_assets.asset_id`)),
                  ),
                )
            : await db
                .select({ assetId: shareLinkAssets.assetId, versionId: shareLinkAssets.versionId })
                .from(shareLinkAssets)
                .where(
                  and(
                    eq(shareLinkAssets.shareLinkId, link.id),
                    isAmong(shareLinkAssets.assetId, step),
                    not(isLeftOut(link.id, sql`share_link_assets.asset_id`)),
                  ),
                );
        for (const { assetId, versionId } of rows) found.set(assetId, versionId);
      }
      return found;
    },
    /** Whether the asset is of the link's set and left out of it: all that putting it back needs. */
    async isKeptBack(link: LinkRow, assetId: string): Promise<boolean> {
      const set =
        link.collectionId !== null && !link.pinned
          ? sql`collection_assets WHERE collection_id = ${link.collectionId}`
          : sql`share_link_assets WHERE share_link_id = ${link.id}`;
      const rows = await db.all(sql`
        SELECT 1 FROM ${set} AND asset_id = ${assetId} AND ${isLeftOut(link.id, sql`${assetId}`)}`);
      return rows.length > 0;
    },
    async versions(ids: readonly string[]): Promise<Map<string, VersionRow>> {
      const found = new Map<string, VersionRow>();
      for (const step of chunked(ids, ID_LIST_CHUNK)) {
        const rows = await db.select().from(versions).where(isAmong(versions.id, step));
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
    deleteCode: (id: string): Statement => db.delete(emailCodes).where(eq(emailCodes.id, id)),
    /** Takes one try at a code, in one statement, so that parallel tries are all counted. */
    async tryCode(id: string, linkId: string): Promise<CodeRow | undefined> {
      return db
        .update(emailCodes)
        .set({ attempts: sql`${emailCodes.attempts} + 1` })
        .where(and(eq(emailCodes.id, id), eq(emailCodes.shareLinkId, linkId)))
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
  };
}
export type VisitRepository = ReturnType<typeof createVisitRepository>;
