/** Lengths of time, in milliseconds. Days are 24 hours; calendar days are in `zoned.ts`. */
import { INTL_LOCALES, type Locale } from '../messages/locales.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The minute an instant lies in, for ends that people read. */
export const wholeMinute = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;

type DurationUnit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day';

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

const formats = new Map<string, Intl.NumberFormat>();

/**
 * A length of time in its two largest units, the rest cut off: `2 days 3 hrs`, `5 min`. Below ten seconds one
 * decimal (`1.8 sec`), below one second milliseconds. Negative lengths are formatted as zero.
 */
export function formatDuration(locale: Locale, milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < SECOND_MS) return unit(locale, 'millisecond', Math.floor(length));
  if (length < 10 * SECOND_MS) return unit(locale, 'second', Math.floor(length / 100) / 10);
  const largest = UNITS.findIndex(([, size]) => length >= size);
  const parts: string[] = [];
  let rest = length;
  for (const [name, size] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(unit(locale, name, count));
  }
  return parts.join(' ');
}

function unit(locale: Locale, name: DurationUnit, count: number): string {
  const key = `${locale} ${name}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(INTL_LOCALES[locale], {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    });
    formats.set(key, format);
  }
  return format.format(count);
}
