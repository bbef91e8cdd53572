/**
 * From a transformation, the facts about a source, the conditions of a rights decision and a format to a `RenderPlan`.
 *
 * What cannot be honoured is refused with a reason; nothing is left out. Whether an engine can execute the plan is
 * `planFits` (capabilities.ts).
 */
import { overWhite, WHITE } from './colour.ts';
import { compassPoint, computeGeometry, withinDrawing } from './geometry.ts';
import { normalizeTurn } from './turn.ts';
import {
  type FocalPoint,
  type GeometryIntent,
  type Orientation,
  type OutputFormat,
  outputSize,
  type PixelSize,
  type RenderPlan,
  type Transformation,
  type Watermark,
} from './types.ts';

/** What is known about the bytes a rendition could be made from. */
export interface SourceFacts {
  /** Sniffed media type. */
  readonly mediaType: string;
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly hasAlpha: boolean;
  /** Pages or frames; 1 for an ordinary picture. */
  readonly pages: number;
  /** Set by a person. */
  readonly focalPoint: FocalPoint | null;
}

/** What the rights decision demands of a rendition; the shape of `UsageConditions` that delivery needs. */
export interface RenditionConditions {
  readonly watermark?: true;
  /** Longest edge in pixels. */
  readonly maxPixels?: number;
}

export interface PlanInput {
  readonly transformation: Transformation;
  readonly source: SourceFacts;
  readonly conditions: RenditionConditions;
  readonly format: OutputFormat;
  /** The brand's watermarks by name. */
  readonly watermarks: ReadonlyMap<string, Watermark>;
  /** The mark that `conditions.watermark` puts on; it wins over one the request names. */
  readonly protectiveWatermark: Watermark | null;
  /**
   * Most pixels the engine writes. A request that leaves the size open (no size, one side, `fit=contain`: "at most") is
   * planned within it; a request for an exact box is not bent, and `planFits` reports it.
   */
  readonly maxOutputPixels?: number;
  /** Likewise of the whole drawing that a piece is cut from. */
  readonly maxDrawnPixels?: number;
  /** Likewise for animations: pixels of one frame, and of all frames together. */
  readonly maxMovingPixels?: { readonly frame: number; readonly all: number };
}

export type PlanResult =
  | { readonly ok: true; readonly plan: RenderPlan }
  | {
      readonly ok: false;
      /**
       * `no-such-page`: fewer pages than asked for. `unknown-watermark`: no mark of that name. `watermark-unavailable`:
       * rights demand a mark and the brand has none. `no-pixels`: the source's size is unknown or zero.
       */
      readonly reason: 'no-such-page' | 'unknown-watermark' | 'watermark-unavailable' | 'no-pixels';
    };

/** Below this every encoder shows its blocks, however dense the screen. */
const AUTO_QUALITY_MIN = 40;

/**
 * Quality for `q=auto`, 1..100 on each encoder's own scale. Starts at a value that looks alike across formats; small
 * pictures get more (artefacts are a larger share of them), large ones and dense screens less (they are seen smaller).
 */
export function autoQuality(format: OutputFormat, size: PixelSize, dpr: number): number {
  const base: Record<OutputFormat, number> = { jpeg: 80, webp: 78, avif: 41, png: 100 };
  if (format === 'png') return base.png;
  const pixels = size.width * size.height;
  const bySize = pixels <= 160_000 ? 5 : pixels <= 640_000 ? 2 : pixels <= 2_500_000 ? 0 : -3;
  const byDpr = dpr >= 3 ? -12 : dpr >= 2 ? -8 : dpr > 1 ? -3 : 0;
  return Math.max(AUTO_QUALITY_MIN, base[format] + bySize + byDpr);
}

/** Sources without pixels of their own: drawn at any size, so that no size is an enlargement. */
export const VECTOR_TYPES: readonly string[] = ['image/svg+xml', 'application/pdf'];

/** Of these a renderer draws the whole, however small the piece that is kept. */
export const isDrawnWhole = ({ mediaType }: Pick<SourceFacts, 'mediaType'>): boolean =>
  mediaType === 'image/svg+xml';

/** The format that moves: every browser shows it, and a client that does not name it gets a still. */
const ANIMATED_FORMAT: OutputFormat = 'webp';

/** Whether this wish moves, of this source in this format. */
function moves(t: Transformation, source: SourceFacts, format: OutputFormat): boolean {
  return t.anim && source.pages > 1 && format === ANIMATED_FORMAT;
}

function resolveFocus(
  t: Transformation,
  source: SourceFacts,
): Pick<GeometryIntent, 'focus' | 'focusFrame'> & { readonly ask: 'auto' | 'face' | null } {
  if (t.fp !== null) return { focus: t.fp, focusFrame: 'source', ask: null };
  const middle: FocalPoint = { x: 0.5, y: 0.5 };
  switch (t.g) {
    case 'focal':
      return source.focalPoint === null
        ? { focus: middle, focusFrame: 'kept', ask: null }
        : { focus: source.focalPoint, focusFrame: 'source', ask: null };
    case 'auto':
      return source.focalPoint === null
        ? { focus: middle, focusFrame: 'kept', ask: 'auto' }
        : { focus: source.focalPoint, focusFrame: 'source', ask: null };
    // The focal point stands in where the engine finds no face.
    case 'face':
      return source.focalPoint === null
        ? { focus: middle, focusFrame: 'kept', ask: 'face' }
        : { focus: source.focalPoint, focusFrame: 'source', ask: 'face' };
    default:
      return { focus: compassPoint(t.g, t.flip, t.rot), focusFrame: 'kept', ask: null };
  }
}

