/** One sentence for all countries: which reasons it gives, and whose country it names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../shared/messages/index.ts';
import { COUNTRY_CODES } from '../../../shared/rights/countries.ts';
import { hotlinkStanding } from '../../../shared/rights/hotlink-standing.ts';
import type { RightsSnapshot } from '../../../shared/rights/types.ts';
import { scenario } from './arbitraries.ts';
import { BERLIN, license, NOW, snapshot } from './samples.ts';

const only = (...include: string[]) => ({ include, exclude: [] });
const standing = (rights: RightsSnapshot, territory: string | null) =>
  hotlinkStanding('en', { rights, now: NOW, territory, zone: BERLIN }).sentence;

describe('hotlinkStanding', () => {
  const spring = license({ name: 'Acme Foto', territories: only('DACH') });
  const yesterday = NOW - 86_400_000;

  it('says of an ended licence that it ended, wherever it is read', () => {
    const rights = snapshot({ licenses: [{ ...spring, endsAt: yesterday }] });
    for (const reader of ['DE', 'US', null])
      expect(standing(rights, reader)).toBe(
        'Does not work: The licence by Acme Foto ended 20 Nov 2026, 13:00 CET.',
      );
  });

  it('says of a withdrawn asset nothing of places that make no difference', () => {
    expect(standing(snapshot({ status: 'withdrawn', licenses: [spring] }), 'US')).toBe(
      'Does not work: It was withdrawn.',
    );
  });

  it('parts its reasons, and names the reader’s country or none', () => {
    const print = { ...spring, id: 'lic_2', name: 'Print Desk', territories: only('US') };
    const rights = snapshot({ licenses: [{ ...spring, endsAt: yesterday }, print], status: 'withdrawn' });
    const denied = {
      ...rights,
      licenses: [
        { ...spring, channels: ['print' as const] },
        { ...print, endsAt: yesterday },
      ],
    };
    expect(standing(denied, 'US')).toBe(
      'Does not work: It was withdrawn; Licensed by Acme Foto, in DACH; you are in US; The licence by Print Desk ended 20 Nov 2026, 13:00 CET.',
    );
    expect(standing(denied, 'FR')).toBe(
      'Does not work: It was withdrawn; Licensed by Acme Foto only in DACH; The licence by Print Desk ended 20 Nov 2026, 13:00 CET.',
    );
  });

  it('never says that somebody is where they are not', () => {
    fc.assert(
      fc.property(
        scenario,
        fc.constantFrom('DE', 'US', 'AD', 'JP', null, 'XX'),
        fc.constantFrom(...LOCALES),
        ({ rights, bounds: [now = NOW] }, territory, locale) => {
          const { sentence } = hotlinkStanding(locale, { rights, now, territory, zone: BERLIN });
          const named = /(?:you are in|Sie sind in) ([A-Z]{2})/g;
          for (const [, country] of sentence.matchAll(named)) expect(country).toBe(territory);
        },
      ),
      { numRuns: 500 },
    );
    expect(COUNTRY_CODES[0]).toBe('AD');
  });
});
