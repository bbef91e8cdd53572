/** The Wasm engine behind the `ImageTransformer` port: admission, the one-job queue, and outcomes instead of exceptions. */
import { WASM_CAPABILITIES } from '../shared/delivery/wasm-capabilities.ts';
import { type ImageHeader, uprightSize } from '../shared/metadata/inspect.ts';
import type {
  ImageSource,
  ImageTransformer,
  InspectResult,
  MasterResult,
  Refused,
  TransformJob,
  TransformResult,
} from '../worker/ports/image-transformer.ts';
import { admit, refuse } from './admission.ts';
import { DamagedSource, SourceTooLarge, UnsupportedSource, type WasmModules } from './codecs/modules.ts';
import { makeMaster } from './master.ts';
import { OneSlot } from './one-slot.ts';
import { renderPlan } from './render.ts';
import { SourceReader } from './source-reader.ts';

const QUEUE = { maxWaiting: 6, maxWaitMs: 15_000 };
const RETRY_AFTER_SECONDS = 2;

export function createEngine(modules: WasmModules): ImageTransformer {
  const slot = new OneSlot(QUEUE);

  /** Header, admission, then the job with the whole source in the slot. */
  async function process<Result>(
    source: ImageSource,
    job: (bytes: Uint8Array, header: ImageHeader) => Promise<Result>,
  ): Promise<Result | Refused> {
    const reader = new SourceReader(source);
    try {
      const header = await reader.readHeader();
      if ('status' in header) return header;
      const refused = admit(header, reader.size);
      if (refused) return refused;
      const result = await slot.run(async () => {
        const bytes = await reader.readAll();
        if ('status' in bytes) return bytes;
        return admit(header, bytes.length) ?? (await job(bytes, header));
      });
      return result === 'busy'
        ? refuse('busy', 'the engine is at work', { retryAfterSeconds: RETRY_AFTER_SECONDS })
        : result;
    } catch (error) {
      return outcomeOf(error);
    } finally {
      await reader.cancel();
    }
  }

  return {
    capabilities: WASM_CAPABILITIES,
    async inspect(source: ImageSource): Promise<InspectResult> {
      const reader = new SourceReader(source);
      try {
        const header = await reader.readHeader();
        if ('status' in header) return header;
        return { status: 'ok', header, ...uprightSize(header), refusal: admit(header, reader.size) };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        await reader.cancel();
      }
    },
    async transform({ source, plan, watermark }: TransformJob): Promise<TransformResult> {
      return process<TransformResult>(source, (bytes, header) =>
        renderPlan({ source: bytes, header, plan, watermark }, modules),
      );
    },
    async master(source: ImageSource): Promise<MasterResult> {
      return process<MasterResult>(source, (bytes, header) => makeMaster(bytes, header, modules));
    },
  };
}

function outcomeOf(error: unknown): Refused {
  if (error instanceof DamagedSource) return refuse('damaged', error.message);
  if (error instanceof UnsupportedSource) return refuse('unsupported', error.message, error.told);
  if (error instanceof SourceTooLarge) return refuse('too_large', error.message, error.told);
  // A codec that traps or throws did so on these bytes.
  if (error instanceof WebAssembly.RuntimeError)
    return refuse('damaged', `a codec gave up: ${error.message}`);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return refuse('failed', message.slice(0, 300));
}
