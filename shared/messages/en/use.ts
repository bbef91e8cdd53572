/** What a visitor may do with an asset, and what each download is for. */
export const use = {
  'use.allowed':
    'Free to use in {media, select, all {any medium} other {{channels}}}{territories, select, none {} other {, in {territories}}}{until, select, none {} other {, until {until}}}.',
  'use.view_only': 'To be looked at here, not to be used elsewhere.',

  'delivery.preset.web.purpose': 'Websites, presentations',
  'delivery.preset.print.purpose': 'Newspapers, magazines',
  'delivery.preset.email.purpose': 'Newsletters, mailings',
  'delivery.preset.social-square.purpose': 'Instagram, LinkedIn',
  'delivery.preset.social-portrait.purpose': 'Instagram feed',
  'delivery.preset.social-story.purpose': 'Stories, reels',
  'delivery.preset.social-wide.purpose': 'Link previews, X, Facebook',
  'delivery.preset.original.purpose': 'The file as it was made',
  'delivery.preset.thumb.purpose': 'Lists',
  'delivery.preset.card.purpose': 'Teasers',
  'delivery.preset.square.purpose': 'Teasers',
  'delivery.preset.preview.purpose': 'Looking closely',
  'delivery.preset.hero.purpose': 'Tops of pages',
} as const;
