/** Putting files together from parts. */

const encoder = new TextEncoder();

/** One array holding the parts in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Characters below U+0100 as bytes. */
export function tagBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function u16Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}

export function u32Bytes(value: number, littleEndian = false): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return bytes;
}

/** The smallest EXIF block (TIFF inside) that says only how the picture is to be turned. */
export function orientationExif(orientation: number): Uint8Array {
  return concatBytes([
    tagBytes('MM\0*'),
    u32Bytes(8),
    u16Bytes(1),
    Uint8Array.of(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0),
    u32Bytes(0),
  ]);
}
