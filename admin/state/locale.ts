/** The reader's language and zone, and texts and dates in them. */
import { signal } from '@preact/signals';
import type { AssetCard } from '../../shared/contract/index.ts';
import {
  isLocale,
  type Locale,
  type MessageKey,
  type MessageParams,
  negotiateLocale,
  t,
} from '../../shared/messages/index.ts';
import { territoryName } from '../../shared/rights/territory-names.ts';
import { vectorText } from '../../shared/text/proportions.ts';
import {
  formatDate,
  formatInstant,
  formatMoment,
  formatRelative,
  isTimeZone,
} from '../../shared/time/index.ts';
import { now } from './clock.ts';

export const locale = signal<Locale>(negotiateLocale(navigator.languages.join(',')));
export const timeZone = signal<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Takes over what a person's profile says; unknown values are left aside. */
export function adoptProfile(profile: { locale: string; timeZone: string }): void {
  if (isLocale(profile.locale)) locale.value = profile.locale;
  if (isTimeZone(profile.timeZone)) timeZone.value = profile.timeZone;
  document.documentElement.lang = locale.value;
}

/** The message in the reader's language. */
export function tr<K extends MessageKey>(key: K, ...params: MessageParams<K>): string {
  return t(locale.value, key, ...params);
}

/** `Fri 28 Nov, 18:00 CET`, in the reader's zone unless another is given. */
export function showInstant(instant: number, zone: string = timeZone.value): string {
  return formatInstant(locale.value, instant, { zone, now: now.value });
}

/** `Fri 28 Nov, 18:00 CET (in 6 days)`. */
export function showMoment(instant: number, zone: string = timeZone.value): string {
  return formatMoment(locale.value, instant, { zone, now: now.value });
}

export function showDate(instant: number, zone: string = timeZone.value): string {
  return formatDate(locale.value, instant, { zone, now: now.value, style: 'short' });
}

/** `in 6 days`, by the calendar of the reader's zone. */
export function showRelative(instant: number): string {
  return formatRelative(locale.value, instant, { zone: timeZone.value, now: now.value });
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `3.4 MB`, decimal units. */
export function showBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < BYTE_UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale.value, {
    style: 'unit',
    unit: BYTE_UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit === 0 || amount >= 100 ? 0 : 1,
  }).format(amount);
}

/** `6000 × 4000`, or a drawing's proportions; null for what is measured in neither, whatever picture stands for it. */
export function showMeasure({
  kind,
  width,
  height,
}: Pick<AssetCard, 'kind' | 'width' | 'height'>): string | null {
  if (kind === 'vector') return vectorText(locale.value, width, height);
  if (kind === 'document' || width === null || height === null) return null;
  return `${width} × ${height}`;
}

export function showNumber(value: number): string {
  return new Intl.NumberFormat(locale.value).format(value);
}

export function showPercent(share: number): string {
  return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A country's or a group's name in the reader's language; the code where there is none. */
export function countryName(code: string): string {
  return territoryName(locale.value, code);
}
