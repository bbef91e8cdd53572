/**
 * Presets: named transformations that belong to channels. Portal downloads, share links and hot-links use the same ones.
 */
import type { Audience, Channel, UsageWindow } from '../rights/types.ts';
import { canonicalRequest, normalizeTransformation } from './canonical.ts';
import { LADDER_DPRS, nearestNumber } from './ladder.ts';
import { nearestWord } from './nearest-word.ts';
import { PRESET_NAME_PATTERN } from './parameters.ts';
import { IDENTITY, RESERVED_WORDS } from './parse.ts';
import type { OutputFormat, Transformation } from './types.ts';

/**
 * What a rendition carries inside. `credit`: creator, credit line, copyright, usage terms, licensor and alternative text.
 * `descriptive`: also headline, caption and keywords. Location, serial numbers and embedded thumbnails never leave.
 */
export const METADATA_POLICIES = ['credit', 'descriptive'] as const;
export type MetadataPolicy = (typeof METADATA_POLICIES)[number];

export interface Preset {
  /** Matches `PRESET_NAME_PATTERN`; part of public URLs, so it is never reused for something else. */
  readonly name: string;
  /** `original` hands out the version's own bytes; the transformation is then the identity and unused. */
  readonly delivers: 'rendition' | 'original';
  readonly transformation: Transformation;
  readonly metadata: MetadataPolicy;
  /** Name of the watermark put on, or `null`. */
  readonly watermark: string | null;
  /** Who may use it; `null`: everybody. */
  readonly audiences: readonly Audience[] | null;
  readonly channel: Channel;
  readonly window: UsageWindow;
  /** Whether a hot-link may name it. */
  readonly isHotLinkable: boolean;
}

const ALWAYS: UsageWindow = { startsAt: null, endsAt: null };

function rendition(
  name: string,
  wish: Partial<Transformation>,
  rest: Partial<Omit<Preset, 'name' | 'transformation'>> = {},
): Preset {
  return {
    name,
    delivers: 'rendition',
    transformation: normalizeTransformation({ ...IDENTITY, ...wish }),
    metadata: 'credit',
    watermark: null,
    audiences: null,
    channel: 'web',
    window: ALWAYS,
    isHotLinkable: true,
    ...rest,
  };
}

/** The presets every brand starts with. Sizes in CSS pixels. */
export const BUILT_IN_PRESETS: readonly Preset[] = [
  rendition('thumb', { w: 400, h: 400, fit: 'contain' }),
  rendition('card', { w: 640, h: 480, fit: 'cover' }),
  rendition('square', { w: 480, h: 480, fit: 'cover' }),
  rendition('preview', { w: 1600, h: 1600, fit: 'contain' }),
  rendition('motion', { w: 800, h: 800, fit: 'contain', anim: true }),
  rendition('hero', { w: 2560, h: 1440, fit: 'cover' }),
  rendition('web', { w: 2048, h: 2048, fit: 'contain' }, { metadata: 'descriptive' }),
  rendition('social-square', { w: 1080, h: 1080, fit: 'cover', f: 'jpeg', q: 85 }, { channel: 'social' }),
  rendition('social-portrait', { w: 1080, h: 1350, fit: 'cover', f: 'jpeg', q: 85 }, { channel: 'social' }),
  rendition('social-story', { w: 1080, h: 1920, fit: 'cover', f: 'jpeg', q: 85 }, { channel: 'social' }),
  rendition('social-wide', { w: 1200, h: 630, fit: 'cover', f: 'jpeg', q: 85 }, { channel: 'social' }),
  rendition('email', { w: 1200, h: 1200, fit: 'contain', f: 'jpeg', q: 78 }, { channel: 'email' }),
  rendition(
    'print',
    { w: 6000, h: 6000, fit: 'contain', f: 'jpeg', q: 92 },
    { channel: 'print', metadata: 'descriptive', isHotLinkable: false },
  ),
  rendition(
    'original',
    {},
    { delivers: 'original', channel: 'print', metadata: 'descriptive', isHotLinkable: false },
  ),
];

