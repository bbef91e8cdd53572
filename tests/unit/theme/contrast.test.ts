import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THEMES, type Theme, themeSchema } from '../../../shared/contract/portals.ts';
import { ROLE_NAMES, themeCss } from '../../../shared/theme/themes.ts';

const GROUNDS = ['surface', 'surface-raised'];
const TEXT = ['ink', 'ink-muted', 'accent-ink', 'good', 'warn', 'bad'];
const EDGES = ['edge', 'focus', 'accent'];

/** Every role of one scheme as the style sheet writes it, read back by a CSS colour parser. */
function readRoles(css: string, scheme: 'light' | 'dark'): Map<string, string> {
  const roles = new Map<string, string>();
  for (const match of css.matchAll(/--([a-z-]+):\s*light-dark\((oklch\([^)]+\)),\s*(oklch\([^)]+\))\)/g)) {
    const value = match[scheme === 'light' ? 2 : 3];
    if (match[1] !== undefined && value !== undefined) roles.set(match[1], value);
  }
  return roles;
}

/** Linear sRGB of `oklch(l c h)`, by the matrices of CSS Color 4; written apart from the code under test. */
function linearRgb(css: string): [number, number, number] {
  const [l = 0, c = 0, h = 0] = (/oklch\(([^)]+)\)/.exec(css)?.[1] ?? '').split(' ').map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ];
  // A screen shows 256 steps a channel, so contrast is measured on those.
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const clipped = Math.min(1, Math.max(0, value));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    const stepped = Math.round(encoded * 255) / 255;
    return stepped <= 0.04045 ? stepped / 12.92 : ((stepped + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function wcagContrast(a: string, b: string): number {
  const luminance = (css: string): number => {
    const [red, green, blue] = linearRgb(css);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((one, two) => two - one);
  return (light + 0.05) / (dark + 0.05);
}

function contrastOf(roles: Map<string, string>, a: string, b: string): number {
  const [first, second] = [roles.get(a), roles.get(b)];
  if (first === undefined || second === undefined) throw new Error(`no colour for ${a} or ${b}`);
  return wcagContrast(first, second);
}

/** Pairs that fall short, such as `edge on surface 2.9`. */
function shortfalls(css: string): string[] {
  const found: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    const roles = readRoles(css, scheme);
    const check = (role: string, ground: string, least: number): void => {
      const ratio = contrastOf(roles, role, ground);
      if (ratio < least) found.push(`${scheme}: ${role} on ${ground} ${ratio.toFixed(2)} < ${least}`);
    };
    for (const ground of GROUNDS) {
      for (const role of TEXT) check(role, ground, 4.5);
      for (const role of EDGES) check(role, ground, 3);
    }
    check('on-accent', 'accent', 4.5);
    // The words beside a picture; a ground of themes alone.
    if (roles.has('surface-well')) {
      for (const role of ['ink', 'ink-muted']) check(role, 'surface-well', 4.5);
    }
  }
  return found;
}

const theme = (values: Partial<Theme>): Theme => themeSchema.parse(values);

describe('contrast', () => {
  it.each(THEMES)('holds in %s, light and dark', (name) => {
    const css = themeCss(theme({ name }));
    expect([...readRoles(css, 'dark').keys()]).toEqual([...ROLE_NAMES, 'surface-well']);
    expect(shortfalls(css)).toEqual([]);
  });

  it('holds in the tokens themselves', () => {
    const css = readFileSync(new URL('../../../shared/theme/tokens.css', import.meta.url), 'utf8');
    expect(readRoles(css, 'light').size).toBe(ROLE_NAMES.length);
    expect(shortfalls(css)).toEqual([]);
  });

  it('holds whatever colours a brand types', () => {
    const hex = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    const optional = fc.option(hex, { nil: null });
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom(...THEMES),
          accent: optional,
          surface: optional,
          ink: optional,
          scheme: fc.constantFrom('auto' as const, 'light' as const, 'dark' as const),
        }),
        (values) => {
          expect(shortfalls(themeCss(theme(values)))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves an accent alone that is good enough', () => {
    const css = themeCss(theme({ name: 'gallery', accent: '#0b5d3b', scheme: 'light' }));
    const [red, green, blue] = linearRgb(readRoles(css, 'light').get('accent') ?? '');
    const linear = (byte: number): number => ((byte / 255 + 0.055) / 1.055) ** 2.4;
    expect(red).toBeCloseTo(11 / 255 / 12.92, 2);
    expect(green).toBeCloseTo(linear(0x5d), 2);
    expect(blue).toBeCloseTo(linear(0x3b), 2);
  });

  it('darkens a pale accent and keeps its hue', () => {
    const css = themeCss(theme({ name: 'gallery', accent: '#ffe066', scheme: 'light' }));
    const hue = /oklch\([\d.]+ [\d.]+ ([\d.]+)\)/.exec(readRoles(css, 'light').get('accent-ink') ?? '')?.[1];
    expect(Number(hue)).toBeGreaterThan(85);
    expect(Number(hue)).toBeLessThan(105);
  });
});

describe('schemes', () => {
  it('follows the reader, except where the theme or the brand decides', () => {
    expect(themeCss(theme({ name: 'gallery' }))).toContain('color-scheme:light dark');
    expect(themeCss(theme({ name: 'studio' }))).toContain('color-scheme:dark');
    expect(themeCss(theme({ name: 'studio', scheme: 'light' }))).toContain('color-scheme:light;');
  });

  it('writes nothing but custom properties', () => {
    for (const name of THEMES) {
      const css = themeCss(theme({ name, accent: '#ff0000' }));
      expect(css).toMatch(/^:root\{(color-scheme|--[a-z-]+):[^{}<>]+\}$/);
    }
  });
});
