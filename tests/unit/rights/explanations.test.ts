import { describe, expect, it } from 'vitest';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { explainDecision, explainPublicly, explainReason } from '../../../shared/rights/explain.ts';
import { resolveWallTime } from '../../../shared/time/zoned.ts';
import { BERLIN, license, NOW, override, portal, release, snapshot, use } from './samples.ts';

const only = (include: string[]) => ({ include, exclude: [] });
const later = NOW + 86_400_000;

describe('explanations', () => {
  it('explains what an allowed use rests on, and its conditions', () => {
    const rights = snapshot({
      licenses: [
        license({
          endsAt: resolveWallTime('2027-03-31T00:00', BERLIN).instant,
          territories: only(['DACH']),
          maxPixels: 2400,
          usageTerms: 'Editorial use only',
        }),
      ],
    });
    const asked = use({ enclosing: [portal({ watermark: true })] });
    const decision = decideUsage(rights, asked);
    expect(explainDecision('en', { rights, use: asked, decision, zone: BERLIN })).toEqual({
      summary: 'Allowed until Wed 31 Mar 2027, 00:00 CEST.',
      sentences: [
        'Licensed by Agency X until 31 Mar 2027, 00:00 CEST, in DACH; you are in DE.',
        'With a watermark.',
        'At most 2,400 px on the longest edge.',
        'Terms: Editorial use only',
        'Credit: Photo: Dana / Brand',
      ],
    });
    expect(explainDecision('de', { rights, use: asked, decision, zone: BERLIN }).sentences[0]).toBe(
      'Lizenziert von Agency X bis 31. März 2027, 00:00 MESZ, in DACH; Sie sind in DE.',
    );
  });

  it.each([
    [
      'unrestricted',
      snapshot({ unrestricted: true, licenses: [] }),
      'Needs no licence: use is unrestricted.',
    ],
    [
      'override',
      snapshot({ licenses: [], overrides: [override()] }),
      'Dana permitted this until 21 Nov 2026, 13:00:01 CET: “Agreed by phone”.',
    ],
    ['license', snapshot(), 'Licensed by Agency X.'],
  ] as const)('names the basis: %s', (kind, rights, sentence) => {
    const decision = decideUsage(rights, use());
    expect(decision).toMatchObject({ allowed: true, basis: { kind } });
    expect(explainDecision('en', { rights, use: use(), decision, zone: BERLIN }).sentences[0]).toBe(sentence);
  });

  it('cuts long territory lists and counts the rest', () => {
    const include = 'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW'.split(' ');
    const rights = snapshot({ licenses: [license({ territories: only(include) })] });
    const decision = decideUsage(rights, use());
    if (decision.allowed || decision.reasons[0] === undefined) throw new Error('expected a denial');
    expect(explainReason('en', decision.reasons[0], { rights, zone: BERLIN })).toBe(
      'Licensed by Agency X, in AD AE AF AG AI AL AM AO AQ AR AS AT and 2 more; you are in DE.',
    );
  });

  it('tells an end that is still to come when it is read as one to come', () => {
    const rights = snapshot({
      licenses: [license({ endsAt: later })],
      releases: [release({ endsAt: later })],
    });
    const decision = decideUsage(rights, use({ now: later + 1 }));
    if (decision.allowed) throw new Error('expected a denial');
    const read = (now: number) =>
      decision.reasons.map((reason) => explainReason('de', reason, { rights, zone: BERLIN, now })).join(' ');
    expect(read(NOW)).toMatch(/\(MR-UMR\) endet am .* Agency X endet am 22\. Nov\. 2026/);
    expect(read(later)).toMatch(/\(MR-UMR\) endete am .* Agency X endete am 22\. Nov\. 2026/);
  });

  it('tells visitors when, in their zone, and nothing about the rights', () => {
    const rights = snapshot({ embargo: { liftsAt: later } });
    const decision = decideUsage(rights, use());
    if (decision.allowed) throw new Error('expected a denial');
    expect(explainPublicly('en', decision, { zone: 'America/New_York', now: NOW }).text).toBe(
      'This is not available yet. It will be available from Sun 22 Nov, 07:00 EST.',
    );
    const withdrawn = decideUsage(snapshot({ status: 'withdrawn' }), use());
    if (withdrawn.allowed) throw new Error('expected a denial');
    expect(explainPublicly('de', withdrawn, { zone: BERLIN, now: NOW }).text).toBe(
      'Dieser Inhalt wurde zurückgezogen.',
    );
  });
});
