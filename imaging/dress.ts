/** What happens to a picture after resampling, in the order `shared/delivery` defines: filter, pad, mark, flatten. */
import type { RenderPlan } from '../shared/delivery/types.ts';
import { drawWatermark, flattenRaster, padRaster } from './pixels/composite.ts';
import { blurRaster, sharpenRaster } from './pixels/filters.ts';
import { findsTransparency, type Raster } from './pixels/raster.ts';

/** @param mark the drawn watermark; required where the plan has one. May change `drawn` in place. */
export function dressRaster(drawn: Raster, plan: RenderPlan, mark: Raster | null): Raster {
  let raster = drawn;
  if (plan.blur !== null) blurRaster(raster, plan.blur);
  if (plan.sharpen !== null) sharpenRaster(raster, plan.sharpen);
  if (plan.pad !== null) raster = padRaster(raster, plan.pad);
  if (plan.watermark !== null) {
    if (mark === null) throw new Error('the plan has a watermark that was not drawn');
    drawWatermark(raster, mark, plan.watermark);
  }
  if (plan.background !== null) raster = flattenRaster(raster, plan.background);
  return { ...raster, hasAlpha: findsTransparency(raster) };
}
