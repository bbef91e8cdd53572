/**
 * Reads the transformation segment of a hot-link URL, `w=400,ar=4:3,f=webp` or a preset's name.
 *
 * Parameters come in any order and case, as `name=value` or `name_value`, with the long names of Cloudflare Images as
 * aliases. Every value passes a typed mapper with a bounded range; nothing is clamped behind the caller's back: a value
 * outside is a problem that names what is accepted and the nearest accepted value.
 */
import { normalizeTransformation } from './canonical.ts';
import {
  FITS,
  type Fit,
  FLIPS,
  type Flip,
  type FocalPoint,
  GRAVITIES,
  type Gravity,
  LIMITS,
  OUTPUT_FORMATS,
  type OutputFormat,
  type Rgba,
  ROTATIONS,
  type Rotation,
  type Transformation,
} from './types.ts';

/** What is wrong with one parameter, in words a developer can act on. */
export interface ParameterProblem {
  /** Canonical parameter name, or the unknown word as given (at most 32 characters). */
  readonly parameter: string;
  /** What was given, at most 32 characters. */
  readonly given: string;
  readonly reason: 'unknown' | 'repeated' | 'malformed' | 'out-of-range' | 'conflict';
  /** What would be accepted. */
  readonly accepts: string;
  /** Nearest accepted spelling, e.g. `w=12000`, or `null` where none is meaningful. */
  readonly nearest: string | null;
}

export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };

/** A hot-link asks for a named preset, which only `dpr` and `f` may refine, or for a free transformation. */
export type TransformationRequest =
  | {
      readonly kind: 'preset';
      readonly preset: string;
      readonly dpr: number;
      readonly f: OutputFormat | 'auto';
    }
  | { readonly kind: 'free'; readonly transformation: Transformation };

/** A preset's name; `auto` and the bare flags are reserved. */
export const PRESET_NAME_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;

/** The segment that asks for nothing: the picture as it is, in the negotiated format. */
export const IDENTITY_SEGMENT = 'auto';

/** The words that a preset cannot be named. */
export const RESERVED_WORDS: readonly string[] = [IDENTITY_SEGMENT, 'anim', 'up', 'trim', 'flip'];

/** A transformation that states nothing. */
export const IDENTITY: Transformation = {
  w: null,
  h: null,
  fit: 'cover',
  g: 'focal',
  fp: null,
  ar: null,
  dpr: 1,
  q: 'auto',
  f: 'auto',
  bg: null,
  blur: null,
  sharpen: null,
  rot: 0,
  flip: 'none',
  trim: null,
  wm: null,
  page: 1,
  anim: false,
  up: false,
};

type Mutable = { -readonly [K in keyof Transformation]: Transformation[K] };
type Name = keyof Transformation;
type Read<T> =
  | { readonly value: T }
  | { readonly reason: 'malformed' | 'out-of-range'; readonly nearest: string | null };

interface Parameter<T> {
  readonly accepts: string;
  /** Reads the lower-case value; an empty value is the bare word. */
  read(text: string): Read<T>;
}

const malformed = { reason: 'malformed', nearest: null } as const;

function numeric(min: number, max: number, step: number): (text: string) => Read<number> {
  return (text) => {
    if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) return malformed;
    const given = Number(text);
    // Steps are counted in thousandths so that 0.1 + 0.2 never decides a cache key.
    const units = Math.round(step * 1000);
    const snapped = (Math.round((given * 1000) / units) * units) / 1000;
    const nearest = Math.min(max, Math.max(min, snapped));
    return nearest === given ? { value: given } : { reason: 'out-of-range', nearest: String(nearest) };
  };
}

/** As `numeric`, with `0` meaning "off". */
function optionalNumeric(min: number, max: number, step: number): (text: string) => Read<number | null> {
  const read = numeric(min, max, step);
  return (text) => (/^0(\.0+)?$/.test(text) ? { value: null } : read(text));
}

function word<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): (text: string) => Read<T> {
  return (text) => {
    const found = words.find((candidate) => candidate === text) ?? aliases[text];
    if (found !== undefined) return { value: found };
    return { reason: 'malformed', nearest: nearestWord(text, words) };
  };
}

