/** Sharing work between requests without sharing a promise: the runtime may go on from another request's promise in that request. */
import { describe, expect, it } from 'vitest';
import { SingleFlight } from '../../../worker/modules/delivery/memory.ts';

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const work = () => {
  let land: (value: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<string>((resolve, reject) => {
    land = resolve;
    fail = reject;
  });
  return { promise, land, fail };
};

describe('one flight per key', () => {
  it('does the work once, and every follower waits by timers it began itself', async () => {
    const background: Promise<unknown>[] = [];
    let looks = 0;
    const flights = new SingleFlight<string>(
      (kept) => background.push(kept),
      () => {
        looks += 1;
        return turn();
      },
    );
    const flight = work();
    let begun = 0;
    const begin = () => {
      begun += 1;
      return flight.promise;
    };
    const all = [1, 2, 3].map(() => flights.run('key', begin));
    const other = flights.run('other', async () => 'other');
    expect(begun).toBe(1);
    // Nobody but the first was handed the promise of the first.
    expect(looks).toBe(2);
    flight.land('bytes');
    expect(await Promise.all(all)).toEqual(['bytes', 'bytes', 'bytes']);
    expect(await other).toBe('other');
    expect(background).toHaveLength(2);
    expect(await flights.run('key', async () => 'anew')).toBe('anew');
  });

  it('fails for everybody when it fails, and is begun anew by the next', async () => {
    const flights = new SingleFlight<string>(() => {}, turn);
    const flight = work();
    const all = [1, 2].map(() => flights.run('key', () => flight.promise));
    flight.fail(new Error('no store'));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('key', async () => 'anew')).toBe('anew');
  });

  it('is begun by a follower when the request that began it never comes back', async () => {
    const flights = new SingleFlight<string>(
      () => {},
      async () => {},
    );
    void flights.run('key', () => new Promise(() => {}));
    const followers = [1, 2].map(() => flights.run('key', async () => 'by a follower'));
    expect(await Promise.all(followers)).toEqual(['by a follower', 'by a follower']);
  });
});
