/**
 * What the Wasm image engine (`imaging/`) declares. It stands here because both sides need it: the gateway plans with it, the
 * engine holds itself to it.
 */
import type { EngineCapabilities } from './capabilities.ts';

/** Change `engine` whenever one plan would give other bytes than before: it is part of every rendition's cache key. */
export const WASM_CAPABILITIES = {
  engine: 'wasm-7',
  sources: [
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/avif',
    'image/gif',
    'image/tiff',
    'image/bmp',
    'image/heic',
    'image/vnd.adobe.photoshop',
    'image/svg+xml',
  ],
  operations: [
    'orient',
    'crop',
    'resize',
    'enlarge',
    'pad',
    'flatten',
    'rotate',
    'flip',
    'trim',
    'blur',
    'sharpen',
    'watermark-text',
    'watermark-image',
    'saliency-auto',
    'saliency-face',
    'page',
    'animation',
    'alpha',
  ],
  outputs: ['avif', 'webp', 'jpeg', 'png'],
  maxSourcePixels: 120_000_000,
  maxOutputPixels: 8_400_000,
  // Beyond this libaom has too little memory for drawings, which keep all their chroma samples.
  maxOutputPixelsByFormat: { avif: 2_600_000 },
  maxDrawnPixels: 9_000_000,
  animation: {
    sources: ['image/gif', 'image/webp'],
    outputs: ['webp'],
    maxFrames: 600,
    maxFramePixels: 2_100_000,
    maxSourcePixels: 120_000_000,
    maxOutputPixels: 24_000_000,
  },
} as const satisfies EngineCapabilities;
