/**
 * One job at a time, and a short waiting line. Memory is the reason: two pictures at once could exceed what one isolate has.
 *
 * A job whose request was cut off may never come back to give up the slot, so a slot is a lease with an end.
 */

/** Longest a job may hold the slot. */
const LEASE_MS = 30_000;

export interface OneSlotOptions {
  /** Jobs that may wait behind the running one. */
  readonly maxWaiting: number;
  /** Longest wait before a job is told to come back. */
  readonly maxWaitMs: number;
}

export class OneSlot {
  readonly #options: OneSlotOptions;
  readonly #waiting: (() => void)[] = [];
  #holder: symbol | null = null;
  #heldSince = 0;

  constructor(options: OneSlotOptions) {
    this.#options = options;
  }

  /** Runs the job when the slot is free; `'busy'` when the line is full or the wait too long. */
  async run<Result>(job: () => Promise<Result>): Promise<Result | 'busy'> {
    const isFree = (): boolean => this.#holder === null || Date.now() - this.#heldSince > LEASE_MS;
    if (!isFree()) {
      if (this.#waiting.length >= this.#options.maxWaiting) return 'busy';
      if (!(await this.#turn())) return 'busy';
      if (!isFree()) return 'busy';
    }
    const ticket = Symbol('job');
    this.#holder = ticket;
    this.#heldSince = Date.now();
    try {
      return await job();
    } finally {
      if (this.#holder === ticket) {
        this.#holder = null;
        this.#waiting.shift()?.();
      }
    }
  }

  #turn(): Promise<boolean> {
    return new Promise((resolve) => {
      const called = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      // The timer also keeps the runtime from taking a request that only waits for another one as hung.
      const timer = setTimeout(() => {
        const at = this.#waiting.indexOf(called);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve(false);
      }, this.#options.maxWaitMs);
      this.#waiting.push(called);
    });
  }
}
