/** Seite eines Freigabelinks: auswählen, packen, auf ein Archiv warten, beim Absender nachfragen. */
import type { shareVisit as source } from '../en/share-visit.ts';

export const shareVisit: Readonly<Record<keyof typeof source, string>> = {
  'share.fact.until': 'Bis {when}',
  'share.filter.label': 'Dateien finden',
  'share.filter.all': 'Alle',
  'share.filter.go': 'Finden',
  'share.filter.shown':
    '{count, plural, =0 {Keine Datei passt} one {1 von {total} Dateien} other {{count} von {total} Dateien}}',
  'share.filter.reset': 'Alle Dateien zeigen',
  'share.select.all': 'Alle auswählen',
  'share.select.all_shown': 'Alle {count} gezeigten auswählen',
  'share.select.none': 'Auswahl aufheben',
  'share.ticked_elsewhere':
    '{count, plural, one {1 weitere Datei ist} other {{count} weitere Dateien sind}} ausgewählt, die Sie hier nicht sehen.',
  'share.more': '{count} weitere zeigen',
  'share.more.of': '{shown} von {total} Dateien zu sehen',
  'share.first_page': 'Zurück zu den ersten Dateien',
  'share.sizes': 'Größen',
  'share.sizes.title': 'Was in welcher Größe?',
  'share.sizes.help': 'Eine Wahl je Dateiart. Sie gilt für alles und für eine Auswahl.',
  'share.sizes.best': 'Die beste',
  'share.sizes.none': 'Weglassen',
  'share.sizes.option': '{label}, {size}',
  'share.sizes.option_some': '{label}, {size} ({count} von {total})',
  'share.sizes.done': 'Fertig',
  'share.sizes.mixed': 'Größen: Ihre Wahl',
  'share.about': 'etwa {size}',
  'share.download.all.about': 'Alles herunterladen, {size}',
  'share.download.some.about': '{count} von {total} Dateien herunterladen, {size}',
  'share.withheld.level':
    'Nur zum Ansehen: Größen gibt es von ihr nicht, und Originale gibt dieser Link nicht heraus.',
  'share.withheld.kind': 'Nur zum Ansehen: Dateien dieser Art gibt dieser Link nicht heraus.',
  'share.withheld.rights': 'Nur zum Ansehen: Ihre Lizenz erlaubt nicht, dass dieser Link sie herausgibt.',
  'share.withheld.title': 'Nur zum Ansehen',
  'share.withheld.text':
    '{count, plural, one {1 Datei auf dieser Seite lässt sich über diesen Link nicht herunterladen. Wenn Sie sie brauchen, fragen Sie danach.} other {{count} Dateien auf dieser Seite lassen sich über diesen Link nicht herunterladen. Wenn Sie eine davon brauchen, fragen Sie danach.}}',
  'share.withheld.which': 'Welche Datei',
  'share.tray.count': '{count, plural, one {1 Datei} other {{count} Dateien}}, {size}',
  'share.parts.title': 'In {count} Teilen',
  'share.parts.text': 'Es sind mehr Dateien, als ein Archiv fasst. Jeder Teil lässt sich für sich öffnen.',
  'share.parts.size': 'Oder in {count} Teilen von höchstens {size}',
  'share.parts.size.text':
    'Ein einzelnes Archiv lässt sich an jeder Stelle fortsetzen. Teile helfen, wo Laufwerke oder Vorgaben kleinere Dateien verlangen.',
  'share.parts.part': 'Teil {number}',
  'share.parts.facts': '{count, plural, one {1 Datei} other {{count} Dateien}}, {size}',
  'share.refused.not_for_this_use':
    'Von Ihrer Auswahl gibt es in diesen Größen nichts. Wählen Sie andere Größen.',
  'share.refused.bad_request': 'Das ließ sich nicht packen. Wählen Sie die Dateien noch einmal aus.',
  'share.refused.no_longer':
    'Dieser Download ist vorbei. Um die Datei noch einmal zu laden, drücken Sie unten auf Herunterladen, wo sie noch steht.',
  'share.refused.transfer_running':
    'Dieser Download läuft schon. Warten Sie, bis er durch ist, oder laden Sie die Datei unten noch einmal herunter.',
  'share.refused.gate':
    'Ihr Zugang ist abgelaufen. Öffnen Sie den Link noch einmal und laden Sie dann herunter.',
  'share.refused.too_many_attempts':
    'In der letzten Stunde wurden sehr viele Downloads begonnen, von Ihnen oder aus Ihrem Netz. Spätestens in einer Stunde geht es wieder.',
  'share.refused.other': 'Das ist nicht mehr verfügbar. Was Sie unten sehen, schon.',

  'share.preparing.title': 'Ihr Archiv wird vorbereitet',
  'share.preparing.text':
    'Einige Größen müssen erst erzeugt werden. Lassen Sie diese Seite offen: Der Download beginnt von selbst. Er ist für Sie reserviert.',
  'share.preparing.progress': '{ready} von {total} Dateien sind fertig',
  'share.ready.title': 'Ihr Download beginnt',
  'share.ready.text': '{file}: {count, plural, one {1 Datei} other {{count} Dateien}}, {size}.',
  'share.ready.again': 'Wenn nichts geschieht, starten Sie ihn hier',
  'share.ready.resume':
    'Bricht die Übertragung ab, kann Ihr Browser sie fortsetzen; sie zählt als ein Download.',
  'share.preparing.over': 'Dieses Archiv lässt sich nicht erstellen',
  'share.preparing.over.text': '{reason} Ihr Download wurde nicht gezählt.',
  'share.back': 'Zurück zu den Dateien',

  'share.media.play': 'Abspielen',
  'share.media.level_unseen':
    'Das lässt sich hier nicht abspielen: Die Datei selbst gibt dieser Link nicht heraus.',
  'share.media.level': 'Hier ist nur ein Bild zu sehen: Die Datei selbst gibt dieser Link nicht heraus.',
  'share.media.counted':
    'Dieser Link zählt seine Downloads, und Abspielen ist einer davon. Danach lässt sich die Datei herunterladen, ohne dass es noch einmal zählt.',
  'share.media.play_counted': 'Abspielen (zählt als Download)',
  'share.play.text':
    'Dafür wurde ein Download gezählt. Sie können die Datei beliebig oft abspielen und herunterladen, bis zehn Minuten nach der letzten Nutzung.',
  'share.play.download': 'Datei herunterladen',

  'share.theatre.label': 'Datei {number} von {total}',
  'share.theatre.download': 'Herunterladen',
  'share.theatre.close': 'Schließen',
  'share.theatre.zoom': 'Vergrößern',

  'share.ask.title.extension': 'Um mehr Zeit bitten',
  'share.ask.title.limit_reached': 'Um weitere Downloads bitten',
  'share.ask.title.not_started': 'Um früheren Zugang bitten',
  'share.ask.title.not_here': 'Nutzung in Ihrem Land anfragen',
  'share.ask.title.revoked': 'Zu diesen Dateien nachfragen',
  'share.ask.title.item': 'Um diese Datei bitten',
  'share.ask.help': '{name} erhält Ihre Anfrage und antwortet per Mail.',
  'share.ask.name': 'Ihr Name',
  'share.ask.purpose': 'Wofür brauchen Sie das?',
  'share.ask.channel': 'Wo es verwendet wird',
  'share.ask.channel.any': 'Bitte wählen',
  'share.ask.from': 'Von',
  'share.ask.until': 'Bis',
  'share.ask.territory': 'Länder',
  'share.ask.territory.help': 'Zum Beispiel: Deutschland, Österreich, Schweiz. Oder: weltweit.',
  'share.ask.optional': 'optional',
  'share.ask.wrong': 'Prüfen Sie die Adresse und die Daten, und senden Sie die Anfrage noch einmal.',
  'share.ask.too_many':
    'Zu diesem Link sind viele Anfragen eingegangen. Versuchen Sie es später noch einmal, oder schreiben Sie an die genannte Person.',
  'share.asked.title': 'Ihre Anfrage liegt bei {name}',
  'share.asked.next':
    'Die Antwort kommt per Mail an die angegebene Adresse. Wird die Anfrage bewilligt, lässt sich dieser Link wieder öffnen: Bewahren Sie seine Adresse auf.',
  'share.asked.next.item':
    'Die Antwort kommt per Mail an die angegebene Adresse. Wird die Anfrage bewilligt, erscheint die Datei hier.',

  'mail.answer.declined': '{owner}, {organisation}, kann dem nicht entsprechen:',
  'mail.answer.downloads':
    'Der Link erlaubt {count, plural, one {einen weiteren Download} other {{count} weitere Downloads}}.',
  'mail.answer.item': 'Sie können „{title}“ jetzt über den Link herunterladen.',
  'shares.error.follows_collection':
    'Dieser Link folgt einer Sammlung: Nehmen Sie die Datei in die Sammlung auf.',
};
