import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesTouching, layOutJustified, stepVertically } from '../../../admin/screens/library/justified.ts';

const options = { width: 1000, rowHeight: 200, gap: 10, captionHeight: 40 };

describe('the justified grid', () => {
  it('keeps every picture, in order, inside the width, without overlaps, rows of one height', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { maxLength: 80 }),
        fc.integer({ min: 160, max: 2400 }),
        fc.integer({ min: 100, max: 360 }),
        (ratios, width, rowHeight) => {
          const { boxes, rows, height } = layOutJustified(ratios, { ...options, width, rowHeight });
          expect(boxes).toHaveLength(ratios.length);
          boxes.forEach((box, index) => {
            const next = boxes[index + 1];
            expect(box.left).toBeGreaterThanOrEqual(0);
            expect(box.left + box.width).toBeLessThanOrEqual(width + boxes.length);
            expect(box.width).toBeGreaterThan(0);
            if (next && !rows.includes(index + 1)) {
              expect(next.top).toBe(box.top);
              expect(next.height).toBe(box.height);
              expect(next.left).toBeGreaterThanOrEqual(box.left + box.width);
            } else if (next) {
              expect(next.top).toBeGreaterThanOrEqual(box.top + box.height);
              expect(next.left).toBe(0);
            } else {
              expect(height).toBe(box.top + box.height);
            }
          });
        },
      ),
    );
  });

  it('fills full rows to the edge and leaves the last one at the wished height', () => {
    const { boxes, rows } = layOutJustified(
      Array.from({ length: 11 }, () => 1.5),
      options,
    );
    const second = rows[1] ?? 0;
    const end = boxes[second - 1];
    expect((end?.left ?? 0) + (end?.width ?? 0)).toBe(1000);
    expect(boxes.at(-1)?.pictureHeight).toBeLessThanOrEqual(200);
  });

  it('moves up and down to the nearest picture', () => {
    const layout = layOutJustified(
      Array.from({ length: 9 }, () => 1.5),
      options,
    );
    const below = stepVertically(layout, 1, 1);
    expect(layout.boxes[below]?.left).toBe(layout.boxes[1]?.left);
    expect(stepVertically(layout, below, -1)).toBe(1);
    expect(stepVertically(layout, 0, -1)).toBe(0);
  });

  it('finds the pictures a lasso touches', () => {
    const layout = layOutJustified([1, 1, 1, 1, 1, 1, 1, 1], options);
    expect(boxesTouching(layout, { left: 0, top: 0, right: 5, bottom: 5 })).toEqual([0]);
    expect(boxesTouching(layout, { left: 0, top: 0, right: 1000, bottom: layout.height })).toHaveLength(8);
    expect(boxesTouching(layout, { left: -50, top: -50, right: -1, bottom: -1 })).toEqual([]);
  });
});
