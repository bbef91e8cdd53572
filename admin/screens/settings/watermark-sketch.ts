/**
 * About how the engine will draw a watermark, on a canvas, for as long as the engine takes. The rim of letters follows
 * imaging/watermark.ts; the engine's picture is what counts.
 */
import type { BrandWatermark } from '../../../shared/contract/index.ts';
import { markPlaces, markSize } from '../../../shared/delivery/mark-places.ts';
import type { PixelSize } from '../../../shared/delivery/types.ts';

const FONT = '600 100px "Inter Variable", system-ui, sans-serif';

export type SketchMark = Pick<BrandWatermark, 'position' | 'opacity' | 'tiled' | 'scale'> & {
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'image'; readonly picture: HTMLImageElement };
};

function drawText(text: string, sizeFor: (shape: PixelSize) => PixelSize): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null || text.trim() === '') return null;
  context.font = FONT;
  const box = context.measureText(text);
  const ink = {
    width: box.actualBoundingBoxLeft + box.actualBoundingBoxRight + 3,
    height: box.actualBoundingBoxAscent + box.actualBoundingBoxDescent + 3,
  };
  if (ink.width <= 3 || ink.height <= 3) return null;
  Object.assign(canvas, sizeFor(ink));
  const scale = canvas.width / ink.width;
  context.scale(scale, scale);
  context.font = FONT;
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(0 0 0 / 0.45)';
  context.fillStyle = '#fff';
  const at = [box.actualBoundingBoxLeft + 1.5, box.actualBoundingBoxAscent + 1.5] as const;
  context.strokeText(text, ...at);
  context.fillText(text, ...at);
  return canvas;
}

function drawPicture(
  picture: HTMLImageElement,
  sizeFor: (shape: PixelSize) => PixelSize,
): HTMLCanvasElement | null {
  if (picture.naturalWidth === 0) return null;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, sizeFor({ width: picture.naturalWidth, height: picture.naturalHeight }));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Draws `sample` with the mark on it, at the sample's own size. */
export function drawSketch(canvas: HTMLCanvasElement, sample: HTMLImageElement, mark: SketchMark): void {
  const context = canvas.getContext('2d');
  if (context === null || sample.naturalWidth === 0) return;
  canvas.width = sample.naturalWidth;
  canvas.height = sample.naturalHeight;
  context.globalAlpha = 1;
  context.drawImage(sample, 0, 0);
  const on = { width: canvas.width, height: canvas.height };
  const sizeFor = (shape: PixelSize) => markSize(on, shape, mark.scale);
  const { content } = mark;
  const drawn =
    content.kind === 'text' ? drawText(content.text, sizeFor) : drawPicture(content.picture, sizeFor);
  if (drawn === null) return;
  context.globalAlpha = mark.opacity;
  for (const { left, top } of markPlaces(canvas, drawn, mark)) context.drawImage(drawn, left, top);
}
