/**
 * Colour conversion to sRGB for the profiles cameras and phones embed: three primaries and three tone curves (ICC.1:2022,
 * section 8.3), or grey with one curve. It runs on the finished small picture, so it costs almost nothing. Profiles with
 * tables (CMYK, printers) need the general path.
 *
 * Colours outside sRGB are clipped per channel: what Little CMS does for matrix profiles with the relative colorimetric intent.
 */
import type { Raster } from '../pixels/raster.ts';
import { SRGB_PRIMARIES_D50 } from './srgb-profile.ts';

export interface MatrixConversion {
  /** Linear light 0..1 for each 8-bit level of red, green and blue. */
  readonly curves: readonly [Float32Array, Float32Array, Float32Array];
  /** Row-major 3 × 3 from linear source RGB to linear sRGB. */
  readonly matrix: Float64Array;
}

/** `none`: pixels are sRGB already, or nothing better is known; `unsupported`: the general path has to convert. */
export type PlannedConversion = 'none' | 'unsupported' | MatrixConversion;

export type Matrix = readonly (readonly [number, number, number])[];

/** Chooses how to convert from a profile. Never throws: an unreadable profile counts as sRGB. */
export function planConversion(profile: Uint8Array | null): PlannedConversion {
  if (!profile || profile.length < 132) return 'none';
  try {
    return readProfile(profile);
  } catch (error) {
    if (error instanceof RangeError) return 'none';
    throw error;
  }
}

function readProfile(profile: Uint8Array): PlannedConversion {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const space = fourCharacters(view, 16);
  const tags = readTags(view);
  if (space === 'GRAY') {
    const at = tags.get('kTRC');
    if (at === undefined) return 'none';
    const curve = readCurve(view, at);
    return unlessIdentity({ curves: [curve, curve, curve], matrix: flatten(IDENTITY) });
  }
  if (space !== 'RGB ') return 'unsupported';
  const [r, g, b] = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => tags.get(name));
  const [rc, gc, bc] = ['rTRC', 'gTRC', 'bTRC'].map((name) => tags.get(name));
  const isMatrix = r !== undefined && g !== undefined && b !== undefined && rc !== undefined;
  if (!isMatrix || gc === undefined || bc === undefined || fourCharacters(view, 20) !== 'XYZ ') {
    return 'unsupported';
  }
  const toXyz = transposed([readXyz(view, r), readXyz(view, g), readXyz(view, b)]);
  return unlessIdentity({
    curves: [readCurve(view, rc), readCurve(view, gc), readCurve(view, bc)],
    matrix: flatten(multiply(inverse(transposed(SRGB_PRIMARIES_D50)), toXyz)),
  });
}

const IDENTITY: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

function readTags(view: DataView): Map<string, number> {
  const tags = new Map<string, number>();
  const count = Math.min(view.getUint32(128), 200);
  for (let i = 0; i < count; i++) tags.set(fourCharacters(view, 132 + i * 12), view.getUint32(136 + i * 12));
  return tags;
}

const fixed = (view: DataView, at: number): number => view.getInt32(at) / 65536;

function readXyz(view: DataView, at: number): readonly [number, number, number] {
  return [fixed(view, at + 8), fixed(view, at + 12), fixed(view, at + 16)];
}

/** A `curv` or `para` tag, evaluated at the 256 levels. */
function readCurve(view: DataView, at: number): Float32Array {
  const type = fourCharacters(view, at);
  if (type === 'para') {
    const parameters = Array.from({ length: 7 }, (_, i) =>
      at + 16 + i * 4 <= view.byteLength ? fixed(view, at + 12 + i * 4) : 0,
    );
    return levels(parametric(view.getUint16(at + 8), parameters));
  }
  if (type !== 'curv') throw new RangeError('unknown curve');
  const count = view.getUint32(at + 8);
  if (count === 0) return levels((x) => x);
  if (count === 1) {
    const gamma = view.getUint16(at + 12) / 256;
    return levels((x) => x ** gamma);
  }
  return levels((x) => {
    const place = x * (count - 1);
    const below = Math.min(count - 2, Math.floor(place));
    const low = view.getUint16(at + 12 + below * 2);
    const high = view.getUint16(at + 14 + below * 2);
    return (low + (high - low) * (place - below)) / 65535;
  });
}

