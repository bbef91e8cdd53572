/** Konsole: Bibliothek, Auswahl, Hochladen, schnelle Freigabe, Zurückziehen. */
import type { consoleLibrary as english } from '../en/console-library.ts';

export const consoleLibrary: Readonly<Record<keyof typeof english, string>> = {
  'console.asset_count': '{count, plural, =0 {keine Assets} one {1 Asset} other {{count, number} Assets}}',
  'console.unchanged':
    '{count, plural, one {Ein Asset blieb, wie es war} other {{count} Assets blieben, wie sie waren}}',
  'console.undo.reason': 'In der Konsole rückgängig gemacht',
  'console.copied': 'Kopiert',
  'console.copy_named': '{name} kopieren',

  'console.library.grid': 'Assets',
  'console.library.upload': 'Hochladen',
  'console.library.search': 'Bibliothek durchsuchen',
  'console.library.search_placeholder': 'Suchen, oder status:draft kind:image',
  'console.library.token': '{filter}: {value}',
  'console.library.size': 'Größe der Bilder',
  'console.library.as_grid': 'Als Raster zeigen',
  'console.library.as_table': 'Als Tabelle zeigen',
  'console.library.sort.newest': 'Neueste zuerst',
  'console.library.sort.oldest': 'Älteste zuerst',
  'console.library.sort.title': 'Nach Titel',
  'console.library.sort.updated': 'Zuletzt geändert',
  'console.library.has_suggestions': 'Hat Vorschläge',
  'console.library.preview': 'Vorschau: {title}',
  'console.library.previous': 'Vorheriges',
  'console.library.next': 'Nächstes',
  'console.library.open': 'Öffnen',
  'console.library.open_named': '{title} öffnen',
  'console.library.none_title': 'Kein Asset passt',
  'console.library.none_text':
    'Nehmen Sie einen Filter weg oder suchen Sie mit weniger oder anderen Wörtern. Auch Vertipptes wird gefunden.',
  'console.library.none_action': 'Suche und Filter leeren',
  'console.library.empty_title': 'Die Bibliothek ist leer',
  'console.library.empty_text':
    'Fotos, Logos, Filme, Dokumente: Legen Sie Dateien oder Ordner irgendwo in diesem Fenster ab. Bildtexte, Nachweise und Bedingungen darin werden gelesen, und jede Datei bekommt ihr Urteil.',
  'console.library.empty_action': 'Dateien wählen',

  'console.filter_name.status': 'Status',
  'console.filter_name.kind': 'Art',
  'console.filter_name.rights': 'Rechte',
  'console.filter_name.orientation': 'Format',
  'console.filter_name.colour': 'Farbe',
  'console.filter_name.keyword': 'Stichwort',
  'console.filter_name.collectionId': 'Sammlung',
  'console.orientation.landscape': 'Querformat',
  'console.orientation.portrait': 'Hochformat',
  'console.orientation.square': 'Quadrat',
  'console.colour.red': 'Rot',
  'console.colour.orange': 'Orange',
  'console.colour.yellow': 'Gelb',
  'console.colour.green': 'Grün',
  'console.colour.teal': 'Türkis',
  'console.colour.blue': 'Blau',
  'console.colour.purple': 'Violett',
  'console.colour.pink': 'Rosa',
  'console.colour.brown': 'Braun',
  'console.colour.black': 'Schwarz',
  'console.colour.gray': 'Grau',
  'console.colour.white': 'Weiß',

  'console.verdict.ok': 'In Ordnung',
  'console.verdict.damaged': 'Beschädigte Datei.',
  'console.verdict.undecodable': 'Diese Art Bild lässt sich nicht zeichnen; das Original ist sicher.',
  'console.verdict.too_large': 'Zu groß, um es sicher zu zeichnen; das Original ist sicher.',
  'console.verdict.no_preview': 'Keine Vorschau für diese Art Datei.',

  'console.bulk.label': 'Auswahl',
  'console.bulk.selected': '{count, plural, one {1 ausgewählt} other {{count, number} ausgewählt}}',
  'console.bulk.clear': 'Auswahl aufheben',
  'console.bulk.status': 'Status',
  'console.bulk.keywords': 'Stichwörter',
  'console.bulk.license': 'Lizenz',
  'console.bulk.collection': 'Sammlung',
  'console.bulk.share': 'Teilen',
  'console.bulk.keywords_title':
    '{count, plural, one {Stichwörter hinzufügen} other {Stichwörter zu {count} Assets hinzufügen}}',
  'console.bulk.keywords_label': 'Neue Stichwörter',
  'console.bulk.keywords_hint':
    'Nach jedem Eingabetaste oder Komma. Assets, die ein Stichwort schon haben, behalten es einmal.',
  'console.bulk.keywords_action':
    '{words, plural, one {Stichwort} other {{words} Stichwörter}} hinzufügen{count, plural, one {} other { ({count} Assets)}}',
  'console.bulk.license_title':
    '{count, plural, one {Lizenz zuweisen} other {{count} Assets eine Lizenz zuweisen}}',
  'console.bulk.license_label': 'Lizenz',
  'console.bulk.license_placeholder': 'Name oder Lizenzgeber',
  'console.bulk.license_hint': 'Lizenzen sind Vereinbarungen; neue entstehen unter „Rechte“.',
  'console.license.where': 'in {territories}',
  'console.license_reach':
    '{effect, select, prohibit {Verbietet} other {Erlaubt}} die Nutzung {window}, in {territories}, für {channels}.',
  'console.bulk.license_keeps':
    '{count, plural, one {Das Asset behält seine anderen Lizenzen.} other {Die {count} Assets behalten ihre anderen Lizenzen.}}',
  'console.bulk.license_action': '{count, plural, one {Lizenz zuweisen} other {{count} Assets zuweisen}}',
  'console.bulk.collection_title':
    '{count, plural, one {In eine Sammlung legen} other {{count} Assets in eine Sammlung legen}}',
  'console.bulk.collection_label': 'Sammlung',
  'console.bulk.collection_placeholder': 'Sammlung finden',
  'console.bulk.collection_new': 'Oder eine neue benennen',
  'console.bulk.collection_portals':
    'Zu sehen auf {portals}: Freigegebenes mit Lizenz erscheint dort sofort.',
  'console.bulk.collection_action':
    '{count, plural, one {Asset hinzufügen} other {{count} Assets hinzufügen}}',

  'console.status_act.draft': 'Zurück zum Entwurf',
  'console.status_act.in_review': 'Zur Prüfung geben',
  'console.status_act.approved': 'Freigeben',
  'console.status_act.withdrawn': 'Zurückziehen …',
  'console.status_done.draft':
    '{count, plural, one {Wieder Entwurf} other {{count} Assets sind wieder Entwürfe}}',
  'console.status_done.in_review':
    '{count, plural, one {Zur Prüfung gegeben} other {{count} Assets zur Prüfung gegeben}}',
  'console.status_done.approved': '{count, plural, one {Freigegeben} other {{count} Assets freigegeben}}',
  'console.status_done.withdrawn':
    '{count, plural, one {Zurückgezogen} other {{count} Assets zurückgezogen}}',
  'console.status_failed':
    '{count, plural, one {Der Status bleibt} other {Der Status von {count} Assets bleibt}}',
  'console.keywords_done':
    '{count, plural, one {Stichwörter geändert} other {Stichwörter von {count} Assets geändert}}',
  'console.suggestions_done':
    '{count, plural, one {Stichwort angenommen} other {{count} Stichwörter angenommen}}',
  'console.suggestions_failed': 'Die Vorschläge sind, wie sie waren',
  'console.license_assigned':
    '{count, plural, =0 {„{name}“ war schon zugewiesen} one {„{name}“ zugewiesen} other {„{name}“ {count} Assets zugewiesen}}',
  'console.license_removed':
    '{count, plural, one {„{name}“ entfernt} other {„{name}“ von {count} Assets entfernt}}',
  'console.collected':
    '{count, plural, one {Zu „{title}“ hinzugefügt} other {{count} Assets zu „{title}“ hinzugefügt}}',

  'console.withdraw.title':
    '{count, plural, one {„{title}“ zurückziehen} other {{count} Assets zurückziehen}}',
  'console.withdraw.effect':
    '{count, plural, one {Es verschwindet binnen 15 Sekunden überall: Portale, Freigaben, Downloads, Hotlinks.} other {Sie verschwinden binnen 15 Sekunden überall: Portale, Freigaben, Downloads, Hotlinks.}}',
  'console.withdraw.in_collection': 'die Sammlung „{title}“ und jedes Portal, das sie zeigt',
  'console.withdraw.in_link': 'die Freigabe „{name}“',
  'console.withdraw.hotlinks':
    '{count, plural, one {seine Hotlinks auf anderen Websites} other {Hotlinks von {count} Assets auf anderen Websites}}',
  'console.withdraw.reason': 'Grund',
  'console.withdraw.reason_hint': 'Bleibt im Protokoll. Besucher sehen ihn nicht.',
  'console.withdraw.successor': 'Nachfolger, falls es einen gibt',
  'console.withdraw.successor_hint':
    'Besucher werden dorthin geführt, und Hotlinks können ihn stattdessen zeigen.',
  'console.withdraw.action': '{count, plural, one {Asset zurückziehen} other {{count} Assets zurückziehen}}',

  'console.share.title': '{count, plural, one {Dieses Asset freigeben} other {{count} Assets freigeben}}',
  'console.share.name': 'Name',
  'console.share.name_hint': 'Mit diesem Namen begrüßt die Seite: das Projekt oder die Agentur.',
  'console.share.until': 'Bis',
  'console.share.permission': 'Erlaubt ist',
  'console.share.password': 'Passwort (optional)',
  'console.share.password_hint': 'Schicken Sie es auf einem anderen Weg als den Link.',
  'console.share.action': 'Link anlegen',
  'console.share.done': 'Link „{name}“ angelegt',
  'console.share.link': 'Link',
  'console.share.copy': 'Link kopieren',
  'console.share.copied': 'Kopiert',
  'console.share.preflight_clear':
    '{count, plural, one {Es ist frei, bis der Link endet.} other {Alle {count} sind frei, bis der Link endet.}}',
  'console.share.preflight':
    '{ending, plural, =0 {} one {1 von {total} endet vor dem Link. } other {{ending} von {total} enden vor dem Link. }}{denied, plural, =0 {} one {1 von {total} wird jetzt nicht ausgeliefert. } other {{denied} von {total} werden jetzt nicht ausgeliefert. }}{partly, plural, =0 {} one {1 geht nur in einige Länder. } other {{partly} gehen nur in einige Länder. }}{lookOnly, plural, =0 {} one {1 lässt sich auf dieser Stufe nicht herunterladen. } other {{lookOnly} lassen sich auf dieser Stufe nicht herunterladen. }}{smaller, plural, =0 {} one {1 geht kleiner hinaus, als dieser Link es zuließe.} other {{smaller} gehen kleiner hinaus, als dieser Link es zuließe.}}',
  'console.permission.view': 'ansehen, ohne Download',
  'console.permission.download_watermarked': 'mit Wasserzeichen herunterladen',
  'console.permission.download_renditions': 'Web- und Druckgrößen herunterladen',
  'console.permission.download_originals': 'auch Originale herunterladen',

  'console.upload.drop': 'Zum Hochladen ablegen',
  'console.upload.drop_hint':
    'Dateien oder ganze Ordner. Jede bekommt ihr Urteil: neu, exaktes Duplikat, beschädigt.',
  'console.upload.drop_version': 'Für eine neue Version von „{title}“ ablegen',
  'console.upload.drop_version_hint': 'Jede Ausgabe ändert sich, keine Adresse.',
  'console.upload.open':
    '{count, plural, one {1 Datei wird hochgeladen} other {{count} Dateien werden hochgeladen}}',
  'console.upload.finished': '{count, plural, one {1 Datei hochgeladen} other {{count} Dateien hochgeladen}}',
  'console.upload.interrupted_title': 'Unfertige Uploads',
  'console.upload.left_more': 'und {count} weitere',
  'console.upload.clear': 'Fertige ausblenden',
  'console.upload.hide': 'Uploads ausblenden',
  'console.upload.sent': '{sent} von {size}, {share}',
  'console.upload.progress': 'Upload von {name}',
  'console.upload.pause': '{name} anhalten',
  'console.upload.resume': '{name} fortsetzen',
  'console.upload.retry': '{name} erneut versuchen',
  'console.upload.cancel': '{name} von der Liste nehmen',
  'console.upload.drawing': 'Die Vorschau entsteht in diesem Browser …',
  'console.upload.checking': 'Empfangen. Wird angesehen …',
  'console.upload.failed': 'Nicht aufgenommen.',
  'console.upload.take_version': 'Zur neuen Version von „{title}“ machen',
  'console.upload.take_version_failed': 'Es bleibt ein eigenes Asset',
  'console.upload.outcome.new': 'Neues Asset',
  'console.upload.outcome.duplicate': 'Exaktes Duplikat, nichts gespeichert',
  'console.upload.outcome.version': 'Neue Version',
  'console.upload.error_size': 'Die Datei ist größer, als diese Bibliothek aufnimmt.',
  'console.upload.error_denied':
    'Sie dürfen hier nicht hochladen. Melden Sie sich neu an oder fragen Sie einen Administrator.',
  'console.upload.error_type': 'Diese Art Datei wird nicht aufgenommen.',
  'console.upload.error_status':
    'Der Server hat sie abgelehnt (Status {status}). Nichts ist verloren; versuchen Sie es erneut.',
  'console.upload.error_offline':
    'Die Verbindung brach ab. Gesendetes bleibt; versuchen Sie es mit Verbindung erneut.',
};
