import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../env.ts';
import type { AppendResult, UploadProgress, UploadTarget } from '../../ports/upload-sessions.ts';
import { createR2Store } from '../r2/r2-store.ts';
import { type SessionStorage, UploadWriter } from './upload-writer.ts';

/** One resumable upload: lets one request append at a time and remembers what is durable. */
export class UploadSession extends DurableObject<Env> {
  readonly #writer: UploadWriter;
  #running: { stop: AbortController; done: Promise<unknown> } | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#writer = new UploadWriter(createR2Store(env.BUCKET), sessionStorage(ctx.storage));
  }

  async append(
    target: UploadTarget,
    offset: number,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<AppendResult> {
    if (this.#running !== null) {
      await body?.cancel();
      return { status: 'locked' };
    }
    const stop = new AbortController();
    const done = this.#writer.append(target, offset, body, stop.signal);
    const running = { stop, done };
    this.#running = running;
    // A client that leaves must not keep what arrived from becoming durable.
    this.ctx.waitUntil(done.catch(() => undefined));
    try {
      return await done;
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  async progress(target: UploadTarget): Promise<UploadProgress> {
    await this.#stopRunning();
    return this.#writer.progress(target);
  }

  async abort(target: UploadTarget): Promise<void> {
    await this.#stopRunning();
    await this.#writer.abort(target);
  }

  async forget(target: UploadTarget): Promise<void> {
    await this.#writer.forget(target);
  }

  async #stopRunning(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    running.stop.abort();
    // Its own caller hears of a failure.
    await running.done.catch(() => undefined);
  }
}

function sessionStorage(storage: DurableObjectStorage): SessionStorage {
  return {
    read: (key) => storage.get(key),
    async write(entries) {
      await storage.put(entries);
      await storage.sync();
    },
    list: async <T>(prefix: string) => [...(await storage.list<T>({ prefix })).values()],
    clear: () => storage.deleteAll(),
  };
}
