/** Where a watermark lies on a picture, once or repeated. Pure; the engine draws by it, and the console's sketch. */
import type { PixelSize, WatermarkPosition } from './types.ts';

/** Distance of a mark from the edges, as a share of the shorter side. */
const MARGIN = 0.03;

export interface MarkPlace {
  readonly left: number;
  readonly top: number;
}

/** How large a mark of this shape is: `scale` of the picture's width, and no higher than the picture leaves room for. */
export function markSize(picture: PixelSize, shape: PixelSize, scale: number): PixelSize {
  const margin = Math.round(Math.min(picture.width, picture.height) * MARGIN);
  const width = picture.width * scale;
  const shrink = Math.min(1, ((picture.height - 2 * margin) * shape.width) / (width * shape.height));
  const size = (value: number): number => Math.max(1, Math.round(value));
  return { width: size(width * shrink), height: size((width * shrink * shape.height) / shape.width) };
}

/** Top left of a mark in the picture. */
export function placeMark(picture: PixelSize, mark: PixelSize, position: WatermarkPosition): MarkPlace {
  const margin = Math.round(Math.min(picture.width, picture.height) * MARGIN);
  const along = (whole: number, part: number, atStart: boolean, atEnd: boolean): number =>
    atStart ? margin : atEnd ? whole - part - margin : Math.round((whole - part) / 2);
  return {
    left: along(picture.width, mark.width, position.endsWith('west'), position.endsWith('east')),
    top: along(picture.height, mark.height, position.startsWith('north'), position.startsWith('south')),
  };
}

/**
 * Every place of the mark: one, or, tiled, staggered rows with half a mark between, from beyond the upper left edge to beyond
 * the lower right one.
 */
export function* markPlaces(
  picture: PixelSize,
  mark: PixelSize,
  { position, tiled }: { readonly position: WatermarkPosition; readonly tiled: boolean },
): Generator<MarkPlace> {
  const { left, top } = placeMark(picture, mark, position);
  if (!tiled) {
    yield { left, top };
    return;
  }
  const stepX = Math.max(1, Math.round(mark.width * 1.5));
  const stepY = Math.max(1, mark.height + Math.round(Math.min(mark.width, mark.height * 3) * 0.5));
  const rowsAbove = Math.ceil((top + mark.height) / stepY);
  for (let row = -rowsAbove; top + row * stepY < picture.height; row++) {
    const shift = Math.abs(row) % 2 === 1 ? Math.round(stepX / 2) : 0;
    const columnsBefore = Math.ceil((left + shift + mark.width) / stepX);
    for (let x = left + shift - columnsBefore * stepX; x < picture.width; x += stepX) {
      yield { left: x, top: top + row * stepY };
    }
  }
}
