/**
 * GIF 89a, decoded as browsers do: the background is transparent, a frame without a delay of its own lasts a tenth of a
 * second, and a file that breaks off shows what there is.
 */
import { DamagedSource } from '../codecs/modules.ts';
import type { Animation, Frame } from './animation.ts';

/** Delays up to this, in hundredths of a second, are taken for "not said". */
const LEAST_DELAY_CS = 1;
const DEFAULT_DELAY_MS = 100;
const MAX_CODE_BITS = 12;

/** What a graphic control extension says about the frame behind it. */
interface Control {
  readonly disposal: number;
  readonly delayCs: number;
  readonly transparent: number | null;
}
const NO_CONTROL: Control = { disposal: 0, delayCs: 0, transparent: null };

interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

class EndOfFile extends Error {}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  u8(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new EndOfFile();
    this.at += 1;
    return value;
  }
  u16(): number {
    return this.u8() | (this.u8() << 8);
  }
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new EndOfFile();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  /** Data sub-blocks joined; what there is of them where the file breaks off. */
  subBlocks(): Uint8Array {
    const parts: Uint8Array[] = [];
    let total = 0;
    try {
      for (let size = this.u8(); size > 0; size = this.u8()) {
        const part = this.take(Math.min(size, this.bytes.length - this.at));
        parts.push(part);
        total += part.length;
      }
    } catch (error) {
      if (!(error instanceof EndOfFile)) throw error;
    }
    const joined = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}

/** @throws DamagedSource */
export function gifAnimation(source: Uint8Array): Animation {
  const reader = new Reader(source);
  try {
    reader.take(6);
    const [width, height, flags] = [reader.u16(), reader.u16(), reader.u8()];
    reader.take(2);
    const palette = flags & 0x80 ? reader.take(3 << ((flags & 7) + 1)) : null;
    if (width === 0 || height === 0) throw new DamagedSource('GIF without a size');
    return { width, height, plays: playsOf(source), frames: framesOf(reader, { width, height, palette }) };
  } catch (error) {
    throw error instanceof EndOfFile ? new DamagedSource('the GIF ends inside its header') : error;
  }
}

/** The NETSCAPE extension counts repetitions after the first time; without it a GIF plays once. */
function playsOf(source: Uint8Array): number {
  const mark = [...'NETSCAPE2.0'].map((letter) => letter.charCodeAt(0));
  for (
    let at = source.indexOf(0x4e, 13);
    at >= 0 && at < source.length - 16;
    at = source.indexOf(0x4e, at + 1)
  ) {
    if (source[at - 1] !== mark.length || !mark.every((byte, index) => source[at + index] === byte)) continue;
    const repeats = (source[at + 13] ?? 0) | ((source[at + 14] ?? 0) << 8);
    return repeats === 0 || repeats === 0xffff ? 0 : repeats + 1;
  }
  return 1;
}

function* framesOf(
  reader: Reader,
  screen: { readonly width: number; readonly height: number; readonly palette: Uint8Array | null },
): Generator<Frame> {
  const pixels = new Uint8ClampedArray(screen.width * screen.height * 4);
  let control = NO_CONTROL;
  let isEmpty = true;
  try {
    for (;;) {
      const block = reader.u8();
      if (block === 0x21) {
        const label = reader.u8();
        const data = reader.subBlocks();
        if (label === 0xf9 && data.length >= 4) control = controlOf(data);
        continue;
      }
      if (block !== 0x2c) break;
      const place = {
        left: reader.u16(),
        top: reader.u16(),
        width: reader.u16(),
        height: reader.u16(),
      };
      const flags = reader.u8();
      const palette = flags & 0x80 ? reader.take(3 << ((flags & 7) + 1)) : screen.palette;
      const codeBits = reader.u8();
      const data = reader.subBlocks();
      if (palette === null) throw new DamagedSource('a GIF frame has no colours');
      const before = control.disposal === 3 ? pixels.slice() : null;
      const found = drawFrame(pixels, screen, place, {
        data,
        codeBits,
        palette,
        isInterlaced: (flags & 0x40) !== 0,
        transparent: control.transparent,
      });
      if (!found && isEmpty) throw new DamagedSource('the first GIF frame holds no picture');
      isEmpty = false;
      const durationMs = control.delayCs <= LEAST_DELAY_CS ? DEFAULT_DELAY_MS : control.delayCs * 10;
      yield { pixels, durationMs };
      if (before !== null) pixels.set(before);
      else if (control.disposal === 2) clearPlace(pixels, screen, place);
      control = NO_CONTROL;
    }
  } catch (error) {
    if (!(error instanceof EndOfFile)) throw error;
  }
  if (isEmpty) throw new DamagedSource('the GIF holds no frame');
}

