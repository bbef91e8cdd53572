/** Putting pictures on pictures: borders, backgrounds, watermarks. Straight alpha, source-over (Porter and Duff 1984). */
import { markPlaces } from '../../shared/delivery/mark-places.ts';
import type { RenderPlan, Rgba, WatermarkPosition } from '../../shared/delivery/types.ts';
import { createRaster, type Raster } from './raster.ts';

/** The picture inside a transparent border. */
export function padRaster(raster: Raster, pad: NonNullable<RenderPlan['pad']>): Raster {
  const width = raster.width + pad.left + pad.right;
  const height = raster.height + pad.top + pad.bottom;
  const padded = createRaster(width, height, true);
  for (let y = 0; y < raster.height; y++) {
    const row = raster.data.subarray(y * raster.width * 4, (y + 1) * raster.width * 4);
    padded.data.set(row, ((y + pad.top) * width + pad.left) * 4);
  }
  return padded;
}

/** The picture on a colour; stays partly transparent where the colour is. */
export function flattenRaster(raster: Raster, { r, g, b, a }: Rgba): Raster {
  if (!raster.hasAlpha) return raster;
  const { data } = raster;
  const below = a / 255;
  for (let i = 0; i < data.length; i += 4) {
    const over = (data[i + 3] as number) / 255;
    if (over === 1) continue;
    const rest = below * (1 - over);
    const alpha = over + rest;
    if (alpha === 0) continue;
    data[i] = ((data[i] as number) * over + r * rest) / alpha;
    data[i + 1] = ((data[i + 1] as number) * over + g * rest) / alpha;
    data[i + 2] = ((data[i + 2] as number) * over + b * rest) / alpha;
    data[i + 3] = alpha * 255;
  }
  return { ...raster, hasAlpha: a < 255 };
}

/** Draws `mark` over `raster` in place with its top left at (`left`, `top`); what lies outside is cut off. */
export function drawOver(raster: Raster, mark: Raster, left: number, top: number, opacity: number): void {
  const startX = Math.max(0, left);
  const endX = Math.min(raster.width, left + mark.width);
  const endY = Math.min(raster.height, top + mark.height);
  const to = raster.data;
  for (let y = Math.max(0, top); y < endY; y++) {
    let from = ((y - top) * mark.width + (startX - left)) * 4;
    let at = (y * raster.width + startX) * 4;
    for (let x = startX; x < endX; x++, from += 4, at += 4) {
      const over = ((mark.data[from + 3] as number) / 255) * opacity;
      if (over === 0) continue;
      const rest = ((to[at + 3] as number) / 255) * (1 - over);
      const alpha = over + rest;
      to[at] = ((mark.data[from] as number) * over + (to[at] as number) * rest) / alpha;
      to[at + 1] = ((mark.data[from + 1] as number) * over + (to[at + 1] as number) * rest) / alpha;
      to[at + 2] = ((mark.data[from + 2] as number) * over + (to[at + 2] as number) * rest) / alpha;
      to[at + 3] = alpha * 255;
    }
  }
}

/** Draws the mark once, or repeated in staggered rows with half a mark between. */
export function drawWatermark(
  raster: Raster,
  mark: Raster,
  {
    position,
    opacity,
    tiled,
  }: { readonly position: WatermarkPosition; readonly opacity: number; readonly tiled: boolean },
): void {
  for (const { left, top } of markPlaces(raster, mark, { position, tiled })) {
    drawOver(raster, mark, left, top, opacity);
  }
}
