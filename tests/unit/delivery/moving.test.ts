import { describe, expect, it } from 'vitest';
import { motionView } from '../../../portal/view/motion.ts';
import { hasMotion, movingFrames } from '../../../shared/delivery/moving.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';

const gif = { isRenderable: true, mediaType: 'image/gif', width: 640, height: 360, frames: 12 };
const { maxFrames, maxFramePixels } = WASM_CAPABILITIES.animation;

describe('what moves', () => {
  it('has several frames, in a kind of file that is taken apart, and stays within the engine’s limits', () => {
    expect(movingFrames(gif)).toBe(12);
    expect(hasMotion(gif)).toBe(true);
    expect(hasMotion({ ...gif, mediaType: 'image/webp' })).toBe(true);
    expect(hasMotion({ ...gif, width: 320, height: 180, frames: maxFrames })).toBe(true);
    expect(hasMotion({ ...gif, width: 1, height: maxFramePixels })).toBe(true);
  });

  it.each([
    ['a still', { frames: 1 }],
    ['a PNG', { mediaType: 'image/png' }],
    ['what the engine refused', { isRenderable: false }],
    ['too many frames', { width: 32, height: 18, frames: maxFrames + 1 }],
    ['frames that are too large', { width: 1, height: maxFramePixels + 1 }],
    ['too many pixels together', { width: 1920, height: 1080, frames: 70 }],
    ['a size nobody knows', { width: null }],
  ])('does not move: %s', (_, change) => {
    expect(hasMotion({ ...gif, ...change })).toBe(false);
  });
});

describe('an animation’s page', () => {
  it('moves as the visitor’s system says, or as they asked, and keeps the rest of its address', () => {
    const at = (query: string) => motionView(new URL(`https://brand.example/p/x/assets/a/b${query}`));
    expect(at('').state).toBe('auto');
    expect(at('?motion=1').state).toBe('playing');
    expect(at('?motion=0').state).toBe('still');
    expect(at('?collection=spring&motion=0').playHref).toBe('/p/x/assets/a/b?collection=spring&motion=1');
    expect(at('?draft=1').pauseHref).toBe('/p/x/assets/a/b?draft=1&motion=0');
  });
});
