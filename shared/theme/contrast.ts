/**
 * Colour arithmetic for themes: colours are OKLCH, contrast is WCAG 2.2 relative luminance contrast, and a colour that
 * does not reach the contrast it needs is moved along lightness only, so that a brand's hue survives.
 */

import type { Oklch } from 'culori/fn';
import {
  clampChroma,
  converter,
  formatHex,
  interpolate,
  modeLrgb,
  modeOklab,
  modeOklch,
  modeRgb,
  useMode,
  wcagContrast,
} from 'culori/fn';

useMode(modeRgb);
useMode(modeLrgb);
useMode(modeOklab);
useMode(modeOklch);
const toOklch = converter('oklch');

export type { Oklch } from 'culori/fn';

/** Text of WCAG 2.2 level AA (1.4.3). */
export const TEXT_CONTRAST = 4.5;
/** Outlines of controls, focus rings and marks that carry meaning (1.4.11). */
export const EDGE_CONTRAST = 3;

const WHITE: Oklch = { mode: 'oklch', l: 1, c: 0, h: 0 };
const BLACK: Oklch = { mode: 'oklch', l: 0, c: 0, h: 0 };

/** An OKLCH colour inside sRGB, rounded as `formatColour` writes it. */
export function oklch(l: number, c: number, h: number): Oklch {
  return settle({ mode: 'oklch', l, c, h });
}

/**
 * Reads `#rrggbb`.
 *
 * @throws RangeError on any other spelling.
 */
export function parseHex(hex: string): Oklch {
  const colour = /^#[0-9a-f]{6}$/i.test(hex) ? toOklch(hex) : undefined;
  if (colour === undefined) throw new RangeError(`not a #rrggbb colour: ${hex}`);
  return settle({ mode: 'oklch', l: colour.l, c: colour.c, h: colour.h ?? 0 });
}

/** CSS text: `oklch(0.52 0.17 258)`. */
export function formatColour({ l, c, h }: Oklch): string {
  return `oklch(${l} ${c} ${h ?? 0})`;
}

/** `#rrggbb`, for places that know no OKLCH: mails, `theme-color`, SVG. */
export function toHex(colour: Oklch): string {
  return formatHex(colour);
}

/** 1..21, symmetric. */
export function contrast(a: Oklch, b: Oklch): number {
  return wcagContrast(a, b);
}

/** `amount` 0 gives `a`, 1 gives `b`; mixed in OKLab, where a mix with a grey keeps its hue. */
export function mix(a: Oklch, b: Oklch, amount: number): Oklch {
  const mixed = toOklch(interpolate([a, b], 'oklab')(amount));
  return settle({ mode: 'oklch', l: mixed.l, c: mixed.c, h: mixed.h ?? a.h ?? 0 });
}

/** Whether black text reads better on it than white text. */
export function isLight(colour: Oklch): boolean {
  return contrast(colour, BLACK) >= contrast(colour, WHITE);
}

/**
 * `colour`, or the nearest lightness of it that has at least `ratio` against every one of `grounds`; white or black where
 * no lightness has. Grounds are expected to be on the same side (all light or all dark).
 */
export function withContrast(colour: Oklch, grounds: readonly Oklch[], ratio: number): Oklch {
  const reaches = (candidate: Oklch): boolean =>
    grounds.every((ground) => contrast(candidate, ground) >= ratio + SCREEN_ROUNDING);
  if (reaches(colour)) return colour;
  const darker = grounds.every(isLight);
  for (let step = 1; step <= STEPS; step++) {
    const l = darker ? colour.l * (1 - step / STEPS) : colour.l + (1 - colour.l) * (step / STEPS);
    const candidate = settle({ ...colour, l });
    if (reaches(candidate)) return candidate;
  }
  return darker ? BLACK : WHITE;
}

/** The text colour for a filled ground: nearly white or nearly black, whichever reads better, pure where it must be. */
export function textOn(ground: Oklch): Oklch {
  const light = isLight(ground);
  const soft = oklch(light ? 0.18 : 0.985, Math.min(ground.c ?? 0, 0.015), ground.h ?? 0);
  if (contrast(soft, ground) >= TEXT_CONTRAST + SCREEN_ROUNDING) return soft;
  return light ? BLACK : WHITE;
}

const STEPS = 200;
/** A screen shows 256 steps a channel; each colour may lose this much contrast to that. */
const SCREEN_ROUNDING = 0.06;

/** Inside sRGB and rounded, so that what is measured is what is written. */
function settle(colour: Oklch): Oklch {
  const inside = clampChroma(colour, 'oklch');
  const round = (value: number | undefined, digits: number): number => Number((value ?? 0).toFixed(digits));
  // Chroma is cut, never rounded up: rounding up may leave sRGB again.
  const c = Math.floor((inside.c ?? 0) * 1000) / 1000;
  return { mode: 'oklch', l: round(inside.l, 3), c, h: c === 0 ? 0 : round(inside.h, 1) };
}
