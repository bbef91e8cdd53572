/** Reads a source once: first as much as its header needs, then the rest. */
import { examineImage, type ImageHeader } from '../shared/metadata/inspect.ts';
import type { ImageSource, Refused } from '../worker/ports/image-transformer.ts';
import { MAX_SOURCE_BYTES, refuse } from './admission.ts';

/** Read at least this much before an inconclusive header counts. */
const FIRST_LOOK_BYTES = 65_536;

const tooLong = (): Refused =>
  refuse('too_large', `the source is larger than ${MAX_SOURCE_BYTES} bytes`, {
    cause: { code: 'bytes', bytes: null, most: MAX_SOURCE_BYTES },
  });

export class SourceReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | null;
  readonly #parts: Uint8Array[] = [];
  #size = 0;
  #ended = false;

  constructor(source: ImageSource) {
    if (source instanceof ReadableStream) {
      this.#reader = source.getReader();
    } else {
      this.#reader = null;
      this.#parts.push(source);
      this.#size = source.length;
      this.#ended = true;
    }
  }

  /** Bytes read so far. */
  get size(): number {
    return this.#size;
  }

  async readHeader(): Promise<ImageHeader | Refused> {
    for (let wanted = FIRST_LOOK_BYTES; ; ) {
      await this.#readTo(wanted);
      const result = examineImage(this.#joined());
      switch (result.status) {
        case 'ok':
          return result.header;
        case 'damaged':
          return refuse('damaged', result.reason);
        case 'not-an-image':
          return refuse('unsupported', 'the source is not a picture of a known type');
        case 'needs-more':
          if (this.#ended) return refuse('damaged', 'the file ends inside its header');
          // The directory of a TIFF is often at the end of it; whatever is drawn is read whole anyway.
          if (result.atLeastBytes > MAX_SOURCE_BYTES) return tooLong();
          wanted = Math.max(result.atLeastBytes, wanted * 2);
          break;
        default:
          result satisfies never;
      }
    }
  }

  /** The whole source, or a refusal where it is larger than the engine takes. */
  async readAll(): Promise<Uint8Array | Refused> {
    await this.#readTo(MAX_SOURCE_BYTES + 1);
    if (this.#size > MAX_SOURCE_BYTES) {
      await this.cancel();
      return tooLong();
    }
    return this.#joined();
  }

  /** Tells the sender that nothing more is read. */
  async cancel(): Promise<void> {
    // A stream that already failed has nothing left to cancel.
    if (!this.#ended) await this.#reader?.cancel().catch(() => undefined);
    this.#ended = true;
  }

  async #readTo(size: number): Promise<void> {
    while (!this.#ended && this.#size < size && this.#reader) {
      const result = await this.#reader.read();
      if (result.done) {
        this.#ended = true;
        break;
      }
      this.#parts.push(result.value);
      this.#size += result.value.length;
    }
  }

  #joined(): Uint8Array {
    const [only] = this.#parts;
    if (this.#parts.length === 1 && only) return only;
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#parts.splice(0, this.#parts.length, whole);
    return whole;
  }
}
