/** Delivery: the papers inside a ZIP, and the names of the built-in presets. */
export const delivery = {
  'delivery.manifest.heading': 'Credits and terms',
  'delivery.manifest.made_at': 'Made at',
  'delivery.manifest.title': 'Title',
  'delivery.manifest.creator': 'Creator',
  'delivery.manifest.credit': 'Credit',
  'delivery.manifest.copyright': 'Copyright',
  'delivery.manifest.license': 'Licence',
  'delivery.manifest.terms': 'Terms of use',
  'delivery.manifest.territories': 'May be used in',
  'delivery.manifest.channels': 'May be used for',
  'delivery.manifest.usable_until': 'May be used until',
  'delivery.manifest.left_out': 'Left out',
  'delivery.manifest.contact': 'Questions',

  'delivery.standing.allowed':
    'Works now{territories, select, none {} other {, in {territories}}}{until, select, none {, with no end planned} other {, until {until}}}{here, select, no {; not where you are} other {}}.',
  'delivery.standing.denied': 'Does not work{starts, select, none {} other { before {starts}}}: {reasons}.',

  'delivery.preset.thumb': 'Thumbnail',
  'delivery.preset.card': 'Card, 4:3',
  'delivery.preset.square': 'Square',
  'delivery.preset.preview': 'Preview',
  'delivery.preset.hero': 'Hero, 16:9',
  'delivery.preset.web': 'Web, up to 2048 px',
  'delivery.preset.social-square': 'Social, square',
  'delivery.preset.social-portrait': 'Social, portrait',
  'delivery.preset.social-story': 'Social, story',
  'delivery.preset.social-wide': 'Social, wide',
  'delivery.preset.email': 'E-mail, up to 1200 px',
  'delivery.preset.print': 'Print, up to 6000 px',
  'delivery.preset.original': 'Original',
} as const;
