/**
 * The register in D1: links and upload requests, each read in the order of one index, by keyset. Every order is one or two
 * stretches of an index; `ends` has two, so that what is still open comes first and what is over follows, latest first.
 * Where text or an asset is looked for, what the search found is put in that order instead: few rows, however many there are.
 */
import { and, asc, type Column, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { ShareState } from '../../../shared/contract/share-states.ts';
import type { RegisterFilters, RegisterSort } from '../../../shared/contract/shares.ts';
import { EXPIRING_SOON_DAYS } from '../../../shared/contract/shares.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import type { Database } from '../../db/database.ts';
import { shareLinks, shareTerms, termsAcceptances, uploadRequests, users } from '../../db/schema/index.ts';
import { matchesSearch } from '../search/index.ts';
import { type LinkRecord, linkRecords } from './repository.ts';
import { isLeftOut } from './repository-left-out.ts';
import type { Named } from './tokens.ts';

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
  /** FTS5 expression of `q`; null where nothing is looked for, or nothing that has a word. */
  readonly expression: string | null;
  /** What `q` names, where it is an address; then nothing else is looked for. */
  readonly named?: Named | null;
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

const isUnspent = sql`(${shareLinks.maxDownloads} IS NULL OR ${shareLinks.usedDownloads} + ${shareLinks.reservedDownloads} < ${shareLinks.maxDownloads})`;

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
  // What is open is no order of the register: its index is not read.
  const isClosed = unindexed(uploadRequests.isClosed);
  switch (state) {
    case 'off':
      return isClosed;
    case 'ended':
      return and(sql`NOT ${isClosed}`, sql`${uploadRequests.deadline} <= ${now}`);
    case 'active':
      return and(sql`NOT ${isClosed}`, sql`${uploadRequests.deadline} > ${now}`);
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

/** Ids of the links that hand out one of the assets of the subquery. */
const holding = (assetIds: SQL): SQL => sql`
  SELECT a.share_link_id FROM share_link_assets a
    WHERE a.asset_id IN (${assetIds}) AND NOT ${isLeftOut(sql`a.share_link_id`, sql`a.asset_id`)}
  UNION SELECT l.id FROM collection_assets c JOIN share_links l ON l.collection_id = c.collection_id
    WHERE l.is_pinned = 0 AND c.asset_id IN (${assetIds}) AND NOT ${isLeftOut(sql`l.id`, sql`c.asset_id`)}`;
/** Ids of the links and requests whose name, people or owner match. */
const called = (expression: string): SQL => sql`
  SELECT d.target_id FROM register_search s JOIN register_documents d ON d.id = s.rowid
  WHERE register_search MATCH ${expression}`;
const titled = (expression: string): SQL =>
  sql`SELECT id FROM assets WHERE ${matchesSearch(sql`id`, `{title} : (${expression})`)}`;

/** The links or the requests that an address names: at most one, by an index. */
function idsNamed(named: Named): { readonly links?: SQL; readonly requests?: SQL } {
  switch (named.kind) {
    case 'link':
      return { links: sql`SELECT id FROM share_links WHERE token = ${named.token}` };
    case 'recipient':
      return { links: sql`SELECT share_link_id FROM recipients WHERE token = ${named.token}` };
    case 'vanity':
      return { links: sql`SELECT id FROM share_links WHERE vanity = ${named.slug}` };
    case 'request':
      return {
        requests: sql`SELECT id FROM upload_requests WHERE token = ${named.token}
          UNION SELECT upload_request_id FROM invitees WHERE token = ${named.token}`,
      };
    case 'uploader':
      return { requests: sql`SELECT upload_request_id FROM uploaders WHERE id = ${named.id}` };
    case 'nothing':
      return {};
    default:
      return named satisfies never;
  }
}

/** Text without a word in it finds nothing. */
function found(
  { q, expression, named }: Wanted,
  id: SQL,
  of: 'links' | 'requests',
  matching: (expression: string) => SQL,
): SQL | undefined {
  if (!q) return undefined;
  const ids = named != null ? idsNamed(named)[of] : expression === null ? undefined : matching(expression);
  return ids === undefined ? sql`0` : sql`${id} IN (${ids})`;
}

/** Of the same value, without its index. */
const unindexed = (value: SQL | Column): SQL => sql`+${value}`;
/**
 * Where ids are looked for, no other index is read: one of an order or of an owner would be walked from one end to the other
 * for a few rows.
 */
const unlessIds = <T extends SQL | Column>(value: T, hasIds: boolean): T | SQL =>
  hasIds ? unindexed(value) : value;

export function createRegisterRepository(db: Database) {
  return {
    links(wanted: Wanted, stretch: Stretch): Promise<LinkRecord[]> {
      const { now } = wanted;
      const hasIds = Boolean(wanted.q) || wanted.assetId !== undefined;
      const key = unlessIds(LINK_KEYS[stretch.sort], hasIds);
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
            wanted.ownerId === undefined
              ? undefined
              : sql`${unlessIds(shareLinks.ownerId, hasIds)} = ${wanted.ownerId}`,
            wanted.permission === undefined ? undefined : eq(shareLinks.permission, wanted.permission),
            wanted.hasPassword === true ? isNotNull(shareLinks.passwordHash) : undefined,
            wanted.assetId === undefined ? undefined : sql`${id} IN (${holding(sql`${wanted.assetId}`)})`,
            found(
              wanted,
              id,
              'links',
              (expression) => sql`${called(expression)} UNION ${holding(titled(expression))}`,
            ),
          ),
        )
        .orderBy(order(key), order(id))
        .limit(stretch.limit);
    },

    requests(wanted: Wanted, stretch: Stretch): Promise<RequestRecord[]> {
      const { now } = wanted;
      const hasIds = Boolean(wanted.q);
      const key = unlessIds(REQUEST_KEYS[stretch.sort], hasIds);
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
            wanted.ownerId === undefined
              ? undefined
              : sql`${unlessIds(uploadRequests.ownerId, hasIds)} = ${wanted.ownerId}`,
            found(wanted, id, 'requests', called),
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