/** Most pixels of one frame of an animation. */
function leastOf(
  still: number | undefined,
  moving: PlanInput['maxMovingPixels'],
  frames: number,
): number | undefined {
  if (moving === undefined) return still;
  return Math.min(still ?? moving.frame, moving.frame, Math.floor(moving.all / frames));
}

/** Plans one rendition. */
export function planRendition(input: PlanInput): PlanResult {
  const { source, conditions, format } = input;
  const t: Transformation = { ...input.transformation, ...normalizeTurn(input.transformation) };
  if (!(source.width >= 1 && source.height >= 1)) return { ok: false, reason: 'no-pixels' };
  if (t.page > Math.max(1, source.pages)) return { ok: false, reason: 'no-such-page' };

  let watermark: Watermark | null = null;
  if (conditions.watermark === true) {
    if (input.protectiveWatermark === null) return { ok: false, reason: 'watermark-unavailable' };
    watermark = input.protectiveWatermark;
  } else if (t.wm !== null) {
    const named = input.watermarks.get(t.wm);
    if (named === undefined) return { ok: false, reason: 'unknown-watermark' };
    watermark = named;
  }

  const isMoving = moves(t, source, format);
  const maxArea = isMoving
    ? leastOf(input.maxOutputPixels, input.maxMovingPixels, source.pages)
    : input.maxOutputPixels;
  const { ask, ...focus } = resolveFocus(t, source);
  const isOpen = t.fit === 'contain' || t.w === null || t.h === null;
  const wished: GeometryIntent = {
    w: t.w,
    h: t.h,
    fit: t.fit,
    ar: t.ar,
    dpr: t.dpr,
    ...focus,
    up: t.up || VECTOR_TYPES.includes(source.mediaType),
    maxEdge: conditions.maxPixels ?? null,
    ...(isOpen && maxArea !== undefined ? { maxArea } : {}),
  };
  const intent =
    isOpen && isDrawnWhole(source) && input.maxDrawnPixels !== undefined
      ? withinDrawing(source, wished, t.flip, t.rot, input.maxDrawnPixels)
      : wished;
  const geometry = computeGeometry(source, intent, t.flip, t.rot);
  // Where trimming comes first, whether anything is cropped is known only afterwards.
  const saliency = geometry.crop !== null || t.trim !== null ? ask : null;
  const background = format === 'jpeg' ? (t.bg === null ? WHITE : overWhite(t.bg)) : t.bg;
  return {
    ok: true,
    plan: {
      source: {
        mediaType: source.mediaType,
        width: source.width,
        height: source.height,
        orientation: source.orientation,
        hasAlpha: source.hasAlpha,
      },
      ...geometry,
      background,
      rotate: t.rot,
      flip: t.flip,
      trim: t.trim,
      blur: t.blur,
      sharpen: t.sharpen,
      watermark,
      saliency,
      format,
      quality: t.q === 'auto' ? autoQuality(format, outputSize(geometry), t.dpr) : t.q,
      still: !isMoving,
      ...(isMoving ? { frames: source.pages } : {}),
      page: t.page,
      intent,
    },
  };
}

/**
 * The first of `candidates`, ordered from cheapest to best (web master, then original), that gives a rendition as large as
 * the best one would. `null` only when `candidates` is empty. Candidates show the same picture at different sizes.
 */
export function chooseSource<T extends { readonly facts: SourceFacts }>(
  candidates: readonly T[],
  input: Omit<PlanInput, 'source'>,
): T | null {
  const best = candidates.at(-1);
  if (best === undefined) return null;
  const sizeFrom = (candidate: T): PixelSize | null => {
    const result = planRendition({ ...input, source: candidate.facts });
    return result.ok ? outputSize(result.plan) : null;
  };
  const wanted = sizeFrom(best);
  if (wanted === null) return best;
  for (const candidate of candidates) {
    if (moves(input.transformation, best.facts, input.format) && candidate.facts.pages < best.facts.pages)
      continue;
    const size = sizeFrom(candidate);
    if (size === null) continue;
    // Masters are rounded to whole pixels, so a side derived from the ratio may differ by one.
    const near = Math.abs(size.width - wanted.width) <= 1 && Math.abs(size.height - wanted.height) <= 1;
    if (near && !enlarges(candidate.facts, best.facts, input.transformation)) return candidate;
  }
  return best;
}

/** Whether a request that may enlarge would have to enlarge `from` more than `best`. */
function enlarges(from: SourceFacts, best: SourceFacts, t: Transformation): boolean {
  if (!t.up || from.width >= best.width) return false;
  const needed = Math.max(((t.w ?? 0) * t.dpr) / from.width, ((t.h ?? 0) * t.dpr) / from.height);
  return needed > 1;
}
