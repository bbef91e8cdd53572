/**
 * Puts finished pictures together into one animated WebP (RFC 9649). A frame that only changes part of the picture is stored
 * as that part, one that changes nothing lengthens the frame before it.
 */
import { concatBytes, u32Bytes } from '../../shared/metadata/containers/bytes.ts';
import {
  joinWebp,
  takeWebpApart,
  type WebpChunk,
  webpCanvas,
} from '../../shared/metadata/containers/webp.ts';
import type { Rendition } from '../../worker/ports/image-transformer.ts';
import { encodeWebp } from '../codecs/webp.ts';
import { createRaster, findsTransparency, type Raster } from '../pixels/raster.ts';

/** Twenty-four bits. */
const LONGEST_MS = 0xff_ffff;
/** The rectangle replaces what was there; what is outside it stays. */
const REPLACES = 0b10;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class AnimatedWebpWriter {
  readonly #encoder: WebAssembly.Module;
  readonly #quality: number;
  readonly #frames: { readonly place: Place; readonly parts: WebpChunk[]; durationMs: number }[] = [];
  #shown: Raster | null = null;
  #hasAlpha = false;
  #lowered: number | null = null;

  constructor(encoder: WebAssembly.Module, quality: number) {
    this.#encoder = encoder;
    this.#quality = quality;
  }

  async add(raster: Raster, durationMs: number): Promise<void> {
    const place = this.#shown === null ? whole(raster) : changedPlace(this.#shown, raster);
    const last = this.#frames.at(-1);
    if (place === null && last !== undefined && last.durationMs + durationMs <= LONGEST_MS) {
      last.durationMs += durationMs;
      return;
    }
    const part = cut(raster, place ?? { x: 0, y: 0, width: 2, height: 2 });
    const hasAlpha = findsTransparency(part);
    this.#hasAlpha ||= hasAlpha;
    const bytes = await encodeWebp(this.#encoder, { ...part, hasAlpha }, this.#quality, (quality) => {
      this.#lowered = Math.min(quality, this.#lowered ?? quality);
    });
    this.#frames.push({
      place: { x: place?.x ?? 0, y: place?.y ?? 0, width: part.width, height: part.height },
      parts: takeWebpApart(bytes).filter(({ type }) => ['ALPH', 'VP8 ', 'VP8L'].includes(type)),
      durationMs: Math.min(durationMs, LONGEST_MS),
    });
    this.#shown = raster;
  }

  /** @param plays how often in all; 0 for ever */
  finish(plays: number): Pick<Rendition, 'bytes' | 'width' | 'height' | 'hasAlpha' | 'loweredQuality'> {
    const shown = this.#shown;
    if (shown === null) throw new Error('an animation needs a frame');
    const { width, height } = shown;
    const settings = new Uint8Array(6);
    new DataView(settings.buffer).setUint16(4, Math.min(plays, 0xffff), true);
    const bytes = joinWebp([
      webpCanvas({ width, height, hasAlpha: this.#hasAlpha, isAnimated: true }),
      { type: 'ANIM', content: settings },
      ...this.#frames.map(({ place, parts, durationMs }) => ({
        type: 'ANMF',
        content: concatBytes([frameHeader(place, durationMs), joinWebp(parts).subarray(12)]),
      })),
    ]);
    const lowered = this.#lowered === null ? {} : { loweredQuality: this.#lowered };
    return { bytes, width, height, hasAlpha: this.#hasAlpha, ...lowered };
  }
}

function frameHeader({ x, y, width, height }: Place, durationMs: number): Uint8Array {
  const u24 = (value: number): Uint8Array => u32Bytes(value, true).subarray(0, 3);
  return concatBytes([
    u24(x / 2),
    u24(y / 2),
    u24(width - 1),
    u24(height - 1),
    u24(durationMs),
    Uint8Array.of(REPLACES),
  ]);
}

const whole = ({ width, height }: Raster): Place => ({ x: 0, y: 0, width, height });

/** The smallest rectangle that holds every difference, from an even corner as the format wants; null without any. */
function changedPlace(before: Raster, after: Raster): Place | null {
  const { width, height } = after;
  const [one, other] = [new Uint32Array(before.data.buffer), new Uint32Array(after.data.buffer)];
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let x = 0;
    while (x < width && one[row + x] === other[row + x]) x++;
    if (x === width) continue;
    let end = width - 1;
    while (one[row + end] === other[row + end]) end--;
    left = Math.min(left, x);
    right = Math.max(right, end);
    top = Math.min(top, y);
    bottom = y;
  }
  if (right < 0) return null;
  left -= left % 2;
  top -= top % 2;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cut(raster: Raster, { x, y, width, height }: Place): Raster {
  const [right, bottom] = [Math.min(raster.width, x + width), Math.min(raster.height, y + height)];
  if (right - x === raster.width && bottom - y === raster.height) return raster;
  const part = createRaster(right - x, bottom - y, raster.hasAlpha);
  for (let row = y; row < bottom; row++) {
    const from = (row * raster.width + x) * 4;
    part.data.set(raster.data.subarray(from, from + part.width * 4), (row - y) * part.width * 4);
  }
  return part;
}
