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
    const queue = createEngineQueue(async () => {}, still, limits);
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

  it('is bounded, and goes on after a job that throws', async () => {
    const queue = createEngineQueue(async () => {}, still, limits);
    const broken = queue.run('awaited', () => tick().then(() => Promise.reject(new Error('broken'))));
    const line = [1, 2, 3].map(() => queue.run('awaited', async () => done));
    expect(await queue.run('awaited', async () => done)).toMatchObject({ reason: 'busy' });
    await expect(broken).rejects.toThrow('broken');
    expect(await Promise.all(line)).toEqual([done, done, done]);
  });
});
