import { describe, expect, it } from 'vitest';
import { GRANT_LEASE_MS, grantEndsAt } from '../../../shared/shares/grant-life.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const lifeOf = (bytes: number, isPlayed = false) => grantEndsAt(1_000, { bytes, isPlayed }) - 1_000;

describe('the life of a grant', () => {
  it('is a lease and the time its bytes take on a slow line', () => {
    expect(lifeOf(0)).toBe(GRANT_LEASE_MS);
    expect(lifeOf(5e6)).toBeLessThan(11 * MINUTE_MS);
    // 6 GB at half of a 10 Mbit/s line, with room for cuts.
    expect(lifeOf(6e9)).toBeGreaterThan(13 * HOUR_MS);
    expect(lifeOf(6e9)).toBeLessThan(14 * HOUR_MS);
    expect(lifeOf(1e13)).toBe(GRANT_LEASE_MS + 24 * HOUR_MS);
  });
  it('lets a recording play to its end, and nothing for longer than a sitting', () => {
    // An hour of speech at 64 kbit/s.
    expect(lifeOf(8_000 * 3600, true)).toBeGreaterThan(HOUR_MS - MINUTE_MS + GRANT_LEASE_MS);
    expect(lifeOf(8e9, true)).toBe(3 * HOUR_MS + GRANT_LEASE_MS);
  });
});
