import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainWallTime, formatInstant } from '../../../shared/time/format.ts';
import {
  addCalendar,
  calendarDaysBetween,
  endOfDate,
  offsetAt,
  parseInstant,
  resolveTypedTime,
  resolveWallTime,
  sideOf,
  startOfDate,
  toDate,
  toIso,
  toWallTime,
} from '../../../shared/time/zoned.ts';
import { isTimeZone, listTimeZones, usableZone } from '../../../shared/time/zones.ts';

const BERLIN = 'Europe/Berlin';
const ZONES = [
  BERLIN,
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const HOUR = 3_600_000;
const iso = (text: string): number => Date.parse(text);

describe('resolveWallTime', () => {
  it.each([
    ['winter', '2026-11-28T18:00', BERLIN, '2026-11-28T17:00:00Z'],
    ['summer, with seconds', '2026-07-01T00:00:30', BERLIN, '2026-06-30T22:00:30Z'],
    ['milliseconds', '2026-07-01T00:00:30.250', 'UTC', '2026-07-01T00:00:30.250Z'],
    ['a quarter-hour zone', '2026-11-28T18:00', 'Asia/Kathmandu', '2026-11-28T12:15:00Z'],
  ])('%s', (_what, wall, zone, utc) => {
    expect(resolveWallTime(wall, zone)).toEqual({ kind: 'exact', instant: iso(utc) });
  });

  it('reports a time that happens twice, and takes the first unless told', () => {
    const earlier = iso('2026-10-25T00:30:00Z');
    const later = iso('2026-10-25T01:30:00Z');
    const ambiguous = { kind: 'ambiguous', earlier, later };
    expect(resolveWallTime('2026-10-25T02:30', BERLIN)).toEqual({ ...ambiguous, instant: earlier });
    expect(resolveWallTime('2026-10-25T02:30', BERLIN, 'earlier')).toEqual({
      ...ambiguous,
      instant: earlier,
    });
    expect(resolveWallTime('2026-10-25T02:30', BERLIN, 'later')).toEqual({ ...ambiguous, instant: later });
  });

  it('reports a time that does not happen, and moves it forward unless told', () => {
    const earlier = iso('2027-03-28T00:30:00Z');
    const later = iso('2027-03-28T01:30:00Z');
    const gap = { kind: 'gap', earlier, later };
    expect(resolveWallTime('2027-03-28T02:30', BERLIN)).toEqual({
      ...gap,
      instant: later,
      wallTime: '2027-03-28T03:30',
    });
    expect(resolveWallTime('2027-03-28T02:30', BERLIN, 'earlier')).toEqual({
      ...gap,
      instant: earlier,
      wallTime: '2027-03-28T01:30',
    });
  });

  it('knows changes of half an hour and of a whole day', () => {
    expect(resolveWallTime('2026-04-05T01:45', 'Australia/Lord_Howe').kind).toBe('ambiguous');
    expect(resolveWallTime('2026-10-04T02:15', 'Australia/Lord_Howe').kind).toBe('gap');
    // Samoa skipped 30 December 2011.
    expect(resolveWallTime('2011-12-30T12:00', 'Pacific/Apia')).toMatchObject({
      kind: 'gap',
      wallTime: '2011-12-31T12:00',
    });
  });

  it.each([
    '2026-02-30T10:00',
    '2026-13-01T10:00',
    '2026-11-28',
    '2026-11-28T24:00',
    '2026-11-28T18:00Z',
    '2026-11-28T18:00+01:00',
    '2026-11-28T18:00:60',
    ' 2026-11-28T18:00',
    '',
  ])('refuses %j', (wall) => {
    expect(() => resolveWallTime(wall, BERLIN)).toThrow(RangeError);
  });

  it.each(['Europe/Nowhere', '+01:00', '', 'Europe/Berlin[u-ca=hebrew]', '../etc'])(
    'refuses zone %j',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false);
      expect(usableZone(zone)).toBe('UTC');
      expect(() => resolveWallTime('2026-11-28T18:00', zone)).toThrow(RangeError);
    },
  );
});

