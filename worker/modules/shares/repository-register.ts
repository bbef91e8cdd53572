/**
 * The register in D1: links and upload requests, each read in the order of one index, by keyset. Every order is one or two
 * stretches of an index; `ends` has two, so that what is still open comes first and what is over follows, latest first.
 */
import { and, asc, desc, eq, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import type { RegisterFilters, RegisterSort, ShareState } from '../../../shared/contract/shares.ts';
import { EXPIRING_SOON_DAYS } from '../../../shared/contract/shares.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { containsText, type Database } from '../../db/database.ts';
import { shareLinks, shareTerms, termsAcceptances, uploadRequests, users } from '../../db/schema/index.ts';
import { matchesSearch } from '../search/index.ts';
import { type LinkRecord, linkRecords } from './repository.ts';

export interface RequestRecord {
  request: typeof uploadRequests.$inferSelect;
  ownerName: string | null;
  /** Who was asked, the first few; null where nobody was by name. */
  asked: string | null;
}

const asked = sql<string | null>`(SELECT group_concat(coalesce(nullif(name, ''), email), ', ')
  FROM (SELECT name, email FROM invitees
    WHERE upload_request_id = upload_requests.id AND state = 'active' ORDER BY id LIMIT 3))`;

/** Where a stretch goes on: after this row. */
export interface After {
  readonly key: number;
  readonly id: string;
}
/** Rows of one stretch of an order. */
export interface Stretch {
  readonly sort: RegisterSort;
  /** Only of `ends`: what is open at `asOf`, or what was over by then. */
  readonly part: 'all' | 'ahead' | 'over';
  readonly asOf: number;
  readonly after: After | null;
  readonly limit: number;
}
export type Wanted = Omit<RegisterFilters, 'sort' | 'kind'> & {
  readonly now: number;
  /** FTS5 expression of `q`, for titles of assets. */
  readonly expression: string | null;
};

/** The stretches of an order, in turn. */
export const STRETCHES: Readonly<Record<RegisterSort, readonly Stretch['part'][]>> = {
  created: ['all'],
  ends: ['ahead', 'over'],
  last_used: ['all'],
  downloads: ['all'],
};
export function isAscending({ sort, part }: Pick<Stretch, 'sort' | 'part'>): boolean {
  return sort === 'ends' && part === 'ahead';
}

/** The indexed expression of each order; the planner matches it with the index only when it is spelled alike. */
const LINK_KEYS: Readonly<Record<RegisterSort, SQL>> = {
  created: sql`share_links.created_at`,
  ends: sql`share_links.ends_at`,
  last_used: sql`coalesce(share_links.last_used_at, 0)`,
  downloads: sql`share_links.used_downloads`,
};
const REQUEST_KEYS: Readonly<Record<RegisterSort, SQL>> = {
  created: sql`upload_requests.created_at`,
  ends: sql`upload_requests.deadline`,
  last_used: sql`coalesce(upload_requests.last_used_at, 0)`,
  downloads: sql`upload_requests.received_files`,
};
export function linkKey(sort: RegisterSort, { link }: LinkRecord): number {
  switch (sort) {
    case 'created':
      return link.createdAt;
    case 'ends':
      return link.endsAt;
    case 'last_used':
      return link.lastUsedAt ?? 0;
    case 'downloads':
      return link.usedDownloads;
    default:
      return sort satisfies never;
  }
}
export function requestKey(sort: RegisterSort, { request }: RequestRecord): number {
  switch (sort) {
    case 'created':
      return request.createdAt;
    case 'ends':
      return request.deadline;
    case 'last_used':
      return request.lastUsedAt ?? 0;
    case 'downloads':
      return request.receivedFiles;
    default:
      return sort satisfies never;
  }
}

const isUnspent = sql`(${shareLinks.maxDownloads} IS NULL OR ${shareLinks.usedDownloads} < ${shareLinks.maxDownloads})`;

/** The rows whose derived state (`deriveShareState`) is `state` at `now`. */
function linkInState(state: ShareState, now: number): SQL | undefined {
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
function requestInState(state: ShareState, now: number): SQL | undefined {
  switch (state) {
    case 'off':
      return eq(uploadRequests.isClosed, true);
    case 'ended':
      return and(eq(uploadRequests.isClosed, false), sql`${uploadRequests.deadline} <= ${now}`);
    case 'active':
      return and(eq(uploadRequests.isClosed, false), sql`${uploadRequests.deadline} > ${now}`);
    case 'scheduled':
    case 'used_up':
    case 'revoked':
      return sql`0`;
    default:
      return state satisfies never;
  }
}

function within(key: SQL, id: SQL, stretch: Stretch): SQL | undefined {
  const { part, asOf, after } = stretch;
  const side = part === 'all' ? undefined : part === 'ahead' ? sql`${key} > ${asOf}` : sql`${key} <= ${asOf}`;
  if (after === null) return side;
  const beyond = isAscending(stretch)
    ? sql`(${key}, ${id}) > (${after.key}, ${after.id})`
    : sql`(${key}, ${id}) < (${after.key}, ${after.id})`;
  return and(side, beyond);
}

/** Links that hold one of the assets of the subquery. */
function holds(assetIds: SQL): SQL | undefined {
  return or(
    sql`${shareLinks.id} IN (SELECT share_link_id FROM share_link_assets WHERE asset_id IN (${assetIds}))`,
    and(
      eq(shareLinks.pinned, false),
      sql`${shareLinks.collectionId} IN (SELECT collection_id FROM collection_assets WHERE asset_id IN (${assetIds}))`,
    ),
  );
}

export function createRegisterRepository(db: Database) {
  return {
    links(wanted: Wanted, stretch: Stretch): Promise<LinkRecord[]> {
      const { q, now, expression } = wanted;
      const key = LINK_KEYS[stretch.sort];
      const order = isAscending(stretch) ? asc : desc;
      const id = sql`share_links.id`;
      return linkRecords(db)
        .where(
          and(
            within(key, id, stretch),
            wanted.state === undefined ? undefined : linkInState(wanted.state, now),
            wanted.expiringSoon === true
              ? and(
                  linkInState('active', now),
                  sql`${shareLinks.endsAt} <= ${now + EXPIRING_SOON_DAYS * DAY_MS}`,
                )
              : undefined,
            wanted.ownerId === undefined ? undefined : eq(shareLinks.ownerId, wanted.ownerId),
            wanted.permission === undefined ? undefined : eq(shareLinks.permission, wanted.permission),
            wanted.hasPassword === true ? isNotNull(shareLinks.passwordHash) : undefined,
            wanted.assetId === undefined ? undefined : holds(sql`${wanted.assetId}`),
            q === undefined || q === ''
              ? undefined
              : or(
                  containsText(shareLinks.name, q),
                  containsText(shareLinks.vanity, q),
                  containsText(users.name, q),
                  sql`${shareLinks.id} IN (SELECT share_link_id FROM recipients
                    WHERE ${containsText(sql`name`, q)} OR ${containsText(sql`email`, q)})`,
                  expression === null
                    ? undefined
                    : holds(
                        sql`SELECT id FROM assets WHERE ${matchesSearch(sql`id`, `{title} : (${expression})`)}`,
                      ),
                ),
          ),
        )
        .orderBy(order(key), order(id))
        .limit(stretch.limit);
    },

    requests(wanted: Wanted, stretch: Stretch): Promise<RequestRecord[]> {
      const { q, now } = wanted;
      const key = REQUEST_KEYS[stretch.sort];
      const order = isAscending(stretch) ? asc : desc;
      const id = sql`upload_requests.id`;
      return db
        .select({ request: uploadRequests, ownerName: users.name, asked })
        .from(uploadRequests)
        .leftJoin(users, eq(users.id, uploadRequests.ownerId))
        .where(
          and(
            within(key, id, stretch),
            wanted.state === undefined ? undefined : requestInState(wanted.state, now),
            wanted.expiringSoon === true
              ? and(
                  requestInState('active', now),
                  sql`${uploadRequests.deadline} <= ${now + EXPIRING_SOON_DAYS * DAY_MS}`,
                )
              : undefined,
            wanted.ownerId === undefined ? undefined : eq(uploadRequests.ownerId, wanted.ownerId),
            q === undefined || q === ''
              ? undefined
              : or(
                  containsText(sql`json_extract(${uploadRequests.input}, '$.title')`, q),
                  sql`EXISTS (SELECT 1 FROM invitees i WHERE i.upload_request_id = ${uploadRequests.id}
                    AND (${containsText(sql`i.name`, q)} OR ${containsText(sql`i.email`, q)}))`,
                  containsText(users.name, q),
                ),
          ),
        )
        .orderBy(order(key), order(id))
        .limit(stretch.limit);
    },

    /** Acceptances of one link's terms with the wording that was accepted, newest first. */
    acceptances: (shareLinkId: string, after: { at: number; id: string } | null, limit: number) =>
      db
        .select({ acceptance: termsAcceptances, text: shareTerms.text })
        .from(termsAcceptances)
        .leftJoin(
          shareTerms,
          and(
            eq(shareTerms.shareLinkId, termsAcceptances.shareLinkId),
            eq(shareTerms.version, termsAcceptances.version),
          ),
        )
        .where(
          and(
            eq(termsAcceptances.shareLinkId, shareLinkId),
            after === null
              ? undefined
              : sql`(${termsAcceptances.at}, ${termsAcceptances.id}) < (${after.at}, ${after.id})`,
          ),
        )
        .orderBy(desc(termsAcceptances.at), desc(termsAcceptances.id))
        .limit(limit),
  };
}
export type RegisterRepository = ReturnType<typeof createRegisterRepository>;
