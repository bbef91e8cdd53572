/**
 * Instants as people read them, always with the zone: `Fri 28 Nov, 18:00 CET (in 6 days)`.
 *
 * Formatters are kept per locale and zone, because making one costs far more than using it.
 */
import { INTL_LOCALES, type Locale, t } from '../messages/index.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
import type { Instant } from './instant.ts';
import type { ResolvedWallTime } from './zoned.ts';
import { isTimeZone, usableZone } from './zones.ts';

export interface FormatOptions {
  /** IANA time zone of the reader, or of the person who typed the time; one that this runtime does not know is shown as UTC. */
  readonly zone: string;
  /** The present; with it the year is left out where it is the current one. */
  readonly now?: Instant;
  /** `long` (default) begins with the weekday. */
  readonly style?: 'long' | 'short';
}

const dateTimeFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<Locale, Intl.RelativeTimeFormat>();

/** Languages asked in turn for a zone's short name; those that do not know it answer `GMT+3`. */
const ZONE_NAME_LOCALES: Readonly<Record<Locale, readonly string[]>> = {
  en: ['en-GB', 'en-US', 'en-AU', 'en-ZA'],
  de: ['de-DE'],
};

/** `Fri 28 Nov, 18:00 CET`; the year unless it is that of `now`, seconds where there are any. */
export function formatInstant(locale: Locale, instant: Instant, options: FormatOptions): string {
  const { zone } = options;
  return `${formatDate(locale, instant, options)}, ${formatTime(locale, instant, zone)} ${zoneName(locale, instant, zone)}`;
}

/** `Fri 28 Nov, 18:00 CET (in 6 days)`. */
export function formatMoment(
  locale: Locale,
  instant: Instant,
  options: FormatOptions & { readonly now: Instant },
): string {
  return t(locale, 'time.moment', {
    instant: formatInstant(locale, instant, options),
    relative: formatRelative(locale, instant, options),
  });
}

/** The date alone: `Fri 28 Nov`, `Wed 31 Mar 2027`. */
export function formatDate(locale: Locale, instant: Instant, options: FormatOptions): string {
  const { zone, now, style = 'long' } = options;
  const isThisYear = now !== undefined && yearOf(now, zone) === yearOf(instant, zone);
  const format = dateTimeFormat(locale, zone, `date ${style} ${isThisYear}`, {
    ...(style === 'long' && { weekday: 'short' }),
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  });
  const text = format.format(instant);
  // British English sets a comma after the weekday only where a year follows.
  return locale === 'en' ? text.replace(',', '') : text;
}

/** The time alone, without the zone: `18:00`, `23:59:59`. */
export function formatTime(locale: Locale, instant: Instant, zone: string): string {
  const hasSeconds = instant % MINUTE_MS !== 0;
  return dateTimeFormat(locale, zone, `time ${hasSeconds}`, {
    hour: '2-digit',
    minute: '2-digit',
    ...(hasSeconds && { second: '2-digit' }),
    hourCycle: 'h23',
  }).format(instant);
}

/** Short name of the zone at that instant in this language: `CET`, `MESZ`, `EST`, `GMT+9`. */
export function zoneName(locale: Locale, instant: Instant, zone: string): string {
  if (!isTimeZone(zone)) return 'UTC';
  let fallback = zone;
  for (const tag of ZONE_NAME_LOCALES[locale]) {
    const parts = dateTimeFormat(locale, zone, `zone ${tag}`, { timeZoneName: 'short' }, tag).formatToParts(
      instant,
    );
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
    if (!/^GMT[+-]/.test(name)) return name;
    if (fallback === zone) fallback = name === 'GMT+0' ? 'GMT' : name;
  }
  return fallback;
}

/**
 * `in 6 days`, `3 minutes ago`, `now` within a second. Days are those of the calendar in `zone`, as people count them: on Monday
 * evening, Thursday morning is in three days. They are counted from two whole days on; up to there hours, and from two months
 * on months and years of mean length, are cut off rather than rounded up, so that a remaining time is never overstated.
 */
