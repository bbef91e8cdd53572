/** Attributes of a picture on a page: candidates from the published ladder, its size before its bytes, its place in a row. */
import type { PublicAssetCard, ThemeName } from '../../shared/contract/portals.ts';
import { srcsetWidths } from '../../shared/delivery/ladder.ts';
import { groundFor } from '../../shared/delivery/thumb-hash.ts';

/** Narrowest and widest shape a tile takes; a more extreme picture is shown whole inside it. */
const RATIO_MIN = 0.5;
const RATIO_MAX = 3.2;
const RATIO_UNKNOWN = 4 / 3;

type Shape = Pick<PublicAssetCard, 'width' | 'height'>;

/** Width divided by height, as the picture is; 4:3 where unknown. */
export function ratioOf({ width, height }: Shape): number {
  return width !== null && height !== null && width > 0 && height > 0 ? width / height : RATIO_UNKNOWN;
}

/** Whether a picture has no ground of its own: a logo as PNG, an object that was cut out. */
export function isCutOut({ thumbHash }: Pick<PublicAssetCard, 'thumbHash'>): boolean {
  return thumbHash !== null && groundFor(thumbHash) !== null;
}

/** Width divided by height of the tile, four decimals. A drawing or a cut-out stands on a field of an ordinary shape. */
export function tileRatio(card: Shape & Partial<Pick<PublicAssetCard, 'kind' | 'thumbHash'>>): number {
  const { kind, thumbHash = null } = card;
  const [least, most] = kind === 'vector' || isCutOut({ thumbHash }) ? [1, 1.5] : [RATIO_MIN, RATIO_MAX];
  return Math.round(Math.min(most, Math.max(least, ratioOf(card))) * 10_000) / 10_000;
}

export function shapeOf(card: Shape): 'landscape' | 'portrait' | 'square' {
  const ratio = ratioOf(card);
  if (ratio > 1.15) return 'landscape';
  return ratio < 0.87 ? 'portrait' : 'square';
}

export interface PictureSource {
  readonly src: string;
  readonly srcset: string;
  readonly sizes: string;
  /** Pixels of the largest candidate, for the attributes that reserve the place. */
  readonly width: number;
  readonly height: number;
}

/** Null where no picture can be made. `widest` caps the candidates in pixels. */
export function pictureSource(card: PublicAssetCard, sizes: string, widest = 2560): PictureSource | null {
  if (card.renditionBase === null) return null;
  const { renditionBase, renditionQuery = '' } = card;
  // A drawing has no pixels of its own: any width may be asked for.
  const own = card.kind === 'vector' ? widest : (card.width ?? widest);
  const widths = thin(srcsetWidths(Math.min(own, widest)));
  const width = widths.at(-1) ?? 640;
  const middle = widths.findLast((candidate) => candidate <= 1080) ?? width;
  return {
    src: `${renditionBase}w=${middle}${renditionQuery}`,
    srcset: widths
      .map((candidate) => `${renditionBase}w=${candidate}${renditionQuery} ${candidate}w`)
      .join(', '),
    sizes,
    width,
    height: Math.round(width / ratioOf(card)),
  };
}

/** Few sizes, so that many windows ask for the same ones: neighbours differ by nearly a half. The largest always stays. */
function thin(widths: readonly number[]): number[] {
  const kept: number[] = [];
  for (const width of widths.toReversed()) {
    const above = kept[0];
    if (above === undefined || above >= width * 1.4) kept.unshift(width);
  }
  return kept;
}

/** `sizes` of a tile in a justified grid: its share of a row that has this shape's height. */
export function tileSizes(card: PublicAssetCard): string {
  const ratio = tileRatio(card);
  const vw = Math.min(94, Math.round(ratio * 46));
  return `(min-width: 1200px) ${Math.round(ratio * 340)}px, (min-width: 640px) ${Math.round(ratio * 260)}px, ${vw}vw`;
}

export interface HeroCrop {
  readonly media: string;
  readonly srcset: string;
  readonly width: number;
  readonly height: number;
}

interface WindowShape {
  readonly media: string;
  readonly ratio: readonly [width: number, height: number];
  readonly widths: readonly number[];
}

const PHONE: WindowShape = { media: '(max-width: 40rem)', ratio: [4, 5], widths: [480, 640, 800, 1080] };
/** Themes that give the hero a shape of their own on a wide window; the others show it as it is. */
const WIDE: Readonly<Partial<Record<ThemeName, WindowShape>>> = {
  studio: { media: '(min-width: 40rem)', ratio: [16, 9], widths: [1280, 1920, 2560] },
  field: { media: '(min-width: 62rem)', ratio: [4, 3], widths: [960, 1280, 1920] },
};

/** Crops around the focal point for windows whose shape differs from the picture's by more than a fifth. */
export function heroCrops(card: PublicAssetCard, theme: ThemeName): HeroCrop[] {
  const { renditionBase, renditionQuery = '' } = card;
  if (renditionBase === null || card.kind === 'vector') return [];
  const own = ratioOf(card);
  return [PHONE, WIDE[theme]].flatMap((shape) => {
    if (shape === undefined) return [];
    const [w, h] = shape.ratio;
    const difference = own / (w / h);
    if (difference < 1.2 && difference > 0.83) return [];
    const widths = shape.widths.filter((width) => width <= (card.width ?? width));
    const width = widths.at(-1) ?? 480;
    return [
      {
        media: shape.media,
        srcset: widths
          .map((candidate) => `${renditionBase}ar=${w}:${h},w=${candidate}${renditionQuery} ${candidate}w`)
          .join(', '),
        width,
        height: Math.round((width * h) / w),
      },
    ];
  });
}
