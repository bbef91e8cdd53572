/** Auslieferung: die Beilagen in einem ZIP und die Namen der mitgelieferten Formate. */
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
};
