/** Kills the process at every single step of an upload and goes on with what is durable. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SessionStorage, UploadWriter } from '../../../worker/platform/durable-objects/upload-writer.ts';
import type { ObjectStore } from '../../../worker/ports/object-store.ts';
import type { UploadTarget } from '../../../worker/ports/upload-sessions.ts';
import { createMemoryStore } from '../../contracts/memory-store.ts';

const PART = 100;
const NEVER = new AbortController().signal;

class Killed extends Error {}

/** Lets `steps` operations through; the next one dies before or after it took effect, and so does every later one. */
class Process {
  #left: number;
  readonly #afterwards: boolean;
  constructor(steps: number, afterwards: boolean) {
    this.#left = steps;
    this.#afterwards = afterwards;
  }
  get isDead(): boolean {
    return this.#left < 0;
  }
  watch<T extends object>(subject: T): T {
    return new Proxy(subject, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...parameters: unknown[]) => {
          this.#left--;
          if (this.#left < -1 || (this.isDead && !this.#afterwards)) throw new Killed();
          const result: unknown = await Reflect.apply(member, target, parameters);
          if (this.isDead) throw new Killed();
          return result;
        };
      },
    });
  }
}

function createStorage(): SessionStorage {
  const entries = new Map<string, string>();
  return {
    read: async (key) => {
      const value = entries.get(key);
      return value === undefined ? undefined : JSON.parse(value);
    },
    write: async (changes) => {
      for (const [key, value] of Object.entries(changes)) entries.set(key, JSON.stringify(value));
    },
    list: async (prefix) =>
      [...entries]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, value]) => JSON.parse(value)),
    clear: async () => entries.clear(),
  };
}

function bytesOfLength(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}
const streamOf = (bytes: Uint8Array, piece: number): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + piece));
      at += piece;
    },
  });
};
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Sends the file in requests of `request` bytes, with one kill; returns how often a step was reached. */
async function uploadWithKill(
  size: number,
  request: number,
  kill: { step: number; afterwards: boolean },
): Promise<{ wasKilled: boolean }> {
  const store: ObjectStore = createMemoryStore(1);
  const storage = createStorage();
  const target: UploadTarget = { uploadId: 'upl_1', storageKey: 'originals/upl_1', sizeBytes: size };
  const file = bytesOfLength(size);
  let process = new Process(kill.step, kill.afterwards);
  let writer = new UploadWriter(process.watch(store), process.watch(storage), PART);
  let wasKilled = false;
  let acknowledged = 0;
  for (;;) {
    try {
      const { offset, complete } = await writer.progress(target);
      // What was acknowledged is never lost again.
      expect(offset).toBeGreaterThanOrEqual(acknowledged);
      if (complete) break;
      const body = streamOf(file.subarray(offset, Math.min(size, offset + request)), 37);
      const result = await writer.append(target, offset, body, NEVER);
      if (result.status !== 'appended') throw new Error(result.status);
      acknowledged = result.offset;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      wasKilled = true;
      process = new Process(Number.POSITIVE_INFINITY, false);
      writer = new UploadWriter(process.watch(store), process.watch(storage), PART);
    }
  }
  const stored = await store.get(target.storageKey);
  const bytes = new Uint8Array(await new Response(stored?.body).arrayBuffer());
  expect(digest(bytes)).toBe(digest(file));
  return { wasKilled };
}

describe('an upload whose process is killed', () => {
  it.each([
    ['one request, less than a part', 60, 1000],
    ['exactly one part', 100, 1000],
    ['requests smaller than a part', 350, 30],
    ['requests that are not whole parts', 1034, 170],
    ['requests of whole parts', 400, 200],
    ['everything in one request', 777, 10_000],
  ])('loses nothing at any step: %s', async (_what, size, request) => {
    for (const afterwards of [false, true]) {
      let step = 0;
      while ((await uploadWithKill(size, request, { step, afterwards })).wasKilled) step++;
      expect(step).toBeGreaterThan(3);
    }
  });

  it('keeps what arrived when the stream breaks or is stopped', async () => {
    const storage = createStorage();
    const store = createMemoryStore(1);
    const writer = new UploadWriter(store, storage, PART);
    const target = { uploadId: 'upl_2', storageKey: 'originals/upl_2', sizeBytes: 250 };
    const file = bytesOfLength(250);
    let pulls = 0;
    const breaking = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls++;
        if (pulls > 3) controller.error(new Error('connection lost'));
        else controller.enqueue(file.slice((pulls - 1) * 40, pulls * 40));
      },
    });
    expect(await writer.append(target, 0, breaking, NEVER)).toEqual({ status: 'interrupted', offset: 120 });
    const stop = new AbortController();
    const hanging = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(file.slice(120, 130));
      },
      // Once those are taken.
      pull() {
        setTimeout(() => stop.abort());
      },
    });
    const running = writer.append(target, 120, hanging, stop.signal);
    expect(await running).toEqual({ status: 'interrupted', offset: 130 });
    expect(await writer.append(target, 130, streamOf(file.subarray(130), 50), NEVER)).toEqual({
      status: 'appended',
      offset: 250,
      complete: true,
    });
    const stored = await store.get(target.storageKey);
    expect(digest(new Uint8Array(await new Response(stored?.body).arrayBuffer()))).toBe(digest(file));
    await writer.forget(target);
    expect(store.keys()).toEqual([target.storageKey]);
  });

  it('takes no byte past the declared size', async () => {
    const writer = new UploadWriter(createMemoryStore(1), createStorage(), PART);
    const target = { uploadId: 'upl_3', storageKey: 'originals/upl_3', sizeBytes: 130 };
    const answer = await writer.append(target, 0, streamOf(bytesOfLength(131), 50), NEVER);
    expect(answer).toEqual({ status: 'too_many_bytes', offset: 100 });
    expect(await writer.progress(target)).toEqual({ offset: 100, complete: false });
  });
});
