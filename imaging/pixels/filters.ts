/** Blur and sharpening of finished pictures, in gamma-encoded values; alpha is blurred with its colours weighted by it. */
import type { Raster } from './raster.ts';

/** Gaussian weights of standard deviation `sigma`, centre first. */
function gaussian(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(sigma * 3));
  const weights = Float32Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** Box widths whose three passes approximate a Gaussian (Kovesi 2010). */
function boxRadii(sigma: number): readonly number[] {
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1);
  const low = Math.floor(ideal) - (Math.floor(ideal) % 2 === 0 ? 1 : 0);
  const lows = Math.round((12 * sigma * sigma - 3 * low * low - 12 * low - 9) / (-4 * low - 4));
  return [0, 1, 2].map((i) => ((i < lows ? low : low + 2) - 1) / 2);
}

/** Premultiplied copy of the picture as floats. */
function toPlanes({ data }: Raster): Float32Array {
  const planes = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] as number) / 255;
    planes[i] = (data[i] as number) * alpha;
    planes[i + 1] = (data[i + 1] as number) * alpha;
    planes[i + 2] = (data[i + 2] as number) * alpha;
    planes[i + 3] = alpha;
  }
  return planes;
}

function blurLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  weights: Float32Array,
): void {
  const last = count - 1;
  for (let i = 0; i < count; i++) {
    const at = start + i * step;
    for (let channel = 0; channel < 4; channel++) {
      let sum = (from[at + channel] as number) * (weights[0] as number);
      for (let k = 1; k < weights.length; k++) {
        const before = start + Math.max(0, i - k) * step + channel;
        const after = start + Math.min(last, i + k) * step + channel;
        sum += ((from[before] as number) + (from[after] as number)) * (weights[k] as number);
      }
      to[at + channel] = sum;
    }
  }
}

function boxLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  const scale = 1 / (2 * radius + 1);
  const at = (i: number): number => start + (i < 0 ? 0 : i >= count ? count - 1 : i) * step;
  for (let channel = 0; channel < 4; channel++) {
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += from[at(k) + channel] as number;
    for (let i = 0; i < count; i++) {
      to[start + i * step + channel] = sum * scale;
      sum += (from[at(i + radius + 1) + channel] as number) - (from[at(i - radius) + channel] as number);
    }
  }
}

/** Gaussian blur of the premultiplied planes: exact for small deviations, three box passes above. */
function blurPlanes(planes: Float32Array, width: number, height: number, sigma: number): Float32Array {
  let from: Float32Array = planes;
  let to: Float32Array = new Float32Array(planes.length);
  const pass = (
    line: (start: number, step: number, count: number, from: Float32Array, to: Float32Array) => void,
  ): void => {
    for (let y = 0; y < height; y++) line(y * width * 4, 4, width, from, to);
    [from, to] = [to, from];
    for (let x = 0; x < width; x++) line(x * 4, width * 4, height, from, to);
    [from, to] = [to, from];
  };
  if (sigma < 3) {
    const weights = gaussian(sigma);
    pass((start, step, count, a, b) => blurLine(a, b, start, step, count, weights));
  } else {
    for (const radius of boxRadii(sigma)) {
      pass((start, step, count, a, b) => boxLine(a, b, start, step, count, radius));
    }
  }
  return from;
}

/** Blurs in place. @param sigma standard deviation in pixels */
export function blurRaster(raster: Raster, sigma: number): void {
  const { data, width, height } = raster;
  const blurred = blurPlanes(toPlanes(raster), width, height, sigma);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = blurred[i + 3] as number;
    const inverse = alpha > 0 ? 1 / alpha : 0;
    data[i] = (blurred[i] as number) * inverse;
    data[i + 1] = (blurred[i + 1] as number) * inverse;
    data[i + 2] = (blurred[i + 2] as number) * inverse;
    data[i + 3] = alpha * 255;
  }
}

/** Differences below this are noise and stay, in 8-bit levels. */
const SHARPEN_THRESHOLD = 1;

/** Unsharp mask in place at a radius of one pixel. @param amount 1 = 100 % */
export function sharpenRaster(raster: Raster, amount: number): void {
  const { data, width, height } = raster;
  const planes = toPlanes(raster);
  const blurred = blurPlanes(planes.slice(), width, height, 1);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = blurred[i + 3] as number;
    if (alpha <= 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[i + channel] as number;
      const difference = value - (blurred[i + channel] as number) / alpha;
      if (Math.abs(difference) >= SHARPEN_THRESHOLD) data[i + channel] = value + difference * amount;
    }
  }
}
