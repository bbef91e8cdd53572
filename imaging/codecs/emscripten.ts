/**
 * Instances of Emscripten codecs. Their heaps only ever grow, so an instance is kept for the next job only while its heap is
 * small; after a large picture, or a trap, the next job starts with a fresh one. One job runs at a time, so nothing is shared.
 *
 * No heap grows past `MEMORY_LIMIT_BYTES`, whatever a codec asks for: admission estimates, this holds.
 */
import { MEMORY_LIMIT_BYTES } from '../admission.ts';
import { SourceTooLarge } from './modules.ts';

const PAGE_BYTES = 65_536;

/** Largest heap of an instance worth keeping. */
const KEPT_HEAP_BYTES = 24_000_000;

interface ModuleOptions {
  noInitialRun: boolean;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
}

/** The factory of Emscripten glue code, which the packages type through a global namespace of their own. */
type EmscriptenFactory = (options: ModuleOptions) => Promise<unknown>;

interface Kept {
  readonly codec: unknown;
  readonly memory: WebAssembly.Memory | null;
}

const kept = new WeakMap<WebAssembly.Module, Kept>();

/**
 * Runs `use` with an instance of the codec; its result must not point into the codec's memory.
 *
 * @throws SourceTooLarge where the codec needs more memory than there is
 */
export async function withCodec<Codec, Result>(
  factory: unknown,
  module: WebAssembly.Module,
  use: (codec: Codec) => Result,
): Promise<Result> {
  const instance = kept.get(module) ?? (await instantiate(factory as EmscriptenFactory, module));
  kept.delete(module);
  const result = use(instance.codec as Codec);
  if (instance.memory && instance.memory.buffer.byteLength <= KEPT_HEAP_BYTES) kept.set(module, instance);
  return result;
}

/** Counts the calls of `grow` that the limit refuses. */
function limitGrowth(memory: WebAssembly.Memory): () => number {
  let refusals = 0;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES > MEMORY_LIMIT_BYTES) {
      refusals++;
      throw new RangeError('the heap is at its limit');
    }
    return grow(pages);
  };
  return () => refusals;
}

/**
 * The glue tries to grow by more than is needed, then by less, and at last tells the codec that there is nothing. Codecs do not
 * bear that well (libwebp asks again for every token it writes), so that word does not reach them: the call into them ends instead.
 */
function endingWhereRefused(imports: WebAssembly.Imports, refusals: () => number): WebAssembly.Imports {
  const ending = (call: (...values: unknown[]) => unknown) => {
    return (...values: unknown[]): unknown => {
      const before = refusals();
      const result = call(...values);
      if (refusals() > before && !result) {
        throw new SourceTooLarge(`a codec needs more than ${MEMORY_LIMIT_BYTES} bytes`);
      }
      return result;
    };
  };
  return Object.fromEntries(
    Object.entries(imports).map(([space, values]) => [
      space,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'function' ? ending(value as (...values: unknown[]) => unknown) : value,
        ]),
      ),
    ]),
  );
}

async function instantiate(factory: EmscriptenFactory, module: WebAssembly.Module): Promise<Kept> {
  let memory: WebAssembly.Memory | null = null;
  let refusals = () => 0;
  const codec = await factory({
    noInitialRun: true,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(
        module,
        endingWhereRefused(imports, () => refusals()),
      );
      const found = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      if (found instanceof WebAssembly.Memory) {
        memory = found;
        refusals = limitGrowth(found);
      }
      done(instance);
      return instance.exports;
    },
  });
  return { codec, memory };
}

/** What the decoders construct; Workers do not have the browser's. */
export function provideImageData(): void {
  if ('ImageData' in globalThis) return;
  class PlainImageData {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data;
      this.width = width;
      this.height = height;
    }
  }
  Object.defineProperty(globalThis, 'ImageData', { value: PlainImageData, configurable: true });
}
