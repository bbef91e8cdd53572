/**
 * Colours that a file names by code points (ITU-T H.273) and not by a profile: wide gamut of phones and browsers in AVIF, HEIC and
 * PNG. HDR transfers (PQ, HLG) are not mapped to the range of sRGB: their pixels are taken as they are.
 */
import type { ColorCodes } from '../../shared/metadata/inspect.ts';
import { flatten, inverse, type Matrix, multiply, type PlannedConversion, transposed } from './icc.ts';

type Chromaticity = readonly [x: number, y: number];

/** Of D65, the white of all spaces here. */
const WHITE: Chromaticity = [0.3127, 0.329];
const SRGB: readonly Chromaticity[] = [
  [0.64, 0.33],
  [0.3, 0.6],
  [0.15, 0.06],
];
/** Those that reach beyond sRGB (table 2); the others are sRGB to the eye. */
const PRIMARIES: ReadonlyMap<number, readonly Chromaticity[]> = new Map([
  // BT.2020
  [
    9,
    [
      [0.708, 0.292],
      [0.17, 0.797],
      [0.131, 0.046],
    ],
  ],
  // Display P3
  [
    12,
    [
      [0.68, 0.32],
      [0.265, 0.69],
      [0.15, 0.06],
    ],
  ],
]);

const srgbCurve = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
/** By transfer characteristics (table 3). Those of video are shown like sRGB, as browsers show stills. */
const TRANSFERS: ReadonlyMap<number, (x: number) => number> = new Map([
  ...[1, 2, 6, 13, 14, 15].map((code): [number, (x: number) => number] => [code, srgbCurve]),
  [4, (x) => x ** 2.2],
  [8, (x) => x],
]);

const xyz = ([x, y]: Chromaticity): readonly [number, number, number] => [x / y, 1, (1 - x - y) / y];

/** From linear light of these primaries to XYZ (SMPTE RP 177). */
function toXyz(primaries: readonly Chromaticity[]): Matrix {
  const columns = transposed(primaries.map(xyz));
  const unscaled = inverse(columns);
  const white = xyz(WHITE);
  const scale = unscaled.map((row) => row[0] * white[0] + row[1] * white[1] + row[2] * white[2]);
  return columns.map((row) => [row[0] * (scale[0] ?? 0), row[1] * (scale[1] ?? 0), row[2] * (scale[2] ?? 0)]);
}

/** `none` for sRGB, for what is not known, and for HDR. */
export function planFromCodes(codes: ColorCodes | null): PlannedConversion {
  const primaries = PRIMARIES.get(codes?.primaries ?? 0);
  const transfer = TRANSFERS.get(codes?.transfer ?? 0);
  if (primaries === undefined || transfer === undefined) return 'none';
  const curve = Float32Array.from({ length: 256 }, (_, level) => transfer(level / 255));
  return {
    curves: [curve, curve, curve],
    matrix: flatten(multiply(inverse(toXyz(SRGB)), toXyz(primaries))),
  };
}
