/**
 * The gate matrix: every route that serves bytes, in every state of the rights, asked in every way HTTP knows. Renditions are
 * warm before the rights change, so what is proved is the decision and not an empty cache.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { good, read } from '../harness/answers.ts';
import { addPicture, changeLicense, clear, embargo, setStatus, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { draftPortal, makeCollection, makePortal, sectionsOf } from '../harness/portal.ts';
import { countryHeader, startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';
import {
  BYTE_URLS,
  type ByteUrl,
  CLASSED,
  MEMBER_DATA,
  MEMBER_WRITES,
  type OpenedShare,
  QUARANTINE,
} from './gate-matrix-routes.ts';

vi.mock('cloudflare:workers', () => ({ waitUntil: () => undefined, DurableObject: class {} }));

const HOUR_MS = 3_600_000;
/** Longer than the policy TTL of two seconds, so that every memory has forgotten. */
const AFTER_POLICY_MS = 2300;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

/** One state of the world: how a cleared asset gets there, and the answers of each surface. */
interface State {
  readonly change: (ids: readonly string[], licenseId: string) => Promise<void>;
  readonly portal?: string;
  /** What happens to the link, besides. */
  readonly link?: Record<string, unknown>;
  readonly country?: string;
  readonly expected: (row: ByteUrl) => number;
}

const relicense = (terms: Record<string, unknown>) => async (_: readonly string[], licenseId: string) => {
  await changeLicense(admin, licenseId, terms);
};
const changeStatus = (status: string) => async (ids: readonly string[]) => {
  for (const id of ids) await setStatus(admin, id, status);
};
/** The console works with every asset; everybody else gets `status`. */
const outside = (status: number) => (row: ByteUrl) => (row.within === 'console' ? 200 : status);
/** Only portals are concerned. */
const onPortals = (status: number) => (row: ByteUrl) => (row.within === 'portal' ? status : 200);

/** Only share links are concerned. */
const onLinks = (status: number) => (row: ByteUrl) => (row.within === 'share' ? status : 200);

const STATES: Readonly<Record<string, State>> = {
  'approved and licensed': { change: async () => undefined, expected: () => 200 },
  draft: { change: changeStatus('draft'), expected: outside(404) },
  withdrawn: { change: changeStatus('withdrawn'), expected: outside(410) },
  embargoed: {
    change: async (ids) => {
      for (const id of ids) await embargo(admin, id, Date.now() + HOUR_MS);
    },
    expected: outside(403),
  },
  'licence ended': { change: relicense({ endsAt: Date.now() - HOUR_MS }), expected: outside(410) },
  'licence not begun': { change: relicense({ startsAt: Date.now() + HOUR_MS }), expected: outside(403) },
  'licensed elsewhere': {
    change: relicense({ territories: { include: ['DE'], exclude: [] } }),
    country: 'US',
    expected: outside(451),
  },
  'licensed for a list of countries, visitor from nowhere': {
    change: relicense({ territories: { include: ['DE'], exclude: [] } }),
    country: 'XX',
    expected: outside(451),
  },
  'licensed for print only': {
    change: relicense({ channels: ['print'] }),
    expected: (row) => (row.channel === 'web' ? 403 : 200),
  },
  'licensed for the web only': {
    change: relicense({ channels: ['web'] }),
    expected: (row) => (row.channel === 'print' ? 403 : 200),
  },
  'without a licence': {
    change: async (assetIds, licenseId) => {
      await read(await admin.fetch('/api/admin/licenses/unassign', { json: { assetIds, licenseId } }));
    },
    expected: outside(403),
  },
  'portal switched off': { change: async () => undefined, portal: 'off', expected: onPortals(410) },
  'portal never published': {
    change: async () => undefined,
    portal: 'unpublished',
    expected: onPortals(404),
  },
  'collection ended': { change: async () => undefined, portal: 'past', expected: onPortals(410) },
  'collection not begun': { change: async () => undefined, portal: 'coming', expected: onPortals(403) },
  'link switched off': { change: async () => undefined, link: { state: 'off' }, expected: onLinks(410) },
  'link revoked': { change: async () => undefined, link: { state: 'revoked' }, expected: onLinks(410) },
  'not in the portal': { change: async () => undefined, portal: 'empty', expected: onPortals(404) },
};

