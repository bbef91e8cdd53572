/** How much of a picture is faint texture: skin, cloth, mist, which a coarse quantiser wipes away before anything else. */
import type { Raster } from './raster.ts';

const BLOCK = 8;
/** Blocks with less variance of luma are flat; nothing is lost there. */
const FLAT_VARIANCE = 4;
/** Squared error that a coarse quantiser leaves in a block. */
const ERROR = 8;
/** The constant of SSIM's second factor. */
const C2 = (0.03 * 255) ** 2;

/** SSIM that such an error would cost, as a mean over the blocks that are not flat: about 0.02 for bold detail, 0.07 for faint. */
export function faintTexture({ width, height, data }: Raster): number {
  let sum = 0;
  let blocks = 0;
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      const variance = lumaVariance(data, (top * width + left) * 4, width * 4);
      if (variance <= FLAT_VARIANCE) continue;
      const error = Math.min(variance * 0.9, ERROR);
      sum += error / (2 * variance - error + C2);
      blocks++;
    }
  }
  return blocks === 0 ? 0 : sum / blocks;
}

function lumaVariance(data: Uint8ClampedArray, start: number, stride: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 0; y < BLOCK; y++) {
    for (let at = start + y * stride, end = at + BLOCK * 4; at < end; at += 4) {
      const luma =
        0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
      sum += luma;
      squares += luma * luma;
    }
  }
  const mean = sum / (BLOCK * BLOCK);
  return squares / (BLOCK * BLOCK) - mean * mean;
}
