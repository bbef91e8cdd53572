/** The look at what a link would not hand out: what it finds, what mends it, and what it costs for 2,000 assets. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Preflight } from '../../shared/contract/shares.ts';
import * as schema from '../../worker/db/schema/index.ts';
import { addPicture, approve, license } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

vi.mock('cloudflare:workers', () => ({ waitUntil: () => undefined, DurableObject: class {} }));

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
const ids: Record<string, string> = {};

async function read<T>(response: Response, status = 200): Promise<T> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return JSON.parse(text) as T;
}
const check = async (names: readonly string[], plan: Record<string, unknown> = {}) =>
  read<Preflight>(
    await admin.fetch('/api/admin/shares/preflight', {
      json: { source: { kind: 'assets', assetIds: names.map((name) => ids[name]) }, ...plan },
    }),
  );
const found = ({ findings }: Preflight) =>
  Object.fromEntries(findings.map(({ asset, problem, causes }) => [asset.title, [problem, ...causes]]));
const soon = Date.now() + 5 * DAY_MS;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const terms: Record<string, Record<string, unknown> | null> = {
    clear: {},
    ending: { endsAt: soon },
    printed: { channels: ['print'] },
    german: { territories: { include: ['DACH'], exclude: [] } },
    austrian: { territories: { include: ['AT', 'CH'], exclude: [] } },
    unlicensed: null,
    draft: {},
    unreleased: {},
  };
  for (const [name, license_] of Object.entries(terms)) {
    const id = (await addPicture(admin, { title: name })).id;
    ids[name] = id;
    if (license_ !== null) await license(admin, id, license_);
    if (name !== 'draft') await approve(admin, id);
  }
  await read(
    await admin.fetch(`/api/admin/assets/${ids.unreleased}/releases`, {
      json: { kind: 'MR-NON', name: 'Kim', required: true, state: 'pending', endsAt: null },
    }),
    201,
  );
}, 180_000);
afterAll(() => server.close());

describe('the pre-flight', () => {
  it('says what ends before, what is refused and why, and what goes out in some countries only', async () => {
    const preflight = await check(Object.keys(ids));
    expect(found(preflight)).toEqual({
      ending: ['ends_before', 'license'],
      printed: ['denied', 'channel'],
      german: ['partly', 'territory'],
      austrian: ['partly', 'territory'],
      unlicensed: ['denied', 'license'],
      draft: ['denied', 'status'],
      unreleased: ['denied', 'release'],
    });
    expect(preflight).toMatchObject({
      total: 8,
      deliverable: 4,
      counts: { denied: 4, not_yet: 0, partly: 2, ends_before: 1 },
    });
  });

  it('offers what mends it: the end, leaving out, the channel, the countries', async () => {
    const { fixes } = await check(['clear', 'ending', 'printed', 'german', 'austrian', 'draft']);
    expect(fixes.endsAt).toBe(soon);
    expect(new Set(fixes.leaveOut)).toEqual(new Set([ids.printed, ids.draft]));
    expect(fixes.channel).toEqual({ channel: 'print', leftOut: 1 });
    expect(fixes.territories).toEqual(['AT', 'CH']);
  });

  it('is clear once every fix was taken', async () => {
    const mended = await check(['clear', 'ending', 'printed', 'german', 'austrian'], {
      endsAt: soon,
      channel: 'print',
      territories: { include: ['AT', 'CH'], exclude: [] },
    });
    expect(mended.findings).toEqual([]);
    expect(mended.deliverable).toBe(5);
  });

  it('looks at a link that is there already, as it would be after an edit', async () => {
    const link = await issue(admin, { assetIds: [ids.clear, ids.german].map((id) => id ?? '') });
    const ask = async (plan: Record<string, unknown>) =>
      read<Preflight>(
        await admin.fetch('/api/admin/shares/preflight', {
          json: { source: { kind: 'link', shareLinkId: link.id }, ...plan },
        }),
      );
    expect(found(await ask({}))).toEqual({ german: ['partly', 'territory'] });
    expect(found(await ask({ territories: { include: ['AT'], exclude: [] } }))).toEqual({});
    expect(found(await ask({ territories: { include: ['FR'], exclude: [] } }))).toEqual({
      german: ['denied', 'territory'],
    });
  });

  it('reads 2,000 assets with one statement for 80 of them, and spells out the first hundred', async () => {
    const { checkShare } = await import('../../worker/modules/shares/preflight.ts');
    const { DB } = await server.env();
    const copies = Array.from({ length: 2000 }, (_, i) => `ast_${String(i).padStart(26, '0')}`);
    // Snapshots as the rights module compiles them, of one asset that ends early, under 2,000 names.
    await check(['ending']);
    await DB.prepare(
      `INSERT INTO asset_snapshots (asset_id, epoch, snapshot, compiled_at)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
        SELECT 'ast_' || printf('%026d', i), epoch,
          json_set(snapshot, '$.assetId', 'ast_' || printf('%026d', i),
            '$.rights.assetId', 'ast_' || printf('%026d', i)), compiled_at
        FROM n, asset_snapshots WHERE asset_id = ?`,
    )
      .bind(ids.ending)
      .run();
    let statements = 0;
    const counted = new Proxy(DB, {
      get(target, key) {
        if (key === 'prepare') {
          return (sql: string) => {
            statements++;
            return target.prepare(sql);
          };
        }
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const asked: number[] = [];
    const now = Date.now();
    const answer = await checkShare(
      {
        db: Object.assign(drizzle(counted, { schema }), { $client: counted }),
        assets: {
          cards: async (_caller, cardIds) => {
            asked.push(cardIds.length);
            return [];
          },
        },
      },
      {
        actor: { kind: 'user', id: 'x', name: 'x' },
        role: 'administrator',
        locale: 'en',
        timeZone: 'UTC',
        territory: 'DE',
        requestId: '',
        origin: '',
        now,
      },
      copies,
      {
        startsAt: now,
        endsAt: now + 30 * DAY_MS,
        channel: 'web',
        audience: 'agency',
        permission: 'download_originals',
        territories: { include: null, exclude: [] },
        collection: null,
      },
    );
    expect(answer.counts.ends_before).toBe(2000);
    expect(statements).toBe(25);
    expect(asked).toEqual([100]);
  });
});
