import { describe, expect, it } from 'vitest';
import { completeSearch, fromAddress, parseSearch, toAddress } from '../../../admin/screens/library/query.ts';
import { nameColor } from '../../../shared/metadata/color-names.ts';

describe('the search language of the library', () => {
  it('separates words from filters', () => {
    expect(parseSearch('harbour status:draft morning kind:image')).toEqual({
      q: 'harbour morning',
      status: 'draft',
      kind: 'image',
    });
  });

  it('takes quoted values, other spellings and hyphens', () => {
    expect(parseSearch('tag:"spring campaign" type:video status:in-review COLOR:Blue')).toEqual({
      keyword: 'spring campaign',
      kind: 'video',
      status: 'in_review',
      colour: 'blue',
    });
  });

  it('filters by every colour that pictures are found by', () => {
    for (const colour of ['#808080', '#000000', '#ffffff', '#e01010', '#1030e0']) {
      const name = nameColor(colour);
      expect(parseSearch(`colour:${name}`)).toEqual({ colour: name });
    }
    expect(parseSearch('colour:grey')).toEqual({ colour: nameColor('#808080') });
  });

  it('leaves what is no filter, or has no such value, as a word', () => {
    expect(parseSearch('status:nonsense 16:9 http://x')).toEqual({ q: 'status:nonsense 16:9 http://x' });
    expect(parseSearch('constructor:x __proto__:y')).toEqual({ q: 'constructor:x __proto__:y' });
    expect(completeSearch('constructor:x')).toEqual([]);
  });

  it('offers names, then values, of the word being typed', () => {
    expect(completeSearch('harbour sta')).toEqual(['harbour status:']);
    expect(completeSearch('status:d')).toEqual(['status:draft']);
    expect(completeSearch('status:draft')).toEqual([]);
    expect(completeSearch('')).toEqual([]);
  });
});

describe('the address of a library view', () => {
  it('returns what it was made from', () => {
    const query = { q: 'oak & ash', status: 'approved', keyword: 'a b', sort: 'title' } as const;
    const address = new URL(toAddress(query), 'https://example.com');
    expect(fromAddress(Object.fromEntries(address.searchParams))).toEqual(query);
  });

  it('leaves the defaults out and ignores what it does not understand', () => {
    expect(toAddress({ sort: 'newest' })).toBe('/admin/library');
    expect(fromAddress({ status: 'stolen', sort: 'sideways', collectionId: '../x', q: '' })).toEqual({});
  });
});
