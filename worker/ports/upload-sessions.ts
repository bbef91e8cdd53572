/**
 * Receiving the bytes of one upload in pieces, so that none that was acknowledged is ever lost.
 *
 * The *offset* counts bytes that are durable and nothing else. One upload has one session, which lets one `append` run at a
 * time, whatever isolate the requests arrive at.
 */

/** What a session has to know; the same for every call of one upload. */
export interface UploadTarget {
  readonly uploadId: string;
  /** Key that the finished object gets; nothing is there before the upload is complete. */
  readonly storageKey: string;
  readonly sizeBytes: number;
}

export type AppendResult =
  /** Everything that arrived is durable; `complete` when it was the last byte and the object is under its key. */
  | { readonly status: 'appended'; readonly offset: number; readonly complete: boolean }
  /** The stream broke off, or was stopped by a newer request of the same client; `offset` bytes are durable. */
  | { readonly status: 'interrupted'; readonly offset: number }
  /** `offset` is not where the upload stands. */
  | { readonly status: 'wrong_offset'; readonly offset: number }
  /** Another append is running. */
  | { readonly status: 'locked' }
  /** More bytes than the declared size; nothing past it was kept. */
  | { readonly status: 'too_many_bytes'; readonly offset: number };

export interface UploadProgress {
  readonly offset: number;
  readonly complete: boolean;
}

export interface UploadSessions {
  /** Appends `body` at `offset`. A body of null is an empty one. */
  append(
    target: UploadTarget,
    offset: number,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<AppendResult>;
  /** Where the upload stands. Stops an append that is still running: whoever asks has lost its connection. */
  progress(target: UploadTarget): Promise<UploadProgress>;
  /** Stops what runs and removes every byte of an upload that is not complete, and the session. Safe to repeat. */
  abort(target: UploadTarget): Promise<void>;
  /** Forgets the session of a complete upload; its object stays. Safe to repeat. */
  forget(target: UploadTarget): Promise<void>;
}
