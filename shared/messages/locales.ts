/** Languages of the interface, and which one a visitor gets. */

export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = 'en';

/** BCP 47 tags for `Intl`; the English interface is British. */
export const INTL_LOCALES: Readonly<Record<Locale, string>> = { en: 'en-GB', de: 'de-DE' };

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The best language for an `Accept-Language` header (RFC 9110 12.5.4, basic filtering on the primary subtag);
 * `fallback` when none matches. At most 20 entries of the header are read.
 */
export function negotiateLocale(
  header: string | null | undefined,
  fallback: Locale = DEFAULT_LOCALE,
): Locale {
  let best: { readonly locale: Locale; readonly quality: number } | null = null;
  for (const entry of (header ?? '').split(',', 20)) {
    const [range = '', ...parameters] = entry.trim().toLowerCase().split(';');
    const primary = range.trim().split('-')[0];
    const locale = primary === '*' ? fallback : primary;
    if (!isLocale(locale)) continue;
    const weight = parameters.map((parameter) => parameter.trim()).find((it) => it.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (quality > 0 && quality <= 1 && (best === null || quality > best.quality)) best = { locale, quality };
  }
  return best?.locale ?? fallback;
}
