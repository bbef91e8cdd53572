import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { describe, expect, it } from 'vitest';
import {
  evaluateConditional,
  formatHttpDate,
  ifRangeHolds,
  parseEntityTags,
  parseHttpDate,
} from '../../../shared/delivery/conditional.ts';
import {
  deniedLifetime,
  lifetimeOf,
  MAX_POLICY_SECONDS,
  protectedLifetime,
  publicLifetime,
} from '../../../shared/delivery/lifetime.ts';
import { negotiateFormat, parseAccept } from '../../../shared/delivery/negotiate.ts';
import { contentRange, parseRange, selectRange, unsatisfiedRange } from '../../../shared/delivery/range.ts';

const NOW = Date.UTC(2026, 10, 21, 6, 30);

describe('negotiateFormat', () => {
  const chrome = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
  const firefox = 'image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5';
  const safari14 = 'image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5';
  it.each([
    ['Chrome', chrome, 'avif', 'avif'],
    ['Firefox', firefox, 'avif', 'avif'],
    ['Safari 14', safari14, 'webp', 'webp'],
    ['an old client', '*/*', 'jpeg', 'png'],
    ['Internet Explorer', 'image/png, image/svg+xml, image/*;q=0.8, */*;q=0.5', 'jpeg', 'png'],
    ['no header', null, 'jpeg', 'png'],
    ['an empty header', '', 'jpeg', 'png'],
    ['nonsense', ';;;,,q=', 'jpeg', 'png'],
    ['AVIF refused', 'image/avif;q=0,image/webp,*/*', 'webp', 'webp'],
    ['WebP liked less than JPEG', 'image/webp;q=0.2,image/jpeg', 'jpeg', 'webp'],
    ['AVIF liked less than WebP', 'image/avif;q=0.5,image/webp;q=0.9', 'webp', 'webp'],
    ['PNG liked more than JPEG', 'image/png,image/jpeg;q=0.1', 'png', 'png'],
    ['PNG liked most of three', 'image/webp;q=0.2,image/png;q=0.9,image/jpeg;q=0.1', 'png', 'png'],
    [
      'PNG named, JPEG by wildcard, WebP liked less',
      'image/webp;q=0.5,image/png,image/*;q=0.3',
      'jpeg',
      'png',
    ],
    ['JPEG refused', 'image/jpeg;q=0,*/*', 'png', 'png'],
    ['wildcard refused', '*/*;q=0', 'jpeg', 'png'],
    ['a web page', 'text/html', 'jpeg', 'png'],
    ['only AVIF', 'image/avif', 'avif', 'avif'],
    ['upper case', 'IMAGE/WEBP', 'webp', 'webp'],
    ['a bad q-value', 'image/avif;q=2,image/webp', 'webp', 'webp'],
    ['parameters', 'image/webp;level=1;q=0.4, image/jpeg;q=0.3', 'webp', 'webp'],
  ])('serves %s', (_client, accept, opaque, transparent) => {
    const input = { accept, f: 'auto', ext: null, avifReady: true } as const;
    expect(negotiateFormat({ ...input, hasAlpha: false })).toMatchObject({ format: opaque, varies: true });
    expect(negotiateFormat({ ...input, hasAlpha: true })).toMatchObject({
      format: transparent,
      varies: true,
    });
  });

  it('obeys a stated format and then does not vary', () => {
    const input = { accept: chrome, ext: 'avif', hasAlpha: false, avifReady: true };
    expect(negotiateFormat({ ...input, f: 'jpeg' })).toEqual({
      format: 'jpeg',
      varies: false,
      wantsAvif: false,
    });
  });

  it('lets the extension decide only where nothing else states a format', () => {
    const input = { f: 'auto', hasAlpha: false, avifReady: true } as const;
    expect(negotiateFormat({ ...input, accept: '*/*', ext: 'WEBP' }).format).toBe('webp');
    expect(negotiateFormat({ ...input, accept: null, ext: 'png' }).format).toBe('png');
    expect(negotiateFormat({ ...input, accept: chrome, ext: 'jpg' }).format).toBe('avif');
    expect(negotiateFormat({ ...input, accept: '*/*', ext: 'gif' }).format).toBe('jpeg');
  });

  it('says when AVIF should be made in the background', () => {
    const input = { accept: chrome, f: 'auto', ext: null, hasAlpha: false } as const;
    expect(negotiateFormat({ ...input, avifReady: false })).toMatchObject({
      format: 'webp',
      wantsAvif: true,
    });
    expect(negotiateFormat({ ...input, avifReady: true })).toMatchObject({
      format: 'avif',
      wantsAvif: false,
    });
    expect(negotiateFormat({ ...input, accept: '*/*', avifReady: false }).wantsAvif).toBe(false);
  });

  it('sends what is liked best of the formats that are named, and our own preference among equals', () => {
    const formats = ['avif', 'webp', 'jpeg', 'png'] as const;
    fc.assert(
      fc.property(
        fc.record(
          Object.fromEntries(formats.map((name) => [name, fc.option(fc.integer({ min: 0, max: 10 }))])),
        ),
        fc.boolean(),
        fc.boolean(),
        (weights, hasAlpha, avifReady) => {
          const named = formats.filter((name) => weights[name] != null);
          fc.pre(named.length > 0);
          const accept = named
            .map((name) => `image/${name};q=${((weights[name] ?? 0) / 10).toFixed(1)}`)
            .join(', ');
          const { format } = negotiateFormat({ accept, f: 'auto', ext: null, hasAlpha, avifReady });
          let taken = named.filter((name) => (weights[name] ?? 0) > 0 && (name !== 'avif' || avifReady));
          if (hasAlpha && taken.some((name) => name !== 'jpeg'))
            taken = taken.filter((name) => name !== 'jpeg');
          if (taken.length === 0) return;
          const most = Math.max(...taken.map((name) => weights[name] ?? 0));
          // In the order of our preference.
          expect(format).toBe(taken.find((name) => weights[name] === most));
        },
      ),
    );
  });

  it('never sends AVIF or WebP to a client that did not name it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.boolean(), (accept, hasAlpha) => {
        const { format } = negotiateFormat({ accept, f: 'auto', ext: null, hasAlpha, avifReady: true });
        if (format === 'avif' || format === 'webp') expect(accept.toLowerCase()).toContain(format);
      }),
    );
    expect(parseAccept(`${'a/b,'.repeat(5000)}image/webp`).length).toBeLessThanOrEqual(64);
  });
});

