/** What the surfaces decide beyond the matrix of routes: who may keep an answer, and what its headers may carry. */
import { describe, expect, it, vi } from 'vitest';
import { settingsSchema } from '../../../shared/contract/audit.ts';
import type { TrialMark } from '../../../shared/contract/delivery.ts';
import { type DeliverySnapshot, SNAPSHOT_SHAPE } from '../../../shared/delivery/snapshot.ts';
import type { Watermark } from '../../../shared/delivery/types.ts';
import { enclosingRule, initialRights, type LicenseRule } from '../../../shared/rights/index.ts';
import type { Caller } from '../../../worker/http/caller.ts';
import { Failure } from '../../../worker/http/errors.ts';
import type { PortalAdmission } from '../../../worker/modules/delivery/desk.ts';
import type { PlannedRendition } from '../../../worker/modules/delivery/renditions.ts';
import { createDeliveryService } from '../../../worker/modules/delivery/service.ts';
import { createSurfaces } from '../../../worker/modules/delivery/service-surfaces.ts';

const NOW = Date.UTC(2026, 10, 21);
const ASSET = 'ast_0123456789abcdef';
const caller: Caller = {
  actor: { kind: 'visitor', id: null, name: 'Visitor' },
  role: null,
  locale: 'en',
  timeZone: 'UTC',
  territory: 'DE',
  source: null,
  requestId: 'req_1',
  origin: 'https://brand.example',
  now: NOW,
};
const license: LicenseRule = {
  id: 'lic_1',
  name: 'Press',
  effect: 'permit',
  startsAt: null,
  endsAt: null,
  territories: { include: null, exclude: [] },
  channels: null,
  audiences: null,
  maxPixels: null,
  usageTerms: null,
  licensor: null,
};

function snapshotOf(changed: Partial<LicenseRule> = {}): DeliverySnapshot {
  return {
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
    rights: { ...initialRights(ASSET), status: 'approved', licenses: [{ ...license, ...changed }] },
    version: {
      id: 'ver_1',
      number: 1,
      storageKey: 'originals/1',
      fileName: 'a.mp4',
      mediaType: 'video/mp4',
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
      createdAt: NOW,
    },
    // Nothing here reads it.
    credit: {} as DeliverySnapshot['credit'],
  };
}

const settings = settingsSchema.parse({
  organisation: 'Brand',
  contact: null,
  timeZone: 'UTC',
  locale: 'en',
  shareDefaultDays: 30,
  shareMaximumDays: 365,
  policyTtlMs: 2000,
  denialPolicy: 'successor',
  allowedSites: { default: { mode: 'any', sites: [], reportOnly: false }, channels: {} },
  watermarks: [],
  protectiveWatermark: null,
});

const planned = {
  etag: '"x"',
  format: 'webp',
  mediaType: 'image/webp',
  plan: { watermark: null },
} as PlannedRendition;

function surfacesFor(
  snapshots: Record<string, DeliverySnapshot>,
  admission: Partial<PortalAdmission> = {},
  stubs: {
    plan?: () => Promise<PlannedRendition>;
    count?: (outcome: string) => void;
    noteGone?: () => void;
    monotonic?: () => number;
    onTrial?: () => Promise<Watermark | null>;
  } = {},
) {
  const unreached = (): never => {
    throw new Error('not reached');
  };
  const delivery = createDeliveryService({
    renditions: {
      plan: stubs.plan ?? (async () => planned),
      bytes: async () => ({ bytes: new Uint8Array(9), steps: [] }),
      planIfPossible: stubs.plan ?? (async () => planned),
      standingOf: () => 'unknown',
      peek: () => undefined,
      prepare: () => undefined,
    },
    store: new Proxy({} as Parameters<typeof createDeliveryService>[0]['store'], { get: () => unreached }),
  });
  return createSurfaces({
    delivery,
    hotLane: { remember: () => undefined, answer: () => null },
    memo: {
      peek: () => undefined,
      forget: () => undefined,
      get: async (id) => ({ snapshot: snapshots[id] ?? null, settings }),
      getRecent: async (id) => ({ snapshot: snapshots[id] ?? null, settings }),
    },
    marks: { onTrial: stubs.onTrial ?? (async () => null) },
    signer: { keys: unreached } as unknown as Parameters<typeof createSurfaces>[0]['signer'],
    identifiers: { next: () => 'dlv_1', token: () => 't' } as unknown as Parameters<
      typeof createSurfaces
    >[0]['identifiers'],
    portalGate: async () => ({
      portalId: 'ptl_1',
      enclosing: [enclosingRule({ source: 'portal', id: 'ptl_1', label: '', state: 'active' })],
      audience: 'press',
      allowOriginals: true,
      presets: [],
      pictureRules: [enclosingRule({ source: 'portal', id: 'ptl_1', label: '', state: 'active' })],
      territory: 'DE',
      now: NOW,
      ...admission,
    }),
    usage: { count: (_, __, outcome) => stubs.count?.(outcome), flush: async () => undefined },
    background: () => undefined,
    monotonic: stubs.monotonic ?? (() => 0),
    recordDownload: async () => undefined,
    noteGone: async () => stubs.noteGone?.(),
  });
}
const request = new Request('https://brand.example/');
const codeOf = (answer: Promise<Response>): Promise<unknown> =>
  answer.then(
    () => null,
    (error: unknown) => (error instanceof Failure ? error.code : error),
  );

