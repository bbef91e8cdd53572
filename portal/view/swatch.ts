/** A swatch's values as designers and developers paste them. */

/** `#1d4ed8` and `29, 78, 216`. */
export function swatchValues(hex: string): string[] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null) return [hex];
  const channels = match.slice(1).map((channel) => Number.parseInt(channel, 16));
  return [hex.toUpperCase(), `rgb(${channels.join(' ')})`];
}
