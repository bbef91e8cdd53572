/** Colours below transparency. */
import type { Rgba } from './types.ts';

export const WHITE: Rgba = { r: 255, g: 255, b: 255, a: 255 };

export const isWhite = ({ r, g, b, a }: Rgba): boolean => r + g + b + a === 4 * 255;

/** What is seen of a colour on white: nothing shines through any more. */
export function overWhite({ r, g, b, a }: Rgba): Rgba {
  const mix = (value: number): number => Math.round((value * a + 255 * (255 - a)) / 255);
  return { r: mix(r), g: mix(g), b: mix(b), a: 255 };
}
