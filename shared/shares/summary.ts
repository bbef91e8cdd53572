/** What a link's page says of itself in one line. */
import type { SharePage } from '../contract/share-visits.ts';
import { type Locale, t } from '../messages/index.ts';

/** What is allowed and until when. It promises what can be had, and of how many files. */
export function summarizeOffer(
  locale: Locale,
  { offers, downloadable, total }: Pick<SharePage, 'offers' | 'downloadable' | 'total'>,
  when: string,
): string {
  if (total === 0) return t(locale, 'shares.summary.none', { when });
  return offers === 'view' || downloadable >= total
    ? t(locale, `shares.summary.${offers}`, { when })
    : t(locale, `shares.summary_some.${offers}`, { when, count: downloadable, total });
}

/** What pressing *download everything* brings: all files, or so many of them. */
export function everythingLabel(
  locale: Locale,
  { downloadable, total }: Pick<SharePage, 'downloadable' | 'total'>,
  size: string,
): string {
  return downloadable >= total
    ? t(locale, 'share.download.all.about', { size })
    : t(locale, 'share.download.some.about', { count: downloadable, total, size });
}
