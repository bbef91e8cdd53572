/** Minimal display profiles (ICC.1:2010, version 4 parametric curves); sRGB's numbers are those of IEC 61966-2-1. */

/** sRGB primaries adapted to D50 (Bradford), as rows of X, Y, Z for red, green and blue. */
export const SRGB_PRIMARIES_D50 = [
  [0.4360747, 0.2225045, 0.0139322],
  [0.3850649, 0.7168786, 0.0971045],
  [0.1430804, 0.0606169, 0.7141733],
] as const;

type Primaries = readonly (readonly [number, number, number])[];

let bytes: Uint8Array | null = null;

export function srgbProfile(): Uint8Array {
  bytes ??= matrixProfile(SRGB_PRIMARIES_D50, 'srgb');
  return bytes;
}

/**
 * A display profile of three primaries and one tone curve.
 *
 * @param primaries X, Y, Z of red, green and blue, adapted to D50
 */
export function matrixProfile(primaries: Primaries, tone: 'srgb' | { readonly gamma: number }): Uint8Array {
  const [red, green, blue] = primaries;
  if (!red || !green || !blue) throw new RangeError('three primaries');
  const curve =
    tone === 'srgb'
      ? tagOf('para', [0, 3], [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
      : tagOf('para', [0, 0], [tone.gamma]);
  const tags: readonly (readonly [string, Uint8Array])[] = [
    ['desc', textTag(tone === 'srgb' ? 'sRGB' : 'RGB')],
    ['cprt', textTag('Public domain')],
    ['wtpt', tagOf('XYZ ', [], [0.9642, 1, 0.8249])],
    ['rXYZ', tagOf('XYZ ', [], red)],
    ['gXYZ', tagOf('XYZ ', [], green)],
    ['bXYZ', tagOf('XYZ ', [], blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const size = 132 + tags.length * 12 + tags.reduce((sum, [, tag]) => sum + tag.length, 0);
  const profile = new Uint8Array(size);
  const view = new DataView(profile.buffer);
  view.setUint32(0, size);
  view.setUint32(8, 0x04300000);
  write(profile, 12, 'mntrRGB XYZ ');
  view.setUint16(24, 2026);
  view.setUint16(26, 1);
  view.setUint16(28, 1);
  write(profile, 36, 'acsp');
  [0.9642, 1, 0.8249].forEach((value, i) => {
    view.setInt32(68 + i * 4, fixed(value));
  });
  view.setUint32(128, tags.length);
  let at = 132 + tags.length * 12;
  tags.forEach(([name, tag], i) => {
    write(profile, 132 + i * 12, name);
    view.setUint32(136 + i * 12, at);
    view.setUint32(140 + i * 12, tag.length);
    profile.set(tag, at);
    at += tag.length;
  });
  return profile;
}

const fixed = (value: number): number => Math.round(value * 65536);

function write(to: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) to[at + i] = text.charCodeAt(i);
}

function tagOf(type: string, shorts: readonly number[], numbers: readonly number[]): Uint8Array {
  const start = shorts.length > 0 ? 12 : 8;
  const tag = new Uint8Array(start + numbers.length * 4);
  const view = new DataView(tag.buffer);
  write(tag, 0, type);
  if (shorts.length > 0) view.setUint16(8, shorts[1] as number);
  numbers.forEach((value, i) => {
    view.setInt32(start + i * 4, fixed(value));
  });
  return tag;
}

function textTag(text: string): Uint8Array {
  const length = 28 + text.length * 2;
  const tag = new Uint8Array(Math.ceil(length / 4) * 4);
  const view = new DataView(tag.buffer);
  write(tag, 0, 'mluc');
  view.setUint32(8, 1);
  view.setUint32(12, 12);
  write(tag, 16, 'enUS');
  view.setUint32(20, text.length * 2);
  view.setUint32(24, 28);
  for (let i = 0; i < text.length; i++) view.setUint16(28 + i * 2, text.charCodeAt(i));
  return tag;
}
