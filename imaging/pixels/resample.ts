/**
 * Lanczos-3 resampling of rows as they arrive, in gamma-encoded values as sharp and ImageMagick do it by default.
 *
 * Rows are pushed top to bottom, so that a decoder never has to hold the whole picture: memory is a window of a few output-wide
 * rows plus the result. The window to keep may lie between pixels, which makes a crop exact after a scaled decode. Colours are
 * weighted by alpha. Large reductions first average whole blocks (as libvips' shrink does), leaving at least a factor of two
 * to the kernel. The inner loops are Wasm with SIMD (`resample-kernel.as`); this class lays out their memory.
 */
import { createRaster, type Raster, type Rect } from './raster.ts';

const LOBES = 3;
const PAGE_BYTES = 65_536;
/** Four f32. */
const WORK_PIXEL_BYTES = 16;

export interface ResampleRequest {
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  /** 3 is RGB, 4 is RGBA with straight alpha. */
  readonly channels: 3 | 4;
  /** False skips alpha weighting; the result is then opaque. */
  readonly hasAlpha: boolean;
  /** Part of the source to keep, in source pixels; edges may be fractional. */
  readonly window: Rect;
  readonly width: number;
  readonly height: number;
}

/** Contributions of source positions to each output position along one axis. */
interface Kernel {
  readonly first: Int32Array;
  /** `size` weights for each output position, adding up to 1. */
  readonly weights: Float32Array;
  readonly size: number;
}

/** The exports of `resample-kernel.wasm`; numbers are byte offsets into `memory` unless named otherwise. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  addRow(
    source: number,
    channels: number,
    columns: number,
    block: number,
    line: number,
    hasAlpha: number,
    isFirst: number,
  ): void;
  scaleLine(line: number, count: number, factor: number): void;
  filterAcross(line: number, first: number, weights: number, size: number, width: number, out: number): void;
  filterDown(rows: number, weights: number, size: number, count: number, out: number, hasAlpha: number): void;
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

/** One axis: which source positions are read, averaged in blocks, and how they are weighted. */
interface Axis {
  readonly first: number;
  readonly end: number;
  readonly block: number;
  /** Positions after averaging. */
  readonly reduced: number;
  readonly kernel: Kernel;
}

function planAxis(start: number, length: number, count: number, limit: number): Axis {
  const block = blockFor(length, count);
  const reach = LOBES * Math.max(1, length / count) + block;
  const first = Math.max(0, Math.floor(start - reach));
  const end = Math.min(limit, Math.ceil(start + length + reach));
  const reduced = Math.ceil((end - first) / block);
  return {
    first,
    end,
    block,
    reduced,
    kernel: buildKernel((start - first) / block, length / block, count, reduced),
  };
}

/** Takes source rows in order and gives the resampled picture. */
export class Resampler {
  /** First source row that is needed; earlier ones may be skipped by the caller. */
  readonly firstRow: number;
  /** One past the last source row that is needed. */
  readonly endRow: number;

  readonly #channels: 3 | 4;
  readonly #hasAlpha: boolean;
  readonly #out: Raster;
  readonly #across: Axis;
  readonly #down: Axis;
  readonly #wasm: KernelExports;
  readonly #memory: Uint8Array;
  readonly #source: number;
  readonly #line: number;
  readonly #firsts: number;
  readonly #acrossWeights: number;
  readonly #downWeights: number;
  readonly #ring: readonly number[];
  readonly #rows: Uint32Array;
  readonly #outRow: number;
  #blockRows = 0;
  #sourceRow: number;
  #reducedRow = 0;
  #nextOut = 0;

