/**
 * Where a crop shows most: the window with the most detail and colour, with a preference for skin tones and the middle. It is
 * arithmetic on a small copy of the picture, knows no faces, and gives the same answer every time.
 */
import type { FocalPoint, PixelSize } from '../shared/delivery/types.ts';
import type { Raster } from './pixels/raster.ts';

const SATURATION_WEIGHT = 0.25;
const SKIN_WEIGHT = 0.6;
/** How much less the edge of the picture counts than its middle. */
const EDGE_LOSS = 0.35;

/**
 * Centre of the best window, in 0..1 of the picture.
 *
 * @param kept size of the window as shares of the picture, 0..1
 */
export function findSalientPoint(raster: Raster, kept: PixelSize): FocalPoint {
  const { width, height } = raster;
  const sums = integrate(measureInterest(raster), width, height);
  const w = Math.max(1, Math.min(width, Math.round(kept.width * width)));
  const h = Math.max(1, Math.min(height, Math.round(kept.height * height)));
  const at = (x: number, y: number): number => sums[y * (width + 1) + x] as number;
  let best = { x: (width - w) / 2, y: (height - h) / 2 };
  let most = -1;
  for (let y = 0; y + h <= height; y++) {
    for (let x = 0; x + w <= width; x++) {
      const sum = at(x + w, y + h) - at(x, y + h) - at(x + w, y) + at(x, y);
      // The middle wins where nothing stands out.
      const offCenter = Math.hypot((x + w / 2) / width - 0.5, (y + h / 2) / height - 0.5);
      const score = sum * (1 - offCenter * 0.1);
      if (score > most) [most, best] = [score, { x, y }];
    }
  }
  return { x: (best.x + w / 2) / width, y: (best.y + h / 2) / height };
}

function measureInterest({ width, height, data }: Raster): Float32Array {
  const luma = (x: number, y: number): number => {
    const i = (Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 4;
    return (data[i] as number) * 0.3 + (data[i + 1] as number) * 0.59 + (data[i + 2] as number) * 0.11;
  };
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [r, g, b] = [data[i * 4] as number, data[i * 4 + 1] as number, data[i * 4 + 2] as number];
    const alpha = (data[i * 4 + 3] as number) / 255;
    const detail = Math.abs(
      4 * luma(x, y) - luma(x - 1, y) - luma(x + 1, y) - luma(x, y - 1) - luma(x, y + 1),
    );
    const saturation = Math.max(r, g, b) - Math.min(r, g, b);
    const interest = detail + saturation * SATURATION_WEIGHT + skinness(r, g, b) * 255 * SKIN_WEIGHT;
    const fromMiddle = Math.hypot(x / width - 0.5, y / height - 0.5) / Math.SQRT1_2;
    return interest * alpha * (1 - EDGE_LOSS * fromMiddle * fromMiddle);
  });
}

/** Nearness of the chromaticity to skin, which lies close together for all complexions; 0..1. */
function skinness(r: number, g: number, b: number): number {
  const length = Math.hypot(r, g, b);
  if (length < 60 || length > 420) return 0;
  const distance = Math.hypot(r / length - 0.78, g / length - 0.51, b / length - 0.36);
  return Math.max(0, 1 - distance / 0.14);
}

/** Sums of everything above and left, one row and column larger. */
function integrate(values: Float32Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x] as number;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] as number) + row;
    }
  }
  return sums;
}
