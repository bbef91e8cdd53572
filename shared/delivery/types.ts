/**
 * The vocabulary of delivery: what a URL asks for (`Transformation`), what an engine executes (`RenderPlan`), and what an
 * engine says it can do (`EngineCapabilities`).
 *
 * A transformation is about any asset; a plan is about one source picture. Every number in a plan is resolved: an engine
 * computes no geometry, guesses no default and drops no operation. Coordinates are **upright source pixels**, that is after
 * the EXIF orientation has been applied, with the origin at the top left.
 *
 * An engine executes a plan in this order, or in any order with the same result:
 *
 *   decode `page` → make upright (`source.orientation`) → `trim` → `crop` → `flip` → `rotate` → `resize` → `blur` →
 *   `sharpen` → `pad` → `watermark` → flatten onto `background` where the format has no alpha → sRGB → encode
 *
 * `resize` and `pad` are therefore measured on the axes of the output, after `rotate`.
 */

/** The formats a rendition is encoded in. */
export const OUTPUT_FORMATS = ['avif', 'webp', 'jpeg', 'png'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Media type of each output format. */
export const OUTPUT_MEDIA_TYPES = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
} as const satisfies Record<OutputFormat, string>;

/** How a picture meets the box `w` × `h`; the words of Cloudflare Images. */
export const FITS = ['cover', 'contain', 'scale-down', 'pad', 'crop'] as const;
export type Fit = (typeof FITS)[number];

/**
 * Which part a crop keeps. `focal` is the asset's focal point, or the centre where none is set; `auto` prefers the focal
 * point and asks the engine only without one; `face` always asks the engine.
 */
