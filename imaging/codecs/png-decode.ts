/**
 * PNG decoding (W3C PNG, third edition) row by row: inflation is the runtime's, so a picture is never whole in memory and an
 * interlaced one only as RGBA. Every colour type and depth becomes 8-bit RGBA; an animation gives its default picture.
 */
import { DamagedSource, SourceTooLarge } from './modules.ts';

/** Interlaced pictures are assembled whole, so they have a limit of their own, in pixels. */
export const MAX_INTERLACED_PIXELS = 12_000_000;

interface PngLayout {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced: boolean;
  readonly palette: Uint8Array | null;
  readonly transparency: Uint8Array | null;
  readonly data: readonly Uint8Array<ArrayBuffer>[];
}

/** Takes one decoded row of RGBA, `width × 4` bytes, valid only during the call; false stops decoding. */
export type RowSink = (row: Uint8Array, y: number) => boolean;

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7 passes: first column, first row, column step, row step. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** @throws DamagedSource, SourceTooLarge */
export async function decodePng(source: Uint8Array, sink: RowSink): Promise<void> {
  const layout = readLayout(source);
  const channels = CHANNELS[layout.colorType] as number;
  const toRgba = rowConverter(layout);
  const inflated = new Inflater(layout.data);
  try {
    if (!layout.interlaced) {
      await readPass(inflated, layout.width, layout.height, channels * layout.depth, toRgba, sink);
    } else {
      await readInterlaced(inflated, layout, channels * layout.depth, toRgba, sink);
    }
  } finally {
    await inflated.close();
  }
}

function readLayout(source: Uint8Array): PngLayout {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (source.length < 33 || view.getUint32(12) !== 0x49484452)
    throw new DamagedSource('PNG without a header');
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const data: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at + 8 <= source.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const body = source.subarray(at + 8, Math.min(source.length, at + 8 + length));
    if (type === 0x504c5445) palette = body;
    else if (type === 0x74524e53) transparency = body;
    else if (type === 0x49444154) data.push(body as Uint8Array<ArrayBuffer>);
    else if (type === 0x49454e44) break;
    at += 12 + length;
  }
  const colorType = source[25] as number;
  const depth = source[24] as number;
  if (!(colorType in CHANNELS) || ![1, 2, 4, 8, 16].includes(depth)) {
    throw new DamagedSource('PNG of an unknown colour type');
  }
  if (colorType === 3 && !palette) throw new DamagedSource('indexed PNG without a palette');
  if (data.length === 0) throw new DamagedSource('PNG without picture data');
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth,
    colorType,
    interlaced: source[28] === 1,
    palette,
    transparency,
    data,
  };
}

/** Reads exact numbers of inflated bytes. */
class Inflater {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writing: Promise<void>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(parts: readonly Uint8Array<ArrayBuffer>[]) {
    const stream = new DecompressionStream('deflate');
    this.#reader = stream.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const writer = stream.writable.getWriter();
    const write = async (): Promise<void> => {
      for (const part of parts) await writer.write(part);
      await writer.close();
    };
    // What fails here fails the reading side too, which reports it.
    this.#writing = write().catch(() => undefined);
  }

