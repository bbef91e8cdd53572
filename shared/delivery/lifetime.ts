/**
 * How long a response may be kept. No response carries a lifetime past the next rights or link boundary, and none may be
 * served stale.
 */
import type { Instant } from '../time/instant.ts';

export interface Lifetime {
  readonly cacheControl: string;
  /** Seconds a shared cache may keep the response; 0: not at all. */
  readonly maxAgeSeconds: number;
}

const NO_STORE: Lifetime = { cacheControl: 'no-store', maxAgeSeconds: 0 };
const PRIVATE: Lifetime = { cacheControl: 'private, no-store', maxAgeSeconds: 0 };

/** Longest lifetime a policy can ask for. */
export const MAX_POLICY_SECONDS = 86_400;

/**
 * What a cache may add to a lifetime without knowing: the time a response is under way (a cache that ignores `Date` counts
 * from its arrival) and one second of rounding (nginx serves through the whole last second).
 */
export const TRANSIT_ALLOWANCE_MS = 2_000;

/**
 * Lifetime of public bytes: `min(policy, until − now − allowance)`, rounded down to whole seconds because `max-age` counts
 * them. With less than one second left nothing may be kept. `untils` are the ends of everything the answer rests on: the decision,
 * the signature, the preset's window.
 */
export function publicLifetime(
  policySeconds: number,
  untils: readonly (Instant | null)[],
  now: Instant,
): Lifetime {
  let seconds = Math.min(Math.max(0, Math.floor(policySeconds)), MAX_POLICY_SECONDS);
  for (const until of untils) {
    if (until !== null) seconds = Math.min(seconds, Math.floor((until - now - TRANSIT_ALLOWANCE_MS) / 1000));
  }
  // Not `seconds < 1`, so that a policy that is no number fails closed.
  if (!(seconds >= 1)) return NO_STORE;
  return { cacheControl: `public, max-age=${seconds}`, maxAgeSeconds: seconds };
}

/** Lifetime of bytes behind a link, a grant or a session. */
export function protectedLifetime(): Lifetime {
  return PRIVATE;
}

/**
 * Lifetime of a denial and of what is sent in place of the picture: none. A denial that was kept would outlive the start of
 * the rights, an embargo's lift or a correction.
 */
export function deniedLifetime(): Lifetime {
  return NO_STORE;
}

/**
 * Lifetime for a surface: `audience` tells public from protected bytes; a denied decision is never kept.
 */
export function lifetimeOf(
  decision: { readonly allowed: true; readonly until: Instant | null } | { readonly allowed: false },
  audience: 'public' | 'protected',
  policy: {
    readonly seconds: number;
    readonly otherUntils?: readonly (Instant | null)[];
    readonly now: Instant;
  },
): Lifetime {
  if (!decision.allowed) return deniedLifetime();
  if (audience === 'protected') return protectedLifetime();
  return publicLifetime(policy.seconds, [decision.until, ...(policy.otherUntils ?? [])], policy.now);
}
