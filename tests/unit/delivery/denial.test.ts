/** What stands in for a picture that may not be shown: which choice holds, whether a picture is wanted, and how large it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DENIAL_POLICIES, denialPolicyOf } from '../../../shared/delivery/denial.ts';
import { wantsPicture } from '../../../shared/delivery/negotiate.ts';
import { placeholderSize } from '../../../shared/delivery/placeholder.ts';
import { planRendition, type SourceFacts } from '../../../shared/delivery/plan.ts';
import { serverTiming } from '../../../shared/delivery/server-timing.ts';
import { outputSize } from '../../../shared/delivery/types.ts';
import { anyTransformation } from './arbitraries.ts';

describe('denialPolicyOf', () => {
  it.each([
    [null, [], null],
    [null, [null, null], null],
    ['successor', ['gone'], 'successor'],
    [null, ['successor', 'placeholder'], 'placeholder'],
    [null, ['successor', null, 'gone', 'placeholder'], 'gone'],
    [null, ['successor'], 'successor'],
  ] as const)('of an asset that says %s in collections that say %j is %s', (asset, collections, expected) => {
    expect(denialPolicyOf(asset, collections)).toBe(expected);
  });

  it('does not depend on the order of collections', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DENIAL_POLICIES, null)), (collections) => {
        expect(denialPolicyOf(null, collections.toReversed())).toBe(denialPolicyOf(null, collections));
      }),
    );
  });
});

describe('wantsPicture', () => {
  it.each([
    [null, true],
    ['*/*', true],
    ['image/avif,image/webp,*/*;q=0.8', true],
    ['image/*', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
    ['application/json', false],
    ['application/problem+json, image/png;q=0.5', false],
    ['text/html,*/*;q=0.1', false],
    ['image/*;q=0', false],
    ['*/*;q=0', false],
    ['', false],
  ])('Accept %s: %s', (accept, expected) => {
    expect(wantsPicture(accept)).toBe(expected);
  });
});

describe('placeholderSize', () => {
  const source: SourceFacts = {
    mediaType: 'image/jpeg',
    width: 3000,
    height: 2000,
    orientation: 1,
    hasAlpha: false,
    pages: 1,
    focalPoint: null,
  };

  it('is the size of the rendition, but never beyond its own limit', () => {
    fc.assert(
      fc.property(anyTransformation, (transformation) => {
        const size = placeholderSize(transformation, source);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(4096);
        const plan = planRendition({
          transformation: { ...transformation, wm: null, page: 1, trim: null },
          source,
          conditions: {},
          format: 'png',
          watermarks: new Map(),
          protectiveWatermark: null,
        });
        if (!plan.ok) throw new Error(plan.reason);
        const real = outputSize(plan.plan);
        if (Math.max(real.width, real.height) <= 4096) expect(size).toEqual(real);
      }),
      { numRuns: 500 },
    );
  });
});

describe('serverTiming', () => {
  it('writes steps in order, with durations where there are any, and nothing that breaks a header', () => {
    expect(
      serverTiming([
        { name: 'parse' },
        { name: 'rights', note: 'database', ms: 3.4 },
        { name: 'decide', note: 'li"cense\\\r\n' },
      ]),
    ).toBe('parse, rights;desc="database";dur=3, decide;desc="license"');
  });
});
