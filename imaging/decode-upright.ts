/** Decoding with orientation, mirroring and rotation: callers speak of the upright picture only. */
import type { Flip, PixelRect, RenderPlan, Rotation } from '../shared/delivery/types.ts';
import { type ImageHeader, uprightSize } from '../shared/metadata/inspect.ts';
import type { WasmModules } from './codecs/modules.ts';
import { decodeWindow, isUprightWhenDecoded } from './decode.ts';
import type { Raster } from './pixels/raster.ts';
import { combineTurns, type Turn, turnFor, turnRaster, UPRIGHT, unturnRect } from './pixels/turn.ts';
import type { WindowRequest } from './pixels/window.ts';

export interface UprightRequest {
  readonly source: Uint8Array;
  readonly header: ImageHeader;
  /** Rectangle of the upright picture; null is all of it. */
  readonly crop: PixelRect | null;
  readonly flip?: Flip;
  readonly rotate?: Rotation;
  /** Size of the result, after flip and rotation. */
  readonly width: number;
  readonly height: number;
  readonly page: number;
}

/** Which window of the stored picture, at which size and turned how, is what a plan wants of the upright one. */
export function viewOf(
  header: ImageHeader,
  plan: Pick<RenderPlan, 'crop' | 'flip' | 'rotate' | 'resize'>,
): WindowRequest & { readonly turn: Turn } {
  const upright = uprightSize(header);
  const orientation = UPRIGHT[header.orientation];
  const kept = plan.crop ?? { x: 0, y: 0, ...upright };
  const window = unturnRect(kept, upright.width, upright.height, orientation);
  const turn = combineTurns(orientation, turnFor(1, plan.flip, plan.rotate));
  const { width, height } = plan.resize;
  return turn.transpose ? { window, width: height, height: width, turn } : { window, width, height, turn };
}

/** @throws DamagedSource, UnsupportedSource, SourceTooLarge */
export async function decodeUpright(request: UprightRequest, modules: WasmModules): Promise<Raster> {
  const { source, header, crop, flip = 'none', rotate = 0, width, height, page } = request;
  const decoded = isUprightWhenDecoded(header.mediaType)
    ? { ...header, ...uprightSize(header), orientation: 1 as const }
    : header;
  const { turn, ...window } = viewOf(decoded, { crop, flip, rotate, resize: { width, height } });
  const raster = await decodeWindow({ source, header: decoded, ...window, page }, modules);
  return turnRaster(raster, turn);
}
