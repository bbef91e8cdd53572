/** The web master: one upright sRGB picture of at most 2560 px, from which later renditions start. */
import { type ImageHeader, uprightSize } from '../shared/metadata/inspect.ts';
import type { WebMaster } from '../worker/ports/image-transformer.ts';
import { encodeJpeg } from './codecs/jpeg-encode.ts';
import type { WasmModules } from './codecs/modules.ts';
import { encodePng } from './codecs/png-encode.ts';
import { encodeWebp } from './codecs/webp.ts';
import { decodeUpright } from './decode-upright.ts';
import { measurePicture } from './measure.ts';
import { findsTransparency, looksDrawn, type Raster } from './pixels/raster.ts';
import { finish } from './render.ts';

export const MASTER_EDGE = 2560;
/** Drawings have no size of their own; they are drawn with this longer edge. */
const DRAWN_EDGE = 2048;
/** High enough that a rendition made from it shows no second generation. */
const JPEG_QUALITY = 90;
const WEBP_QUALITY = 92;
/** Graphics up to this many pixels stay lossless. */
const LOSSLESS_PIXELS = 5_000_000;

/** @throws DamagedSource, UnsupportedSource, SourceTooLarge */
export async function makeMaster(
  source: Uint8Array,
  header: ImageHeader,
  modules: WasmModules,
): Promise<WebMaster> {
  const upright = uprightSize(header);
  const isDrawing = header.mediaType === 'image/svg+xml';
  const longest = Math.max(upright.width, upright.height);
  const scale = isDrawing ? DRAWN_EDGE / longest : Math.min(1, MASTER_EDGE / longest);
  const width = Math.max(1, Math.round(upright.width * scale));
  const height = Math.max(1, Math.round(upright.height * scale));
  const decoded = await decodeUpright({ source, header, crop: null, width, height, page: 1 }, modules);
  const raster = { ...decoded, hasAlpha: findsTransparency(decoded) };
  const { format, bytes } = await encodeMaster(raster, header, modules);
  return {
    ...finish(raster, format, bytes),
    ...measurePicture(raster, modules.resampleKernel),
    sourceWidth: upright.width,
    sourceHeight: upright.height,
  };
}

async function encodeMaster(
  raster: Raster,
  header: ImageHeader,
  modules: WasmModules,
): Promise<{ format: 'jpeg' | 'png' | 'webp'; bytes: Uint8Array }> {
  const mayBeGraphic = header.mediaType !== 'image/jpeg' && header.mediaType !== 'image/heic';
  const isSmall = raster.width * raster.height <= LOSSLESS_PIXELS;
  const isDrawing = header.mediaType === 'image/svg+xml';
  if (isDrawing || (mayBeGraphic && isSmall && looksDrawn(raster))) {
    return { format: 'png', bytes: await encodePng(raster) };
  }
  if (raster.hasAlpha) {
    return { format: 'webp', bytes: await encodeWebp(modules.webpEncoder, raster, WEBP_QUALITY) };
  }
  // Chroma that the source never had need not be decoded again with every rendition.
  const fullChroma = header.chromaSubsampling !== '4:2:0';
  const bytes = await encodeJpeg(modules, raster, JPEG_QUALITY, fullChroma);
  return { format: 'jpeg', bytes };
}