describe('evaluateConditional', () => {
  const etag = '"abc"';
  const lastModified = NOW - 100_000 + 400;
  const stamp = formatHttpDate(lastModified);
  const ask = (headers: Record<string, string>, method = 'GET', own: string | null = etag) =>
    evaluateConditional({ method, etag: own, lastModified, now: NOW, ...headers });

  it.each([
    ['nothing', {}, 'proceed'],
    ['the tag', { ifNoneMatch: '"abc"' }, 'not-modified'],
    ['the tag, weakly', { ifNoneMatch: 'W/"abc"' }, 'not-modified'],
    ['a list', { ifNoneMatch: '"x", W/"y" ,"abc"' }, 'not-modified'],
    ['any', { ifNoneMatch: '*' }, 'not-modified'],
    ['another tag', { ifNoneMatch: '"abd"' }, 'proceed'],
    ['a tag with a comma', { ifNoneMatch: '"a,b"' }, 'proceed'],
    ['a malformed list', { ifNoneMatch: 'abc' }, 'proceed'],
    ['a half malformed list', { ifNoneMatch: '"abc", abc' }, 'proceed'],
    ['the date', { ifModifiedSince: stamp }, 'not-modified'],
    ['a later date', { ifModifiedSince: formatHttpDate(NOW) }, 'not-modified'],
    ['an earlier date', { ifModifiedSince: formatHttpDate(lastModified - 1000) }, 'proceed'],
    ['a malformed date', { ifModifiedSince: '2026-11-21' }, 'proceed'],
    [
      'a tag that differs beside a date that matches',
      { ifNoneMatch: '"x"', ifModifiedSince: stamp },
      'proceed',
    ],
    ['If-Match with the tag', { ifMatch: '"abc"' }, 'proceed'],
    ['If-Match with the weak tag', { ifMatch: 'W/"abc"' }, 'precondition-failed'],
    ['If-Match with another', { ifMatch: '"x"' }, 'precondition-failed'],
    ['If-Match any', { ifMatch: '*' }, 'proceed'],
    ['If-Unmodified-Since earlier', { ifUnmodifiedSince: formatHttpDate(0) }, 'precondition-failed'],
    ['If-Unmodified-Since same', { ifUnmodifiedSince: stamp }, 'proceed'],
  ])('with %s', (_name, headers, outcome) => {
    expect(ask(headers)).toBe(outcome);
    expect(ask(headers, 'HEAD')).toBe(outcome);
  });

  it('answers 412 instead of 304 to other methods', () => {
    expect(ask({ ifNoneMatch: '"abc"' }, 'POST')).toBe('precondition-failed');
    expect(ask({ ifModifiedSince: stamp }, 'POST')).toBe('proceed');
  });

  it('never finds an unreadable tag equal to anything', () => {
    expect(ask({ ifNoneMatch: 'nonsense' }, 'GET', 'nonsense')).toBe('proceed');
    expect(ask({ ifNoneMatch: '""' }, 'GET', null)).toBe('proceed');
    expect(ask({ ifMatch: 'nonsense' }, 'GET', 'nonsense')).toBe('precondition-failed');
  });

  it('reads lists of tags exactly, and any text at all', () => {
    expect(parseEntityTags('"a", W/"b",, "c,d"')).toEqual([
      { isWeak: false, opaque: 'a' },
      { isWeak: true, opaque: 'b' },
      { isWeak: false, opaque: 'c,d' },
    ]);
    expect(parseEntityTags('')).toBeNull();
    expect(parseEntityTags('w/"a"')).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void parseEntityTags(text)));
  });

  it('reads the three forms of an HTTP date', () => {
    const instant = Date.UTC(1994, 10, 6, 8, 49, 37);
    expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', NOW)).toBe(instant);
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', NOW)).toBe(instant);
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994', NOW)).toBe(instant);
    expect(parseHttpDate('Saturday, 06-Nov-27 08:49:37 GMT', NOW)).toBe(Date.UTC(2027, 10, 6, 8, 49, 37));
    for (const wrong of ['Sun, 31 Feb 2026 00:00:00 GMT', 'Sun, 06 Nov 1994 24:00:00 GMT', '0', 'now', '']) {
      expect(parseHttpDate(wrong, NOW)).toBeNull();
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
        expect(parseHttpDate(formatHttpDate(seconds * 1000 + 999), NOW)).toBe(seconds * 1000);
      }),
    );
  });

  it('honours If-Range for a strong tag or an exact old date only', () => {
    const own = { etag, lastModified, now: NOW };
    expect(ifRangeHolds(null, own)).toBe(true);
    expect(ifRangeHolds('"abc"', own)).toBe(true);
    expect(ifRangeHolds('W/"abc"', own)).toBe(false);
    expect(ifRangeHolds('"abd"', own)).toBe(false);
    expect(ifRangeHolds('"abc"', { ...own, etag: 'W/"abc"' })).toBe(false);
    expect(ifRangeHolds('"abc"', { ...own, etag: null })).toBe(false);
    expect(ifRangeHolds(stamp, own)).toBe(true);
    expect(ifRangeHolds(formatHttpDate(lastModified + 1000), own)).toBe(false);
    expect(ifRangeHolds(stamp, { ...own, now: lastModified })).toBe(false);
    expect(ifRangeHolds('nonsense', own)).toBe(false);
  });
});

