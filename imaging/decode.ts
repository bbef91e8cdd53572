/** From source bytes to the pixels of one window at one size: chooses the decoder and the scale it decodes at. */
import type { ImageHeader } from '../shared/metadata/inspect.ts';
import { canvasAt, openAnimation } from './animation/frames.ts';
import { decodeAvif } from './codecs/avif.ts';
import { decodeHeic } from './codecs/heic.ts';
import { openJpeg, scaleFor } from './codecs/jpeg-decode.ts';
import { decodeWithMagick } from './codecs/magick.ts';
import { UnsupportedSource, type WasmModules } from './codecs/modules.ts';
import { decodePng } from './codecs/png-decode.ts';
import { rasterizeSvg } from './codecs/svg.ts';
import { decodeWebp } from './codecs/webp.ts';
import { planFromCodes } from './color/code-points.ts';
import { extractIccProfile } from './color/extract-profile.ts';
import { convertToSrgb, type PlannedConversion, planConversion } from './color/icc.ts';
import { createRaster, type Raster, type Rect } from './pixels/raster.ts';
import { Resampler } from './pixels/resample.ts';
import { isPlainCut, resamplePulled, resampleRows } from './pixels/window.ts';
import type { DecodeRequest } from './requests.ts';

/**
 * The window of the picture **as stored** (orientation not applied, except where `isUprightWhenDecoded`), in sRGB.
 *
 * @throws DamagedSource, UnsupportedSource, SourceTooLarge
 */
export async function decodeWindow(request: DecodeRequest, modules: WasmModules): Promise<Raster> {
  const { header, source } = request;
  const conversion = await conversionOf(source, header);
  // ImageMagick would take more memory than there is for a HEIC; a table-based profile in one is unheard of.
  const isConvertedByMagick = conversion === 'unsupported' && header.mediaType !== 'image/heic';
  const needsMagick =
    isConvertedByMagick ||
    header.colorSpace === 'cmyk' ||
    header.colorSpace === 'lab' ||
    (header.mediaType === 'image/jpeg' && header.bitDepth !== 8);
  if (needsMagick) return decodeWithMagick(modules, request);
  const raster = await decodePlain(request, modules);
  return typeof conversion === 'string' ? raster : convertToSrgb(raster, conversion);
}

/** In a PNG code points overrule a profile (PNG 3, section 4.3); in AVIF and HEIC a profile overrules them (MIAF, section 7.3.6.4). */
async function conversionOf(source: Uint8Array, header: ImageHeader): Promise<PlannedConversion> {
  const isByCodes = header.mediaType === 'image/png' && header.colorCodes !== null;
  if (!header.hasIccProfile || isByCodes) return planFromCodes(header.colorCodes);
  return planConversion(await extractIccProfile(source, header));
}

/** HEIC is turned by its decoder; everything else is decoded as stored. */
export function isUprightWhenDecoded(mediaType: string): boolean {
  return mediaType === 'image/heic' || mediaType === 'image/svg+xml';
}

async function decodePlain(request: DecodeRequest, modules: WasmModules): Promise<Raster> {
  const { header, source } = request;
  switch (header.mediaType) {
    case 'image/jpeg':
      return decodeScaledJpeg(request, modules);
    case 'image/png':
      return decodePngWindow(request, modules.resampleKernel);
    case 'image/webp':
      if (header.isAnimated) return decodeFrame(request, modules);
      return fromImageData(await decodeWebp(modules.webpDecoder, source), request, modules.resampleKernel);
    case 'image/avif':
      return fromImageData(await decodeAvif(modules.avifDecoder, source), request, modules.resampleKernel);
    case 'image/heic':
      return decodeHeicWindow(request, modules);
    case 'image/svg+xml':
      return rasterizeSvg(modules, request);
    case 'image/gif':
      return decodeFrame(request, modules);
    case 'image/tiff':
    case 'image/bmp':
    case 'image/vnd.adobe.photoshop':
      return decodeWithMagick(modules, request);
    default:
      throw new UnsupportedSource(`${header.mediaType} is not decoded here`);
  }
}

async function decodeHeicWindow(
  { source, header, window, width, height }: DecodeRequest,
  modules: WasmModules,
): Promise<Raster> {
  return decodeHeic(modules.heicDecoder, source, (rows) => {
    const scaled = scaleRect(window, rows.width / header.width, rows.height / header.height);
    return resampleRows(modules.resampleKernel, rows, { window: scaled, width, height });
  });
}

function decodeScaledJpeg(request: DecodeRequest, modules: WasmModules): Raster {
  const { header, source, window, width, height } = request;
  let denominator = scaleFor(window, { width, height });
  // A rounded-up edge would let a window reach past the decoded rows of a very small picture.
  if (header.width < denominator || header.height < denominator) denominator = 1;
  return resamplePulled(modules.resampleKernel, openJpeg(modules.jpegDecoder, source, denominator), {
    window: scaleRect(window, 1 / denominator),
    width,
    height,
  });
}

/** One frame as a player shows it, with what earlier frames left on the canvas. */
async function decodeFrame(
  { source, header, page, window, width, height }: DecodeRequest,
  modules: WasmModules,
): Promise<Raster> {
  const animation = openAnimation(header.mediaType, source, modules);
  const bytes = await canvasAt(animation, page);
  const rows = { width: animation.width, height: animation.height, channels: 4 as const, bytes };
  // A first frame may leave part of the canvas bare, whatever the header says of transparency.
  return resampleRows(modules.resampleKernel, { ...rows, hasAlpha: true }, { window, width, height });
}

function scaleRect(rect: Rect, byX: number, byY = byX): Rect {
  return { x: rect.x * byX, y: rect.y * byY, width: rect.width * byX, height: rect.height * byY };
}

function fromImageData(
  image: ImageData,
  { header, window, width, height }: DecodeRequest,
  kernel: WebAssembly.Module,
): Raster {
  const rows = { width: image.width, height: image.height, channels: 4 as const, bytes: image.data };
  return resampleRows(kernel, { ...rows, hasAlpha: header.hasAlpha }, { window, width, height });
}

/** Rows go straight from inflation into the resampler. */
async function decodePngWindow(
  { source, header, window, width, height }: DecodeRequest,
  kernel: WebAssembly.Module,
): Promise<Raster> {
  if (isPlainCut(window, width, height)) {
    const cut = createRaster(width, height, header.hasAlpha);
    await decodePng(source, (row, y) => {
      if (y >= window.y && y < window.y + height) {
        cut.data.set(row.subarray(window.x * 4, (window.x + width) * 4), (y - window.y) * width * 4);
      }
      return y + 1 < window.y + height;
    });
    return cut;
  }
  const resampler = new Resampler(kernel, {
    sourceWidth: header.width,
    sourceHeight: header.height,
    channels: 4,
    hasAlpha: header.hasAlpha,
    window,
    width,
    height,
  });
  await decodePng(source, (row, y) => {
    if (y >= resampler.firstRow) resampler.push(row, 0);
    return y + 1 < resampler.endRow;
  });
  return resampler.finish();
}
