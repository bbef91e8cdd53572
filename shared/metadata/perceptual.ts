/**
 * Distance between perceptual hashes. A hash is a lower-case hexadecimal string of fixed length (64 bits: 16 digits); near
 * duplicates differ in few bits.
 */

const hexadecimal = /^(?:[0-9a-f]{2})+$/;

/** Bits in which two hashes differ; null when they are not hashes of one length and so cannot be compared. */
export function hammingDistance(first: string, second: string): number | null {
  if (first.length !== second.length || !hexadecimal.test(first) || !hexadecimal.test(second)) return null;
  let distance = 0;
  for (let index = 0; index < first.length; index += 8) {
    const difference =
      Number.parseInt(first.slice(index, index + 8), 16) ^
      Number.parseInt(second.slice(index, index + 8), 16);
    distance += countBits(difference >>> 0);
  }
  return distance;
}

/** Up to this many of 64 bits a pair is shown as "looks the same": scaled, recompressed or slightly retouched copies. */
export const nearDuplicateMaxBits = 6;

/** Whether two 64-bit hashes belong to pictures a person would call the same. */
export function isNearDuplicate(first: string, second: string): boolean {
  const distance = hammingDistance(first, second);
  return distance !== null && distance <= nearDuplicateMaxBits;
}

function countBits(value: number): number {
  let count = 0;
  while (value !== 0) {
    value &= value - 1;
    count++;
  }
  return count;
}
