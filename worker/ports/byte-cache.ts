/** Bytes of renditions near the visitor, under internal keys that no URL reaches. Losing an entry costs time, never rights. */
export interface ByteCache {
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, bytes: Uint8Array, mediaType: string): Promise<void>;
}
