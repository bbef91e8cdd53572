/**
 * Instances of Emscripten codecs. Their heaps only ever grow, so an instance is kept for the next job only while its heap is
 * small; after a large picture, or a trap, the next job starts with a fresh one. One job runs at a time, so nothing is shared.
 */

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

/** Runs `use` with an instance of the codec; its result must not point into the codec's memory. */
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

async function instantiate(factory: EmscriptenFactory, module: WebAssembly.Module): Promise<Kept> {
  let memory: WebAssembly.Memory | null = null;
  const codec = await factory({
    noInitialRun: true,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, imports);
      const found = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      if (found instanceof WebAssembly.Memory) memory = found;
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