  /** @param module `resample-kernel.wasm` */
  constructor(module: WebAssembly.Module, request: ResampleRequest) {
    const { window, width, height, sourceWidth, sourceHeight } = request;
    this.#channels = request.channels;
    this.#hasAlpha = request.hasAlpha && request.channels === 4;
    this.#out = createRaster(width, height, this.#hasAlpha);
    this.#across = planAxis(window.x, window.width, width, sourceWidth);
    this.#down = planAxis(window.y, window.height, height, sourceHeight);
    this.firstRow = this.#down.first;
    this.endRow = this.#down.end;
    this.#sourceRow = this.firstRow;

    this.#wasm = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    const { memory } = this.#wasm;
    let end = memory.buffer.byteLength;
    const reserve = (bytes: number): number => {
      const at = end;
      end += Math.ceil(bytes / WORK_PIXEL_BYTES) * WORK_PIXEL_BYTES;
      return at;
    };
    // Rows are worked on four pixels at a time, and pixels are loaded four bytes at a time: both may reach past the end.
    const rowBytes = (Math.ceil(width / 4) + 1) * 4 * WORK_PIXEL_BYTES;
    const { kernel: across } = this.#across;
    const { kernel: down } = this.#down;
    this.#source = reserve((this.#across.end - this.#across.first) * request.channels + WORK_PIXEL_BYTES);
    this.#line = reserve(this.#across.reduced * WORK_PIXEL_BYTES);
    this.#firsts = reserve(across.first.byteLength);
    this.#acrossWeights = reserve(across.weights.byteLength);
    this.#downWeights = reserve(down.weights.byteLength);
    this.#ring = Array.from({ length: down.size + 1 }, () => reserve(rowBytes));
    const rows = reserve(down.size * 4);
    this.#outRow = reserve(rowBytes / 4);
    memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES));
    this.#memory = new Uint8Array(memory.buffer);
    this.#rows = new Uint32Array(memory.buffer, rows, down.size);
    new Int32Array(memory.buffer, this.#firsts).set(across.first);
    new Float32Array(memory.buffer, this.#acrossWeights).set(across.weights);
    new Float32Array(memory.buffer, this.#downWeights).set(down.weights);
  }

  /** Adds the next source row (row `firstRow` first), found at `offset` of `bytes`. Rows after `endRow` are ignored. */
  push(bytes: Uint8Array | Uint8ClampedArray, offset: number): void {
    if (this.#sourceRow >= this.endRow) return;
    this.#sourceRow++;
    const { first, end, block } = this.#across;
    const channels = this.#channels;
    this.#memory.set(bytes.subarray(offset + first * channels, offset + end * channels), this.#source);
    this.#wasm.addRow(
      this.#source,
      channels,
      end - first,
      block,
      this.#line,
      Number(this.#hasAlpha),
      Number(this.#blockRows === 0),
    );
    this.#blockRows++;
    if (this.#blockRows === this.#down.block || this.#sourceRow === this.endRow) this.#finishBlockRow();
  }

  /** The picture; rows that never came count as their last neighbour. */
  finish(): Raster {
    while (this.#reducedRow > 0 && this.#reducedRow < this.#down.reduced) {
      const last = this.#ringRow(this.#reducedRow - 1);
      this.#memory.copyWithin(
        this.#ringRow(this.#reducedRow),
        last,
        last + this.#out.width * WORK_PIXEL_BYTES,
      );
      this.#reducedRow++;
      this.#emitReady();
    }
    return this.#out;
  }

  #ringRow(row: number): number {
    return this.#ring[row % this.#ring.length] as number;
  }

  #finishBlockRow(): void {
    const { first, end, block, reduced } = this.#across;
    const whole = block * this.#blockRows;
    const inLast = end - first - (reduced - 1) * block;
    if (whole > 1) this.#wasm.scaleLine(this.#line, reduced - 1, 1 / whole);
    const last = this.#line + (reduced - 1) * WORK_PIXEL_BYTES;
    if (inLast * this.#blockRows > 1) this.#wasm.scaleLine(last, 1, 1 / (inLast * this.#blockRows));
    this.#wasm.filterAcross(
      this.#line,
      this.#firsts,
      this.#acrossWeights,
      this.#across.kernel.size,
      this.#out.width,
      this.#ringRow(this.#reducedRow),
    );
    this.#reducedRow++;
    this.#blockRows = 0;
    this.#emitReady();
  }

  #emitReady(): void {
    const { first, size } = this.#down.kernel;
    const { height } = this.#out;
    while (this.#nextOut < height && (first[this.#nextOut] as number) + size <= this.#reducedRow) {
      this.#filterDown(this.#nextOut++);
    }
  }

  #filterDown(y: number): void {
    const { first, size } = this.#down.kernel;
    const { width, data } = this.#out;
    const from = first[y] as number;
    for (let k = 0; k < size; k++) this.#rows[k] = this.#ringRow(from + k);
    this.#wasm.filterDown(
      this.#rows.byteOffset,
      this.#downWeights + y * size * 4,
      size,
      Math.ceil(width / 4) * 16,
      this.#outRow,
      Number(this.#hasAlpha),
    );
    data.set(this.#memory.subarray(this.#outRow, this.#outRow + width * 4), y * width * 4);
  }
}
