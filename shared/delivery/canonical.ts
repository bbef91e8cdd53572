/**
 * The one spelling of a transformation. Two requests that ask for the same thing have the same canonical spelling, and two
 * that ask for different things never do; it is what URLs link to, signatures cover and cache keys hold.
 */
import { isWhite, overWhite } from './colour.ts';
import { normalizeTurn } from './turn.ts';
import {
  OUTPUT_FORMATS,
  type RenderPlan,
  type Rgba,
  type Transformation,
  type TransformationRequest,
} from './types.ts';

/** Whether the request names a box, so that `fit` has something to do. */
function hasBox(t: Transformation): boolean {
  return (t.w !== null && t.h !== null) || t.ar !== null;
}

/**
 * Rewrites a transformation so that what has no effect is at its default and what can be said two ways is said one way:
 *
 * - `ar` beside a lone `w` or `h` becomes the other side; `scale-down` is `contain` that never enlarges;
 * - `fit`, `g` and `fp` without a box, and `g` and `fp` where nothing is cropped, are dropped; `fp` replaces `g`;
 * - `dpr` and `up` without a size, and `q` for PNG, are dropped; JPEG and PNG are stills;
 * - of `flip` and `rot` together there are eight (`turn.ts`); JPEG has a background without gaps, white unless it is said.
 *
 * Idempotent.
 */
export function normalizeTransformation(given: Transformation): Transformation {
  const t: { -readonly [K in keyof Transformation]: Transformation[K] } = { ...given };
  if (t.ar !== null && t.w !== null) {
    t.h ??= Math.max(1, Math.round((t.w * t.ar.h) / t.ar.w));
    t.ar = null;
  } else if (t.ar !== null && t.h !== null) {
    t.w = Math.max(1, Math.round((t.h * t.ar.w) / t.ar.h));
    t.ar = null;
  }
  if (t.fit === 'scale-down') {
    t.fit = 'contain';
    t.up = false;
  }
  if (t.fit === 'crop') t.up = false;
  if (t.w === null && t.h === null) {
    t.dpr = 1;
    t.up = false;
    if (t.fit === 'contain') t.ar = null;
    // Without a size, `cover` and `crop` both cut the largest piece of the ratio.
    if (t.fit === 'crop') t.fit = 'cover';
  }
  if (!hasBox(t)) t.fit = 'cover';
  if (!hasBox(t) || t.fit === 'contain' || t.fit === 'pad') {
    t.g = 'focal';
    t.fp = null;
  }
  if (t.fp !== null) t.g = 'focal';
  Object.assign(t, normalizeTurn(t));
  if (t.f === 'png') t.q = 'auto';
  if (t.f === 'jpeg' && t.bg !== null) t.bg = isWhite(overWhite(t.bg)) ? null : overWhite(t.bg);
  if (t.f !== 'auto' && t.f !== 'webp') t.anim = false;
  if (t.anim) t.page = 1;
  return t;
}

function spellColor({ r, g, b, a }: Rgba): string {
  const hex = (a === 255 ? [r, g, b] : [r, g, b, a]).map((value) => value.toString(16).padStart(2, '0'));
  return hex.every((pair) => pair[0] === pair[1]) ? hex.map((pair) => pair[0]).join('') : hex.join('');
}

/**
 * Canonical spelling: parameters sorted by name, defaults dropped, `auto` when nothing is left. Uses only characters that
 * need no escaping in a URL path segment. `parseTransformation` reads it back to the same value.
 */
export function canonicalTransformation(given: Transformation): string {
  const t = normalizeTransformation(given);
  const parts: string[] = [];
  const say = (name: string, value: string | number): void => {
    parts.push(`${name}=${value}`);
  };
  if (t.anim) say('anim', 1);
  if (t.ar !== null) say('ar', `${t.ar.w}:${t.ar.h}`);
  if (t.bg !== null) say('bg', spellColor(t.bg));
  if (t.blur !== null) say('blur', t.blur);
  if (t.dpr !== 1) say('dpr', t.dpr);
  if (t.f !== 'auto') say('f', t.f);
  if (t.fit !== 'cover') say('fit', t.fit);
  if (t.flip !== 'none') say('flip', t.flip);
  if (t.fp !== null) say('fp', `${t.fp.x}:${t.fp.y}`);
  if (t.g !== 'focal') say('g', t.g);
  if (t.h !== null) say('h', t.h);
  if (t.page !== 1) say('page', t.page);
  if (t.q !== 'auto') say('q', t.q);
  if (t.rot !== 0) say('rot', t.rot);
  if (t.sharpen !== null) say('sharpen', t.sharpen);
  if (t.trim !== null) say('trim', t.trim);
  if (t.up) say('up', 1);
  if (t.w !== null) say('w', t.w);
  if (t.wm !== null) say('wm', t.wm);
  return parts.length === 0 ? 'auto' : parts.join(',');
}

/** Canonical spelling of a whole request: `card`, `card,dpr=2,f=webp`, or a free transformation. */
export function canonicalRequest(request: TransformationRequest): string {
  if (request.kind === 'free') return canonicalTransformation(request.transformation);
  const parts = [request.preset];
  if (request.dpr !== 1) parts.push(`dpr=${request.dpr}`);
  if (request.f !== 'auto') parts.push(`f=${request.f}`);
  return parts.join(',');
}

/**
 * Canonical public path of a rendition, `/i/{asset}/{transformation}`: what signatures cover. The name and extension that
 * follow are for people and no part of it.
 */
export function canonicalPath(assetId: string, request: TransformationRequest): string {
  return `/i/${assetId}/${canonicalRequest(request)}`;
}

/**
 * The bytes a plan gives from one source, as text: equal plans have equal keys and plans that differ anywhere in their
 * outcome have different ones. Watermark text and rights limits are inside, so changing either changes cache key and ETag.
 * Not bounded in length (a watermark's text is in it); hash it where a bound matters.
 */
export function planKey(plan: RenderPlan): string {
  const { crop, resize, pad, background: bg, watermark: mark, intent } = plan;
  const turn = normalizeTurn({ flip: plan.flip, rot: plan.rotate });
  const late = plan.trim !== null || plan.saliency !== null;
  return JSON.stringify([
    2,
    OUTPUT_FORMATS.indexOf(plan.format),
    plan.format === 'png' ? 0 : plan.quality,
    [plan.source.width, plan.source.height, plan.source.orientation],
    crop === null ? 0 : [crop.x, crop.y, crop.width, crop.height],
    [resize.width, resize.height],
    pad === null ? 0 : [pad.top, pad.right, pad.bottom, pad.left],
    bg === null ? 0 : [bg.r, bg.g, bg.b, bg.a],
    turn.rot,
    turn.flip,
    plan.trim ?? 0,
    plan.blur ?? 0,
    plan.sharpen ?? 0,
    mark === null
      ? 0
      : [
          mark.kind,
          mark.kind === 'text' ? mark.text : mark.assetKey,
          mark.position,
          mark.opacity,
          mark.tiled,
          mark.scale,
        ],
    plan.saliency ?? 0,
    plan.still ? plan.page : 0,
    late
      ? [
          intent.w,
          intent.h,
          intent.fit,
          intent.ar === null ? 0 : [intent.ar.w, intent.ar.h],
          intent.dpr,
          [intent.focus.x, intent.focus.y, intent.focusFrame],
          intent.up,
          intent.maxEdge,
          intent.maxArea ?? null,
        ]
      : 0,
  ]);
}