/** ICC.1:2022 table 68. */
function parametric(kind: number, [g, a, b, c, d, e, f]: readonly number[]): (x: number) => number {
  const n = (value: number | undefined): number => value ?? 0;
  const power = (x: number): number => Math.max(0, n(a) * x + n(b)) ** n(g);
  switch (kind) {
    case 0:
      return (x) => x ** n(g);
    case 1:
      return (x) => (x >= -n(b) / n(a) ? power(x) : 0);
    case 2:
      return (x) => (x >= -n(b) / n(a) ? power(x) + n(c) : n(c));
    case 3:
      return (x) => (x >= n(d) ? power(x) : n(c) * x);
    case 4:
      return (x) => (x >= n(d) ? power(x) + n(e) : n(c) * x + n(f));
    default:
      throw new RangeError('unknown parametric curve');
  }
}

function levels(curve: (x: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, i) => Math.min(1, Math.max(0, curve(i / 255))));
}

export function transposed(m: Matrix): Matrix {
  return [0, 1, 2].map((i) => [m[0]?.[i] ?? 0, m[1]?.[i] ?? 0, m[2]?.[i] ?? 0] as const);
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return a.map((row) => {
    const cell = (j: number): number =>
      row.reduce((sum, value, k) => sum + value * (columns[j]?.[k] ?? 0), 0);
    return [cell(0), cell(1), cell(2)] as const;
  });
}

export function inverse(m: Matrix): Matrix {
  const [a, b, c, d, e, f, g, h, i] = flatten(m) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const k = 1 / (a * p + b * q + c * r);
  return [
    [p * k, (c * h - b * i) * k, (b * f - c * e) * k],
    [q * k, (a * i - c * g) * k, (c * d - a * f) * k],
    [r * k, (b * g - a * h) * k, (a * e - b * d) * k],
  ];
}

export function flatten(m: Matrix): Float64Array {
  return Float64Array.from(m.flat());
}

/** Steps of the table from linear light to an 8-bit level: fine enough for the steepest part of the sRGB curve. */
const ENCODE_STEPS = 16_384;

const ENCODED = Uint8ClampedArray.from({ length: ENCODE_STEPS + 1 }, (_, i) => {
  const x = i / ENCODE_STEPS;
  return 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
});

function encode(linear: number): number {
  const step = linear <= 0 ? 0 : linear >= 1 ? ENCODE_STEPS : Math.round(linear * ENCODE_STEPS);
  return ENCODED[step] as number;
}

/** Converts the pixels in place and returns them. */
export function convertToSrgb(raster: Raster, { curves, matrix }: MatrixConversion): Raster {
  const [red, green, blue] = curves;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = matrix as unknown as number[];
  const { data } = raster;
  for (let i = 0; i < data.length; i += 4) {
    const r = red[data[i] as number] as number;
    const g = green[data[i + 1] as number] as number;
    const b = blue[data[i + 2] as number] as number;
    data[i] = encode((m0 as number) * r + (m1 as number) * g + (m2 as number) * b);
    data[i + 1] = encode((m3 as number) * r + (m4 as number) * g + (m5 as number) * b);
    data[i + 2] = encode((m6 as number) * r + (m7 as number) * g + (m8 as number) * b);
  }
  return raster;
}

/** Profiles that change no colour by more than one level are sRGB under another name. */
function unlessIdentity(conversion: MatrixConversion): PlannedConversion {
  const steps = [0, 32, 64, 96, 128, 160, 192, 224, 255];
  const colors = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => [r, g, b, 255])));
  const given = Uint8ClampedArray.from(colors.flat());
  const raster = { width: colors.length, height: 1, data: given.slice(), hasAlpha: false };
  const { data } = convertToSrgb(raster, conversion);
  const changes = data.some((value, i) => Math.abs(value - (given[i] as number)) > 1);
  return changes ? conversion : 'none';
}
