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
  'console.settings.default_days': 'Tage, die ein neuer Link dauert',
  'console.settings.maximum_days': 'Tage, die ein Link höchstens dauern darf',
  'console.settings.maximum_hint': 'Darüber kommt niemand, in der Konsole nicht und nicht über die API.',
  'console.settings.days_shape':
    'Eine ganze Zahl von 1 bis 3650; die Dauer neuer Links darf das Höchste nicht überschreiten.',
  'console.settings.rights': 'Rechte',
  'console.settings.ttl': 'Eine Kante darf sich Rechte {seconds} s merken',
  'console.settings.ttl_hint':
    'In dieser Zeit ist ein Rückzug überall. Geplante Enden sind auf die Sekunde genau, was immer hier steht.',
  'console.settings.denial': 'Was ein Hot-Link antwortet, der nicht gezeigt werden darf',
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
};
