import type { LetterSet } from '../../shared/text/drawn-letters.ts';
import type { Refused } from '../../worker/ports/image-transformer.ts';

/** The compiled codecs the engine is given. A Worker may not compile bytes, so the entry imports them statically. */
export interface WasmModules {
  /** `imaging/codecs/jpeg-turbo/jpeg-rows.wasm`: libjpeg-turbo's decoder. */
  readonly jpegDecoder: WebAssembly.Module;
  /** @jsquash/jpeg: MozJPEG. */
  readonly jpegEncoder: WebAssembly.Module;
  /** imagescript: JPEG of many pixels. */
  readonly jpegLargeEncoder: WebAssembly.Module;
  readonly webpDecoder: WebAssembly.Module;
  readonly webpEncoder: WebAssembly.Module;
  readonly avifDecoder: WebAssembly.Module;
  /** `imaging/codecs/aom/av1-still.wasm`: libaom's encoder. */
  readonly avifEncoder: WebAssembly.Module;
  /** libheif-js: HEIC. */
  readonly heicDecoder: WebAssembly.Module;
  readonly resvg: WebAssembly.Module;
  readonly magick: WebAssembly.Module;
  /** `imaging/pixels/resample-kernel.wasm`, this project's own. */
  readonly resampleKernel: WebAssembly.Module;
  /** The font of text watermarks and SVG, by the letters a file has; WOFF2 or TTF. */
  readonly fonts: Readonly<Record<LetterSet, Uint8Array>>;
  /** All these letters in one file, for SVG with letters that resvg loses among several. */
  readonly wholeFont: Uint8Array;
}

/** A picture that cannot be decoded; the message is for developers. */
export class DamagedSource extends Error {
  override name = 'DamagedSource';
}

/** A picture or an operation beyond what a codec here can do. */
export class UnsupportedSource extends Error {
  override name = 'UnsupportedSource';
  /** What people are told, where it is not the type. */
  readonly told: Pick<Refused, 'cause'>;

  constructor(message: string, told: Pick<Refused, 'cause'> = {}) {
    super(message);
    this.told = told;
  }
}

/** More pixels or memory than the engine accepts. */
export class SourceTooLarge extends Error {
  override name = 'SourceTooLarge';
  /** What people are told, where it is not that the source needs too much memory. */
  readonly told: Pick<Refused, 'cause'>;

  constructor(message: string, told: Pick<Refused, 'cause'> = {}) {
    super(message);
    this.told = told;
  }
}
