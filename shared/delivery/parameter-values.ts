/**
 * Typed mappers: one value of one parameter, read from lower-case text. Ranges are bounded, and what lies outside names the
 * nearest value inside. Pure.
 */
import { nearestWord } from './nearest-word.ts';
import { type FocalPoint, type Rgba, ROTATIONS, type Rotation } from './types.ts';

export type Read<T> =
  | { readonly value: T }
  | { readonly reason: 'malformed' | 'out-of-range'; readonly nearest: string | null };

export const malformed = { reason: 'malformed', nearest: null } as const;

export function numeric(min: number, max: number, step: number): (text: string) => Read<number> {
  return (text) => {
    if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) return malformed;
    const given = Number(text);
    // Steps are counted in thousandths so that 0.1 + 0.2 never decides a cache key.
    const units = Math.round(step * 1000);
    const snapped = (Math.round((given * 1000) / units) * units) / 1000;
    const nearest = Math.min(max, Math.max(min, snapped));
    return nearest === given ? { value: given } : { reason: 'out-of-range', nearest: String(nearest) };
  };
}

/** As `numeric`, with `0` meaning "off". */
export function optionalNumeric(
  min: number,
  max: number,
  step: number,
): (text: string) => Read<number | null> {
  const read = numeric(min, max, step);
  return (text) => (/^0(\.0+)?$/.test(text) ? { value: null } : read(text));
}

export function word<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): (text: string) => Read<T> {
  return (text) => {
    const alias = Object.hasOwn(aliases, text) ? aliases[text] : undefined;
    const found = words.find((candidate) => candidate === text) ?? alias;
    if (found !== undefined) return { value: found };
    return { reason: 'malformed', nearest: nearestWord(text, words) };
  };
}

export function flag(text: string): Read<boolean> {
  if (text === '' || text === '1' || text === 'true' || text === 'on') return { value: true };
  if (text === '0' || text === 'false' || text === 'off') return { value: false };
  return malformed;
}

/** Widest and narrowest ratio that parses. */
export const MAX_RATIO = 40;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

export function readRatio(text: string): Read<{ w: number; h: number } | null> {
  const pair = /^(\d{1,5})[:x/](\d{1,5})$/.exec(text);
  const decimal = /^(\d{1,3})(?:\.(\d{1,3}))?$/.exec(text);
  let w: number;
  let h: number;
  if (pair !== null) {
    w = Number(pair[1]);
    h = Number(pair[2]);
  } else if (decimal !== null) {
    const fraction = decimal[2] ?? '';
    h = 10 ** fraction.length;
    w = Number(decimal[1]) * h + Number(fraction === '' ? 0 : fraction);
  } else return malformed;
  if (w === 0 || h === 0) return malformed;
  if (w / h > MAX_RATIO) return { reason: 'out-of-range', nearest: `${MAX_RATIO}:1` };
  if (h / w > MAX_RATIO) return { reason: 'out-of-range', nearest: `1:${MAX_RATIO}` };
  const divisor = gcd(w, h);
  return { value: { w: w / divisor, h: h / divisor } };
}

export function readFocalPoint(text: string): Read<FocalPoint | null> {
  const match = /^(\d(?:\.\d{1,9})?|\.\d{1,9})[:x](\d(?:\.\d{1,9})?|\.\d{1,9})$/.exec(text);
  if (match === null) return malformed;
  const [x, y] = [Number(match[1]), Number(match[2])];
  if (x > 1 || y > 1) {
    return { reason: 'out-of-range', nearest: `${Math.min(1, x)}:${Math.min(1, y)}` };
  }
  return { value: { x: Math.round(x * 1000) / 1000, y: Math.round(y * 1000) / 1000 } };
}

const COLOR_NAMES: ReadonlyMap<string, string> = new Map([
  ['white', 'fff'],
  ['black', '000'],
  ['red', 'f00'],
  ['lime', '0f0'],
  ['blue', '00f'],
  ['gray', '808080'],
  ['grey', '808080'],
  ['silver', 'c0c0c0'],
]);

export function readColor(text: string): Read<Rgba | null> {
  if (text === 'transparent') return { value: null };
  const hex = (COLOR_NAMES.get(text) ?? text).replace(/^#/, '');
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return malformed;
  const full = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const channel = (index: number): number => Number.parseInt(full.slice(index * 2, index * 2 + 2), 16);
  const a = full.length === 8 ? channel(3) : 255;
  return { value: a === 0 ? null : { r: channel(0), g: channel(1), b: channel(2), a } };
}

export function readRotation(text: string): Read<Rotation> {
  const match = /^(-?)(\d{1,3})$/.exec(text);
  if (match === null) return malformed;
  const degrees = (match[1] === '-' ? 360 - Number(match[2]) : Number(match[2])) % 360;
  const found = ROTATIONS.find((rotation) => rotation === degrees);
  if (found !== undefined) return { value: found };
  return { reason: 'out-of-range', nearest: String((((Math.round(degrees / 90) * 90) % 360) + 360) % 360) };
}
