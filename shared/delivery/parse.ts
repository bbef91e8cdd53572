/**
 * Reads the transformation segment of a hot-link URL, `w=400,ar=4:3,f=webp` or a preset's name.
 *
 * Parameters come in any order and case, as `name=value` or `name_value`, with the long names of Cloudflare Images as
 * aliases. Every value passes a typed mapper with a bounded range; nothing is clamped behind the caller's back: a value
 * outside is a problem that names what is accepted and the nearest accepted value.
 */
import type { Accepts } from './accepts.ts';
import { normalizeTransformation } from './canonical.ts';
import { nearestWord } from './nearest-word.ts';
import {
  BARE_PARAMETERS,
  isParameterName,
  PARAMETER_ALIASES,
  PARAMETER_GUIDE,
  PARAMETERS,
  type Parameter,
  type ParameterName,
  PRESET_NAME_PATTERN,
} from './parameters.ts';
import { LIMITS, type Transformation, type TransformationRequest } from './types.ts';

/** What is wrong with one parameter, in words a developer can act on. */
export interface ParameterProblem {
  /** Canonical parameter name, or the unknown word as given (at most 32 characters). */
  readonly parameter: string;
  /** What was given, at most 32 characters. */
  readonly given: string;
  readonly reason: 'unknown' | 'repeated' | 'malformed' | 'out-of-range' | 'conflict';
  /** What would be accepted; `acceptsText` says it. */
  readonly accepts: Accepts;
  /** Nearest accepted spelling, e.g. `w=12000`, or `null` where none is meaningful. */
  readonly nearest: string | null;
}

export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };

/** The segment that asks for nothing: the picture as it is, in the negotiated format. */
export const IDENTITY_SEGMENT = 'auto';

/** The words that a preset cannot be named. */
export const RESERVED_WORDS: readonly string[] = [IDENTITY_SEGMENT, ...BARE_PARAMETERS];

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

interface Stated {
  readonly values: Partial<Mutable>;
  readonly words: readonly string[];
}

function assign<K extends ParameterName>(
  values: Partial<Mutable>,
  name: K,
  text: string,
): ParameterProblem | null {
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
          accepts: { rule: 'length', values: { max: LIMITS.maxSegmentLength } },
          nearest: null,
        },
      ],
    };
  }
  const values: Partial<Mutable> = {};
  const words: string[] = [];
  const problems: ParameterProblem[] = [];
  const seen = new Set<ParameterName>();
  const parts = segment
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const part of parts) {
    const match = /^([^=_]*)[=_](.*)$/s.exec(part);
    const key = (match?.[1] ?? part).trim();
    const name = isParameterName(key)
      ? key
      : Object.hasOwn(PARAMETER_ALIASES, key)
        ? PARAMETER_ALIASES[key]
        : undefined;
    const isFlag = name !== undefined && BARE_PARAMETERS.includes(name);
    if (match === null && !isFlag) {
      words.push(part);
      continue;
    }
    if (name === undefined) {
      const names = PARAMETER_GUIDE.map((entry) => entry.name);
      const alias = nearestWord(key, [...names, ...Object.keys(PARAMETER_ALIASES)]);
      problems.push({
        parameter: key.slice(0, 32),
        given: part.slice(0, 32),
        reason: 'unknown',
        accepts: { rule: 'names', values: { names: names.join(', ') } },
        nearest: alias === null ? null : (PARAMETER_ALIASES[alias] ?? alias),
      });
      continue;
    }
    if (seen.has(name)) {
      problems.push({
        parameter: name,
        given: part.slice(0, 32),
        reason: 'repeated',
        accepts: { rule: 'once' },
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
  const conflict = (
    parameter: ParameterName,
    given: string,
    accepts: Accepts,
    nearest: string | null,
  ): void => {
    conflicts.push({ parameter, given, reason: 'conflict', accepts, nearest });
  };
  const { w = null, h = null, ar = null, fit, up, anim, page = 1, f } = stated;
  if (ar !== null && w !== null && h !== null) {
    conflict('ar', `${ar.w}:${ar.h}`, { rule: 'ar_one_side' }, null);
  }
  if (ar !== null && w === null && h === null && (fit === 'contain' || fit === 'scale-down')) {
    conflict('ar', `${ar.w}:${ar.h}`, { rule: 'ar_with_side', values: { fit } }, null);
  }
  if (ar !== null && (w === null) !== (h === null)) {
    const side = w === null ? ((h ?? 0) * ar.w) / ar.h : (w * ar.h) / ar.w;
    if (Math.round(side) > LIMITS.maxDimension) {
      conflict('ar', `${ar.w}:${ar.h}`, { rule: 'box', values: { max: LIMITS.maxDimension } }, null);
    }
  }
  if (up === true && (fit === 'scale-down' || fit === 'crop')) {
    conflict('up', '1', { rule: 'up_fit', values: { fit } }, 'up=0');
  }
  if (anim === true && f !== undefined && f !== 'auto' && f !== 'webp') {
    conflict('anim', '1', { rule: 'anim_format' }, 'anim=0');
  }
  if (anim === true && page > 1) conflict('page', String(page), { rule: 'page_still' }, 'page=1');
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
    const beside = (Object.keys(values) as ParameterName[]).filter((name) => name !== 'dpr' && name !== 'f');
    if (!PRESET_NAME_PATTERN.test(preset) || rest.length > 0 || beside.length > 0) {
      const culprit = rest[0] ?? beside[0] ?? preset;
      return {
        ok: false,
        problems: [
          {
            parameter: culprit.slice(0, 32),
            given: segment.slice(0, 32),
            reason: rest.length > 0 || beside.length > 0 ? 'conflict' : 'malformed',
            accepts: { rule: 'preset' },
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
