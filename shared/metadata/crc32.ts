/**
 * CRC-32 (ISO 3309, the one of ZIP and PNG), resumable: the state is one number, so an upload can store it with its offset
 * and go on after a restart. Eight tables let eight bytes be folded per step (Kounavis and Berry, "slicing-by-8", 2005).
 */

const slices = buildTables();

function buildTables(): Uint32Array[] {
  const first = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    first[index] = value;
  }
  const tables = [first];
  for (let slice = 1; slice < 8; slice++) {
    const previous = tables[slice - 1] as Uint32Array;
    tables.push(previous.map((value) => (value >>> 8) ^ (first[value & 0xff] as number)));
  }
  return tables;
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = slices as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/**
 * CRC-32 of everything up to and including `bytes`, as an unsigned 32-bit number.
 * `previous` is the CRC-32 of what came before (0 for nothing), so `crc32(b, crc32(a))` is the CRC of `a` then `b`.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let index = 0;
  const whole = bytes.length - (bytes.length % 8);
  // Indexes below stay inside the tables (masked to 8 bits) and the array (`whole`), so the casts hold.
  while (index < whole) {
    crc ^=
      (bytes[index] as number) |
      ((bytes[index + 1] as number) << 8) |
      ((bytes[index + 2] as number) << 16) |
      ((bytes[index + 3] as number) << 24);
    crc =
      (t7[crc & 0xff] as number) ^
      (t6[(crc >>> 8) & 0xff] as number) ^
      (t5[(crc >>> 16) & 0xff] as number) ^
      (t4[crc >>> 24] as number) ^
      (t3[bytes[index + 4] as number] as number) ^
      (t2[bytes[index + 5] as number] as number) ^
      (t1[bytes[index + 6] as number] as number) ^
      (t0[bytes[index + 7] as number] as number);
    index += 8;
  }
  for (; index < bytes.length; index++)
    crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[index] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
