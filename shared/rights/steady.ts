/**
 * A decision taken for many requests of the same use. A permission is the same on `[now, until)` (see `decideUsage`), so between
 * the instant it was taken and its own end it can be given again without being worked out again; the clock is still asked on
 * every call. Denials are never remembered.
 */
import { variesByTerritory } from './conditions.ts';
import { decideUsage } from './decide-usage.ts';
import type { AllowedUsage, Instant, RightsDecision, RightsSnapshot, Use } from './types.ts';

interface Taken {
  readonly decision: AllowedUsage;
  /** The instant it was worked out for. */
  readonly from: Instant;
}

/**
 * Decides like `decideUsage(rights, { ...use, territory: territory(), now })`, except that `basis` may name the license that
 * carried the permission when it was worked out. `territory` is called only where the rights tell countries apart.
 */
export type SteadyDecider = (territory: () => string | null, now: Instant) => RightsDecision;

export function createSteadyDecider(
  rights: RightsSnapshot,
  use: Omit<Use, 'territory' | 'now'>,
): SteadyDecider {
  const isPlaced = variesByTerritory(rights, use.enclosing);
  // By country; one entry where the rights tell none apart. A caller passes countries only, so there are few.
  const taken = new Map<string | null, Taken>();
  return (territory, now) => {
    const country = isPlaced ? territory() : null;
    const known = taken.get(country);
    if (known !== undefined) {
      const { decision, from } = known;
      if (now >= from && (decision.until === null || now < decision.until)) return decision;
    }
    const decision = decideUsage(rights, { ...use, territory: country, now });
    if (decision.allowed) taken.set(country, { decision, from: now });
    return decision;
  };
}
