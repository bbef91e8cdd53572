/** Rechte: was Besucher lesen und wie die Konsole Entscheidungen erklärt. */
import type { rights as source } from '../en/rights.ts';

export const rights: Readonly<Record<keyof typeof source, string>> = {
  'rights.public.not_found': 'Hier ist nichts.',
  'rights.public.withdrawn': 'Dieser Inhalt wurde zurückgezogen.',
  'rights.public.no_longer': 'Dieser Inhalt ist nicht mehr verfügbar.',
  'rights.public.not_here': 'Dieser Inhalt ist in Ihrem Land nicht verfügbar.',
  'rights.public.not_for_this_use': 'Dieser Inhalt ist für diese Nutzung nicht verfügbar.',
  'rights.public.not_yet': 'Dieser Inhalt ist noch nicht verfügbar.',
  'rights.public.available_from': 'Verfügbar ab {when}.',

  'rights.allowed.until': 'Erlaubt bis {when}.',
  'rights.allowed.no_end': 'Erlaubt; kein Ende geplant.',
  'rights.denied.starts': 'Jetzt nicht erlaubt, aber ab {when}.',
  'rights.denied.no_start': 'Nicht erlaubt, und nichts Geplantes ändert das.',

  'rights.basis.unrestricted': 'Braucht keine Lizenz: Die Nutzung ist uneingeschränkt.',
  'rights.basis.license':
    'Lizenziert von {name}{window, select, none {} other { {window}}}{territories, select, none {} other {, in {territories}}}{place, select, none {} unknown {; Ihr Land ist unbekannt} other {; Sie sind in {place}}}.',
  'rights.basis.override': '{by} hat dies bis {when} erlaubt: „{reason}“.',
  'rights.basis.curation':
    'Arbeit in der Konsole: angemeldeten Mitgliedern erlaubt, unabhängig von den Rechten.',

  'rights.condition.watermark': 'Mit Wasserzeichen.',
  'rights.condition.max_pixels': 'Höchstens {pixels, number} px an der längsten Kante.',
  'rights.condition.terms': 'Bedingungen: {terms}',
  'rights.condition.credit': 'Bildnachweis: {credit}',

  'rights.reason.not_approved':
    '{status, select, draft {Es ist ein Entwurf} other {Es ist noch in Prüfung}}; nur Freigegebenes wird ausgeliefert.',
  'rights.reason.asset_withdrawn': 'Es wurde zurückgezogen.',
  'rights.reason.asset_withdrawn_successor': 'Es wurde zurückgezogen; {successor} tritt an seine Stelle.',
  'rights.reason.embargoed': 'Sperrfrist bis {when}.',
  'rights.reason.curation_needs_member': 'Arbeit in der Konsole verlangt eine Anmeldung.',
  'rights.reason.no_license': 'Es liegt keine Lizenz vor.',
  'rights.reason.license_only_in': 'Von {name} nur für {territories} lizenziert.',
  'rights.reason.license_not_started': 'Lizenziert von {name}, aber erst ab {when}.',
  'rights.reason.license_ended':
    'Die Lizenz von {name} {tense, select, ahead {endet} other {endete}} am {when}.',
  'rights.reason.license_channel': 'Lizenziert von {name} für {allowed}, nicht für {asked}.',
  'rights.reason.license_audience': 'Lizenziert von {name} für {allowed}, nicht für {asked}.',
  'rights.reason.license_prohibits':
    '{name} untersagt diese Nutzung{window, select, none {} other { {window}}}.',
  'rights.reason.override_prohibits': '{by} hat dies bis {when} gestoppt: „{reason}“.',
  'rights.reason.release_missing':
    'Eine nötige {kind, select, model {Personenfreigabe} other {Eigentumsfreigabe}} ({code}) {state, select, pending {ist noch nicht unterschrieben} refused {wurde verweigert} revoked {wurde widerrufen} other {fehlt}}.',
  'rights.reason.release_ended':
    'Eine nötige {kind, select, model {Personenfreigabe} other {Eigentumsfreigabe}} ({code}) {tense, select, ahead {endet} other {endete}} am {when}.',
  'rights.reason.enclosing_inactive':
    '{source} ist {state, select, draft {noch nicht veröffentlicht} off {ausgeschaltet} other {widerrufen}}.',
  'rights.reason.enclosing_not_started': '{source} beginnt {when}.',
  'rights.reason.enclosing_ended': '{source} {tense, select, ahead {endet} other {endete}} am {when}.',
  'rights.reason.enclosing_territory':
    '{source} ist nur offen in {territories}{place, select, none {} unknown {; Ihr Land ist unbekannt} other {; Sie sind in {place}}}.',
  'rights.reason.enclosing_channel': '{source} ist für {allowed}, nicht für {asked}.',
  'rights.reason.enclosing_audience': '{source} ist für {allowed}, nicht für {asked}.',
  'rights.reason.enclosing_action': '{source} erlaubt nur: {allowed}.',

  'rights.source.collection': 'Die Sammlung „{label}“',
  'rights.source.portal': 'Das Portal „{label}“',
  'rights.source.share_link': 'Der Freigabelink „{label}“',

  'rights.territories.everywhere': 'allen Ländern',
  'rights.territories.nowhere': 'keinem Land',
  'rights.territories.more': '{list} und {count} weiteren',
  'rights.territories.except': '{included} außer {excluded}',

  'rights.status.draft': 'Entwurf',
  'rights.status.in_review': 'In Prüfung',
  'rights.status.approved': 'Freigegeben',
  'rights.status.withdrawn': 'Zurückgezogen',

  'rights.channel.web': 'Web',
  'rights.channel.social': 'soziale Medien',
  'rights.channel.email': 'E-Mail',
  'rights.channel.print': 'Druck',
  'rights.channel.broadcast': 'Rundfunk',
  'rights.channel.out_of_home': 'Außenwerbung',
  'rights.channel.internal': 'internen Gebrauch',

  'rights.audience.public': 'die Öffentlichkeit',
  'rights.audience.press': 'die Presse',
  'rights.audience.partner': 'Partner',
  'rights.audience.agency': 'Agenturen',
  'rights.audience.internal': 'Kolleginnen und Kollegen',

  'rights.channel_name.web': 'Web',
  'rights.channel_name.social': 'Soziale Medien',
  'rights.channel_name.email': 'E-Mail',
  'rights.channel_name.print': 'Druck',
  'rights.channel_name.broadcast': 'Rundfunk',
  'rights.channel_name.out_of_home': 'Außenwerbung',
  'rights.channel_name.internal': 'Interner Gebrauch',
  'rights.audience_name.public': 'Öffentlichkeit',
  'rights.audience_name.press': 'Presse',
  'rights.audience_name.partner': 'Partner',
  'rights.audience_name.agency': 'Agenturen',
  'rights.audience_name.internal': 'Kolleginnen und Kollegen',

  'rights.action.view': 'ansehen',
  'rights.action.preview': 'Vorschau',
  'rights.action.embed': 'einbetten',
  'rights.action.download_rendition': 'Ableitungen herunterladen',
  'rights.action.download_original': 'Originale herunterladen',
  'rights.action.curate': 'pflegen',

  'rights.group.EU': 'Europäische Union',
  'rights.group.EEA': 'Europäischer Wirtschaftsraum',
  'rights.group.EFTA': 'Europäische Freihandelsassoziation',
  'rights.group.SCHENGEN': 'Schengen-Raum',
  'rights.group.DACH': 'Deutschland, Österreich, Schweiz',
  'rights.group.BENELUX': 'Benelux',
  'rights.group.NORDICS': 'Nordische Länder',
  'rights.group.BALTICS': 'Baltische Staaten',
  'rights.group.UK': 'Vereinigtes Königreich',
  'rights.group.UKI': 'Vereinigtes Königreich und Irland',
  'rights.group.USMCA': 'USA, Kanada, Mexiko',
  'rights.group.ANZ': 'Australien und Neuseeland',
  'rights.group.GCC': 'Golf-Kooperationsrat',
  'rights.group.ASEAN': 'Verband Südostasiatischer Nationen',
  'rights.group.MERCOSUR': 'Mercosur',
};
