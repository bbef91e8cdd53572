import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DenialView,
  FrontView,
  GuidelineView,
  Portal,
  PortalAssetView,
  PortalCollectionView,
  PortalHome,
  PortalSearchView,
} from '../../shared/contract/portals.ts';
import { countryHeader, startServer, type TestServer } from '../harness/server.ts';
import { type Brand, createBrand, newId } from './portals-fixture.ts';
import { createPressPortal, type PressPortal, SECRETS } from './press-portal.ts';

let server: TestServer;
let brand: Brand;
let portal: Portal;
let asset: PressPortal['asset'];
let collection: PressPortal['collection'];
let liftsAt: number;
let endsAt: number;

beforeAll(async () => {
  server = await startServer();
  brand = await createBrand(server);
  ({ portal, asset, collection, liftsAt, endsAt } = await createPressPortal(brand));
}, 120_000);
afterAll(() => server?.close());

/** A visitor from the United States, unless said otherwise. */
const get = <T>(path: string, headers: Record<string, string> = {}) =>
  brand.call<T>(null, path, { headers: { [countryHeader]: 'US', ...headers } });
const denialOf = (problem: { context?: Record<string, unknown> }) => problem.context?.denial as DenialView;
const titlesIn = (view: PortalCollectionView): string[] =>
  view.assets.items.map((card) => (card.state === 'available' ? card.title : card.state));

describe('a portal in the console', () => {
  it('is hidden until it is published, and says what publishing changes', async () => {
    expect(portal).toMatchObject({ state: 'draft', hasUnpublishedChanges: true });
    expect(portal.changes.collectionsAdded).toEqual([collection.Lamps?.id, collection.Later?.id]);
    const hidden = await get('/api/portal/press');
    expect(hidden.status).toBe(404);
    expect(denialOf(hidden.problem)).toMatchObject({ answer: 'not_found', portal: null });
    // A member may look at the draft; a stranger with the same address may not.
    const draft = await brand.call<PortalHome>('curator', '/api/portal/press?draft=1');
    expect(draft.body.portal.preview).toEqual({ territory: null, at: null });
    expect(draft.body.hero?.renditionQuery).toBe('?draft=1');
    expect((await get('/api/portal/press?draft=1')).status).toBe(404);
    expect((await brand.call('viewer', '/api/portal/press?draft=1')).status).toBe(404);

    const published = await brand.call<Portal>('curator', `/api/admin/portals/${portal.id}/publish`, {
      method: 'POST',
    });
    expect(published.body).toMatchObject({ state: 'published', hasUnpublishedChanges: false });
    expect(published.body.changes).toMatchObject({ changed: [], collectionsAdded: [] });
    expect((await get<FrontView>('/api/portal')).body).toMatchObject({
      defaultPortal: 'press',
      portals: [{ slug: 'press', hero: { title: 'Vaka lamp' } }],
    });
  });

  it('keeps unpublished changes from visitors', async () => {
    const document = { ...portal.draft, tagline: 'Secret plans' };
    const changed = await brand.call<Portal>('curator', `/api/admin/portals/${portal.id}`, {
      method: 'PATCH',
      body: { document },
    });
    expect(changed.body).toMatchObject({ hasUnpublishedChanges: true, changes: { changed: ['tagline'] } });
    expect((await get('/api/portal/press')).text).not.toContain('Secret plans');
    await brand.call('curator', `/api/admin/portals/${portal.id}`, {
      method: 'PATCH',
      body: { document: portal.draft },
    });
  });

  it('refuses what does not exist, a taken address, and two of a kind', async () => {
    const document = {
      name: 'Broken',
      logoAssetId: newId('asset'),
      presets: ['enormous'],
      sections: [
        { kind: 'collection', id: 'a', collectionId: newId('collection') },
        { kind: 'guidelines', id: 'a', title: 'Twice' },
      ],
    };
    const broken = await brand.call('curator', '/api/admin/portals', { body: { slug: 'broken', document } });
    expect(broken.status).toBe(400);
    expect(broken.problem.errors?.map((error) => error.path)).toEqual([
      'document.sections',
      'document',
      'document.presets',
      'document.sections',
    ]);
    const taken = await brand.call('curator', '/api/admin/portals', {
      body: { slug: 'press', document: { name: 'Again' } },
    });
    expect(taken.status).toBe(409);
  });

  it('has one default, and a collection that a portal shows cannot be deleted', async () => {
    const other = await brand.call<Portal>('curator', '/api/admin/portals', {
      body: { slug: 'other', isDefault: true, audience: 'internal', document: { name: 'Other' } },
    });
    const list = await brand.call<Portal[]>('viewer', '/api/admin/portals');
    expect(list.body.filter((entry) => entry.isDefault).map((entry) => entry.slug)).toEqual(['other']);
    await brand.call('curator', `/api/admin/portals/${portal.id}`, {
      method: 'PATCH',
      body: { isDefault: true },
    });
    await brand.call('curator', `/api/admin/portals/${other.body.id}/publish`, { method: 'POST' });
    // A portal for colleagues is read out to nobody else.
    expect((await get('/api/portal/other')).status).toBe(404);
    expect((await brand.call('viewer', '/api/portal/other')).status).toBe(200);
    expect(
      (await brand.call('curator', `/api/admin/portals/${other.body.id}`, { method: 'DELETE' })).status,
    ).toBe(409);
    await brand.call('curator', `/api/admin/portals/${other.body.id}/state`, { body: { off: true } });
    expect(
      (await brand.call('curator', `/api/admin/portals/${other.body.id}`, { method: 'DELETE' })).status,
    ).toBe(200);
    const shown = await brand.call('curator', `/api/admin/collections/${collection.Lamps?.id}`, {
      method: 'DELETE',
    });
    expect(shown.status).toBe(409);
    expect(shown.problem.detail).toContain('Press');
  });

  it('is changed by curators only', async () => {
    expect((await brand.call(null, '/api/admin/portals')).status).toBe(401);
    const refused = await brand.call('viewer', `/api/admin/portals/${portal.id}/publish`, { method: 'POST' });
    expect(refused.status).toBe(403);
  });
});

