/** Counts and sums in D1. Each count asks exactly what the list it stands for asks. */
import {
  and,
  count,
  countDistinct,
  desc,
  eq,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
  sum,
} from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import {
  assets,
  downloads,
  inquiries,
  licenses,
  shareLinks,
  submissions,
  suggestions,
  uploadRequests,
  withdrawals,
} from '../../db/schema/index.ts';

/** Downloads are summed in steps that every time zone's days begin on. */
export const SLOT_MS = 15 * 60_000;
const UPCOMING_MAX = 12;

/** Programs that say they are programs are listed apart. */
const byPeople = eq(downloads.isBot, false);

function isActiveLink(now: number): SQL | undefined {
  return and(
    eq(shareLinks.state, 'active'),
    gt(shareLinks.endsAt, now),
    or(isNull(shareLinks.startsAt), sql`${shareLinks.startsAt} <= ${now}`),
    or(
      isNull(shareLinks.maxDownloads),
      sql`${shareLinks.usedDownloads} + ${shareLinks.reservedDownloads} < ${shareLinks.maxDownloads}`,
    ),
  );
}

export function createInsightRepository(db: Database) {
  return {
    /** All counts of the overview, as of one moment. */
    async counts(now: number, windows: { linkNotice: number; week: number }) {
      const downloadsIn = (from: number, to: number) =>
        db
          .select({ total: count() })
          .from(downloads)
          .where(and(byPeople, gte(downloads.at, from), lt(downloads.at, to)));
      const [statuses, rights, suggested, active, ending, open, waiting, asked, recent, before] =
        await db.batch([
          db.select({ value: assets.status, total: count() }).from(assets).groupBy(assets.status),
          db.select({ value: assets.rightsState, total: count() }).from(assets).groupBy(assets.rightsState),
          db
            .select({ total: countDistinct(suggestions.assetId) })
            .from(suggestions)
            .where(eq(suggestions.state, 'pending')),
          db.select({ total: count() }).from(shareLinks).where(isActiveLink(now)),
          db
            .select({ total: count() })
            .from(shareLinks)
            .where(and(isActiveLink(now), lt(shareLinks.endsAt, now + windows.linkNotice))),
          db
            .select({ total: count() })
            .from(uploadRequests)
            .where(and(eq(uploadRequests.isClosed, false), gt(uploadRequests.deadline, now))),
          db.select({ total: count() }).from(submissions).where(eq(submissions.state, 'quarantined')),
          db.select({ total: count() }).from(inquiries).where(eq(inquiries.state, 'open')),
          downloadsIn(now - windows.week, now + 1),
          downloadsIn(now - 2 * windows.week, now - windows.week),
        ]);
      return {
        statuses: new Map(statuses.map((row) => [row.value, row.total])),
        rights: new Map(rights.map((row) => [row.value, row.total])),
        suggestions: suggested[0]?.total ?? 0,
        activeLinks: active[0]?.total ?? 0,
        endingLinks: ending[0]?.total ?? 0,
        openRequests: open[0]?.total ?? 0,
        waiting: waiting[0]?.total ?? 0,
        inquiries: asked[0]?.total ?? 0,
        downloads: recent[0]?.total ?? 0,
        downloadsBefore: before[0]?.total ?? 0,
      };
    },
    withdrawals: (limit: number) =>
      db
        .select({
          assetId: withdrawals.assetId,
          title: assets.title,
          at: withdrawals.at,
          goneAt: withdrawals.goneAt,
        })
        .from(withdrawals)
        .innerJoin(assets, eq(assets.id, withdrawals.assetId))
        .orderBy(desc(withdrawals.at))
        .limit(limit),
    /** Planned ends and lifts after `now` and before `to`. */
    async upcoming(now: number, to: number) {
      const [ends, lifts, links] = await db.batch([
        db
          .select({ id: licenses.id, at: licenses.endsAt, label: licenses.name })
          .from(licenses)
          .where(and(gt(licenses.endsAt, now), lt(licenses.endsAt, to)))
          .orderBy(licenses.endsAt)
          .limit(UPCOMING_MAX),
        db
          .select({ id: assets.id, at: assets.embargoLiftsAt, label: assets.title })
          .from(assets)
          .where(
            and(
              // The index of the word narrows to the few assets that are under embargo.
              eq(assets.rightsState, 'embargoed'),
              isNotNull(assets.embargoLiftsAt),
              gt(assets.embargoLiftsAt, now),
              lt(assets.embargoLiftsAt, to),
            ),
          )
          .orderBy(assets.embargoLiftsAt)
          .limit(UPCOMING_MAX),
        db
          .select({ id: shareLinks.id, at: shareLinks.endsAt, label: shareLinks.name })
          .from(shareLinks)
          .where(and(isActiveLink(now), lt(shareLinks.endsAt, to)))
          .orderBy(shareLinks.endsAt)
          .limit(UPCOMING_MAX),
      ]);
      return { ends, lifts, links };
    },
    /** Downloads by people in `[from, to)`: in slots, by surface, and the assets downloaded most. */
    async downloads(from: number, to: number, topMax: number) {
      const inWindow = and(byPeople, gte(downloads.at, from), lt(downloads.at, to));
      const bytes = sum(downloads.sizeBytes).mapWith(Number);
      const slot = sql<number>`${downloads.at} / ${SLOT_MS}`;
      const [slots, surfaces, top] = await db.batch([
        db.select({ slot, downloads: count(), bytes }).from(downloads).where(inWindow).groupBy(sql`1`),
        db
          .select({ surface: downloads.surface, downloads: count() })
          .from(downloads)
          .where(inWindow)
          .groupBy(downloads.surface)
          .orderBy(desc(count())),
        db
          .select({ assetId: downloads.assetId, title: assets.title, downloads: count(), bytes })
          .from(downloads)
          .innerJoin(assets, eq(assets.id, downloads.assetId))
          .where(inWindow)
          .groupBy(downloads.assetId)
          .orderBy(desc(count()), assets.title)
          .limit(topMax),
      ]);
      return { slots, surfaces, top };
    },
  };
}
