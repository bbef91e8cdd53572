/** Decisions given again: the same as decisions worked out anew, at any instant, in any order, from any country. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variesByTerritory } from '../../../shared/rights/conditions.ts';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { createSteadyDecider } from '../../../shared/rights/steady.ts';
import type { RightsDecision } from '../../../shared/rights/types.ts';
import { edges, scenario } from './arbitraries.ts';
import { COUNTRIES } from './model.ts';

const told = (decision: RightsDecision): unknown =>
  decision.allowed ? { until: decision.until, conditions: decision.conditions } : decision;

describe('a steady decider', () => {
  it('answers like decideUsage whatever was asked before, with the clock going either way', () => {
    let given = 0;
    let denied = 0;
    fc.assert(
      fc.property(
        scenario,
        fc.array(
          fc.record({
            territory: fc.constantFrom(...COUNTRIES, null, 'XX'),
            edge: fc.nat(),
            drift: fc.constantFrom(0, 0, 1, -1, 500),
          }),
          { minLength: 12, maxLength: 24 },
        ),
        ({ rights, use, bounds }, asks) => {
          const decide = createSteadyDecider(rights, use);
          const instants = edges(bounds);
          for (const { territory, edge, drift } of asks) {
            const now = (instants[edge % instants.length] ?? 0) + drift;
            const decision = decide(() => territory, now);
            expect(told(decision)).toEqual(told(decideUsage(rights, { ...use, territory, now })));
            if (decision.allowed) given += 1;
            else denied += 1;
          }
        },
      ),
      { numRuns: 3000, seed: 20_261_126 },
    );
    expect(given).toBeGreaterThan(5000);
    expect(denied).toBeGreaterThan(5000);
  });

  it('asks for the country only where the rights tell countries apart', () => {
    let asked = 0;
    fc.assert(
      fc.property(scenario, ({ rights, use, bounds }) => {
        const decide = createSteadyDecider(rights, use);
        for (const now of edges(bounds)) {
          decide(() => {
            asked += 1;
            expect(variesByTerritory(rights, use.enclosing)).toBe(true);
            return 'DE';
          }, now);
        }
      }),
      { numRuns: 300 },
    );
    expect(asked).toBeGreaterThan(0);
  });
});
