/** The engine's codecs compiled from the installed packages, for tests that run it in Node. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WasmModules } from '../../../imaging/codecs/modules.ts';

const packages = new URL('../../../node_modules/', import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(path, packages))));
const compile = (path: string): WebAssembly.Module => new WebAssembly.Module(read(path));

const font = (set: string): Uint8Array =>
  read(`@fontsource-variable/inter/files/inter-${set}-wght-normal.woff2`);

export function loadWasmModules(): WasmModules {
  return {
    jpegDecoder: compile('../imaging/codecs/jpeg-turbo/jpeg-rows.wasm'),
    jpegEncoder: compile('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'),
    jpegLargeEncoder: compile('imagescript/wasm/any/jpeg.wasm'),
    webpDecoder: compile('@jsquash/webp/codec/dec/webp_dec.wasm'),
    webpEncoder: compile('@jsquash/webp/codec/enc/webp_enc_simd.wasm'),
    avifDecoder: compile('@jsquash/avif/codec/dec/avif_dec.wasm'),
    avifEncoder: compile('../imaging/codecs/aom/av1-still.wasm'),
    heicDecoder: compile('libheif-js/libheif-wasm/libheif.wasm'),
    resvg: compile('@resvg/resvg-wasm/index_bg.wasm'),
    magick: compile('@imagemagick/magick-wasm/dist/x86/magick.wasm'),
    resampleKernel: compile('../imaging/pixels/resample-kernel.wasm'),
    fonts: {
      latin: font('latin'),
      'latin-ext': font('latin-ext'),
      vietnamese: font('vietnamese'),
      greek: font('greek'),
      'greek-ext': font('greek-ext'),
      cyrillic: font('cyrillic'),
      'cyrillic-ext': font('cyrillic-ext'),
    },
    wholeFont: read('../imaging/fonts/inter-whole.woff2'),
  };
}
