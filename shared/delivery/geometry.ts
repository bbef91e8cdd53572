/**
 * Crop geometry: from a source's upright size and a wish to integer pixels. Pure arithmetic.
 *
 * The wish is stated on the axes of the output, after flip and rotation; the crop is returned in upright source pixels,
 * before them.
 */
import {
  type Flip,
  type FocalPoint,
  type GeometryIntent,
  type Gravity,
  LIMITS,
  outputSize,
  type PixelRect,
  type PixelSize,
  type RenderPlan,
  type Rotation,
} from './types.ts';

/** The part of a plan that geometry decides. */
export type Geometry = Pick<RenderPlan, 'crop' | 'resize' | 'pad'>;

type Compass = Exclude<Gravity, 'focal' | 'auto' | 'face'>;

const COMPASS: Readonly<Record<Compass, FocalPoint>> = {
  center: { x: 0.5, y: 0.5 },
  north: { x: 0.5, y: 0 },
  northeast: { x: 1, y: 0 },
  east: { x: 1, y: 0.5 },
  southeast: { x: 1, y: 1 },
  south: { x: 0.5, y: 1 },
  southwest: { x: 0, y: 1 },
  west: { x: 0, y: 0.5 },
  northwest: { x: 0, y: 0 },
};

/** Where a point of the upright source lands after `flip` and then `rotate` (clockwise); both in 0..1. */
export function turnPoint(point: FocalPoint, flip: Flip, rotate: Rotation): FocalPoint {
  const x = flip === 'h' || flip === 'hv' ? 1 - point.x : point.x;
  const y = flip === 'v' || flip === 'hv' ? 1 - point.y : point.y;
  switch (rotate) {
    case 0:
      return { x, y };
    case 90:
      return { x: 1 - y, y: x };
    case 180:
      return { x: 1 - x, y: 1 - y };
    case 270:
      return { x: y, y: 1 - x };
    default:
      return rotate satisfies never;
  }
}

/** Inverse of `turnPoint`. */
export function turnPointBack(point: FocalPoint, flip: Flip, rotate: Rotation): FocalPoint {
  const undone: Rotation = rotate === 90 ? 270 : rotate === 270 ? 90 : rotate;
  const { x, y } = turnPoint(point, 'none', undone);
  return {
    x: flip === 'h' || flip === 'hv' ? 1 - x : x,
    y: flip === 'v' || flip === 'hv' ? 1 - y : y,
  };
}

/**
 * The upright point that a compass gravity keeps. Gravity speaks of the finished picture: `north` is the top of the output
 * whatever the rotation.
 */
export function compassPoint(gravity: Compass, flip: Flip, rotate: Rotation): FocalPoint {
  return turnPointBack(COMPASS[gravity], flip, rotate);
}

/** `size` on the axes after rotation. */
export function turnSize(size: PixelSize, rotate: Rotation): PixelSize {
  return rotate === 90 || rotate === 270
    ? { width: size.height, height: size.width }
    : { width: size.width, height: size.height };
}

/** Maps a rectangle of the turned picture back to the upright source, exactly. */
function turnRectBack(rect: PixelRect, turned: PixelSize, flip: Flip, rotate: Rotation): PixelRect {
  let { x, y, width, height } = rect;
  let across = turned.width;
  let down = turned.height;
  if (rotate === 180) {
    x = across - x - width;
    y = down - y - height;
  } else if (rotate === 90) {
    [x, y, width, height] = [y, across - x - width, height, width];
    [across, down] = [down, across];
  } else if (rotate === 270) {
    [x, y, width, height] = [down - y - height, x, height, width];
    [across, down] = [down, across];
  }
  if (flip === 'h' || flip === 'hv') x = across - x - width;
  if (flip === 'v' || flip === 'hv') y = down - y - height;
  return { x, y, width, height };
}

const atLeastOne = (value: number): number => Math.max(1, Math.round(value));

function scaleInside(source: PixelSize, box: PixelSize, up: boolean): number {
  return Math.min(box.width / source.width, box.height / source.height, up ? Infinity : 1);
}

function fitInside(source: PixelSize, box: PixelSize, up: boolean): PixelSize {
  const scale = scaleInside(source, box, up);
  return {
    width: Math.min(atLeastOne(source.width * scale), Math.max(box.width, 1)),
    height: Math.min(atLeastOne(source.height * scale), Math.max(box.height, 1)),
  };
}

