/** An archive's long entry and a client that takes its time: how long permission is good for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ArchivePlan,
  createSending,
  EntryRefused,
  type Permit,
} from '../../../worker/modules/archives/index.ts';

type SendingDeps = Parameters<typeof createSending>[0];

const SIZE = 3 * 1024 * 1024;
const plan: ArchivePlan = {
  fileName: 'all.zip',
  madeAt: 0,
  papers: [],
  files: [
    {
      name: 'film.bin',
      assetId: 'ast_1',
      versionId: 'ver_1',
      preset: 'original',
      storageKey: 'originals/1',
      size: SIZE,
      crc32: 1,
      sha256: '0'.repeat(64),
      modifiedAt: 0,
    },
  ],
};

beforeEach(() => {
  vi.stubGlobal(
    'FixedLengthStream',
    class extends TransformStream {
      constructor(length: number) {
        super({}, { highWaterMark: 0 }, { highWaterMark: 0 });
        expect(length).toBeGreaterThan(SIZE);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('an entry of an archive', () => {
  it('goes on after a withdrawal for seconds at most, however slowly its bytes are taken', async () => {
    let now = 0;
    let checks = 0;
    const background: Promise<unknown>[] = [];
    const sending = createSending({
      clock: () => now,
      store: {
        get: async () => ({ body: new Blob([new Uint8Array(SIZE)]).stream() }),
      },
      background: (work: Promise<unknown>) => background.push(work),
    } as unknown as SendingDeps);
    const WITHDRAWN_AT = 10_000;
    const response = await sending.answer(new Request('https://x/'), now, plan, async () => {
      checks += 1;
      if (now >= WITHDRAWN_AT) throw new EntryRefused('withdrawn');
      return { decision: { until: null } } as Permit;
    });
    const reader = (response.body ?? new ReadableStream()).getReader();
    let received = 0;
    let late = 0;
    const drained = async () => {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        received += step.value.length;
        if (now >= WITHDRAWN_AT) late += step.value.length;
        now += 500;
      }
    };
    await expect(drained()).rejects.toThrow('withdrawn');
    await Promise.all(background);
    // About half a second a piece: the file would have taken another quarter of a minute.
    expect(received).toBeLessThan(SIZE);
    expect(late).toBeLessThanOrEqual(6 * 64 * 1024);
    expect(checks).toBeLessThanOrEqual(12);
  });
});
