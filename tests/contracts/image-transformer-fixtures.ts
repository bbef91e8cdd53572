/** Generated pictures whose every pixel is known, and plans for them. */
import sharp, { type Sharp } from 'sharp';
import { computeGeometry } from '../../shared/delivery/geometry.ts';
import type {
  Fit,
  Flip,
  Orientation,
  PixelSize,
  RenderPlan,
  Rgba,
  Rotation,
} from '../../shared/delivery/types.ts';
import { inspectImage, uprightSize } from '../../shared/metadata/inspect.ts';

export type Rgb = readonly [number, number, number];

export const RED: Rgb = [210, 40, 40];
export const GREEN: Rgb = [40, 170, 60];
export const BLUE: Rgb = [40, 60, 200];
export const YELLOW: Rgb = [230, 210, 50];
export const WHITE: Rgba = { r: 255, g: 255, b: 255, a: 255 };

/** Upright size of the quadrant picture. */
export const QUADRANTS: PixelSize = { width: 320, height: 240 };

/** Colour of the upright quadrant picture at a point in 0..1: red and green above blue and yellow. */
export function quadrantAt(x: number, y: number, frame = 0): Rgb {
  const colours = [RED, GREEN, YELLOW, BLUE];
  const place = y < 0.5 ? (x < 0.5 ? 0 : 1) : x < 0.5 ? 3 : 2;
  return colours[(place + frame) % 4] ?? RED;
}

function uprightQuadrants({ width, height }: PixelSize, frame = 0): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(quadrantAt((x + 0.5) / width, (y + 0.5) / height, frame), (y * width + x) * 3);
    }
  }
  return data;
}

/** What a camera does to an upright picture before storing it with this orientation. */
const STORED: Readonly<Record<Orientation, (image: Sharp) => Sharp>> = {
  1: (image) => image,
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.flop().rotate(270),
  6: (image) => image.rotate(270),
  7: (image) => image.flop().rotate(90),
  8: (image) => image.rotate(90),
};

/** The quadrant picture as a JPEG stored in the given orientation. */
export async function quadrantJpeg(
  orientation: Orientation = 1,
  { progressive = false, size = QUADRANTS }: { progressive?: boolean; size?: PixelSize } = {},
): Promise<Uint8Array> {
  const raw = { ...size, channels: 3 as const };
  const upright = sharp(uprightQuadrants(size), { raw });
  const stored = STORED[orientation](sharp(await upright.png().toBuffer()));
  return new Uint8Array(
    await sharp(await stored.png().toBuffer())
      .withMetadata({ orientation })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4', progressive })
      .toBuffer(),
  );
}

/** The quadrant picture, upright, in another format. */
export async function quadrantsAs(
  format: 'png' | 'webp' | 'avif' | 'gif' | 'tiff',
  size: PixelSize = QUADRANTS,
): Promise<Uint8Array> {
  const image = sharp(uprightQuadrants(size), { raw: { ...size, channels: 3 } });
  const lossless = format === 'webp' || format === 'avif' ? { lossless: true } : {};
  return new Uint8Array(await image.toFormat(format, lossless).toBuffer());
}

/** Left half opaque red, right half fully transparent, 200 × 100. */
export async function halfTransparentPng(): Promise<Uint8Array> {
  const data = Buffer.alloc(200 * 100 * 4);
  for (let i = 0; i < 200 * 100; i++) if (i % 200 < 100) data.set([...RED, 255], i * 4);
  return new Uint8Array(
    await sharp(data, { raw: { width: 200, height: 100, channels: 4 } })
      .png()
      .toBuffer(),
  );
}

