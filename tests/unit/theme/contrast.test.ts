import { readFileSync } from 'node:fs';
import { parse, wcagContrast } from 'culori';
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

function contrastOf(roles: Map<string, string>, a: string, b: string): number {
  const [first, second] = [parse(roles.get(a) ?? ''), parse(roles.get(b) ?? '')];
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
  }
  return found;
}

const theme = (values: Partial<Theme>): Theme => themeSchema.parse(values);

describe('contrast', () => {
  it.each(THEMES)('holds in %s, light and dark', (name) => {
    const css = themeCss(theme({ name }));
    expect([...readRoles(css, 'dark').keys()]).toEqual([...ROLE_NAMES]);
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
    const accent = parse(readRoles(css, 'light').get('accent') ?? '');
    const wanted = parse('#0b5d3b');
    if (accent === undefined || wanted === undefined) throw new Error('no accent');
    expect(wcagContrast(accent, wanted)).toBeLessThan(1.03);
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
