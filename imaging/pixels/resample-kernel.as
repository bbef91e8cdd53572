// The inner loops of `resample.ts` in AssemblyScript with SIMD. `imaging/pixels/build-kernel.sh` compiles it; the result is
// committed beside it. Pointers are byte offsets that the caller lays out; a pixel in work is four f32: r, g, b weighted by
// alpha, and alpha in 0..1.

// @ts-ignore: decorator
@inline
function loadPixel(at: usize, channels: i32, hasAlpha: bool): v128 {
  const bytes = v128.load32_zero(at);
  const words = i16x8.extend_low_i8x16_u(bytes);
  const color = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words));
  const withOne = f32x4.replace_lane(color, 3, 1.0);
  if (!hasAlpha) return withOne;
  return f32x4.mul(withOne, f32x4.splat(f32(load<u8>(at + 3)) * f32(1.0 / 255.0)));
}

// Adds a source row to `line`, `block` source pixels to each of its positions; `isFirst` starts it anew.
export function addRow(
  source: usize,
  channels: i32,
  columns: i32,
  block: i32,
  line: usize,
  hasAlpha: bool,
  isFirst: bool,
): void {
  let at = source;
  let to = line;
  for (let x = 0; x < columns; ) {
    let sum = isFirst ? f32x4.splat(0) : v128.load(to);
    const end = min(columns, x + block);
    for (; x < end; x++, at += channels) sum = f32x4.add(sum, loadPixel(at, channels, hasAlpha));
    v128.store(to, sum);
    to += 16;
  }
}

// Multiplies `count` positions by `factor`.
export function scaleLine(line: usize, count: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let i = 0, at = line; i < count; i++, at += 16) v128.store(at, f32x4.mul(v128.load(at), by));
}

// One output row from `line`: `size` weights for each of `width` positions, the first of them in `first`.
export function filterAcross(line: usize, first: usize, weights: usize, size: i32, width: i32, out: usize): void {
  let weight = weights;
  for (let x = 0; x < width; x++) {
    let at = line + (usize(load<i32>(first + (usize(x) << 2))) << 4);
    let sum = f32x4.splat(0);
    for (let k = 0; k < size; k++, at += 16, weight += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load32_splat(weight)));
    }
    v128.store(out + (usize(x) << 4), sum);
  }
}

// @ts-ignore: decorator
@inline
function finishPixel(sum: v128, hasAlpha: bool): v128 {
  if (!hasAlpha) return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.replace_lane(sum, 3, 255.0)));
  const alpha = f32x4.extract_lane(sum, 3);
  if (alpha <= 0) return i32x4.splat(0);
  const color = f32x4.mul(sum, f32x4.splat(f32(1.0) / alpha));
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.replace_lane(color, 3, alpha * 255.0)));
}

// Weighted sum of `size` rows (addresses in `rows`) to `count` bytes of RGBA, `count` a multiple of 16.
export function filterDown(rows: usize, weights: usize, size: i32, count: i32, out: usize, hasAlpha: bool): void {
  for (let i = 0; i < count; i += 16) {
    const at = usize(i) << 2;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let k = 0; k < size; k++) {
      const row = usize(load<u32>(rows + (usize(k) << 2))) + at;
      const weight = v128.load32_splat(weights + (usize(k) << 2));
      a = f32x4.add(a, f32x4.mul(v128.load(row), weight));
      b = f32x4.add(b, f32x4.mul(v128.load(row, 16), weight));
      c = f32x4.add(c, f32x4.mul(v128.load(row, 32), weight));
      d = f32x4.add(d, f32x4.mul(v128.load(row, 48), weight));
    }
    const low = i16x8.narrow_i32x4_s(finishPixel(a, hasAlpha), finishPixel(b, hasAlpha));
    const high = i16x8.narrow_i32x4_s(finishPixel(c, hasAlpha), finishPixel(d, hasAlpha));
    v128.store(out + usize(i), i8x16.narrow_i16x8_u(low, high));
  }
}
