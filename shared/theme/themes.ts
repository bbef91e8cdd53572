/**
 * The five portal themes: typed values that become the custom properties of tokens.css. What a theme arranges (grid,
 * rules, case) is style sheets in portal/styles/themes, chosen by `data-theme`; what it colours and sets is here.
 *
 * A brand may give an accent, a surface and an ink. Whatever it gives, the roles that leave this module keep the contrast
 * promised in tokens.css.
 */
import type { Theme, ThemeName } from '../contract/portals.ts';
import {
  EDGE_CONTRAST,
  formatColour,
  isLight,
  mix,
  type Oklch,
  oklch,
  parseHex,
  TEXT_CONTRAST,
  textOn,
  withContrast,
} from './contrast.ts';

export type Scheme = 'light' | 'dark';

/** One scheme's colours, under the names of tokens.css. */
export interface ColourRoles {
  readonly surface: Oklch;
  readonly 'surface-raised': Oklch;
  readonly ink: Oklch;
  readonly 'ink-muted': Oklch;
  readonly line: Oklch;
  readonly edge: Oklch;
  readonly accent: Oklch;
  readonly 'on-accent': Oklch;
  readonly 'accent-ink': Oklch;
  readonly good: Oklch;
  readonly warn: Oklch;
  readonly bad: Oklch;
  readonly focus: Oklch;
}

interface Palette {
  readonly surface: Oklch;
  readonly ink: Oklch;
  readonly accent: Oklch;
}

interface ThemeDefinition {
  readonly light: Palette;
  readonly dark: Palette;
  /** What `scheme: 'auto'` means: the reader's choice, or always dark. */
  readonly auto: 'reader' | 'dark';
  /** At most two families; `ui` is one of them. */
  readonly display: string;
  readonly text: string;
  readonly ui: string;
}

const SERIF = 'Georgia, serif';
const SANS = 'system-ui, sans-serif';

const DEFINITIONS: Readonly<Record<ThemeName, ThemeDefinition>> = {
  gallery: {
    light: { surface: oklch(1, 0, 0), ink: oklch(0.22, 0.006, 60), accent: oklch(0.43, 0.12, 28) },
    dark: { surface: oklch(0.17, 0.004, 60), ink: oklch(0.94, 0.006, 80), accent: oklch(0.76, 0.09, 45) },
    auto: 'reader',
    display: `'Newsreader Variable', ${SERIF}`,
    text: `'Newsreader Variable', ${SERIF}`,
    ui: `'Inter Variable', ${SANS}`,
  },
  broadsheet: {
    light: { surface: oklch(0.982, 0.006, 95), ink: oklch(0.19, 0.008, 80), accent: oklch(0.5, 0.185, 27) },
    dark: { surface: oklch(0.175, 0.005, 80), ink: oklch(0.93, 0.01, 90), accent: oklch(0.7, 0.17, 27) },
    auto: 'reader',
    display: `'Archivo Variable', 'Arial Narrow', ${SANS}`,
    text: `'Source Serif 4 Variable', ${SERIF}`,
    ui: `'Archivo Variable', ${SANS}`,
  },
  studio: {
    light: { surface: oklch(0.965, 0, 0), ink: oklch(0.18, 0, 0), accent: oklch(0.2, 0, 0) },
    dark: { surface: oklch(0.13, 0, 0), ink: oklch(0.95, 0, 0), accent: oklch(0.83, 0.145, 78) },
    auto: 'dark',
    display: `'Instrument Sans Variable', ${SANS}`,
    text: `'Instrument Sans Variable', ${SANS}`,
    ui: `'Instrument Sans Variable', ${SANS}`,
  },
  field: {
    light: {
      surface: oklch(0.962, 0.018, 88),
      ink: oklch(0.27, 0.032, 150),
      accent: oklch(0.42, 0.088, 150),
    },
    dark: { surface: oklch(0.21, 0.022, 150), ink: oklch(0.935, 0.02, 95), accent: oklch(0.8, 0.12, 140) },
    auto: 'reader',
    display: `'Aleo Variable', Rockwell, ${SERIF}`,
    text: `'Work Sans Variable', ${SANS}`,
    ui: `'Work Sans Variable', ${SANS}`,
  },
  signal: {
    light: { surface: oklch(1, 0, 0), ink: oklch(0.16, 0, 0), accent: oklch(0.635, 0.24, 30) },
    dark: { surface: oklch(0.15, 0, 0), ink: oklch(0.97, 0, 0), accent: oklch(0.66, 0.235, 31) },
    auto: 'reader',
    display: `'Inter Tight Variable', 'Helvetica Neue', Helvetica, ${SANS}`,
    text: `'Inter Tight Variable', 'Helvetica Neue', Helvetica, ${SANS}`,
    ui: `'Inter Tight Variable', 'Helvetica Neue', Helvetica, ${SANS}`,
  },
};

const RADII: Readonly<Record<Theme['radius'], readonly [string, string, string]>> = {
  none: ['0', '0', '0'],
  small: ['0.1875rem', '0.375rem', '0.625rem'],
  large: ['0.5rem', '1rem', '1.5rem'],
};

