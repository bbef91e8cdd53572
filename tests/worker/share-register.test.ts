/** The register: links and upload requests in one list, every filter and order, many at once, and the file. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../shared/contract/page.ts';
import { REGISTER_SORTS, type RegisterRow, type ShareLink } from '../../shared/contract/shares.ts';
import * as schema from '../../worker/db/schema/index.ts';
import { createRegisterRepository, STRETCHES } from '../../worker/modules/shares/repository-register.ts';
import { read } from '../harness/answers.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person, signInOverHttp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
let curator: Person;
let curatorId: string;
let chair: string;
let lamp: string;
/** By name. */
const links = new Map<string, ShareLink>();

const nameOf = (row: RegisterRow) => (row.kind === 'link' ? row.link.name : row.request.name);
async function register(query: string, by = admin): Promise<string[]> {
  const page = await read<Page<RegisterRow>>(await by.fetch(`/api/admin/shares/register?${query}`));
  return page.items.map(nameOf);
}
/** Every page of a list, `limit` rows each. */
async function allPages(query: string, limit: number): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null && pages < 50; pages++) {
    const page: Page<RegisterRow> = await read(
      await admin.fetch(
        `/api/admin/shares/register?${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      ),
    );
    names.push(...page.items.map(nameOf));
    cursor = page.nextCursor;
  }
  return names;
}
const idOf = (name: string): string => links.get(name)?.id ?? '';

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  chair = (await addPicture(admin, { title: 'Red chair' })).id;
  lamp = (await addPicture(admin, { title: 'Blue lamp' })).id;
  await clear(admin, [chair, lamp]);
  const made = await read<{ id: string }>(
    await admin.fetch('/api/admin/users', {
      json: { name: 'Cleo', email: 'cleo@example.com', role: 'curator', password: 'a long enough password' },
    }),
    201,
  );
  curatorId = made.id;
  curator = await signInOverHttp(server, 'cleo@example.com', 'a long enough password');
  const now = Date.now();
  const wanted: Record<string, Record<string, unknown>> = {
    Autumn: { assetIds: [chair], endsAt: now + 20 * DAY_MS, password: 'open sesame' },
    Winter: { assetIds: [lamp], endsAt: now + 3 * DAY_MS, permission: 'view', vanity: 'winter-press' },
    Spring: { assetIds: [chair, lamp], endsAt: now + 60 * DAY_MS },
    '=2+5': { assetIds: [lamp], endsAt: now + 40 * DAY_MS, maxDownloads: 5 },
  };
  for (const [name, fields] of Object.entries(wanted)) {
    links.set(name, await issue(name === 'Spring' ? curator : admin, { name, ...fields }));
  }
  await read(
    await admin.fetch('/api/admin/requests', {
      json: {
        title: 'Photos of the fair',
        deadline: now + 10 * DAY_MS,
        timeZone: 'Europe/Berlin',
        invite: [{ name: 'Studio Nord', email: 'nord@studio.example' }],
      },
    }),
    201,
  );
  await read(
    await admin.fetch(`/api/admin/shares/${idOf('Winter')}/recipients`, {
      json: { recipients: [{ name: 'Kim Sato', email: 'kim@agency.example' }] },
    }),
    201,
  );
  for (let i = 0; i < 2; i++) {
    await (
      await visit(server, links.get('Autumn')?.url ?? '')
        .view()
        .then(() => server.fetch('/healthz'))
    ).text();
  }
  const spring = visit(server, links.get('Spring')?.url ?? '');
  for (let i = 0; i < 2; i++) await (await spring.download(chair, 'original')).arrayBuffer();
  await (await visit(server, links.get('=2+5')?.url ?? '').download(lamp, 'original')).arrayBuffer();
}, 180_000);
afterAll(() => server.close());

describe('the list', () => {
  it('holds links and upload requests, newest first', async () => {
    expect(await register('')).toEqual(['Photos of the fair', '=2+5', 'Spring', 'Winter', 'Autumn']);
    expect(await register('kind=request')).toEqual(['Photos of the fair']);
  });

  it.each([
    ['created', ['Photos of the fair', '=2+5', 'Spring', 'Winter', 'Autumn']],
    ['ends', ['Winter', 'Photos of the fair', 'Autumn', '=2+5', 'Spring']],
    ['downloads', ['Spring', '=2+5']],
  ])('in the order %s is the same list, page by page', async (sort, expected) => {
    const whole = await register(`sort=${sort}`);
    expect(whole.slice(0, expected.length)).toEqual(expected);
    expect(whole).toHaveLength(5);
    for (const limit of [1, 2, 3]) expect(await allPages(`sort=${sort}`, limit)).toEqual(whole);
  });

  it('by last use begins with what was used last, and ends with what never was', async () => {
    const whole = await register('sort=last_used');
    expect(whole[0]).toBe('=2+5');
    expect(whole[1]).toBe('Spring');
    expect(await allPages('sort=last_used', 2)).toEqual(whole);
  });

  it('by end puts what is over last, latest first', async () => {
    server.setClockOffset(25 * DAY_MS);
    const fresh = await signInOverHttp(server, 'ada@example.com', 'a long enough password');
    const page = await read<Page<RegisterRow>>(await fresh.fetch('/api/admin/shares/register?sort=ends'));
    server.setClockOffset(0);
    expect(page.items.map(nameOf)).toEqual(['=2+5', 'Spring', 'Autumn', 'Photos of the fair', 'Winter']);
  });

  it.each([
    ['state=active', 5],
    ['expiringSoon=true', ['Winter']],
    ['hasPassword=true', ['Autumn']],
    ['permission=view', ['Winter']],
    ['q=winter', ['Winter']],
    ['q=winter-press', ['Winter']],
    ['q=kim%40agency', ['Winter']],
    ['q=Cleo', ['Spring']],
    ['q=Studio%20Nord', ['Photos of the fair']],
    ['q=chair', ['Spring', 'Autumn']],
    ['q=wint%20sato', ['Winter']],
    ['q=fair%20nord%20ada', ['Photos of the fair']],
    ['q=2', ['=2+5']],
    ['q=%2B', []],
    ['q=winter%20chair', []],
    ['q=chair&sort=ends', ['Autumn', 'Spring']],
    ['q=chair&state=off', []],
  ])('filtered by %s finds what it says', async (query, expected) => {
    const found = await register(query);
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });

  it('knows the links that hold an asset, also on the asset itself', async () => {
    expect(await register(`assetId=${chair}`)).toEqual(['Spring', 'Autumn']);
    const asset = await read<{ shareLinks: { name: string; state: string }[] }>(
      await admin.fetch(`/api/admin/assets/${chair}`),
    );
    expect(asset.shareLinks).toMatchObject([
      { name: 'Spring', state: 'active' },
      { name: 'Autumn', state: 'active' },
    ]);
    expect(await register(`ownerId=${curatorId}`)).toEqual(['Spring']);
  });

  it('reads each order from its index, without sorting the table', async () => {
    const { DB } = await server.env();
    const keys = {
      share_links: ['created_at', 'ends_at', 'coalesce(last_used_at, 0)', 'used_downloads'],
      upload_requests: ['created_at', 'deadline', 'coalesce(last_used_at, 0)', 'received_files'],
    };
    for (const [table, orders] of Object.entries(keys)) {
      for (const key of orders) {
        const { results } = await DB.prepare(
          `EXPLAIN QUERY PLAN SELECT * FROM ${table}
            WHERE (${key}, id) < (?, ?) ORDER BY ${key} DESC, id DESC LIMIT 101`,
        )
          .bind(1, 'x')
          .all<{ detail: string }>();
        const plan = results.map(({ detail }) => detail).join(' · ');
        expect(plan, `${table} by ${key}`).toMatch(/USING INDEX/);
        expect(plan, `${table} by ${key}`).not.toContain('TEMP B-TREE');
      }
    }
  });
});

describe('search', () => {
  const patch = async (path: string, json: Record<string, unknown>) =>
    read(await admin.fetch(`/api/admin/${path}`, { method: 'PATCH', json }));

  it('follows every change of a name, a person and an owner', async () => {
    const link = await issue(admin, { assetIds: [lamp], name: 'Señal Ångström' });
    expect(await register('q=senal%20ang')).toEqual(['Señal Ångström']);
    await patch(`shares/${link.id}`, { name: 'Renamed', vanity: 'plain-words' });
    expect(await register('q=angstrom')).toEqual([]);
    expect(await register('q=plain-wor')).toEqual(['Renamed']);
    await read(
      await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: [{ name: 'Zoë', email: 'zoe@fern.example' }] },
      }),
      201,
    );
    expect(await register('q=zoe%40fern')).toEqual(['Renamed']);
    await read(
      await admin.fetch('/api/admin/shares/change', {
        json: { changes: [{ id: link.id, ownerId: curatorId }] },
      }),
    );
    expect(await register('q=renamed%20cleo')).toEqual(['Renamed']);
    const { DB } = await server.env();
    await DB.prepare("UPDATE users SET name = 'Cleopatra Weiss' WHERE id = ?").bind(curatorId).run();
    expect(await register('q=renamed%20weiss')).toEqual(['Renamed']);
    await DB.prepare("UPDATE users SET name = 'Cleo' WHERE id = ?").bind(curatorId).run();
    expect(await register('q=weiss')).toEqual([]);
    const request = await read<{ id: string }>(
      await admin.fetch('/api/admin/requests', {
        json: { title: 'Booth', deadline: Date.now() + DAY_MS, timeZone: 'Europe/Berlin' },
      }),
      201,
    );
    await patch(`requests/${request.id}`, { title: 'Stand drawings' });
    expect(await register('q=booth')).toEqual([]);
    expect(await register('q=drawings')).toEqual(['Stand drawings']);
    for (const [table, id] of [
      ['share_links', link.id],
      ['upload_requests', request.id],
    ]) {
      await DB.prepare(`DELETE FROM ${table} WHERE id = ?`).bind(id).run();
    }
    expect(await register('q=drawings')).toEqual([]);
    const left = await DB.prepare('SELECT count(*) AS n FROM register_search').first<{ n: number }>();
    const rows = await DB.prepare(
      'SELECT (SELECT count(*) FROM share_links) + (SELECT count(*) FROM upload_requests) AS n',
    ).first<{ n: number }>();
    expect(left?.n).toBe(rows?.n);
  });

  it('finds a link by every address that is sent to people, and a request by its own', async () => {
    const link = await issue(admin, { assetIds: [lamp], name: 'Pasted', vanity: 'pasted-link' });
    const [kim] = await read<{ url: string }[]>(
      await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: [{ name: 'Kim', email: 'kim@paste.example' }] },
      }),
      201,
    );
    const request = await read<{ id: string; url: string }>(
      await admin.fetch('/api/admin/requests', {
        json: { title: 'Pasted request', deadline: Date.now() + DAY_MS, timeZone: 'Europe/Berlin' },
      }),
      201,
    );
    const by = (q: string) => register(`q=${encodeURIComponent(q)}`);
    const token = link.url.split('/').at(-1) ?? '';
    for (const q of [
      link.url,
      token,
      `${link.url}?x=1`,
      ` ${link.vanityUrl} `,
      kim?.url ?? '',
      `/s/${token}`,
    ]) {
      expect(await by(q), q).toEqual(['Pasted']);
    }
    for (const q of [request.url, request.url.split('/').at(-1) ?? '']) {
      expect(await by(q), q).toEqual(['Pasted request']);
    }
    // A token that nobody issued finds nothing, and a word is still a word.
    expect(await by(`${link.url.slice(0, -1)}${link.url.endsWith('A') ? 'B' : 'A'}`)).toEqual([]);
    expect(await by('pasted-link')).toEqual(['Pasted']);
    await read(await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'revoked' } }));
    const { DB } = await server.env();
    await DB.prepare('DELETE FROM share_links WHERE id = ?').bind(link.id).run();
    await DB.prepare('DELETE FROM upload_requests WHERE id = ?').bind(request.id).run();
  });

  it('pages through what it found like through the list, and reads only that', async () => {
    const { DB } = await server.env();
    const columns =
      'owner_id, ends_at, time_zone, permission, channel, audience, territories, created_at, updated_at';
    await DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO share_links (id, token, name, ${columns})
       SELECT printf('shr_many%05d', i), printf('many%d', i), iif(i % 500 = 0, 'Rare bird ' || i, 'Crowd ' || i),
         ?1, ?2 + i * 1000, 'UTC', 'view', 'web', 'public', '{"include":null,"exclude":[]}', i, i FROM n`,
    )
      .bind(curatorId, Date.now() + DAY_MS)
      .run();
    await DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       INSERT INTO upload_requests (id, token, owner_id, input, deadline, created_at, updated_at)
       SELECT printf('req_many%05d', i), printf('many%d', i), ?1,
         json_object('title', iif(i % 500 = 0, 'Rare drawing ', 'Crowd ') || i), ?2 + i * 1000, i, i FROM n`,
    )
      .bind(curatorId, Date.now() - DAY_MS)
      .run();
    try {
      const expected = {
        created: [
          ...[3000, 2500, 2000, 1500].map((i) => `Rare bird ${i}`),
          'Rare drawing 1000',
          'Rare bird 1000',
          'Rare drawing 500',
          'Rare bird 500',
        ],
        ends: [
          ...[500, 1000, 1500, 2000, 2500, 3000].map((i) => `Rare bird ${i}`),
          'Rare drawing 1000',
          'Rare drawing 500',
        ],
      };
      for (const [sort, names] of Object.entries(expected)) {
        for (const limit of [1, 3, 100]) {
          const found = await allPages(`q=rare&sort=${sort}`, limit);
          // Two tables have one row each at the same instant: which comes first is a matter of their ids.
          expect(found.toSorted(), `${sort}, ${limit} at once`).toEqual(names.toSorted());
          if (sort === 'ends') expect(found).toEqual(names);
        }
      }
      const statements: { text: string; values: unknown[] }[] = [];
      const logger = {
        logQuery: (text: string, values: unknown[]) => void statements.push({ text, values }),
      };
      const registered = createRegisterRepository(drizzle(DB, { schema, logger }));
      const wanted = { now: Date.now(), asOf: Date.now(), after: null, limit: 50 };
      for (const filter of [
        { q: 'rare', expression: '"rare"*' },
        { q: 'rare', expression: '"rare"*', ownerId: curatorId, state: 'active' as const },
        { assetId: chair, expression: null },
      ]) {
        for (const sort of REGISTER_SORTS) {
          for (const part of STRETCHES[sort]) {
            for (const after of [null, { key: Date.now(), id: 'shr_many01000' }]) {
              const stretch = { ...wanted, sort, part, after };
              await registered.links({ ...wanted, ...filter }, stretch);
              if (filter.q !== undefined) await registered.requests({ ...wanted, ...filter }, stretch);
            }
          }
        }
      }
      expect(statements).toHaveLength(2 * 5 * (2 + 2 + 1));
      for (const { text, values } of statements) {
        const plan = await DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
          .bind(...values)
          .all<{ detail: string }>();
        const scans = plan.results.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'));
        // The full-text index itself, and lists that the statement makes.
        expect(
          scans.filter((detail) => !/ VIRTUAL TABLE INDEX | CONSTANT ROW|^SCAN \(subquery/.test(detail)),
        ).toEqual([]);
        const { meta } = await DB.prepare(text)
          .bind(...values)
          .all();
        expect(meta.rows_read, text).toBeLessThan(300);
      }
      // The test can fail: the same rows without a search are read from one end to the other.
      const walked = await DB.prepare(
        "SELECT id FROM share_links WHERE instr(lower(name), 'rare') > 0",
      ).all();
      expect(walked.meta.rows_read).toBeGreaterThan(3000);
    } finally {
      for (const table of ['share_links', 'upload_requests']) {
        await DB.prepare(`DELETE FROM ${table} WHERE id LIKE '%_many%'`).run();
      }
    }
  }, 60_000);
});

describe('the file', () => {
  it('has a line for every row that the filters leave, and no formula', async () => {
    const response = await admin.fetch('/api/admin/shares/register.csv?sort=created');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const text = await response.text();
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('Name');
    expect(text).toContain(`'=2+5`);
    expect(text).not.toMatch(/(^|,)=/m);
    const soon = await admin.fetch('/api/admin/shares/register.csv?expiringSoon=true');
    expect((await soon.text()).trimEnd().split('\r\n')).toHaveLength(2);
    expect((await server.fetch('/api/admin/shares/register.csv')).status).toBe(401);
  });
});