describe('a portal as visitors see it', () => {
  it('shows deliverable assets, and of an embargoed one nothing but its time', async () => {
    const home = await get<PortalHome>('/api/portal/press');
    expect(home.status).toBe(200);
    expect(home.headers.get('cache-control')).toBe('private, no-store');
    expect(home.body.portal.collections).toEqual([{ slug: 'lamps', title: 'Lamps' }]);
    const kinds = home.body.sections.map((section) => section.kind);
    // The collection that has not begun is not there.
    expect(kinds).toEqual(['collection', 'press_kit', 'assets', 'text', 'guidelines']);
    expect(home.body.sections[1]).toMatchObject({ assetCount: 3, totalBytes: 3_000_000 });
    const view = await get<PortalCollectionView>('/api/portal/press/collections/lamps');
    expect(titlesIn(view.body)).toEqual(['Vaka lamp', 'embargoed', 'Workshop shelves', 'Torne bowl']);
    expect(view.body.assets.items[1]).toEqual({ state: 'embargoed', liftsAt });
    expect(view.body.assets.items[0]).toMatchObject({
      href: `/p/press/assets/${asset.lamp}/vaka-lamp?collection=lamps`,
      renditionBase: `/p/press/r/${asset.lamp}/1/`,
      credit: 'Brand / Ida Norrby',
    });
  });

  it('sanitises Markdown', async () => {
    const home = await get<PortalHome>('/api/portal/press');
    const text = home.body.sections.find((section) => section.kind === 'text');
    expect(text).toMatchObject({ html: expect.stringContaining('<strong>b</strong>') });
    expect(JSON.stringify(text)).not.toMatch(/<script|href=\\"javascript/);
  });

  it('pages without counting what is hidden', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page++) {
      const { body }: { body: PortalCollectionView } = await get<PortalCollectionView>(
        `/api/portal/press/collections/lamps?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...titlesIn(body));
      if (body.assets.nextCursor === null) break;
      cursor = body.assets.nextCursor;
      expect(atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('ast_');
    }
    expect(seen).toEqual(['Vaka lamp', 'embargoed', 'Workshop shelves', 'Torne bowl']);
    expect((await get('/api/portal/press/collections/lamps?cursor=nonsense')).status).toBe(400);
  });

  it('describes an asset, what it may be used for, its downloads and its neighbours', async () => {
    const { body } = await get<PortalAssetView>(`/api/portal/press/assets/${asset.ending}?collection=lamps`);
    expect(body.asset).toMatchObject({ title: 'Workshop shelves', until: endsAt, creator: 'Ida Norrby' });
    expect(body.asset.allowedUse).toContain('any medium');
    expect(body.asset.allowedUse).toContain('until');
    expect(body.asset.allowedUse).not.toContain('Agency');
    expect(body.previous).toMatchObject({ title: 'Vaka lamp' });
    expect(body.next).toMatchObject({ title: 'Torne bowl' });
    const sizes = body.asset.downloads.map(({ preset, width, height, format }) => [
      preset,
      width,
      height,
      format,
    ]);
    expect(sizes).toEqual([
      ['print', 3000, 2000, 'JPEG'],
      ['web', 2048, 1365, 'JPEG'],
      ['social-square', 1080, 1080, 'JPEG'],
      ['social-wide', 1200, 630, 'JPEG'],
      ['email', 1200, 800, 'JPEG'],
      ['original', 3000, 2000, 'JPEG'],
    ]);
    expect(body.asset.downloads[0]).toMatchObject({
      href: `/p/press/assets/${asset.ending}/download/print`,
      purpose: 'Newspapers, magazines',
    });
    expect(body.related.length).toBeGreaterThan(0);
  });

  it('offers only downloads whose channel is licensed', async () => {
    const id = await brand.addAsset({ title: 'Web only', unrestricted: false });
    await brand.license([id], { channels: ['web'] });
    await brand.call('curator', `/api/admin/collections/${collection.Lamps?.id}/assets`, {
      body: { add: [id] },
    });
    const { body } = await get<PortalAssetView>(`/api/portal/press/assets/${id}`);
    expect(body.asset.downloads.map((option) => option.preset)).toEqual(['web']);
    expect(body.asset.allowedUse).toContain('web');
    await brand.call('curator', `/api/admin/collections/${collection.Lamps?.id}/assets`, {
      body: { remove: [id] },
    });
    expect((await get(`/api/portal/press/assets/${id}`)).status).toBe(404);
  });

  it('explains a denial with the right status, the contact, and the successor', async () => {
    const embargoed = await get(`/api/portal/press/assets/${asset.embargoed}`);
    expect(embargoed.status).toBe(403);
    expect(denialOf(embargoed.problem)).toMatchObject({
      answer: 'not_yet',
      startsAt: liftsAt,
      contact: { name: 'Ida Norrby' },
      portal: { slug: 'press' },
    });
    const withdrawn = await get(`/api/portal/press/assets/${asset.withdrawn}`);
    expect(withdrawn.status).toBe(410);
    expect(denialOf(withdrawn.problem)).toMatchObject({
      answer: 'withdrawn',
      successor: { title: 'Vaka lamp' },
    });
    const page = async (id: string | undefined) => (await get(`/p/press/assets/${id}/x`)).text;
    expect(await page(asset.embargoed)).toContain(`datetime="${new Date(liftsAt).toISOString()}"`);
    expect(await page(asset.withdrawn)).toMatch(/Use this instead[\s\S]*Vaka lamp/);
    expect((await get(`/api/portal/press/assets/${asset.ended}`)).status).toBe(410);
    expect((await get(`/api/portal/press/assets/${asset.unlicensed}`)).status).toBe(403);
    for (const id of [asset.draft, asset.outside, newId('asset')]) {
      expect((await get(`/api/portal/press/assets/${id}`)).status).toBe(404);
    }
    expect((await get('/api/portal/press/collections/none')).status).toBe(404);
    const later = await get('/api/portal/press/collections/later');
    expect(denialOf(later.problem)).toMatchObject({ answer: 'not_yet', startsAt: liftsAt });
    expect(later.text).not.toContain('"title":"Later"');
  });

  it('opens and closes by country', async () => {
    const path = `/api/portal/press/assets/${asset.german}`;
    expect((await get(path, { [countryHeader]: 'US' })).status).toBe(451);
    expect((await get(path, { [countryHeader]: 'XX' })).status).toBe(451);
    const german = await get<PortalAssetView>(path, { [countryHeader]: 'DE', 'accept-language': 'en' });
    expect(german.status).toBe(200);
    expect(german.body.asset.allowedUse).toContain('Germany');
    const list = await get<PortalCollectionView>('/api/portal/press/collections/lamps', {
      [countryHeader]: 'DE',
    });
    expect(titlesIn(list.body)).toContain('Kiln at night');
    // A curator may look from elsewhere; a visitor's wish is ignored.
    expect((await brand.call('curator', `${path}?territory=DE`)).status).toBe(200);
    expect((await get(`${path}?territory=DE`)).status).toBe(451);
  });

  it('numbers rules, keeps anchors apart, and leaves hidden pictures out of guidelines', async () => {
    const { body } = await get<GuidelineView>('/api/portal/press/guidelines/brand');
    expect(body.blocks.map((block) => block.kind)).toEqual(['heading', 'heading', 'logo', 'rules', 'rules']);
    expect(body.blocks.flatMap((block) => ('anchor' in block ? [block.anchor] : []))).toEqual([
      'logo',
      'logo-2',
    ]);
    expect(body.blocks.at(-1)).toMatchObject({ rules: [{ number: 3, anchor: 'rule-3', text: 'Three' }] });
    expect((await get('/api/portal/press/guidelines/none')).status).toBe(404);
  });
});

describe('search on a portal', () => {
  const search = (query: string, headers?: Record<string, string>) =>
    get<PortalSearchView>(`/api/portal/press/search?${query}`, headers);

  it('finds by words and prefixes, filters, and helps with spelling', async () => {
    const found = await search('q=lam');
    expect(found.body.results.items).toMatchObject([{ title: 'Vaka lamp' }]);
    expect((await search('q=lantren')).body).toMatchObject({
      results: { items: [] },
      didYouMean: 'lantern',
    });
    const { text } = await get('/p/press/search?q=lantren');
    expect(text).toContain('Nothing matches “lantren”. This is what there is for “lantern”.');
    expect(text).toContain('class="tile-title">Vaka lamp<');
    const portrait = await search('orientation=portrait');
    expect(portrait.body.results.items).toMatchObject([{ title: 'Torne bowl' }]);
    const all = await search('');
    expect(all.body.facets.colours).toEqual(['blue', 'orange']);
    expect((await search('q=%21%21')).body.results.items).toEqual([]);
    expect((await search('q=outside')).body.results.items).toEqual([]);
  });

  it('goes through every page once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: PortalSearchView } = await search(
        `limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...body.results.items.map((card) => ('title' in card ? card.title : card.state)));
      cursor = body.results.nextCursor;
    }
    expect([...seen].sort()).toEqual(['The logo', 'Torne bowl', 'Vaka lamp', 'Workshop shelves']);
  });
});

