/**
 * Why no picture is made of a file: a cause with what it is about, kept as data and said in the language of whoever reads it. Limits
 * are the engine's own, so they stand in the cause and not in the words.
 */
import { z } from 'zod';
import { t } from '../messages/index.ts';
import { INTL_LOCALES, type Locale } from '../messages/locales.ts';

const count = z.number().int().min(0);
const mediaType = z.string().max(100);

export const refusalCauseSchema = z.discriminatedUnion('code', [
  /** A kind of picture that is not decoded. */
  z.object({ code: z.literal('type'), mediaType }),
  /** A kind of file that has no picture of its own. */
  z.object({ code: z.literal('no_preview'), mediaType }),
  z.object({ code: z.literal('damaged') }),
  /** Drawn, as far as it goes. */
  z.object({ code: z.literal('ends_early') }),
  /** More bytes than are read; `bytes` where the whole length is known. */
  z.object({ code: z.literal('bytes'), bytes: count.nullable(), most: count.nullable() }),
  /** More pixels than are decoded of this type. */
  z.object({ code: z.literal('pixels'), mediaType, width: count, height: count, most: count.nullable() }),
  /** More frames or pages than are walked through. */
  z.object({ code: z.literal('frames'), most: count }),
  /** Few enough pixels, but in a form that takes too much memory to decode. */
  z.object({ code: z.literal('memory'), mediaType, width: count.nullable(), height: count.nullable() }),
  /** The rendition would be too large for its format, whatever the file is. */
  z.object({
    code: z.literal('rendition'),
    format: z.string().max(20),
    width: count,
    height: count,
    most: count,
  }),
  /** The rendition, though of a size that its format holds, takes more memory to write than there is. */
  z.object({ code: z.literal('encoding'), format: z.string().max(20), width: count, height: count }),
  /** A part of a drawing is wanted so large that the whole would have too many pixels. */
  z.object({ code: z.literal('drawing'), width: count, height: count, most: count }),
  /** A page of another size than the first, by which all is planned. */
  z.object({ code: z.literal('page_size') }),
  /** Letters of a drawing that no font here has. */
  z.object({ code: z.literal('svg_letters'), letters: z.string().max(40) }),
  /** A part of a drawing that would be left out. */
  z.object({ code: z.literal('svg_part'), what: z.enum(['picture', 'html', 'variables']) }),
  /** Nobody knows; another try may do. */
  z.object({ code: z.literal('failed') }),
]);
export type RefusalCause = z.infer<typeof refusalCauseSchema>;

/** One or two sentences: what is the matter, with limits as the reader writes numbers. */
export function refusalText(locale: Locale, cause: RefusalCause): string {
  const number = (value: number, digits = 0): string =>
    new Intl.NumberFormat(INTL_LOCALES[locale], { maximumFractionDigits: digits }).format(value);
  const megabytes = (bytes: number): string =>
    new Intl.NumberFormat(INTL_LOCALES[locale], {
      style: 'unit',
      unit: 'megabyte',
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    }).format(bytes / 1e6);
  const megapixels = (pixels: number | null): string => (pixels === null ? 'none' : number(pixels / 1e6, 1));
  switch (cause.code) {
    case 'type':
      return t(locale, 'delivery.cause.type', { type: cause.mediaType });
    case 'no_preview':
      return t(locale, 'delivery.cause.no_preview', { type: cause.mediaType });
    case 'damaged':
      return t(locale, 'delivery.cause.damaged');
    case 'ends_early':
      return t(locale, 'delivery.cause.ends_early');
    case 'bytes':
      return t(locale, 'delivery.cause.bytes', {
        bytes: cause.bytes === null ? 'none' : megabytes(cause.bytes),
        most: cause.most === null ? 'none' : megabytes(cause.most),
      });
    case 'pixels':
      return t(locale, 'delivery.cause.pixels', {
        type: cause.mediaType,
        width: number(cause.width),
        height: number(cause.height),
        most: megapixels(cause.most),
      });
    case 'frames':
      return t(locale, 'delivery.cause.frames', { most: number(cause.most) });
    case 'memory':
      return t(locale, 'delivery.cause.memory', {
        type: cause.mediaType,
        width: cause.width === null ? 'none' : number(cause.width),
        height: cause.height === null ? 'none' : number(cause.height),
      });
    case 'rendition':
      return t(locale, 'delivery.cause.rendition', {
        format: cause.format.toUpperCase(),
        width: number(cause.width),
        height: number(cause.height),
        most: megapixels(cause.most),
      });
    case 'encoding':
      return t(locale, 'delivery.cause.encoding', {
        format: cause.format.toUpperCase(),
        width: number(cause.width),
        height: number(cause.height),
      });
    case 'drawing':
      return t(locale, 'delivery.cause.drawing', {
        width: number(cause.width),
        height: number(cause.height),
        most: megapixels(cause.most),
      });
    case 'page_size':
      return t(locale, 'delivery.cause.page_size');
    case 'svg_letters':
      return t(locale, 'delivery.cause.svg_letters', { letters: cause.letters });
    case 'svg_part':
      return t(locale, 'delivery.cause.svg_part', { what: cause.what });
    case 'failed':
      return t(locale, 'delivery.cause.failed');
    default:
      return cause satisfies never;
  }
}

/** Whether it is about what was asked for: the file itself is fine. */
export const isAboutRequest = ({ code }: RefusalCause): boolean =>
  code === 'rendition' || code === 'encoding' || code === 'drawing' || code === 'page_size';

/** A version as far as it says why it has no picture. */
export interface JudgedVersion {
  readonly verdict: 'ok' | 'damaged' | 'undecodable' | 'too_large' | 'no_preview';
  /** A cause as JSON; words in some language where the version is older than causes; null where nothing was said. */
  readonly verdictDetail: string | null;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly width: number | null;
  readonly height: number | null;
  /** Whether the engine draws the original. */
  readonly isRenderable: boolean;
}

/** The cause as a version keeps it. */
export const keepCause = (cause: RefusalCause): string => JSON.stringify(cause);

function keptCause(text: string | null): RefusalCause | null {
  if (text === null || !text.startsWith('{')) return null;
  try {
    return refusalCauseSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Words that begin like JSON.
    return null;
  }
}

/** Why a version has no picture, or not a whole one; null where there is nothing to say. */
export function causeOfVersion(version: JudgedVersion): RefusalCause | null {
  const { verdict, verdictDetail, mediaType, sizeBytes, width, height } = version;
  if (verdict === 'ok') return null;
  const kept = keptCause(verdictDetail);
  if (kept !== null) return kept;
  // Kept as words, once, in the language of who uploaded it: the verdict and the file say the same in any.
  switch (verdict) {
    case 'damaged':
      return { code: version.isRenderable ? 'ends_early' : 'damaged' };
    case 'no_preview':
      return { code: 'no_preview', mediaType };
    case 'too_large':
      return width === null || height === null
        ? { code: 'bytes', bytes: sizeBytes, most: null }
        : { code: 'pixels', mediaType, width, height, most: null };
    case 'undecodable':
      // Words about the type name it; the others were about a job that failed.
      return verdictDetail?.includes(`(${mediaType})`) === false
        ? { code: 'failed' }
        : { code: 'type', mediaType };
    default:
      return verdict satisfies never;
  }
}
