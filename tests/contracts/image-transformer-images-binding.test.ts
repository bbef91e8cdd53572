/** The contract on the Images-binding adapter over a stand-in, what it sends, and how it takes errors. */
import { describe, expect, it } from 'vitest';
import { createImagesBindingTransformer, stepsOf } from '../../worker/platform/images/images-binding.ts';
import { imageTransformerContract } from './image-transformer.ts';
import { planFor, quadrantJpeg } from './image-transformer-fixtures.ts';
import { standInForImages } from './image-transformer-images-stand-in.ts';

imageTransformerContract('Images binding (stand-in)', async () => ({
  transformer: createImagesBindingTransformer(standInForImages()),
  close: async () => {},
}));

describe('Images binding adapter', () => {
  it('sends one group of options per step, in the order of the plan', async () => {
    const source = await quadrantJpeg(6);
    const plan = planFor(source, { w: 100, h: 100, fit: 'cover', rotate: 90, flip: 'h' });
    expect(stepsOf(plan)).toEqual([
      { trim: { left: 40, top: 0, width: 240, height: 240 } },
      { flip: 'h' },
      { rotate: 90 },
      { width: 100, height: 100, fit: 'squeeze' },
    ]);
    expect(stepsOf({ ...plan, flip: 'none', rotate: 0, saliency: 'face' })).toEqual([
      { width: 100, height: 100, fit: 'cover', gravity: 'face' },
    ]);
  });

  it.each([
    [9412, 'unsupported'],
    [9413, 'too_large'],
    [9422, 'busy'],
    [9529, 'timeout'],
    [9523, 'failed'],
  ] as const)('takes error %i as %s', async (failWith, reason) => {
    const source = await quadrantJpeg(1);
    const transformer = createImagesBindingTransformer(standInForImages({ failWith }));
    const result = await transformer.transform({ source, plan: planFor(source, { w: 50 }) });
    expect(result).toMatchObject({ status: 'refused', reason });
  });

  it('refuses an undeclared operation before anything is sent', async () => {
    const source = await quadrantJpeg(1);
    const transformer = createImagesBindingTransformer({} as ImagesBinding);
    const plan = planFor(source, {}, { blur: 3 });
    expect(await transformer.transform({ source, plan })).toMatchObject({
      status: 'refused',
      reason: 'unsupported',
      message: 'not declared: operation:blur',
    });
  });
});
