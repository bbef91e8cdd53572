/**
 * The transformation as it stands in an address, edited one parameter at a time. The text is the truth: what is typed and what
 * the controls say are the same thing. Pure.
 */
import {
  canonicalRequest,
  checkLadder,
  type OffLadderProblem,
  type ParameterProblem,
  parseTransformation,
} from '../../../shared/delivery/index.ts';

const parts = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'auto');

const nameOf = (part: string): string => (/^([^=_]*)[=_]/.exec(part)?.[1] ?? part).trim().toLowerCase();

/** What the text says about `name`: its value, '' for the bare word, null where it says nothing. */
export function statedValue(text: string, name: string): string | null {
  const found = parts(text).find((part) => nameOf(part) === name);
  if (found === undefined) return null;
  return /[=_](.*)$/s.exec(found)?.[1]?.trim() ?? '';
}

/** The preset that is named, or null. */
export function presetOf(text: string): string | null {
  const parsed = parseTransformation(text === '' ? 'auto' : text);
  return parsed.ok && parsed.value.kind === 'preset' ? parsed.value.preset : null;
}

/** The text with `name` set, in its place if it has one; null takes it out. A preset gives way to free parameters. */
export function withValue(text: string, name: string, value: string | null): string {
  const isBesidePreset = name === 'dpr' || name === 'f';
  const stated = parts(text).filter((part) => isBesidePreset || /[=_]/.test(part) || !isPresetWord(part));
  const index = stated.findIndex((part) => nameOf(part) === name);
  const next = value === null || value === '' ? [] : [`${name}=${value}`];
  if (index < 0) stated.push(...next);
  else stated.splice(index, 1, ...next);
  return stated.length === 0 ? 'auto' : stated.join(',');
}

const isPresetWord = (part: string): boolean => !['anim', 'up', 'trim', 'flip'].includes(part.toLowerCase());

/** The text after a problem's nearest accepted value is taken; null where it names none. */
export function withFix(
  text: string,
  problem: Pick<ParameterProblem | OffLadderProblem, 'parameter' | 'nearest'>,
): string | null {
  const { parameter, nearest } = problem;
  // Only a signature helps: without one, the parameter goes.
  if (nearest === null)
    return statedValue(text, parameter) === null ? null : withValue(text, parameter, null);
  const [name = '', value] = nearest.split('=');
  const kept = statedValue(text, parameter);
  const without = name === parameter ? text : withValue(text, parameter, null);
  // A misspelt name keeps its value.
  return withValue(without, name, value ?? kept ?? '');
}

export type AddressState =
  /** Served to everybody. */
  | { readonly kind: 'free'; readonly canonical: string }
  | {
      readonly kind: 'signed';
      readonly canonical: string;
      readonly problems: readonly OffLadderProblem[];
      /** Canonical spelling of the nearest that is free. */
      readonly nearest: string;
    }
  | { readonly kind: 'wrong'; readonly problems: readonly ParameterProblem[] };

/** What an address with this transformation is. Whether a preset exists is the server's to know. */
export function judgeAddress(text: string): AddressState {
  const parsed = parseTransformation(text === '' ? 'auto' : text);
  if (!parsed.ok) return { kind: 'wrong', problems: parsed.problems };
  const canonical = canonicalRequest(parsed.value);
  if (parsed.value.kind === 'preset') return { kind: 'free', canonical };
  const verdict = checkLadder(parsed.value.transformation);
  return verdict.onLadder
    ? { kind: 'free', canonical }
    : { kind: 'signed', canonical, problems: verdict.problems, nearest: verdict.nearest };
}
