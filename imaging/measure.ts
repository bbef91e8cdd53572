/** What a picture looks like: dominant colours, a blurred placeholder and a hash for near duplicates. */
import { rgbaToThumbHash } from 'thumbhash';
import type { PaletteColor, PictureFacts } from '../worker/ports/image-transformer.ts';
import { findsTransparency, type Raster } from './pixels/raster.ts';
import { resampleRows } from './pixels/window.ts';

/** Edge of the reduced picture everything is measured on; ThumbHash takes no more. */
const MEASURED_EDGE = 100;
const PALETTE_SIZE = 5;
/** Rarer colours are edges and noise. */
const LEAST_SHARE = 0.01;
/** Colours closer than this in OKLab are one colour. */
const SAME_COLOR_DISTANCE = 0.08;

/** @param kernel `resample-kernel.wasm` */
export function measurePicture(raster: Raster, kernel: WebAssembly.Module): PictureFacts {
  const scale = Math.min(1, MEASURED_EDGE / Math.max(raster.width, raster.height));
  const small = shrink(
    raster,
    kernel,
    Math.max(1, Math.round(raster.width * scale)),
    Math.max(1, Math.round(raster.height * scale)),
  );
  const hash = rgbaToThumbHash(small.width, small.height, small.data);
  return {
    hasAlpha: findsTransparency(raster),
    palette: findPalette(small),
    thumbhash: btoa(String.fromCharCode(...hash)),
    perceptualHash: hashLuma(raster, kernel),
  };
}

function shrink(raster: Raster, kernel: WebAssembly.Module, width: number, height: number): Raster {
  const rows = { ...raster, channels: 4 as const, bytes: raster.data };
  const window = { x: 0, y: 0, width: raster.width, height: raster.height };
  return resampleRows(kernel, rows, { window, width, height });
}

type Lab = readonly [number, number, number];

function linear(level: number): number {
  const x = level / 255;
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
}

/** Ottosson 2020. */
function toOklab(r8: number, g8: number, b8: number): Lab {
  const [r, g, b] = [linear(r8), linear(g8), linear(b8)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

interface Cluster {
  lab: [number, number, number];
  rgb: [number, number, number];
  count: number;
}

/** Colours counted on a coarse grid, then merged greedily in OKLab: the commonest keeps its place, near ones join it. */
function findPalette({ data }: Raster): readonly PaletteColor[] {
  const cells = new Map<number, Cluster>();
  let visible = 0;
  for (let i = 0; i < data.length; i += 4) {
    if ((data[i + 3] as number) < 128) continue;
    visible++;
    const [r, g, b] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    const key = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
    const cell = cells.get(key) ?? { lab: [0, 0, 0], rgb: [0, 0, 0], count: 0 };
    cell.rgb = [cell.rgb[0] + r, cell.rgb[1] + g, cell.rgb[2] + b];
    cell.count++;
    cells.set(key, cell);
  }
  const sorted = [...cells.values()].sort((a, b) => b.count - a.count);
  const clusters: Cluster[] = [];
  for (const cell of sorted) {
    cell.rgb = [cell.rgb[0] / cell.count, cell.rgb[1] / cell.count, cell.rgb[2] / cell.count];
    cell.lab = [...toOklab(...cell.rgb)];
    const near = clusters.find((cluster) => distance(cluster.lab, cell.lab) < SAME_COLOR_DISTANCE);
    if (near) join(near, cell);
    else clusters.push(cell);
  }
  return clusters
    .filter((cluster) => cluster.count >= visible * LEAST_SHARE)
    .sort((a, b) => b.count - a.count)
    .slice(0, PALETTE_SIZE)
    .map((cluster) => describe(cluster, visible));
}

function distance(a: Lab, b: Lab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function join(to: Cluster, from: Cluster): void {
  const count = to.count + from.count;
  const mix = (a: number, b: number): number => (a * to.count + b * from.count) / count;
  to.rgb = [mix(to.rgb[0], from.rgb[0]), mix(to.rgb[1], from.rgb[1]), mix(to.rgb[2], from.rgb[2])];
  to.count = count;
}

function describe({ rgb, count }: Cluster, visible: number): PaletteColor {
  const [l, a, b] = toOklab(...rgb);
  const chroma = Math.hypot(a, b);
  const hue = chroma < 0.002 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  return {
    hex: `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`,
    share: round(count / visible, 4),
    oklch: { l: round(l, 4), c: round(chroma, 4), h: round(hue, 1) },
  };
}

const HASH_EDGE = 32;
const HASH_BITS_EDGE = 8;

/** pHash (Zauner 2010): the low frequencies of a 32 × 32 cosine transform of the luma, each against their median. */
function hashLuma(raster: Raster, kernel: WebAssembly.Module): string {
  const { data } = shrink(raster, kernel, HASH_EDGE, HASH_EDGE);
  const luma = Float64Array.from({ length: HASH_EDGE * HASH_EDGE }, (_, i) => {
    const alpha = (data[i * 4 + 3] as number) / 255;
    const value =
      0.299 * (data[i * 4] as number) +
      0.587 * (data[i * 4 + 1] as number) +
      0.114 * (data[i * 4 + 2] as number);
    return value * alpha + 255 * (1 - alpha);
  });
  const cosines = Float64Array.from({ length: HASH_BITS_EDGE * HASH_EDGE }, (_, i) =>
    Math.cos(((2 * (i % HASH_EDGE) + 1) * Math.floor(i / HASH_EDGE) * Math.PI) / (2 * HASH_EDGE)),
  );
  const cosine = (frequency: number, at: number): number => cosines[frequency * HASH_EDGE + at] as number;
  const coefficients: number[] = [];
  for (let v = 0; v < HASH_BITS_EDGE; v++) {
    for (let u = 0; u < HASH_BITS_EDGE; u++) {
      let sum = 0;
      for (let y = 0; y < HASH_EDGE; y++) {
        for (let x = 0; x < HASH_EDGE; x++) {
          sum += (luma[y * HASH_EDGE + x] as number) * cosine(u, x) * cosine(v, y);
        }
      }
      coefficients.push(sum);
    }
  }
  const sorted = coefficients.slice(1).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  const bits = coefficients.reduce((hash, value) => (hash << 1n) | (value > median ? 1n : 0n), 0n);
  return bits.toString(16).padStart(16, '0');
}
