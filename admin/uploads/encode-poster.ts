/** From a canvas to the bytes of a poster. */
import { POSTER_MAX_BYTES } from '../../shared/contract/uploads.ts';

const toBlob = (canvas: HTMLCanvasElement, type: string): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, 0.92));

/** WebP, which keeps transparency; JPEG where the browser does not write it or it is too large. Null: neither fits. */
export async function encodePoster(canvas: HTMLCanvasElement): Promise<Blob | null> {
  const webp = await toBlob(canvas, 'image/webp');
  if (webp?.type === 'image/webp' && webp.size <= POSTER_MAX_BYTES) return webp;
  const jpeg = await toBlob(canvas, 'image/jpeg');
  return jpeg !== null && jpeg.size <= POSTER_MAX_BYTES ? jpeg : null;
}
