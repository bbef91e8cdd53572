/** Pixels in memory: 8 bits per channel, sRGB unless said otherwise, straight (not premultiplied) alpha, no row padding. */

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGBA, `width × height × 4` bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** False promises that every alpha byte is 255. */
  readonly hasAlpha: boolean;
}

/** A rectangle whose edges may lie between pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function createRaster(width: number, height: number, hasAlpha: boolean): Raster {
  return { width, height, data: new Uint8ClampedArray(width * height * 4), hasAlpha };
}

/** Whether any pixel is less than opaque. */
export function findsTransparency(raster: Raster): boolean {
  if (!raster.hasAlpha) return false;
  const { data } = raster;
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return true;
  return false;
}

/** Drawings have few colours: at most this many among the sampled pixels. */
const DRAWN_COLORS = 1024;
const SAMPLED_PIXELS = 20_000;

/** Whether the picture has so few colours that it is a drawing or lettering rather than a photograph. */
export function looksDrawn(raster: Raster): boolean {
  const pixels = new Uint32Array(raster.data.buffer);
  const step = Math.max(1, Math.floor(pixels.length / SAMPLED_PIXELS));
  const colors = new Set<number>();
  for (let i = 0; i < pixels.length; i += step) {
    colors.add(pixels[i] as number);
    if (colors.size > DRAWN_COLORS) return false;
  }
  return true;
}