describe('round trips', () => {
  const instants = fc.integer({ min: iso('2000-01-01T00:00:00Z'), max: iso('2037-12-31T00:00:00Z') });

  it('shows and reads back every instant in every zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const resolved = resolveWallTime(toWallTime(instant, zone), zone);
        expect(resolved.kind).not.toBe('gap');
        expect(
          resolved.kind === 'ambiguous' ? [resolved.earlier, resolved.later] : [resolved.instant],
        ).toContain(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('types back what is shown as the instant it was, also in the hour that comes twice', () => {
    // Changes of the clock in these zones and years, found by walking the hours.
    const changes = ZONES.flatMap((zone) => {
      const found: { zone: string; at: number }[] = [];
      for (let at = iso('2009-12-01T00:00:00Z'); at < iso('2012-02-01T00:00:00Z'); at += HOUR) {
        if (offsetAt(at, zone) !== offsetAt(at + HOUR, zone)) found.push({ zone, at });
      }
      return found;
    });
    expect(changes).toHaveLength(20);
    let twice = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
        ({ zone, at }, offset) => {
          const instant = at + offset;
          const side = sideOf(instant, zone);
          const shown = toWallTime(instant, zone);
          const typed = resolveTypedTime(shown, zone, side ?? 'earlier');
          expect(typed.instant).toBe(instant);
          expect(typed.kind === 'ambiguous').toBe(side !== null);
          const said = explainWallTime('en', typed, zone);
          if (side === null) {
            expect(said).toBeNull();
            return;
          }
          twice += 1;
          expect(said).toContain(`Using ${formatInstant('en', instant, { zone })}`);
          const other = side === 'earlier' ? 'later' : 'earlier';
          expect(resolveTypedTime(shown, zone, other).instant).not.toBe(instant);
        },
      ),
      { numRuns: 1500 },
    );
    expect(twice).toBeGreaterThan(50);
  });

  it('moves a time that does not happen past the gap, whichever side is meant', () => {
    for (const side of ['earlier', 'later'] as const) {
      const typed = resolveTypedTime('2027-03-28T02:30', BERLIN, side);
      expect(typed).toMatchObject({ kind: 'gap', wallTime: '2027-03-28T03:30' });
      expect(explainWallTime('de', typed, BERLIN)).toMatch(/gibt es in Europe\/Berlin nicht.*03:30 MESZ/);
    }
  });

  it('puts every instant inside its date', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const date = toDate(instant, zone);
        expect(startOfDate(date, zone)).toBeLessThanOrEqual(instant);
        expect(endOfDate(date, zone)).toBeGreaterThan(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back ISO', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseInstant(toIso(instant))).toBe(instant);
      }),
    );
  });
});

describe('the calendar', () => {
  it('starts a day at the end of the gap where there is no midnight', () => {
    expect(toIso(startOfDate('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z');
    expect(toWallTime(startOfDate('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe(
      '2018-11-04T01:00',
    );
  });

  it('keeps the wall time across daylight saving and the end of the month', () => {
    const saturday = resolveWallTime('2027-03-27T18:00', BERLIN).instant;
    expect(toWallTime(addCalendar(saturday, { days: 1 }, BERLIN), BERLIN)).toBe('2027-03-28T18:00');
    expect(addCalendar(saturday, { days: 1 }, BERLIN) - saturday).toBe(23 * 3_600_000);
    const january = resolveWallTime('2027-01-31T09:00', BERLIN).instant;
    expect(toWallTime(addCalendar(january, { months: 1 }, BERLIN), BERLIN)).toBe('2027-02-28T09:00');
  });

  it('counts midnights', () => {
    const evening = resolveWallTime('2026-11-21T23:59', BERLIN).instant;
    const morning = resolveWallTime('2026-11-22T00:01', BERLIN).instant;
    expect(calendarDaysBetween(evening, morning, BERLIN)).toBe(1);
    expect(calendarDaysBetween(morning, evening, BERLIN)).toBe(-1);
    expect(calendarDaysBetween(evening, morning, 'UTC')).toBe(0);
  });

  it('knows zones and offsets', () => {
    expect(listTimeZones()).toEqual(expect.arrayContaining([BERLIN, 'America/New_York', 'UTC']));
    expect(offsetAt(iso('2026-07-01T00:00:00Z'), BERLIN)).toBe('+02:00');
    expect(offsetAt(iso('2026-12-01T00:00:00Z'), 'America/New_York')).toBe('-05:00');
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-11-28T18:00:00Z', '2026-11-28T18:00:00.000Z'],
    ['2026-11-28T18:00+01:00', '2026-11-28T17:00:00.000Z'],
    ['2026-11-28T18:00:00.5-05:30', '2026-11-28T23:30:00.500Z'],
  ])('%s', (text, utc) => {
    expect(toIso(parseInstant(text) ?? Number.NaN)).toBe(utc);
  });

  it.each([
    '2026-11-28T18:00',
    '2026-11-28',
    '2026-02-30T10:00Z',
    '2026-04-31T10:00Z',
    '2026-11-28T25:00Z',
    '28 Nov 2026 18:00Z',
    '1795000000000',
    '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
