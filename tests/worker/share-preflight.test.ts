/** The look at what a link would not hand out: what it finds, what mends it, and what it costs for 2,000 assets. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Preflight } from '../../shared/contract/shares.ts';
import { ANY_SITE } from '../../shared/delivery/sites.ts';
import * as schema from '../../worker/db/schema/index.ts';
import { read } from '../harness/answers.ts';
import { addPicture, approve, clear, license, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

vi.mock('cloudflare:workers', () => ({ waitUntil: () => undefined, DurableObject: class {} }));

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
const ids: Record<string, string> = {};

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
    small: { maxPixels: 800 },
    european: { territories: { include: ['EEA', 'CH', 'GB', 'US'], exclude: [] } },
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
      european: ['partly', 'territory'],
      small: ['smaller', 'pixels'],
      austrian: ['partly', 'territory'],
      unlicensed: ['denied', 'license'],
      draft: ['denied', 'status'],
      unreleased: ['denied', 'release'],
    });
    expect(preflight).toMatchObject({
      total: 10,
      deliverable: 6,
      counts: { denied: 4, not_yet: 0, partly: 3, ends_before: 1, smaller: 1, look_only: 0 },
    });
  });

  it('offers what mends it: the end, leaving out, the channel, the countries', async () => {
    const { fixes } = await check(['clear', 'ending', 'printed', 'german', 'austrian', 'draft']);
    expect(fixes.endsAt).toBe(soon);
    expect(new Set(fixes.leaveOut)).toEqual(new Set([ids.printed, ids.draft]));
    expect(fixes.channel).toEqual({ channel: 'print', leftOut: 1 });
    expect(fixes.territories).toEqual(['AT', 'CH']);
  });

  it('says where a link’s sizes are held back, and only where the level would give them', async () => {
    for (const permission of ['download_originals', 'download_renditions']) {
      const { findings, counts } = await check(['small', 'clear'], { permission });
      expect(findings.map(({ asset, explanation }) => [asset.title, explanation])).toEqual([
        ['small', expect.stringContaining('800')],
      ]);
      expect(counts.smaller).toBe(1);
    }
    expect((await check(['small'], { permission: 'view' })).findings).toEqual([]);
  });

  it('says what cannot be downloaded at the level, and offers its originals or to leave it out', async () => {
    const add = async (text: string, name: string, maxPixels: number | null = null) => {
      const { asset } = await upload(admin, new TextEncoder().encode(text), name);
      if (asset === null) throw new Error(`${name} was refused`);
      await clear(admin, asset.id, { maxPixels });
      ids[name] = asset.id;
      return asset.id;
    };
    const guide = await add('Guidelines, first edition', 'guide.txt');
    const held = await add('Guidelines, second edition', 'held.txt', 800);
    const all = ['guide.txt', 'held.txt', 'clear'];
    for (const permission of ['download_renditions', 'download_watermarked']) {
      const sizes = await check(all, { permission });
      expect(sizes).toMatchObject({ total: 3, deliverable: 1, counts: { look_only: 2 } });
      expect(sizes.findings.map(({ problem, causes }) => [problem, causes])).toEqual([
        ['look_only', ['level']],
        ['look_only', ['level']],
      ]);
      expect(sizes.findings[0]?.explanation).toContain('there are no sizes of it');
      expect(new Set(sizes.fixes.lookOnly)).toEqual(new Set([guide, held]));
      // An original has no mark.
      if (permission === 'download_watermarked') expect(sizes.fixes.originals).toBeNull();
    }
    const { originals } = (await check(all)).fixes;
    expect(originals).toMatchObject({ permission: 'download_originals', count: 1 });
    expect(originals?.presetsByKind).toMatchObject({ image: expect.not.arrayContaining(['original']) });
    const mended = await check(['guide.txt', 'clear'], {
      permission: originals?.permission,
      presetsByKind: originals?.presetsByKind,
    });
    expect(mended).toMatchObject({ deliverable: 2, findings: [] });
    // What a licence holds to so many pixels is no more to be had where originals are.
    const whole = await check(all, { permission: 'download_originals' });
    expect(found(whole)).toEqual({ Held: ['look_only', 'pixels'] });
    expect((await check(all, { permission: 'view' })).findings).toEqual([]);
  });

  it('looks at every country of a long list', async () => {
    const include = ['EEA', 'CH', 'GB', 'US', 'ZA'];
    expect(found(await check(['european', 'clear'], { territories: { include, exclude: [] } }))).toEqual({
      european: ['partly', 'territory'],
    });
    const { fixes } = await check(['european', 'german'], { territories: { include, exclude: [] } });
    expect(fixes.territories).toEqual(['AT', 'CH', 'DE']);
    const mended = await check(['european', 'german'], {
      territories: { include: fixes.territories, exclude: [] },
    });
    expect(mended.findings).toEqual([]);
  });

  it('names what websites may take although the link only shows it, and nothing once they may not', async () => {
    const named = async (permission: string) =>
      (await check(['clear', 'draft', 'printed'], { permission })).openToSites;
    expect(await named('view')).toEqual([ids.clear]);
    expect(await named('download_watermarked')).toEqual([ids.clear]);
    expect(await named('download_renditions')).toEqual([]);
    const address = `/i/${ids.clear}/w=640/x.jpg`;
    expect((await server.fetch(address)).status).toBe(200);
    const policy = { mode: 'none', sites: [], reportOnly: false };
    const sites = (allowedSites: unknown, assetIds = [ids.clear]) =>
      admin.fetch('/api/admin/assets/sites', { json: { assetIds, allowedSites } });
    const kept = await read<{ undo: unknown[] }>(await sites(policy));
    expect(kept.undo).toEqual([{ assetId: ids.clear, allowedSites: null }]);
    // Done twice it is done once.
    expect((await read<{ undo: unknown[] }>(await sites(policy))).undo).toEqual([]);
    expect(await named('view')).toEqual([]);
    for (const referer of ['', 'https://news.example/', server.origin]) {
      const headers: Record<string, string> = referer === '' ? {} : { referer };
      expect((await server.fetch(address, { headers })).status, referer).toBe(403);
    }
    const { items } = await read<{ items: { context: object }[] }>(
      await admin.fetch(`/api/admin/audit?targetId=${ids.clear}`),
    );
    const changes = items.filter(({ context }) => JSON.stringify(context).includes('allowedSites'));
    expect(changes).toHaveLength(1);
    await read(await sites(null));
    expect((await server.fetch(address)).status).toBe(200);
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

  it('reads 2,000 assets with one statement for 500 of them, and spells out the first hundred', async () => {
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
        sites: { default: ANY_SITE, channels: {} },
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
        source: null,
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
        presets: [],
        presetsByKind: {},
        territories: { include: null, exclude: [] },
        collection: null,
      },
    );
    expect(answer.counts.ends_before).toBe(2000);
    expect(statements).toBe(4);
    expect(asked).toEqual([100]);
  });
});
