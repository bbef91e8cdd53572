/** GIF files of which every block is said: placement, disposal, transparency, delays, interlacing, repetitions. */

export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Palette index of a pixel of the frame, 0..7. */
  readonly paint: (x: number, y: number) => number;
  readonly disposal?: number;
  readonly transparent?: number;
  readonly delayCs?: number;
  readonly isInterlaced?: boolean;
}

/** Colours by index. */
export const PALETTE = [
  [0, 0, 0],
  [210, 40, 40],
  [40, 170, 60],
  [30, 60, 200],
  [230, 210, 50],
  [255, 255, 255],
  [128, 128, 128],
  [10, 200, 200],
] as const;

const u16 = (value: number): number[] => [value & 0xff, value >> 8];

/** @param repeats of the NETSCAPE extension; null leaves it out */
export function makeGif(
  screen: { readonly width: number; readonly height: number },
  frames: readonly GifFrame[],
  { repeats = 0 }: { readonly repeats?: number | null } = {},
): Uint8Array {
  const bytes: number[] = [...Buffer.from('GIF89a'), ...u16(screen.width), ...u16(screen.height), 0xf2, 0, 0];
  bytes.push(...PALETTE.flat());
  if (repeats !== null) {
    bytes.push(0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, ...u16(repeats), 0);
  }
  for (const frame of frames) {
    const flags = ((frame.disposal ?? 0) << 2) | (frame.transparent === undefined ? 0 : 1);
    bytes.push(0x21, 0xf9, 4, flags, ...u16(frame.delayCs ?? 10), frame.transparent ?? 0, 0);
    bytes.push(0x2c, ...u16(frame.left), ...u16(frame.top), ...u16(frame.width), ...u16(frame.height));
    bytes.push(frame.isInterlaced ? 0x40 : 0, 3, ...subBlocks(pack(pixelsOf(frame))), 0);
  }
  return Uint8Array.from([...bytes, 0x3b]);
}

function pixelsOf({ width, height, paint, isInterlaced }: GifFrame): number[] {
  const rows = Array.from({ length: height }, (_, y) => y);
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  const order = isInterlaced
    ? passes.flatMap(([first, step]) => rows.filter((y) => y >= first && (y - first) % step === 0))
    : rows;
  return order.flatMap((y) => Array.from({ length: width }, (_, x) => paint(x, y)));
}

/** LZW that only ever uses literal codes of four bits: a clear code comes before the table would need a fifth. */
function pack(pixels: readonly number[]): number[] {
  const [clear, end] = [8, 9];
  const codes = [clear];
  pixels.forEach((pixel, index) => {
    if (index > 0 && index % 6 === 0) codes.push(clear);
    codes.push(pixel);
  });
  codes.push(end);
  const packed: number[] = [];
  for (let i = 0; i < codes.length; i += 2) packed.push((codes[i] ?? 0) | ((codes[i + 1] ?? 0) << 4));
  return packed;
}

function subBlocks(data: readonly number[]): number[] {
  const blocks: number[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const part = data.slice(at, at + 255);
    blocks.push(part.length, ...part);
  }
  return blocks;
}
