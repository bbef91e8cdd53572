/**
 * The general path: ImageMagick (Wasm, Q8) decodes what no small decoder here does — TIFF, PSD, BMP,
 * CMYK and table-based colour profiles — and converts it to sRGB with Little CMS. Only decoding happens here; every later
 * operation is shared with the fast path.
 */
import {
  ColorProfile,
  ColorSpace,
  type IMagickImage,
  ImageMagick,
  initializeImageMagick,
  MagickError,
  MagickFormat,
  MagickReadSettings,
} from '@imagemagick/magick-wasm';
import { tiffPageSize } from '../../shared/metadata/headers/tiff.ts';
import { pressToSrgb } from '../color/press-cmyk.ts';
import { srgbProfile } from '../color/srgb-profile.ts';
import type { Raster } from '../pixels/raster.ts';
import { Resampler } from '../pixels/resample.ts';
import type { DecodeRequest } from '../requests.ts';
import { scaleFor } from './jpeg-decode.ts';
import { DamagedSource, UnsupportedSource, type WasmModules } from './modules.ts';

/** The format is named, never guessed: ImageMagick has readers for scripts, URLs and delegates that no upload may choose. */
const READERS: Readonly<Record<string, MagickFormat>> = {
  'image/jpeg': MagickFormat.Jpeg,
  'image/png': MagickFormat.Png,
  'image/webp': MagickFormat.WebP,
  'image/avif': MagickFormat.Avif,
  'image/tiff': MagickFormat.Tiff,
  'image/bmp': MagickFormat.Bmp,
  'image/vnd.adobe.photoshop': MagickFormat.Psd,
};

/** @throws DamagedSource, UnsupportedSource */
export async function decodeWithMagick(modules: WasmModules, request: DecodeRequest): Promise<Raster> {
  const { source, header, window, width, height, page } = request;
  const format = READERS[header.mediaType];
  if (format === undefined) throw new UnsupportedSource(`${header.mediaType} is not decoded here`);
  if (page > 1 && header.mediaType === 'image/tiff') {
    // Admitted and planned by the first page's size: another could be any number of pixels.
    const own = tiffPageSize(source, page);
    if (own?.width !== header.width || own.height !== header.height) {
      throw new UnsupportedSource(`page ${page} is not of the first page's size`, {
        cause: { code: 'page_size' },
      });
    }
  }
  await startMagick(modules.magick);
  const settings = new MagickReadSettings({ format, frameIndex: page - 1, frameCount: 1 });
  if (format === MagickFormat.Jpeg) {
    const denominator = scaleFor(window, { width, height });
    settings.setDefine(
      MagickFormat.Jpeg,
      'size',
      `${Math.ceil(header.width / denominator)}x${Math.ceil(header.height / denominator)}`,
    );
  }
  try {
    return ImageMagick.read(source, settings, (image) => {
      if (!image.getColorProfile() && image.colorSpace === ColorSpace.CMYK) {
        // Resampled as ink, so that only the finished small picture is converted; black for itself, as four inks are no RGBA.
        const [ink, black] = (['CMY', 'KKK'] as const).map((mapping) =>
          resampleImage(image, request, modules.resampleKernel, mapping),
        ) as [Raster, Raster];
        return pressToSrgb(ink, black);
      }
      if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()));
      else if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB;
      return resampleImage(image, request, modules.resampleKernel);
    });
  } catch (error) {
    if (error instanceof MagickError) throw new DamagedSource(error.message.slice(0, 200));
    throw error;
  } finally {
    stopMagick();
  }
}

/** Row by row, so that the pixels are not copied as a whole beside the picture. */
function resampleImage(
  image: IMagickImage,
  { header, window, width, height }: DecodeRequest,
  kernel: WebAssembly.Module,
  mapping: 'RGBA' | 'CMY' | 'KKK' = 'RGBA',
): Raster {
  const scaleX = image.width / header.width;
  const scaleY = image.height / header.height;
  const resampler = new Resampler(kernel, {
    sourceWidth: image.width,
    sourceHeight: image.height,
    channels: mapping === 'RGBA' ? 4 : 3,
    hasAlpha: mapping === 'RGBA' && image.hasAlpha,
    window: {
      x: window.x * scaleX,
      y: window.y * scaleY,
      width: window.width * scaleX,
      height: window.height * scaleY,
    },
    width,
    height,
  });
  return image.getPixels((pixels) => {
    for (let y = resampler.firstRow; y < resampler.endRow; y++) {
      const row = pixels.toByteArray(0, y, image.width, 1, mapping);
      if (!row) throw new DamagedSource('a row cannot be read');
      resampler.push(row, 0);
    }
    return resampler.finish();
  });
}

/** A fresh instance for each job: its heap only grows, and the general path is rare enough to pay for it. */
async function startMagick(module: WebAssembly.Module): Promise<void> {
  stopMagick();
  await initializeImageMagick(module);
}

/** Lets go of the instance, which the library otherwise keeps for good. */
function stopMagick(): void {
  Reflect.set(ImageMagick, '_api', undefined);
}