const WAYS: readonly { name: string; init: (etag: string) => RequestInit }[] = [
  { name: 'GET', init: () => ({}) },
  { name: 'HEAD', init: () => ({ method: 'HEAD' }) },
  { name: 'Range', init: () => ({ headers: { range: 'bytes=0-9' } }) },
  { name: 'If-None-Match', init: (etag) => ({ headers: { 'if-none-match': etag } }) },
  { name: 'If-None-Match: *', init: () => ({ headers: { 'if-none-match': '*' } }) },
  {
    name: 'If-Modified-Since',
    init: () => ({ headers: { 'if-modified-since': new Date(Date.now() + HOUR_MS).toUTCString() } }),
  },
  {
    name: 'another address and agent',
    init: () => ({
      headers: { 'x-forwarded-for': '10.0.0.1', 'cf-ipcountry': 'DE', 'user-agent': 'curl/8' },
    }),
  },
];
/** What a denied answer of each way would be if it were allowed. */
const ALLOWED: Readonly<Record<string, number>> = {
  Range: 206,
  'If-None-Match': 304,
  'If-None-Match: *': 304,
};

/** A portal over one collection of these assets. */
async function showOn(
  slug: string,
  assetIds: readonly string[],
  options: { isOff?: boolean; isPublished?: boolean; startsAt?: number; endsAt?: number } = {},
): Promise<void> {
  const { isOff = false, isPublished = true, ...window } = options;
  const collection = await makeCollection(admin, `Of ${slug}`, assetIds, window);
  const sections = sectionsOf([collection.id]);
  const portal = await (isPublished ? makePortal : draftPortal)(admin, slug, { sections });
  if (isOff) await read(await admin.fetch(`/api/admin/portals/${portal.id}/state`, { json: { off: true } }));
}

