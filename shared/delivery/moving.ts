/** Which files have a moving rendition. Pure. */
import type { VersionFacts } from './snapshot.ts';
import { WASM_CAPABILITIES } from './wasm-capabilities.ts';

type MovingFacts = Pick<VersionFacts, 'isRenderable' | 'mediaType' | 'width' | 'height' | 'frames'>;

/** Frames that a rendition can be made of, still (`page`) or moving (`anim`); 1 for a picture that stands still. */
export function movingFrames({ isRenderable, mediaType, frames }: MovingFacts): number {
  const sources: readonly string[] = WASM_CAPABILITIES.animation.sources;
  return isRenderable && sources.includes(mediaType) ? Math.max(1, frames) : 1;
}

/** Whether the preset `motion` of it moves: beyond the engine's limits it would be refused. */
export function hasMotion(facts: MovingFacts): boolean {
  const frames = movingFrames(facts);
  const pixels = (facts.width ?? 0) * (facts.height ?? 0);
  const { maxFrames, maxFramePixels, maxSourcePixels } = WASM_CAPABILITIES.animation;
  return (
    frames > 1 &&
    frames <= maxFrames &&
    pixels > 0 &&
    pixels <= maxFramePixels &&
    pixels * frames <= maxSourcePixels
  );
}
