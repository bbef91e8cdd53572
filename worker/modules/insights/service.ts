/** The dashboard: counts that equal the lists behind them, what ends soon, and what was downloaded. */
import type { Insights, Overview } from '../../../shared/contract/audit.ts';
import { isMessageKey, translate } from '../../../shared/messages/index.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { addCalendar, startOfDate, toDate } from '../../../shared/time/zoned.ts';
import { usableZone } from '../../../shared/time/zones.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { SettingsService } from '../settings/index.ts';
import { createInsightRepository, SLOT_MS } from './repository.ts';

export interface InsightService {
  overview(caller: Caller): Promise<Overview>;
  /** The last `days` calendar days in the caller's zone, today included. */
  insights(caller: Caller, days: number): Promise<Insights>;
}

export interface InsightDeps {
  readonly db: Database;
  readonly settings: SettingsService;
}

/** A link that ends within this is about to end. */
const LINK_NOTICE_MS = 7 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
const UPCOMING_MS = 30 * DAY_MS;
const UPCOMING_MAX = 12;
const WITHDRAWALS_MAX = 10;
const TOP_MAX = 20;

export function createInsightService(deps: InsightDeps): InsightService {
  const rows = createInsightRepository(deps.db);
  return {
    async overview({ now }) {
      const [settings, counts, withdrawn, ahead] = await Promise.all([
        deps.settings.get(),
        rows.counts(now, { linkNotice: LINK_NOTICE_MS, week: WEEK_MS }),
        rows.withdrawals(WITHDRAWALS_MAX),
        rows.upcoming(now, now + UPCOMING_MS),
      ]);
      const total = [...counts.statuses.values()].reduce((sum, value) => sum + value, 0);
      const upcoming: Overview['upcoming'] = [
        ...ahead.ends.map((row) => ({
          kind: 'license_end' as const,
          at: row.at ?? now,
          label: row.label,
          href: '/admin/rights',
        })),
        ...ahead.lifts.map((row) => ({
          kind: 'embargo_lift' as const,
          at: row.at ?? now,
          label: row.label,
          href: `/admin/assets/${row.id}`,
        })),
        ...ahead.links.map((row) => ({
          kind: 'link_end' as const,
          at: row.at,
          label: row.label,
          href: `/admin/shares/${row.id}`,
        })),
      ];
      return {
        organisation: settings.organisation,
        assets: {
          total,
          inReview: counts.statuses.get('in_review') ?? 0,
          suggestions: counts.suggestions,
        },
        rights: {
          endingSoon: counts.rights.get('ending') ?? 0,
          ended: counts.rights.get('ended') ?? 0,
          embargoed: counts.rights.get('embargoed') ?? 0,
        },
        shares: { active: counts.activeLinks, endingSoon: counts.endingLinks },
        requests: { open: counts.openRequests, waiting: counts.waiting },
        inquiries: { open: counts.inquiries },
        downloads: { last7Days: counts.downloads, previous7Days: counts.downloadsBefore },
        withdrawals: withdrawn.map(({ assetId, title, at, goneAt }) => ({
          assetId,
          title,
          at,
          goneAfterMs: goneAt === null ? null : goneAt - at,
        })),
        upcoming: upcoming.sort((a, b) => a.at - b.at).slice(0, UPCOMING_MAX),
      };
    },
    async insights(caller, days) {
      const zone = usableZone(caller.timeZone);
      const to = caller.now + 1;
      const firstDay = toDate(addCalendar(caller.now, { days: 1 - days }, zone), zone);
      const from = startOfDate(firstDay, zone);
      const found = await rows.downloads(from, to, TOP_MAX);
      const byDay = new Map<string, { downloads: number; bytes: number }>();
      for (let ago = days - 1; ago >= 0; ago--) {
        byDay.set(toDate(addCalendar(caller.now, { days: -ago }, zone), zone), { downloads: 0, bytes: 0 });
      }
      for (const slot of found.slots) {
        const day = byDay.get(toDate(slot.slot * SLOT_MS, zone));
        if (day === undefined) continue;
        day.downloads += slot.downloads;
        day.bytes += slot.bytes;
      }
      const listed = [...byDay].map(([day, sums]) => ({ day, ...sums }));
      return {
        from,
        to,
        downloads: listed.reduce((sum, day) => sum + day.downloads, 0),
        bytes: listed.reduce((sum, day) => sum + day.bytes, 0),
        byDay: listed,
        bySurface: found.surfaces.map(({ surface, downloads }) => {
          const key = `insights.surface.${surface}`;
          const label = isMessageKey(key) ? translate(caller.locale, key) : surface;
          return { surface, label, downloads };
        }),
        top: found.top,
      };
    },
  };
}
