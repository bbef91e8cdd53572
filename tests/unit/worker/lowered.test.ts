/** A rendition that the engine wrote at a lower quality says so wherever its bytes come from later. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loweredIn, serverTiming } from '../../../shared/delivery/index.ts';
import type { AllowedUsage } from '../../../shared/rights/index.ts';
import { answerWithBytes, type RememberedAnswer } from '../../../worker/modules/delivery/answers.ts';
import { NO_MARKS } from '../../../worker/modules/delivery/marks.ts';
import {
  createRenditionService,
  type PlannedRendition,
  type RenditionDeps,
} from '../../../worker/modules/delivery/renditions.ts';
import { credit } from '../metadata/pictures.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const webp = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#246' } })
  .webp()
  .toBuffer();

const planned = {
  key: 'key',
  etag: '"etag"',
  format: 'webp',
  mediaType: 'image/webp',
  plan: { watermark: null, source: { mediaType: 'image/png', width: 24, height: 16 } },
  sourceKey: 'originals/1',
  versionId: 'ver_1',
  credit,
} as unknown as PlannedRendition;

/** The stores outlive isolates; the engine is the only thing that stands in. */
function place(loweredQuality: number | undefined) {
  const objects = new Map<string, Uint8Array>([['originals/1', new Uint8Array(4)]]);
  const cached = new Map<string, Uint8Array>();
  let made = 0;
  const isolate = () => {
    const work: Promise<unknown>[] = [];
    const deps = {
      store: {
        get: async (key: string) => {
          const bytes = objects.get(key);
          return bytes === undefined
            ? null
            : { key, size: bytes.length, mediaType: null, body: new Response(bytes.slice()).body };
        },
        put: async (key: string, bytes: Uint8Array) => void objects.set(key, bytes),
      },
      cache: {
        get: async (key: string) => cached.get(key) ?? null,
        put: async (key: string, bytes: Uint8Array) => void cached.set(key, bytes),
      },
      images: {
        transform: async () => {
          made++;
          const { width, height } = { width: 24, height: 16 };
          const rendition = { status: 'ok', bytes: new Uint8Array(webp), format: 'webp', width, height };
          return loweredQuality === undefined ? rendition : { ...rendition, loweredQuality };
        },
      },
      marks: { read: async () => NO_MARKS },
      background: (done: Promise<unknown>) => void work.push(done),
      sleep: async () => undefined,
      monotonic: () => 0,
      record: async () => undefined,
    } as unknown as RenditionDeps;
    return { renditions: createRenditionService(deps), settled: () => Promise.all(work) };
  };
  return { isolate, cached, made: () => made };
}

const answer = {
  planned,
  headers: {},
  lastModified: NOW,
  audience: 'public',
  policyTtlMs: 2_000,
  otherUntils: [],
  conditions: {},
} as unknown as RememberedAnswer;
const decision = { allowed: true, until: null, conditions: {} } as unknown as AllowedUsage;

describe('a quality that memory did not hold', () => {
  it('is told by the answer that made it, and from the store, the cache and memory', async () => {
    const { isolate, cached, made } = place(54);
    const first = isolate();
    const seen: string[] = [];
    for (const fresh of [first, isolate(), isolate()]) {
      const { bytes, steps } = await fresh.renditions.bytes(planned);
      await fresh.settled();
      const whole = new Request('https://brand.example/i/a/w=24/a.webp');
      for (const told of [steps, 'memory'] as const) {
        const response = answerWithBytes(whole, answer, decision, NOW, bytes, told);
        expect(loweredIn(response.headers.get('server-timing') ?? '')).toBe(54);
      }
      const part = new Request(whole, { headers: { range: 'bytes=0-3' } });
      const ranged = answerWithBytes(part, answer, decision, NOW, bytes, steps);
      expect(loweredIn(ranged.headers.get('server-timing') ?? '')).toBe(54);
      seen.push(serverTiming(steps));
      // The next isolate finds it in the store alone, the one after in the cache again.
      if (fresh === first) cached.clear();
    }
    expect(made()).toBe(1);
    expect(seen.map((steps) => /transform|store;desc="hit"|cache;desc="hit"/.exec(steps)?.[0])).toEqual([
      'transform',
      'store;desc="hit"',
      'cache;desc="hit"',
    ]);
  });

  it('is not told where the picture is as it was asked for', async () => {
    const { bytes, steps } = await place(undefined).isolate().renditions.bytes(planned);
    const request = new Request('https://brand.example/i/a/w=24/a.webp');
    const response = answerWithBytes(request, answer, decision, NOW, bytes, steps);
    expect(response.headers.get('server-timing')).not.toContain('lowered');
  });
});