describe('an original', () => {
  const surfaces = surfacesFor({ [ASSET]: snapshotOf({ maxPixels: 1000 }) });
  const path = { portal: 'press', asset: ASSET };

  it('does not leave a portal where the license allows fewer pixels than it has', async () => {
    const download = surfaces.portalDownload(caller, request, { ...path, preset: 'original' }, {});
    expect(await codeOf(download)).toBe('not_for_this_use');
    expect(await codeOf(surfaces.portalMedia(caller, request, path, {}))).toBe('not_for_this_use');
  });
});

describe('a mark on trial', () => {
  const mark: TrialMark = {
    kind: 'text',
    text: 'PROOF',
    position: 'center',
    opacity: 1,
    tiled: false,
    scale: 0.5,
  };
  const people = ['usr_1', 'usr_2'].map((id) => ({
    ...caller,
    actor: { kind: 'user' as const, id, name: id },
  }));
  const [ada = caller, ben = caller] = people;

  it('is drawn one at a time for each person, and again when the first never came back', async () => {
    let clock = 0;
    const draws: (() => void)[] = [];
    const surfaces = surfacesFor(
      { [ASSET]: snapshotOf() },
      {},
      {
        monotonic: () => clock,
        onTrial: async () => mark,
        plan: async () => {
          await new Promise<void>((done) => draws.push(done));
          return planned;
        },
      },
    );
    const ask = (who: Caller) => surfaces.markOnTrial(who, request, ASSET, mark);
    const isUnderWay = (count: number) => vi.waitFor(() => expect(draws).toHaveLength(count));
    const first = ask(ada);
    await isUnderWay(1);
    const refused = await ask(ada).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'busy', details: { headers: { 'retry-after': '1' } } });
    const other = ask(ben);
    await isUnderWay(2);
    draws[1]?.();
    expect((await other).status).toBe(200);
    clock += 20_000;
    const again = ask(ada);
    await isUnderWay(3);
    // The first one comes back after all: the turn is not its own to give back any more.
    draws[0]?.();
    expect((await first).status).toBe(200);
    expect(await codeOf(ask(ada))).toBe('busy');
    draws[2]?.();
    expect((await again).headers.get('cache-control')).toBe('private, no-store');
    expect(await codeOf(surfacesFor({ [ASSET]: snapshotOf() }).markOnTrial(ada, request, ASSET, mark))).toBe(
      'not_for_this_use',
    );
  });
});

