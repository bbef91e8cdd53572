/** Sizes, pixel counts and lengths as people read them, by locale. */
import type { AssetKind } from '../../shared/contract/assets.ts';
import type { DownloadOption, PublicAssetCard } from '../../shared/contract/portals.ts';
import { INTL_LOCALES, type Locale, t } from '../../shared/messages/index.ts';
import { vectorText } from '../../shared/text/proportions.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `8.2 MB`: decimal units as the file managers of macOS and phones show them. */
export function formatBytes(locale: Locale, bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return new Intl.NumberFormat(INTL_LOCALES[locale], {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** Whether a work of this kind is measured in pixels; a picture that only stands for it is not. */
const hasPixels = (kind: AssetKind): boolean => kind === 'image' || kind === 'video';

/** How large a work is: in pixels, as a drawing's proportions, or null where neither says anything of it. */
export function formatMeasure(
  locale: Locale,
  { kind, width, height }: Pick<PublicAssetCard, 'kind' | 'width' | 'height'>,
): string | null {
  if (kind === 'vector') return vectorText(locale, width, height);
  return hasPixels(kind) ? formatPixels(locale, width, height) : null;
}

/** How large one of a work's files is: renditions of a drawing have pixels, its original has none. */
export function formatFileMeasure(
  locale: Locale,
  kind: AssetKind,
  { preset, width, height }: Pick<DownloadOption, 'preset' | 'width' | 'height'>,
): string | null {
  if (preset === 'original') return formatMeasure(locale, { kind, width, height });
  return formatPixels(locale, width, height);
}

/** `6000 × 4000 px`, or null where a side is unknown. */
export function formatPixels(locale: Locale, width: number | null, height: number | null): string | null {
  return width === null || height === null
    ? null
    : t(locale, 'portal.unit.pixels', { width: String(width), height: String(height) });
}

/** `3:07`, `1:02:45`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** A date as photographers write it (`2026`, `2026-04`, `2026-04-14`, with or without a time), in the reader's language. */
export function formatWorkDate(locale: Locale, date: string): string {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date);
  if (match === null) return date;
  const [, year, month, day] = match;
  if (year === undefined || month === undefined) return date;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
  return new Intl.DateTimeFormat(INTL_LOCALES[locale], {
    year: 'numeric',
    month: 'long',
    ...(day !== undefined && { day: 'numeric' }),
    timeZone: 'UTC',
  }).format(utc);
}
