import { describe, expect, it } from 'vitest';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import type { RightsDecision, RightsSnapshot, Use } from '../../../shared/rights/types.ts';
import { endOfDate, resolveWallTime } from '../../../shared/time/zoned.ts';
import { BERLIN, license, NOW, override, portal, release, snapshot, use } from './samples.ts';

const decide = (rights: Partial<RightsSnapshot>, asked: Partial<Use> = {}): RightsDecision =>
  decideUsage(snapshot(rights), use(asked));
const untilOf = (decision: RightsDecision): number | null => {
  if (!decision.allowed) throw new Error(`denied: ${JSON.stringify(decision.reasons)}`);
  return decision.until;
};

describe('windows', () => {
  it('is half-open', () => {
    const rights = { licenses: [license({ startsAt: NOW, endsAt: NOW + 1000 })] };
    expect(decide(rights, { now: NOW - 1 })).toMatchObject({ allowed: false, startsAt: NOW });
    expect(untilOf(decide(rights, { now: NOW }))).toBe(NOW + 1000);
    expect(untilOf(decide(rights, { now: NOW + 999 }))).toBe(NOW + 1000);
    expect(decide(rights, { now: NOW + 1000 })).toMatchObject({ allowed: false, startsAt: null });
  });

  it.each([
    ['license', { licenses: [license({ endsAt: NOW + 5 })] }, {}],
    ['release', { releases: [release({ endsAt: NOW + 5 })] }, {}],
    ['override', { licenses: [], overrides: [override({ endsAt: NOW + 5 })] }, {}],
    ['portal', {}, { enclosing: [portal({ endsAt: NOW + 5 })] }],
    [
      'a coming prohibition',
      { overrides: [override({ effect: 'prohibit', startsAt: NOW + 5, endsAt: NOW + 9 })] },
      {},
    ],
    [
      'a coming prohibiting license',
      { licenses: [license(), license({ id: 'lic_2', effect: 'prohibit', startsAt: NOW + 5 })] },
      {},
    ],
    [
      'coming conditions',
      { licenses: [license({ maxPixels: 800 }), license({ id: 'lic_2', startsAt: NOW + 5 })] },
      {},
    ],
  ] as const)('until is the bound of: %s', (_what, rights, asked) => {
    expect(untilOf(decide(rights, asked))).toBe(NOW + 5);
  });

  it('is without end where nothing ends', () => {
    expect(untilOf(decide({ releases: [release({ required: false, endsAt: NOW })] }))).toBeNull();
  });

  it('runs through the seam of licenses with the same conditions', () => {
    const first = license({ id: 'lic_1', endsAt: NOW + 10 });
    const next = license({ id: 'lic_2', name: 'Agency Y', startsAt: NOW + 10, endsAt: NOW + 20 });
    expect(untilOf(decide({ licenses: [first, next] }))).toBe(NOW + 20);
    expect(untilOf(decide({ licenses: [first, { ...next, usageTerms: 'Editorial only' }] }))).toBe(NOW + 10);
    expect(untilOf(decide({ licenses: [first, { ...next, startsAt: NOW + 11 }] }))).toBe(NOW + 10);
  });

  it('finds the start behind several causes', () => {
    const decision = decide(
      {
        embargo: { liftsAt: NOW + 10 },
        licenses: [
          license({ endsAt: NOW + 5 }),
          license({ id: 'lic_2', startsAt: NOW + 20 }),
          license({ id: 'lic_3', effect: 'prohibit', startsAt: NOW + 20, endsAt: NOW + 30 }),
        ],
      },
      { enclosing: [portal({ startsAt: NOW + 25 })] },
    );
    expect(decision).toMatchObject({ allowed: false, startsAt: NOW + 30 });
  });
});

describe('daylight saving in the zone the end was typed in', () => {
  it.each([
    [
      'the last millisecond before the clocks go forward',
      '2027-03-28T01:59:59.999',
      '2027-03-28T00:59:59.999Z',
    ],
    ['the moment they do', '2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['a time that does not happen', '2027-03-28T02:30', '2027-03-28T01:30:00.000Z'],
    ['a time that happens twice: the first', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['after the clocks went back', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('%s', (_what, typed, utc) => {
    const endsAt = resolveWallTime(typed, BERLIN).instant;
    expect(new Date(endsAt).toISOString()).toBe(utc);
    const rights = { licenses: [license({ endsAt })] };
    expect(untilOf(decide(rights, { now: endsAt - 1 }))).toBe(endsAt);
    expect(decide(rights, { now: endsAt }).allowed).toBe(false);
  });

  it('ends a date with the date, on days of 23 and 25 hours too', () => {
    expect(new Date(endOfDate('2027-03-28', BERLIN)).toISOString()).toBe('2027-03-28T22:00:00.000Z');
    expect(new Date(endOfDate('2026-10-25', BERLIN)).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });
});

describe('prohibition and override', () => {
  it('lets a prohibition win over a license, an override and unrestricted', () => {
    const stop = license({ id: 'lic_9', effect: 'prohibit', channels: ['web'] });
    const rights = { unrestricted: true, licenses: [license(), stop], overrides: [override()] };
    expect(decide(rights).allowed).toBe(false);
    expect(decide(rights, { channel: 'print' }).allowed).toBe(true);
  });

  it('lets an override stand in for licenses and releases only', () => {
    const missing = { licenses: [], releases: [release({ state: 'pending' })], overrides: [override()] };
    expect(decide(missing)).toMatchObject({ allowed: true, until: NOW + 1000, basis: { kind: 'override' } });
    expect(decide({ ...missing, status: 'withdrawn' }).allowed).toBe(false);
    expect(decide({ ...missing, embargo: { liftsAt: NOW + 1 } })).toMatchObject({ startsAt: NOW + 1 });
    expect(decide(missing, { enclosing: [portal({ state: 'off' })] }).allowed).toBe(false);
  });

  it('keeps an override inside its scope', () => {
    const rights = {
      licenses: [],
      overrides: [override({ channels: ['print'], territories: { include: ['DACH'], exclude: ['CH'] } })],
    };
    const at = (channel: Use['channel'], territory: string | null) =>
      decide(rights, { channel, territory }).allowed;
    expect([at('print', 'DE'), at('print', 'CH'), at('web', 'DE'), at('print', null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('conditions', () => {
  it('takes the most generous license, and every enclosing limit', () => {
    const licenses = [
      license({ maxPixels: 800, usageTerms: 'Small' }),
      license({ id: 'lic_2', maxPixels: 4000, usageTerms: 'Large' }),
    ];
    const enclosing = [
      portal({ maxPixels: 3000, terms: 'House terms' }),
      portal({ source: 'share_link', id: 'shr_1', watermark: true, maxPixels: 2000, terms: 'House terms' }),
    ];
    expect(decide({ licenses, usageTerms: 'Asset terms' }, { enclosing })).toMatchObject({
      allowed: true,
      basis: { kind: 'license', id: 'lic_2' },
      conditions: {
        watermark: true,
        maxPixels: 2000,
        terms: 'Asset terms\n\nLarge\n\nHouse terms',
        credit: 'Photo: Dana / Brand',
      },
    });
  });

  it('asks for nothing where nothing is asked', () => {
    expect(decide({ creditLine: '', creator: null })).toEqual({
      allowed: true,
      until: null,
      conditions: { credit: null },
      basis: { kind: 'license', id: 'lic_1', name: 'Agency X' },
    });
    expect(decide({ creditLine: null, creator: 'Dana' })).toMatchObject({ conditions: { credit: 'Dana' } });
  });
});
