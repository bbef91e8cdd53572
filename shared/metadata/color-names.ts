/**
 * Plain names for colours, for facets and suggestions. Named by regions of OKLCH (Ottosson, 2020), where lightness, chroma
 * and hue are what people perceive: brown is dark orange, pink is light red.
 */
import { converter, modeOklch, modeRgb, useMode } from 'culori/fn';
import type { COLOUR_NAMES } from '../contract/assets.ts';

export type ColorName = (typeof COLOUR_NAMES)[number];

/** A colour of a picture: `#rrggbb`, and the part of its visible area, 0..1. */
export interface PaletteShare {
  readonly hex: string;
  readonly share: number;
}

useMode(modeRgb);
useMode(modeOklch);
const toOklch = converter('oklch');

/** Chroma below which nobody names a hue, in the middle and at the ends of the lightness scale. */
const grayChroma = 0.03;
const paleChroma = 0.015;

/** Name of a colour written as `#rrggbb`; null for anything else. */
export function nameColor(hex: string): ColorName | null {
  const color = /^#[0-9a-f]{6}$/i.test(hex) ? toOklch(hex) : undefined;
  if (!color) return null;
  const { l, c, h } = color;
  if (l < 0.2 || (l < 0.3 && c < grayChroma)) return 'black';
  if (l > 0.95 && c < grayChroma && !(h !== undefined && c > paleChroma && l < 0.96)) return 'white';
  if (c < grayChroma || h === undefined) return l > 0.93 ? 'white' : 'gray';
  return nameHue(l, c, h);
}

function nameHue(l: number, c: number, h: number): ColorName {
  if (h < 20 || h >= 340) return l > 0.64 ? 'pink' : 'red';
  if (h < 45) {
    if (l > 0.76) return 'pink';
    return c < 0.125 && l < 0.6 ? 'brown' : 'red';
  }
  if (h < 84) return l < 0.62 || (c < 0.08 && l < 0.8) ? 'brown' : 'orange';
  if (h < 115) return 'yellow';
  if (h < 170) return 'green';
  if (h < 222) return 'teal';
  if (h < 288) return 'blue';
  return h > 320 && l > 0.68 ? 'pink' : 'purple';
}

/** Shares of the names in a palette, largest first; colours that cannot be read are left out. */
export function nameShares(
  palette: readonly PaletteShare[],
): { readonly name: ColorName; readonly share: number }[] {
  const shares = new Map<ColorName, number>();
  for (const { hex, share } of palette) {
    const name = nameColor(hex);
    if (name) shares.set(name, Math.min(1, (shares.get(name) ?? 0) + Math.max(0, share)));
  }
  return [...shares].map(([name, share]) => ({ name, share })).sort((a, b) => b.share - a.share);
}
