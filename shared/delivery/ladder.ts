/**
 * The published ladder: the widths, ratios and densities anybody may ask for without a signature. It bounds how many
 * renditions of an asset can exist, so that nobody mints variants.
 */
import { type Locale, t as message } from '../messages/index.ts';
import { type Accepts, acceptsText } from './accepts.ts';
import { canonicalTransformation } from './canonical.ts';
import { IDENTITY } from './parse.ts';
import type { OutputFormat, Transformation } from './types.ts';

/** CSS pixel widths, ascending. */
export const LADDER_WIDTHS = [
  64, 96, 128, 160, 200, 240, 320, 400, 480, 560, 640, 720, 800, 960, 1080, 1200, 1280, 1440, 1600, 1920,
  2048, 2560, 3200, 3840,
] as const;

/** Reduced `width:height`. */
export const LADDER_RATIOS = [
  { w: 1, h: 1 },
  { w: 5, h: 4 },
  { w: 4, h: 5 },
  { w: 4, h: 3 },
  { w: 3, h: 4 },
  { w: 3, h: 2 },
  { w: 2, h: 3 },
  { w: 16, h: 9 },
  { w: 9, h: 16 },
  { w: 191, h: 100 },
  { w: 2, h: 1 },
  { w: 1, h: 2 },
  { w: 7, h: 3 },
  { w: 3, h: 1 },
] as const;

export const LADDER_DPRS = [1, 1.5, 2, 3] as const;

/** Widest unsigned rendition in device pixels. */
export const LADDER_MAX_WIDTH = 3840;

/** One parameter that needs a signature. */
export interface OffLadderProblem {
  readonly parameter: string;
  readonly given: string;
  /** What is free of signatures; `acceptsText` says it. */
  readonly allowed: Accepts;
  /** Nearest free value, or `null` where the parameter always needs a signature. */
  readonly nearest: string | null;
}

export type LadderVerdict =
  | { readonly onLadder: true }
  | {
      readonly onLadder: false;
      readonly problems: readonly OffLadderProblem[];
      /** Canonical spelling of the nearest transformation that needs no signature. */
      readonly nearest: string;
    };

type Ratio = { readonly w: number; readonly h: number };

/** The entry of an ascending list closest to `value`; the larger one on a tie. */
export function nearestNumber(value: number, list: readonly number[]): number {
  let best = list[0] ?? value;
  for (const entry of list) if (Math.abs(entry - value) <= Math.abs(best - value)) best = entry;
  return best;
}

function nearestRatio(ratio: Ratio): Ratio {
  const shape = Math.log(ratio.w / ratio.h);
  let best: Ratio = LADDER_RATIOS[0];
  for (const entry of LADDER_RATIOS) {
    const away = Math.abs(Math.log(entry.w / entry.h) - shape);
    if (away < Math.abs(Math.log(best.w / best.h) - shape)) best = entry;
  }
  return best;
}

const isWidth = (w: number): boolean => LADDER_WIDTHS.some((entry) => entry === w);

/** Whether `w` × `h` is a ladder width with a ladder ratio's height, rounded to whole pixels. */
function isBox(w: number, h: number): boolean {
  return isWidth(w) && LADDER_RATIOS.some((ratio) => Math.round((w * ratio.h) / ratio.w) === h);
}

const spellRatio = (ratio: Ratio): string => `${ratio.w}:${ratio.h}`;
const WIDTHS: Accepts = { rule: 'ladder_widths', values: { widths: LADDER_WIDTHS.join(', ') } };
const RATIOS: Accepts = {
  rule: 'ladder_ratios',
  values: { ratios: LADDER_RATIOS.map(spellRatio).join(', ') },
};

/**
 * Judges a normalised transformation. Free of signatures: `w` on the ladder, alone or with a height that makes a ladder
 * ratio; `ar` on the ladder; `dpr` on the ladder as long as `w × dpr` stays within it; `f`; `fit=contain`.
 */
