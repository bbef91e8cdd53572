/**
 * The port behind which pictures are transformed: a plan and source bytes in, an encoded rendition out.
 *
 * Terms: a *plan* (`RenderPlan`) is fully resolved; an engine computes no geometry and drops no operation. A *web master* is
 * the upright sRGB picture of at most 2560 px made once at ingest, from which later renditions start. No method throws or
 * rejects for anything a source contains: every outcome is a value.
 */
import type { EngineCapabilities } from '../../shared/delivery/capabilities.ts';
import type { RefusalCause } from '../../shared/delivery/refusal.ts';
import type { OutputFormat, RenderPlan } from '../../shared/delivery/types.ts';
import type { ImageHeader } from '../../shared/metadata/inspect.ts';

/**
 * Why an engine did not do a job.
 * - `too_large`: pixels, frames, bytes or decoding memory beyond the engine's limits, known from the header
 * - `unsupported`: a type or an operation this engine does not have
 * - `damaged`: the bytes cannot be decoded, or are not the picture the plan was made for
 * - `timeout`: no answer within the job's time
 * - `busy`: the engine is working and its waiting line is full; try again after `retryAfterSeconds`
 * - `failed`: the engine itself broke; the source may be fine
 */
export type RefusalReason = 'too_large' | 'unsupported' | 'damaged' | 'timeout' | 'busy' | 'failed';

export interface Refused {
  readonly status: 'refused';
  readonly reason: RefusalReason;
  /** English, for logs and developers; names no file, key or person. */
  readonly message: string;
  /** What people are told, where it is more than `reason` and the source's type and size say. */
  readonly cause?: RefusalCause;
  /** Whole seconds; set for `busy` and `timeout`. */
  readonly retryAfterSeconds?: number;
}

/** Bytes of a source: whole, or a stream that is read once. A stream is cancelled when the job is refused early. */
export type ImageSource = Uint8Array | ReadableStream<Uint8Array>;

export interface TransformJob {
  readonly source: ImageSource;
  readonly plan: RenderPlan;
  /** Encoded picture (PNG, WebP, JPEG or SVG) of an image watermark; required when the plan has one. */
  readonly watermark?: Uint8Array;
}

/** An encoded rendition: upright, sRGB, without any metadata of the source. */
export interface Rendition {
  readonly status: 'ok';
  readonly bytes: Uint8Array;
  readonly format: OutputFormat;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** Quality it was written at, where memory did not hold for the plan's; of frames the lowest. */
  readonly loweredQuality?: number;
}
export type TransformResult = Rendition | Refused;

export interface ImageFacts {
  readonly status: 'ok';
  readonly header: ImageHeader;
  /** Upright size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Null when a plan that fits the capabilities will be accepted; otherwise why this source never will. */
  readonly refusal: Refused | null;
}
export type InspectResult = ImageFacts | Refused;

/** One of the dominant colours of a picture. */
export interface PaletteColor {
  /** Lower-case `#rrggbb`, sRGB. */
  readonly hex: string;
  /** Share of the visible pixels, 0..1; the shares of a palette add up to at most 1. */
  readonly share: number;
  /** OKLCH (Ottosson 2020): lightness 0..1, chroma from 0, hue in degrees 0..360 (0 where chroma is 0). */
  readonly oklch: { readonly l: number; readonly c: number; readonly h: number };
}

/** What a picture looks like, measured on its upright sRGB pixels. */
export interface PictureFacts {
  /** Whether any pixel is less than opaque. */
  readonly hasAlpha: boolean;
  /** At most five, largest share first. */
  readonly palette: readonly PaletteColor[];
  /** ThumbHash (evanw), base64. */
  readonly thumbhash: string;
  /** 64-bit DCT hash of the luma, 16 lower-case hex digits; a small Hamming distance means near duplicates. */
  readonly perceptualHash: string;
}

export interface WebMaster extends Rendition, PictureFacts {
  /** Upright size of the source, which the master is scaled down from. */
  readonly sourceWidth: number;
  readonly sourceHeight: number;
}
export type MasterResult = WebMaster | Refused;

/** An adapter that makes renditions. The contract suite is `tests/contracts/image-transformer.ts`. */
export interface ImageTransformer {
  /** What it declares; `capabilities.engine` belongs in every rendition's cache key. */
  readonly capabilities: EngineCapabilities;
  /** Header facts and the admission verdict; decodes nothing. */
  inspect(source: ImageSource): Promise<InspectResult>;
  transform(job: TransformJob): Promise<TransformResult>;
  /** Makes the web master and measures the picture. */
  master(source: ImageSource): Promise<MasterResult>;
}
