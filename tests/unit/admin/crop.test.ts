import { describe, expect, it } from 'vitest';
import { cropOf } from '../../../admin/screens/asset/crop.ts';

describe('crop previews of the focal point', () => {
  const picture = { width: 3000, height: 2000 };

  it('centre on the focal point as far as the edges allow', () => {
    const square = cropOf(picture, { width: 1080, height: 1080 }, { x: 0.5, y: 0.5 });
    expect(square.height).toBe(1);
    expect(square.width).toBeCloseTo(2 / 3, 2);
    expect(square.x).toBeCloseTo(1 / 6, 2);
    expect(cropOf(picture, { width: 1080, height: 1080 }, { x: 0, y: 0.5 }).x).toBe(0);
    const right = cropOf(picture, { width: 1080, height: 1080 }, { x: 1, y: 0.5 });
    expect(right.x + right.width).toBeCloseTo(1, 5);
  });

  it('take the whole picture where the shapes agree', () => {
    expect(cropOf(picture, { width: 1500, height: 1000 }, { x: 0.2, y: 0.9 })).toEqual({
      x: 0,
      y: 0,
      width: 1,
      height: 1,
    });
  });
});
