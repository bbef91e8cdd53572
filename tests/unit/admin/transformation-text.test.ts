import { describe, expect, it } from 'vitest';
import {
  judgeAddress,
  presetOf,
  statedValue,
  withFix,
  withValue,
} from '../../../admin/screens/asset/transformation-text.ts';

describe('the transformation as text', () => {
  it('is edited in place, one parameter at a time', () => {
    expect(withValue('auto', 'w', '800')).toBe('w=800');
    expect(withValue('w=800,ar=16:9', 'w', '640')).toBe('w=640,ar=16:9');
    expect(withValue('w=800,ar=16:9', 'f', 'webp')).toBe('w=800,ar=16:9,f=webp');
    expect(withValue('w=800,f=webp', 'w', null)).toBe('f=webp');
    expect(withValue('w=800', 'w', '')).toBe('auto');
    expect(withValue('up,w=800', 'w', '640')).toBe('up,w=640');
    expect(statedValue('w_800,UP', 'w')).toBe('800');
    expect(statedValue('w_800,UP', 'up')).toBe('');
    expect(statedValue('w=800', 'h')).toBeNull();
  });

  it('keeps a preset only beside what may accompany it', () => {
    expect(presetOf('card,dpr=2')).toBe('card');
    expect(withValue('card', 'dpr', '2')).toBe('card,dpr=2');
    expect(withValue('card,dpr=2', 'w', '320')).toBe('dpr=2,w=320');
  });

  it('is free, signed or wrong, as delivery will judge it', () => {
    expect(judgeAddress('h=450,w=800')).toEqual({ kind: 'free', canonical: 'h=450,w=800' });
    expect(judgeAddress('CARD')).toEqual({ kind: 'free', canonical: 'card' });
    expect(judgeAddress('')).toEqual({ kind: 'free', canonical: 'auto' });
    expect(judgeAddress('w=333')).toMatchObject({ kind: 'signed', canonical: 'w=333', nearest: 'w=320' });
    expect(judgeAddress('blur=4,w=320')).toMatchObject({ kind: 'signed', nearest: 'w=320' });
    expect(judgeAddress('w=99999')).toMatchObject({ kind: 'wrong' });
  });

  it.each([
    ['w=333', 'w=320'],
    ['w=99999', 'w=12000'],
    ['w=800,h=333', 'w=800,ar=7:3'],
    ['h=500', 'w=480'],
    ['blur=4,w=320', 'w=320'],
    ['with=320,ar=16:9', 'ar=16:9,w=320'],
    ['w=320,fit=covr', 'w=320,fit=cover'],
  ])('%s is put right by one click: %s', (text, fixed) => {
    const state = judgeAddress(text);
    if (state.kind === 'free') throw new Error('nothing to fix');
    const [problem] = state.problems;
    expect(problem && withFix(text, problem)).toBe(fixed);
  });
});
