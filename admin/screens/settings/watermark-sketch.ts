/**
 * A watermark as the engine will draw it, on a canvas, while it is still being edited. Placement, tiles and the rim of letters
 * follow imaging/pixels/composite.ts and imaging/watermark.ts; the rendition itself is what counts.
 */
import type { BrandWatermark } from '../../../shared/contract/index.ts';
import type { WatermarkPosition } from '../../../shared/delivery/index.ts';

const MARGIN = 0.03;
const FONT = '600 100px "Inter Variable", system-ui, sans-serif';

interface Sized {
  readonly width: number;
  readonly height: number;
}

export type SketchMark = Pick<BrandWatermark, 'position' | 'opacity' | 'tiled' | 'scale'> & {
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'image'; readonly picture: HTMLImageElement };
};

function drawText(text: string, width: number): HTMLCanvasElement | null {
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
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round((ink.height * width) / ink.width));
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

function drawPicture(picture: HTMLImageElement, width: number): HTMLCanvasElement | null {
  if (picture.naturalWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round((picture.naturalHeight * width) / picture.naturalWidth));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function place(picture: Sized, mark: Sized, position: WatermarkPosition): { left: number; top: number } {
  const margin = Math.round(Math.min(picture.width, picture.height) * MARGIN);
  const along = (whole: number, part: number, atStart: boolean, atEnd: boolean): number =>
    atStart ? margin : atEnd ? whole - part - margin : Math.round((whole - part) / 2);
  return {
    left: along(picture.width, mark.width, position.endsWith('west'), position.endsWith('east')),
    top: along(picture.height, mark.height, position.startsWith('north'), position.startsWith('south')),
  };
}

/** Draws `sample` with the mark on it, at the sample's own size. */
export function drawSketch(canvas: HTMLCanvasElement, sample: HTMLImageElement, mark: SketchMark): void {
  const context = canvas.getContext('2d');
  if (context === null || sample.naturalWidth === 0) return;
  canvas.width = sample.naturalWidth;
  canvas.height = sample.naturalHeight;
  context.globalAlpha = 1;
  context.drawImage(sample, 0, 0);
  const width = canvas.width * mark.scale;
  const { content } = mark;
  const drawn = content.kind === 'text' ? drawText(content.text, width) : drawPicture(content.picture, width);
  if (drawn === null) return;
  context.globalAlpha = mark.opacity;
  const { left, top } = place(canvas, drawn, mark.position);
  if (!mark.tiled) {
    context.drawImage(drawn, left, top);
    return;
  }
  const stepX = Math.max(1, Math.round(drawn.width * 1.5));
  const stepY = Math.max(1, drawn.height + Math.round(Math.min(drawn.width, drawn.height * 3) * 0.5));
  const rowsAbove = Math.ceil((top + drawn.height) / stepY);
  for (let row = -rowsAbove; top + row * stepY < canvas.height; row++) {
    const shift = Math.abs(row) % 2 === 1 ? Math.round(stepX / 2) : 0;
    const columnsBefore = Math.ceil((left + shift + drawn.width) / stepX);
    for (let x = left + shift - columnsBefore * stepX; x < canvas.width; x += stepX) {
      context.drawImage(drawn, x, top + row * stepY);
    }
  }
}
