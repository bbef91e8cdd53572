import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { enclosingRule } from '../../../shared/rights/defaults.ts';
import { publicAnswer } from '../../../shared/rights/public-answer.ts';
import type { RightsDecision } from '../../../shared/rights/types.ts';
import { edges, type Scenario, scenario } from './arbitraries.ts';
import { COUNTRIES, conditionsAsText, modelAnswers } from './model.ts';

const RUNS = 12_000;

/** Calls `check` with the decision at every edge of the scenario. */
function atEveryEdge(
  { rights, use, bounds }: Scenario,
  check: (decision: RightsDecision, now: number, index: number) => void,
): void {
  edges(bounds).forEach((now, index) => {
    check(decideUsage(rights, { ...use, now }), now, index);
  });
}

describe('decideUsage against the table model', () => {
  it('agrees within a millisecond of every bound, in at least 100,000 cases', () => {
    let cases = 0;
    let allowed = 0;
    let bounded = 0;
    let starting = 0;
    const wrong: unknown[] = [];
    fc.assert(
      fc.property(scenario, (it) => {
        const expected = modelAnswers(it.rights, it.use, edges(it.bounds));
        atEveryEdge(it, (decision, now, index) => {
          const actual = {
            allowed: decision.allowed,
            conditions: decision.allowed ? conditionsAsText(decision.conditions) : '',
            until: decision.allowed ? decision.until : null,
            startsAt: decision.allowed ? null : decision.startsAt,
          };
          cases += 1;
          allowed += decision.allowed ? 1 : 0;
          bounded += actual.until === null ? 0 : 1;
          starting += actual.startsAt === null ? 0 : 1;
          if (JSON.stringify(actual) !== JSON.stringify(expected[index])) {
            wrong.push({ now, actual, expected: expected[index] });
          }
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: RUNS, seed: 20_261_121 },
    );
    expect(cases).toBeGreaterThanOrEqual(100_000);
    // The scenarios must exercise every kind of answer, or the agreement above says little.
    expect(allowed).toBeGreaterThan(cases / 4);
    expect(allowed).toBeLessThan((cases * 3) / 4);
    expect(bounded).toBeGreaterThan(cases / 10);
    expect(starting).toBeGreaterThan(cases / 20);
  });

  it('is constant on [now, until) and different at until', () => {
    fc.assert(
      fc.property(scenario, fc.nat({ max: 1_000_000 }), ({ rights, use, bounds }, share) => {
        for (const now of edges(bounds)) {
          const decision = decideUsage(rights, { ...use, now });
          if (!decision.allowed || decision.until === null) continue;
          const answerAt = (at: number): string => {
            const other = decideUsage(rights, { ...use, now: at });
            return other.allowed ? conditionsAsText(other.conditions) : 'denied';
          };
          const here = conditionsAsText(decision.conditions);
          const between = now + Math.floor(((decision.until - 1 - now) * share) / 1_000_000);
          expect(answerAt(between)).toBe(here);
          expect(answerAt(decision.until - 1)).toBe(here);
          expect(answerAt(decision.until)).not.toBe(here);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says the first instant of the next permission, exactly', () => {
    fc.assert(
      fc.property(scenario, fc.nat({ max: 1_000_000 }), ({ rights, use, bounds }, share) => {
        for (const now of edges(bounds)) {
          const decision = decideUsage(rights, { ...use, now });
          if (decision.allowed) continue;
          const isAllowed = (at: number): boolean => decideUsage(rights, { ...use, now: at }).allowed;
          const end = decision.startsAt ?? now + 10 * 86_400_000;
          expect(isAllowed(now + Math.floor(((end - 1 - now) * share) / 1_000_000))).toBe(false);
          expect(isAllowed(end - 1)).toBe(false);
          if (decision.startsAt !== null) expect(isAllowed(decision.startsAt)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('decideUsage, laws', () => {
  it('gives a reason for every denial, and a public answer that promises nothing false', () => {
    fc.assert(
      fc.property(scenario, (it) => {
        atEveryEdge(it, (decision) => {
          if (decision.allowed) return;
          expect(decision.reasons.length).toBeGreaterThan(0);
          if (it.rights.status === 'withdrawn') expect(publicAnswer(decision.reasons).status).not.toBe(403);
          if (it.rights.status === 'draft') expect(publicAnswer(decision.reasons).code).toBe('not_found');
        });
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of rules, and survives JSON', () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const reversed = {
          ...it.rights,
          licenses: it.rights.licenses.toReversed(),
          overrides: it.rights.overrides.toReversed(),
          releases: it.rights.releases.toReversed(),
        };
        const travelled = JSON.parse(JSON.stringify(it.rights)) as typeof it.rights;
        atEveryEdge(it, (decision, now) => {
          expect(decideUsage(travelled, { ...it.use, now })).toEqual(decision);
          const other = decideUsage(reversed, { ...it.use, now });
          const sorted = (one: RightsDecision): unknown =>
            one.allowed
              ? one
              : { ...one, reasons: one.reasons.map((reason) => JSON.stringify(reason)).sort() };
          expect(sorted(other)).toEqual(sorted(decision));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never permits more when a prohibition or an enclosing rule is added', () => {
    fc.assert(
      fc.property(scenario, scenario, (it, other) => {
        const prohibitions = other.rights.licenses.map((license) => ({
          ...license,
          effect: 'prohibit' as const,
        }));
        const rights = { ...it.rights, licenses: [...it.rights.licenses, ...prohibitions] };
        const use = { ...it.use, enclosing: [...it.use.enclosing, ...other.use.enclosing] };
        atEveryEdge(it, (decision, now) => {
          for (const stricter of [
            decideUsage(rights, { ...it.use, now }),
            decideUsage(it.rights, { ...use, now }),
          ]) {
            if (stricter.allowed) expect(decision.allowed).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never permits an unknown country what some known country is refused', () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom(null, 'XX', 'T1', '', 'EU'), (it, territory) => {
        for (const now of edges(it.bounds)) {
          if (!decideUsage(it.rights, { ...it.use, territory, now }).allowed) continue;
          for (const known of COUNTRIES) {
            expect(decideUsage(it.rights, { ...it.use, territory: known, now }).allowed).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets members curate at any status and nobody else', () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const use = { ...it.use, action: 'curate' as const, now: 0 };
        const member = decideUsage(it.rights, { ...use, subject: { kind: 'member', audience: 'internal' } });
        expect(member).toMatchObject({ allowed: true, until: null, basis: { kind: 'curation' } });
        for (const kind of ['public', 'recipient', 'integration'] as const) {
          const other = decideUsage(it.rights, { ...use, subject: { kind, audience: 'internal' } });
          expect(other).toMatchObject({ allowed: false, reasons: [{ code: 'curation_needs_member' }] });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('denies by default', () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const rights = { ...it.rights, licenses: [], overrides: [], unrestricted: false };
        const use = {
          ...it.use,
          enclosing: [enclosingRule({ source: 'portal', id: 'ptl_1', label: 'Press', state: 'active' })],
        };
        for (const now of edges(it.bounds)) {
          const decision = decideUsage(rights, { ...use, now });
          expect(decision).toMatchObject({ allowed: false, startsAt: null });
        }
      }),
      { numRuns: 50 },
    );
  });
});
