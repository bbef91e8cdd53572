/** Where bytes live. Keys are immutable: a key is written once and never overwritten with other bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly mediaType: string | null;
}

export interface StoredBody extends StoredObject {
  /** Exactly the asked range, or everything. */
  readonly body: ReadableStream<Uint8Array>;
}

export interface StoredHead extends StoredObject {
  /** When its last byte was durable; Unix milliseconds, by the store's clock. */
  readonly uploadedAt: number;
}

export interface StoredPart {
  readonly partNumber: number;
  readonly etag: string;
}

export interface ObjectStore {
  /** The object's bytes, whole or one range (`start` inclusive, `length` bytes); null when there is none. */
  get(key: string, range?: { start: number; length: number }): Promise<StoredBody | null>;
  head(key: string): Promise<StoredHead | null>;
  /** Writes all of `body`; a stream needs its length. Resolves when durable. */
  put(
    key: string,
    body: ReadableStream<Uint8Array> | Uint8Array | ArrayBuffer,
    options: { mediaType: string; length?: number },
  ): Promise<void>;
  /** At most 1,000 keys. Missing keys are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** Multipart: equal parts of at least 5 MiB, the last may be smaller. */
  createMultipart(key: string, mediaType: string): Promise<string>;
  uploadPart(key: string, uploadId: string, partNumber: number, body: Uint8Array): Promise<StoredPart>;
  completeMultipart(key: string, uploadId: string, parts: readonly StoredPart[]): Promise<void>;
  abortMultipart(key: string, uploadId: string): Promise<void>;
}