  async fill(to: Uint8Array): Promise<void> {
    for (let have = 0; have < to.length; ) {
      if (this.#at === this.#chunk.length) await this.#next();
      const take = Math.min(to.length - have, this.#chunk.length - this.#at);
      to.set(this.#chunk.subarray(this.#at, this.#at + take), have);
      this.#at += take;
      have += take;
    }
  }

  async close(): Promise<void> {
    // Stops the writing side when rows are left over; an error there was reported by `fill`.
    await this.#reader.cancel().catch(() => undefined);
    await this.#writing;
  }

  async #next(): Promise<void> {
    let result: ReadableStreamReadResult<Uint8Array>;
    try {
      result = await this.#reader.read();
    } catch {
      throw new DamagedSource('the PNG data cannot be inflated');
    }
    if (result.done) throw new DamagedSource('the PNG data ends early');
    this.#chunk = result.value;
    this.#at = 0;
  }
}

type RowConverter = (row: Uint8Array, width: number, to: Uint8Array) => void;

async function readPass(
  inflated: Inflater,
  width: number,
  height: number,
  bitsPerPixel: number,
  toRgba: RowConverter,
  sink: RowSink,
): Promise<boolean> {
  const stride = Math.ceil((width * bitsPerPixel) / 8);
  const pixelBytes = Math.max(1, bitsPerPixel >> 3);
  let row = new Uint8Array(stride + 1);
  let above = new Uint8Array(stride + 1);
  const rgba = new Uint8Array(width * 4);
  for (let y = 0; y < height; y++) {
    await inflated.fill(row);
    unfilter(row, above, pixelBytes);
    toRgba(row.subarray(1), width, rgba);
    if (!sink(rgba, y)) return false;
    [row, above] = [above, row];
  }
  return true;
}

async function readInterlaced(
  inflated: Inflater,
  { width, height }: PngLayout,
  bitsPerPixel: number,
  toRgba: RowConverter,
  sink: RowSink,
): Promise<void> {
  if (width * height > MAX_INTERLACED_PIXELS) throw new SourceTooLarge('interlaced PNG is too large');
  const whole = new Uint32Array(width * height);
  for (const [x0, y0, dx, dy] of PASSES) {
    const passWidth = Math.ceil((width - x0) / dx);
    const passHeight = Math.ceil((height - y0) / dy);
    if (passWidth <= 0 || passHeight <= 0) continue;
    await readPass(inflated, passWidth, passHeight, bitsPerPixel, toRgba, (row, y) => {
      const pixels = new Uint32Array(row.buffer, 0, passWidth);
      const to = (y0 + y * dy) * width + x0;
      for (let x = 0; x < passWidth; x++) whole[to + x * dx] = pixels[x] as number;
      return true;
    });
  }
  for (let y = 0; y < height; y++)
    if (!sink(new Uint8Array(whole.buffer, y * width * 4, width * 4), y)) return;
}

/** Undoes the row filter in place; both rows start with their filter byte. */
function unfilter(row: Uint8Array, above: Uint8Array, step: number): void {
  const end = row.length;
  switch (row[0]) {
    case 0:
      return;
    case 1:
      for (let i = 1 + step; i < end; i++) row[i] = (row[i] as number) + (row[i - step] as number);
      return;
    case 2:
      for (let i = 1; i < end; i++) row[i] = (row[i] as number) + (above[i] as number);
      return;
    case 3:
      for (let i = 1; i < end; i++) {
        const left = i > step ? (row[i - step] as number) : 0;
        row[i] = (row[i] as number) + ((left + (above[i] as number)) >> 1);
      }
      return;
    case 4:
      for (let i = 1; i < end; i++) {
        const left = i > step ? (row[i - step] as number) : 0;
        const corner = i > step ? (above[i - step] as number) : 0;
        row[i] = (row[i] as number) + paeth(left, above[i] as number, corner);
      }
      return;
    default:
      throw new DamagedSource('PNG row with an unknown filter');
  }
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function rowConverter({ colorType, depth, palette, transparency }: PngLayout): RowConverter {
  const sample = sampler(depth);
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  const key = transparency && transparency.length >= 2 ? readKeys(transparency) : null;
  switch (colorType) {
    case 0:
      return (row, width, to) => {
        for (let x = 0; x < width; x++) {
          const value = sample(row, x);
          const level = depth === 16 ? value / 257 : value * scale;
          put(to, x, level, level, level, key !== null && value === key[0] ? 0 : 255);
        }
      };
    case 2:
      if (depth === 8 && key === null) return widenRgb;
      return (row, width, to) => {
        for (let x = 0; x < width; x++) {
          const [r, g, b] = [sample(row, x * 3), sample(row, x * 3 + 1), sample(row, x * 3 + 2)];
          const isKey = key !== null && r === key[0] && g === key[1] && b === key[2];
          const divide = depth === 16 ? 257 : 1;
          put(to, x, r / divide, g / divide, b / divide, isKey ? 0 : 255);
        }
      };
    case 3:
      return (row, width, to) => {
        const colors = palette as Uint8Array; // readLayout refuses an indexed PNG without one
        for (let x = 0; x < width; x++) {
          const index = sample(row, x);
          const at = index * 3;
          put(to, x, colors[at] ?? 0, colors[at + 1] ?? 0, colors[at + 2] ?? 0, transparency?.[index] ?? 255);
        }
      };
    case 4:
      return (row, width, to) => {
        const divide = depth === 16 ? 257 : 1;
        for (let x = 0; x < width; x++) {
          const level = sample(row, x * 2) / divide;
          put(to, x, level, level, level, sample(row, x * 2 + 1) / divide);
        }
      };
    default:
      if (depth === 8) return (row, width, to) => to.set(row.subarray(0, width * 4));
      return (row, width, to) => {
        for (let i = 0; i < width * 4; i++) to[i] = Math.round(sample(row, i) / 257);
      };
  }
}

function sampler(depth: number): (row: Uint8Array, index: number) => number {
  if (depth === 8) return (row, index) => row[index] as number;
  if (depth === 16) return (row, index) => ((row[index * 2] as number) << 8) | (row[index * 2 + 1] as number);
  const perByte = 8 / depth;
  const mask = (1 << depth) - 1;
  return (row, index) => {
    const shift = 8 - depth * ((index % perByte) + 1);
    return ((row[Math.floor(index / perByte)] as number) >> shift) & mask;
  };
}

function readKeys(transparency: Uint8Array): readonly number[] {
  const keys: number[] = [];
  for (let i = 0; i + 1 < transparency.length; i += 2) {
    keys.push(((transparency[i] as number) << 8) | (transparency[i + 1] as number));
  }
  return keys;
}

function widenRgb(row: Uint8Array, width: number, to: Uint8Array): void {
  for (let x = 0, from = 0, at = 0; x < width; x++, from += 3, at += 4) {
    to[at] = row[from] as number;
    to[at + 1] = row[from + 1] as number;
    to[at + 2] = row[from + 2] as number;
    to[at + 3] = 255;
  }
}

function put(to: Uint8Array, x: number, r: number, g: number, b: number, a: number): void {
  const at = x * 4;
  to[at] = Math.round(r);
  to[at + 1] = Math.round(g);
  to[at + 2] = Math.round(b);
  to[at + 3] = Math.round(a);
}