export const GRAVITIES = [
  'focal',
  'auto',
  'face',
  'center',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const;
export type Gravity = (typeof GRAVITIES)[number];

export const FLIPS = ['none', 'h', 'v', 'hv'] as const;
export type Flip = (typeof FLIPS)[number];

export const ROTATIONS = [0, 90, 180, 270] as const;
/** Clockwise degrees. */
export type Rotation = (typeof ROTATIONS)[number];

/** Each channel 0..255, alpha too. */
export interface Rgba {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** A point of the upright picture in 0..1, which cropping keeps visible. */
export interface FocalPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The parsed request for a rendition. Optional numbers are `null` when the request does not state them; everything else
 * carries its default, so two spellings of one request parse to deeply equal values.
 */
export interface Transformation {
  /** CSS pixels, 1..`LIMITS.maxDimension`; multiplied by `dpr`. */
  readonly w: number | null;
  readonly h: number | null;
  readonly fit: Fit;
  readonly g: Gravity;
  /** A focal point of this request's own; wins over `g`. */
  readonly fp: FocalPoint | null;
  /** Aspect ratio as reduced integers, width to height; completes a lone `w` or `h`, or shapes the crop. */
  readonly ar: { readonly w: number; readonly h: number } | null;
  /** Device pixel ratio, 1..4 in steps of 0.25. */
  readonly dpr: number;
  /** 1..100. */
  readonly q: number | 'auto';
  readonly f: OutputFormat | 'auto';
  readonly bg: Rgba | null;
  /** Standard deviation in output pixels, 1..100. */
  readonly blur: number | null;
  /** Unsharp amount, 0.1..10, 1 = 100 % at a radius of one output pixel. */
  readonly sharpen: number | null;
  readonly rot: Rotation;
  readonly flip: Flip;
  /** Largest per-channel difference (8-bit levels, 1..100) from the top-left pixel that still counts as border. */
  readonly trim: number | null;
  /** Name of a watermark the brand defined, or `null`. Rights may add one that no request can remove. */
  readonly wm: string | null;
  /** One-based page or frame. */
  readonly page: number;
  /** Animated output where source and format have it; a still otherwise. */
  readonly anim: boolean;
  /** Enlarge beyond the source's own pixels. */
  readonly up: boolean;
}

/** A hot-link asks for a named preset, which only `dpr` and `f` may refine, or for a free transformation. */
export type TransformationRequest =
  | {
      readonly kind: 'preset';
      readonly preset: string;
      readonly dpr: number;
      readonly f: OutputFormat | 'auto';
    }
  | { readonly kind: 'free'; readonly transformation: Transformation };

export const WATERMARK_POSITIONS = [
  'center',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const;
export type WatermarkPosition = (typeof WATERMARK_POSITIONS)[number];

interface WatermarkPlacement {
  readonly position: WatermarkPosition;
  /** 0..1; 0 is refused when a watermark is defined. */
  readonly opacity: number;
  /** Repeat over the whole picture; `position` then says where the first tile sits. */
  readonly tiled: boolean;
  /** Width of the mark as a share of the output's width, 0.01..1. */
  readonly scale: number;
}

/** A resolved watermark: `assetKey` is the object key of its picture, never a URL. */
export type Watermark =
  | (WatermarkPlacement & { readonly kind: 'text'; readonly text: string })
  | (WatermarkPlacement & { readonly kind: 'image'; readonly assetKey: string });

/** Integer pixels; a rectangle inside the picture it refers to. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * What the geometry of a plan was computed from. Only trimming needs it: the border is known after decoding, and
 * `retargetPlan` (geometry.ts) then computes the same wish for the remaining rectangle.
 */
export interface GeometryIntent {
  readonly w: number | null;
  readonly h: number | null;
  readonly fit: Fit;
  readonly ar: { readonly w: number; readonly h: number } | null;
  readonly dpr: number;
  /** Point that the crop keeps, 0..1 of the upright picture named by `focusFrame`; gravity is already resolved into it. */
  readonly focus: FocalPoint;
  /** `source`: a spot of the picture (focal point). `kept`: a side of whatever trimming leaves (compass gravity). */
  readonly focusFrame: 'source' | 'kept';
  readonly up: boolean;
  /** Longest output edge in pixels that rights allow, or `null`. */
  readonly maxEdge: number | null;
  /** Most output pixels (width × height), where the request leaves the size open; absent: `LIMITS.maxOutputPixels`. */
  readonly maxArea?: number;
}

/** What an engine executes. See the module header for the order of operations. */
export interface RenderPlan {
  readonly source: {
    /** Sniffed media type of the bytes handed to the engine, e.g. `image/jpeg`. */
    readonly mediaType: string;
    /** Upright size in pixels. */
    readonly width: number;
    readonly height: number;
    /** EXIF orientation of the bytes; 5..8 mean the stored picture is transposed against the upright size. */
    readonly orientation: Orientation;
    readonly hasAlpha: boolean;
  };
  /** Rectangle of the upright source to keep, or `null` for all of it. */
  readonly crop: PixelRect | null;
  /** Size after resampling on the axes of the output. Equal to the cropped size when nothing is resampled. */
  readonly resize: PixelSize;
  /** Border added after resampling, or `null`. */
  readonly pad: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  } | null;
  /** Colour of the border and below transparency; `null` keeps transparency. Never `null` for JPEG. */
  readonly background: Rgba | null;
  readonly rotate: Rotation;
  readonly flip: Flip;
  readonly trim: number | null;
  readonly blur: number | null;
  readonly sharpen: number | null;
  readonly watermark: Watermark | null;
  /** Which part to keep is the engine's to find; `crop` then holds the centred rectangle of the right size. */
  readonly saliency: 'auto' | 'face' | null;
  readonly format: OutputFormat;
  /** 1..100; engines map it to their own scale. Ignored by PNG. */
  readonly quality: number;
  /** Whether only `page` is rendered; `false` renders every frame. */
  readonly still: boolean;
  /** How many frames there are; only where `still` is false. */
  readonly frames?: number;
  /** One-based page or frame. */
  readonly page: number;
  readonly intent: GeometryIntent;
}

/** Bounds of anything that drives allocation. */
export const LIMITS = {
  /** Largest `w` or `h` that parses, before `dpr`. */
  maxDimension: 12_000,
  /** Largest output edge after `dpr`. */
  maxOutputEdge: 16_000,
  /** Largest output in pixels, whatever is asked. */
  maxOutputPixels: 50_000_000,
  maxDpr: 4,
  maxBlur: 100,
  maxSharpen: 10,
  maxTrim: 100,
  maxPage: 9_999,
  /** Longest transformation segment of a URL, in UTF-16 units. */
  maxSegmentLength: 256,
} as const;

/** Size of the finished rendition. */
export function outputSize(plan: Pick<RenderPlan, 'resize' | 'pad'>): PixelSize {
  const { resize, pad } = plan;
  return {
    width: resize.width + (pad === null ? 0 : pad.left + pad.right),
    height: resize.height + (pad === null ? 0 : pad.top + pad.bottom),
  };
}
