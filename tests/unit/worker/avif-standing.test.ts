/** What an isolate knows of the AVIF of a picture, over a long life. */
import { describe, expect, it } from 'vitest';
import type { PlannedRendition } from '../../../worker/modules/delivery/index.ts';
import { createRenditionService } from '../../../worker/modules/delivery/index.ts';
import type { RenditionDeps } from '../../../worker/modules/delivery/renditions.ts';
import type { TransformResult } from '../../../worker/ports/image-transformer.ts';

const BYTES = new Uint8Array([1, 2, 3]);
const planned = (name: string | number, format: 'avif' | 'webp' = 'avif') =>
  ({
    key: String(name).padStart(64, '0'),
    format,
    mediaType: `image/${format}`,
    sourceKey: 'source',
    plan: { source: { mediaType: 'image/png', width: 10, height: 10 }, watermark: null },
  }) as PlannedRendition;

/** @param kept whether the store has every rendition; otherwise the engine gives `result` */
function service(kept: boolean, result?: TransformResult | 'never') {
  let clock = 0;
  const work: Promise<unknown>[] = [];
  let transforms = 0;
  const deps = {
    store: {
      get: async (key: string) =>
        kept || key === 'source' ? { body: new Response(BYTES).body, size: BYTES.length } : null,
    },
    cache: { get: async () => null, put: async () => undefined },
    images: {
      transform: async () => {
        transforms += 1;
        return result === 'never' ? new Promise(() => undefined) : result;
      },
    },
    background: (one: Promise<unknown>) => {
      work.push(one);
    },
    sleep: async () => undefined,
    monotonic: () => clock,
  } as unknown as RenditionDeps;
  return {
    renditions: createRenditionService(deps),
    settled: () => Promise.all(work),
    /** What was given to go on after the answer. */
    begun: () => work.length,
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
    transforms: () => transforms,
  };
}

describe('the AVIF of a picture', () => {
  it('stays ready however many other renditions are looked at', async () => {
    const { renditions, settled } = service(true);
    renditions.prepare(planned('a'));
    await settled();
    expect(renditions.standingOf(planned('a'))).toBe('ready');
    for (let index = 0; index < 10_100; index++) await renditions.bytes(planned(index, 'webp'));
    expect(renditions.standingOf(planned('a'))).toBe('ready');
  });

  it('is found again after it was forgotten', async () => {
    const { renditions, settled } = service(true);
    renditions.prepare(planned('a'));
    await settled();
    for (let index = 0; index < 10_100; index++) await renditions.bytes(planned(index));
    expect(renditions.standingOf(planned('a'))).toBe('unknown');
    renditions.prepare(planned('a'));
    await settled();
    expect(renditions.standingOf(planned('a'))).toBe('ready');
  });

  it('is not tried again where the engine never will make it, and is where it was busy', async () => {
    const never = service(false, { status: 'refused', reason: 'too_large', message: '' });
    never.renditions.prepare(planned('a'));
    await never.settled();
    expect(never.renditions.standingOf(planned('a'))).toBe('refused');

    const busy = service(false, { status: 'refused', reason: 'failed', message: '' });
    for (let again = 1; again <= 2; again++) {
      busy.renditions.prepare(planned('a'));
      await busy.settled();
      expect(busy.renditions.standingOf(planned('a'))).toBe('unknown');
      expect(busy.transforms()).toBe(again);
    }
  });

  it('is tried once at a time, and anew when the request that tried it is lost', async () => {
    const lost = service(false, 'never');
    lost.renditions.prepare(planned('a'));
    const once = lost.begun();
    for (let again = 0; again < 3; again++) lost.renditions.prepare(planned('a'));
    expect(lost.begun()).toBe(once);
    lost.pass(61_000);
    lost.renditions.prepare(planned('a'));
    expect(lost.begun()).toBeGreaterThan(once);
  });
});
