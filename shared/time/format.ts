/**
 * Instants as people read them, always with the zone: `Fri 28 Nov, 18:00 CET (in 6 days)`.
 *
 * Formatters are kept per locale and zone, because making one costs far more than using it.
 */
import { INTL_LOCALES, type Locale, t } from '../messages/index.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
import type { Instant } from './instant.ts';
import type { ResolvedWallTime } from './zoned.ts';

export interface FormatOptions {
  /** IANA time zone of the reader, or of the person who typed the time. */
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
    relative: formatRelative(locale, instant, options.now),
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
 * `in 6 days`, `3 minutes ago`, `now` within a second. Cut off rather than rounded up, so that a remaining time
 * is never overstated: hours up to two days, days up to two months, then months and years of mean length.
 */
export function formatRelative(locale: Locale, instant: Instant, now: Instant): string {
  const difference = instant - now;
  const size = Math.abs(difference);
  const format = relativeFormat(locale);
  for (const [unit, length, limit] of RELATIVE_UNITS) {
    if (size < limit) {
      const count = Math.trunc(difference / length);
      return count === 0 ? t(locale, 'time.now') : format.format(count, unit);
    }
  }
  return format.format(Math.trunc(difference / (365.25 * DAY_MS)), 'year');
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

const RELATIVE_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  ['second', SECOND_MS, MINUTE_MS],
  ['minute', MINUTE_MS, HOUR_MS],
  ['hour', HOUR_MS, 2 * DAY_MS],
  ['day', DAY_MS, 61 * DAY_MS],
  ['month', (365.25 / 12) * DAY_MS, 2 * 365.25 * DAY_MS],
];

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
    format = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
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
