import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalTransformation, planKey } from '../../../shared/delivery/canonical.ts';
import { parseTransformation } from '../../../shared/delivery/parse.ts';
import { renditionEtag, renditionKey, renditionObjectKey } from '../../../shared/delivery/rendition-key.ts';
import type { RenderPlan } from '../../../shared/delivery/types.ts';
import { anyTransformation } from './arbitraries.ts';
import { mark, photo, plan } from './samples.ts';

describe('planKey', () => {
  it('is equal for equal plans and differs with anything that shows', () => {
    const base = plan({ w: 400, h: 300 });
    expect(planKey(base)).toBe(planKey(plan({ w: 400, h: 300 })));
    const keys = [
      base,
      plan({ w: 401, h: 300 }),
      plan({ w: 400, h: 300, g: 'north' }, { source: { ...photo, height: 5000 } }),
      plan({ w: 400, h: 300 }, { source: { ...photo, height: 5000 } }),
      plan({ w: 400, h: 300 }, { format: 'avif' }),
      plan({ w: 400, h: 300 }, { conditions: { watermark: true } }),
      plan(
        { w: 400, h: 300 },
        { conditions: { watermark: true }, protectiveWatermark: { ...mark, text: 'OTHER' } },
      ),
      plan({ w: 400, h: 300 }, { conditions: { maxPixels: 200 } }),
      plan({ w: 400, h: 300, q: 50 }),
      plan({ w: 400, h: 300, trim: 10 }),
      plan({ w: 400, h: 300, trim: 11 }),
      plan({ w: 400, h: 300, trim: 11, g: 'north' }),
      plan({ w: 400, h: 300, wm: 'logo' }),
      plan({ w: 400, h: 300, flip: 'h' }),
      plan({ w: 400, h: 300, bg: { r: 0, g: 0, b: 0, a: 255 } }),
    ].map(planKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('differs whenever the plans do, apart from how they were asked for', () => {
    fc.assert(
      fc.property(anyTransformation, anyTransformation, (a, b) => {
        const [x, y] = [plan({ ...a, page: 1 }), plan({ ...b, page: 1 })];
        const shown = ({ intent, ...rest }: RenderPlan): unknown => rest;
        if (planKey(x) === planKey(y)) expect(shown(x)).toEqual(shown(y));
        expect(planKey(plan({ ...a, page: 1 }))).toBe(planKey(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for every spelling of one transformation', () => {
    for (const [one, two] of [
      ['w=400,ar=4:3', 'h=300,w=400'],
      ['fit=scale-down,w=400,h=400', 'H=400,W=400,fit=contain'],
    ] as const) {
      const [a, b] = [parseTransformation(one), parseTransformation(two)];
      if (!a.ok || !b.ok || a.value.kind !== 'free' || b.value.kind !== 'free') throw new Error('not free');
      expect(canonicalTransformation(a.value.transformation)).toBe(
        canonicalTransformation(b.value.transformation),
      );
      expect(planKey(plan(a.value.transformation))).toBe(planKey(plan(b.value.transformation)));
    }
  });
});

describe('renditionKey', () => {
  it('changes with source, plan, engine and metadata, and with nothing else', async () => {
    const identity = { sourceSha256: 'a'.repeat(64), plan: plan({ w: 400 }), engine: 'e1', metadata: 'm1' };
    const key = await renditionKey(identity);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await renditionKey({ ...identity, plan: plan({ w: 400 }) })).toBe(key);
    const others = await Promise.all([
      renditionKey({ ...identity, sourceSha256: 'b'.repeat(64) }),
      renditionKey({ ...identity, plan: plan({ w: 401 }) }),
      renditionKey({ ...identity, engine: 'e2' }),
      renditionKey({ ...identity, metadata: 'm2' }),
      renditionKey({ ...identity, engine: 'e1","m1', metadata: '' }),
    ]);
    expect(new Set([key, ...others]).size).toBe(6);
    expect(renditionObjectKey(key, 'jpeg')).toBe(`renditions/${key.slice(0, 2)}/${key}.jpg`);
    expect(renditionEtag(key)).toBe(`"${key.slice(0, 32)}"`);
  });
});
