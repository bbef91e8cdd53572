/** Konsole: Einstellungen, Personen, Mails. */
import type { consoleSettings as english } from '../en/console-settings.ts';

export const consoleSettings: Readonly<Record<keyof typeof english, string>> = {
  'console.settings.tab.brand': 'Marke',
  'console.settings.tab.people': 'Personen',
  'console.settings.tab.mails': 'Mails',
  'console.settings.brand': 'Marke',
  'console.settings.name_needed': 'Ein Name ist nötig.',
  'console.settings.zone': 'Zeitzone',
  'console.settings.zone_hint':
    'Für Mails und für Seiten, bei denen die Zone des Besuchers nicht bekannt ist.',
  'console.settings.language': 'Sprache',
  'console.settings.language_hint': 'Für Mails und für Besucher, die nach keiner unserer Sprachen fragen.',
  'console.settings.contact_hint':
    'Wen Besucher von Links und beendeten Seiten fragen können. Portale dürfen eigene nennen.',
  'console.settings.links': 'Links',
  'console.settings.default_days': 'Laufzeit neuer Links in Tagen',
  'console.settings.maximum_days': 'Längste Laufzeit eines Links in Tagen',
  'console.settings.maximum_hint': 'Darüber kommt niemand, in der Konsole nicht und nicht über die API.',
  'console.settings.days_shape':
    'Eine ganze Zahl von 1 bis 3650; die Laufzeit neuer Links darf die längste nicht überschreiten.',
  'console.settings.rights': 'Rechte',
  'console.settings.ttl': 'Ein Server am Netzrand darf sich Rechte {seconds} s merken',
  'console.settings.ttl_hint':
    'In dieser Zeit ist ein Rückzug überall. Geplante Enden sind auf die Sekunde genau, was immer hier steht.',
  'console.settings.denial': 'Was ein Hotlink antwortet, der nicht gezeigt werden darf',
  'console.settings.denial_hint': 'Ein Asset kann seine eigene Antwort haben.',
  'console.settings.denial.successor': 'Den Nachfolger, wo es einen gibt',
  'console.settings.denial.placeholder': 'Ein neutrales Bild gleicher Größe',
  'console.settings.denial.gone': 'Nichts (410 Gone)',

  'console.people.hint':
    'Administratoren tun alles, Kuratoren betreuen Assets, Portale und Links, Betrachter sehen zu.',
  'console.people.add': 'Person hinzufügen',
  'console.people.added': '{name} kann sich anmelden',
  'console.people.you': '(Sie)',
  'console.people.since': 'seit {day}',
  'console.people.role': 'Rolle',
  'console.people.role_of': 'Rolle von {name}',
  'console.people.disabled': 'Ausgeschaltet',
  'console.people.disable': 'Ausschalten',
  'console.people.enable': 'Einschalten',
  'console.people.changed': 'Das Konto von {name} ist geändert',
  'console.people.failed': 'Das Konto von {name} bleibt, wie es war',
  'console.people.password': 'Erstes Passwort',
  'console.people.password_hint': 'Mindestens 10 Zeichen. Geben Sie es persönlich weiter.',
  'console.role.administrator': 'Administrator',
  'console.role.administrator_about': 'Alles, auch Personen und Einstellungen.',
  'console.role.curator': 'Kurator',
  'console.role.curator_about': 'Assets, Rechte, Sammlungen, Portale, Links und Anfragen.',
  'console.role.viewer': 'Betrachter',
  'console.role.viewer_about': 'Sieht alles und ändert nichts.',

  'console.mails.empty_title': 'Noch keine Mails',
  'console.mails.empty_text':
    'Einladungen, Codes, Quittungen und Antworten werden hier geschrieben. Wo kein Maildienst eingerichtet ist, bleiben sie hier, damit Sie sehen und weitergeben können, was gesendet worden wäre.',
  'console.mails.to': 'An {email}',
  'console.mails.as_text': 'Als Text zeigen',
  'console.mails.as_page': 'Als Seite zeigen',
  'console.mails.state.queued': 'Wartet',
  'console.mails.state.sent': 'Gesendet',
  'console.mails.state.kept': 'Hier behalten',
  'console.mails.state.failed': 'Gescheitert',

  'console.settings.tab.delivery': 'Hotlinks',
  'console.settings.tab.watermarks': 'Wasserzeichen',

  'console.sites.about':
    'Auf welchen Websites Bilder gezeigt werden dürfen, nach dem, was Browser angeben. Das hält ehrliche Websites ehrlich; über Rechte wird getrennt und zuerst entschieden.',
  'console.sites.scope': 'Für',
  'console.sites.scope_default': 'Alles',
  'console.sites.channel_inherits': 'Wie für alles.',
  'console.sites.channel_own': 'Diesem Kanal eine eigene Regel geben',
  'console.sites.channel_drop': 'Zurück zur Regel für alles',
  'console.sites.seen_none': 'In den letzten {days} Tagen hat keine Website nach einem Bild gefragt.',
  'console.sites.seen':
    'In den letzten {days} Tagen {requests, plural, one {1 Anfrage} other {{requests, number} Anfragen}} dieser Art. {enforced, select, no {Ohne „nur melden“ } other {Unter dieser Regel }}{refused, plural, =0 {wird keine davon abgelehnt.} one {wird 1 abgelehnt} other {werden {refused, number} abgelehnt}}{sites, plural, =0 {} one {, von 1 Quelle.} other {, von {sites} Quellen.}}',
  'console.sites.seen_any':
    'In den letzten {days} Tagen {requests, plural, one {wurde 1 Anfrage} other {wurden {requests, number} Anfragen}} beantwortet. Eine Liste beginnt damit, nur zu melden, was sie ablehnt.',
  'console.sites.seen_unknown':
    '{count, plural, one {1 Anfrage kam} other {{count, number} Anfragen kamen}} von zu vielen Websites, um sie zu unterscheiden.',
  'console.sites.seen_hint':
    'Bilder mit eigener Regel zählen hier nicht, sondern auf ihrer Seite. Tage sind UTC.',
  'console.sites.by_channel': 'Nach Verwendung',
  'console.sites.channel': 'Verwendung',
  'console.sites.requests': 'Anfragen',
  'console.sites.verdict': 'Unter dieser Regel',
  'console.sites.verdict.allowed': 'Gezeigt',
  'console.sites.verdict.reported': 'Würde abgelehnt',
  'console.sites.verdict.refused': 'Abgelehnt',
  'console.sites.verdict.unknown': 'Nicht unterscheidbar',
  'console.sites.allow': 'Erlauben',

  'console.withdrawals.title': 'Rückzüge',
  'console.withdrawals.none': 'Noch ist nichts zurückgezogen worden.',
  'console.withdrawals.sentence':
    '{count, plural, one {Der letzte gemessene Rückzug wirkte {worst} s nach dem Zurückziehen zum ersten Mal.} other {Von den letzten {count} gemessenen Rückzügen wirkte die Hälfte binnen {median} s zum ersten Mal, alle binnen {worst} s.}}',
  'console.withdrawals.unmeasured':
    'Nach den zuletzt zurückgezogenen Assets hat niemand gefragt, solange noch ein Speicher hätte antworten können: Es gab nichts zu messen.',
  'console.withdrawals.unasked':
    'Nach {count, plural, one {1 weiteren} other {{count} weiteren}} hat niemand rechtzeitig gefragt.',
  'console.withdrawals.not_asked': 'fort; niemand fragte rechtzeitig, um es zu messen',
  'console.withdrawals.after': '{seconds} s',
  'console.withdrawals.scale':
    'Vom Zurückziehen bis zur ersten abgelehnten Anfrage, wo immer sie ankam. An einem anderen Ort kann noch später geantwortet worden sein, aber nirgends später als nach der ganzen Linie, {seconds} s, auch aus keinem Cache, der unsere Kopfzeilen achtet.',

  'console.keys.title': 'Signierschlüssel',
  'console.keys.about':
    'Signierte Adressen nennen ihren Schlüssel. Das Geheimnis selbst zeigt nur die Kommandozeile: npx vitrine signing-key.',
  'console.keys.signing': 'signiert neue Adressen',
  'console.keys.verifying': 'öffnet noch Adressen, die er signiert hat',
  'console.keys.step_secret':
    'Zum Wechseln ein neues zufälliges Geheimnis in ROOT_SECRET vor das alte setzen, durch Komma getrennt, und ausrollen.',
  'console.keys.step_rotate': 'Neue Adressen werden dann mit dem neuen Schlüssel signiert; beide öffnen.',
  'console.keys.step_remove':
    'Das alte Geheimnis entfernen, wenn seine letzte Adresse geendet hat: Danach öffnet es nichts mehr, auch keine Freigaben und Sitzungen.',

  'console.mark.title': 'Wasserzeichen',
  'console.mark.about':
    'Texte und Logos, die Ausgaben tragen können: wm=name in einer Adresse, oder wo Rechte eines verlangen.',
  'console.mark.add': 'Neues Wasserzeichen',
  'console.mark.edit': 'Wasserzeichen',
  'console.mark.none_title': 'Noch kein Wasserzeichen',
  'console.mark.none_text':
    'Wo Rechte eines verlangen, liegt der Name der Organisation über dem ganzen Bild.',
  'console.mark.unusable': 'Das Bild darf nicht verwendet werden: Ausgaben damit werden verweigert',
  'console.mark.protective': 'schützt',
  'console.mark.protective_title': 'Was Rechte verlangen',
  'console.mark.protective_which': 'Wasserzeichen auf allem, was Rechte schützen',
  'console.mark.protective_hint':
    'Freigaben und Lizenzen, die nur Ansichten erlauben, legen es auf jede Ausgabe. Keine Adresse nimmt es ab.',
  'console.mark.protective_default': '„{name}“, über dem ganzen Bild',
  'console.mark.shown': 'Wasserzeichen {name} auf „{title}“',
  'console.mark.sketch': '{of}, eine Skizze',
  'console.mark.drawing': 'Eine Skizze, bis das Bild gezeichnet ist.',
  'console.mark.drawn': 'So wird es ausgeliefert.',
  'console.mark.facts': '{opacity} deckend, {scale} der Breite{tiled, select, yes {, wiederholt} other {}}',
  'console.mark.name': 'Name',
  'console.mark.name_hint': 'In Adressen: wm={name}',
  'console.mark.name_taken': 'So heißt schon ein anderes Wasserzeichen.',
  'console.mark.name_shape': 'Kleinbuchstaben, Ziffern und Bindestriche, zuerst ein Buchstabe.',
  'console.mark.quoted': '„{text}“',
  'console.mark.kind': 'Was es zeigt',
  'console.mark.kind.text': 'Text',
  'console.mark.kind.image': 'Bild',
  'console.mark.text': 'Text',
  'console.mark.choose_picture': 'Bild wählen',
  'console.mark.position': 'Lage',
  'console.mark.position_tiled': 'Wo das erste liegt',
  'console.mark.position.center': 'Mitte',
  'console.mark.position.north': 'Oben',
  'console.mark.position.northeast': 'Oben rechts',
  'console.mark.position.east': 'Rechts',
  'console.mark.position.southeast': 'Unten rechts',
  'console.mark.position.south': 'Unten',
  'console.mark.position.southwest': 'Unten links',
  'console.mark.position.west': 'Links',
  'console.mark.position.northwest': 'Oben links',
  'console.mark.scale': 'Größe: {share} der Breite',
  'console.mark.opacity': 'Deckkraft: {share}',
  'console.mark.tiled': 'Über das ganze Bild wiederholen',
  'console.mark.sample': 'Gezeigt auf',
  'console.mark.no_sample': 'Geben Sie ein Bild frei, um das Wasserzeichen darauf zu sehen.',
  'console.mark.save': 'Wasserzeichen sichern',
  'console.mark.delete': 'Löschen',
};