export function formatRelative(
  locale: Locale,
  instant: Instant,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): string {
  const difference = instant - now;
  const size = Math.abs(difference);
  const format = relativeFormat(locale);
  if (size < DAYS_UNTIL_MS) {
    const days = size < DAY_MS ? null : daysApart(now, instant, zone);
    if (days !== null) return format.format(days, 'day');
    const [unit, length] =
      size < MINUTE_MS
        ? (['second', SECOND_MS] as const)
        : size < HOUR_MS
          ? (['minute', MINUTE_MS] as const)
          : (['hour', HOUR_MS] as const);
    const count = Math.trunc(difference / length);
    return count === 0 ? t(locale, 'time.now') : format.format(count, unit);
  }
  return size < 2 * YEAR_MS
    ? format.format(Math.trunc(difference / (YEAR_MS / 12)), 'month')
    : format.format(Math.trunc(difference / YEAR_MS), 'year');
}

/**
 * How many midnights lie between in `zone`, negative backwards; null where less than two whole days lie between: the same time
 * of day on the second day has not come.
 */
function daysApart(now: Instant, instant: Instant, zone: string): number | null {
  const [earlier, later] = now < instant ? [now, instant] : [instant, now];
  const [from, to] = [placeInTime(earlier, zone), placeInTime(later, zone)];
  const midnights = to.day - from.day;
  const whole = to.time < from.time ? midnights - 1 : midnights;
  return whole < 2 ? null : now < instant ? midnights : -midnights;
}

/** The day in `zone`, counted from 1970, and how much of it the clock there shows to be over, in milliseconds. */
function placeInTime(instant: Instant, zone: string): { day: number; time: number } {
  // Not from `zoned.ts`: pages for visitors would have to load its calendar.
  const shown = dateTimeFormat('en', zone, 'place', {
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(shown.find((one) => one.type === type)?.value);
  const day = Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS;
  const milliseconds = ((instant % SECOND_MS) + SECOND_MS) % SECOND_MS;
  return {
    day,
    time: part('hour') * HOUR_MS + part('minute') * MINUTE_MS + part('second') * SECOND_MS + milliseconds,
  };
}

/** A half-open window in words: `from … until …`, `until …`, `without end`. */
export function formatWindow(
  locale: Locale,
  window: { readonly startsAt: Instant | null; readonly endsAt: Instant | null },
  options: FormatOptions,
): string {
  const { startsAt, endsAt } = window;
  const show = (instant: Instant): string => formatInstant(locale, instant, options);
  if (startsAt === null) {
    return endsAt === null
      ? t(locale, 'time.window.always')
      : t(locale, 'time.window.until', { end: show(endsAt) });
  }
  if (endsAt === null) return t(locale, 'time.window.from', { start: show(startsAt) });
  return t(locale, 'time.window.between', { start: show(startsAt), end: show(endsAt) });
}

/** The sentence to show beside a typed time that daylight saving makes ambiguous or impossible; else `null`. */
export function explainWallTime(locale: Locale, resolved: ResolvedWallTime, zone: string): string | null {
  if (resolved.kind === 'exact') return null;
  const used = formatInstant(locale, resolved.instant, { zone });
  if (resolved.kind === 'gap') return t(locale, 'time.wall.gap', { zone, used });
  const other = resolved.instant === resolved.earlier ? resolved.later : resolved.earlier;
  return t(locale, 'time.wall.ambiguous', { zone, used, other: formatInstant(locale, other, { zone }) });
}

const YEAR_MS = 365.25 * DAY_MS;
const DAYS_UNTIL_MS = 61 * DAY_MS;

function yearOf(instant: Instant, zone: string): string {
  return dateTimeFormat('en', zone, 'year', { year: 'numeric', calendar: 'iso8601' }).format(instant);
}

function dateTimeFormat(
  locale: Locale,
  zone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
  tag: string = INTL_LOCALES[locale],
): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${name}`;
  let format = dateTimeFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(tag, { ...options, timeZone: usableZone(zone) });
    // Zones come from readers, so the memory is bounded.
    if (dateTimeFormats.size >= 500) dateTimeFormats.clear();
    dateTimeFormats.set(key, format);
  }
  return format;
}

function relativeFormat(locale: Locale): Intl.RelativeTimeFormat {
  let format = relativeFormats.get(locale);
  if (format === undefined) {
    format = new Intl.RelativeTimeFormat(INTL_LOCALES[locale], { numeric: 'always' });
    relativeFormats.set(locale, format);
  }
  return format;
}
