/** Auslieferung: die Beilagen in einem ZIP, die Namen der mitgelieferten Formate und was eine Adresse annimmt. */
import type { delivery as source } from '../en/delivery.ts';

export const delivery: Readonly<Record<keyof typeof source, string>> = {
  'delivery.manifest.heading': 'Bildnachweise und Nutzungsbedingungen',
  'delivery.manifest.made_at': 'Erstellt',
  'delivery.manifest.title': 'Titel',
  'delivery.manifest.creator': 'Urheber',
  'delivery.manifest.credit': 'Bildnachweis',
  'delivery.manifest.copyright': 'Copyright',
  'delivery.manifest.license': 'Lizenz',
  'delivery.manifest.terms': 'Nutzungsbedingungen',
  'delivery.manifest.territories': 'Nutzbar in',
  'delivery.manifest.channels': 'Nutzbar für',
  'delivery.manifest.usable_until': 'Nutzbar bis',
  'delivery.manifest.left_out': 'Nicht enthalten',
  'delivery.manifest.contact': 'Fragen',

  'delivery.standing.allowed':
    'Funktioniert jetzt{territories, select, none {} other {, in {territories}}}{until, select, none {, ohne geplantes Ende} other {, bis {until}}}{here, select, no {; dort, wo Sie sind, nicht} other {}}.',
  'delivery.standing.denied':
    'Funktioniert {starts, select, none {nicht} other {erst ab {starts}}}: {reasons}.',

  'delivery.preset.thumb': 'Vorschaubild',
  'delivery.preset.card': 'Karte, 4:3',
  'delivery.preset.square': 'Quadrat',
  'delivery.preset.preview': 'Vorschau',
  'delivery.preset.motion': 'Animation, bis 800 px',
  'delivery.preset.hero': 'Titelbild, 16:9',
  'delivery.preset.web': 'Web, bis 2048 px',
  'delivery.preset.social-square': 'Social Media, quadratisch',
  'delivery.preset.social-portrait': 'Social Media, hochkant',
  'delivery.preset.social-story': 'Social Media, Story',
  'delivery.preset.social-wide': 'Social Media, breit',
  'delivery.preset.email': 'E-Mail, bis 1200 px',
  'delivery.preset.print': 'Druck, bis 6000 px',
  'delivery.preset.original': 'Original',

  'delivery.accepts.w': 'eine Breite in CSS-Pixeln, 1 bis {max}',
  'delivery.accepts.h': 'eine Höhe in CSS-Pixeln, 1 bis {max}',
  'delivery.accepts.words': 'eines von {words}',
  'delivery.accepts.fp': 'ein Bildschwerpunkt x:y, je 0 bis 1, etwa 0.5:0.25',
  'delivery.accepts.ar': 'ein Seitenverhältnis wie 16:9 oder 1.91, höchstens {max}',
  'delivery.accepts.dpr': 'eine Pixeldichte, 1 bis {max} in Schritten von 0.25',
  'delivery.accepts.q': 'auto oder eine Qualität, 1 bis 100',
  'delivery.accepts.f': 'auto oder eines von {words}',
  'delivery.accepts.bg': 'eine Farbe in Hexadezimalziffern (fff, 1a2b3c, 1a2b3c80) oder transparent',
  'delivery.accepts.blur': '0 für keine oder eine Unschärfe, 1 bis {max}',
  'delivery.accepts.sharpen': '0 für keine oder eine Schärfung, 0.1 bis {max} in Schritten von 0.1',
  'delivery.accepts.rot': 'eine Drehung im Uhrzeigersinn: 0, 90, 180 oder 270',
  'delivery.accepts.trim': '0 für keinen oder eine Toleranz für den Rand, 1 bis {max}',
  'delivery.accepts.wm': 'der Name eines Wasserzeichens oder none',
  'delivery.accepts.page': 'eine Seite oder ein Einzelbild, 1 bis {max}',
  'delivery.accepts.anim': '1 für bewegte Ausgabe oder 0',
  'delivery.accepts.up': '1, um über die Quelle hinaus zu vergrößern, oder 0',
  'delivery.accepts.length': 'höchstens {max} Zeichen',
  'delivery.accepts.names': 'die Parameter {names}',
  'delivery.accepts.once': 'jeden Parameter nur einmal',
  'delivery.accepts.preset':
    'Paare aus Name=Wert oder den Namen eines Presets, neben dem nur dpr und f stehen dürfen',
  'delivery.accepts.ar_one_side': 'ar mit w oder mit h, nicht mit beiden',
  'delivery.accepts.ar_with_side': 'ar mit w oder h, wenn fit={fit} ist',
  'delivery.accepts.box': 'eine Fläche von höchstens {max} Pixeln je Seite',
  'delivery.accepts.up_fit': 'up mit fit=cover, contain oder pad; fit={fit} vergrößert nie',
  'delivery.accepts.anim_format': 'anim mit f=auto oder webp',
  'delivery.accepts.page_still': 'page ohne anim',
  'delivery.accepts.ladder_widths': 'eine der Breiten {widths}',
  'delivery.accepts.ladder_ratios': 'eines der Seitenverhältnisse {ratios}',
  'delivery.accepts.ladder_side': 'eine Breite, allein oder mit Seitenverhältnis: w, oder w und ar',
  'delivery.accepts.ladder_dprs': '{dprs}, solange w × dpr höchstens {max} ist',
  'delivery.accepts.signed': 'eine signierte Adresse',
  'delivery.parameter_problem':
    '{parameter}: {accepts}{nearest, select, none {} other { (am nächsten: {nearest})}}',
  'delivery.size.vector': 'Vektorgrafik',
  'delivery.size.vector_ratio': 'Vektorgrafik, {ratio}',
  'delivery.mark.undrawn':
    'Keine Schrift hier hat {letters}. Wasserzeichen stehen in lateinischen, griechischen und kyrillischen Buchstaben; für andere bitte ein Bild des Textes nehmen.',
  'delivery.mark.unusable':
    'Das Bild dieses Wasserzeichens darf nicht verwendet werden: Es ist nicht freigegeben, oder seine Lizenz oder Sperrfrist erlaubt es jetzt nicht.',
  'delivery.refused.no_such_page': 'page: Diese Datei hat weniger Seiten oder Einzelbilder.',
  'delivery.refused.unknown_watermark': 'wm: Die Marke hat kein verwendbares Wasserzeichen dieses Namens.',
  'delivery.refused.no_picture':
    'Von dieser Datei gibt es kein Bild, aus dem sich eine Ausgabe machen ließe.',
  'delivery.refused.engine': 'Von dieser Datei lässt sich kein Bild machen. {cause}',
  'delivery.cause.type': 'Bilder dieses Typs ({type}) lassen sich hier nicht darstellen.',
  'delivery.cause.no_preview': 'Dateien dieses Typs ({type}) haben keine Vorschau.',
  'delivery.cause.damaged': 'Die Datei ist beschädigt und lässt sich nicht darstellen.',
  'delivery.cause.ends_early': 'Die Datei endet zu früh: Ein Teil des Bildes fehlt.',
  'delivery.cause.bytes':
    '{bytes, select, none {Die Datei ist zu groß, um dargestellt zu werden.} other {Mit {bytes} ist die Datei zu groß, um dargestellt zu werden.}}{most, select, none {} other { Gelesen werden höchstens {most}.}}',
  'delivery.cause.pixels':
    '{width} × {height} Pixel sind mehr, als sich darstellen lässt.{most, select, none {} other { Bei diesem Typ ({type}) sind höchstens {most} Megapixel möglich.}}',
  'delivery.cause.frames':
    'Die Datei hat mehr als {most} Einzelbilder oder Seiten; mehr lassen sich nicht durchgehen.',
  'delivery.cause.memory':
    'Dieses Bild ({type}{width, select, none {} other {, {width} × {height} Pixel}}) ist so gespeichert, dass seine Darstellung mehr Arbeitsspeicher bräuchte, als zur Verfügung steht.',
  'delivery.cause.rendition':
    'Als {format} lässt sich ein Bild mit {width} × {height} Pixeln nicht schreiben; höchstens {most} Megapixel sind möglich.',
  'delivery.cause.encoding':
    'Als {format} braucht dieses Bild mit {width} × {height} Pixeln beim Schreiben mehr Arbeitsspeicher, als zur Verfügung steht. Kleiner oder in einem anderen Format geht es.',
  'delivery.cause.drawing':
    'Für diesen Teil müsste die ganze Zeichnung mit {width} × {height} Pixeln dargestellt werden; höchstens {most} Megapixel sind möglich. Bitte eine kleinere Größe wählen.',
  'delivery.cause.page_size':
    'Diese Seite hat eine andere Größe als die erste; dargestellt werden nur Seiten in der Größe der ersten.',
  'delivery.cause.svg_letters':
    'Die Zeichnung enthält Buchstaben, die keine Schrift hier hat ({letters}). Mit Text in Pfaden lässt sie sich darstellen.',
  'delivery.cause.svg_part':
    'Die Zeichnung enthält {what, select, picture {ein WebP-Bild} html {Inhalt einer Webseite (foreignObject)} other {Farben oder Maße in CSS-Variablen (var())}}; das würde hier fehlen.',
  'delivery.cause.failed':
    'Die Vorschau ließ sich nicht erzeugen. Auf der Seite des Assets lässt sich ein Vorschaubild wählen; oder die Datei in ihrem Programm neu speichern und als neue Version hochladen. Dieselbe Datei noch einmal gilt als Duplikat.',
  'delivery.refused.missing': 'Das lässt sich hier nicht ausgeben: {missing}.',
  'delivery.off_ladder':
    'Ohne Signatur gibt es nur Presets und die veröffentlichte Leiter; {listed} steht nicht darauf. Bitte {nearest} nehmen oder die Adresse signieren.',
  'delivery.preset_unknown':
    'Ein Preset „{name}“ gibt es nicht.{nearest, select, none {} other { War „{nearest}“ gemeint?}}',
  'delivery.preset_refused':
    'Das Preset „{name}“ {problem, select, dpr_off_ladder {kennt diese Pixeldichte nicht} format_fixed {hat ein festes Format} not_refinable {steht für sich allein} not_in_window {ist zurzeit nicht in Gebrauch} other {ist nicht für alle da}}.{nearest, select, none {} other { Am nächsten: {nearest}.}}',
  'delivery.preset_not_offered': 'Das Preset „{name}“ wird hier nicht angeboten.',
};
