/** PNG (ISO 15948) as bytes: the signature, a header, and chunks that somebody else has filled. */
import { concatBytes, tagBytes } from '../metadata/containers/bytes.ts';
import { PNG_SIGNATURE, pngChunk } from '../metadata/containers/png-chunk.ts';
import type { PixelSize } from './types.ts';

export interface PngHeader extends PixelSize {
  readonly bitDepth: number;
  /** 2: RGB, 3: palette, 6: RGBA. */
  readonly colorType: number;
}

export function pngFile(
  { width, height, bitDepth, colorType }: PngHeader,
  chunks: readonly (readonly [type: string, data: Uint8Array])[],
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth, colorType, 0, 0, 0], 8);
  return concatBytes([
    tagBytes(PNG_SIGNATURE),
    pngChunk('IHDR', header),
    ...chunks.map(([type, data]) => pngChunk(type, data)),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}
