/**
 * Looking at the bytes of a finished original: digests from one pass over all of them, everything else from bounded reads at
 * its start and end. Nothing is decoded.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Verdict } from '../../../shared/contract/assets.ts';
import type { ByteSource } from '../../../shared/metadata/byte-source.ts';
import {
  type AssetMetadata,
  emptyMetadata,
  type SensitiveMetadata,
} from '../../../shared/metadata/fields.ts';
import { examineImage, type ImageHeader } from '../../../shared/metadata/inspect.ts';
import { inspectMedia, type MediaFacts } from '../../../shared/metadata/media.ts';
import { type SniffedType, sniffMediaType } from '../../../shared/metadata/sniff.ts';
import type { MetadataReader } from '../../ports/metadata-reader.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/**
 * Bytes of the start that are looked at first, and the most a header may make us read. What says its size later, as a large TIFF
 * with its directory at the end, is told by the engine (`prepare.ts`).
 */
export const HEAD_BYTES = 256 * 1024;
const HEAD_MAX_BYTES = 4 * 1024 * 1024;
const JPEG_TAIL_BYTES = 4096;
/** Longest animation whose frames are counted, which takes a walk through all of it; a longer one stays still. */
const COUNTED_MAX_BYTES = 16 * 1024 * 1024;

export interface Digests {
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly crc32: number;
}

/** SHA-256 and CRC-32 in one pass that holds one chunk at a time; null when there is no such object. */
export async function digestObject(store: ObjectStore, key: string): Promise<Digests | null> {
  const object = await store.get(key);
  if (object === null) return null;
  const hash = createHash('sha256');
  let [crc, sizeBytes] = [0, 0];
  for await (const chunk of object.body) {
    crc = crc32(chunk, crc);
    sizeBytes += chunk.length;
    hash.update(chunk);
  }
  return { sizeBytes, crc32: crc, sha256: hash.digest('hex') };
}

export function objectSource(store: ObjectStore, key: string, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return new Uint8Array();
      const object = await store.get(key, { start: offset, length: wanted });
      if (object === null) throw new Error('the object is gone');
      return new Uint8Array(await new Response(object.body).arrayBuffer());
    },
  };
}

export interface Examination {
  readonly type: SniffedType;
  readonly header: ImageHeader | null;
  /** Of films, sound and documents; pictures have a `header`. */
  readonly media: MediaFacts;
  /** `ok`, or `damaged` where the bytes contradict their own header. */
  readonly verdict: Extract<Verdict, 'ok' | 'damaged'>;
  /** The picture stops before its end; what is there may still be drawn. */
  readonly endsEarly: boolean;
  readonly metadata: AssetMetadata;
  readonly sensitive: SensitiveMetadata;
}

export async function examineOriginal(source: ByteSource, reader: MetadataReader): Promise<Examination> {
  let head = await source.read(0, HEAD_BYTES);
  const type = sniffMediaType(head);
  let inspection = examineImage(head);
  if (inspection.status === 'needs-more' && head.length < source.size) {
    head = await source.read(0, Math.min(HEAD_MAX_BYTES, Math.max(inspection.atLeastBytes, HEAD_BYTES * 4)));
    inspection = examineImage(head);
  }
  if (isUncounted(inspection) && source.size <= COUNTED_MAX_BYTES) {
    inspection = examineImage(await source.read(0, source.size));
  }
  const isPicture = inspection.status !== 'not-an-image';
  const header = inspection.status === 'ok' ? inspection.header : null;
  const endsEarly = type.mediaType === 'image/jpeg' && (await jpegEndsEarly(source));
  const found = source.size === 0 ? null : await reader.read(source, type.mediaType);
  return {
    type,
    header,
    media: await inspectMedia(source, type.mediaType),
    verdict: endsEarly || (isPicture && header === null && head.length >= source.size) ? 'damaged' : 'ok',
    endsEarly,
    metadata: found?.metadata ?? emptyMetadata(),
    sensitive: found?.sensitive ?? { gps: null, serialNumbers: [], cameraOwner: null, camera: null },
  };
}

/** An animation whose start does not tell how many frames there are, or a TIFF whose does not tell its pages. */
function isUncounted(inspection: ReturnType<typeof examineImage>): boolean {
  if (inspection.status !== 'ok') return false;
  const { isAnimated, frames, mediaType, pages } = inspection.header;
  return (isAnimated && frames === null) || (mediaType === 'image/tiff' && pages === null);
}

/**
 * Whether a JPEG stops inside its picture data. In entropy-coded data every 0xff is followed by 0x00 or a restart marker
 * (ITU T.81 F.1.2.3); a file whose last bytes are all like that never reached its end marker.
 */
async function jpegEndsEarly(source: ByteSource): Promise<boolean> {
  const tail = await source.read(Math.max(0, source.size - JPEG_TAIL_BYTES), JPEG_TAIL_BYTES);
  let stuffed = 0;
  for (let index = 0; index + 1 < tail.length; index++) {
    if (tail[index] !== 0xff) continue;
    const next = tail[index + 1] ?? 0;
    if (next === 0) stuffed++;
    else if (next !== 0xff && (next < 0xd0 || next > 0xd7)) return false;
  }
  return stuffed > 0;
}
