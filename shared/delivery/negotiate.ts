/**
 * Content negotiation for pictures (RFC 9110, section 12.5.1).
 */
import { OUTPUT_MEDIA_TYPES, type OutputFormat } from './types.ts';

interface AcceptEntry {
  readonly type: string;
  /** 0..1. */
  readonly q: number;
}

/** Most entries of an `Accept` header that are read. */
const MAX_ENTRIES = 64;

/** Reads an `Accept` header; malformed entries are left out. Types are lower case. */
export function parseAccept(header: string): readonly AcceptEntry[] {
  const entries: AcceptEntry[] = [];
  for (const part of header.slice(0, 4096).split(',').slice(0, MAX_ENTRIES)) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (!/^(?:\*\/\*|[a-z0-9!#$&^_.+-]+\/(?:\*|[a-z0-9!#$&^_.+-]+))$/.test(type)) continue;
    let q = 1;
    let isValid = true;
    for (const parameter of parameters) {
      const match = /^q\s*=\s*(.*)$/.exec(parameter);
      if (match === null) continue;
      const text = match[1] ?? '';
      isValid = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text);
      q = Number(text);
    }
    if (isValid) entries.push({ type, q });
  }
  return entries;
}

/** Quality of `mediaType`: the most specific entry decides, and of two equally specific the higher. `null`: not matched. */
function qualityOf(
  entries: readonly AcceptEntry[],
  mediaType: string,
): { q: number; explicit: boolean } | null {
  const pick = (type: string): number | null => {
    const found = entries.filter((entry) => entry.type === type).map((entry) => entry.q);
    return found.length === 0 ? null : Math.max(...found);
  };
  const exact = pick(mediaType);
  if (exact !== null) return { q: exact, explicit: true };
  const wild = pick('image/*') ?? pick('*/*');
  return wild === null ? null : { q: wild, explicit: false };
}

/**
 * Whether a picture is a better answer to a failed request than a word: the client names pictures and likes no text more, or
 * takes anything and names no text.
 */
export function wantsPicture(accept: string | null): boolean {
  const entries = parseAccept(accept ?? '*/*');
  const best = (pattern: RegExp): number | null => {
    const found = entries.filter(({ type }) => pattern.test(type)).map(({ q }) => q);
    return found.length === 0 ? null : Math.max(...found);
  };
  const picture = best(/^image\//);
  const text = best(/^(?:text|application)\//);
  if (picture !== null) return picture > 0 && picture >= (text ?? 0);
  return text === null && (best(/^\*\/\*$/) ?? 0) > 0;
}

export interface NegotiationInput {
  /** The `Accept` header, or `null` where absent. */
  readonly accept: string | null;
  /** Format the transformation states. */
  readonly f: OutputFormat | 'auto';
  /** Extension of the URL, without the dot and in any case, or `null`. */
  readonly ext: string | null;
  readonly hasAlpha: boolean;
  /** Whether the rendition is to move, which of the formats here only WebP does. */
  readonly isMoving?: boolean;
  /** Whether the AVIF rendition exists already or pays to be made now. */
  readonly avifReady: boolean;
}

export interface Negotiation {
  readonly format: OutputFormat;
  /** Whether the answer must carry `Vary: Accept`. */
  readonly varies: boolean;
  /** Whether AVIF would have been sent had it been ready: the cue to make it in the background. */
  readonly wantsAvif: boolean;
}

const EXTENSIONS: ReadonlyMap<string, OutputFormat> = new Map([
  ['avif', 'avif'],
  ['webp', 'webp'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
]);

/**
 * Picks the format of a rendition.
 *
 * A stated `f` wins. Otherwise AVIF and WebP go only to clients that name them: a wildcard stands for the formats every
 * client has known for decades, JPEG, or PNG where there is transparency. Of what a client takes it is sent what it gives the
 * highest weight, and our own preference (AVIF, WebP, then JPEG or PNG) decides among equals. Only JPEG that a wildcard stands for
 * counts as much as a PNG that is named: so did browsers ask until 2020 (`image/png,image/*;q=0.8`), who never wished photographs
 * as PNG. The extension decides only where neither `f` nor
 * `Accept` names a picture format. A client that accepts none of them gets the widest one rather than an error, as
 * RFC 9110 permits.
 */
export function negotiateFormat(input: NegotiationInput): Negotiation {
  if (input.f !== 'auto') return { format: input.f, varies: false, wantsAvif: false };
  const entries = parseAccept(input.accept ?? '*/*');
  const known = Object.values(OUTPUT_MEDIA_TYPES);
  const namesOne = entries.some((entry) => known.some((type) => type === entry.type) && entry.q > 0);
  const ext = input.ext === null ? undefined : EXTENSIONS.get(input.ext.toLowerCase());
  if (!namesOne && ext !== undefined) {
    const verdict = qualityOf(entries, OUTPUT_MEDIA_TYPES[ext]);
    if (verdict === null || verdict.q > 0) return { format: ext, varies: true, wantsAvif: false };
  }

  const baseline: readonly OutputFormat[] = input.hasAlpha ? ['png', 'jpeg'] : ['jpeg', 'png'];
  const choose = (withAvif: boolean): OutputFormat => {
    let best: { format: OutputFormat; q: number } | null = null;
    const offer = (format: OutputFormat, q: number): void => {
      if (q > 0 && (best === null || q > best.q)) best = { format, q };
    };
    for (const format of withAvif ? (['avif', 'webp'] as const) : (['webp'] as const)) {
      const verdict = qualityOf(entries, OUTPUT_MEDIA_TYPES[format]);
      if (verdict?.explicit === true) offer(format, verdict.q);
    }
    const png = qualityOf(entries, OUTPUT_MEDIA_TYPES.png);
    const jpeg = qualityOf(entries, OUTPUT_MEDIA_TYPES.jpeg);
    if (input.hasAlpha) {
      offer('png', png?.q ?? 0);
      // A picture with transparency stays one as long as the client takes any format that has it.
      if (best === null) offer('jpeg', jpeg?.q ?? 0);
    } else {
      const liked = jpeg?.q ?? 0;
      offer('jpeg', jpeg?.explicit === false && liked > 0 ? Math.max(liked, png?.q ?? 0) : liked);
      offer('png', png?.q ?? 0);
    }
    const chosen: { format: OutputFormat; q: number } | null = best;
    return (chosen as { format: OutputFormat } | null)?.format ?? baseline[0] ?? 'jpeg';
  };
  const format = choose(input.avifReady && !input.isMoving);
  const wantsAvif = !input.avifReady && !input.isMoving && choose(true) === 'avif';
  return { format, varies: true, wantsAvif };
}
