/** Decoding with orientation, mirroring and rotation: callers speak of the upright picture only. */
import type { Flip, PixelRect, Rotation } from '../shared/delivery/types.ts';
import { type ImageHeader, uprightSize } from '../shared/metadata/inspect.ts';
import type { WasmModules } from './codecs/modules.ts';
import { decodeWindow, isUprightWhenDecoded } from './decode.ts';
import type { Raster } from './pixels/raster.ts';
import { combineTurns, turnFor, turnRaster, UPRIGHT, unturnRect } from './pixels/turn.ts';

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

/** @throws DamagedSource, UnsupportedSource, SourceTooLarge */
export async function decodeUpright(request: UprightRequest, modules: WasmModules): Promise<Raster> {
  const { source, header, crop, flip = 'none', rotate = 0, width, height, page } = request;
  const upright = uprightSize(header);
  const decoded = isUprightWhenDecoded(header.mediaType)
    ? { ...header, ...upright, orientation: 1 as const }
    : header;
  const orientation = UPRIGHT[decoded.orientation];
  const kept = crop ?? { x: 0, y: 0, ...upright };
  const window = unturnRect(kept, upright.width, upright.height, orientation);
  const turn = combineTurns(orientation, turnFor(1, flip, rotate));
  const stored = turn.transpose ? { width: height, height: width } : { width, height };
  const raster = await decodeWindow({ source, header: decoded, window, ...stored, page }, modules);
  return turnRaster(raster, turn);
}
