/** Share links in D1. Reads give rows, changes give statements for the service's batch. */
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { chunked, type Database, type Statement } from '../../db/database.ts';
import {
  assets,
  collectionAssets,
  collections,
  mails,
  recipients,
  shareLinkAssets,
  shareLinks,
  shareTerms,
  users,
} from '../../db/schema/index.ts';
import { isLeftOut, leftOutOfLink } from './repository-left-out.ts';

export type LinkRow = typeof shareLinks.$inferSelect;
export type NewLinkRow = typeof shareLinks.$inferInsert;
export type RecipientRow = typeof recipients.$inferSelect;
/** A person and what became of the mail to them. */
export interface RecipientRecord {
  recipient: RecipientRow;
  mail: (typeof mails.$inferSelect)['state'] | null;
}

/** A link with what its list line says about its surroundings. */
export interface LinkRecord {
  link: LinkRow;
  ownerName: string | null;
  ownerEmail: string | null;
  collectionTitle: string | null;
  /** Of a set of its own, without what is left out. */
  assetCount: number;
  /** Ids as JSON. */
  leftOut: string;
}

/** People offered as owners. */
const OWNERS_MAX = 500;

const assetCount = sql<number>`(
  SELECT count(*) FROM share_link_assets a
  WHERE a.share_link_id = share_links.id AND NOT ${isLeftOut(sql`a.share_link_id`, sql`a.asset_id`)})`;

/** Links with the names around them, as a query to go on from. */
export function linkRecords(db: Database) {
  return db
    .select({
      link: shareLinks,
      ownerName: users.name,
      ownerEmail: users.email,
      collectionTitle: collections.title,
      assetCount,
      leftOut: leftOutOfLink,
    })
    .from(shareLinks)
    .leftJoin(users, eq(users.id, shareLinks.ownerId))
    .leftJoin(collections, eq(collections.id, shareLinks.collectionId));
}

