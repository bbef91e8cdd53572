/** Konsole: Sammlungen, Auswahl von Assets, Reihenfolge. */
import type { consoleCollections as english } from '../en/console-collections.ts';

export const consoleCollections: Readonly<Record<keyof typeof english, string>> = {
  'console.more_rows': 'Mehr zeigen',
  'console.slug_shape': 'Nur Kleinbuchstaben, Ziffern und einzelne Bindestriche.',

  'console.sort.handle': '{name} verschieben, Position {position} von {total}',
  'console.sort.hint': 'Ziehen, oder Leertaste drücken und mit den Pfeiltasten verschieben',
  'console.sort.taken':
    'Aufgenommen, Position {position} von {total}. Pfeiltasten verschieben, Leertaste legt ab, Escape lässt es, wo es war.',
  'console.sort.position': 'Position {position} von {total}',
  'console.sort.done': 'Abgelegt an Position {position} von {total}',
  'console.sort.cancelled': 'Bleibt, wo es war',

  'console.picker.placeholder': 'Titel, Dateiname, Stichwort, Artikelnummer',
  'console.picker.present': 'Schon enthalten',

  'console.collections.new': 'Neue Sammlung',
  'console.collections.create': 'Sammlung anlegen',
  'console.collections.find': 'Sammlung suchen',
  'console.collections.shown_on': 'auf {portals}',
  'console.collections.starts': 'Beginnt {day}',
  'console.collections.ends': 'Endet {day}',
  'console.collections.ended': 'Endete {day}',
  'console.collections.empty_title': 'Noch keine Sammlungen',
  'console.collections.empty_text':
    'Eine Sammlung ist eine kuratierte Auswahl in einer Reihenfolge, die Sie bestimmen: eine Einführung, eine Saison, die Logos. Portale zeigen Sammlungen, und ein Link kann eine weitergeben. Assets bleiben in der Bibliothek und können in mehreren sein.',

  'console.collection.back': 'Zurück zu den Sammlungen',
  'console.collection.about': 'Über diese Sammlung',
  'console.collection.assets': 'Assets der Sammlung, in ihrer Reihenfolge',
  'console.collection.more': 'Mehr zu dieser Sammlung',
  'console.collection.title': 'Titel',
  'console.collection.title_hint': 'Besucher eines Portals lesen ihn.',
  'console.collection.description': 'Beschreibung',
  'console.collection.slug': 'Adresse',
  'console.collection.slug_hint':
    'Der letzte Teil der Adresse der Seite. Wer sie ändert, bricht Verweise auf die alte.',
  'console.collection.window': 'Gezeigt',
  'console.collection.window_hint':
    'Außerhalb dieser Zeit wird durch die Sammlung nichts ausgeliefert, was immer die Lizenzen sagen.',
  'console.collection.starts': 'Ab',
  'console.collection.ends': 'Bis',
  'console.collection.at_once': 'Sofort',
  'console.collection.no_end': 'Ohne Ende',
  'console.collection.places': 'Gezeigt auf',
  'console.collection.places_none':
    'Noch zeigt sie kein Portal. Fügen Sie sie im Editor des Portals als Abschnitt hinzu.',
  'console.collection.cover_none': 'Noch kein Bild',
  'console.collection.cover_first': 'Titelbild: das erste Asset',
  'console.collection.cover_chosen': 'Titelbild: gewählt',
  'console.collection.cover_choose': 'Titelbild wählen',
  'console.collection.cover_use': 'Als Titelbild',
  'console.collection.cover_clear': 'Nicht als Titelbild',
  'console.collection.is_cover': 'Titelbild der Sammlung',
  'console.collection.move_first': 'Ganz nach vorn',
  'console.collection.moved': 'Reihenfolge geändert',
  'console.collection.move_failed': 'Die Reihenfolge bleibt, wie sie war',
  'console.collection.remove': '{count, plural, one {Herausnehmen} other {{count} herausnehmen}}',
  'console.collection.removed':
    '{count, plural, one {Aus „{title}“ herausgenommen} other {{count} Assets aus „{title}“ herausgenommen}}',
  'console.collection.remove_failed': 'Die Sammlung bleibt, wie sie war',
  'console.collection.share': 'Teilen',
  'console.collection.share_some': '{count} teilen',
  'console.collection.add': 'Assets hinzufügen',
  'console.collection.add_title': 'Assets zu „{title}“ hinzufügen',
  'console.collection.add_action':
    '{count, plural, =0 {Assets hinzufügen} one {1 Asset hinzufügen} other {{count} Assets hinzufügen}}',
  'console.collection.empty_title': 'Noch nichts darin',
  'console.collection.empty_text':
    'Wählen Sie Assets aus der Bibliothek und ziehen Sie sie in die Reihenfolge, die Besucher sehen. Das erste wird zum Titelbild, wenn Sie kein anderes wählen.',
  'console.collection.empty_library': 'Bibliothek öffnen',
  'console.collection.delete': 'Sammlung löschen',
  'console.collection.delete_title': '„{title}“ löschen',
  'console.collection.delete_text':
    '{count, plural, =0 {Sie ist leer.} one {Ihr Asset bleibt in der Bibliothek.} other {Ihre {count} Assets bleiben in der Bibliothek.}} Eine Sammlung, die ein veröffentlichtes Portal zeigt oder ein Link weitergibt, muss dort erst herausgenommen werden.',
  'console.collection.deleted': '„{title}“ gelöscht',
};
