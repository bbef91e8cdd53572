import { describe, expect, it } from 'vitest';
import { isSameValue } from '../../../shared/contract/same-value.ts';
import { columnsOf } from '../../../worker/modules/assets/described.ts';
import type { AssetRecord } from '../../../worker/modules/assets/repository.ts';

const sites = () => ({ mode: 'list' as const, sites: ['a.example', 'b.example'], reportOnly: false });
const before = {
  title: 'A',
  caption: null,
  allowedSites: sites(),
  focalX: 0.5,
  focalY: 0.5,
} as unknown as AssetRecord;

describe('what is new in a description', () => {
  it('is nothing where all of it is there already', () => {
    const { mode, sites: list, reportOnly } = sites();
    const reordered = { reportOnly, sites: list, mode };
    expect(columnsOf(before, { title: 'A', caption: '', allowedSites: reordered })).toEqual({});
    expect(columnsOf(before, { focalPoint: { x: 0.5, y: 0.5 } })).toEqual({});
  });

  it('is what differs', () => {
    const other = { ...sites(), sites: ['b.example', 'a.example'] };
    expect(columnsOf(before, { title: 'B', caption: '', allowedSites: other })).toEqual({
      title: 'B',
      allowedSites: other,
    });
    expect(columnsOf(before, { allowedSites: null })).toEqual({ allowedSites: null });
  });
});

describe('isSameValue', () => {
  it.each([
    [1, 1, true],
    [1, '1', false],
    [null, {}, false],
    [{}, [], false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    [[1, 2], [2, 1], false],
    [JSON.parse('{"__proto__":1}'), {}, false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameValue(one, other)).toBe(same);
  });
});
