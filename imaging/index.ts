/**
 * The image engine as a Worker of its own, reached only through a service binding: it has no route, no storage and no secret,
 * and its memory and CPU limits are not the gateway's.
 */
import { WorkerEntrypoint } from 'cloudflare:workers';
import cyrillicExt from '@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2';
import cyrillic from '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2';
import greekExt from '@fontsource-variable/inter/files/inter-greek-ext-wght-normal.woff2';
import greek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2';
import latinExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2';
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
import vietnamese from '@fontsource-variable/inter/files/inter-vietnamese-wght-normal.woff2';
import magick from '@imagemagick/magick-wasm/magick.wasm';
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.wasm';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.wasm';
import resvg from '@resvg/resvg-wasm/index_bg.wasm';
import jpegLargeEncoder from 'imagescript/wasm/any/jpeg.wasm';
import heicDecoder from 'libheif-js/libheif-wasm/libheif.wasm';
import type {
  ImageSource,
  InspectResult,
  MasterResult,
  TransformJob,
  TransformResult,
} from '../worker/ports/image-transformer.ts';
import avifEncoder from './codecs/aom/av1-still.wasm';
import jpegDecoder from './codecs/jpeg-turbo/jpeg-rows.wasm';
import { createEngine } from './engine.ts';
import wholeFont from './fonts/inter-whole.woff2';
import resampleKernel from './pixels/resample-kernel.wasm';

const engine = createEngine({
  jpegDecoder,
  jpegEncoder,
  jpegLargeEncoder,
  webpDecoder,
  webpEncoder,
  avifDecoder,
  avifEncoder,
  heicDecoder,
  resvg,
  magick,
  resampleKernel,
  fonts: {
    latin: new Uint8Array(latin),
    'latin-ext': new Uint8Array(latinExt),
    vietnamese: new Uint8Array(vietnamese),
    greek: new Uint8Array(greek),
    'greek-ext': new Uint8Array(greekExt),
    cyrillic: new Uint8Array(cyrillic),
    'cyrillic-ext': new Uint8Array(cyrillicExt),
  },
  wholeFont: new Uint8Array(wholeFont),
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
