/** An object store in memory, as strict about multipart uploads as R2: for tests that need every step observed. */
import type { ObjectStore, StoredBody, StoredPart } from '../../worker/ports/object-store.ts';

const PART_MIN_BYTES = 5 * 1024 * 1024;

interface Kept {
  bytes: Uint8Array;
  mediaType: string;
}

export function createMemoryStore(partMinBytes = PART_MIN_BYTES): ObjectStore & { keys(): string[] } {
  const objects = new Map<string, Kept>();
  const multiparts = new Map<string, { key: string; mediaType: string; parts: Map<number, Uint8Array> }>();
  let counter = 0;

  function multipart(key: string, uploadId: string) {
    const found = multiparts.get(uploadId);
    if (found === undefined || found.key !== key) throw new Error('no such multipart upload');
    return found;
  }
  const facts = (key: string, { bytes, mediaType }: Kept) => ({ key, size: bytes.length, mediaType });

  return {
    keys: () => [...objects.keys()].toSorted(),
    async get(key, range): Promise<StoredBody | null> {
      const kept = objects.get(key);
      if (kept === undefined) return null;
      const bytes =
        range === undefined ? kept.bytes : kept.bytes.subarray(range.start, range.start + range.length);
      return { ...facts(key, kept), body: new Response(bytes.slice()).body ?? new ReadableStream() };
    },
    async head(key) {
      const kept = objects.get(key);
      return kept === undefined ? null : { ...facts(key, kept), uploadedAt: 0 };
    },
    async put(key, body, options) {
      const bytes = new Uint8Array(await new Response(body as BodyInit).arrayBuffer());
      if (body instanceof ReadableStream && options.length === undefined) {
        throw new RangeError('a stream needs its length');
      }
      if (options.length !== undefined && options.length !== bytes.length) throw new Error('another length');
      objects.set(key, { bytes, mediaType: options.mediaType });
    },
    async delete(keys) {
      for (const key of keys) objects.delete(key);
    },
    async createMultipart(key, mediaType) {
      counter++;
      multiparts.set(`multipart-${counter}`, { key, mediaType, parts: new Map() });
      return `multipart-${counter}`;
    },
    async uploadPart(key, uploadId, partNumber, body): Promise<StoredPart> {
      multipart(key, uploadId).parts.set(partNumber, body.slice());
      return { partNumber, etag: `etag-${partNumber}` };
    },
    async completeMultipart(key, uploadId, parts) {
      const found = multipart(key, uploadId);
      const chosen = parts.map(({ partNumber }) => {
        const bytes = found.parts.get(partNumber);
        if (bytes === undefined) throw new Error(`part ${partNumber} is missing`);
        return bytes;
      });
      const size = chosen[0]?.length ?? 0;
      const isRegular = chosen.every((part, index) =>
        index === chosen.length - 1 ? part.length <= size : part.length === size && size >= partMinBytes,
      );
      if (!isRegular) throw new Error('parts must be of one size, of at least 5 MiB');
      objects.set(key, { bytes: Buffer.concat(chosen), mediaType: found.mediaType });
      multiparts.delete(uploadId);
    },
    async abortMultipart(_key, uploadId) {
      multiparts.delete(uploadId);
    },
  };
}
