/** The eight ways a picture can be turned: EXIF orientation, mirroring and quarter turns, combined into one pass. */
import type { Flip, Orientation, Rotation } from '../../shared/delivery/types.ts';
import { createRaster, type Raster, type Rect } from './raster.ts';

/** Swap the axes, then mirror along the resulting ones. */
export interface Turn {
  readonly transpose: boolean;
  readonly flipX: boolean;
  readonly flipY: boolean;
}

const turn = (transpose: boolean, flipX: boolean, flipY: boolean): Turn => ({ transpose, flipX, flipY });

export const NO_TURN = turn(false, false, false);

/** What makes a picture with this EXIF orientation upright. */
export const UPRIGHT: Readonly<Record<Orientation, Turn>> = {
  1: NO_TURN,
  2: turn(false, true, false),
  3: turn(false, true, true),
  4: turn(false, false, true),
  5: turn(true, false, false),
  6: turn(true, true, false),
  7: turn(true, true, true),
  8: turn(true, false, true),
};

const FLIPPED: Readonly<Record<Flip, Turn>> = {
  none: NO_TURN,
  h: turn(false, true, false),
  v: turn(false, false, true),
  hv: turn(false, true, true),
};

const ROTATED: Readonly<Record<Rotation, Turn>> = {
  0: NO_TURN,
  90: UPRIGHT[6],
  180: UPRIGHT[3],
  270: UPRIGHT[8],
};

/** `first`, then `second`. */
export function combineTurns(first: Turn, second: Turn): Turn {
  const [flipX, flipY] = second.transpose ? [first.flipY, first.flipX] : [first.flipX, first.flipY];
  return turn(first.transpose !== second.transpose, flipX !== second.flipX, flipY !== second.flipY);
}

/** From stored pixels to the axes of the output: orientation, then flip, then clockwise rotation. */
export function turnFor(orientation: Orientation, flip: Flip, rotate: Rotation): Turn {
  return combineTurns(combineTurns(UPRIGHT[orientation], FLIPPED[flip]), ROTATED[rotate]);
}

/** The rectangle of the stored picture that `rect` of the turned one (`width × height`) shows. */
export function unturnRect(rect: Rect, width: number, height: number, by: Turn): Rect {
  const x = by.flipX ? width - rect.x - rect.width : rect.x;
  const y = by.flipY ? height - rect.y - rect.height : rect.y;
  return by.transpose
    ? { x: y, y: x, width: rect.height, height: rect.width }
    : { x, y, width: rect.width, height: rect.height };
}

/** The picture turned; the same object where nothing turns. */
export function turnRaster(raster: Raster, by: Turn): Raster {
  if (!by.transpose && !by.flipX && !by.flipY) return raster;
  const [width, height] = by.transpose ? [raster.height, raster.width] : [raster.width, raster.height];
  const turned = createRaster(width, height, raster.hasAlpha);
  const from = new Uint32Array(raster.data.buffer);
  const to = new Uint32Array(turned.data.buffer);
  for (let y = 0, at = 0; y < height; y++) {
    const v = by.flipY ? height - 1 - y : y;
    for (let x = 0; x < width; x++, at++) {
      const u = by.flipX ? width - 1 - x : x;
      to[at] = from[by.transpose ? u * raster.width + v : v * raster.width + u] as number;
    }
  }
  return turned;
}
