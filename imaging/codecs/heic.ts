/**
 * HEIC through libheif-js (libheif, libde265; LGPL-3.0), which gives three bytes a pixel: 78 MB for the 12 megapixels of a phone,
 * where ImageMagick's build of the same libraries takes 120 MB. The picture comes out upright, with the file's colour space.
 */
import factory from 'libheif-js/libheif-wasm/libheif.js';
import type { PixelRows } from '../pixels/window.ts';
import { withCodec } from './emscripten.ts';
import { DamagedSource } from './modules.ts';

/** `mdat` in ASCII. */
const MDAT = 0x6d646174;

/** An object on the codec's side, only ever handed back to it. */
type Handle = object;

interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

/** Its planes lie in the codec's memory; without an image, it is an error. */
interface Decoded {
  readonly image?: Handle;
  readonly channels?: readonly Plane[];
}

interface Decoder {
  heif_context_alloc(): Handle;
  heif_context_free(context: Handle): void;
  heif_context_read_from_memory(context: Handle, bytes: Uint8Array): { readonly message: string };
  /** An object without a handle's methods where there is no picture. */
  heif_js_context_get_primary_image_handle(context: Handle): Handle;
  heif_image_handle_release(handle: Handle): void;
  heif_js_decode_image2(handle: Handle, space: unknown, chroma: unknown): Decoded | null;
  heif_image_release(image: Handle): void;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: unknown };
}

/**
 * @param use is given rows that lie in the codec's memory, and must be done with them when it returns; an instance that failed is
 *   not used again, so nothing needs to be given back to it
 * @throws DamagedSource
 */
export async function decodeHeic<Result>(
  module: WebAssembly.Module,
  source: Uint8Array,
  use: (rows: PixelRows) => Result,
): Promise<Result> {
  // Decoded all the same, a file that breaks off shows black tiles for what is missing.
  if (breaksOff(source)) throw new DamagedSource('the HEIC file breaks off');
  return withCodec(factory, module, (codec: Decoder) => {
    const context = codec.heif_context_alloc();
    let handle: Handle | undefined;
    let decoded: Decoded | null = null;
    try {
      codec.heif_context_read_from_memory(context, source);
      handle = codec.heif_js_context_get_primary_image_handle(context);
      decoded = codec.heif_js_decode_image2(
        handle,
        codec.heif_colorspace.heif_colorspace_RGB,
        codec.heif_chroma.heif_chroma_interleaved_RGB,
      );
    } catch {
      // Embind refuses to take an error for a handle, and the decoder traps on some damage.
      throw new DamagedSource('the HEIC data cannot be decoded');
    }
    const [plane] = decoded?.channels ?? [];
    if (plane === undefined) throw new DamagedSource('the HEIC data cannot be decoded');
    const { width, height } = plane;
    const result = use({ width, height, channels: 3, bytes: packed(plane), hasAlpha: false });
    if (decoded?.image) codec.heif_image_release(decoded.image);
    codec.heif_image_handle_release(handle);
    codec.heif_context_free(context);
    return result;
  });
}

/** Whether the box of the coded data (ISO/IEC 14496-12, `mdat`) ends behind the file; what phones append after it is not looked at. */
function breaksOff(source: Uint8Array): boolean {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  while (at + 16 <= source.length) {
    const short = view.getUint32(at);
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short;
    if (size < 8) return false;
    if (view.getUint32(at + 4) === MDAT && at + size > source.length) return true;
    at += size;
  }
  return false;
}

/** Rows without padding. */
function packed({ data, width, height, stride }: Plane): Uint8Array {
  if (stride === width * 3) return data;
  for (let y = 1; y < height; y++) data.copyWithin(y * width * 3, y * stride, y * stride + width * 3);
  return data.subarray(0, width * height * 3);
}
