/** Every parameter of a transformation: how its value is read, what it accepts, and by which other names it is known. */
import type { Accepts } from './accepts.ts';
import {
  flag,
  MAX_RATIO,
  malformed,
  numeric,
  optionalNumeric,
  type Read,
  readColor,
  readFocalPoint,
  readRatio,
  readRotation,
  word,
} from './parameter-values.ts';
import {
  FITS,
  type Fit,
  FLIPS,
  type Flip,
  GRAVITIES,
  type Gravity,
  LIMITS,
  OUTPUT_FORMATS,
  type OutputFormat,
  type Transformation,
} from './types.ts';

export type ParameterName = keyof Transformation;

export interface Parameter<T> {
  readonly accepts: Accepts;
  /** Reads the lower-case value; an empty value is the bare word. */
  read(text: string): Read<T>;
}

/** A preset's name; `auto` and the bare flags are reserved. */
export const PRESET_NAME_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;

/** The parameters that stand for themselves, without a value. */
export const BARE_PARAMETERS: readonly ParameterName[] = ['anim', 'up', 'trim', 'flip'];

const oneOf = (words: readonly string[]): Accepts => ({ rule: 'words', values: { words: words.join(', ') } });

function readWatermarkName(text: string): Read<string | null> {
  if (text === 'none') return { value: null };
  return PRESET_NAME_PATTERN.test(text) ? { value: text } : malformed;
}

export const PARAMETERS: { readonly [K in ParameterName]: Parameter<Transformation[K]> } = {
  w: {
    accepts: { rule: 'w', values: { max: LIMITS.maxDimension } },
    read: numeric(1, LIMITS.maxDimension, 1),
  },
  h: {
    accepts: { rule: 'h', values: { max: LIMITS.maxDimension } },
    read: numeric(1, LIMITS.maxDimension, 1),
  },
  fit: { accepts: oneOf(FITS), read: word<Fit>(FITS) },
  g: {
    accepts: oneOf(GRAVITIES),
    read: word<Gravity>(GRAVITIES, {
      centre: 'center',
      top: 'north',
      bottom: 'south',
      left: 'west',
      right: 'east',
    }),
  },
  fp: { accepts: { rule: 'fp' }, read: readFocalPoint },
  ar: { accepts: { rule: 'ar', values: { max: `${MAX_RATIO}:1` } }, read: readRatio },
  dpr: {
    accepts: { rule: 'dpr', values: { max: LIMITS.maxDpr } },
    read: numeric(1, LIMITS.maxDpr, 0.25),
  },
  q: {
    accepts: { rule: 'q' },
    read: (text) => (text === 'auto' ? { value: 'auto' } : numeric(1, 100, 1)(text)),
  },
  f: {
    accepts: { rule: 'f', values: { words: OUTPUT_FORMATS.join(', ') } },
    read: word<OutputFormat | 'auto'>(['auto', ...OUTPUT_FORMATS], { jpg: 'jpeg' }),
  },
  bg: { accepts: { rule: 'bg' }, read: readColor },
  blur: {
    accepts: { rule: 'blur', values: { max: LIMITS.maxBlur } },
    read: optionalNumeric(1, LIMITS.maxBlur, 1),
  },
  sharpen: {
    accepts: { rule: 'sharpen', values: { max: LIMITS.maxSharpen } },
    read: optionalNumeric(0.1, LIMITS.maxSharpen, 0.1),
  },
  rot: { accepts: { rule: 'rot' }, read: readRotation },
  flip: { accepts: oneOf(FLIPS), read: word<Flip>(FLIPS, { vh: 'hv', '': 'h' }) },
  trim: {
    accepts: { rule: 'trim', values: { max: LIMITS.maxTrim } },
    read: (text) => optionalNumeric(1, LIMITS.maxTrim, 1)(text === '' ? '10' : text),
  },
  wm: { accepts: { rule: 'wm' }, read: readWatermarkName },
  page: { accepts: { rule: 'page', values: { max: LIMITS.maxPage } }, read: numeric(1, LIMITS.maxPage, 1) },
  anim: { accepts: { rule: 'anim' }, read: flag },
  up: { accepts: { rule: 'up' }, read: flag },
};

/** Every parameter with what it accepts, in canonical order: the source of documentation and of problem bodies. */
export const PARAMETER_GUIDE: readonly { readonly name: ParameterName; readonly accepts: Accepts }[] = (
  Object.keys(PARAMETERS) as ParameterName[]
)
  .map((name) => ({ name, accepts: PARAMETERS[name].accepts }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

export const PARAMETER_ALIASES: Readonly<Record<string, ParameterName>> = {
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

export function isParameterName(text: string): text is ParameterName {
  return Object.hasOwn(PARAMETERS, text);
}
