/**
 * Use of hot-links in D1: buckets as they are counted; rolled up, an hour of an asset by site, a day by page, and a day over
 * all assets. What is read adds the hours that are still in buckets.
 */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { ChannelUsage, HotlinkAsset, PageUsage, SiteUsage } from '../../../shared/contract/delivery.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import { hotlinkBuckets } from '../../db/schema/index.ts';
import { jobOnce } from '../../jobs/outbox.ts';
import { type HotlinkCount, OTHER_SITES } from './usage.ts';

/** Late isolates have this long to write the rest of an hour before it is rolled up. */
const ROLL_UP_AFTER_MS = 5 * 60_000;
/** Sites of one asset and hour that are kept by name. */
const SITES_PER_HOUR = 50;
const PAGES_PER_HOUR = 50;
/** Pages of one asset, and sites of the brand, that a day has room for. */
const PAGES_PER_DAY = 200;
const SITES_PER_DAY = 500;
/** Sites of one channel that a day has room for. */
const SITES_PER_CHANNEL = 300;
/** Rows removed by one statement of the upkeep. */
const REMOVED_MAX = 1_000;
/** How long use is kept: by site and in total, and by page. */
export const USAGE_KEPT_MS = 400 * DAY_MS;
export const PAGES_KEPT_MS = 90 * DAY_MS;

const SUMS = sql.raw('sum(served) AS served, sum(refused) AS refused, sum(reported) AS reported');
const ADDED = sql.raw(
  'DO UPDATE SET served = served + excluded.served, refused = refused + excluded.refused, reported = reported + excluded.reported',
);

interface Span {
  readonly from: number;
  readonly to: number;
}
export interface DayCounts {
  day: string;
  served: number;
  refused: number;
  reported: number;
}

