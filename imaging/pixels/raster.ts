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