export function checkLadder(t: Transformation): LadderVerdict {
  const problems: OffLadderProblem[] = [];
  const problem = (parameter: string, given: string, allowed: Accepts, nearest: string | null): void => {
    problems.push({ parameter, given, allowed, nearest });
  };
  let w = t.w;
  let h = t.h;
  let ar = t.ar;

  if (w === null && h !== null) {
    w = nearestNumber(h, LADDER_WIDTHS);
    problem('h', String(h), { rule: 'ladder_side' }, `w=${w}`);
    h = null;
  } else if (w !== null) {
    const width = nearestNumber(w, LADDER_WIDTHS);
    if (h === null) {
      if (width !== w) problem('w', String(w), WIDTHS, `w=${width}`);
    } else if (!isBox(w, h)) {
      const ratio = nearestRatio({ w, h });
      if (width !== w) problem('w', String(w), WIDTHS, `w=${width}`);
      const height = Math.round((width * ratio.h) / ratio.w);
      if (h !== Math.round((w * ratio.h) / ratio.w)) {
        problem('h', String(h), RATIOS, `ar=${spellRatio(ratio)}`);
      }
      h = height;
    }
    w = width;
  }
  if (ar !== null) {
    const given = ar;
    if (!LADDER_RATIOS.some((ratio) => ratio.w === given.w && ratio.h === given.h)) {
      ar = nearestRatio(given);
      problem('ar', spellRatio(given), RATIOS, `ar=${spellRatio(ar)}`);
    }
  }
  const dprs = LADDER_DPRS.filter((entry) => (w ?? 0) * entry <= LADDER_MAX_WIDTH);
  let dpr = t.dpr;
  if (!dprs.some((entry) => entry === t.dpr)) {
    dpr = nearestNumber(t.dpr, dprs);
    problem(
      'dpr',
      String(t.dpr),
      { rule: 'ladder_dprs', values: { dprs: LADDER_DPRS.join(', '), max: LADDER_MAX_WIDTH } },
      `dpr=${dpr}`,
    );
  }
  const fit = t.fit === 'contain' ? 'contain' : 'cover';
  if (t.fit !== fit)
    problem('fit', t.fit, { rule: 'words', values: { words: 'cover, contain' } }, 'fit=cover');

  const free: Transformation = { ...IDENTITY, w, h, ar, dpr, fit, f: t.f };
  for (const name of Object.keys(IDENTITY) as (keyof Transformation)[]) {
    if (name === 'w' || name === 'h' || name === 'ar' || name === 'dpr' || name === 'fit' || name === 'f')
      continue;
    if (t[name] === IDENTITY[name]) continue;
    const value = t[name];
    problem(name, typeof value === 'object' ? 'stated' : String(value), { rule: 'signed' }, null);
  }
  if (problems.length === 0) return { onLadder: true };
  return { onLadder: false, problems, nearest: canonicalTransformation(free) };
}

/** Problem details (RFC 9457) that answer an off-ladder request with status 400. */
export interface OffLadderBody {
  readonly type: string;
  readonly title: string;
  readonly status: 400;
  readonly detail: string;
  readonly problems: readonly (Omit<OffLadderProblem, 'allowed'> & { readonly allowed: string })[];
  /** Path of the nearest rendition that needs no signature. */
  readonly nearest: string;
  readonly ladder: {
    readonly widths: readonly number[];
    readonly ratios: readonly string[];
    readonly dprs: readonly number[];
  };
  readonly signing: string;
}

/**
 * Builds the answer for an off-ladder request, in the language of whoever asked. `tail` is the `{name}.{ext}` of the URL;
 * `docsUrl` explains signing.
 */
export function offLadderBody(
  verdict: Extract<LadderVerdict, { onLadder: false }>,
  url: { readonly assetId: string; readonly tail: string; readonly docsUrl: string },
  locale: Locale,
): OffLadderBody {
  const listed = verdict.problems.map((entry) => `${entry.parameter}=${entry.given}`).join(', ');
  return {
    type: `${url.docsUrl}#what-needs-no-signature`,
    title: message(locale, 'problem.transformation_unsigned'),
    status: 400,
    detail: message(locale, 'delivery.off_ladder', { listed, nearest: verdict.nearest }),
    problems: verdict.problems.map((entry) => ({ ...entry, allowed: acceptsText(locale, entry.allowed) })),
    nearest: `/i/${url.assetId}/${verdict.nearest}/${encodeURIComponent(url.tail)}`,
    ladder: { widths: LADDER_WIDTHS, ratios: LADDER_RATIOS.map(spellRatio), dprs: LADDER_DPRS },
    signing: url.docsUrl,
  };
}

/** Ladder widths for a `srcset` up to `maxWidth`, thinned so that neighbours differ by at least a quarter. */
export function srcsetWidths(maxWidth: number): readonly number[] {
  const widths: number[] = [];
  for (const width of LADDER_WIDTHS) {
    if (width < 320 || width > maxWidth) continue;
    const last = widths.at(-1);
    if (last === undefined || width >= last * 1.25) widths.push(width);
  }
  if (widths.length === 0) {
    const fitting = LADDER_WIDTHS.filter((width) => width <= maxWidth).at(-1);
    widths.push(fitting ?? LADDER_WIDTHS[0]);
  }
  return widths;
}

/** How many renditions of one asset unsigned URLs can ask for, over all formats. */
export function countUnsignedVariants(formats: readonly OutputFormat[]): number {
  let boxes = 0;
  for (const width of LADDER_WIDTHS) {
    const dprs = LADDER_DPRS.filter((dpr) => width * dpr <= LADDER_MAX_WIDTH).length;
    // Alone, and per ratio with two fits.
    boxes += dprs * (1 + LADDER_RATIOS.length * 2);
  }
  return (boxes + LADDER_RATIOS.length + 1) * formats.length;
}
