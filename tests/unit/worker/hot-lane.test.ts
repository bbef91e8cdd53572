/**
 * The short way gives what the whole way gives: for random requests, instants and countries its answer, where it has one, is the
 * whole way's in status, headers and bytes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/contract/audit.ts';
import { type DeliverySnapshot, SNAPSHOT_SHAPE } from '../../../shared/delivery/snapshot.ts';
import { initialRights, type RightsSnapshot } from '../../../shared/rights/index.ts';
import type { Caller } from '../../../worker/http/caller.ts';
import { Failure } from '../../../worker/http/errors.ts';
import type { SurfaceDeps } from '../../../worker/modules/delivery/desk.ts';
import { createHotLane } from '../../../worker/modules/delivery/hot-lane.ts';
import type { PlannedRendition, PlanRequest } from '../../../worker/modules/delivery/renditions.ts';
import { createDeliveryService } from '../../../worker/modules/delivery/service.ts';
import { createSurfaces } from '../../../worker/modules/delivery/service-surfaces.ts';
import type { EdgeRecord } from '../../../worker/modules/delivery/snapshot-memo.ts';

const ASSET = 'ast_0123456789abcdef';
const NOW = Date.UTC(2026, 10, 26, 12);
const ETAG = '"hot"';
const BYTES = Uint8Array.from({ length: 4000 }, (_, i) => i % 251);

const settings = settingsSchema.parse({
  organisation: 'Brand',
  contact: null,
  timeZone: 'UTC',
  locale: 'en',
  shareDefaultDays: 30,
  shareMaximumDays: 365,
  policyTtlMs: 2000,
  denialPolicy: 'gone',
  allowedSites: { default: { mode: 'any', sites: [], reportOnly: false }, channels: {} },
  watermarks: [],
  protectiveWatermark: null,
});

function recordOf(rights: Partial<RightsSnapshot>): EdgeRecord {
  const snapshot: DeliverySnapshot = {
    shape: SNAPSHOT_SHAPE,
    compiledAt: NOW - 3_600_000,
    assetId: ASSET,
    slug: 'a',
    title: 'A',
    kind: 'image',
    altText: null,
    caption: null,
    sku: null,
    dateCreated: null,
    place: null,
    keywords: [],
    focalPoint: null,
    denialPolicy: null,
    allowedSites: null,
    rights: { ...initialRights(ASSET), status: 'approved', ...rights },
    version: {
      id: 'ver_1',
      number: 1,
      storageKey: 'originals/1',
      fileName: 'a.jpg',
      mediaType: 'image/jpeg',
      sizeBytes: 9,
      sha256: 'a',
      crc32: 0,
      width: 4000,
      height: 3000,
      orientation: 1,
      hasAlpha: false,
      pages: 1,
      frames: 1,
      durationMs: null,
      isRenderable: true,
      master: null,
      thumbHash: null,
      dominantColour: null,
      createdAt: NOW - 86_400_000,
    },
    // Nothing here reads it.
    credit: {} as DeliverySnapshot['credit'],
  };
  return { snapshot, settings };
}

const instant = fc.integer({ min: -40, max: 40 }).map((tenths) => NOW + tenths * 500);
const end = fc.option(instant, { nil: null, freq: 1 });
const territories = fc.constantFrom(
  { include: null, exclude: [] },
  { include: null, exclude: [] },
  { include: ['DE', 'AT'], exclude: [] },
  { include: null, exclude: ['US'] },
);
const license = fc.record({
  id: fc.constantFrom('lic_1', 'lic_2', 'lic_3'),
  name: fc.constant('Press'),
  effect: fc.constantFrom('permit', 'permit', 'permit', 'permit', 'permit', 'prohibit'),
  startsAt: end,
  endsAt: end,
  territories,
  channels: fc.constantFrom(null, null, ['web'], ['print']),
  audiences: fc.constantFrom(null, ['public']),
  maxPixels: fc.constantFrom(null, null, 800),
  usageTerms: fc.constantFrom(null, 'Editorial only'),
  licensor: fc.constantFrom(null, null, 'Agency X'),
});
const rights = fc.record({
  licenses: fc.array(license, { minLength: 1, maxLength: 3 }),
  embargo: fc.option(
    instant.map((liftsAt) => ({ liftsAt })),
    { nil: null, freq: 1 },
  ),
}) as fc.Arbitrary<Partial<RightsSnapshot>>;

const validators = fc.constantFrom(ETAG, 'W/"hot"', '"other"', '*', `"a", ${ETAG}`, 'nonsense');
const dates = fc.constantFrom(
  new Date(NOW).toUTCString(),
  new Date(NOW - 86_400_000).toUTCString(),
  new Date(NOW - 9e8).toUTCString(),
  'yesterday',
);
const headers = fc.record(
  {
    'if-none-match': validators,
    'if-match': validators,
    'if-modified-since': dates,
    'if-unmodified-since': dates,
    range: fc.constantFrom(
      'bytes=0-9',
      'bytes=-5',
      'bytes=3990-',
      'bytes=9999-',
      'bytes=0-1,5-6',
      'lines=1-2',
    ),
    'if-range': fc.oneof(validators, dates),
    referer: fc.constantFrom('https://news.example/a', 'not a url'),
  },
  { requiredKeys: [] },
);
const ask = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
  segment: fc.constantFrom('w=320', 'card'),
  accept: fc.constantFrom(undefined, 'image/webp,*/*'),
  headers,
  at: instant,
  territory: fc.constantFrom('DE', 'US', 'FR', null),
});