/** The theme's value of the CSS property `color-scheme`. */
export function colourScheme(theme: Theme): 'light' | 'dark' | 'light dark' {
  if (theme.scheme !== 'auto') return theme.scheme;
  return DEFINITIONS[theme.name].auto === 'dark' ? 'dark' : 'light dark';
}

/** The roles of one scheme, with the brand's colours where they fit it and every contrast kept. */
export function themeColours(theme: Theme, scheme: Scheme): ColourRoles {
  const own = DEFINITIONS[theme.name][scheme];
  const isOnlyScheme = colourScheme(theme) === scheme;
  const surface = brandSurface(theme, scheme, isOnlyScheme) ?? own.surface;
  const raised = mix(surface, isLight(surface) ? BLACK : WHITE, isLight(surface) ? 0.028 : 0.065);
  const grounds = [surface, raised];
  const ink = withContrast(brandInk(theme, surface) ?? inkFor(surface, own), grounds, TEXT_CONTRAST);
  const accent = withContrast(
    theme.accent === null ? own.accent : parseHex(theme.accent),
    grounds,
    EDGE_CONTRAST,
  );
  const accentInk = withContrast(accent, grounds, TEXT_CONTRAST);
  const state = (hue: number, chroma: number): Oklch =>
    withContrast(oklch(isLight(surface) ? 0.52 : 0.76, chroma, hue), grounds, TEXT_CONTRAST);
  return {
    surface,
    'surface-raised': raised,
    ink,
    'ink-muted': withContrast(mix(ink, surface, 0.36), grounds, TEXT_CONTRAST),
    line: mix(surface, ink, 0.14),
    edge: withContrast(mix(surface, ink, 0.5), grounds, EDGE_CONTRAST),
    accent,
    'on-accent': textOn(accent),
    'accent-ink': accentInk,
    good: state(152, 0.115),
    warn: state(72, 0.11),
    bad: state(27, 0.17),
    focus: accentInk,
  };
}

/**
 * The theme as a style sheet: custom properties on `:root` and nothing else. Safe to put in a page's `<style>`: every
 * value is computed from typed tokens.
 */
export function themeCss(theme: Theme): string {
  const { display, text, ui } = DEFINITIONS[theme.name];
  const light = themeColours(theme, 'light');
  const dark = themeColours(theme, 'dark');
  const colours = ROLE_NAMES.map(
    (role) => `--${role}:light-dark(${formatColour(light[role])},${formatColour(dark[role])})`,
  );
  const [small, medium, large] = RADII[theme.radius];
  const well = isLight(dark.ink) ? mix(dark.surface, BLACK, 0.5) : dark['surface-raised'];
  const rules = [
    `color-scheme:${colourScheme(theme)}`,
    ...colours,
    `--font-display:${display}`,
    `--font-text:${text}`,
    `--font-ui:${ui}`,
    // Where pictures lie, in themes that set them off: darker than a page that is written on in light ink, so that words on it stay legible.
    `--surface-well:light-dark(${formatColour(light['surface-raised'])},${formatColour(well)})`,
    `--radius-s:${small}`,
    `--radius-m:${medium}`,
    `--radius-l:${large}`,
  ];
  return `:root{${rules.join(';')}}`;
}

const WHITE = oklch(1, 0, 0);
const BLACK = oklch(0, 0, 0);

export const ROLE_NAMES = [
  'surface',
  'surface-raised',
  'ink',
  'ink-muted',
  'line',
  'edge',
  'accent',
  'on-accent',
  'accent-ink',
  'good',
  'warn',
  'bad',
  'focus',
] as const satisfies readonly (keyof ColourRoles)[];

/** A brand's surface belongs to the scheme it looks like, or to the only one there is. */
function brandSurface(theme: Theme, scheme: Scheme, isOnlyScheme: boolean): Oklch | null {
  if (theme.surface === null) return null;
  const surface = awayFromMiddle(parseHex(theme.surface));
  return isOnlyScheme || isLight(surface) === (scheme === 'light') ? surface : null;
}

/** A mid-grey surface allows no muted text; it moves to where ink and muted ink both read. */
function awayFromMiddle(surface: Oklch): Oklch {
  return isLight(surface)
    ? withContrast(surface, [BLACK], SURFACE_CONTRAST)
    : withContrast(surface, [WHITE], SURFACE_CONTRAST);
}

/** A brand's ink is used on surfaces of the other side only. */
function brandInk(theme: Theme, surface: Oklch): Oklch | null {
  if (theme.ink === null) return null;
  const ink = parseHex(theme.ink);
  return isLight(ink) === isLight(surface) ? null : ink;
}

function inkFor(surface: Oklch, own: Palette): Oklch {
  return isLight(surface) === isLight(own.surface) ? own.ink : textOn(surface);
}

/** Contrast of a surface with pure black or white. */
const SURFACE_CONTRAST = 9;
