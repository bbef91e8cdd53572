/** Finding the uniform border around a picture. */
import type { PixelRect } from '../../shared/delivery/types.ts';
import type { Raster } from './raster.ts';

/**
 * The smallest rectangle outside of which every pixel is like the top-left one: no channel, alpha included, differs by more
 * than `tolerance`; transparent pixels are alike whatever their colour. All of the picture where nothing differs.
 */
export function contentBox({ width, height, data }: Raster, tolerance: number): PixelRect {
  const isBorder = (x: number, y: number): boolean => {
    const at = (y * width + x) * 4;
    const alpha = data[at + 3] as number;
    const firstAlpha = data[3] as number;
    if (alpha === 0 && firstAlpha === 0) return true;
    for (let channel = 0; channel < 4; channel++) {
      if (Math.abs((data[at + channel] as number) - (data[channel] as number)) > tolerance) return false;
    }
    return true;
  };
  const rowIsBorder = (y: number): boolean => {
    for (let x = 0; x < width; x++) if (!isBorder(x, y)) return false;
    return true;
  };
  let top = 0;
  while (top < height && rowIsBorder(top)) top++;
  if (top === height) return { x: 0, y: 0, width, height };
  let bottom = height;
  while (rowIsBorder(bottom - 1)) bottom--;
  const columnIsBorder = (x: number): boolean => {
    for (let y = top; y < bottom; y++) if (!isBorder(x, y)) return false;
    return true;
  };
  let left = 0;
  while (columnIsBorder(left)) left++;
  let right = width;
  while (columnIsBorder(right - 1)) right--;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