/** Largest piece of `source` with the shape of `box`. */
function pieceOf(source: PixelSize, box: PixelSize): PixelSize {
  return source.width * box.height > source.height * box.width
    ? {
        width: Math.min(source.width, atLeastOne((source.height * box.width) / box.height)),
        height: source.height,
      }
    : {
        width: source.width,
        height: Math.min(source.height, atLeastOne((source.width * box.height) / box.width)),
      };
}

interface Framing {
  /** Size of the piece to keep, on the turned axes. */
  readonly piece: PixelSize;
  readonly resize: PixelSize;
  readonly canvas: PixelSize;
  /** Unrounded factor between source and `resize` where there is a border; 1 otherwise. */
  readonly scale: number;
}

function frame(source: PixelSize, intent: GeometryIntent): Framing {
  const { w, h, ar, dpr, fit, up } = intent;
  const width = w === null ? null : atLeastOne(w * dpr);
  const height = h === null ? null : atLeastOne(h * dpr);
  const whole = (resize: PixelSize): Framing => ({ piece: source, resize, canvas: resize, scale: 1 });

  let box: PixelSize;
  if (width !== null && height !== null) box = { width, height };
  else if (width !== null && ar !== null) box = { width, height: atLeastOne((width * ar.h) / ar.w) };
  else if (height !== null && ar !== null) box = { width: atLeastOne((height * ar.w) / ar.h), height };
  else if (width !== null || height !== null) {
    const scale = width !== null ? width / source.width : (height ?? 0) / source.height;
    const used = up ? scale : Math.min(1, scale);
    return whole({ width: atLeastOne(source.width * used), height: atLeastOne(source.height * used) });
  } else if (ar !== null) {
    const shape = { width: ar.w, height: ar.h };
    if (fit === 'pad') {
      const canvas =
        source.width * ar.h > source.height * ar.w
          ? { width: source.width, height: Math.max(source.height, Math.ceil((source.width * ar.h) / ar.w)) }
          : {
              width: Math.max(source.width, Math.ceil((source.height * ar.w) / ar.h)),
              height: source.height,
            };
      return { piece: source, resize: source, canvas, scale: 1 };
    }
    if (fit === 'contain' || fit === 'scale-down') return whole(source);
    const piece = pieceOf(source, shape);
    return { piece, resize: piece, canvas: piece, scale: 1 };
  } else return whole(source);

  switch (fit) {
    case 'contain':
      return whole(fitInside(source, box, up));
    case 'scale-down':
      return whole(fitInside(source, box, false));
    case 'pad':
      return {
        piece: source,
        resize: fitInside(source, box, up),
        canvas: box,
        scale: scaleInside(source, box, up),
      };
    case 'cover': {
      const piece = pieceOf(source, box);
      const scale = Math.max(box.width / source.width, box.height / source.height);
      const resize = scale < 1 || up ? box : piece;
      return { piece, resize, canvas: resize, scale: 1 };
    }
    case 'crop': {
      const scale = Math.max(box.width / source.width, box.height / source.height);
      if (scale < 1) return { piece: pieceOf(source, box), resize: box, canvas: box, scale: 1 };
      const piece = {
        width: Math.min(box.width, source.width),
        height: Math.min(box.height, source.height),
      };
      return { piece, resize: piece, canvas: piece, scale: 1 };
    }
    default:
      return fit satisfies never;
  }
}

/** `size` scaled down, never below one pixel a side, until it holds at most `pixels` and `edge` a side. */
function shrinkTo(size: PixelSize, pixels: number, edge: number): PixelSize {
  const scale = Math.min(
    1,
    edge / Math.max(size.width, size.height),
    Math.sqrt(pixels / (size.width * size.height)),
  );
  if (scale === 1) return size;
  // Rounded to the nearest pixel for the truest shape; the product may then exceed the bound by a row, hence the floor.
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  if (width * height <= pixels) return { width, height };
  return {
    width: Math.max(1, Math.floor(size.width * scale)),
    height: Math.max(1, Math.floor(size.height * scale)),
  };
}

function bound(framing: Framing, intent: GeometryIntent, source: PixelSize): Framing {
  const edge = Math.min(LIMITS.maxOutputEdge, Math.max(1, intent.maxEdge ?? Infinity));
  const area = Math.min(LIMITS.maxOutputPixels, intent.maxArea ?? Infinity);
  const canvas = shrinkTo(framing.canvas, area, edge);
  if (canvas === framing.canvas) return framing;
  const padded =
    framing.canvas.width !== framing.resize.width || framing.canvas.height !== framing.resize.height;
  if (!padded) return { ...framing, resize: canvas, canvas };
  // From the source again: rounding what was rounded would bend the shape by more than a pixel.
  const shrink = Math.min(canvas.width / framing.canvas.width, canvas.height / framing.canvas.height);
  const scale = framing.scale * shrink;
  const inner = {
    width: Math.min(canvas.width, atLeastOne(source.width * scale)),
    height: Math.min(canvas.height, atLeastOne(source.height * scale)),
  };
  return { piece: source, resize: inner, canvas, scale };
}

