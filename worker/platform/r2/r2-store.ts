import type { ObjectStore } from '../../ports/object-store.ts';

/** The object store on an R2 bucket. */
export function createR2Store(bucket: R2Bucket): ObjectStore {
  return {
    async get(key, range) {
      // A zero-length range is no R2 range; the caller wants no bytes.
      if (range !== undefined && range.length === 0) {
        const head = await bucket.head(key);
        if (head === null) return null;
        return {
          key,
          size: head.size,
          mediaType: head.httpMetadata?.contentType ?? null,
          body: emptyStream(),
        };
      }
      const object = await bucket.get(
        key,
        range === undefined ? undefined : { range: { offset: range.start, length: range.length } },
      );
      if (object === null) return null;
      return {
        key,
        size: object.size,
        mediaType: object.httpMetadata?.contentType ?? null,
        body: object.body,
      };
    },
    async head(key) {
      const object = await bucket.head(key);
      if (object === null) return null;
      return {
        key,
        size: object.size,
        mediaType: object.httpMetadata?.contentType ?? null,
        uploadedAt: object.uploaded.getTime(),
      };
    },
    async put(key, body, options) {
      const metadata = { httpMetadata: { contentType: options.mediaType } };
      if (!(body instanceof ReadableStream)) {
        await bucket.put(key, body, metadata);
        return;
      }
      if (options.length === undefined) throw new RangeError('a stream needs its length');
      const fixed = new FixedLengthStream(options.length);
      const [, object] = await Promise.all([
        body.pipeTo(fixed.writable),
        bucket.put(key, fixed.readable, metadata),
      ]);
      if (object === null) throw new Error(`object ${key} was not stored`);
    },
    async delete(keys) {
      if (keys.length > 0) await bucket.delete([...keys]);
    },
    async createMultipart(key, mediaType) {
      const upload = await bucket.createMultipartUpload(key, { httpMetadata: { contentType: mediaType } });
      return upload.uploadId;
    },
    async uploadPart(key, uploadId, partNumber, body) {
      const part = await bucket.resumeMultipartUpload(key, uploadId).uploadPart(partNumber, body);
      return { partNumber: part.partNumber, etag: part.etag };
    },
    async completeMultipart(key, uploadId, parts) {
      await bucket.resumeMultipartUpload(key, uploadId).complete([...parts]);
    },
    async abortMultipart(key, uploadId) {
      await bucket.resumeMultipartUpload(key, uploadId).abort();
    },
  };
}

function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.close();
    },
  });
}
