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

/** Rows that a decoder gives from top to bottom. */
export interface RowSource {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly hasAlpha: boolean;
  /** The next row starts at `offset` of `bytes` and stays there until the next call. */
  next(): { readonly bytes: Uint8Array | Uint8ClampedArray; readonly offset: number };
}

export interface WindowRequest {
  readonly window: Rect;
  readonly width: number;
  readonly height: number;
}

/** The window of `rows`, resampled to `width × height`. @param kernel `resample-kernel.wasm` */
export function resampleRows(kernel: WebAssembly.Module, rows: PixelRows, request: WindowRequest): Raster {
  const { bytes, width, channels } = rows;
  let offset = -width * channels;
  return resamplePulled(
    kernel,
    {
      ...rows,
      next() {
        offset += width * channels;
        return { bytes, offset };
      },
    },
    request,
  );
}

/** Likewise from rows that come one by one; none is asked for below the window. */
export function resamplePulled(
  kernel: WebAssembly.Module,
  rows: RowSource,
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
  for (let y = 0; y < resampler.endRow; y++) {
    const { bytes, offset } = rows.next();
    if (y >= resampler.firstRow) resampler.push(bytes, offset);
  }
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

function cutRows(rows: RowSource, window: Rect): Raster {
  const cut = createRaster(window.width, window.height, rows.hasAlpha);
  const to = cut.data;
  for (let y = 0; y < window.y + window.height; y++) {
    const { bytes, offset } = rows.next();
    if (y < window.y) continue;
    let from = offset + window.x * rows.channels;
    let at = (y - window.y) * window.width * 4;
    if (rows.channels === 4) {
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