describe('parseRange', () => {
  it.each([
    [null, 100, { kind: 'whole' }],
    ['bytes=0-0', 100, { kind: 'part', start: 0, end: 1 }],
    ['bytes=0-', 100, { kind: 'part', start: 0, end: 100 }],
    ['bytes=10-19', 100, { kind: 'part', start: 10, end: 20 }],
    ['bytes=90-1000', 100, { kind: 'part', start: 90, end: 100 }],
    ['bytes=-5', 100, { kind: 'part', start: 95, end: 100 }],
    ['bytes=-500', 100, { kind: 'part', start: 0, end: 100 }],
    ['BYTES = 1 - 2', 100, { kind: 'part', start: 1, end: 3 }],
    ['bytes=99-99', 100, { kind: 'part', start: 99, end: 100 }],
    ['bytes=100-', 100, { kind: 'unsatisfiable' }],
    ['bytes=100-200', 100, { kind: 'unsatisfiable' }],
    ['bytes=-0', 100, { kind: 'unsatisfiable' }],
    ['bytes=0-', 0, { kind: 'unsatisfiable' }],
    ['bytes=-1', 0, { kind: 'unsatisfiable' }],
    ['bytes=5-4', 100, { kind: 'whole' }],
    ['bytes=0-1,5-6', 100, { kind: 'whole' }],
    ['bytes=a-b', 100, { kind: 'whole' }],
    ['bytes=', 100, { kind: 'whole' }],
    ['bytes=-', 100, { kind: 'whole' }],
    ['items=0-1', 100, { kind: 'whole' }],
    ['bytes=0-99999999999999999999999', 100, { kind: 'part', start: 0, end: 100 }],
    ['bytes=99999999999999999999999-', 100, { kind: 'unsatisfiable' }],
    ['bytes=99999999999999999999998-99999999999999999999997', 100, { kind: 'whole' }],
  ])('reads %s of %d', (header, total, verdict) => {
    expect(parseRange(header, total)).toEqual(verdict);
  });

  it('counts for GET only, and only while If-Range holds', () => {
    const request = {
      method: 'GET',
      range: 'bytes=1-2',
      ifRange: '"a"',
      etag: '"a"',
      lastModified: null,
      now: NOW,
      total: 10,
    };
    expect(selectRange(request)).toEqual({ kind: 'part', start: 1, end: 3 });
    expect(selectRange({ ...request, ifRange: null })).toEqual({ kind: 'part', start: 1, end: 3 });
    expect(selectRange({ ...request, ifRange: '"b"' })).toEqual({ kind: 'whole' });
    expect(selectRange({ ...request, method: 'HEAD' })).toEqual({ kind: 'whole' });
    expect(selectRange({ ...request, ifRange: '"b"', range: 'bytes=99-' })).toEqual({ kind: 'whole' });
  });

  it('stays inside for any numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (a, b, total) => {
        const verdict = parseRange(`bytes=${a}-${b}`, total);
        if (verdict.kind !== 'part') return;
        expect(verdict.start).toBe(a);
        expect(verdict.end).toBe(Math.min(b + 1, total));
        expect(verdict.end).toBeGreaterThan(verdict.start);
        expect(contentRange(verdict, total)).toBe(`bytes ${a}-${verdict.end - 1}/${total}`);
      }),
    );
    expect(unsatisfiedRange(7)).toBe('bytes */7');
  });
});

