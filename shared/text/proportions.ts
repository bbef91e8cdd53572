/** How large a drawing is, in words. It has no pixels of its own: what its file states is a shape, and it is drawn at any size. */
import { INTL_LOCALES, type Locale, t } from '../messages/index.ts';

/** Longest side of a ratio that is read at a glance. */
const WHOLE_MAX = 40;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** `16:9`; where whole numbers would be long, `3.9:1` or `1:3.9`. */
function ratioText(locale: Locale, width: number, height: number): string {
  const common = divisor(width, height);
  const [across, down] = [width / common, height / common];
  if (across <= WHOLE_MAX && down <= WHOLE_MAX) return `${across}:${down}`;
  const number = new Intl.NumberFormat(INTL_LOCALES[locale], { maximumFractionDigits: 1 });
  const [long, short] = [Math.max(across, down), Math.min(across, down)];
  const times = number.format(long / short);
  return across >= down ? `${times}:1` : `1:${times}`;
}

/** `Vector, 31:8`; without proportions where they are not known. @param width, height whole numbers of any unit */
export function vectorText(locale: Locale, width: number | null, height: number | null): string {
  return width === null || height === null || width < 1 || height < 1
    ? t(locale, 'delivery.size.vector')
    : t(locale, 'delivery.size.vector_ratio', { ratio: ratioText(locale, width, height) });
}
