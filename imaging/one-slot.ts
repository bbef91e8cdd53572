/**
 * One job at a time, and a short waiting line. Memory is the reason: two pictures at once could exceed what one isolate has.
 *
 * Who waits looks by timers of its own, and is never woken by another job: the runtime goes on in the wrong request now and then
 * where one settles what another awaits (docs/decisions/009). A job whose request was cut off may never come back to give up
 * the slot, so a slot is a lease with an end; who waited with such a request is passed over.
 */

/** Longest a job may hold the slot. */
const LEASE_MS = 30_000;
/** Between two looks of somebody in the line. */
const LOOK_MS = 8;
/** After so many looks at a free slot, those ahead who did not take it are taken for gone. */
const LOOKS_UNTIL_GONE = 60;

export interface OneSlotOptions {
  /** Jobs that may wait behind the running one. */
  readonly maxWaiting: number;
  /** Longest wait before a job is told to come back. */
  readonly maxWaitMs: number;
}

export class OneSlot {
  readonly #options: OneSlotOptions;
  #line: symbol[] = [];
  #holder: symbol | null = null;
  #heldSince = 0;

  constructor(options: OneSlotOptions) {
    this.#options = options;
  }

  /** Runs the job when the slot is free; `'busy'` when the line is full or the wait too long. */
  async run<Result>(job: () => Promise<Result>): Promise<Result | 'busy'> {
    const ticket = Symbol('job');
    if (this.#line.length === 0 && this.#isFree()) this.#take(ticket);
    else if (this.#line.length >= this.#options.maxWaiting) return 'busy';
    else if (!(await this.#wait(ticket))) return 'busy';
    try {
      return await job();
    } finally {
      if (this.#holder === ticket) this.#holder = null;
    }
  }

  #isFree(): boolean {
    return this.#holder === null || Date.now() - this.#heldSince > LEASE_MS;
  }

  #take(ticket: symbol): void {
    this.#holder = ticket;
    this.#heldSince = Date.now();
  }

  /** Stands in line until the slot is taken for `ticket`, or it waited too long. */
  async #wait(ticket: symbol): Promise<boolean> {
    this.#line.push(ticket);
    const until = Date.now() + this.#options.maxWaitMs;
    let looksAtFree = 0;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (!this.#isFree()) {
        looksAtFree = 0;
        continue;
      }
      // Passed over by mistake, its timers having come late: it goes before the others now.
      const ahead = Math.max(0, this.#line.indexOf(ticket));
      if (ahead > 0 && ++looksAtFree <= LOOKS_UNTIL_GONE) continue;
      this.#line = this.#line.slice(ahead).filter((waiting) => waiting !== ticket);
      this.#take(ticket);
      return true;
    }
    this.#line = this.#line.filter((waiting) => waiting !== ticket);
    return false;
  }
}
