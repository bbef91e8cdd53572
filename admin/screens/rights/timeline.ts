/** Geometry of the rights timeline: the range worth drawing, positions in percent, ticks. Pure. */
import type { AssetRights } from '../../../shared/contract/index.ts';
import { addCalendar, DAY_MS, startOfDate, toDate } from '../../../shared/time/index.ts';

export interface Range {
  readonly startsAt: number;
  readonly endsAt: number;
}

const MIN_BEFORE_MS = 45 * DAY_MS;
const MIN_AFTER_MS = 120 * DAY_MS;
const MAX_BEFORE_MS = 400 * DAY_MS;
const MAX_AFTER_MS = 800 * DAY_MS;

/**
 * Everything planned near `now`, with air on both sides, so that what lies beyond an end can be seen and pointed at; at most a year
 * back and two ahead.
 */
export function rangeOf(rights: AssetRights, now: number): Range {
  const instants = [
    ...rights.snapshot.licenses.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...rights.snapshot.overrides.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...rights.snapshot.releases.map(({ endsAt }) => endsAt),
    rights.snapshot.embargo?.liftsAt ?? null,
  ].filter((instant) => instant !== null);
  const near = instants.filter((instant) => instant > now - MAX_BEFORE_MS && instant < now + MAX_AFTER_MS);
  const first = Math.min(now - MIN_BEFORE_MS, ...near.filter((instant) => instant < now));
  const last = Math.max(now + MIN_AFTER_MS, ...near.filter((instant) => instant > now));
  const air = (last - first) * 0.085;
  return { startsAt: Math.round(first - air), endsAt: Math.round(last + air) };
}

/** Where a window lies in the range, in percent; null where it does not touch it. */
export function placeOf(
  range: Range,
  window: { startsAt: number | null; endsAt: number | null },
): { left: number; width: number; isOpenStart: boolean; isOpenEnd: boolean } | null {
  const from = Math.max(range.startsAt, window.startsAt ?? range.startsAt);
  const to = Math.min(range.endsAt, window.endsAt ?? range.endsAt);
  if (from >= to) return null;
  const length = range.endsAt - range.startsAt;
  return {
    left: ((from - range.startsAt) / length) * 100,
    width: ((to - from) / length) * 100,
    isOpenStart: window.startsAt === null || window.startsAt < range.startsAt,
    isOpenEnd: window.endsAt === null || window.endsAt > range.endsAt,
  };
}

/** Starts of months (or quarters, years) in the reader's zone, at most nine. */
export function ticksOf(range: Range, zone: string): number[] {
  const months = (range.endsAt - range.startsAt) / (30.4 * DAY_MS);
  const every = months > 48 ? 12 : months > 16 ? 6 : months > 8 ? 3 : months > 5 ? 2 : 1;
  const [year = '1970', month = '01'] = toDate(range.startsAt, zone).split('-');
  const ticks: number[] = [];
  let tick = startOfDate(`${year}-${month}-01`, zone);
  while (tick < range.endsAt) {
    const number = Number(toDate(tick, zone).slice(5, 7));
    if (tick > range.startsAt && (number - 1) % every === 0) ticks.push(tick);
    tick = addCalendar(tick, { months: 1 }, zone);
  }
  return ticks;
}