/**
 * Computes crop, resampled size and border for an upright `source`.
 *
 * Guarantees: the crop lies inside the source and contains the focus; nothing is enlarged unless `intent.up`; the output
 * is at most `intent.maxEdge` long and holds at most `LIMITS.maxOutputPixels`; the shape of the output is off by at most one pixel.
 */
export function computeGeometry(
  source: PixelSize,
  intent: GeometryIntent,
  flip: Flip,
  rotate: Rotation,
): Geometry {
  const turned = turnSize(source, rotate);
  const { piece, resize, canvas } = bound(frame(turned, intent), intent, turned);
  const focus = turnPoint(intent.focus, flip, rotate);
  const place = (at: number, kept: number, whole: number): number =>
    Math.min(whole - kept, Math.max(0, Math.floor(at * whole - kept / 2 + 0.5)));
  const crop = turnRectBack(
    {
      x: place(focus.x, piece.width, turned.width),
      y: place(focus.y, piece.height, turned.height),
      width: piece.width,
      height: piece.height,
    },
    turned,
    flip,
    rotate,
  );
  const across = canvas.width - resize.width;
  const down = canvas.height - resize.height;
  return {
    crop: piece.width === turned.width && piece.height === turned.height ? null : crop,
    resize: { width: resize.width, height: resize.height },
    pad:
      across === 0 && down === 0
        ? null
        : {
            top: Math.floor(down / 2),
            right: across - Math.floor(across / 2),
            bottom: down - Math.floor(down / 2),
            left: Math.floor(across / 2),
          },
  };
}

/**
 * Size of a whole drawing when the kept piece of it comes out as large as `resize` says: a renderer draws all of it, and the rest is
 * cut off afterwards.
 */
export function drawnSize(
  source: PixelSize,
  { crop, resize }: Pick<Geometry, 'crop' | 'resize'>,
  rotate: Rotation,
): PixelSize {
  const kept = crop ?? source;
  const size = turnSize(resize, rotate);
  const zoom = Math.max(size.width / kept.width, size.height / kept.height);
  return { width: atLeastOne(source.width * zoom), height: atLeastOne(source.height * zoom) };
}

/**
 * The intent made smaller until the whole drawing has at most `most` pixels; a piece of one pixel is as small as it gets. Nothing
 * changes where it has no more.
 */
export function withinDrawing(
  source: PixelSize,
  intent: GeometryIntent,
  flip: Flip,
  rotate: Rotation,
  most: number,
): GeometryIntent {
  let bent = intent;
  for (;;) {
    const geometry = computeGeometry(source, bent, flip, rotate);
    const drawn = drawnSize(source, geometry, rotate);
    const { width, height } = outputSize(geometry);
    const area = width * height;
    const excess = (drawn.width * drawn.height) / most;
    if (excess <= 1 || area === 1) return bent;
    bent = { ...intent, maxArea: Math.max(1, Math.min(area - 1, Math.floor(area / excess))) };
  }
}

/**
 * The same wish for the rectangle `kept` of the upright source: what an engine calls once it has found the border that
 * `trim` removes. The answer's `crop` is in pixels of the whole upright source and its `trim` is `null`.
 */
export function retargetPlan(plan: RenderPlan, kept: PixelRect): RenderPlan {
  const { focus, focusFrame } = plan.intent;
  const within = (at: number, whole: number, start: number, size: number): number =>
    Math.min(1, Math.max(0, (at * whole - start) / size));
  const intent: GeometryIntent = {
    ...plan.intent,
    focus:
      focusFrame === 'kept'
        ? focus
        : {
            x: within(focus.x, plan.source.width, kept.x, kept.width),
            y: within(focus.y, plan.source.height, kept.y, kept.height),
          },
  };
  const geometry = computeGeometry(kept, intent, plan.flip, plan.rotate);
  const inner = geometry.crop ?? { x: 0, y: 0, width: kept.width, height: kept.height };
  const crop = { x: inner.x + kept.x, y: inner.y + kept.y, width: inner.width, height: inner.height };
  const isWhole = crop.width === plan.source.width && crop.height === plan.source.height;
  return { ...plan, ...geometry, crop: isWhole ? null : crop, trim: null };
}
