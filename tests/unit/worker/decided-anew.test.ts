/** Pictures that were long in the making, with a clock that stands still but for them. */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../worker/http/caller.ts';
import { decideWhenReady } from '../../../worker/modules/delivery/decided-anew.ts';

const NOW = Date.UTC(2026, 10, 21);
const caller = { now: NOW } as Caller;

/** Attempts that take these milliseconds and answer with these statuses; the last of each goes on. */
async function answered(tookMs: readonly number[], statuses: readonly number[] = [200]) {
  let clock = 5000;
  const asked: number[] = [];
  const sent: number[] = [];
  const response = await decideWhenReady(
    caller,
    () => clock,
    async ({ now }, whenSent) => {
      const nth = asked.push(now - NOW) - 1;
      clock += tookMs[nth] ?? 0;
      const status = statuses[Math.min(nth, statuses.length - 1)] ?? 200;
      whenSent(() => sent.push(nth));
      return new Response(status === 304 ? null : 'x', {
        status,
        headers: { 'server-timing': `attempt;dur=${nth}` },
      });
    },
  );
  return { asked, sent, status: response.status, timing: response.headers.get('server-timing') };
}

describe('an answer that takes long', () => {
  it('is given as it is where it was quick', async () => {
    expect(await answered([200])).toEqual({
      asked: [0],
      sent: [0],
      status: 200,
      timing: 'attempt;dur=0',
    });
  });

  it('is decided anew at the moment it is ready, done and counted once, and says what it took', async () => {
    expect(await answered([3000, 5])).toEqual({
      asked: [0, 3000],
      sent: [1],
      status: 200,
      timing: 'attempt;dur=0',
    });
    expect(await answered([3000, 5], [200, 410])).toMatchObject({ asked: [0, 3000], sent: [1], status: 410 });
    expect(await answered([3000, 5], [304])).toMatchObject({ asked: [0, 3000], sent: [1], status: 304 });
  });

  it('is not asked for again where it refuses, and not for ever', async () => {
    expect(await answered([3000], [410])).toMatchObject({ asked: [0], sent: [0], status: 410 });
    expect(await answered([3000, 3000, 3000, 3000])).toMatchObject({ asked: [0, 3000, 6000], sent: [2] });
  });
});
