/** Freigabelinks und Einreichungen, wie ihre Empfänger sie lesen. */
import type { share as source } from '../en/share.ts';

export const share: Readonly<Record<keyof typeof source, string>> = {
  'share.from': 'Von {name}, {organisation}',
  'share.ends': 'Offen bis {when}',
  'share.pinned': 'Die Dateien bleiben so, wie sie beim Erstellen des Links waren.',
  'share.remaining':
    '{count, plural, =0 {Kein Download mehr frei} one {Noch 1 Download frei} other {Noch {count} Downloads frei}}',
  'share.remaining.rule': 'Eine einzelne Datei ist ein Download, und alles zusammen in einem Archiv ebenso.',
  'share.files': '{count, plural, one {1 Datei} other {{count} Dateien}}',
  'share.view.grid': 'Raster',
  'share.view.list': 'Liste',
  'share.view.label': 'Ansicht',
  'share.filter': 'Nach Namen filtern',
  'share.filter.none': 'So heißt keine Datei.',
  'share.size': 'Größe',
  'share.size.each': 'Beste Größe je Datei',
  'share.size.option': '{label} ({count})',
  'share.download.all': 'Alles herunterladen',
  'share.download.all.size': 'Alles herunterladen, {size}',
  'share.download.chosen': 'Auswahl herunterladen',
  'share.download.item': 'Herunterladen',
  'share.download.none': 'Sie dürfen diese Dateien ansehen, aber nicht herunterladen.',
  'share.download.limit': 'Die Zahl der Downloads ist erreicht.',
  'share.empty':
    'In diesem Link ist zurzeit nichts. Fragen Sie {name}, wenn Sie hier Dateien erwartet haben.',
  'share.empty.excluded':
    'Keine der Dateien dieses Links steht Ihnen zurzeit zur Verfügung. Warum nicht, steht unten, und wie Sie danach fragen.',
  'share.until': 'bis {when}',
  'share.column.name': 'Name',
  'share.column.kind': 'Typ',
  'share.column.dimensions': 'Abmessungen',
  'share.column.size': 'Größe',
  'share.excluded.title': 'Nicht enthalten',
  'share.excluded.untitled': 'Eine Datei',
  'share.excluded.ask': 'Danach fragen',

  'share.card.title': 'Geteilte Dateien',
  'share.card.text': 'Öffnen Sie den Link, um zu sehen, was er enthält.',
  'share.gate.title': 'Dateien von {organisation}',
  'share.gate.password': 'Dieser Link ist durch ein Passwort geschützt. {name} kann es Ihnen nennen.',
  'share.gate.password.label': 'Passwort',
  'share.gate.password.wrong': 'Das ist nicht das Passwort. Achten Sie auf Großschreibung und Leerzeichen.',
  'share.gate.email':
    'Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Code; ein Konto brauchen Sie nicht.',
  'share.gate.email.label': 'E-Mail-Adresse',
  'share.gate.email.send': 'Code senden',
  'share.gate.email.again': 'Neuen Code senden',
  'share.gate.code': 'Wenn diese Adresse den Link öffnen darf, ist ein Code unterwegs. Er gilt zehn Minuten.',
  'share.gate.code.label': 'Code aus der Mail',
  'share.gate.code.wrong': 'Das ist nicht der Code. Kopieren Sie ihn aus der neuesten Mail.',
  'share.gate.code.expired': 'Dieser Code ist zu alt. Lassen Sie sich einen neuen senden.',
  'share.gate.locked':
    'Zu viele Versuche. Versuchen Sie es in {minutes, plural, one {einer Minute} other {{minutes, number} Minuten}} wieder oder fragen Sie {name}.',
  'share.gate.terms': 'Bitte lesen und akzeptieren Sie diese Bedingungen, bevor Sie die Dateien öffnen.',
  'share.gate.terms.label': 'Ich akzeptiere diese Bedingungen',
  'share.gate.terms.unticked': 'Kreuzen Sie das Kästchen an, um den Bedingungen zuzustimmen.',
  'share.gate.terms.too_often':
    'Aus Ihrem Netz wurde diesen Bedingungen in der letzten Stunde sehr oft zugestimmt. Spätestens in einer Stunde geht es wieder; bis dahin hilft {name}.',
  'share.gate.ask': 'Um Einlass bitten',
  'share.gate.open': 'Öffnen',

  'share.closed.not_started.title': 'Noch nicht offen',
  'share.closed.not_started.text': 'Dieser Link öffnet am',
  'share.closed.ended.title': 'Dieser Link ist abgelaufen',
  'share.closed.ended.text': 'Er war offen bis',
  'share.closed.revoked.title': 'Dieser Link wurde zurückgezogen',
  'share.closed.revoked.text':
    'Wer ihn erstellt hat, hat ihn zurückgezogen. Das kann auch Dateien betreffen, die Sie schon haben: Fragen Sie, bevor Sie sie verwenden.',
  'share.closed.off.title': 'Dieser Link ist ausgeschaltet',
  'share.closed.off.text':
    'Wer ihn erstellt hat, hat ihn vorerst ausgeschaltet. Vielleicht wird er wieder eingeschaltet.',
  'share.closed.not_here.title': 'In Ihrem Land nicht verfügbar',
  'share.closed.not_here.text': 'Dieser Link darf in dem Land, aus dem Sie kommen, nicht geöffnet werden.',
  'share.closed.limit_reached.title': 'Alle Downloads sind verbraucht',
  'share.closed.limit_reached.text':
    'Dieser Link erlaubt eine bestimmte Zahl von Downloads; alle sind gemacht oder laufen gerade.',
  'share.closed.not_found.title': 'Diesen Link gibt es nicht',
  'share.closed.not_found.text':
    'Vielleicht ist er unvollständig: Mailprogramme brechen lange Adressen manchmal um. Kopieren Sie ihn ganz, oder fragen Sie, wer ihn geschickt hat.',
  'share.closed.contact': 'Ihr Kontakt',

  'share.extend.title': '„{name}“ verlängern?',
  'share.extend.now': 'Er endet {when}.',
  'share.extend.then': 'Danach endet er {when}. Seine Adresse bleibt dieselbe.',
  'share.extend.action': 'Verlängern bis {when}',
  'share.extend.done.title': '„{name}“ ist verlängert',
  'share.extend.done.text': 'Er ist offen bis {when}.',
  'share.extend.changed.title': 'Nichts wurde geändert',
  'share.extend.changed.text':
    'Der Link hat sich geändert, seit diese Mail geschrieben wurde, oder er darf nicht länger offen bleiben. Er endet {when}.',
  'share.extend.console': 'In der Konsole öffnen',
  'share.ask.extension': 'Um Verlängerung bitten',
  'share.ask.extension.help':
    'Ihre Bitte geht an die Person, die den Link erstellt hat; die Antwort kommt per Mail.',
  'share.ask.item': 'Nach „{title}“ fragen',
  'share.ask.email': 'Ihre E-Mail-Adresse',
  'share.ask.reason': 'Wofür brauchen Sie es, und bis wann?',
  'share.ask.send': 'Anfrage senden',
  'share.ask.sent': 'Ihre Anfrage ist unterwegs. Die Antwort kommt per Mail.',
  'share.ask.failed':
    'Die Bitte konnte nicht gesendet werden. Versuchen Sie es noch einmal, oder schreiben Sie dem Kontakt.',

  'share.theatre.previous': 'Vorige Datei',
  'share.theatre.next': 'Nächste Datei',
};