export function createUsageRepository(db: Database) {
  /** One hour of a few assets from buckets to where it stays. One transaction: done twice, it finds nothing the second time. */
  function rollUpStatements(hour: number, first: string, last: string): Statement[] {
    const day = hour - (hour % DAY_MS);
    const mine = sql`hour = ${hour} AND asset_id >= ${first} AND asset_id <= ${last}`;
    const ranked = (what: SQL) => sql`
      SELECT *, row_number() OVER (PARTITION BY asset_id ORDER BY site = ${OTHER_SITES}, served + refused DESC, site, page) AS place
      FROM hotlink_buckets WHERE ${mine} AND ${what}`;
    return [
      db.run(sql`
        INSERT INTO hotlink_usage (asset_id, hour, site, served, refused, reported)
        SELECT asset_id, hour, iif(place <= ${SITES_PER_HOUR} OR site = '', site, ${OTHER_SITES}) AS kept, ${SUMS}
        FROM (${ranked(sql`page = ''`)}) WHERE true GROUP BY asset_id, hour, kept
        ON CONFLICT (asset_id, hour, site) ${ADDED}`),
      db.run(sql`
        INSERT INTO hotlink_pages (asset_id, day, site, page, served, refused, reported)
        SELECT asset_id, ${day}, site, page, served, refused, reported
        FROM (${ranked(sql`page <> ''`)}) AS counted
        WHERE place <= ${PAGES_PER_HOUR} AND (
          EXISTS (SELECT 1 FROM hotlink_pages AS kept WHERE kept.asset_id = counted.asset_id AND kept.day = ${day}
            AND kept.site = counted.site AND kept.page = counted.page)
          OR (SELECT count(*) FROM hotlink_pages AS kept WHERE kept.asset_id = counted.asset_id AND kept.day = ${day}) < ${PAGES_PER_DAY})
        ON CONFLICT (asset_id, day, site, page) ${ADDED}`),
      db.run(sql`
        INSERT INTO hotlink_totals (day, kind, key, served, refused, reported)
        SELECT ${day}, 'asset', asset_id, ${SUMS} FROM hotlink_buckets WHERE ${mine} AND page = '' GROUP BY asset_id
        ON CONFLICT (day, kind, key) ${ADDED}`),
      db.run(sql`
        INSERT INTO hotlink_totals (day, kind, key, served, refused, reported)
        SELECT ${day}, 'site', iif(site = '' OR place <= ${SITES_PER_HOUR} AND (
            EXISTS (SELECT 1 FROM hotlink_totals AS kept WHERE kept.day = ${day} AND kept.kind = 'site' AND kept.key = counted.site)
            OR (SELECT count(*) FROM hotlink_totals AS kept WHERE kept.day = ${day} AND kept.kind = 'site') < ${SITES_PER_DAY}),
          site, ${OTHER_SITES}) AS named, ${SUMS}
        FROM (${ranked(sql`page = ''`)}) AS counted WHERE true GROUP BY named
        ON CONFLICT (day, kind, key) ${ADDED}`),
      db.run(sql`DELETE FROM hotlink_buckets WHERE ${mine}`),
    ];
  }

  /** Adds to the day of each channel and site; sites beyond the day's room are counted together. */
  function channelStatements(counts: readonly HotlinkCount[]): Statement[] {
    const days = new Map<string, Omit<HotlinkCount, 'assetId' | 'page' | 'hour'> & { day: number }>();
    for (const { channel, site, page, hour, served, refused, reported } of counts) {
      if (channel === null || page !== '') continue;
      const day = hour - (hour % DAY_MS);
      const key = `${day} ${channel} ${site}`;
      const known = days.get(key) ?? { day, channel, site, served: 0, refused: 0, reported: 0 };
      known.served += served;
      known.refused += refused;
      known.reported += reported;
      days.set(key, known);
    }
    return [...days.values()].map(({ day, channel, site, served, refused, reported }) => {
      const mine = sql`SELECT count(*) FROM hotlink_channels AS kept WHERE kept.day = ${day} AND kept.channel = ${channel}`;
      return db.run(sql`
        INSERT INTO hotlink_channels (day, channel, site, served, refused, reported)
        SELECT ${day}, ${channel},
          iif(${site} = '' OR (${mine} AND kept.site = ${site}) > 0 OR (${mine}) < ${SITES_PER_CHANNEL}, ${site}, ${OTHER_SITES}),
          ${served}, ${refused}, ${reported} WHERE true
        ON CONFLICT (day, channel, site) ${ADDED}`);
    });
  }

  /** Everything counted in `[from, to)`, rolled up or not, by site. @param assetId null: of all assets, by whole days */
  const bySite = (assetId: string | null, { from, to }: Span): SQL =>
    assetId === null
      ? sql`
        SELECT key AS site, served, refused, reported FROM hotlink_totals WHERE kind = 'site' AND day >= ${from} AND day < ${to}
        UNION ALL SELECT site, served, refused, reported FROM hotlink_buckets WHERE hour >= ${from} AND hour < ${to} AND page = ''`
      : sql`
        SELECT site, served, refused, reported FROM hotlink_usage WHERE asset_id = ${assetId} AND hour >= ${from} AND hour < ${to}
        UNION ALL SELECT site, served, refused, reported FROM hotlink_buckets
        WHERE asset_id = ${assetId} AND hour >= ${from} AND hour < ${to} AND page = ''`;

  return {
    /** Adds to the hours' buckets and has each hour rolled up when it is over, in one batch. */
    count: (counts: readonly HotlinkCount[]): Promise<void> =>
      runBatch(db, [
        ...counts.map(({ channel: _, ...row }) =>
          db
            .insert(hotlinkBuckets)
            .values(row)
            .onConflictDoUpdate({
              target: [hotlinkBuckets.hour, hotlinkBuckets.assetId, hotlinkBuckets.site, hotlinkBuckets.page],
              set: {
                served: sql`served + excluded.served`,
                refused: sql`refused + excluded.refused`,
                reported: sql`reported + excluded.reported`,
              },
            }),
        ),
        ...channelStatements(counts),
        ...[...new Set(counts.map(({ hour }) => hour))].map((hour) =>
          jobOnce(db, `job_usage_${hour}`, 'usage.roll_up', { hour }, hour + HOUR_MS + ROLL_UP_AFTER_MS),
        ),
      ]),

    /** Rolls up the first `limit` assets of an hour. @returns whether some are left */
    async rollUp(hour: number, limit: number): Promise<boolean> {
      const found = await db
        .selectDistinct({ assetId: hotlinkBuckets.assetId })
        .from(hotlinkBuckets)
        .where(eq(hotlinkBuckets.hour, hour))
        .orderBy(hotlinkBuckets.assetId)
        .limit(limit);
      const [first, last] = [found[0], found.at(-1)];
      if (first === undefined || last === undefined) return false;
      await runBatch(db, rollUpStatements(hour, first.assetId, last.assetId));
      return found.length === limit;
    },

    /** Removes a bounded number of rows that are older than use is kept. */
    removeOld: (now: number): Promise<void> =>
      runBatch(db, [
        db.run(sql`DELETE FROM hotlink_usage WHERE rowid IN (
          SELECT rowid FROM hotlink_usage WHERE hour < ${now - USAGE_KEPT_MS} LIMIT ${REMOVED_MAX})`),
        db.run(sql`DELETE FROM hotlink_totals WHERE rowid IN (
          SELECT rowid FROM hotlink_totals WHERE day < ${now - USAGE_KEPT_MS} LIMIT ${REMOVED_MAX})`),
        db.run(sql`DELETE FROM hotlink_pages WHERE rowid IN (
          SELECT rowid FROM hotlink_pages WHERE day < ${now - PAGES_KEPT_MS} LIMIT ${REMOVED_MAX})`),
        db.run(sql`DELETE FROM hotlink_channels WHERE rowid IN (
          SELECT rowid FROM hotlink_channels WHERE day < ${now - PAGES_KEPT_MS} LIMIT ${REMOVED_MAX})`),
      ]),

    /** Most used first. */
    sitesOf: (assetId: string | null, span: Span, limit: number): Promise<SiteUsage[]> =>
      db.all<SiteUsage>(sql`
        SELECT site, ${SUMS} FROM (${bySite(assetId, span)}) GROUP BY site
        ORDER BY sum(served) + sum(refused) DESC, site LIMIT ${limit}`),

    /** By channel and site, most used first. */
    channelsIn: ({ from, to }: Span, limit: number): Promise<ChannelUsage[]> =>
      db.all<ChannelUsage>(sql`
        SELECT channel, site, ${SUMS} FROM hotlink_channels WHERE day >= ${from} AND day < ${to}
        GROUP BY channel, site ORDER BY sum(served) + sum(refused) DESC, channel, site LIMIT ${limit}`),

    /** Pages of one asset, most used first; estimates. */
    pagesOf: (assetId: string, { from, to }: Span, limit: number): Promise<PageUsage[]> =>
      db.all<PageUsage>(sql`
        SELECT site, page, ${SUMS} FROM (
          SELECT site, page, served, refused, reported FROM hotlink_pages WHERE asset_id = ${assetId} AND day >= ${from} AND day < ${to}
          UNION ALL SELECT site, page, served, refused, reported FROM hotlink_buckets
          WHERE asset_id = ${assetId} AND hour >= ${from} AND hour < ${to} AND page <> '')
        GROUP BY site, page ORDER BY sum(served) + sum(refused) DESC, site, page LIMIT ${limit}`),

    /** By UTC day; days without any are left out. */
    daysOf: (assetId: string | null, { from, to }: Span): Promise<DayCounts[]> =>
      db.all<DayCounts>(sql`
        SELECT date(at / 1000, 'unixepoch') AS day, ${SUMS} FROM (
          ${
            assetId === null
              ? sql`SELECT day AS at, served, refused, reported FROM hotlink_totals
                  WHERE kind = 'asset' AND day >= ${from} AND day < ${to}
                UNION ALL SELECT hour AS at, served, refused, reported FROM hotlink_buckets
                  WHERE hour >= ${from} AND hour < ${to} AND page = ''`
              : sql`SELECT hour AS at, served, refused, reported FROM hotlink_usage
                  WHERE asset_id = ${assetId} AND hour >= ${from} AND hour < ${to}
                UNION ALL SELECT hour AS at, served, refused, reported FROM hotlink_buckets
                  WHERE asset_id = ${assetId} AND hour >= ${from} AND hour < ${to} AND page = ''`
          })
        GROUP BY 1 ORDER BY 1`),

    /** The assets that are hot-linked most. */
    assetsIn: ({ from, to }: Span, limit: number): Promise<HotlinkAsset[]> =>
      db.all<HotlinkAsset>(sql`
        SELECT used.key AS assetId, assets.title AS title, ${SUMS} FROM (
          SELECT key, served, refused, reported FROM hotlink_totals WHERE kind = 'asset' AND day >= ${from} AND day < ${to}
          UNION ALL SELECT asset_id AS key, served, refused, reported FROM hotlink_buckets
          WHERE hour >= ${from} AND hour < ${to} AND page = '') AS used
        JOIN assets ON assets.id = used.key
        GROUP BY used.key ORDER BY sum(served) + sum(refused) DESC, used.key LIMIT ${limit}`),
  };
}
export type UsageRepository = ReturnType<typeof createUsageRepository>;
