/** TIFF files for tests. */

export interface TiffPage {
  readonly color: readonly [number, number, number];
  readonly width: number;
  readonly height: number;
}

/** Pages of one colour each: uncompressed, little-endian, as scanners write them. */
export function tiffOf(pages: readonly TiffPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  for (const [index, { color, width, height }] of pages.entries()) {
    const entries: [number, number, number, number][] = [
      [256, 3, 1, width],
      [257, 3, 1, height],
      [258, 3, 3, at + 2 + 9 * 12 + 4],
      [259, 3, 1, 1],
      [262, 3, 1, 2],
      [273, 4, 1, at + 2 + 9 * 12 + 4 + 8],
      [277, 3, 1, 3],
      [278, 3, 1, height],
      [279, 4, 1, width * height * 3],
    ];
    const directory = Buffer.alloc(2 + entries.length * 12 + 4 + 8);
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, count, value], row) => {
      directory.writeUInt16LE(tag, 2 + row * 12);
      directory.writeUInt16LE(type, 4 + row * 12);
      directory.writeUInt32LE(count, 6 + row * 12);
      directory.writeUInt32LE(value, 10 + row * 12);
    });
    const pixels = Buffer.alloc(width * height * 3, Buffer.from(color));
    const end = at + directory.length + pixels.length;
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : end, 2 + entries.length * 12);
    for (const bit of [0, 1, 2]) directory.writeUInt16LE(8, 2 + entries.length * 12 + 4 + bit * 2);
    parts.push(directory, pixels);
    at = end;
  }
  return Buffer.concat(parts);
}
