/** A picture that this browser decodes and the engine does not. */
import { openCanvas } from './canvas.ts';
import { posterSize } from './poster-way.ts';

/** Upright; null where the browser does not decode it either. */
export async function drawPicture(file: Blob): Promise<HTMLCanvasElement | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (error) {
    console.info('this picture cannot be drawn here', error);
    return null;
  }
  const size = posterSize(bitmap.width, bitmap.height);
  const { canvas, context } = openCanvas(size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  return canvas;
}
