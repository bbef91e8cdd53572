/** The register of share links in D1. Reads give rows, changes give statements for the service's batch. */
import { and, asc, desc, eq, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { ShareState } from '../../../shared/contract/shares.ts';
import { chunked, containsText, type Database, type Statement } from '../../db/database.ts';
import {
  assets,
  collectionAssets,
  collections,
  recipients,
  shareLinkAssets,
  shareLinks,
  users,
} from '../../db/schema/index.ts';

export type LinkRow = typeof shareLinks.$inferSelect;
export type NewLinkRow = typeof shareLinks.$inferInsert;
export type RecipientRow = typeof recipients.$inferSelect;

/** A link with what its list line says about its surroundings. */
export interface LinkRecord {
  link: LinkRow;
  ownerName: string | null;
  ownerEmail: string | null;
  collectionTitle: string | null;
  assetCount: number;
}

export interface LinkFilter {
  q: string;
  state: ShareState | null;
  assetId: string | null;
  now: number;
  below: { createdAt: number; id: string } | null;
  limit: number;
}

const assetCount = sql<number>`(SELECT count(*) FROM share_link_assets WHERE share_link_id = share_links.id)`;

const isUnspent = sql`(${shareLinks.maxDownloads} IS NULL OR ${shareLinks.usedDownloads} < ${shareLinks.maxDownloads})`;

/** The rows whose derived state (`deriveShareState`) is `state` at `now`. */
function inState(state: ShareState, now: number): SQL | undefined {
  const isOn = eq(shareLinks.state, 'active');
  const hasStarted = sql`(${shareLinks.startsAt} IS NULL OR ${shareLinks.startsAt} <= ${now})`;
  const isAhead = sql`${shareLinks.endsAt} > ${now}`;
  switch (state) {
    case 'off':
    case 'revoked':
      return eq(shareLinks.state, state);
    case 'ended':
      return and(isOn, sql`${shareLinks.endsAt} <= ${now}`);
    case 'scheduled':
      return and(isOn, isAhead, sql`${shareLinks.startsAt} > ${now}`);
    case 'used_up':
      return and(isOn, isAhead, hasStarted, sql`NOT ${isUnspent}`);
    case 'active':
      return and(isOn, isAhead, hasStarted, isUnspent);
    default:
      return state satisfies never;
  }
}

export function createShareRepository(db: Database) {
  const records = () =>
    db
      .select({
        link: shareLinks,
        ownerName: users.name,
        ownerEmail: users.email,
        collectionTitle: collections.title,
        assetCount,
      })
      .from(shareLinks)
      .leftJoin(users, eq(users.id, shareLinks.ownerId))
      .leftJoin(collections, eq(collections.id, shareLinks.collectionId));

  return {
    find: (id: string): Promise<LinkRecord | undefined> => records().where(eq(shareLinks.id, id)).get(),
    findMany: async (ids: readonly string[]): Promise<LinkRecord[]> => {
      const found: LinkRecord[] = [];
      for (const step of chunked(ids)) found.push(...(await records().where(inArray(shareLinks.id, step))));
      return found;
    },
    /** Newest first. */
    page: (filter: LinkFilter): Promise<LinkRecord[]> => {
      return records()
        .where(
          and(
            filter.state === null ? undefined : inState(filter.state, filter.now),
            filter.q === ''
              ? undefined
              : or(
                  containsText(shareLinks.name, filter.q),
                  containsText(shareLinks.vanity, filter.q),
                  containsText(users.name, filter.q),
                  sql`${shareLinks.id} IN (SELECT share_link_id FROM recipients
                    WHERE ${containsText(sql`name`, filter.q)} OR ${containsText(sql`email`, filter.q)})`,
                ),
            filter.assetId === null
              ? undefined
              : or(
                  sql`${shareLinks.id} IN (SELECT share_link_id FROM share_link_assets WHERE asset_id = ${filter.assetId})`,
                  and(
                    eq(shareLinks.pinned, false),
                    sql`${shareLinks.collectionId} IN
                      (SELECT collection_id FROM collection_assets WHERE asset_id = ${filter.assetId})`,
                  ),
                ),
            filter.below === null
              ? undefined
              : or(
                  lt(shareLinks.createdAt, filter.below.createdAt),
                  and(eq(shareLinks.createdAt, filter.below.createdAt), lt(shareLinks.id, filter.below.id)),
                ),
          ),
        )
        .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id))
        .limit(filter.limit);
    },
    recipientsOf: async (linkIds: readonly string[]): Promise<RecipientRow[]> => {
      const found: RecipientRow[] = [];
      for (const step of chunked(linkIds)) {
        found.push(
          ...(await db
            .select()
            .from(recipients)
            .where(inArray(recipients.shareLinkId, step))
            .orderBy(asc(recipients.createdAt), asc(recipients.id))),
        );
      }
      return found;
    },
    findRecipient: (linkId: string, id: string): Promise<RecipientRow | undefined> =>
      db
        .select()
        .from(recipients)
        .where(and(eq(recipients.id, id), eq(recipients.shareLinkId, linkId)))
        .get(),
    async isVanityTaken(vanity: string, exceptId: string | null): Promise<boolean> {
      const row = await db
        .select({ id: shareLinks.id })
        .from(shareLinks)
        .where(
          and(eq(shareLinks.vanity, vanity), exceptId === null ? undefined : ne(shareLinks.id, exceptId)),
        )
        .get();
      return row !== undefined;
    },
    findOwner: (id: string) =>
      db
        .select({ id: users.id, name: users.name, email: users.email })
        .from(users)
        .where(and(eq(users.id, id), eq(users.disabled, false)))
        .get(),
    findCollection: (id: string) =>
      db
        .select({ id: collections.id, title: collections.title })
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
    insertRecipients: (rows: readonly (typeof recipients.$inferInsert)[]): Statement[] =>
      chunked(rows, 8).map((step) => db.insert(recipients).values(step)),
    updateRecipient: (id: string, change: Partial<typeof recipients.$inferInsert>): Statement =>
      db.update(recipients).set(change).where(eq(recipients.id, id)),
  };
}
export type ShareRepository = ReturnType<typeof createShareRepository>;