const PDF = (seed: number) =>
  new TextEncoder().encode(
    `%PDF-1.4\n% ${seed}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );

/** Enough of a film to be taken for one; no two alike. */
const FILM = (seed: number) =>
  new TextEncoder().encode(`\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x40free${String(seed).padEnd(56, '.')}`);

interface Exhibit {
  picture: string;
  document: string;
  film: string;
  licenseId: string;
  linkId: string;
  share: OpenedShare;
  /** Downloads of their own for every way of asking: the whole of one is sent once. */
  turns: readonly OpenedShare[];
  /** From the middle of the original. */
  sample: Buffer;
}
const exhibits = new Map<string, Exhibit>();
const etags = new Map<string, string>();

const urlOf = (row: ByteUrl, exhibit: Exhibit, portal: string, turn?: number) =>
  row.url({
    id: exhibit[row.of],
    portal,
    share: (turn === undefined ? undefined : exhibit.turns[turn]) ?? exhibit.share,
  });
const ask = (row: ByteUrl, url: string, init: RequestInit, country?: string) => {
  const headers = new Headers(init.headers);
  if (country !== undefined) headers.set(countryHeader, country);
  if (row.as === 'member') headers.set('cookie', admin.cookie);
  return server.fetch(url, { ...init, headers });
};

async function expectDenied(response: Response, what: string): Promise<void> {
  expect(response.headers.get('cache-control'), what).toBe('no-store');
  expect(response.headers.get('content-type') ?? '', what).toMatch(/^application\/problem\+json/);
  for (const name of ['etag', 'last-modified', 'content-range', 'content-disposition']) {
    expect(response.headers.get(name), `${what}: ${name}`).toBeNull();
  }
  const body = new Uint8Array(await response.arrayBuffer());
  expect(body.length, what).toBeLessThan(2000);
  if (body.length > 0) expect(JSON.parse(new TextDecoder().decode(body)), what).toHaveProperty('code');
}

/** A link to the picture and the film, with a file and an archive reserved that nobody has fetched yet. */
async function openShare(
  assetId: string,
  filmId: string,
): Promise<Pick<Exhibit, 'linkId' | 'share' | 'turns'>> {
  const link = await issue(admin, {
    assetIds: [assetId, filmId],
    name: 'Gate',
    logo: { kind: 'asset', assetId },
  });
  const base = new URL(link.url).pathname;
  const reserve = async (path: string): Promise<string> => {
    const response = await server.fetch(`${base}/${path}`, { method: 'POST' });
    const location = response.headers.get('location');
    if (response.status !== 303 || location === null) {
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
    return new URL(location, server.origin).pathname;
  };
  const take = async (): Promise<OpenedShare> => ({
    base,
    files: {
      web: await reserve(`download?asset=${assetId}&preset=web`),
      original: await reserve(`download?asset=${assetId}&preset=original`),
    },
    zip: await reserve('zip'),
  });
  const turns: OpenedShare[] = [];
  for (const _ of WAYS) turns.push(await take());
  return { linkId: link.id, share: await take(), turns };
}

/** Whatever of a body arrives before it ends or breaks off. */
async function received(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of response.body ?? []) parts.push(part);
  } catch (error) {
    // Broken off half-way: what came before counts.
    if (!(error instanceof TypeError)) throw error;
  }
  return Buffer.concat(parts);
}

describe('the table of routes', () => {
  it('classes every route there is, and no other', async () => {
    const { createApi } = await import('../../worker/api.ts');
    // What a parameter must look like does not make another route.
    const routes = [
      ...new Set(createApi().routes.map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, '')}`)),
    ];
    expect(routes.filter((route) => !CLASSED.includes(route))).toEqual([]);
    expect(CLASSED.filter((route) => !routes.includes(route))).toEqual([]);
    expect(new Set(CLASSED).size).toBe(CLASSED.length);
  });

  it('lets no stranger into the console', async () => {
    for (const row of [...MEMBER_DATA, ...MEMBER_WRITES, ...QUARANTINE]) {
      const [method = '', path = ''] = row.split(' ');
      const response = await server.fetch(path.replace(/:\w+/g, 'ast_00000000000000000000000000'), {
        method: method === 'ALL' ? 'POST' : method,
      });
      expect(response.status, row).toBe(401);
      expect(response.headers.get('content-type'), row).toMatch(/^application\/problem\+json/);
    }
  });
});

