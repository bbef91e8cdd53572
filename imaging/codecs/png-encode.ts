/** PNG encoding: 8-bit RGB or RGBA, one filter chosen per row (least sum of differences), deflated by the runtime. */
import { pngFile } from '../../shared/delivery/png.ts';
import type { Raster } from '../pixels/raster.ts';

/** An opaque raster becomes RGB, one with alpha RGBA. */
export async function encodePng(raster: Raster): Promise<Uint8Array> {
  const channels = raster.hasAlpha ? 4 : 3;
  const deflated = await deflate(filterRows(raster, channels));
  const { width, height, hasAlpha } = raster;
  return pngFile({ width, height, bitDepth: 8, colorType: hasAlpha ? 6 : 2 }, [
    ['sRGB', Uint8Array.of(0)],
    ['IDAT', deflated],
  ]);
}

function* filterRows({ width, height, data }: Raster, channels: 3 | 4): Generator<Uint8Array<ArrayBuffer>> {
  const stride = width * channels;
  let row = new Uint8Array(stride);
  let above = new Uint8Array(stride);
  const tries = [0, 1, 2, 4].map((type) => ({ type, bytes: new Uint8Array(stride + 1) }));
  for (let y = 0; y < height; y++) {
    pack(data, y * width * 4, width, channels, row);
    let best = tries[0]?.bytes as Uint8Array<ArrayBuffer>;
    let least = Number.POSITIVE_INFINITY;
    for (const { type, bytes } of tries) {
      const cost = filter(type, row, above, channels, bytes);
      if (cost < least) [least, best] = [cost, bytes];
    }
    yield best.slice();
    [row, above] = [above, row];
  }
}

function pack(data: Uint8ClampedArray, from: number, width: number, channels: 3 | 4, row: Uint8Array): void {
  if (channels === 4) {
    row.set(data.subarray(from, from + width * 4));
    return;
  }
  for (let x = 0, at = from, to = 0; x < width; x++, at += 4, to += 3) {
    row[to] = data[at] as number;
    row[to + 1] = data[at + 1] as number;
    row[to + 2] = data[at + 2] as number;
  }
}

/** Writes the filtered row with its type byte; returns the sum of absolute signed differences. */
function filter(type: number, row: Uint8Array, above: Uint8Array, step: number, to: Uint8Array): number {
  to[0] = type;
  let cost = 0;
  for (let i = 0; i < row.length; i++) {
    const left = i >= step ? (row[i - step] as number) : 0;
    const up = above[i] as number;
    let predicted = 0;
    if (type === 1) predicted = left;
    else if (type === 2) predicted = up;
    else if (type === 4) predicted = paeth(left, up, i >= step ? (above[i - step] as number) : 0);
    const difference = ((row[i] as number) - predicted) & 255;
    to[i + 1] = difference;
    cost += difference < 128 ? difference : 256 - difference;
  }
  return cost;
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

async function deflate(rows: Generator<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const stream = new CompressionStream('deflate');
  const writer = stream.writable.getWriter();
  const write = async (): Promise<void> => {
    for (const row of rows) await writer.write(row);
    await writer.close();
  };
  const [, bytes] = await Promise.all([write(), new Response(stream.readable).arrayBuffer()]);
  return new Uint8Array(bytes);
}
