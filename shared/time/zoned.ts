/**
 * Between instants and what people type: wall-clock times and dates in an IANA time zone.
 *
 * Terms: a wall time is `YYYY-MM-DDTHH:mm[:ss[.sss]]` without offset (the value of `datetime-local`), a date
 * `YYYY-MM-DD`; both mean nothing without a zone. Rules come from the runtime's time zone database.
 */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';
import { isTimeZone } from './zones.ts';

/**
 * What a typed wall time means in its zone.
 *
 * - `exact`: one instant.
 * - `ambiguous`: the clocks are put back and the time happens twice, at `earlier` and at `later`.
 * - `gap`: the clocks are put forward and the time does not happen. `earlier` reads it with the offset after the
 *   change, `later` with the offset before; `wallTime` is what the clock shows at `instant`.
 */
export type ResolvedWallTime =
  | { readonly kind: 'exact'; readonly instant: Instant }
  | {
      readonly kind: 'ambiguous';
      readonly instant: Instant;
      readonly earlier: Instant;
      readonly later: Instant;
    }
  | {
      readonly kind: 'gap';
      readonly instant: Instant;
      readonly earlier: Instant;
      readonly later: Instant;
      readonly wallTime: string;
    };

/** `compatible` is RFC 5545's rule: `earlier` of an ambiguous time, `later` for a gap (02:30 becomes 03:30). */
export type Disambiguation = 'compatible' | 'earlier' | 'later';

const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,3})?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant a wall time stands for in `zone`, and whether daylight saving made it ambiguous or impossible.
 *
 * @throws RangeError for a malformed wall time, a date that does not exist, or an unknown zone.
 */
export function resolveWallTime(
  wallTime: string,
  zone: string,
  disambiguation: Disambiguation = 'compatible',
): ResolvedWallTime {
  requireZone(zone);
  if (!WALL_TIME.test(wallTime)) throw new RangeError(`Not a wall time: ${wallTime}`);
  const plain = Temporal.PlainDateTime.from(wallTime);
  const first = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const earlier = first.epochMilliseconds;
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
  if (earlier === later) return { kind: 'exact', instant: earlier };
  if (first.toPlainDateTime().equals(plain)) {
    return { kind: 'ambiguous', instant: disambiguation === 'later' ? later : earlier, earlier, later };
  }
  const instant = disambiguation === 'earlier' ? earlier : later;
  return { kind: 'gap', instant, earlier, later, wallTime: toWallTime(instant, zone) };
}

/** Which of two clock readings an instant is; `null` where its wall time happens once. */
export type Side = 'earlier' | 'later';

export function sideOf(instant: Instant, zone: string): Side | null {
  const resolved = resolveWallTime(toWallTime(instant, zone), zone);
  if (resolved.kind !== 'ambiguous') return null;
  return resolved.later === instant ? 'later' : 'earlier';
}

/**
 * What a typed wall time means to somebody who has said which of two hours they mean: that side of a time that happens twice,
 * and the time after the gap for one that does not happen, whatever the side. So a shown instant, typed again, is itself.
 *
 * @throws RangeError as `resolveWallTime`.
 */
export function resolveTypedTime(wallTime: string, zone: string, side: Side): ResolvedWallTime {
  const resolved = resolveWallTime(wallTime, zone);
  return resolved.kind === 'ambiguous' ? { ...resolved, instant: resolved[side] } : resolved;
}

/**
 * What the clock in `zone` shows: `YYYY-MM-DDTHH:mm`, with seconds and milliseconds only where there are any.
 * Fits `datetime-local`.
 *
 * @throws RangeError for an unknown zone.
 */
export function toWallTime(instant: Instant, zone: string): string {
  const plain = zoned(instant, zone).toPlainDateTime();
  if (plain.millisecond !== 0) return plain.toString({ fractionalSecondDigits: 3 });
  return plain.toString({ smallestUnit: plain.second === 0 ? 'minute' : 'second' });
}

/** The date in `zone`, `YYYY-MM-DD`. */
export function toDate(instant: Instant, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString();
}

/** Offset of `zone` at `instant`, `±HH:mm`. */
export function offsetAt(instant: Instant, zone: string): string {
  return zoned(instant, zone).offset;
}

/**
 * The first instant of a date in `zone`: midnight, or the end of the gap where there is no midnight.
 *
 * @throws RangeError for a malformed or impossible date or an unknown zone.
 */
export function startOfDate(date: string, zone: string): Instant {
  return plainDate(date, zone).toZonedDateTime(zone).epochMilliseconds;
}

/** The end of a date in `zone`, exclusive: the first instant of the next. "Until 31 March" ends here. */
export function endOfDate(date: string, zone: string): Instant {
  return plainDate(date, zone).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/** `instant` moved by calendar units in `zone`: the wall time is kept across daylight saving, 31 January + 1 month is the last of February. */
export function addCalendar(
  instant: Instant,
  amount: {
    readonly days?: number;
    readonly weeks?: number;
    readonly months?: number;
    readonly years?: number;
  },
  zone: string,
): Instant {
  return zoned(instant, zone).add(amount).epochMilliseconds;
}

/** How many midnights lie between two instants in `zone`; negative backwards. */
export function calendarDaysBetween(from: Instant, to: Instant, zone: string): number {
  const start = zoned(from, zone).toPlainDate();
  return start.until(zoned(to, zone).toPlainDate(), { largestUnit: 'day' }).days;
}

/** Reads ISO 8601 with an offset or `Z`, to the millisecond; `null` for anything else. */
export function parseInstant(text: string): Instant | null {
  if (!OFFSET_DATE_TIME.test(text)) return null;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return null;
  // `Date` lets 31 April roll over into May; the calendar does not.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10);
  return day === text.slice(0, 10) ? instant : null;
}

/** ISO 8601 in UTC with milliseconds. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}

function zoned(instant: Instant, zone: string): Temporal.ZonedDateTime {
  requireZone(zone);
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function plainDate(date: string, zone: string): Temporal.PlainDate {
  requireZone(zone);
  if (!DATE.test(date)) throw new RangeError(`Not a date: ${date}`);
  return Temporal.PlainDate.from(date);
}

function requireZone(zone: string): void {
  if (!isTimeZone(zone)) throw new RangeError(`Not a time zone: ${zone}`);
}
