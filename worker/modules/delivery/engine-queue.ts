/**
 * The line in front of the image engine, one per isolate. The engine does one picture at a time and refuses when its own
 * short line is full; a page that opens with forty new pictures must not show forty errors. Answers that somebody waits for
 * go first, preparations go when nobody waits, and both lines are bounded.
 *
 * Nobody is given a place: whoever waits looks for one, by timers of its own. When the platform ends a request, its timers end
 * with it, so one that has not looked for a while is gone and passed over. A place in use is a lease: nobody gives it back
 * when its request has been ended, and the next in the line takes it over.
 */
import type { Refused, TransformResult } from '../../ports/image-transformer.ts';

export type Priority = 'awaited' | 'prepared';

export interface EngineQueueLimits {
  /** Jobs given to the engine at once. */
  readonly concurrency: number;
  /** Longest lines; a job beyond them is refused as busy. */
  readonly awaitedMax: number;
  readonly preparedMax: number;
  /** How long a place may be held before it counts as abandoned, in milliseconds. */
  readonly leaseMs: number;
  /** Pauses before asking a busy engine again, in milliseconds; one try more than there are pauses. */
  readonly busyPausesMs: readonly number[];
}

const DEFAULT_LIMITS: EngineQueueLimits = {
  concurrency: 2,
  awaitedMax: 200,
  preparedMax: 60,
  leaseMs: 90_000,
  busyPausesMs: [100, 200, 400, 800, 1600, 3200, 3200, 3200],
};

/** Between two looks of somebody in the line; timers of another request could not be relied on, see `SingleFlight`. */
const LOOK_MS = 10;
/** Without a look for so long somebody is passed over: a hundred looks missed. Whoever looks again stands in the line again. */
const GONE_MS = 1000;

const FULL: Refused = {
  status: 'refused',
  reason: 'busy',
  message: 'the line in front of the engine is full',
  retryAfterSeconds: 5,
};

export interface EngineQueue {
  run(priority: Priority, work: () => Promise<TransformResult>): Promise<TransformResult>;
}

export function createEngineQueue(
  sleep: (milliseconds: number) => Promise<void>,
  monotonic: () => number,
  limits: EngineQueueLimits = DEFAULT_LIMITS,
): EngineQueue {
  /** Who waits, in order, and when each has looked last. */
  const lines: Record<Priority, Map<symbol, number>> = { awaited: new Map(), prepared: new Map() };
  const maxima: Record<Priority, number> = { awaited: limits.awaitedMax, prepared: limits.preparedMax };
  /** When each place in use was taken. */
  const places = new Map<symbol, number>();

  const isGone = (lookedAt: number): boolean => monotonic() - lookedAt > GONE_MS;

  /** The first in the line who is still there; those before who are not are forgotten. */
  function firstOf(line: Map<symbol, number>): symbol | undefined {
    for (const [waiter, lookedAt] of line) {
      if (!isGone(lookedAt)) return waiter;
      line.delete(waiter);
    }
    return undefined;
  }

  function mayGo(waiter: symbol, priority: Priority): boolean {
    for (const [place, takenAt] of places) {
      if (monotonic() - takenAt > limits.leaseMs) places.delete(place);
    }
    if (priority === 'awaited') {
      return places.size < limits.concurrency && firstOf(lines.awaited) === waiter;
    }
    const isIdle = places.size === 0 && firstOf(lines.awaited) === undefined;
    return isIdle && firstOf(lines.prepared) === waiter;
  }

  function isFull(priority: Priority): boolean {
    const line = lines[priority];
    if (line.size < maxima[priority]) return false;
    for (const [waiter, lookedAt] of line) if (isGone(lookedAt)) line.delete(waiter);
    return line.size >= maxima[priority];
  }

  async function patiently(work: () => Promise<TransformResult>): Promise<TransformResult> {
    for (const pause of limits.busyPausesMs) {
      const result = await work();
      if (result.status === 'ok' || result.reason !== 'busy') return result;
      await sleep(pause);
    }
    return work();
  }

  return {
    async run(priority, work) {
      if (isFull(priority)) return FULL;
      const line = lines[priority];
      const place = Symbol(priority);
      line.set(place, monotonic());
      while (!mayGo(place, priority)) {
        await sleep(LOOK_MS);
        line.set(place, monotonic());
      }
      line.delete(place);
      places.set(place, monotonic());
      try {
        return await patiently(work);
      } finally {
        places.delete(place);
      }
    },
  };
}
