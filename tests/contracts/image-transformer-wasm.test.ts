/** The contract on the built image engine in workerd, called through a service binding as the gateway calls it. */
import { fileURLToPath } from 'node:url';
import { createTestHarness } from 'wrangler';
import { createWasmEngine, type ImageEngineBinding } from '../../worker/platform/images/wasm-engine.ts';
import { imageTransformerContract } from './image-transformer.ts';

imageTransformerContract('Wasm engine in workerd', async () => {
  const harness = createTestHarness({
    root: fileURLToPath(new URL('../../', import.meta.url)),
    workers: [
      { configPath: 'tests/contracts/image-transformer-caller/wrangler.toml' },
      { configPath: 'imaging/wrangler.toml', prebuiltWorkerDir: 'dist/imaging' },
    ],
  });
  await harness.listen();
  const env = await harness.getWorker<{ IMAGING: ImageEngineBinding }>('caller').getEnv();
  return { transformer: createWasmEngine(env.IMAGING), close: () => harness.close() };
});
