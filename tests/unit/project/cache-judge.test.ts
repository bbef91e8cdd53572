import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCacheJudge } from '../../../bench/cache-judge.ts';

const judge = createCacheJudge();
const head = (status: number, ...lines: string[]) => ({
  status,
  head: [`HTTP/1.1 ${status} X`, ...lines].join('\r\n'),
});
const get = { method: 'GET', headers: {} };

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the judge of what caches may keep', () => {
  it('gives a verdict that does not depend on how long judging takes', () => {
    let now = 1_800_000_000_000;
    vi.spyOn(Date, 'now').mockImplementation(() => (now += 7));
    expect(judge(get, head(200, 'Cache-Control: public, max-age=11'))).toEqual({
      isStorable: true,
      keptMs: 11_000,
    });
  });

  it('counts from the arrival, and adds what may be given stale', () => {
    expect(judge(get, head(200, 'Cache-Control: public, max-age=10'))).toEqual({
      isStorable: true,
      keptMs: 10_000,
    });
    const stale = judge(get, head(200, 'cache-control: public, max-age=10, stale-while-revalidate=60'));
    expect(stale.keptMs).toBeGreaterThan(10_000);
    // A private cache keeps what a shared one may not.
    expect(judge(get, head(200, 'cache-control: private, max-age=5')).keptMs).toBe(5_000);
  });

  it('knows what nobody may keep, and what would be kept by guesswork', () => {
    for (const none of [
      head(200, 'cache-control: no-store'),
      head(410, 'cache-control: private, no-store'),
    ]) {
      expect(judge(get, none)).toEqual({ isStorable: false, keptMs: 0 });
    }
    const guessed = judge(
      get,
      head(200, 'last-modified: Mon, 01 Jan 2024 00:00:00 GMT', `date: ${new Date().toUTCString()}`),
    );
    expect(guessed.keptMs).toBeGreaterThan(0);
  });
});
