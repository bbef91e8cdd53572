import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, formatDuration, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time/durations.ts';
import {
  explainWallTime,
  formatDate,
  formatInstant,
  formatMoment,
  formatRelative,
  formatTime,
  formatWindow,
} from '../../../shared/time/format.ts';
import { addCalendar, calendarDaysBetween, resolveWallTime } from '../../../shared/time/zoned.ts';

const BERLIN = 'Europe/Berlin';
const now = Date.parse('2025-11-22T12:00:00Z');
const friday = Date.parse('2025-11-28T17:00:00Z');

describe('moments', () => {
  it('reads with zone and distance', () => {
    const options = { zone: BERLIN, now };
    expect(formatMoment('en', friday, options)).toBe('Fri 28 Nov, 18:00 CET (in 6 days)');
    expect(formatMoment('de', friday, options)).toBe('Fr., 28. Nov., 18:00 MEZ (in 6 Tagen)');
  });

  it('are shown in UTC, and said to be, where the zone is not known', () => {
    expect(formatMoment('en', friday, { zone: 'Foo/Bar', now })).toBe('Fri 28 Nov, 17:00 UTC (in 6 days)');
    expect(formatWindow('de', { startsAt: null, endsAt: friday }, { zone: '', now })).toBe(
      'bis Fr., 28. Nov., 17:00 UTC',
    );
  });

  it.each([
    ['en', 'America/New_York', 'Fri 28 Nov 2025, 12:00 EST'],
    ['en', 'Europe/London', 'Fri 28 Nov 2025, 17:00 GMT'],
    ['en', 'Australia/Sydney', 'Sat 29 Nov 2025, 04:00 AEDT'],
    ['en', 'Asia/Tokyo', 'Sat 29 Nov 2025, 02:00 GMT+9'],
    ['en', 'UTC', 'Fri 28 Nov 2025, 17:00 UTC'],
    ['de', 'Europe/London', 'Fr., 28. Nov. 2025, 17:00 GMT'],
    ['de', 'America/New_York', 'Fr., 28. Nov. 2025, 12:00 GMT-5'],
  ] as const)('%s %s', (locale, zone, text) => {
    expect(formatInstant(locale, friday, { zone })).toBe(text);
  });

  it('tells the two hours of a clock change apart', () => {
    const { earlier, later } = twice();
    expect(formatInstant('en', earlier, { zone: BERLIN })).toBe('Sun 25 Oct 2026, 02:30 CEST');
    expect(formatInstant('en', later, { zone: BERLIN })).toBe('Sun 25 Oct 2026, 02:30 CET');
  });

  it('leaves out the year only where it is the current one in the zone', () => {
    const newYear = Date.parse('2025-12-31T23:30:00Z');
    expect(formatDate('en', newYear, { zone: BERLIN, now })).toBe('Thu 1 Jan 2026');
    expect(formatDate('en', newYear, { zone: 'UTC', now })).toBe('Wed 31 Dec');
    expect(formatDate('en', newYear, { zone: 'UTC', now, style: 'short' })).toBe('31 Dec');
  });

  it('shows seconds where there are any, and midnight as 00:00', () => {
    expect(formatTime('en', Date.parse('2025-11-28T22:59:59Z'), BERLIN)).toBe('23:59:59');
    expect(formatTime('de', Date.parse('2025-11-28T23:00:00Z'), BERLIN)).toBe('00:00');
  });
});

