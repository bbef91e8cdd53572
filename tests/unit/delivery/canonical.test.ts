import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptsText } from '../../../shared/delivery/accepts.ts';
import {
  canonicalPath,
  canonicalRequest,
  canonicalTransformation,
  normalizeTransformation,
} from '../../../shared/delivery/canonical.ts';
import { IDENTITY, type ParseResult, parseTransformation } from '../../../shared/delivery/parse.ts';
import type { Transformation, TransformationRequest } from '../../../shared/delivery/types.ts';
import { anyTransformation, sparseTransformation } from './arbitraries.ts';

function parsed(segment: string): TransformationRequest {
  const result: ParseResult<TransformationRequest> = parseTransformation(segment);
  if (!result.ok) throw new Error(`${segment}: ${JSON.stringify(result.problems)}`);
  return result.value;
}

function free(segment: string): Transformation {
  const request = parsed(segment);
  if (request.kind !== 'free') throw new Error(`${segment} is a preset`);
  return request.transformation;
}

const key = (segment: string): string => canonicalRequest(parsed(segment));

describe('canonicalTransformation', () => {
  it.each([
    ['auto', 'auto'],
    ['w=400', 'w=400'],
    ['W=400', 'w=400'],
    ['width=400,height=300', 'h=300,w=400'],
    ['h_300,w_400', 'h=300,w=400'],
    ['w=400,ar=4:3', 'h=300,w=400'],
    ['ar=4x3,h=300', 'h=300,w=400'],
    ['ar=1.5', 'ar=3:2'],
    ['ar=32:18', 'ar=16:9'],
    ['w=400,f=jpg,q=auto,dpr=1,g=focal,fit=cover', 'f=jpeg,w=400'],
    ['w=400,fit=scale-down,h=300', 'fit=contain,h=300,w=400'],
    ['w=400,g=north', 'w=400'],
    ['w=400,h=400,g=top', 'g=north,h=400,w=400'],
    ['w=400,h=400,g=top,fp=.25:0.50', 'fp=0.25:0.5,h=400,w=400'],
    ['bg=%23fff'.replace('%23', '#'), 'bg=fff'],
    ['bg=white', 'bg=fff'],
    ['bg=ffffffff', 'bg=fff'],
    ['bg=transparent', 'auto'],
    ['rot=-90', 'rot=270'],
    ['rot=360,blur=0,sharpen=0.0', 'auto'],
    ['trim', 'trim=10'],
    ['flip', 'flip=h'],
    ['flip=vh', 'rot=180'],
    ['flip=hv,rot=180', 'auto'],
    ['flip=h,rot=180', 'flip=v'],
    ['flip=v,rot=90', 'flip=h,rot=270'],
    ['flip=v,rot=270', 'flip=h,rot=90'],
    ['bg=fff,f=jpeg', 'f=jpeg'],
    ['bg=transparent,f=jpeg', 'f=jpeg'],
    ['bg=00000000,f=jpeg', 'f=jpeg'],
    ['bg=ff000080,f=jpeg', 'bg=ff7f7f,f=jpeg'],
    ['bg=fff,f=webp', 'bg=fff,f=webp'],
    ['anim,w=100', 'anim=1,w=100'],
    [' w = 400 ,, ', 'w=400'],
    ['dpr=2', 'auto'],
    ['dpr=2.0,w=0400', 'dpr=2,w=400'],
    ['card', 'card'],
    ['F=webp,CARD', 'card,f=webp'],
    ['card,auto', 'card'],
  ])('spells %s as %s', (given, expected) => {
    expect(key(given)).toBe(expected);
  });

  it('is read back to the same value (parse ∘ canonical = id)', () => {
    fc.assert(
      fc.property(fc.oneof(anyTransformation, sparseTransformation), (t) => {
        const normal = normalizeTransformation(t);
        // A lone ratio beside `contain` is dropped, and a derived side beyond the limit cannot be spelled.
        expect(free(canonicalTransformation(t))).toEqual(normal);
      }),
      { numRuns: 3000 },
    );
  });

  it('normalises idempotently', () => {
    fc.assert(
      fc.property(anyTransformation, (t) => {
        const once = normalizeTransformation(t);
        expect(normalizeTransformation(once)).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives two different transformations two different keys', () => {
    fc.assert(
      fc.property(sparseTransformation, sparseTransformation, (a, b) => {
        const [x, y] = [normalizeTransformation(a), normalizeTransformation(b)];
        expect(canonicalTransformation(x) === canonicalTransformation(y)).toBe(
          JSON.stringify(x, Object.keys(x).sort()) === JSON.stringify(y, Object.keys(y).sort()) &&
            JSON.stringify([x.fp, x.ar, x.bg]) === JSON.stringify([y.fp, y.ar, y.bg]),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('gives neighbours that differ in one parameter different keys', () => {
    fc.assert(
      fc.property(anyTransformation, anyTransformation, (a, b) => {
        const x = normalizeTransformation(a);
        for (const name of Object.keys(IDENTITY) as (keyof Transformation)[]) {
          const y = normalizeTransformation({ ...x, [name]: b[name] });
          const isSame = canonicalTransformation(x) === canonicalTransformation(y);
          expect(isSame, name).toBe(JSON.stringify(flat(x)) === JSON.stringify(flat(y)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has one key for every order, case, separator, alias and stated default', () => {
    const aliases: Record<string, string> = {
      w: 'width',
      h: 'height',
      g: 'gravity',
      q: 'quality',
      f: 'format',
      bg: 'background',
      rot: 'rotate',
      wm: 'watermark',
    };
    const spelling = fc.record({
      order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      upper: fc.boolean(),
      separator: fc.constantFrom('=', '_'),
      isLong: fc.boolean(),
      defaults: fc.subarray([
        'q=auto',
        'f=auto',
        'rot=0',
        'flip=none',
        'blur=0',
        'page=1',
        'anim=0',
        'wm=none',
      ]),
      blanks: fc.boolean(),
    });
    fc.assert(
      fc.property(anyTransformation, spelling, (t, s) => {
        const canonical = canonicalTransformation(t);
        const stated = canonical === 'auto' ? [] : canonical.split(',');
        const names = new Set(stated.map((part) => part.split('=')[0]));
        const extra = s.defaults.filter((part) => !names.has(part.split('=')[0]));
        const parts = [...stated, ...extra].map((part, index) => {
          const [name = '', value = ''] = part.split('=');
          const spelled = `${(s.isLong && aliases[name]) || name}${s.separator}${value}`;
          return { spelled: s.upper ? spelled.toUpperCase() : spelled, rank: s.order[index] ?? 0 };
        });
        parts.sort((a, b) => a.rank - b.rank);
        const joined = parts.map((part) => part.spelled).join(s.blanks ? ' , ' : ',');
        fc.pre(joined.length <= 256);
        expect(key(joined)).toBe(canonical);
      }),
      { numRuns: 2000 },
    );
  });

  it('uses only characters that a URL path segment carries unescaped', () => {
    fc.assert(
      fc.property(anyTransformation, (t) => {
        const spelled = canonicalTransformation(t);
        expect(spelled).toMatch(/^[a-z0-9=:,.-]+$/);
        expect(new URL(`https://x.example/i/a/${spelled}/n.jpg`).pathname).toBe(`/i/a/${spelled}/n.jpg`);
        expect(spelled.length).toBeLessThanOrEqual(256);
      }),
    );
  });

  it('keeps the name of the file out of the canonical path', () => {
    expect(canonicalPath('ast_1', parsed('w=400'))).toBe('/i/ast_1/w=400');
  });
});

/** Key-ordered values, so that two transformations compare by content. */
function flat(t: Transformation): unknown[] {
  return (Object.keys(IDENTITY) as (keyof Transformation)[]).map((name) => {
    const value = t[name];
    return value !== null && typeof value === 'object' ? Object.entries(value).sort() : value;
  });
}

describe('parseTransformation', () => {
  it.each([
    ['w=0', 'w', 'out-of-range', 'w=1'],
    ['w=99999', 'w', 'out-of-range', 'w=12000'],
    ['w=4e2', 'w', 'malformed', null],
    ['w=-4', 'w', 'malformed', null],
    ['w=400.5', 'w', 'out-of-range', 'w=401'],
    ['w=', 'w', 'malformed', null],
    ['w=NaN', 'w', 'malformed', null],
    ['q=101', 'q', 'out-of-range', 'q=100'],
    ['dpr=2.1', 'dpr', 'out-of-range', 'dpr=2'],
    ['dpr=9', 'dpr', 'out-of-range', 'dpr=4'],
    ['fit=contian', 'fit', 'malformed', 'fit=contain'],
    ['f=gif', 'f', 'malformed', null],
    ['g=nort', 'g', 'malformed', 'g=north'],
    ['rot=45', 'rot', 'out-of-range', 'rot=90'],
    ['rot=350', 'rot', 'out-of-range', 'rot=0'],
    ['ar=0:1', 'ar', 'malformed', null],
    ['ar=1000:1', 'ar', 'out-of-range', 'ar=40:1'],
    ['fp=2:0.5', 'fp', 'out-of-range', 'fp=1:0.5'],
    ['bg=zzz', 'bg', 'malformed', null],
    // What every object has is no value of ours.
    ['bg=constructor', 'bg', 'malformed', null],
    ['bg=__proto__', 'bg', 'malformed', null],
    ['fit=constructor', 'fit', 'malformed', null],
    ['f=constructor', 'f', 'malformed', null],
    ['g=constructor', 'g', 'malformed', null],
    ['blur=1000', 'blur', 'out-of-range', 'blur=100'],
    ['widht=400', 'widht', 'unknown', 'w'],
    ['__proto__=1', '', 'unknown', null],
    ['constructor=1', 'constructor', 'unknown', null],
    ['w=400,w=400', 'w', 'repeated', null],
    ['w=400,width=400', 'w', 'repeated', null],
    ['w=400,h=300,ar=4:3', 'ar', 'conflict', null],
    ['fit=crop,up=1,w=5', 'up', 'conflict', 'up=0'],
    ['anim=1,f=jpeg', 'anim', 'conflict', 'anim=0'],
    ['anim=1,f=avif', 'anim', 'conflict', 'anim=0'],
    ['card,w=400', 'w', 'conflict', 'card'],
    ['card,thumb', 'thumb', 'conflict', 'card'],
    ['../../etc', '../../etc', 'malformed', null],
  ])('refuses %s and says why', (segment, parameter, reason, nearest) => {
    const result = parseTransformation(segment);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems[0]).toMatchObject({ parameter, reason, nearest });
    for (const { accepts } of result.problems) {
      const [english, german] = [acceptsText('en', accepts), acceptsText('de', accepts)];
      expect(english).not.toBe('');
      expect(german).not.toBe(english);
      expect(english + german).not.toMatch(/[{}]|undefined/);
    }
  });

  it('names every problem, not only the first', () => {
    const result = parseTransformation('w=0,q=500,foo=1');
    expect(result.ok ? [] : result.problems.map((problem) => problem.parameter)).toEqual(['w', 'q', 'foo']);
  });

  it('offers a nearest value that is itself accepted', () => {
    const value = fc.oneof(
      fc.nat(200_000).map(String),
      fc.double({ min: 0, max: 500, noNaN: true }).map((number) => number.toFixed(3)),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(IDENTITY)), value, (name, text) => {
        const result = parseTransformation(`${name}=${text}`);
        if (result.ok) return;
        for (const { nearest } of result.problems) {
          if (nearest?.includes('=')) expect(parseTransformation(nearest).ok, nearest).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('answers any text at all, quickly and without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const result = parseTransformation(text);
        if (!result.ok) {
          for (const problem of result.problems) {
            expect(problem.given.length).toBeLessThanOrEqual(32);
            expect(problem.parameter.length).toBeLessThanOrEqual(32);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
