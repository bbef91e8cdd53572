/** What the steps of the engine are asked for: a rendition of a source, and a window of its pixels. */
import type { RenderPlan } from '../shared/delivery/types.ts';
import type { ImageHeader } from '../shared/metadata/inspect.ts';
import type { WindowRequest } from './pixels/window.ts';

export interface RenderRequest {
  readonly source: Uint8Array;
  readonly header: ImageHeader;
  readonly plan: RenderPlan;
  readonly watermark?: Uint8Array | undefined;
}

export interface DecodeRequest extends WindowRequest {
  readonly source: Uint8Array;
  readonly header: ImageHeader;
  /** One-based; the first where a format has one only. */
  readonly page: number;
}
