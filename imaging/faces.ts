/**
 * Where faces are, and which point to crop around so that they stay. The finder compares the brightness of pairs of points
 * (Abramson and Steux, YEF), with jsfeat's code and the cascade that comes with it: faces seen from the front, not smaller than
 * about a thirteenth of the picture's longer edge. It tells faces from other things, never one face from another.
 */
import type { FocalPoint, PixelSize } from '../shared/delivery/types.ts';
import type { Raster } from './pixels/raster.ts';

/** Longest edge of the copy on which faces are looked for: larger ones find more that are none. */
export const FACE_EDGE = 320;
/** Sizes looked at between a face and one twice as large. */
const SIZES_PER_OCTAVE = 4;
/** What is less certain than this was no face in any of the pictures it was tried on. */
const LEAST_CONFIDENCE = -1.5;
/** The finder halves the picture twice; below this there is nothing to look at. */
const LEAST_EDGE = 96;

/** A face in 0..1 of the picture. */
export interface Face {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function loadFinder() {
  const { default: jsfeat } = await import('jsfeat');
  // The cascade's file adds itself to a global of this name.
  const scope = globalThis as { jsfeat?: unknown };
  scope.jsfeat = jsfeat;
  try {
    await import('jsfeat/cascades/bbf_face.js');
  } finally {
    delete scope.jsfeat;
  }
  jsfeat.bbf.prepare_cascade(jsfeat.bbf.face_cascade);
  return jsfeat;
}
let finder: ReturnType<typeof loadFinder> | null = null;

/** Faces in a small copy of a picture, the largest first; none where nothing is certain enough. */
export async function findFaces({ width, height, data }: Raster): Promise<Face[]> {
  if (Math.min(width, height) < LEAST_EDGE) return [];
  finder ??= loadFinder();
  const jsfeat = await finder;
  const { bbf } = jsfeat;
  const gray = new jsfeat.matrix_t(width, height, jsfeat.U8_t | jsfeat.C1_t);
  for (let i = 0; i < width * height; i++) {
    const [r = 0, g = 0, b = 0, a = 0] = data.subarray(i * 4, i * 4 + 4);
    // Over white, as a transparent picture is mostly seen.
    gray.data[i] = 255 + ((r * 0.3 + g * 0.59 + b * 0.11 - 255) * a) / 255;
  }
  const { face_cascade: cascade } = bbf;
  const pyramid = bbf.build_pyramid(gray, cascade.width * 2, cascade.height * 2, SIZES_PER_OCTAVE);
  return bbf
    .group_rectangles(bbf.detect(pyramid, cascade), 1)
    .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
    .map((face) => ({
      x: face.x / width,
      y: face.y / height,
      width: face.width / width,
      height: face.height / height,
    }))
    .sort((one, other) => other.width * other.height - one.width * one.height);
}

/**
 * Middle of the faces that a window holds: all of them, or, where they do not fit, all but the smallest that have to go. Null
 * where there are none.
 *
 * @param faces the largest first
 * @param kept size of the window as shares of the picture, 0..1
 */
export function focusOnFaces(faces: readonly Face[], kept: PixelSize): FocalPoint | null {
  for (let count = faces.length; count > 0; count--) {
    const group = faces.slice(0, count);
    const left = Math.min(...group.map(({ x }) => x));
    const top = Math.min(...group.map(({ y }) => y));
    const right = Math.max(...group.map(({ x, width }) => x + width));
    const bottom = Math.max(...group.map(({ y, height }) => y + height));
    const fits = right - left <= kept.width && bottom - top <= kept.height;
    if (fits || count === 1) {
      const inside = (at: number): number => Math.min(1, Math.max(0, at));
      return { x: inside((left + right) / 2), y: inside((top + bottom) / 2) };
    }
  }
  return null;
}
