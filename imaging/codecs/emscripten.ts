/**
 * Instances of Emscripten codecs. Each job gets a fresh one: their heaps only ever grow, so a kept instance would hold the
 * largest picture it ever saw.
 */

interface ModuleOptions {
  noInitialRun: boolean;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
}

/** The factory of Emscripten glue code, which the packages type through a global namespace of their own. */
export type EmscriptenFactory = (options: ModuleOptions) => Promise<unknown>;

export async function instantiate<Codec>(factory: unknown, module: WebAssembly.Module): Promise<Codec> {
  const create = factory as EmscriptenFactory;
  return (await create({
    noInitialRun: true,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  })) as Codec;
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