function controlOf(data: Uint8Array): Control {
  const [flags = 0, low = 0, high = 0, index = 0] = data;
  return {
    disposal: (flags >> 2) & 7,
    delayCs: low | (high << 8),
    transparent: flags & 1 ? index : null,
  };
}

function clearPlace(
  pixels: Uint8ClampedArray,
  screen: { readonly width: number; readonly height: number },
  { left, top, width, height }: Placed,
): void {
  const right = Math.min(screen.width, left + width);
  for (let y = top; y < Math.min(screen.height, top + height); y++) {
    if (left < right) pixels.fill(0, (y * screen.width + left) * 4, (y * screen.width + right) * 4);
  }
}

/** First row and distance of the four passes of an interlaced frame. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/** The row of the frame that the n-th row of the data is. */
function* rowsOf(height: number, isInterlaced: boolean): Generator<number> {
  for (const [first, step] of isInterlaced ? PASSES : ([[0, 1]] as const)) {
    for (let y = first; y < height; y += step) yield y;
  }
}

/** @returns whether the data held any pixel */
function drawFrame(
  pixels: Uint8ClampedArray,
  screen: { readonly width: number; readonly height: number },
  place: Placed,
  frame: {
    readonly data: Uint8Array;
    readonly codeBits: number;
    readonly palette: Uint8Array;
    readonly isInterlaced: boolean;
    readonly transparent: number | null;
  },
): boolean {
  const { palette, transparent } = frame;
  // What lies outside the screen is decoded, as it stands in the way, and not drawn.
  const indices = new Uint8Array(place.width * place.height);
  const count = decodeLzw(frame.data, frame.codeBits, indices);
  let from = 0;
  for (const row of rowsOf(place.height, frame.isInterlaced)) {
    const y = place.top + row;
    const end = Math.min(count, from + place.width);
    for (let i = from; y < screen.height && i < end; i++) {
      const x = place.left + i - from;
      const index = indices[i] as number;
      if (x >= screen.width || index === transparent || index * 3 + 2 >= palette.length) continue;
      const to = (y * screen.width + x) * 4;
      pixels[to] = palette[index * 3] as number;
      pixels[to + 1] = palette[index * 3 + 1] as number;
      pixels[to + 2] = palette[index * 3 + 2] as number;
      pixels[to + 3] = 255;
    }
    from += place.width;
  }
  return count > 0;
}

/** Variable-length-code LZW (GIF 89a, appendix F) into `to`. Stops at the first code that makes no sense. @returns pixels */
function decodeLzw(data: Uint8Array, codeBits: number, to: Uint8Array): number {
  if (codeBits < 1 || codeBits > 8) return 0;
  const clear = 1 << codeBits;
  const prefix = new Uint16Array(1 << MAX_CODE_BITS);
  const suffix = new Uint8Array(1 << MAX_CODE_BITS);
  const stack = new Uint8Array((1 << MAX_CODE_BITS) + 1);
  for (let code = 0; code < clear; code++) suffix[code] = code;
  let [bits, size, next, previous, first] = [0, codeBits + 1, clear + 2, -1, 0];
  let [buffer, count, at] = [0, 0, 0];
  while (count < to.length) {
    while (bits < size) {
      if (at >= data.length) return count;
      buffer |= (data[at] as number) << bits;
      at += 1;
      bits += 8;
    }
    const code = buffer & ((1 << size) - 1);
    buffer >>= size;
    bits -= size;
    if (code === clear) {
      [size, next, previous] = [codeBits + 1, clear + 2, -1];
      continue;
    }
    if (code === clear + 1 || code > next || (code === next && previous < 0)) return count;
    let depth = 0;
    let walk = code;
    if (code === next) {
      stack[depth++] = first;
      walk = previous;
    }
    for (; walk >= clear; walk = prefix[walk] as number) stack[depth++] = suffix[walk] as number;
    first = walk;
    stack[depth++] = first;
    while (depth > 0 && count < to.length) to[count++] = stack[--depth] as number;
    if (previous >= 0 && next < 1 << MAX_CODE_BITS) {
      prefix[next] = previous;
      suffix[next] = first;
      next += 1;
      if (next === 1 << size && size < MAX_CODE_BITS) size += 1;
    }
    previous = code;
  }
  return count;
}
