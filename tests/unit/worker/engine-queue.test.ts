import { describe, expect, it } from 'vitest';
import { createEngineQueue } from '../../../worker/modules/delivery/engine-queue.ts';
import type { TransformResult } from '../../../worker/ports/image-transformer.ts';

const busy: TransformResult = { status: 'refused', reason: 'busy', message: 'full', retryAfterSeconds: 1 };
const done: TransformResult = {
  status: 'ok',
  bytes: new Uint8Array(),
  format: 'webp',
  mediaType: 'image/webp',
  width: 1,
  height: 1,
  hasAlpha: false,
};
const limits = { concurrency: 1, awaitedMax: 3, preparedMax: 1, leaseMs: 1000, busyPausesMs: [1, 2, 3] };
const still = () => 0;
const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

describe('the line in front of the engine', () => {
  it('asks a busy engine again, with growing pauses, and gives up in the end', async () => {
    const pauses: number[] = [];
    const queue = createEngineQueue(async (milliseconds) => void pauses.push(milliseconds), still, limits);
    let tries = 0;
    expect(await queue.run('awaited', async () => (++tries < 3 ? busy : done))).toBe(done);
    expect(pauses).toEqual([1, 2]);
    expect(await queue.run('awaited', async () => busy)).toEqual(busy);
  });

  it('lets those who wait go before preparations, one at a time', async () => {
    const queue = createEngineQueue(tick, still, limits);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const job = (name: string) => async () => {
      running += 1;
      most = Math.max(most, running);
      await tick();
      order.push(name);
      running -= 1;
      return done;
    };
    const first = queue.run('awaited', job('first'));
    const prepared = queue.run('prepared', job('prepared'));
    const second = queue.run('awaited', job('second'));
    await Promise.all([first, prepared, second]);
    expect(order).toEqual(['first', 'second', 'prepared']);
    expect(most).toBe(1);
  });

  it('takes over a place whose request the platform ended', async () => {
    let now = 0;
    const queue = createEngineQueue(
      async () => {},
      () => now,
      limits,
    );
    void queue.run('awaited', () => new Promise(() => {}));
    now = 1001;
    expect(await queue.run('awaited', async () => done)).toBe(done);
  });

  /** A line in which requests can be ended while they wait: their timers never fire again. */
  function endable() {
    const at = { now: 0, isEnding: false };
    const queue = createEngineQueue(
      () => (at.isEnding ? new Promise<void>(() => {}) : tick()),
      () => at.now,
      { ...limits, leaseMs: 90_000 },
    );
    return {
      at,
      queue,
      /** Joins the line and is ended by the platform there. */
      leave(priority: 'awaited' | 'prepared') {
        at.isEnding = true;
        void queue.run(priority, async () => {
          throw new Error('a request that was ended does no work');
        });
        at.isEnding = false;
      },
    };
  }
  function held() {
    const { promise, resolve } = Promise.withResolvers<TransformResult>();
    return { work: () => promise, end: () => resolve(done) };
  }
  async function ticks(count: number): Promise<void> {
    for (let passed = 0; passed < count; passed++) await tick();
  }

  it('passes over those whose request the platform ended while they waited', async () => {
    const { at, queue, leave } = endable();
    const first = held();
    const running = queue.run('awaited', first.work);
    leave('awaited');
    leave('awaited');
    const waiting = queue.run('awaited', async () => done);
    const prepared = queue.run('prepared', async () => done);
    await ticks(2);
    at.now = 1500;
    await ticks(2);
    first.end();
    expect(await Promise.all([running, waiting, prepared])).toEqual([done, done, done]);
    // Nothing of them is left behind: the next goes at once.
    expect(await queue.run('prepared', async () => done)).toBe(done);
  });

  it('is not full of those who are gone', async () => {
    const { at, queue, leave } = endable();
    const first = held();
    const running = queue.run('awaited', first.work);
    for (let index = 0; index < 3; index++) leave('awaited');
    expect(await queue.run('awaited', async () => done)).toMatchObject({ reason: 'busy' });
    at.now = 1500;
    const waiting = queue.run('awaited', async () => done);
    first.end();
    expect(await Promise.all([running, waiting])).toEqual([done, done]);
  });

  it('loses nobody who was only slow to look', async () => {
    let now = 0;
    let isSlow = true;
    const queue = createEngineQueue(
      async () => {
        // Every look comes later than somebody is waited for.
        if (isSlow) now += 2000;
        await tick();
      },
      () => now,
      { ...limits, leaseMs: 90_000 },
    );
    const first = held();
    const running = queue.run('awaited', first.work);
    const waiting = [1, 2].map(() => queue.run('awaited', async () => done));
    await ticks(4);
    isSlow = false;
    first.end();
    expect(await Promise.all([running, ...waiting])).toEqual([done, done, done]);
  });

  it('is bounded, and goes on after a job that throws', async () => {
    const queue = createEngineQueue(tick, still, limits);
    const broken = queue.run('awaited', () => tick().then(() => Promise.reject(new Error('broken'))));
    const line = [1, 2, 3].map(() => queue.run('awaited', async () => done));
    expect(await queue.run('awaited', async () => done)).toMatchObject({ reason: 'busy' });
    await expect(broken).rejects.toThrow('broken');
    expect(await Promise.all(line)).toEqual([done, done, done]);
  });
});
