/** The compiled codecs the engine is given. A Worker may not compile bytes, so the entry imports them statically. */
export interface WasmModules {
  /** imagescript: JPEG with DCT scaling. */
  readonly jpegDecoder: WebAssembly.Module;
  /** @jsquash/jpeg: MozJPEG. */
  readonly jpegEncoder: WebAssembly.Module;
  readonly webpDecoder: WebAssembly.Module;
  readonly webpEncoder: WebAssembly.Module;
  readonly avifDecoder: WebAssembly.Module;
  readonly avifEncoder: WebAssembly.Module;
  /** libheif-js: HEIC. */
  readonly heicDecoder: WebAssembly.Module;
  readonly resvg: WebAssembly.Module;
  readonly magick: WebAssembly.Module;
  /** `imaging/pixels/resample-kernel.wasm`, this project's own. */
  readonly resampleKernel: WebAssembly.Module;
  /** Font of text watermarks, WOFF2 or TTF. */
  readonly font: Uint8Array;
}

/** A picture that cannot be decoded; the message is for developers. */
export class DamagedSource extends Error {
  override name = 'DamagedSource';
}

/** A picture or an operation beyond what a codec here can do. */
export class UnsupportedSource extends Error {
  override name = 'UnsupportedSource';
}

/** More pixels or memory than the engine accepts. */
export class SourceTooLarge extends Error {
  override name = 'SourceTooLarge';
}
