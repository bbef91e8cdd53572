/** The crop delivery will make of a picture for a wished shape and focal point, in shares of the picture. Pure. */
import { computeGeometry } from '../../../shared/delivery/geometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the crop lies: position and size between 0 and 1. */
export function cropOf(picture: Size, wished: Size, focus: Point): Point & Size {
  const { crop } = computeGeometry(
    picture,
    {
      w: wished.width,
      h: wished.height,
      fit: 'cover',
      ar: null,
      dpr: 1,
      focus,
      focusFrame: 'source',
      up: true,
      maxEdge: null,
    },
    'none',
    0,
  );
  if (crop === null) return { x: 0, y: 0, width: 1, height: 1 };
  return {
    x: crop.x / picture.width,
    y: crop.y / picture.height,
    width: crop.width / picture.width,
    height: crop.height / picture.height,
  };
}
