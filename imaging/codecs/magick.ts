/**
 * The general path: ImageMagick (Wasm, Q8) decodes what no small decoder here does — GIF, TIFF, PSD, BMP, HEIC, animations,
 * CMYK and table-based colour profiles — and converts it to sRGB with Little CMS. Only decoding happens here; every later
 * operation is shared with the fast path.
 */
import {
  ColorProfile,
  ColorSpace,
  ImageMagick,
  initializeImageMagick,
  MagickError,
  MagickFormat,
  MagickReadSettings,
} from '@imagemagick/magick-wasm';
import { srgbProfile } from '../color/srgb-profile.ts';
import type { DecodeRequest } from '../decode.ts';
import type { Raster } from '../pixels/raster.ts';
import { resampleRows } from '../pixels/window.ts';
import { scaleFor } from './jpeg-decode.ts';
import { DamagedSource, UnsupportedSource, type WasmModules } from './modules.ts';

/** The format is named, never guessed: ImageMagick has readers for scripts, URLs and delegates that no upload may choose. */
const READERS: Readonly<Record<string, MagickFormat>> = {
  'image/jpeg': MagickFormat.Jpeg,
  'image/png': MagickFormat.Png,
  'image/gif': MagickFormat.Gif,
  'image/webp': MagickFormat.WebP,
  'image/avif': MagickFormat.Avif,
  'image/heic': MagickFormat.Heic,
  'image/tiff': MagickFormat.Tiff,
  'image/bmp': MagickFormat.Bmp,
  'image/vnd.adobe.photoshop': MagickFormat.Psd,
};

/** @throws DamagedSource, UnsupportedSource */
export async function decodeWithMagick(modules: WasmModules, request: DecodeRequest): Promise<Raster> {
  const { source, header, window, width, height, page } = request;
  const format = READERS[header.mediaType];
  if (format === undefined) throw new UnsupportedSource(`${header.mediaType} is not decoded here`);
  // A fresh instance each time: its heap only grows, and the general path is rare.
  await initializeImageMagick(modules.magick);
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
      if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()));
      else if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB;
      const hasAlpha = image.hasAlpha;
      image.depth = 8;
      return image.write(MagickFormat.Rgba, (bytes) => {
        const scaleX = image.width / header.width;
        const scaleY = image.height / header.height;
        const rows = { width: image.width, height: image.height, channels: 4 as const, bytes, hasAlpha };
        return resampleRows(modules.resampleKernel, rows, {
          window: {
            x: window.x * scaleX,
            y: window.y * scaleY,
            width: window.width * scaleX,
            height: window.height * scaleY,
          },
          width,
          height,
        });
      });
    });
  } catch (error) {
    if (error instanceof MagickError) throw new DamagedSource(error.message.slice(0, 200));
    throw error;
  }
}