/** Longest edge, in pixels, of pictures on pages that hand out nothing larger. */
export const PREVIEW_MAX_PIXELS = 1600;

/**
 * Longest edge of the pictures on a page that offers these sizes for download: no address on it reaches a larger picture than
 * a visitor may take. Null: as large as there is.
 */
export function pictureLimit(offered: readonly string[], allowsOriginals: boolean): number | null {
  if (allowsOriginals) return null;
  const edges = BUILT_IN_PRESETS.filter(({ name }) => offered.includes(name)).map(
    ({ transformation: { w, h } }) => Math.max(w ?? 0, h ?? 0),
  );
  return Math.max(PREVIEW_MAX_PIXELS, ...edges);
}

/** Why a preset cannot be saved or used. */
export type PresetProblem =
  | 'bad-name'
  | 'reserved-name'
  | 'not-found'
  | 'not-for-audience'
  | 'not-in-window'
  | 'dpr-off-ladder'
  | 'format-fixed'
  | 'not-refinable';

/** Checks a name for a new preset. */
export function checkPresetName(name: string): PresetProblem | null {
  if (!PRESET_NAME_PATTERN.test(name)) return 'bad-name';
  return RESERVED_WORDS.includes(name) ? 'reserved-name' : null;
}

export type PresetResolution =
  | {
      readonly ok: true;
      readonly preset: Preset;
      readonly transformation: Transformation;
      /** Canonical spelling of the request: what repeats the preset's own values is dropped. */
      readonly canonical: string;
    }
  | { readonly ok: false; readonly problem: PresetProblem; readonly nearest: string | null };

/**
 * Resolves a preset's name for a subject at `now`, refined by `dpr` and `f`. A format that the preset fixes cannot be
 * changed, and an original not at all. The preset's watermark is inside the returned transformation.
 */
export function resolvePreset(
  presets: readonly Preset[],
  wish: { readonly name: string; readonly dpr: number; readonly f: OutputFormat | 'auto' },
  subject: { readonly audience: Audience; readonly now: number },
): PresetResolution {
  const preset = presets.find((entry) => entry.name === wish.name);
  if (preset === undefined) {
    const names = presets.filter((entry) => entry.audiences === null).map((entry) => entry.name);
    return { ok: false, problem: 'not-found', nearest: nearestWord(wish.name, names) };
  }
  if (preset.audiences !== null && !preset.audiences.includes(subject.audience)) {
    return { ok: false, problem: 'not-for-audience', nearest: null };
  }
  const { startsAt, endsAt } = preset.window;
  if ((startsAt !== null && subject.now < startsAt) || (endsAt !== null && subject.now >= endsAt)) {
    return { ok: false, problem: 'not-in-window', nearest: null };
  }
  if (!LADDER_DPRS.some((dpr) => dpr === wish.dpr)) {
    return { ok: false, problem: 'dpr-off-ladder', nearest: `dpr=${nearestNumber(wish.dpr, LADDER_DPRS)}` };
  }
  const { transformation: t } = preset;
  if (preset.delivers === 'original' && (wish.dpr !== 1 || wish.f !== 'auto')) {
    return { ok: false, problem: 'not-refinable', nearest: preset.name };
  }
  if (t.f !== 'auto' && wish.f !== 'auto' && wish.f !== t.f) {
    return { ok: false, problem: 'format-fixed', nearest: `f=${t.f}` };
  }
  const transformation = normalizeTransformation({
    ...t,
    dpr: wish.dpr === 1 ? t.dpr : wish.dpr,
    f: t.f === 'auto' ? wish.f : t.f,
    wm: preset.watermark ?? t.wm,
  });
  return {
    ok: true,
    preset,
    transformation,
    canonical: canonicalRequest({
      kind: 'preset',
      preset: preset.name,
      dpr: transformation.dpr === t.dpr ? 1 : transformation.dpr,
      f: transformation.f === t.f ? 'auto' : transformation.f,
    }),
  };
}
