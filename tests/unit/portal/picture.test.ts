import { describe, expect, it } from 'vitest';
import { heroCrops, pictureSource, ratioOf, shapeOf, tileRatio } from '../../../portal/view/picture.ts';
import { checkLadder, LADDER_WIDTHS } from '../../../shared/delivery/ladder.ts';
import { parseTransformation } from '../../../shared/delivery/parse.ts';
import { CARDS, LOGO } from '../../fixtures/portal-views.ts';

const [wide] = CARDS;
if (wide === undefined) throw new Error('the fixture has pictures');

describe('pictures', () => {
  it('offers ladder widths up to the picture and no further', () => {
    const source = pictureSource(wide, '100vw');
    const widths = [...(source?.srcset.matchAll(/ (\d+)w/g) ?? [])].map((match) => Number(match[1]));
    expect(widths.length).toBeGreaterThan(3);
    expect(widths.every((width) => LADDER_WIDTHS.some((rung) => rung === width))).toBe(true);
    expect(Math.max(...widths)).toBeLessThanOrEqual(wide.width ?? 0);
  });

  it('reserves the shape of the picture', () => {
    const source = pictureSource(wide, '100vw');
    expect((source?.width ?? 0) / (source?.height ?? 1)).toBeCloseTo(2400 / 1028, 1);
  });

  it('offers nothing where no picture can be made', () => {
    expect(pictureSource({ ...wide, renditionBase: null }, '100vw')).toBeNull();
    expect(heroCrops({ ...wide, renditionBase: null }, 'studio')).toEqual([]);
  });

  it('gives unknown and extreme shapes a tile that fits a row', () => {
    expect(ratioOf({ width: null, height: null })).toBeCloseTo(4 / 3);
    expect(tileRatio({ ...wide, width: 9000, height: 100 })).toBe(3.2);
    expect(tileRatio({ ...wide, width: 100, height: 9000 })).toBe(0.5);
    expect(tileRatio(LOGO)).toBe(1.5);
    // A logo as PNG, on nothing.
    expect(
      tileRatio({ ...wide, width: 2400, height: 619, thumbHash: 'uRiCAYASEJbMmrbvM/k+k3hoiIdweJc=' }),
    ).toBe(1.5);
  });

  it('names shapes', () => {
    expect(shapeOf({ width: 3, height: 2 })).toBe('landscape');
    expect(shapeOf({ width: 2, height: 3 })).toBe('portrait');
    expect(shapeOf({ width: 100, height: 100 })).toBe('square');
  });

  it('crops the hero only where the window has another shape, and only as the ladder allows unsigned', () => {
    const crops = heroCrops(wide, 'studio');
    expect(crops.map((crop) => crop.media)).toEqual(['(max-width: 40rem)', '(min-width: 40rem)']);
    expect(heroCrops({ ...wide, width: 2000, height: 1500 }, 'field').map((crop) => crop.media)).toEqual([
      '(max-width: 40rem)',
    ]);
    for (const crop of crops) {
      for (const candidate of crop.srcset.split(', /')) {
        const transformation = /\/([^/ ]+) \d+w$/.exec(candidate)?.[1] ?? '';
        const parsed = parseTransformation(transformation);
        if (!parsed.ok || parsed.value.kind !== 'free')
          throw new Error(`not a transformation: ${transformation}`);
        expect(checkLadder(parsed.value.transformation)).toEqual({ onLadder: true });
      }
    }
  });
});