function flag(text: string): Read<boolean> {
  if (text === '' || text === '1' || text === 'true' || text === 'on') return { value: true };
  if (text === '0' || text === 'false' || text === 'off') return { value: false };
  return malformed;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function readRatio(text: string): Read<{ w: number; h: number } | null> {
  const pair = /^(\d{1,5})[:x/](\d{1,5})$/.exec(text);
  const decimal = /^(\d{1,3})(?:\.(\d{1,3}))?$/.exec(text);
  let w: number;
  let h: number;
  if (pair !== null) {
    w = Number(pair[1]);
    h = Number(pair[2]);
  } else if (decimal !== null) {
    const fraction = decimal[2] ?? '';
    h = 10 ** fraction.length;
    w = Number(decimal[1]) * h + Number(fraction === '' ? 0 : fraction);
  } else return malformed;
  if (w === 0 || h === 0) return malformed;
  if (w / h > MAX_RATIO) return { reason: 'out-of-range', nearest: `${MAX_RATIO}:1` };
  if (h / w > MAX_RATIO) return { reason: 'out-of-range', nearest: `1:${MAX_RATIO}` };
  const divisor = gcd(w, h);
  return { value: { w: w / divisor, h: h / divisor } };
}

/** Widest and narrowest ratio that parses. */
const MAX_RATIO = 40;

function readFocalPoint(text: string): Read<FocalPoint | null> {
  const match = /^(\d(?:\.\d{1,9})?|\.\d{1,9})[:x](\d(?:\.\d{1,9})?|\.\d{1,9})$/.exec(text);
  if (match === null) return malformed;
  const [x, y] = [Number(match[1]), Number(match[2])];
  if (x > 1 || y > 1) {
    return { reason: 'out-of-range', nearest: `${Math.min(1, x)}:${Math.min(1, y)}` };
  }
  return { value: { x: Math.round(x * 1000) / 1000, y: Math.round(y * 1000) / 1000 } };
}

const COLOR_NAMES: Readonly<Record<string, string>> = {
  white: 'fff',
  black: '000',
  red: 'f00',
  lime: '0f0',
  blue: '00f',
  gray: '808080',
  grey: '808080',
  silver: 'c0c0c0',
};

function readColor(text: string): Read<Rgba | null> {
  if (text === 'transparent') return { value: null };
  const hex = (COLOR_NAMES[text] ?? text).replace(/^#/, '');
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return malformed;
  const full = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const channel = (index: number): number => Number.parseInt(full.slice(index * 2, index * 2 + 2), 16);
  const a = full.length === 8 ? channel(3) : 255;
  return { value: a === 0 ? null : { r: channel(0), g: channel(1), b: channel(2), a } };
}

function readRotation(text: string): Read<Rotation> {
  const match = /^(-?)(\d{1,3})$/.exec(text);
  if (match === null) return malformed;
  const degrees = (match[1] === '-' ? 360 - Number(match[2]) : Number(match[2])) % 360;
  const found = ROTATIONS.find((rotation) => rotation === degrees);
  if (found !== undefined) return { value: found };
  return { reason: 'out-of-range', nearest: String((((Math.round(degrees / 90) * 90) % 360) + 360) % 360) };
}

function readWatermarkName(text: string): Read<string | null> {
  if (text === 'none') return { value: null };
  return PRESET_NAME_PATTERN.test(text) ? { value: text } : malformed;
}

const PARAMETERS: { readonly [K in Name]: Parameter<Transformation[K]> } = {
  w: {
    accepts: `a width in CSS pixels, 1 to ${LIMITS.maxDimension}`,
    read: numeric(1, LIMITS.maxDimension, 1),
  },
  h: {
    accepts: `a height in CSS pixels, 1 to ${LIMITS.maxDimension}`,
    read: numeric(1, LIMITS.maxDimension, 1),
  },
  fit: { accepts: `one of ${FITS.join(', ')}`, read: word<Fit>(FITS) },
  g: {
    accepts: `one of ${GRAVITIES.join(', ')}`,
    read: word<Gravity>(GRAVITIES, {
      centre: 'center',
      top: 'north',
      bottom: 'south',
      left: 'west',
      right: 'east',
    }),
  },
  fp: { accepts: 'a focal point x:y, each 0 to 1, such as 0.5:0.25', read: readFocalPoint },
  ar: { accepts: `a ratio such as 16:9 or 1.91, at most ${MAX_RATIO}:1`, read: readRatio },
  dpr: {
    accepts: `a device pixel ratio, 1 to ${LIMITS.maxDpr} in steps of 0.25`,
    read: numeric(1, LIMITS.maxDpr, 0.25),
  },
  q: {
    accepts: 'auto, or a quality 1 to 100',
    read: (text) => (text === 'auto' ? { value: 'auto' } : numeric(1, 100, 1)(text)),
  },
  f: {
    accepts: `auto, or one of ${OUTPUT_FORMATS.join(', ')}`,
    read: word<OutputFormat | 'auto'>(['auto', ...OUTPUT_FORMATS], { jpg: 'jpeg' }),
  },
  bg: { accepts: 'a colour as hex digits (fff, 1a2b3c, 1a2b3c80) or transparent', read: readColor },
  blur: {
    accepts: `0 for none, or a blur 1 to ${LIMITS.maxBlur}`,
    read: optionalNumeric(1, LIMITS.maxBlur, 1),
  },
  sharpen: {
    accepts: `0 for none, or an amount 0.1 to ${LIMITS.maxSharpen} in steps of 0.1`,
    read: optionalNumeric(0.1, LIMITS.maxSharpen, 0.1),
  },
  rot: { accepts: 'a clockwise rotation: 0, 90, 180 or 270', read: readRotation },
  flip: { accepts: `one of ${FLIPS.join(', ')}`, read: word<Flip>(FLIPS, { vh: 'hv', '': 'h' }) },
  trim: {
    accepts: `0 for none, or a border tolerance 1 to ${LIMITS.maxTrim}`,
    read: (text) => optionalNumeric(1, LIMITS.maxTrim, 1)(text === '' ? '10' : text),
  },
  wm: { accepts: 'the name of a watermark, or none', read: readWatermarkName },
  page: { accepts: `a page or frame, 1 to ${LIMITS.maxPage}`, read: numeric(1, LIMITS.maxPage, 1) },
  anim: { accepts: '1 for animated output, or 0', read: flag },
  up: { accepts: '1 to enlarge beyond the source, or 0', read: flag },
};

/** Every parameter with what it accepts, in canonical order: the source of documentation and of problem bodies. */
export const PARAMETER_GUIDE: readonly { readonly name: string; readonly accepts: string }[] = Object.entries(
  PARAMETERS,
)
  .map(([name, parameter]) => ({ name, accepts: parameter.accepts }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const ALIASES: Readonly<Record<string, Name>> = {
  width: 'w',
  height: 'h',
  gravity: 'g',
  focal: 'fp',
  'focal-point': 'fp',
  'aspect-ratio': 'ar',
  aspect: 'ar',
  quality: 'q',
  format: 'f',
  background: 'bg',
  b: 'bg',
  rotate: 'rot',
  watermark: 'wm',
  animated: 'anim',
  enlarge: 'up',
};

function isName(text: string): text is Name {
  return Object.hasOwn(PARAMETERS, text);
}

/** Levenshtein distance, for short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The word of `words` that `text` most likely meant, or `null` when none is close. Deterministic. */
export function nearestWord(text: string, words: readonly string[]): string | null {
  const short = text.slice(0, 32);
  let best: { word: string; cost: number } | null = null;
  for (const candidate of words) {
    const cost = candidate.startsWith(short) && short.length > 1 ? 1 : distance(short, candidate);
    if (best === null || cost < best.cost) best = { word: candidate, cost };
  }
  if (best === null || best.cost >= best.word.length) return null;
  return best.cost <= Math.max(1, Math.floor(best.word.length * 0.4)) ? best.word : null;
}

interface Stated {
  readonly values: Partial<Mutable>;
  readonly words: readonly string[];
}

function assign<K extends Name>(values: Partial<Mutable>, name: K, text: string): ParameterProblem | null {
  const parameter: Parameter<Transformation[K]> = PARAMETERS[name];
  const result = parameter.read(text);
  if ('value' in result) {
    values[name] = result.value;
    return null;
  }
  return {
    parameter: name,
    given: text.slice(0, 32),
    reason: result.reason,
    accepts: parameter.accepts,
    nearest: result.nearest === null ? null : `${name}=${result.nearest}`,
  };
}

function readParameters(segment: string): ParseResult<Stated> {
  if (segment.length > LIMITS.maxSegmentLength) {
    return {
      ok: false,
      problems: [
        {
          parameter: 'transformation',
          given: segment.slice(0, 32),
          reason: 'out-of-range',
          accepts: `at most ${LIMITS.maxSegmentLength} characters`,
          nearest: null,
        },
      ],
    };
  }
  const values: Partial<Mutable> = {};
  const words: string[] = [];
  const problems: ParameterProblem[] = [];
  const seen = new Set<Name>();
  const parts = segment
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const part of parts) {
    const match = /^([^=_]*)[=_](.*)$/s.exec(part);
    const key = (match?.[1] ?? part).trim();
    const name = isName(key) ? key : Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
    const isFlag = name === 'anim' || name === 'up' || name === 'trim' || name === 'flip';
    if (match === null && !isFlag) {
      words.push(part);
      continue;
    }
    if (name === undefined) {
      const names = PARAMETER_GUIDE.map((entry) => entry.name);
      const alias = nearestWord(key, [...names, ...Object.keys(ALIASES)]);
      problems.push({
        parameter: key.slice(0, 32),
        given: part.slice(0, 32),
        reason: 'unknown',
        accepts: `the parameters ${names.join(', ')}`,
        nearest: alias === null ? null : (ALIASES[alias] ?? alias),
      });
      continue;
    }
    if (seen.has(name)) {
      problems.push({
        parameter: name,
        given: part.slice(0, 32),
        reason: 'repeated',
        accepts: 'each parameter once',
        nearest: null,
      });
      continue;
    }
    seen.add(name);
    const problem = assign(values, name, (match?.[2] ?? '').trim());
    if (problem !== null) problems.push(problem);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { values, words } };
}

/** Pairs of parameters that contradict each other. A request that states both is refused, never half obeyed. */
function findConflicts(stated: Partial<Mutable>): ParameterProblem[] {
  const conflicts: ParameterProblem[] = [];
  const conflict = (parameter: Name, given: string, accepts: string, nearest: string | null): void => {
    conflicts.push({ parameter, given, reason: 'conflict', accepts, nearest });
  };
  const { w = null, h = null, ar = null, fit, up, anim, page = 1, f } = stated;
  if (ar !== null && w !== null && h !== null) {
    conflict('ar', `${ar.w}:${ar.h}`, 'ar with w or with h, not with both', null);
  }
  if (ar !== null && w === null && h === null && (fit === 'contain' || fit === 'scale-down')) {
    conflict('ar', `${ar.w}:${ar.h}`, `ar with w or h when fit=${fit}`, null);
  }
  if (ar !== null && (w === null) !== (h === null)) {
    const side = w === null ? ((h ?? 0) * ar.w) / ar.h : (w * ar.h) / ar.w;
    if (Math.round(side) > LIMITS.maxDimension) {
      conflict('ar', `${ar.w}:${ar.h}`, `a box of at most ${LIMITS.maxDimension} pixels a side`, null);
    }
  }
  if (up === true && (fit === 'scale-down' || fit === 'crop')) {
    conflict('up', '1', `up with fit=cover, contain or pad; fit=${fit} never enlarges`, 'up=0');
  }
  if (anim === true && f !== undefined && f !== 'auto' && f !== 'webp') {
    conflict('anim', '1', 'anim with f=auto or webp', 'anim=0');
  }
  if (anim === true && page > 1) conflict('page', String(page), 'page without anim', 'page=1');
  return conflicts;
}

/**
 * Parses one URL segment, already percent-decoded. Words that are not parameters are taken for a preset's name; whether
 * the preset exists is the caller's to know.
 */
export function parseTransformation(segment: string): ParseResult<TransformationRequest> {
  const read = readParameters(segment);
  if (!read.ok) return read;
  const { values } = read.value;
  const words = read.value.words.filter((text) => text !== IDENTITY_SEGMENT);
  const [preset, ...rest] = words;
  if (preset !== undefined) {
    const beside = (Object.keys(values) as Name[]).filter((name) => name !== 'dpr' && name !== 'f');
    if (!PRESET_NAME_PATTERN.test(preset) || rest.length > 0 || beside.length > 0) {
      const culprit = rest[0] ?? beside[0] ?? preset;
      return {
        ok: false,
        problems: [
          {
            parameter: culprit.slice(0, 32),
            given: segment.slice(0, 32),
            reason: rest.length > 0 || beside.length > 0 ? 'conflict' : 'malformed',
            accepts: 'name=value pairs, or one preset name, which only dpr and f may accompany',
            nearest: PRESET_NAME_PATTERN.test(preset) ? preset : null,
          },
        ],
      };
    }
    return {
      ok: true,
      value: { kind: 'preset', preset, dpr: values.dpr ?? 1, f: values.f ?? 'auto' },
    };
  }
  const problems = findConflicts(values);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: { kind: 'free', transformation: normalizeTransformation({ ...IDENTITY, ...values }) },
  };
}
