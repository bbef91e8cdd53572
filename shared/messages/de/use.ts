/** Was Besucher mit einem Inhalt tun dürfen und wofür jeder Download gedacht ist. */
import type { use as source } from '../en/use.ts';

export const use: Readonly<Record<keyof typeof source, string>> = {
  'use.allowed':
    'Frei nutzbar {media, select, all {in jedem Medium} other {für {channels}}}{territories, select, none {} other {, in {territories}}}{until, select, none {} other {, bis {until}}}.',
  'use.view_only': 'Zum Ansehen hier, nicht zur Verwendung anderswo.',

  'delivery.preset.web.purpose': 'Websites, Präsentationen',
  'delivery.preset.print.purpose': 'Zeitungen, Zeitschriften',
  'delivery.preset.email.purpose': 'Newsletter, Mailings',
  'delivery.preset.social-square.purpose': 'Instagram, LinkedIn',
  'delivery.preset.social-portrait.purpose': 'Instagram-Feed',
  'delivery.preset.social-story.purpose': 'Storys, Reels',
  'delivery.preset.social-wide.purpose': 'Linkvorschauen, X, Facebook',
  'delivery.preset.original.purpose': 'Die Datei, wie sie entstand',
  'delivery.preset.thumb.purpose': 'Listen',
  'delivery.preset.card.purpose': 'Teaser',
  'delivery.preset.square.purpose': 'Teaser',
  'delivery.preset.preview.purpose': 'Genaues Hinsehen',
  'delivery.preset.hero.purpose': 'Seitenköpfe',
};