describe('what must not leak', () => {
  const pages = () => [
    '/api/portal',
    '/api/portal/press',
    '/api/portal/press/collections/lamps',
    '/api/portal/press/collections/later',
    '/api/portal/press/guidelines/brand',
    '/api/portal/press/search',
    ...SECRETS.map((word) => `/api/portal/press/search?q=${word}`),
    ...SECRETS.map((word) => `/api/portal/press/search?q=${word.slice(0, -1)}x`),
    ...Object.values(asset).map((id) => `/api/portal/press/assets/${id}?collection=lamps`),
    '/p/press/feed.xml',
    '/sitemap.xml',
    '/robots.txt',
  ];
  /** Everything a page says, without the address and the words that the visitor sent. */
  const said = (path: string, text: string) => {
    let rest = text;
    const query = new URL(path, 'http://x').searchParams.get('q');
    if (query !== null) rest = rest.replaceAll(`"query":"${query}"`, '');
    return rest;
  };

  it('no title, caption, keyword or id of a hidden asset is in any public payload', async () => {
    const hidden = ['embargoed', 'withdrawn', 'ended', 'draft', 'unlicensed', 'german', 'outside'];
    for (const path of pages()) {
      const { text } = await get(path);
      const rest = said(path, text);
      for (const word of [...SECRETS, 'Kiln at night']) expect(rest, path).not.toContain(word);
      for (const name of hidden) expect(rest, path).not.toContain(asset[name]);
      expect(rest, path).not.toContain('purple');
    }
  });

  it('the end is exact, on every page, and so is the lift of the embargo', async () => {
    const collectionTitles = async () =>
      titlesIn((await get<PortalCollectionView>('/api/portal/press/collections/lamps')).body);
    try {
      server.stopClock(liftsAt - 1);
      expect(await collectionTitles()).toContain('embargoed');
      expect((await get('/api/portal/press/collections/later')).status).toBe(403);
      server.stopClock(liftsAt);
      expect(await collectionTitles()).toContain('Zephyrine chair');
      expect((await get('/api/portal/press/collections/later')).status).toBe(200);
      server.stopClock(endsAt - 1);
      expect(await collectionTitles()).toContain('Workshop shelves');
      server.stopClock(endsAt);
      expect(await collectionTitles()).not.toContain('Workshop shelves');
      expect((await get(`/api/portal/press/assets/${asset.ending}`)).status).toBe(410);
      expect((await get('/api/portal/press/search?q=workshop')).text).not.toContain('Workshop');
      expect((await get('/api/portal/press/collections/later')).status).toBe(410);
    } finally {
      server.setClockOffset(0);
    }
    // The console sees the same without moving anybody's clock.
    const ahead = await brand.call('curator', `/api/portal/press/assets/${asset.ending}?at=${endsAt}`);
    expect(ahead.status).toBe(410);
    const before = await brand.call('curator', `/api/portal/press/assets/${asset.ending}?at=${endsAt - 1}`);
    expect(before.status).toBe(200);
  });

  it('bytes stand behind the same rules as pages', async () => {
    const statusOf = async (path: string, headers: Record<string, string> = {}) =>
      (await get(`/p/press/${path}`, headers)).status;
    const forms = (id: string | undefined) => [
      `r/${id}/1/w=640`,
      `assets/${id}/download/web`,
      `assets/${id}/download/original`,
    ];
    const expected: [string, number][] = [
      ['outside', 404],
      ['draft', 404],
      ['embargoed', 403],
      ['unlicensed', 403],
      ['german', 451],
      ['withdrawn', 410],
      ['ended', 410],
      // Allowed, but these assets have no bytes: an answer after the decision.
      ['lamp', 503],
    ];
    for (const [name, status] of expected) {
      for (const path of forms(asset[name])) expect(await statusOf(path), `${name} ${path}`).toBe(status);
    }
    // A visitor's wish to look from elsewhere, later, or at the draft changes nothing.
    for (const path of forms(asset.embargoed)) {
      expect(await statusOf(`${path}?at=${liftsAt + 1}&draft=1`)).toBe(403);
    }
    expect((await get(`/p/none/r/${asset.lamp}/1/w=640`)).status).toBe(404);
  });

  it('goes dark when it is switched off', async () => {
    await brand.call('curator', `/api/admin/portals/${portal.id}/state`, { body: { off: true } });
    for (const path of ['', '/collections/lamps', `/assets/${asset.lamp}`, '/search', '/guidelines/brand']) {
      expect((await get(`/api/portal/press${path}`)).status).toBe(410);
    }
    expect((await get('/p/press/feed.xml')).status).toBe(404);
    await brand.call('curator', `/api/admin/portals/${portal.id}/state`, { body: { off: false } });
    expect((await get('/api/portal/press')).status).toBe(200);
  });
});
