/**
 * Geometry of the justified grid: rows of equal height that fill the width, every picture in its own aspect ratio.
 * Pure; positions in CSS pixels from the top left.
 */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** Of the whole tile: picture and caption. */
  readonly height: number;
  readonly pictureHeight: number;
}

export interface JustifiedLayout {
  /** One box per picture, in order. */
  readonly boxes: readonly Box[];
  readonly height: number;
  /** Index of the first picture of each row. */
  readonly rows: readonly number[];
}

export interface JustifiedOptions {
  readonly width: number;
  /** Wished height of the pictures in a row; rows come out within a third of it. */
  readonly rowHeight: number;
  readonly gap: number;
  readonly captionHeight: number;
}

/** Extreme shapes get a tile of a usable shape; the picture is shown whole inside it. */
const MIN_RATIO = 0.56;
const MAX_RATIO = 3;
const MAX_STRETCH = 1.35;

/** Lays out pictures of the given aspect ratios (width ÷ height). */
export function layOutJustified(ratios: readonly number[], options: JustifiedOptions): JustifiedLayout {
  const { width, rowHeight, gap, captionHeight } = options;
  const boxes: Box[] = [];
  const rows: number[] = [];
  let top = 0;
  let start = 0;
  let sum = 0;
  const close = (end: number, isLast: boolean) => {
    const gaps = gap * (end - start - 1);
    const exact = (width - gaps) / sum;
    // A last row that is not full keeps the wished height instead of stretching.
    const pictureHeight = Math.round(
      isLast && exact > rowHeight ? rowHeight : Math.min(exact, rowHeight * MAX_STRETCH),
    );
    rows.push(start);
    let left = 0;
    for (let index = start; index < end; index += 1) {
      const isRowEnd = index === end - 1 && pictureHeight >= Math.floor(exact);
      const tile = isRowEnd ? width - left : Math.round(clampRatio(ratios[index]) * pictureHeight);
      boxes.push({ left, top, width: tile, height: pictureHeight + captionHeight, pictureHeight });
      left += tile + gap;
    }
    top += pictureHeight + captionHeight + gap;
    start = end;
    sum = 0;
  };
  for (let index = 0; index < ratios.length; index += 1) {
    const ratio = clampRatio(ratios[index]);
    const withIt = (width - gap * (index - start)) / (sum + ratio);
    const without = index === start ? Number.POSITIVE_INFINITY : (width - gap * (index - start - 1)) / sum;
    // Break where leaving the picture out comes closer to the wished height than squeezing it in.
    if (index > start && withIt < rowHeight && Math.abs(without - rowHeight) < Math.abs(withIt - rowHeight)) {
      close(index, false);
    }
    sum += ratio;
    const exact = (width - gap * (index - start)) / sum;
    if (exact <= rowHeight) close(index + 1, false);
  }
  if (start < ratios.length) close(ratios.length, true);
  return { boxes, rows, height: Math.max(0, top - gap) };
}

function clampRatio(ratio: number | undefined): number {
  return Math.max(MIN_RATIO, Math.min(MAX_RATIO, ratio ?? 1));
}

/** The picture above or below `index` whose middle is nearest; `index` at the edge. */
export function stepVertically(layout: JustifiedLayout, index: number, direction: 1 | -1): number {
  const box = layout.boxes[index];
  if (!box) return index;
  const row = layout.rows.findLastIndex((first) => first <= index) + direction;
  const first = layout.rows[row];
  if (first === undefined) return index;
  const end = layout.rows[row + 1] ?? layout.boxes.length;
  const middle = box.left + box.width / 2;
  let best = first;
  let distance = Number.POSITIVE_INFINITY;
  for (let candidate = first; candidate < end; candidate += 1) {
    const other = layout.boxes[candidate];
    if (!other) continue;
    const away = Math.abs(other.left + other.width / 2 - middle);
    if (away < distance) {
      best = candidate;
      distance = away;
    }
  }
  return best;
}

/** Indices of the boxes that touch a rectangle. */
export function boxesTouching(
  layout: JustifiedLayout,
  area: { left: number; top: number; right: number; bottom: number },
): number[] {
  const touched: number[] = [];
  layout.boxes.forEach((box, index) => {
    const isApart =
      box.left > area.right ||
      box.left + box.width < area.left ||
      box.top > area.bottom ||
      box.top + box.height < area.top;
    if (!isApart) touched.push(index);
  });
  return touched;
}
