/** Which engine draws: the Wasm engine, unless a deployment asks for the Images binding and has it. */
import type { Env } from '../../env.ts';
import type { ImageTransformer } from '../../ports/image-transformer.ts';
import { createImagesBindingTransformer } from './images-binding.ts';
import { createWasmEngine, type ImageEngineBinding } from './wasm-engine.ts';

export function chooseEngine(env: Pick<Env, 'IMAGE_ENGINE' | 'IMAGES' | 'IMAGING'>): ImageTransformer {
  if (env.IMAGE_ENGINE === 'images' && env.IMAGES !== undefined) {
    return createImagesBindingTransformer(env.IMAGES);
  }
  // A service binding's type says only that it can be fetched; the engine's own methods are its contract.
  return createWasmEngine(env.IMAGING as unknown as ImageEngineBinding);
}