describe('many links', () => {
  const change = (by: Person, changes: unknown[]) =>
    by.fetch('/api/admin/shares/change', { json: { changes } });
  const get = async (name: string) => read<ShareLink>(await admin.fetch(`/api/admin/shares/${idOf(name)}`));

  it('are extended together, or not at all past the administrator’s maximum', async () => {
    const later = Date.now() + 90 * DAY_MS;
    await read(
      await change(admin, [
        { id: idOf('Autumn'), endsAt: later },
        { id: idOf('Winter'), endsAt: later },
      ]),
    );
    expect((await get('Autumn')).endsAt).toBe(later);
    const refused = await change(admin, [
      { id: idOf('Autumn'), endsAt: later + DAY_MS },
      { id: idOf('Winter'), endsAt: Date.now() + 900 * DAY_MS },
    ]);
    expect(refused.status).toBe(400);
    expect((await get('Autumn')).endsAt).toBe(later);
  });

  it('are handed over, with what that means for who may change them, and an event each', async () => {
    const foreign = await change(curator, [{ id: idOf('Autumn'), endsAt: Date.now() + 30 * DAY_MS }]);
    expect(foreign.status).toBe(403);
    await read(await change(admin, [{ id: idOf('Autumn'), ownerId: curatorId }]));
    expect((await get('Autumn')).owner).toEqual({ id: curatorId, name: 'Cleo' });
    await read(await change(curator, [{ id: idOf('Autumn'), endsAt: Date.now() + 30 * DAY_MS }]));
    const { items } = await read<Page<{ event: string; sentence: string }>>(
      await admin.fetch(`/api/admin/audit?targetId=${idOf('Autumn')}&event=share_link.transferred`),
    );
    expect(items[0]?.sentence).toBe('Ada Brandt handed the link “Autumn” to Cleo.');
    expect((await change(admin, [{ id: idOf('Autumn'), ownerId: 'nobody' }])).status).toBe(400);
  });

  it('offers as owners those who can run a link', async () => {
    const owners = await read<{ name: string }[]>(await curator.fetch('/api/admin/shares/owners'));
    expect(owners.map(({ name }) => name)).toEqual(['Ada Brandt', 'Cleo']);
  });
});
