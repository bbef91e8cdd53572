/** Konsole: Upload-Anfragen, Prüfung des Eingereichten, Rückfragen. */
import type { consoleRequests as english } from '../en/console-requests.ts';

export const consoleRequests: Readonly<Record<keyof typeof english, string>> = {
  'console.requests.tab.submissions': 'Eingereicht',
  'console.requests.tab.inquiries': 'Rückfragen',
  'console.requests.tab.requests': 'Upload-Anfragen',
  'console.requests.new': 'Dateien anfragen',
  'console.requests.edit': 'Anfrage ändern',
  'console.requests.create': 'Anfrage anlegen',
  'console.requests.made': 'Anfrage „{title}“ angelegt',
  'console.requests.mailed': 'Senden Sie diese Adresse an {email}. Wer sie hat, kann Dateien einreichen.',
  'console.requests.title': 'Wofür',
  'console.requests.title_hint': 'Damit grüßt die Seite: „Reinzeichnungen, Winterkampagne“.',
  'console.requests.brief': 'Briefing',
  'console.requests.brief_hint': 'Was gebraucht wird: Motive, Formate, Größen.',
  'console.requests.who': 'Wer gefragt ist',
  'console.requests.email': 'E-Mail',
  'console.requests.email_hint': 'Für Quittungen und zurückgegebene Dateien.',
  'console.requests.deadline': 'Bis',
  'console.requests.more_hint': 'Dateiarten, Grenzen, Bildnachweis, Zustimmung',
  'console.requests.kinds': 'Angenommene Arten',
  'console.requests.kinds_all': 'Keine gewählt: jede Art wird angenommen.',
  'console.requests.max_files': 'Höchstens Dateien',
  'console.requests.max_size': 'Größte Datei, MB',
  'console.requests.credit': 'Nach dem Bildnachweis fragen',
  'console.requests.consent': 'Text zum Zustimmen',
  'console.requests.consent_hint': 'Bleibt bei jeder Datei: wer zugestimmt hat, wann, welchem Wortlaut.',
  'console.requests.empty_title': 'Noch wurde niemand um Dateien gebeten',
  'console.requests.empty_text':
    'Eine Upload-Anfrage ist eine Seite, auf der eine Agentur oder ein Fotograf Dateien einreicht, ohne Konto und bis 20 GB. Alles wartet hier, bis Sie es annehmen.',
  'console.requests.anybody': 'Wer die Adresse hat',
  'console.requests.asked': 'Gefragt: {name}',
  'console.requests.files': '{count, plural, =0 {keine Dateien} one {1 Datei} other {{count} Dateien}}',
  'console.requests.waiting': '{count, plural, one {1 wartet} other {{count} warten}}',
  'console.requests.state.open': 'Offen bis',
  'console.requests.state.closed': 'Geschlossen',
  'console.requests.state.past_deadline': 'Abgelaufen',
  'console.requests.open': 'Wieder öffnen',
  'console.requests.close': 'Schließen',
  'console.requests.opened': '„{title}“ nimmt wieder Dateien an',
  'console.requests.closed': '„{title}“ nimmt keine Dateien mehr an',
  'console.requests.failed': '„{title}“ bleibt, wie sie war',

  'console.submissions.empty_title': 'Nichts wartet',
  'console.submissions.empty_text':
    'Was über eine Upload-Anfrage eingereicht wird, wartet hier, getrennt von der Bibliothek, bis jemand es annimmt oder zurückgibt.',
  'console.submissions.unknown': 'Eine Upload-Anfrage',
  'console.submissions.all': '{count, plural, one {Die Datei} other {Alle {count}}}',
  'console.submissions.facts': '{kind}, {size}, von {name} ({email})',
  'console.submissions.accept': 'In die Bibliothek aufnehmen',
  'console.submissions.accept_title':
    '{count, plural, one {Eine Datei aufnehmen} other {{count} Dateien aufnehmen}}',
  'console.submissions.accept_action':
    '{count, plural, one {Datei aufnehmen} other {{count} Dateien aufnehmen}}',
  'console.submissions.accept_text':
    'Sie werden zu Entwürfen in der Bibliothek, mit Bildnachweis und Zustimmung. {people} kann sehen, dass sie angenommen wurden.',
  'console.submissions.accept_done':
    '{count, plural, one {Eine Datei ist jetzt in der Bibliothek} other {{count} Dateien sind jetzt in der Bibliothek}}',
  'console.submissions.return': 'Zurückgeben',
  'console.submissions.return_title':
    '{count, plural, one {Eine Datei zurückgeben} other {{count} Dateien zurückgeben}}',
  'console.submissions.return_action':
    '{count, plural, one {Datei zurückgeben} other {{count} Dateien zurückgeben}}',
  'console.submissions.return_text':
    '{people} liest Ihre Nachricht unter derselben Adresse und kann erneut einreichen.',
  'console.submissions.return_done':
    '{count, plural, one {Eine Datei zurückgegeben} other {{count} Dateien zurückgegeben}}',
  'console.submissions.message': 'Was anders sein soll',
  'console.submissions.message_optional': 'Nachricht, freiwillig',
  'console.submissions.message_hint': 'Steht auf der Seite der Anfrage und geht per Mail hinaus.',

  'console.inquiries.empty_title': 'Keine Rückfragen',
  'console.inquiries.empty_text':
    'Wer auf einen beendeten Link oder ein weggelassenes Stück trifft, kann hier um mehr Zeit oder um das Stück bitten.',
  'console.inquiries.kind.extension': 'Mehr Zeit',
  'console.inquiries.kind.excluded_item': 'Ein weggelassenes Stück',
  'console.inquiries.kind.question': 'Eine Frage',
  'console.inquiries.state.open': 'Offen',
  'console.inquiries.state.answered': 'Beantwortet',
  'console.inquiries.state.declined': 'Abgelehnt',
  'console.inquiries.link': 'der Link',
  'console.inquiries.answer': 'Antworten',
  'console.inquiries.answer_title': '{name} antworten',
  'console.inquiries.answer_action': 'Antwort senden',
  'console.inquiries.decline': 'Ablehnen',
  'console.inquiries.decline_action': 'Senden und ablehnen',
  'console.inquiries.words': 'Antwort',
  'console.inquiries.words_hint': 'Geht an {email}.',
  'console.inquiries.extend': '„{name}“ verlängern',
  'console.inquiries.ends_now': 'Endet jetzt {when}.',
  'console.inquiries.until': 'Neues Ende',
  'console.inquiries.done': 'Antwort an {email} gesendet',
};
