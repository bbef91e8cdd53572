/** The `ImageTransformer` of the Wasm engine: RPC over the service binding `IMAGING`, with a time limit and no exceptions. */
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import type {
  ImageSource,
  ImageTransformer,
  InspectResult,
  MasterResult,
  Refused,
  TransformJob,
  TransformResult,
} from '../../ports/image-transformer.ts';

/** What the service binding offers; `imaging/index.ts` implements it. */
export interface ImageEngineBinding {
  inspect(source: ImageSource): Promise<InspectResult>;
  transform(job: TransformJob): Promise<TransformResult>;
  master(source: ImageSource): Promise<MasterResult>;
}

export interface WasmEngineOptions {
  /** Longest wait for an answer, queueing included. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 40_000;
const RETRY_AFTER_SECONDS = 5;

export function createWasmEngine(
  binding: ImageEngineBinding,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: WasmEngineOptions = {},
): ImageTransformer {
  async function ask<Result>(call: () => Promise<Result>): Promise<Result | Refused> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<Refused>((resolve) => {
      timer = setTimeout(() => {
        resolve({
          status: 'refused',
          reason: 'timeout',
          message: `the engine gave no answer in ${timeoutMs} ms`,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }, timeoutMs);
    });
    try {
      return await Promise.race([call(), timeout]);
    } catch (error) {
      // The other Worker was stopped (memory, CPU time) or could not be reached.
      const message = error instanceof Error ? error.message : String(error);
      return { status: 'refused', reason: 'failed', message: `the engine failed: ${message.slice(0, 200)}` };
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    capabilities: WASM_CAPABILITIES,
    inspect: (source) => ask<InspectResult>(() => binding.inspect(source)),
    transform: (job) => ask<TransformResult>(() => binding.transform(job)),
    master: (source) => ask<MasterResult>(() => binding.master(source)),
  };
}