describe('who may keep a picture', () => {
  const kept = async (license: Partial<LicenseRule>, admission: Partial<PortalAdmission> = {}) => {
    const path = { portal: 'press', asset: ASSET, version: 1, segment: 'w=320' };
    const surfaces = surfacesFor({ [ASSET]: snapshotOf(license) }, admission);
    const answer = await surfaces.portalRendition(caller, request, path, {});
    return answer.headers.get('cache-control');
  };
  const inGermany = { territories: { include: ['DE'], exclude: [] } };

  it('is every cache on a public page, and none where only members may look', async () => {
    expect(await kept({})).toBe('public, max-age=10');
    expect(await kept({}, { audience: 'internal' })).toBe('private, no-store');
  });

  it('is only the visitor where another country may get another answer', async () => {
    expect(await kept(inGermany)).toBe('private, max-age=10');
    const rule = { source: 'portal', id: 'ptl_1', label: '', state: 'active', ...inGermany } as const;
    expect(await kept({}, { enclosing: [enclosingRule(rule)] })).toBe('private, max-age=10');
    const hotlink = await surfacesFor({ [ASSET]: snapshotOf(inGermany) }).hotlink(caller, request, {
      asset: ASSET,
      segment: 'w=320',
      name: 'a.jpg',
    });
    expect(hotlink.headers.get('cache-control')).toBe('private, max-age=10');
  });
});

describe('the name at the end of a hot-link', () => {
  const name = 'é \r\n>; rel=preload, <https://evil.example/日本.jpg';
  const path = { asset: ASSET, segment: 'w=320', name };

  it('is encoded in every header it reaches', async () => {
    const answer = await surfacesFor({ [ASSET]: snapshotOf() }).hotlink(caller, request, path);
    expect(answer.headers.get('link')).toBe(
      `<https://brand.example/i/${ASSET}/w=320/${encodeURIComponent(name)}>; rel="canonical"`,
    );
    const other = 'ast_fedcba9876543210';
    const gone = snapshotOf({ endsAt: NOW - 1 });
    const surfaces = surfacesFor({
      [ASSET]: { ...gone, rights: { ...gone.rights, successorAssetId: other } },
      [other]: snapshotOf(),
    });
    const moved = await surfaces.hotlink(caller, request, path);
    expect([moved.status, moved.headers.get('location')]).toEqual([
      302,
      `/i/${other}/w=320/${encodeURIComponent(name)}`,
    ]);
  });
});

describe('use of a hot-link', () => {
  const path = { asset: ASSET, segment: 'w=320', name: 'a.jpg' };
  const snapshots = { [ASSET]: snapshotOf() };

  it('is counted when the answer is known, and as served only where there is a picture in it', async () => {
    const counted: string[] = [];
    const stubs = { count: (outcome: string) => void counted.push(outcome) };
    await surfacesFor(snapshots, {}, stubs).hotlink(caller, request, path);
    expect(counted).toEqual(['served']);
    const busy = { ...stubs, plan: () => Promise.reject(new Failure('busy')) };
    expect(await codeOf(surfacesFor(snapshots, {}, busy).hotlink(caller, request, path))).toBe('busy');
    const matching = new Request(request, { headers: { 'if-match': '"other"' } });
    await surfacesFor(snapshots, {}, stubs)
      .hotlink(caller, matching, path)
      .catch(() => undefined);
    expect(counted).toEqual(['served']);
  });

  it('leaves a failure that others are answered with as it is', async () => {
    const shared = Object.freeze(
      new Failure('busy', Object.freeze({ headers: Object.freeze({ 'retry-after': '5' }) })),
    );
    const surfaces = surfacesFor(snapshots, {}, { plan: () => Promise.reject(shared) });
    const error = await surfaces.hotlink(caller, request, path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).details.headers).toEqual({
      'retry-after': '5',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.stringContaining('Retry-After'),
    });
    expect(shared.details.headers).toEqual({ 'retry-after': '5' });
  });

  it('is over in writing once for a withdrawn asset, and again after it was back', async () => {
    const present = snapshotOf();
    const gone = { ...present, rights: { ...present.rights, status: 'withdrawn' as const } };
    const held: Record<string, DeliverySnapshot> = { [ASSET]: gone };
    const reader = new Request(request, { headers: { accept: 'text/html' } });
    let notes = 0;
    const surfaces = surfacesFor(held, {}, { noteGone: () => void notes++ });
    const ask = () => codeOf(surfaces.hotlink(caller, reader, path));
    for (let round = 0; round < 5; round++) expect(await ask()).toBe('withdrawn');
    expect(notes).toBe(1);
    held[ASSET] = present;
    expect(await ask()).toBeNull();
    held[ASSET] = gone;
    for (let round = 0; round < 5; round++) expect(await ask()).toBe('withdrawn');
    expect(notes).toBe(2);
  });
});
