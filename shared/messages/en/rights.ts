/** Rights: what visitors are told, and how the console explains decisions. */
export const rights = {
  'rights.public.not_found': 'There is nothing here.',
  'rights.public.withdrawn': 'This has been withdrawn.',
  'rights.public.no_longer': 'This is no longer available.',
  'rights.public.not_here': 'This is not available in your country.',
  'rights.public.not_for_this_use': 'This is not available for this use.',
  'rights.public.not_yet': 'This is not available yet.',
  'rights.public.available_from': 'It will be available from {when}.',

  'rights.allowed.until': 'Allowed until {when}.',
  'rights.allowed.no_end': 'Allowed; no end is planned.',
  'rights.denied.starts': 'Not allowed now; it will be from {when}.',
  'rights.denied.no_start': 'Not allowed, and nothing planned will change that.',

  'rights.basis.unrestricted': 'Needs no licence: use is unrestricted.',
  'rights.basis.license':
    'Licensed by {name}{window, select, none {} other { {window}}}{territories, select, none {} other {, in {territories}}}{place, select, none {} unknown {; your country is unknown} other {; you are in {place}}}.',
  'rights.basis.override': '{by} permitted this until {when}: “{reason}”.',
  'rights.basis.curation': 'Console work: signed-in members may, whatever the rights.',

  'rights.condition.watermark': 'With a watermark.',
  'rights.condition.max_pixels': 'At most {pixels, number} px on the longest edge.',
  'rights.condition.terms': 'Terms: {terms}',
  'rights.condition.credit': 'Credit: {credit}',

  'rights.reason.not_approved':
    '{status, select, draft {It is a draft} other {It is still in review}}; only approved assets are delivered.',
  'rights.reason.asset_withdrawn': 'It was withdrawn.',
  'rights.reason.asset_withdrawn_successor': 'It was withdrawn; {successor} takes its place.',
  'rights.reason.embargoed': 'Under embargo until {when}.',
  'rights.reason.curation_needs_member': 'Console work needs a signed-in member.',
  'rights.reason.no_license': 'No licence is on file.',
  'rights.reason.license_not_started': 'Licensed by {name}, but only from {when}.',
  'rights.reason.license_ended': 'The licence by {name} {tense, select, ahead {ends} other {ended}} {when}.',
  'rights.reason.license_channel': 'Licensed by {name} for {allowed}, not for {asked}.',
  'rights.reason.license_audience': 'Licensed by {name} for {allowed}, not for {asked}.',
  'rights.reason.license_prohibits': '{name} prohibits this use{window, select, none {} other { {window}}}.',
  'rights.reason.override_prohibits': '{by} stopped this until {when}: “{reason}”.',
  'rights.reason.release_missing':
    'A required {kind, select, model {model} other {property}} release ({code}) is {state, select, pending {not signed yet} refused {refused} revoked {revoked} other {missing}}.',
  'rights.reason.release_ended':
    'A required {kind, select, model {model} other {property}} release ({code}) {tense, select, ahead {ends} other {ended}} {when}.',
  'rights.reason.enclosing_inactive':
    '{source} is {state, select, draft {not published yet} off {switched off} other {revoked}}.',
  'rights.reason.enclosing_not_started': '{source} starts {when}.',
  'rights.reason.enclosing_ended': '{source} {tense, select, ahead {ends} other {ended}} {when}.',
  'rights.reason.enclosing_territory':
    '{source} is open only in {territories}{place, select, unknown {; your country is unknown} other {; you are in {place}}}.',
  'rights.reason.enclosing_channel': '{source} is for {allowed}, not for {asked}.',
  'rights.reason.enclosing_audience': '{source} is for {allowed}, not for {asked}.',
  'rights.reason.enclosing_action': '{source} permits only: {allowed}.',

  'rights.source.collection': 'The collection “{label}”',
  'rights.source.portal': 'The portal “{label}”',
  'rights.source.share_link': 'The share link “{label}”',

  'rights.territories.everywhere': 'all countries',
  'rights.territories.nowhere': 'no country',
  'rights.territories.more': '{list} and {count} more',
  'rights.territories.except': '{included} except {excluded}',

  'rights.status.draft': 'Draft',
  'rights.status.in_review': 'In review',
  'rights.status.approved': 'Approved',
  'rights.status.withdrawn': 'Withdrawn',

  'rights.channel.web': 'web',
  'rights.channel.social': 'social media',
  'rights.channel.email': 'e-mail',
  'rights.channel.print': 'print',
  'rights.channel.broadcast': 'broadcast',
  'rights.channel.out_of_home': 'out of home',
  'rights.channel.internal': 'internal use',

  'rights.audience.public': 'the public',
  'rights.audience.press': 'press',
  'rights.audience.partner': 'partners',
  'rights.audience.agency': 'agencies',
  'rights.audience.internal': 'colleagues',

  'rights.action.view': 'view',
  'rights.action.preview': 'preview',
  'rights.action.embed': 'embed',
  'rights.action.download_rendition': 'download renditions',
  'rights.action.download_original': 'download originals',
  'rights.action.curate': 'curate',

  'rights.group.EU': 'European Union',
  'rights.group.EEA': 'European Economic Area',
  'rights.group.EFTA': 'European Free Trade Association',
  'rights.group.SCHENGEN': 'Schengen area',
  'rights.group.DACH': 'Germany, Austria, Switzerland',
  'rights.group.BENELUX': 'Benelux',
  'rights.group.NORDICS': 'Nordic countries',
  'rights.group.BALTICS': 'Baltic states',
  'rights.group.UK': 'United Kingdom',
  'rights.group.UKI': 'United Kingdom and Ireland',
  'rights.group.USMCA': 'United States, Canada, Mexico',
  'rights.group.ANZ': 'Australia and New Zealand',
  'rights.group.GCC': 'Gulf Cooperation Council',
  'rights.group.ASEAN': 'Association of Southeast Asian Nations',
  'rights.group.MERCOSUR': 'Mercosur',
} as const;