/** One isolate: surfaces and, where asked for, the lane that they fill. */
function isolate(record: EdgeRecord) {
  const planned = ({ format, transformation, conditions }: PlanRequest) => {
    const { maxPixels, terms, licensor } = conditions;
    return {
      key: JSON.stringify([format, transformation, maxPixels, terms, licensor]),
      // What travels inside is part of what the tag names.
      etag:
        terms === undefined && licensor === undefined
          ? ETAG
          : JSON.stringify(`${terms} ${licensor}`.replaceAll(' ', '-')),
      format,
      mediaType: `image/${format}`,
      plan: { watermark: null },
    } as PlannedRendition;
  };
  const unreached = (): never => {
    throw new Error('not reached');
  };
  const delivery = createDeliveryService({
    renditions: {
      plan: async (request) => planned(request),
      bytes: async () => ({ bytes: BYTES, steps: [{ name: 'memory' }] }),
      planIfPossible: async (request) => planned(request),
      standingOf: () => 'ready',
      peek: () => BYTES,
      prepare: () => undefined,
    },
    store: new Proxy({} as Parameters<typeof createDeliveryService>[0]['store'], { get: () => unreached }),
  });
  const memo = { peek: () => record, forget: () => undefined, get: () => record, getRecent: () => record };
  const usage = { count: () => undefined, flush: async () => undefined };
  const hotLane = createHotLane({ delivery, memo, usage });
  const surfaces = createSurfaces({
    delivery,
    memo,
    hotLane,
    usage,
    marks: { onTrial: async () => null },
    signer: { keys: unreached } as unknown as SurfaceDeps['signer'],
    identifiers: { next: unreached, token: unreached } as unknown as SurfaceDeps['identifiers'],
    portalGate: async () => null,
    background: () => undefined,
    monotonic: () => 0,
    recordDownload: async () => undefined,
    noteGone: async () => undefined,
  });
  return { hotLane, surfaces };
}

const callerAt = (now: number, territory: string | null): Caller => ({
  actor: { kind: 'visitor', id: null, name: 'Visitor' },
  role: null,
  locale: 'en',
  timeZone: 'UTC',
  territory,
  source: null,
  requestId: 'req_1',
  origin: 'https://brand.example',
  now,
});

async function said(response: Response): Promise<unknown> {
  const { 'server-timing': _, ...rest } = Object.fromEntries(response.headers);
  return [response.status, rest, Buffer.from(await response.arrayBuffer()).toString('base64')];
}

describe('the hot lane', () => {
  it('says what the whole way says, or nothing', async () => {
    const seen = { hot: 0, revalidated: 0, parts: 0, passed: 0 };
    await fc.assert(
      fc.asyncProperty(rights, fc.array(ask, { minLength: 30, maxLength: 50 }), async (given, asks) => {
        const record = recordOf(given);
        const warm = isolate(record);
        const whole = isolate(record);
        for (const { method, segment, accept, headers: extra, at, territory } of asks) {
          const path = { asset: ASSET, segment, name: 'x.jpg' };
          const request = new Request(`https://brand.example/i/${ASSET}/${segment}/x.jpg`, {
            method,
            headers: { ...extra, ...(accept === undefined ? {} : { accept }) },
          });
          const hot = warm.hotLane.answer(request, () => territory, at);
          const full = await whole.surfaces.hotlink(callerAt(at, territory), request, path).catch((error) => {
            if (error instanceof Failure) return null;
            throw error;
          });
          if (hot === null) {
            seen.passed += 1;
            // The whole way fills the lane for the next.
            await warm.surfaces.hotlink(callerAt(at, territory), request, path).catch(() => null);
            continue;
          }
          if (full === null) throw new Error(`the lane answered ${hot.status}, the whole way denied`);
          seen.hot += 1;
          if (hot.status === 304) seen.revalidated += 1;
          if (hot.status === 206) seen.parts += 1;
          expect(await said(hot)).toEqual(await said(full));
        }
      }),
      { numRuns: 120, seed: 20_261_126 },
    );
    expect(seen.hot).toBeGreaterThan(300);
    expect(seen.revalidated).toBeGreaterThan(20);
    expect(seen.parts).toBeGreaterThan(20);
    expect(seen.passed).toBeGreaterThan(500);
  });
});
