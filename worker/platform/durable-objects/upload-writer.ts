/**
 * The bytes of one upload on their way into the object store: equal parts of a multipart upload directly under the final
 * key, and the rest below a part as a *tail* object until more arrives.
 *
 * Every step can be the last one before the process is killed. The record is therefore written after the bytes it counts
 * are durable, and whatever the record does not count is written again.
 */
import { UPLOAD_PART_BYTES } from '../../../shared/contract/uploads.ts';
import type { ObjectStore, StoredPart } from '../../ports/object-store.ts';
import type { AppendResult, UploadProgress, UploadTarget } from '../../ports/upload-sessions.ts';

/** Transactional storage of one session. `write` resolves when all entries are durable; they appear together. */
export interface SessionStorage {
  read<T>(key: string): Promise<T | undefined>;
  write(entries: Record<string, unknown>): Promise<void>;
  /** Values of every key that starts with `prefix`, in key order. */
  list<T>(prefix: string): Promise<T[]>;
  clear(): Promise<void>;
}

interface SessionRecord {
  readonly offset: number;
  /** Parts that are durable; part numbers start at 1. */
  readonly parts: number;
  readonly multipartId: string | null;
  /** Which of the two tail objects holds the bytes after the last part. */
  readonly tailSlot: 0 | 1;
  readonly tailBytes: number;
  /** `closing`: every part is durable and the multipart upload is being completed. */
  readonly state: 'receiving' | 'closing' | 'complete';
}

const START: SessionRecord = {
  offset: 0,
  parts: 0,
  multipartId: null,
  tailSlot: 0,
  tailBytes: 0,
  state: 'receiving',
};
const RECORD = 'record';
const MEDIA_TYPE = 'application/octet-stream';
const partKey = (number: number): string => `part:${String(number).padStart(6, '0')}`;
const tailKey = (target: UploadTarget, slot: 0 | 1): string => `uploads/${target.uploadId}/tail-${slot}`;

type Piece =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'end' }
  /** Broken off or stopped. */
  | { kind: 'broken' };

export class UploadWriter {
  readonly #store: ObjectStore;
  readonly #storage: SessionStorage;
  readonly #partBytes: number;

  constructor(store: ObjectStore, storage: SessionStorage, partBytes = UPLOAD_PART_BYTES) {
    this.#store = store;
    this.#storage = storage;
    this.#partBytes = partBytes;
  }

  async progress(target: UploadTarget): Promise<UploadProgress> {
    const record = await this.#load(target);
    return { offset: record.offset, complete: record.state === 'complete' };
  }