export function createShareRepository(db: Database) {
  const records = () => linkRecords(db);
  const people = () =>
    db
      .select({ recipient: recipients, mail: mails.state })
      .from(recipients)
      .leftJoin(mails, eq(mails.id, recipients.mailId));

  return {
    find: (id: string): Promise<LinkRecord | undefined> => records().where(eq(shareLinks.id, id)).get(),
    findMany: async (ids: readonly string[]): Promise<LinkRecord[]> => {
      const found: LinkRecord[] = [];
      for (const step of chunked(ids)) found.push(...(await records().where(inArray(shareLinks.id, step))));
      return found;
    },
    recipientsOf: async (linkIds: readonly string[]): Promise<RecipientRecord[]> => {
      const found: RecipientRecord[] = [];
      for (const step of chunked(linkIds)) {
        found.push(
          ...(await people()
            .where(inArray(recipients.shareLinkId, step))
            .orderBy(asc(recipients.createdAt), asc(recipients.id))),
        );
      }
      return found;
    },
    findRecipient: (linkId: string, id: string): Promise<RecipientRecord | undefined> =>
      people()
        .where(and(eq(recipients.id, id), eq(recipients.shareLinkId, linkId)))
        .get(),
    async isVanityTaken(vanity: string, exceptId: string | null): Promise<boolean> {
      const row = await db
        .select({ id: shareLinks.id })
        .from(shareLinks)
        .where(
          and(
            eq(shareLinks.vanity, vanity),
            // A revoked link keeps its name, and says there what became of it, until another wants it.
            ne(shareLinks.state, 'revoked'),
            exceptId === null ? undefined : ne(shareLinks.id, exceptId),
          ),
        )
        .get();
      return row !== undefined;
    },
    findOwner: (id: string) =>
      db
        .select({ id: users.id, name: users.name, email: users.email })
        .from(users)
        .where(and(eq(users.id, id), eq(users.disabled, false), ne(users.role, 'viewer')))
        .get(),
    /** Who may be handed a link: everybody who can sign in. */
    owners: () =>
      db
        .select({ id: users.id, name: users.name })
        .from(users)
        .where(and(eq(users.disabled, false), ne(users.role, 'viewer')))
        .orderBy(asc(users.name), asc(users.id))
        .limit(OWNERS_MAX),
    findCollection: (id: string) =>
      db
        .select({
          id: collections.id,
          title: collections.title,
          startsAt: collections.startsAt,
          endsAt: collections.endsAt,
        })
        .from(collections)
        .where(eq(collections.id, id))
        .get(),
    async collectionAssetIds(id: string): Promise<string[]> {
      const rows = await db
        .select({ id: collectionAssets.assetId })
        .from(collectionAssets)
        .where(eq(collectionAssets.collectionId, id))
        .orderBy(asc(collectionAssets.position), asc(collectionAssets.assetId));
      return rows.map((row) => row.id);
    },
    /** The set a link keeps for itself, with what is left out of it. */
    async linkAssetIds(id: string): Promise<{ assetId: string; versionId: string | null }[]> {
      return db
        .select({ assetId: shareLinkAssets.assetId, versionId: shareLinkAssets.versionId })
        .from(shareLinkAssets)
        .where(eq(shareLinkAssets.shareLinkId, id))
        .orderBy(asc(shareLinkAssets.position));
    },
    /** Present version of each existing asset. */
    async currentVersions(assetIds: readonly string[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const step of chunked(assetIds)) {
        const rows = await db
          .select({ id: assets.id, versionId: assets.currentVersionId })
          .from(assets)
          .where(inArray(assets.id, step));
        for (const row of rows) found.set(row.id, row.versionId);
      }
      return found;
    },
    insertLink: (row: NewLinkRow): Statement => db.insert(shareLinks).values(row),
    updateLink: (id: string, change: Partial<NewLinkRow>, now: number): Statement =>
      db
        .update(shareLinks)
        .set({ ...change, updatedAt: now })
        .where(eq(shareLinks.id, id)),
    /** Switches the links that are not revoked. */
    setState: (ids: readonly string[], state: LinkRow['state'], now: number): Statement[] =>
      chunked(ids).map((step) =>
        db
          .update(shareLinks)
          .set({ state, updatedAt: now })
          .where(and(inArray(shareLinks.id, step), ne(shareLinks.state, 'revoked'))),
      ),
    /** Four parameters a row: 20 rows stay below the limit of one statement. */
    insertAssets: (
      linkId: string,
      content: readonly { assetId: string; versionId: string | null }[],
    ): Statement[] =>
      chunked(
        content.map((entry, position) => ({ shareLinkId: linkId, ...entry, position })),
        20,
      ).map((rows) => db.insert(shareLinkAssets).values(rows)),
    clearAssets: (linkId: string): Statement =>
      db.delete(shareLinkAssets).where(eq(shareLinkAssets.shareLinkId, linkId)),
    /** Holds what a selection is made of in its versions of now, or lets go of them. */
    setVersions: (linkId: string, isPinned: boolean): Statement =>
      db
        .update(shareLinkAssets)
        .set({
          versionId: isPinned
            ? sql`(SELECT ${assets.currentVersionId} FROM ${assets} WHERE ${assets.id} = ${shareLinkAssets.assetId})`
            : null,
        })
        .where(eq(shareLinkAssets.shareLinkId, linkId)),
    /** Takes the name from a link that was revoked: nothing is opened by it there. */
    releaseVanity: (vanity: string): Statement =>
      db
        .update(shareLinks)
        .set({ vanity: null })
        .where(and(eq(shareLinks.vanity, vanity), eq(shareLinks.state, 'revoked'))),
    insertTerms: (row: typeof shareTerms.$inferInsert): Statement => db.insert(shareTerms).values(row),
    /**
     * Breaks its batch (`recipients.share_link_id`) when one of the people was invited in the meantime: a null link is not
     * allowed.
     */
    insertRecipients: (rows: readonly (typeof recipients.$inferInsert)[]): Statement[] =>
      chunked(rows, 6).map((step) =>
        db.insert(recipients).values(
          step.map((row) => ({
            ...row,
            shareLinkId: sql`CASE WHEN NOT EXISTS (
              SELECT 1 FROM recipients r WHERE r.share_link_id = ${row.shareLinkId} AND r.email = ${row.email}
            ) THEN ${row.shareLinkId} END`,
          })),
        ),
      ),
    updateRecipient: (id: string, change: Partial<typeof recipients.$inferInsert>): Statement =>
      db.update(recipients).set(change).where(eq(recipients.id, id)),
  };
}
export type ShareRepository = ReturnType<typeof createShareRepository>;
