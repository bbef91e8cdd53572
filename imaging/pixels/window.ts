/** Cutting and resampling a picture that is whole in memory. */
import type { Raster, Rect } from './raster.ts';
import { createRaster } from './raster.ts';
import { Resampler } from './resample.ts';

/** Decoded rows without padding. */
export interface PixelRows {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly bytes: Uint8Array | Uint8ClampedArray;
  readonly hasAlpha: boolean;
}

export interface WindowRequest {
  readonly window: Rect;
  readonly width: number;
  readonly height: number;
}

/** The window of `rows`, resampled to `width × height`. @param kernel `resample-kernel.wasm` */
export function resampleRows(
  kernel: WebAssembly.Module,
  rows: PixelRows,
  { window, width, height }: WindowRequest,
): Raster {
  if (isPlainCut(window, width, height)) return cutRows(rows, window);
  const resampler = new Resampler(kernel, {
    sourceWidth: rows.width,
    sourceHeight: rows.height,
    channels: rows.channels,
    hasAlpha: rows.hasAlpha,
    window,
    width,
    height,
  });
  const stride = rows.width * rows.channels;
  for (let y = resampler.firstRow; y < resampler.endRow; y++) resampler.push(rows.bytes, y * stride);
  return resampler.finish();
}

/** Whole pixels and no change of size: nothing to resample. */
export function isPlainCut(window: Rect, width: number, height: number): boolean {
  return (
    window.width === width &&
    window.height === height &&
    Number.isInteger(window.x) &&
    Number.isInteger(window.y)
  );
}

function cutRows({ bytes, width, channels, hasAlpha }: PixelRows, window: Rect): Raster {
  const cut = createRaster(window.width, window.height, hasAlpha);
  const to = cut.data;
  for (let y = 0; y < window.height; y++) {
    let from = ((window.y + y) * width + window.x) * channels;
    let at = y * window.width * 4;
    if (channels === 4) {
      to.set(bytes.subarray(from, from + window.width * 4), at);
      continue;
    }
    for (let x = 0; x < window.width; x++, from += 3, at += 4) {
      to[at] = bytes[from] as number;
      to[at + 1] = bytes[from + 1] as number;
      to[at + 2] = bytes[from + 2] as number;
      to[at + 3] = 255;
    }
  }
  return cut;
}
