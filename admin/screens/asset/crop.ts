/** The largest crop of a wished shape around a focal point, in shares of the picture. Mirrors delivery's rule. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * `ratio` is the picture's width ÷ height, `wished` the crop's. The crop is centred on `point` as far as the edges
 * allow.
 */
export function cropOf(
  ratio: number,
  wished: number,
  point: Point,
): { x: number; y: number; width: number; height: number } {
  const width = wished > ratio ? 1 : wished / ratio;
  const height = wished > ratio ? ratio / wished : 1;
  const place = (centre: number, size: number) => Math.max(0, Math.min(1 - size, centre - size / 2));
  return { x: place(point.x, width), y: place(point.y, height), width, height };
}