describe('bytes', () => {
  beforeAll(async () => {
    let seed = 0;
    for (const name of Object.keys(STATES)) {
      const picture = await addPicture(admin);
      seed += 1;
      const document = await upload(admin, PDF(seed), `paper-${seed}.pdf`);
      if (document.asset === null) throw new Error(`the document was refused: ${document.detail}`);
      const film = await upload(admin, FILM(seed), `film-${seed}.mp4`);
      if (film.asset === null) throw new Error(`the film was refused: ${film.detail}`);
      const ids = [picture.id, document.asset.id, film.asset.id];
      const { id: licenseId } = await clear(admin, ids);
      const original = await good(await admin.fetch(`/api/admin/assets/${picture.id}/original`));
      const bytes = Buffer.from(await original.arrayBuffer());
      exhibits.set(name, {
        picture: picture.id,
        document: document.asset.id,
        film: film.asset.id,
        licenseId,
        ...(await openShare(picture.id, film.asset.id)),
        sample: bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 512),
      });
    }
    const all = [...exhibits.values()].flatMap(({ picture, document }) => [picture, document]);
    await showOn('press', all);
    await showOn('off', all, { isOff: true });
    await showOn('unpublished', all, { isPublished: false });
    await showOn('past', all, { endsAt: Date.now() - HOUR_MS });
    await showOn('coming', all, { startsAt: Date.now() + HOUR_MS });
    await showOn('empty', []);
    for (const [name, exhibit] of exhibits) {
      for (const row of BYTE_URLS) {
        const url = urlOf(row, exhibit, 'press');
        // HEAD spends no grant; the second request makes the picture of those that cost nothing.
        const warm = await good(await ask(row, url, { method: 'HEAD' }));
        if (row.within !== 'share') await (await good(await ask(row, url, {}))).arrayBuffer();
        etags.set(`${name} ${row.route} ${row.what}`, warm.headers.get('etag') ?? '');
      }
    }
    for (const [name, state] of Object.entries(STATES)) {
      const exhibit = exhibits.get(name);
      if (exhibit === undefined) throw new Error(`${name} has no exhibit`);
      await state.change([exhibit.picture, exhibit.document, exhibit.film], exhibit.licenseId);
      if (state.link !== undefined) {
        await read(await admin.fetch(`/api/admin/shares/${exhibit.linkId}/state`, { json: state.link }));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, AFTER_POLICY_MS));
  }, 300_000);

  for (const [name, state] of Object.entries(STATES)) {
    it(`${name}: every byte route answers what the rights say, however it is asked`, async () => {
      const exhibit = exhibits.get(name);
      if (exhibit === undefined) throw new Error(`${name} has no exhibit`);
      for (const row of BYTE_URLS) {
        const expected = state.expected(row);
        const etag = etags.get(`${name} ${row.route} ${row.what}`) ?? '';
        expect(etag).toMatch(/^"[^"]+"$/);
        for (const [turn, way] of WAYS.entries()) {
          const url = urlOf(row, exhibit, state.portal ?? 'press', turn);
          const what = `${name} · ${row.route} (${row.what}) · ${way.name}`;
          const response = await ask(row, url, way.init(etag), state.country);
          const status = expected === 200 ? (ALLOWED[way.name] ?? 200) : expected;
          // Where no date is given (a capped picture, a change a moment ago) one is not looked at either.
          const isSpared = expected === 200 && way.name === 'If-Modified-Since' && response.status === 304;
          if (!isSpared) expect(response.status, what).toBe(status);
          if (expected === 200) await response.arrayBuffer();
          else await expectDenied(response, what);
        }
      }
    }, 120_000);
  }

  it('lets no archive carry on with a picture whose permission is over', async () => {
    const isOpen = (name: string) => {
      const row = BYTE_URLS.find(({ within }) => within === 'share');
      return row !== undefined && STATES[name]?.expected(row) === 200;
    };
    let open = 0;
    for (const [name, { turns, sample }] of exhibits) {
      const country = STATES[name]?.country;
      const headers = country === undefined ? {} : { [countryHeader]: country };
      for (const [turn, range] of [{}, { range: 'bytes=0-' }, { range: 'bytes=1000-' }].entries()) {
        const zip = turns[turn]?.zip ?? '';
        const body = await received(await server.fetch(zip, { headers: { ...headers, ...range } }));
        expect(body.includes(sample), `${name} ${JSON.stringify(range)}`).toBe(isOpen(name));
      }
      if (isOpen(name)) open += 1;
    }
    expect(open).toBeGreaterThan(1);
    expect(open).toBeLessThan(exhibits.size);
  }, 120_000);

  it('gives a stranger no preview: asking for another time, place or the draft changes nothing', async () => {
    for (const [name, query] of [
      ['embargoed', `?at=${Date.now() + 2 * HOUR_MS}`],
      ['licensed elsewhere', '?territory=DE'],
      ['draft', '?draft=1'],
    ] as const) {
      const exhibit = exhibits.get(name);
      const state = STATES[name];
      if (exhibit === undefined || state === undefined) throw new Error(`${name} has no exhibit`);
      for (const row of BYTE_URLS.filter(({ within }) => within === 'portal')) {
        const response = await ask(row, urlOf(row, exhibit, 'press') + query, {}, state.country);
        expect(response.status, `${name} · ${row.route} (${row.what})`).toBe(state.expected(row));
        await expectDenied(response, row.route);
      }
    }
  });

  it('gives the console’s bytes to members only', async () => {
    for (const exhibit of exhibits.values()) {
      for (const row of BYTE_URLS.filter(({ as }) => as === 'member')) {
        const url = urlOf(row, exhibit, 'press');
        for (const way of WAYS) {
          const response = await server.fetch(url, way.init('"x"'));
          expect(response.status, `${row.route} · ${way.name}`).toBe(401);
        }
      }
    }
  });
});