/** The quadrant picture with its colours moved on by one quadrant in each frame, as an animation. */
export async function movingQuadrants(
  format: 'gif' | 'webp',
  {
    delays = [120, 200, 80],
    loop = 0,
    size = QUADRANTS,
  }: { delays?: number[]; loop?: number; size?: PixelSize } = {},
): Promise<Uint8Array> {
  const raw = { ...size, channels: 3 as const };
  const frames = await Promise.all(
    delays.map((_, index) => sharp(uprightQuadrants(size, index), { raw }).png().toBuffer()),
  );
  const joined = sharp(frames, { join: { animated: true } });
  const bytes =
    format === 'gif'
      ? joined.gif({ delay: delays, loop })
      : joined.webp({ delay: delays, loop, lossless: true });
  return new Uint8Array(await bytes.toBuffer());
}

export interface PlanWish {
  readonly w?: number;
  readonly h?: number;
  readonly fit?: Fit;
  readonly focus?: { readonly x: number; readonly y: number };
  readonly flip?: Flip;
  readonly rotate?: Rotation;
  readonly up?: boolean;
}

/** A resolved plan for `source`, as the gateway would make it. */
export function planFor(
  source: Uint8Array,
  wish: PlanWish = {},
  overrides: Partial<RenderPlan> = {},
): RenderPlan {
  const header = inspectImage(source);
  if (!header) throw new Error('the fixture is not a picture');
  const size = uprightSize(header);
  const flip = wish.flip ?? 'none';
  const rotate = wish.rotate ?? 0;
  const intent = {
    w: wish.w ?? null,
    h: wish.h ?? null,
    fit: wish.fit ?? 'scale-down',
    ar: null,
    dpr: 1,
    focus: wish.focus ?? { x: 0.5, y: 0.5 },
    focusFrame: 'source',
    up: wish.up ?? false,
    maxEdge: null,
  } as const satisfies RenderPlan['intent'];
  return {
    source: {
      mediaType: header.mediaType,
      ...size,
      orientation: header.orientation,
      hasAlpha: header.hasAlpha,
    },
    ...computeGeometry(size, intent, flip, rotate),
    background: WHITE,
    rotate,
    flip,
    trim: null,
    blur: null,
    sharpen: null,
    watermark: null,
    saliency: null,
    format: 'png',
    quality: 90,
    still: true,
    page: 1,
    intent,
    ...overrides,
  };
}

/** Where a point of the rendition (0..1) lies in the upright source (0..1), by undoing the plan; null in the border. */
export function sourcePoint(plan: RenderPlan, x: number, y: number): { x: number; y: number } | null {
  const pad = plan.pad ?? { top: 0, right: 0, bottom: 0, left: 0 };
  const { width, height } = plan.resize;
  let u = (x * (width + pad.left + pad.right) - pad.left) / width;
  let v = (y * (height + pad.top + pad.bottom) - pad.top) / height;
  if (u < 0 || u > 1 || v < 0 || v > 1) return null;
  // A clockwise turn by 90° shows the source's left edge at the top.
  for (let turned = plan.rotate; turned > 0; turned -= 90) [u, v] = [v, 1 - u];
  if (plan.flip.includes('h')) u = 1 - u;
  if (plan.flip.includes('v')) v = 1 - v;
  const crop = plan.crop ?? { x: 0, y: 0, ...plan.source };
  return {
    x: (crop.x + u * crop.width) / plan.source.width,
    y: (crop.y + v * crop.height) / plan.source.height,
  };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA at a point in 0..1. */
  at(x: number, y: number): readonly [number, number, number, number];
}

/** Decodes a rendition, or one frame of it counted from 0, with an independent decoder. */
export async function decodePicture(bytes: Uint8Array, frame = 0): Promise<Picture> {
  const { data, info } = await sharp(bytes, { page: frame })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at(x, y) {
      const column = Math.min(info.width - 1, Math.floor(x * info.width));
      const row = Math.min(info.height - 1, Math.floor(y * info.height));
      const i = (row * info.width + column) * 4;
      return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0, data[i + 3] ?? 0];
    },
  };
}

/** Largest channel difference. */
export function difference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...b.map((value, i) => Math.abs(value - (a[i] ?? 0))));
}
