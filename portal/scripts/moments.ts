/** Rewrites the instants of a page into the reader's own time zone; the server wrote them in another, and named it. */
import { isLocale } from '../../shared/messages/locales.ts';
import { formatInstant, formatMoment } from '../../shared/time/format.ts';

export function startMoments(): void {
  const locale = document.documentElement.lang;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isLocale(locale) || !zone) return;
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-moment]')) {
    const instant = Date.parse(element.dateTime);
    if (Number.isNaN(instant)) continue;
    const now = Date.now();
    element.textContent =
      element.dataset.moment === 'relative'
        ? formatMoment(locale, instant, { zone, now })
        : formatInstant(locale, instant, { zone, now });
  }
}
