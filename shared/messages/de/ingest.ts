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
  'ingest.failed': 'Die Datei konnte nicht verarbeitet werden. Bitte noch einmal hochladen.',
  'ingest.request_closed': 'Die Upload-Anfrage wurde geschlossen, bevor die Datei angekommen war.',
  'ingest.too_large': 'Die Datei ist größer, als diese Anfrage annimmt.',
  'ingest.request_full': 'Diese Upload-Anfrage nimmt keine Dateien mehr an.',
  'ingest.no_room': 'Unter dieser Upload-Anfrage ist nicht mehr genug Platz.',
  'ingest.kind_not_asked': 'Um diese Art von Datei wurde nicht gebeten.',

  'ingest.verdict.damaged':
    'Die Datei ist beschädigt und ließ sich nicht darstellen. Sie bleibt so, wie sie abgegeben wurde.',
  'ingest.verdict.ends_early':
    'Die Datei endet zu früh: Ein Teil des Bildes fehlt. Sie bleibt so, wie sie abgegeben wurde.',
  'ingest.verdict.undecodable':
    'Bilder dieses Typs ({type}) lassen sich hier nicht darstellen. Die Datei bleibt erhalten und kann geteilt und heruntergeladen werden.',
  'ingest.verdict.too_large':
    '{width} × {height} Pixel sind mehr, als sich darstellen lässt. Die Datei bleibt erhalten und wurde nicht decodiert.',
  'ingest.verdict.too_many_bytes':
    'Die Datei ist zu groß für eine Darstellung. Sie bleibt erhalten und kann geteilt und heruntergeladen werden.',
  'ingest.verdict.no_preview':
    'Dateien dieses Typs ({type}) haben keine Vorschau. Sie können geteilt und heruntergeladen werden.',
  'ingest.verdict.failed':
    'Die Vorschau ließ sich nicht erzeugen. Die Datei bleibt erhalten; erneutes Hochladen startet einen weiteren Versuch.',
};
