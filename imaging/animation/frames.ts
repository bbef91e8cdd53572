/**
 * Animations as a player shows them: every frame whole, on the canvas, however little of it the file stores. Nothing but the
 * canvas and what the next frame needs of it is in memory.
 */
import { DamagedSource, UnsupportedSource, type WasmModules } from '../codecs/modules.ts';
import type { Animation, Frame } from './animation.ts';
import { gifAnimation } from './gif-frames.ts';
import { webpAnimation } from './webp-frames.ts';

/** @throws DamagedSource, UnsupportedSource */
export function openAnimation(mediaType: string, source: Uint8Array, modules: WasmModules): Animation {
  switch (mediaType) {
    case 'image/gif':
      return gifAnimation(source);
    case 'image/webp':
      return webpAnimation(source, modules.webpDecoder);
    default:
      throw new UnsupportedSource(`${mediaType} is not taken apart into frames here`);
  }
}

/** The canvas at one frame. @param page one-based. @throws DamagedSource where there are fewer */
export async function canvasAt(animation: Animation, page: number): Promise<Frame['pixels']> {
  let number = 0;
  for await (const { pixels } of animation.frames) {
    number += 1;
    if (number === page) return pixels;
  }
  throw new DamagedSource(`the file has ${number} whole frames; frame ${page} was asked for`);
}
