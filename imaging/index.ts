/**
 * The image engine as a Worker of its own, reached only through a service binding: it has no route, no storage and no secret,
 * and its memory and CPU limits are not the gateway's.
 */
import { WorkerEntrypoint } from 'cloudflare:workers';
import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
import magick from '@imagemagick/magick-wasm/magick.wasm';
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.wasm';
import avifEncoder from '@jsquash/avif/codec/enc/avif_enc.wasm';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.wasm';
import resvg from '@resvg/resvg-wasm/index_bg.wasm';
import jpegDecoder from 'imagescript/wasm/any/jpeg.wasm';
import heicDecoder from 'libheif-js/libheif-wasm/libheif.wasm';
import type {
  ImageSource,
  InspectResult,
  MasterResult,
  TransformJob,
  TransformResult,
} from '../worker/ports/image-transformer.ts';
import { createEngine } from './engine.ts';
import resampleKernel from './pixels/resample-kernel.wasm';

const engine = createEngine({
  jpegDecoder,
  jpegEncoder,
  webpDecoder,
  webpEncoder,
  avifDecoder,
  avifEncoder,
  heicDecoder,
  resvg,
  magick,
  resampleKernel,
  font: new Uint8Array(font),
});

/** RPC over the service binding; the same methods as the port, without `capabilities`. */
export default class ImageEngine extends WorkerEntrypoint {
  inspect(source: ImageSource): Promise<InspectResult> {
    return engine.inspect(source);
  }

  transform(job: TransformJob): Promise<TransformResult> {
    return this.#finish(engine.transform(job));
  }

  master(source: ImageSource): Promise<MasterResult> {
    return this.#finish(engine.master(source));
  }

  /** Nothing is served over HTTP. */
  override fetch(): Response {
    return new Response('The image engine answers RPC only.\n', { status: 404 });
  }

  /** A caller that leaves does not stop a job half way: it ends and frees the slot. */
  #finish<Result>(job: Promise<Result>): Promise<Result> {
    this.ctx.waitUntil(job);
    return job;
  }
}
