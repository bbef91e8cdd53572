/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004) of two pictures' luma: the mean over windows of 8 × 8 that
 * start every four pixels. 1 is the same picture.
 */
const WINDOW = 8;
const STEP = 4;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** RGB or RGBA rows without padding; alpha is ignored. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** ITU-R BT.601 luma. */
function luma({ data, width, height, channels }: Pixels): Float32Array {
  const result = new Float32Array(width * height);
  for (let i = 0, at = 0; i < result.length; i++, at += channels) {
    result[i] =
      0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return result;
}

/** @throws RangeError where the sizes differ */
export function ssim(one: Pixels, other: Pixels): number {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) throw new RangeError('two sizes');
  const a = luma(one);
  const b = luma(other);
  let sum = 0;
  let windows = 0;
  for (let top = 0; top + WINDOW <= height; top += STEP) {
    for (let left = 0; left + WINDOW <= width; left += STEP) {
      sum += windowSsim(a, b, top * width + left, width);
      windows++;
    }
  }
  return sum / windows;
}

function windowSsim(a: Float32Array, b: Float32Array, start: number, stride: number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let y = 0; y < WINDOW; y++) {
    for (let x = 0, at = start + y * stride; x < WINDOW; x++, at++) {
      const p = a[at] as number;
      const q = b[at] as number;
      sumA += p;
      sumB += q;
      squaresA += p * p;
      squaresB += q * q;
      products += p * q;
    }
  }
  const count = WINDOW * WINDOW;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const varianceA = squaresA / count - meanA * meanA;
  const varianceB = squaresB / count - meanB * meanB;
  const covariance = products / count - meanA * meanB;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
  );
}
