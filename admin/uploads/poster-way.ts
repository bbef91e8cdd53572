/** Which way a poster is made, and at which moment of a film. Pure. */
import type { AssetCard, Version } from '../../shared/contract/index.ts';

/** `wait`: the server has not said yet whether it draws the file itself. */
export type PosterWay = 'film' | 'page' | 'picture' | 'wait';

/** Longest edge of a poster, as of a web master. */
export const POSTER_EDGE = 2560;
/** A browser that decodes more than this may not survive it. */
const PICTURE_PIXELS_MAX = 200_000_000;
export const PDF_BYTES_MAX = 150_000_000;

/** Null where no poster is needed, or none can be made in a browser. */
export function posterWay(
  asset: Pick<AssetCard, 'kind' | 'mediaType' | 'previewBase' | 'verdict' | 'width' | 'height' | 'sizeBytes'>,
): PosterWay | null {
  if (asset.previewBase !== null) return null;
  if (asset.kind === 'video') return 'film';
  if (asset.mediaType === 'application/pdf') return asset.sizeBytes <= PDF_BYTES_MAX ? 'page' : null;
  if (asset.kind !== 'image') return null;
  if (asset.verdict === 'ok') return 'wait';
  const isRefused = asset.verdict === 'undecodable' || asset.verdict === 'too_large';
  return isRefused && (asset.width ?? 0) * (asset.height ?? 0) <= PICTURE_PIXELS_MAX ? 'picture' : null;
}

/** Whether people may choose the picture of this version: the engine has not drawn it itself, and is not about to. */
export function takesPoster(
  asset: Pick<AssetCard, 'kind' | 'previewBase' | 'verdict'>,
  version: Pick<Version, 'poster'>,
): boolean {
  if (version.poster !== null) return true;
  const isDrawable = asset.kind === 'image' || asset.kind === 'vector';
  return asset.previewBase === null && !(isDrawable && asset.verdict === 'ok');
}

/** Moments of a film to look at, in seconds: films begin black, so the start comes last. */
export function posterMoments(durationSeconds: number): number[] {
  if (!Number.isFinite(durationSeconds) || durationSeconds <= 0) return [0];
  const last = Math.max(0, durationSeconds - 0.05);
  const wished = [
    Math.min(1, durationSeconds / 10),
    durationSeconds * 0.1,
    durationSeconds * 0.25,
    durationSeconds * 0.5,
  ];
  return [...new Set([...wished.map((moment) => Math.min(moment, last)), 0])];
}

const DARK_LUMA = 20;
/** Share of the pixels that has to be lighter. */
const LIGHT_SHARE = 0.05;

/** Whether a frame is black, or as good as. @param rgba a small copy of it */
export function isBlack(rgba: ArrayLike<number>): boolean {
  let light = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    const luma = (rgba[i] ?? 0) * 0.299 + (rgba[i + 1] ?? 0) * 0.587 + (rgba[i + 2] ?? 0) * 0.114;
    if (luma > DARK_LUMA) light += 1;
  }
  return light < (rgba.length / 4) * LIGHT_SHARE;
}

/** Size within `POSTER_EDGE`, never larger than the work. */
export function posterSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, POSTER_EDGE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
