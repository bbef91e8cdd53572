/** Lanczos resampling in plain TypeScript, as the independent answer the Wasm kernel is compared with. */
import { createRaster, type Raster } from '../../../imaging/pixels/raster.ts';
import type { ResampleRequest } from '../../../imaging/pixels/resample.ts';

const LOBES = 3;

/** Contributions of source positions to each output position along one axis. */
interface Kernel {
  readonly first: Int32Array;
  /** `size` weights for each output position, adding up to 1. */
  readonly weights: Float32Array;
  readonly size: number;
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (x <= -LOBES || x >= LOBES) return 0;
  const p = Math.PI * x;
  return (LOBES * Math.sin(p) * Math.sin(p / LOBES)) / (p * p);
}

/** Weights that map `length` source positions from `start` onto `count` output positions; clamps at `limit`. */
function buildKernel(start: number, length: number, count: number, limit: number): Kernel {
  const scale = length / count;
  const stretch = Math.max(1, scale);
  const radius = LOBES * stretch;
  const size = Math.min(limit, Math.ceil(radius * 2) + 1);
  const first = new Int32Array(count);
  const weights = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const center = start + (i + 0.5) * scale - 0.5;
    const from = Math.min(Math.max(0, limit - size), Math.max(0, Math.ceil(center - radius)));
    first[i] = from;
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const weight = lanczos((from + k - center) / stretch);
      weights[i * size + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < size; k++) weights[i * size + k] = (weights[i * size + k] as number) / sum;
  }
  return { first, weights, size };
}

/** Largest whole block to average before the kernel, leaving it a reduction of at least two. */
function blockFor(length: number, count: number): number {
  return Math.max(1, Math.floor(length / count / 2));
}

/** Takes source rows in order and gives the resampled picture. */
export class ReferenceResampler {
  /** First source row that is needed; earlier ones may be skipped by the caller. */
  readonly firstRow: number;
  /** One past the last source row that is needed. */
  readonly endRow: number;

  readonly #channels: 3 | 4;
  readonly #hasAlpha: boolean;
  readonly #out: Raster;
  readonly #blockX: number;
  readonly #blockY: number;
  readonly #firstColumn: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #horizontal: Kernel;
  readonly #vertical: Kernel;
  readonly #line: Float32Array;
  readonly #ring: Float32Array[];
  readonly #sum: Float32Array;
  readonly #endColumn: number;
  #blockRows = 0;
  #sourceRow: number;
  #reducedRow = 0;
  #nextOut = 0;

