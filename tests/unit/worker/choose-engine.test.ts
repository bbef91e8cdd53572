import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../worker/platform/images/choose-engine.ts';

type Bindings = Parameters<typeof chooseEngine>[0];
const IMAGING = {} as Bindings['IMAGING'];
const IMAGES = {} as NonNullable<Bindings['IMAGES']>;

describe('the engine that draws', () => {
  it('is the Wasm engine, also where the Images binding is bound for something else', () => {
    const wasm = chooseEngine({ IMAGING }).capabilities.engine;
    expect(wasm).toMatch(/^wasm-/);
    expect(chooseEngine({ IMAGING, IMAGES }).capabilities.engine).toBe(wasm);
  });

  it('is the Images binding where a deployment asks for it and has it', () => {
    expect(chooseEngine({ IMAGING, IMAGES, IMAGE_ENGINE: 'images' }).capabilities.engine).toMatch(/^images-/);
    expect(chooseEngine({ IMAGING, IMAGE_ENGINE: 'images' }).capabilities.engine).toMatch(/^wasm-/);
  });
});
