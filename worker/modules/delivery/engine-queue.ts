/**
 * The line in front of the image engine, one per isolate. The engine does one picture at a time and refuses when its own
 * short line is full; a page that opens with forty new pictures must not show forty errors. Answers that somebody waits for
 * go first, preparations go when nobody waits, and both lines are bounded.
 *
 * A place is a lease: when the platform ends the request that held it, nobody gives it back, and the next to ask takes it over.
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
  const lines: Record<Priority, (() => void)[]> = { awaited: [], prepared: [] };
  const maxima: Record<Priority, number> = { awaited: limits.awaitedMax, prepared: limits.preparedMax };
  /** When each place in use was taken. */
  const places = new Map<symbol, number>();

  function startNext(): void {
    const next = lines.awaited.shift() ?? (places.size === 0 ? lines.prepared.shift() : undefined);
    next?.();
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
      for (const [place, takenAt] of places) {
        if (monotonic() - takenAt > limits.leaseMs) places.delete(place);
      }
      const place = Symbol(priority);
      if (places.size < (priority === 'awaited' ? limits.concurrency : 1)) places.set(place, monotonic());
      else {
        const line = lines[priority];
        if (line.length >= maxima[priority]) return FULL;
        // The one who finishes hands its place over before this promise resolves.
        await new Promise<void>((resolve) => {
          line.push(() => {
            places.set(place, monotonic());
            resolve();
          });
        });
      }
      try {
        return await patiently(work);
      } finally {
        places.delete(place);
        startNext();
      }
    },
  };
}