describe('formatRelative', () => {
  it.each([
    [0, 'now'],
    [-999, 'now'],
    [SECOND_MS, 'in 1 second'],
    [59_999, 'in 59 seconds'],
    [-MINUTE_MS, '1 minute ago'],
    [HOUR_MS - 1, 'in 59 minutes'],
    [HOUR_MS, 'in 1 hour'],
    [2 * DAY_MS - 1, 'in 47 hours'],
    [2 * DAY_MS, 'in 2 days'],
    [7 * DAY_MS - 1, 'in 7 days'],
    [61 * DAY_MS, 'in 2 months'],
    [-400 * DAY_MS, '13 months ago'],
    [731 * DAY_MS, 'in 2 years'],
  ])('%i ms: %s', (difference, text) => {
    expect(formatRelative('en', now + difference, { zone: BERLIN, now })).toBe(text);
  });

  it('speaks German', () => {
    expect(formatRelative('de', now + 6 * DAY_MS, { zone: BERLIN, now })).toBe('in 6 Tagen');
    expect(formatRelative('de', now, { zone: BERLIN, now })).toBe('jetzt');
  });

  it('counts days as the calendar of the reader does', () => {
    const at = (wall: string, zone: string) => resolveWallTime(wall, zone).instant;
    const evening = at('2026-06-01T23:00', BERLIN);
    const night = at('2026-06-04T00:30', BERLIN);
    expect(formatRelative('en', night, { zone: BERLIN, now: evening })).toBe('in 3 days');
    expect(formatRelative('en', evening, { zone: BERLIN, now: night })).toBe('3 days ago');
    // The same two instants, where the second is still Wednesday.
    expect(formatRelative('en', night, { zone: 'America/New_York', now: evening })).toBe('in 2 days');
    // Two days by the clock, 47 and 49 hours by the watch.
    for (const [from, to] of [
      ['2027-03-27T12:00', '2027-03-29T12:00'],
      ['2026-10-24T12:00', '2026-10-26T12:00'],
    ] as const) {
      const [start, end] = [at(from, BERLIN), at(to, BERLIN)];
      expect(formatRelative('en', end, { zone: BERLIN, now: start })).toBe('in 2 days');
      expect(formatRelative('en', end - 1, { zone: BERLIN, now: start })).toMatch(/^in 4[68] hours$/);
    }
  });

  it('names the day of the calendar that the instant lies on, around every change of the clocks', () => {
    const zones = [
      BERLIN,
      'UTC',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'Pacific/Apia',
    ];
    // Days on which clocks are moved somewhere, two zones without midnight on one of them, and a day that Apia never had.
    const changes = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-04-05', '2018-11-04', '2011-12-30'];
    const around = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }))
      .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS);
    const away = fc.integer({ min: -60 * 24 * 60, max: 60 * 24 * 60 }).map((minutes) => minutes * MINUTE_MS);
    fc.assert(
      fc.property(around, away, fc.constantFrom(...zones), (present, distance, zone) => {
        const instant = present + distance;
        const text = formatRelative('en', instant, { zone, now: present });
        const [, ahead, , ago] = /^in (\d+) (days?)$|^(\d+) days? ago$/.exec(text) ?? [];
        const days = ahead === undefined ? -Number(ago) : Number(ahead);
        const [first, last] = distance < 0 ? [instant, present] : [present, instant];
        // Clocks that are put back show an hour twice.
        const isTwoWholeDays = addCalendar(first, { days: 2 }, zone) + HOUR_MS <= last;
        if (Number.isNaN(days)) {
          // Apia's clocks jumped over a whole day: two of its days were as long as one.
          expect(isTwoWholeDays && zone !== 'Pacific/Apia', text).toBe(false);
          return;
        }
        expect(days, text).toBe(calendarDaysBetween(present, instant, zone));
        expect(Math.abs(days)).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('formatWindow', () => {
  const options = { zone: BERLIN, now, style: 'short' } as const;
  it.each([
    [null, null, 'without end'],
    [now, null, 'from 22 Nov, 13:00 CET'],
    [null, friday, 'until 28 Nov, 18:00 CET'],
    [now, friday, 'from 22 Nov, 13:00 CET until 28 Nov, 18:00 CET'],
  ])('%s–%s: %s', (startsAt, endsAt, text) => {
    expect(formatWindow('en', { startsAt, endsAt }, options)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 ms'],
    [420.9, '420 ms'],
    [1_850, '1.8 secs'],
    [15_999, '15 secs'],
    [65_000, '1 min 5 secs'],
    [5 * MINUTE_MS, '5 mins'],
    [27 * HOUR_MS + 5, '1 day 3 hrs'],
    [2 * DAY_MS + MINUTE_MS, '2 days'],
  ])('%d ms: %s', (length, text) => {
    expect(formatDuration('en', length)).toBe(text);
  });
});

describe('explainWallTime', () => {
  it('says nothing about an ordinary time, and what is used for the others', () => {
    expect(explainWallTime('en', resolveWallTime('2026-11-28T18:00', BERLIN), BERLIN)).toBeNull();
    expect(explainWallTime('en', resolveWallTime('2027-03-28T02:30', BERLIN), BERLIN)).toBe(
      'The clocks go forward then, and this time does not exist in Europe/Berlin. Using Sun 28 Mar 2027, 03:30 CEST.',
    );
    expect(explainWallTime('en', twice(), BERLIN)).toBe(
      'The clocks go back then, and this time happens twice in Europe/Berlin. Using Sun 25 Oct 2026, 02:30 CEST, not Sun 25 Oct 2026, 02:30 CET.',
    );
  });
});

function twice() {
  const resolved = resolveWallTime('2026-10-25T02:30', BERLIN);
  if (resolved.kind !== 'ambiguous') throw new Error(`expected ambiguity, got ${resolved.kind}`);
  return resolved;
}