  /** One append at a time is the caller's duty. `signal` stops reading; what arrived is kept. */
  async append(
    target: UploadTarget,
    offset: number,
    body: ReadableStream<Uint8Array> | null,
    signal: AbortSignal,
  ): Promise<AppendResult> {
    let record = await this.#load(target);
    if (record.offset !== offset) {
      await body?.cancel();
      return { status: 'wrong_offset', offset: record.offset };
    }
    if (record.state === 'complete') {
      await body?.cancel();
      return { status: 'appended', offset, complete: true };
    }
    const buffer = new Uint8Array(Math.min(this.#partBytes, target.sizeBytes - this.#partStart(record)));
    let filled = await this.#restoreTail(target, record, buffer);
    const pieces = readPieces(body, signal);
    for (;;) {
      const piece = await pieces.next();
      if (piece.kind !== 'bytes') {
        return this.#settle(target, record, buffer.subarray(0, filled), piece.kind === 'broken');
      }
      let rest = piece.bytes;
      while (rest.length > 0) {
        const room = Math.min(this.#partBytes, target.sizeBytes - this.#partStart(record));
        if (filled === room) {
          // Only the last part may stand full here, so these bytes are past the declared size.
          await pieces.cancel();
          return { status: 'too_many_bytes', offset: record.offset };
        }
        const taken = rest.subarray(0, room - filled);
        buffer.set(taken, filled);
        filled += taken.length;
        rest = rest.subarray(taken.length);
        if (filled === room && this.#partStart(record) + filled < target.sizeBytes) {
          record = await this.#storePart(target, record, buffer.subarray(0, filled));
          filled = 0;
        }
      }
    }
  }

  async abort(target: UploadTarget): Promise<void> {
    const record = await this.#storage.read<SessionRecord>(RECORD);
    if (record !== undefined && record.state !== 'complete') {
      if (record.multipartId !== null) {
        await this.#store.abortMultipart(target.storageKey, record.multipartId);
      }
      await this.#removeTails(target);
    }
    await this.#storage.clear();
  }

  async forget(target: UploadTarget): Promise<void> {
    await this.#removeTails(target);
    await this.#storage.clear();
  }

  #partStart(record: SessionRecord): number {
    return record.parts * this.#partBytes;
  }

  /** The record, after finishing a completion that was cut short. */
  async #load(target: UploadTarget): Promise<SessionRecord> {
    const record = (await this.#storage.read<SessionRecord>(RECORD)) ?? START;
    return record.state === 'closing' ? this.#close(target, record) : record;
  }

  async #restoreTail(target: UploadTarget, record: SessionRecord, buffer: Uint8Array): Promise<number> {
    if (record.tailBytes === 0) return 0;
    const tail = await this.#store.get(tailKey(target, record.tailSlot));
    if (tail === null) throw new Error('the tail of an upload is gone');
    const bytes = new Uint8Array(await new Response(tail.body).arrayBuffer());
    if (bytes.length !== record.tailBytes) throw new Error('the tail of an upload has another length');
    buffer.set(bytes);
    return bytes.length;
  }

  async #storePart(target: UploadTarget, record: SessionRecord, bytes: Uint8Array): Promise<SessionRecord> {
    const opened = record.multipartId === null ? await this.#openMultipart(target, record) : record;
    const number = opened.parts + 1;
    const part = await this.#store.uploadPart(
      target.storageKey,
      // `#openMultipart` gave it an id.
      opened.multipartId as string,
      number,
      bytes,
    );
    const next: SessionRecord = {
      ...opened,
      parts: number,
      offset: this.#partStart(opened) + bytes.length,
      tailBytes: 0,
    };
    await this.#storage.write({ [RECORD]: next, [partKey(number)]: part });
    return next;
  }

  async #openMultipart(target: UploadTarget, record: SessionRecord): Promise<SessionRecord> {
    const multipartId = await this.#store.createMultipart(target.storageKey, MEDIA_TYPE);
    const opened = { ...record, multipartId };
    await this.#storage.write({ [RECORD]: opened });
    return opened;
  }

  /** After the last byte of a request: completes the object, or keeps the bytes below a part. */
  async #settle(
    target: UploadTarget,
    record: SessionRecord,
    rest: Uint8Array,
    broken: boolean,
  ): Promise<AppendResult> {
    const reached = this.#partStart(record) + rest.length;
    if (reached === target.sizeBytes) {
      const { offset } = await this.#finish(target, record, rest);
      return { status: 'appended', offset, complete: true };
    }
    if (reached > record.offset) {
      // The other slot: the tail that the record counts stays until the record counts this one.
      const tailSlot = record.tailSlot === 0 ? 1 : 0;
      await this.#store.put(tailKey(target, tailSlot), rest, { mediaType: MEDIA_TYPE });
      await this.#storage.write({
        [RECORD]: { ...record, offset: reached, tailSlot, tailBytes: rest.length } satisfies SessionRecord,
      });
    }
    return broken
      ? { status: 'interrupted', offset: reached }
      : { status: 'appended', offset: reached, complete: false };
  }

  async #finish(target: UploadTarget, record: SessionRecord, rest: Uint8Array): Promise<SessionRecord> {
    if (record.multipartId === null) {
      await this.#store.put(target.storageKey, rest, { mediaType: MEDIA_TYPE });
      return this.#markComplete(target, record);
    }
    const number = record.parts + 1;
    const part = await this.#store.uploadPart(target.storageKey, record.multipartId, number, rest);
    const closing: SessionRecord = { ...record, parts: number, state: 'closing' };
    await this.#storage.write({ [RECORD]: closing, [partKey(number)]: part });
    return this.#close(target, closing);
  }

  async #close(target: UploadTarget, record: SessionRecord): Promise<SessionRecord> {
    // A completion whose answer was lost leaves the object and no multipart upload.
    const stored = await this.#store.head(target.storageKey);
    if (stored === null) {
      const parts = await this.#storage.list<StoredPart>('part:');
      // `closing` is only ever written with an id.
      await this.#store.completeMultipart(target.storageKey, record.multipartId as string, parts);
    }
    return this.#markComplete(target, record);
  }

  async #markComplete(target: UploadTarget, record: SessionRecord): Promise<SessionRecord> {
    const complete: SessionRecord = { ...record, offset: target.sizeBytes, tailBytes: 0, state: 'complete' };
    await this.#storage.write({ [RECORD]: complete });
    return complete;
  }

  async #removeTails(target: UploadTarget): Promise<void> {
    await this.#store.delete([tailKey(target, 0), tailKey(target, 1)]);
  }
}

/** Reads a body piece by piece; an error of the stream and a stop are the same `broken` end. */
function readPieces(body: ReadableStream<Uint8Array> | null, signal: AbortSignal) {
  const reader = body?.getReader();
  const stopped = new Promise<Piece>((resolve) => {
    if (signal.aborted) resolve({ kind: 'broken' });
    else signal.addEventListener('abort', () => resolve({ kind: 'broken' }), { once: true });
  });
  async function read(): Promise<Piece> {
    if (reader === undefined) return { kind: 'end' };
    try {
      const { done, value } = await reader.read();
      return done ? { kind: 'end' } : { kind: 'bytes', bytes: value };
    } catch {
      // The client is gone; what came before is kept.
      return { kind: 'broken' };
    }
  }
  return {
    async next(): Promise<Piece> {
      const piece = await Promise.race([read(), stopped]);
      if (piece.kind === 'broken') await this.cancel();
      return piece;
    },
    async cancel(): Promise<void> {
      try {
        await reader?.cancel();
      } catch {
        // A stream that is broken already cannot be cancelled and need not be.
      }
    },
  };
}
