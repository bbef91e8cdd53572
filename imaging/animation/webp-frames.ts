/** Animated WebP (RFC 9649, section 2.7.1): each frame is a still picture of its own, drawn on the canvas by its rules. */
import { ByteReader, DamagedFile, ShortRead } from '../../shared/metadata/byte-reader.ts';
import {
  joinWebp,
  takeWebpApart,
  type WebpChunk,
  webpCanvas,
} from '../../shared/metadata/containers/webp.ts';
import { DamagedSource } from '../codecs/modules.ts';
import { decodeWebp } from '../codecs/webp.ts';
import type { Animation, Frame } from './animation.ts';

const FRAME_HEADER_BYTES = 16;

/** @throws DamagedSource */
export function webpAnimation(source: Uint8Array, decoder: WebAssembly.Module): Animation {
  try {
    const chunks = takeWebpApart(source);
    const canvas = chunks.find(({ type }) => type === 'VP8X');
    const settings = chunks.find(({ type }) => type === 'ANIM');
    if (canvas === undefined) throw new DamagedFile('an animated WebP without a canvas');
    const at = new ByteReader(canvas.content, true);
    const [width, height] = [at.u24(4) + 1, at.u24(7) + 1];
    return {
      width,
      height,
      plays: settings === undefined ? 0 : new ByteReader(settings.content, true).u16(4),
      frames: framesOf(
        chunks.filter(({ type }) => type === 'ANMF'),
        { width, height },
        decoder,
      ),
    };
  } catch (error) {
    throw damaged(error);
  }
}

const damaged = (error: unknown): unknown =>
  error instanceof DamagedFile || error instanceof ShortRead ? new DamagedSource(error.message) : error;

async function* framesOf(
  chunks: readonly WebpChunk[],
  canvas: { readonly width: number; readonly height: number },
  decoder: WebAssembly.Module,
): AsyncGenerator<Frame> {
  const pixels = new Uint8ClampedArray(canvas.width * canvas.height * 4);
  if (chunks.length === 0) throw new DamagedSource('the animation holds no frame');
  for (const { content } of chunks) {
    const frame = readFrame(content);
    const picture = await decodeWebp(decoder, frame.still);
    if (picture.width !== frame.width || picture.height !== frame.height) {
      throw new DamagedSource('a frame is not of the size it says');
    }
    draw(pixels, canvas, frame, picture.data);
    yield { pixels, durationMs: frame.durationMs };
    if (frame.clears)
      draw(pixels, canvas, { ...frame, blends: false }, new Uint8ClampedArray(picture.data.length));
  }
}

function readFrame(content: Uint8Array) {
  try {
    const at = new ByteReader(content, true);
    const [width, height, flags] = [at.u24(6) + 1, at.u24(9) + 1, at.u8(15)];
    const parts = takeWebpApart(asFile(content.subarray(FRAME_HEADER_BYTES))).filter(({ type }) =>
      ['ALPH', 'VP8 ', 'VP8L'].includes(type),
    );
    const hasAlpha = parts.some(({ type }) => type === 'ALPH');
    return {
      left: at.u24(0) * 2,
      top: at.u24(3) * 2,
      width,
      height,
      durationMs: at.u24(12),
      clears: (flags & 1) !== 0,
      blends: (flags & 2) === 0,
      still: joinWebp(hasAlpha ? [webpCanvas({ width, height, hasAlpha }), ...parts] : parts),
    };
  } catch (error) {
    throw damaged(error);
  }
}

/** Chunks as the file they would be alone. */
function asFile(chunks: Uint8Array): Uint8Array {
  const file = new Uint8Array(12 + chunks.length);
  file.set([0x52, 0x49, 0x46, 0x46]);
  new DataView(file.buffer).setUint32(4, 4 + chunks.length, true);
  file.set([0x57, 0x45, 0x42, 0x50], 8);
  file.set(chunks, 12);
  return file;
}

/** Source-over with straight alpha, or in place of what was there. */
function draw(
  pixels: Uint8ClampedArray,
  canvas: { readonly width: number; readonly height: number },
  place: { left: number; top: number; width: number; height: number; blends: boolean },
  from: Uint8ClampedArray,
): void {
  const width = Math.min(place.width, canvas.width - place.left);
  for (let y = 0; y < Math.min(place.height, canvas.height - place.top); y++) {
    const start = y * place.width * 4;
    const to = ((place.top + y) * canvas.width + place.left) * 4;
    if (!place.blends) {
      if (width > 0) pixels.set(from.subarray(start, start + width * 4), to);
      continue;
    }
    for (let x = 0; x < width; x++) blend(pixels, to + x * 4, from, start + x * 4);
  }
}

function blend(pixels: Uint8ClampedArray, to: number, from: Uint8ClampedArray, at: number): void {
  const over = from[at + 3] as number;
  if (over === 0) return;
  const below = ((pixels[to + 3] as number) * (255 - over)) / 255;
  const alpha = over + below;
  for (let channel = 0; channel < 3; channel++) {
    pixels[to + channel] =
      ((from[at + channel] as number) * over + (pixels[to + channel] as number) * below) / alpha;
  }
  pixels[to + 3] = alpha;
}
