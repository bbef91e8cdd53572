/**
 * Numbered parts of a link's download. A part is a run of the link's files in its order, counted by their best sizes, so
 * that its files are the same whatever sizes are chosen for it.
 */

/** Bytes that the largest part may hold when a visitor wants small ones: below what older disks and mail rooms refuse. */
export const PART_BYTES_MAX = 4_000_000_000;

/** By number of files alone, or also by size. */
export type PartRule = 'count' | 'size';

/** Which part of how it was split, as a form sends it: `2`, `size-2`. */
export interface PartWish {
  readonly rule: PartRule;
  /** One-based. */
  readonly number: number;
}

export function parsePartWish(text: string): PartWish | null {
  const match = /^(size-)?([1-9]\d{0,4})$/.exec(text);
  return match === null
    ? null
    : { rule: match[1] === undefined ? 'count' : 'size', number: Number(match[2]) };
}

export function formatPartWish({ rule, number }: PartWish): string {
  return rule === 'size' ? `size-${number}` : String(number);
}

/** Runs of at most `maxFiles` files and `maxBytes` bytes, in order; a larger file is a part of its own. None is empty. */
export function splitParts<T>(
  files: readonly T[],
  limits: { readonly maxFiles: number; readonly maxBytes: number },
  bytesOf: (file: T) => number,
): T[][] {
  const parts: T[][] = [];
  let present: T[] = [];
  let bytes = 0;
  for (const file of files) {
    const size = bytesOf(file);
    if (present.length > 0 && (present.length >= limits.maxFiles || bytes + size > limits.maxBytes)) {
      parts.push(present);
      present = [];
      bytes = 0;
    }
    present.push(file);
    bytes += size;
  }
  if (present.length > 0) parts.push(present);
  return parts;
}
