/** What is decided about files handed in: in time or not, what is still missing, under which name and path they are kept. */
import { describe, expect, it } from 'vitest';
import {
  arrivedInTime,
  discardTime,
  effectiveDetails,
  missingDetails,
  numberedName,
  requestState,
  tidyPath,
} from '../../../shared/requests/hand-in.ts';

describe('time', () => {
  it('ends at the very instant of the deadline', () => {
    const open = { isClosed: false, deadline: 1000 };
    expect([999, 1000, 1001].map((now) => requestState(open, now))).toEqual([
      'open',
      'past_deadline',
      'past_deadline',
    ]);
    expect(requestState({ ...open, isClosed: true }, 1)).toBe('closed');
  });

  it('keeps bytes that were not taken in for 30 days, returned ones after the deadline', () => {
    const days = 30 * 86_400_000;
    expect(discardTime('placed', 500, 1000)).toBeNull();
    expect(discardTime('duplicate', 500, 1000)).toBe(500 + days);
    expect(discardTime('returned', 500, 1000)).toBe(1000 + days);
    expect(discardTime('returned', 2000, 1000)).toBe(2000 + days);
  });

  it('keeps what had arrived before the closing, and nothing after it', () => {
    const closed = { isClosed: true, closedAt: 500, deadline: 1000 };
    expect([499, 500, 501].map((at) => arrivedInTime(closed, at))).toEqual([true, false, false]);
    const open = { isClosed: false, closedAt: null, deadline: 1000 };
    expect([999, 1000].map((at) => arrivedInTime(open, at))).toEqual([true, false]);
    // Closed, and nobody knows since when.
    expect(arrivedInTime({ ...closed, closedAt: null }, 1)).toBe(false);
  });
});

describe('details', () => {
  it('believe what was said for the file before the file, and the file before what was said for all', () => {
    const details = effectiveDetails({
      own: { caption: 'own' },
      found: { caption: 'found', creditLine: 'found' },
      shared: { caption: 'shared', creditLine: 'shared', creator: 'shared' },
    });
    expect([details.caption, details.creditLine, details.creator, details.location]).toEqual([
      'own',
      'found',
      'shared',
      null,
    ]);
  });

  it('are missing where they were asked for and nobody knows them', () => {
    const details = effectiveDetails({ own: { caption: 'there' }, found: {}, shared: {} });
    const request = { requiredFields: ['caption' as const, 'location' as const], askReleases: true };
    const of = (file: Partial<Parameters<typeof missingDetails>[1]>) =>
      missingDetails(request, { kind: 'image', details, people: null, releaseCount: 0, ...file });
    expect(of({})).toEqual(['location', 'people']);
    expect(of({ people: 'none' })).toEqual(['location']);
    expect(of({ people: 'declared' })).toEqual(['location']);
    expect(of({ people: 'document' })).toEqual(['location', 'releaseDocument']);
    expect(of({ people: 'document', releaseCount: 1 })).toEqual(['location']);
    expect(of({ kind: 'document' })).toEqual(['location']);
  });
});

describe('names', () => {
  it.each([
    ['report.pdf', 1, 'report.pdf'],
    ['report.pdf', 2, 'report (2).pdf'],
    ['archive.tar.gz', 3, 'archive.tar (3).gz'],
    ['README', 2, 'README (2)'],
    ['.profile', 2, '.profile (2)'],
    ['Übersicht.jpg', 2, 'Übersicht (2).jpg'],
  ])('keeps copies of %s apart', (name, copy, expected) => {
    expect(numberedName(name, copy)).toBe(expected);
  });

  it.each([
    ['a/b.jpg', 'a/b.jpg'],
    ['/a//b.jpg', 'a/b.jpg'],
    ['../../etc/passwd', 'etc/passwd'],
    ['a\\b\\c.jpg', 'a/b/c.jpg'],
    ['a/\u0000b\n.jpg', 'a/b.jpg'],
    ['alone.jpg', null],
    ['', null],
    [undefined, null],
  ])('tidies the path %j', (path, expected) => {
    expect(tidyPath(path)).toBe(expected);
  });
});
