/** Bounded memories of one isolate. */
import { sleep } from '../../sleep.ts';

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

/** A map that forgets the entries not used for longest beyond `max`. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
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

interface Flight<Value> {
  outcome: { readonly value: Value } | { readonly error: unknown } | null;
}

/** Longest time between two looks of a follower. */
const LOOK_MS = 16;
/** After this long a flight is taken for lost, with the request that began it, and a follower begins another. */
const LOST_MS = 30_000;

/**
 * One flight per key: whoever asks while work is under way gets the same result.
 *
 * Followers look for the result by timers of their own and never await another request's promise. The runtime goes on from such
 * a promise in the wrong request once in some ten thousand times, and then cannot send the follower's answer ("Cannot perform
 * I/O on behalf of a different request").
 */
export class SingleFlight<Value> {
  readonly #flights = new Map<string, Flight<Value>>();
  readonly #background: (work: Promise<unknown>) => void;
  readonly #wait: (milliseconds: number) => Promise<void>;

  /** @param background keeps a flight up that others wait for, when the request that began it goes away */
  constructor(
    background: (work: Promise<unknown>) => void,
    wait: (milliseconds: number) => Promise<void> = sleep,
  ) {
    this.#background = background;
    this.#wait = wait;
  }

  run(key: string, work: () => Promise<Value>): Promise<Value> {
    const flying = this.#flights.get(key);
    return flying === undefined ? this.#begin(key, work) : this.#follow(flying, key, work);
  }

  #begin(key: string, work: () => Promise<Value>): Promise<Value> {
    const flight: Flight<Value> = { outcome: null };
    this.#flights.set(key, flight);
    const land = (outcome: NonNullable<Flight<Value>['outcome']>): void => {
      flight.outcome = outcome;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    const landing = work().then(
      (value) => {
        land({ value });
        return value;
      },
      (error: unknown) => {
        land({ error });
        throw error;
      },
    );
    this.#background(
      landing.catch(() => {
        // Everybody who waits for the flight sees the failure.
      }),
    );
    return landing;
  }

  async #follow(flight: Flight<Value>, key: string, work: () => Promise<Value>): Promise<Value> {
    let waited = 0;
    for (let look = 1; flight.outcome === null; look = Math.min(look * 2, LOOK_MS)) {
      if (waited >= LOST_MS) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        return this.run(key, work);
      }
      await this.#wait(look);
      waited += look;
    }
    if ('error' in flight.outcome) throw flight.outcome.error;
    return flight.outcome.value;
  }
}
