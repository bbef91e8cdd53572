/** The contract on the built image engine in workerd, called through a service binding as the gateway calls it. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';
import { createWasmEngine, type ImageEngineBinding } from '../../worker/platform/images/wasm-engine.ts';
import { imageTransformerContract } from './image-transformer.ts';
import { planFor } from './image-transformer-fixtures.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function startEngine() {
  const harness = createTestHarness({
    root,
    workers: [
      { configPath: 'tests/contracts/image-transformer-caller/wrangler.toml' },
      { configPath: 'imaging/wrangler.toml', prebuiltWorkerDir: 'dist/imaging' },
    ],
  });
  await harness.listen();
  const env = await harness.getWorker<{ IMAGING: ImageEngineBinding }>('caller').getEnv();
  return { transformer: createWasmEngine(env.IMAGING), close: () => harness.close() };
}

imageTransformerContract('Wasm engine in workerd', startEngine);

const heic = join(resolve(root, process.env.SAMPLES_DIR ?? '../shared/samples'), 'phone-iphone-13.heic');

// Nothing here can write one, so this needs a real file. Its decoder tells Node from workerd by itself, and differs in them.
describe.skipIf(!existsSync(heic))('HEIC in workerd', () => {
  it('is decoded, and a damaged one leaves the engine able to decode the next', async () => {
    const { transformer, close } = await startEngine();
    try {
      const source = new Uint8Array(readFileSync(heic));
      const damaged = source.subarray(0, source.length >> 1);
      const plan = planFor(source, { w: 600 }, { format: 'png' });
      expect(await transformer.transform({ source: damaged, plan })).toMatchObject({ reason: 'damaged' });
      const result = await transformer.transform({ source, plan });
      if (result.status !== 'ok') throw new Error(result.message);
      expect([result.width, result.height]).toEqual([600, 800]);
      const { channels } = await sharp(result.bytes).stats();
      expect(Math.min(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
    } finally {
      await close();
    }
  });
});