describe('lifetimes', () => {
  it('cuts to the earliest end, in whole seconds', () => {
    expect(publicLifetime(300, [null], NOW).cacheControl).toBe('public, max-age=300');
    expect(publicLifetime(300, [NOW + 60_000, null], NOW).cacheControl).toBe('public, max-age=58');
    expect(publicLifetime(300, [NOW + 60_000, NOW + 3999], NOW).cacheControl).toBe('public, max-age=1');
    expect(publicLifetime(300, [NOW + 302_000], NOW).cacheControl).toBe('public, max-age=300');
    expect(publicLifetime(300, [NOW + 2999], NOW).cacheControl).toBe('no-store');
    expect(publicLifetime(300, [NOW - 1], NOW).cacheControl).toBe('no-store');
    expect(publicLifetime(0, [], NOW).cacheControl).toBe('no-store');
    expect(publicLifetime(1e9, [], NOW).maxAgeSeconds).toBe(MAX_POLICY_SECONDS);
    expect(publicLifetime(Number.NaN, [], NOW).cacheControl).toBe('no-store');
    expect(protectedLifetime().cacheControl).toBe('private, no-store');
    expect(deniedLifetime().cacheControl).toBe('no-store');
  });

  it('is never fresh past the end for a shared cache that obeys', () => {
    const ends = fc.array(fc.option(fc.integer({ min: -5_000, max: 500_000 }), { nil: null }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.nat(100_000), ends, fc.nat(999), (policy, offsets, fraction) => {
        const now = NOW + fraction;
        const untils = offsets.map((offset) => (offset === null ? null : now + offset));
        const life = lifetimeOf({ allowed: true, until: untils[0] ?? null }, 'public', {
          seconds: policy,
          otherUntils: untils.slice(1),
          now,
        });
        expect(life.cacheControl).not.toContain('stale');
        const answer = new CachePolicy(
          { url: '/i/a/w=400/x.jpg', method: 'GET', headers: {} },
          { status: 200, headers: { 'cache-control': life.cacheControl, date: formatHttpDate(now) } },
          { shared: true },
        );
        const earliest = Math.min(...untils.map((until) => until ?? Infinity));
        // Even for a cache that got it a second late and rounds its last second up.
        if (answer.storable()) expect(now + life.maxAgeSeconds * 1000 + 2000).toBeLessThanOrEqual(earliest);
        else expect(life.maxAgeSeconds).toBe(0);
        expect(answer.timeToLive()).toBeLessThanOrEqual(Math.max(0, earliest - now));
      }),
    );
  });

  it('keeps no denial and nothing protected', () => {
    const policy = { seconds: 300, now: NOW };
    expect(lifetimeOf({ allowed: false }, 'public', policy).cacheControl).toBe('no-store');
    expect(lifetimeOf({ allowed: false }, 'protected', policy).cacheControl).toBe('no-store');
    expect(lifetimeOf({ allowed: true, until: null }, 'protected', policy).cacheControl).toBe(
      'private, no-store',
    );
  });
});
