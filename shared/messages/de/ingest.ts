/** Aufnahme: was aus einem Upload wurde und warum eine Datei keine Vorschau hat. */
import type { ingest as source } from '../en/ingest.ts';

export const ingest: Readonly<Record<keyof typeof source, string>> = {
  'ingest.duplicate': 'Bereits als „{title}“ in der Bibliothek. Nichts wurde ein zweites Mal gespeichert.',
  'ingest.same_name': 'Ein anderes Asset hat eine Datei gleichen Namens: „{title}“.',
  'ingest.near_duplicate': 'Sieht aus wie „{title}“.',
  'ingest.still_looking': 'Die Datei wird noch angesehen. Versuchen Sie es gleich noch einmal.',
  'ingest.worked_on': 'Mit dem neuen Asset wurde schon gearbeitet, deshalb bleibt es ein eigenes.',
  'ingest.version': 'Version {number} von „{title}“.',
  'ingest.empty': 'Die Datei ist leer.',
  'ingest.incomplete': 'Die Datei ist unvollständig angekommen. Bitte noch einmal hochladen.',
  'ingest.target_gone': 'Das Asset, dessen Version dies werden sollte, gibt es nicht mehr.',
  'ingest.delayed':
    'Sie ist angekommen und sicher. Die Prüfung dauert länger als üblich; sie muss nicht noch einmal gesendet werden.',
  'ingest.failed': 'Die Datei konnte nicht verarbeitet werden. Bitte noch einmal hochladen.',
  'ingest.request_closed': 'Die Upload-Anfrage wurde geschlossen, bevor die Datei angekommen war.',
  'ingest.too_large': 'Die Datei ist größer, als diese Anfrage annimmt.',
  'ingest.request_full': 'Diese Upload-Anfrage nimmt keine Dateien mehr an.',
  'ingest.consent_changed':
    'Die Bedingungen dieser Upload-Anfrage wurden geändert, bevor die Datei da war. Bitte stimmen Sie ihnen zu und reichen Sie die Datei noch einmal ein.',
  'ingest.no_room': 'Unter dieser Upload-Anfrage ist nicht mehr genug Platz.',
  'ingest.kind_not_asked': 'Um diese Art von Datei wurde nicht gebeten.',

  'ingest.poster.drawn': 'Diese Version hat eine Vorschau, die aus dem Original selbst gemacht ist.',
  'ingest.poster.types': 'Ein Vorschaubild ist eines von {types}.',
};
