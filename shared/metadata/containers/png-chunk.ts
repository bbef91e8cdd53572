/** What every PNG (ISO 15948) is put together from. */
import { crc32 } from '../crc32.ts';
import { tagBytes } from './bytes.ts';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** Length, type, content and their checksum. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(tagBytes(type), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
