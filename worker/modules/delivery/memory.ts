/** Bounded memories of one isolate. */

/** Recently used byte arrays, at most `maxBytes` together. */
export class ByteMemory {
  readonly #entries = new Map<string, Uint8Array>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Uint8Array | undefined {
    const bytes = this.#entries.get(key);
    if (bytes !== undefined) {
      // The map keeps insertion order, so the first entry is the one not used for longest.
      this.#entries.delete(key);
      this.#entries.set(key, bytes);
    }
    return bytes;
  }

  put(key: string, bytes: Uint8Array): void {
    if (bytes.length > this.#maxBytes / 8) return;
    const before = this.#entries.get(key);
    if (before !== undefined) this.#bytes -= before.length;
    this.#entries.delete(key);
    this.#entries.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, dropped] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= dropped.length;
    }
  }
}

/** A map that forgets its oldest entries beyond `max`. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#max) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** One flight per key: whoever asks while work is under way waits for the same result. */
export class SingleFlight<Value> {
  readonly #flights = new Map<string, Promise<Value>>();
  readonly #background: (work: Promise<unknown>) => void;

  /** @param background keeps a flight up that others wait for, when the request that began it goes away */
  constructor(background: (work: Promise<unknown>) => void) {
    this.#background = background;
  }

  run(key: string, work: () => Promise<Value>): Promise<Value> {
    const flying = this.#flights.get(key);
    if (flying !== undefined) return flying;
    const flight = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    this.#background(
      flight.catch(() => {
        // Everybody who waits for the flight sees the failure.
      }),
    );
    return flight;
  }
}
