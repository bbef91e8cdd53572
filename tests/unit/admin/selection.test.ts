import { describe, expect, it } from 'vitest';
import {
  modeOf,
  NOTHING_SELECTED,
  prune,
  select,
  selectAll,
} from '../../../admin/screens/library/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('');

describe('the selection', () => {
  it('selects one, adds and removes one, and takes a range from the anchor', () => {
    const one = select(NOTHING_SELECTED, order, 'b', 'only');
    expect(ids(one)).toBe('b');
    const two = select(one, order, 'd', 'toggle');
    expect(ids(two)).toBe('bd');
    expect(ids(select(two, order, 'd', 'toggle'))).toBe('b');
    expect(ids(select(one, order, 'e', 'range'))).toBe('bcde');
  });

  it('keeps the anchor while a range grows and shrinks', () => {
    let selection = select(NOTHING_SELECTED, order, 'c', 'only');
    selection = select(selection, order, 'e', 'range');
    selection = select(selection, order, 'a', 'range');
    expect(ids(selection)).toBe('abc');
  });

  it('moves without selecting', () => {
    const moved = select(select(NOTHING_SELECTED, order, 'a', 'only'), order, 'c', 'move');
    expect(ids(moved)).toBe('a');
    expect(moved.active).toBe('c');
  });

  it('forgets what left the list, and stays the same object when nothing did', () => {
    const all = selectAll(NOTHING_SELECTED, order);
    expect(ids(all)).toBe('abcde');
    expect(ids(prune(all, new Set(['a', 'x'])))).toBe('a');
    expect(prune(all, new Set(order))).toBe(all);
  });

  it('reads the mode from the keys held', () => {
    const keys = { shiftKey: false, metaKey: false, ctrlKey: false };
    expect(modeOf(keys)).toBe('only');
    expect(modeOf({ ...keys, metaKey: true })).toBe('toggle');
    expect(modeOf({ ...keys, shiftKey: true, ctrlKey: true })).toBe('range');
  });
});