  constructor(request: ResampleRequest) {
    const { window, width, height, sourceWidth, sourceHeight } = request;
    this.#channels = request.channels;
    this.#hasAlpha = request.hasAlpha && request.channels === 4;
    this.#out = createRaster(width, height, this.#hasAlpha);
    this.#blockX = blockFor(window.width, width);
    this.#blockY = blockFor(window.height, height);
    const reachX = LOBES * Math.max(1, window.width / width) + this.#blockX;
    const reachY = LOBES * Math.max(1, window.height / height) + this.#blockY;
    this.#firstColumn = Math.max(0, Math.floor(window.x - reachX));
    const endColumn = Math.min(sourceWidth, Math.ceil(window.x + window.width + reachX));
    this.firstRow = Math.max(0, Math.floor(window.y - reachY));
    this.endRow = Math.min(sourceHeight, Math.ceil(window.y + window.height + reachY));
    this.#sourceRow = this.firstRow;
    this.#columns = Math.ceil((endColumn - this.#firstColumn) / this.#blockX);
    this.#rows = Math.ceil((this.endRow - this.firstRow) / this.#blockY);
    this.#horizontal = buildKernel(
      (window.x - this.#firstColumn) / this.#blockX,
      window.width / this.#blockX,
      width,
      this.#columns,
    );
    this.#vertical = buildKernel(
      (window.y - this.firstRow) / this.#blockY,
      window.height / this.#blockY,
      height,
      this.#rows,
    );
    this.#endColumn = endColumn;
    this.#line = new Float32Array(this.#columns * 4);
    this.#ring = Array.from({ length: this.#vertical.size + 1 }, () => new Float32Array(width * 4));
    this.#sum = new Float32Array(width * 4);
  }

  /** Adds the next source row (row `firstRow` first), found at `offset` of `bytes`. Rows after `endRow` are ignored. */
  push(bytes: Uint8Array | Uint8ClampedArray, offset: number): void {
    if (this.#sourceRow >= this.endRow) return;
    this.#sourceRow++;
    this.#accumulate(bytes, offset);
    this.#blockRows++;
    if (this.#blockRows === this.#blockY || this.#sourceRow === this.endRow) this.#finishBlockRow();
  }

  /** The picture; rows that never came count as their last neighbour. */
  finish(): Raster {
    if (this.#sourceRow < this.endRow && this.#reducedRow > 0) {
      const last = this.#ring[(this.#reducedRow - 1) % this.#ring.length] as Float32Array;
      while (this.#reducedRow < this.#rows) {
        (this.#ring[this.#reducedRow % this.#ring.length] as Float32Array).set(last);
        this.#reducedRow++;
        this.#emitReady();
      }
    }
    return this.#out;
  }

  #accumulate(bytes: Uint8Array | Uint8ClampedArray, offset: number): void {
    const line = this.#line;
    const channels = this.#channels;
    const block = this.#blockX;
    const columns = this.#endColumn - this.#firstColumn;
    let at = offset + this.#firstColumn * channels;
    if (block === 1) {
      for (let x = 0, to = 0; x < columns; x++, at += channels, to += 4) {
        const alpha = this.#hasAlpha ? (bytes[at + 3] as number) / 255 : 1;
        line[to] = (line[to] as number) + (bytes[at] as number) * alpha;
        line[to + 1] = (line[to + 1] as number) + (bytes[at + 1] as number) * alpha;
        line[to + 2] = (line[to + 2] as number) + (bytes[at + 2] as number) * alpha;
        line[to + 3] = (line[to + 3] as number) + alpha;
      }
      return;
    }
    for (let column = 0, x = 0, to = 0; column < this.#columns; column++, to += 4) {
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      const end = Math.min(columns, x + block);
      for (; x < end; x++, at += channels) {
        const alpha = this.#hasAlpha ? (bytes[at + 3] as number) / 255 : 1;
        r += (bytes[at] as number) * alpha;
        g += (bytes[at + 1] as number) * alpha;
        b += (bytes[at + 2] as number) * alpha;
        a += alpha;
      }
      line[to] = (line[to] as number) + r;
      line[to + 1] = (line[to + 1] as number) + g;
      line[to + 2] = (line[to + 2] as number) + b;
      line[to + 3] = (line[to + 3] as number) + a;
    }
  }

  #finishBlockRow(): void {
    const line = this.#line;
    const last = this.#columns - 1;
    const full = 1 / (this.#blockX * this.#blockRows);
    const lastSize = this.#endColumn - this.#firstColumn - last * this.#blockX;
    const partial = 1 / (lastSize * this.#blockRows);
    if (full !== 1) for (let i = 0; i < last * 4; i++) line[i] = (line[i] as number) * full;
    for (let i = last * 4; i < last * 4 + 4; i++) line[i] = (line[i] as number) * partial;
    this.#filterAcross(this.#ring[this.#reducedRow % this.#ring.length] as Float32Array);
    this.#reducedRow++;
    line.fill(0);
    this.#blockRows = 0;
    this.#emitReady();
  }

  #filterAcross(to: Float32Array): void {
    const { first, weights, size } = this.#horizontal;
    const line = this.#line;
    const width = this.#out.width;
    const withAlpha = this.#hasAlpha;
    for (let x = 0; x < width; x++) {
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      let at = (first[x] as number) * 4;
      for (let k = x * size, end = k + size; k < end; k++, at += 4) {
        const weight = weights[k] as number;
        r += (line[at] as number) * weight;
        g += (line[at + 1] as number) * weight;
        b += (line[at + 2] as number) * weight;
        if (withAlpha) a += (line[at + 3] as number) * weight;
      }
      const out = x * 4;
      to[out] = r;
      to[out + 1] = g;
      to[out + 2] = b;
      to[out + 3] = withAlpha ? a : 1;
    }
  }

  #emitReady(): void {
    const { first, size } = this.#vertical;
    while (this.#nextOut < this.#out.height && (first[this.#nextOut] as number) + size <= this.#reducedRow) {
      this.#filterDown(this.#nextOut++);
    }
  }

  #filterDown(y: number): void {
    const { first, weights, size } = this.#vertical;
    const { width, data } = this.#out;
    const length = width * 4;
    const sum = this.#sum;
    sum.fill(0);
    for (let k = 0; k < size; k++) {
      const weight = weights[y * size + k] as number;
      if (weight === 0) continue;
      const row = this.#ring[((first[y] as number) + k) % this.#ring.length] as Float32Array;
      for (let i = 0; i < length; i++) sum[i] = (sum[i] as number) + (row[i] as number) * weight;
    }
    const out = y * length;
    for (let i = 0; i < length; i += 4) {
      const alpha = this.#hasAlpha ? (sum[i + 3] as number) : 1;
      if (alpha <= 0) continue;
      const inverse = 1 / alpha;
      data[out + i] = (sum[i] as number) * inverse;
      data[out + i + 1] = (sum[i + 1] as number) * inverse;
      data[out + i + 2] = (sum[i + 2] as number) * inverse;
      data[out + i + 3] = this.#hasAlpha ? alpha * 255 : 255;
    }
  }
}
