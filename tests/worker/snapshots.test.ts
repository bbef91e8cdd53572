/** Compiling many snapshots at once: as each would be alone, in a number of batches that grows by chunks. */
import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '../../worker/db/schema/index.ts';
import {
  compileSnapshot,
  compileSnapshots,
  readSnapshots,
  sweepRightsChanges,
} from '../../worker/modules/rights/index.ts';
import { addPicture, clear } from '../harness/library.ts';
import { copyAsset } from '../harness/many.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const COPIES = 100;

let server: TestServer;
let admin: Person;
let ids: string[];
let batches = 0;
let db: ReturnType<typeof drizzle<typeof schema>>;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  const { id } = await addPicture(admin);
  await clear(admin, id, { territories: { include: ['DE'], exclude: [] } });
  ids = await copyAsset(server, id, COPIES);
  const { DB } = await server.env();
  const counting = {
    prepare: (query: string) => DB.prepare(query),
    batch: (statements: D1PreparedStatement[]) => {
      batches += 1;
      return DB.batch(statements);
    },
  };
  // What drizzle uses of the binding.
  db = drizzle(counting as unknown as D1Database, { schema });
}, 120_000);
afterAll(() => server?.close());

const release = (assetId: string, number: number): typeof schema.releases.$inferInsert => ({
  id: `rel_${assetId}_${number}`,
  assetId,
  kind: 'MR-NON',
  name: `Release ${number}`,
  required: true,
  state: 'signed',
  createdAt: number,
});

describe('compiling snapshots', () => {
  it('gives each asset what it would get alone', async () => {
    const [first = '', second = '', third = ''] = ids;
    await db.insert(schema.releases).values([release(first, 1), release(third, 1), release(third, 2)]);
    await db.insert(schema.assetKeywords).values(
      ['spring', 'lamp'].map((keyword, index) => ({
        assetId: second,
        keyword,
        folded: keyword,
        createdAt: index,
      })),
    );
    const together = await compileSnapshots({ db }, ids.slice(0, 5), 1);
    expect(together).toHaveLength(5);
    for (const snapshot of together) {
      expect(snapshot).toEqual(await compileSnapshot({ db }, snapshot.assetId, 1));
      expect(snapshot.rights.licenses).toHaveLength(1);
    }
    const of = (id: string) => together.find(({ assetId }) => assetId === id);
    expect(of(first)?.rights.releases).toHaveLength(1);
    expect(of(second)?.rights.releases).toEqual([]);
    expect(of(second)?.keywords).toEqual(['spring', 'lamp']);
    expect(of(third)?.rights.releases).toHaveLength(2);
  });

  it('takes two batches for every 40 assets whose snapshots were thrown away', async () => {
    await db.delete(schema.assetSnapshots);
    batches = 0;
    expect((await readSnapshots({ db }, ids, 1)).size).toBe(COPIES);
    // 80 and 20 are looked up; 40, 40 and 20 compiled.
    expect(batches).toBe(6);
    batches = 0;
    expect((await readSnapshots({ db }, ids, 1)).size).toBe(COPIES);
    expect(batches).toBe(0);
  });

  it('lets nobody’s many rules push out another’s', async () => {
    const [crowded = '', plain = ''] = ids.slice(-2);
    for (let at = 0; at < 400; at += 10) {
      await db
        .insert(schema.releases)
        .values(Array.from({ length: 10 }, (_, index) => release(crowded, at + index)));
    }
    await db.insert(schema.releases).values(release(plain, 1));
    const compiled = await compileSnapshots({ db }, [crowded, plain], 1);
    expect(compiled.map(({ rights }) => rights.releases.length)).toEqual([200, 1]);
    await db.delete(schema.releases).where(eq(schema.releases.assetId, crowded));
  });
});

describe('the word of the lists', () => {
  it('is "ended" for a licence of some countries that has ended, also where "blocked" had been kept', async () => {
    const { id } = await addPicture(admin);
    await clear(admin, id, { endsAt: 1, territories: { include: ['DACH'], exclude: [] } });
    const listed = async (state: string): Promise<boolean> => {
      const response = await admin.fetch(`/api/admin/assets?limit=100&rights=${state}`);
      const { items } = (await response.json()) as { items: { id: string }[] };
      return items.some((item) => item.id === id);
    };
    expect([await listed('ended'), await listed('blocked')]).toEqual([true, false]);

    const { DB } = await server.env();
    await DB.prepare("UPDATE assets SET rights_state = 'blocked', rights_changes_at = NULL WHERE id = ?")
      .bind(id)
      .run();
    expect(await listed('ended')).toBe(false);
    await DB.exec((await readFile('migrations/0015_rights_words.sql', 'utf8')).replace(/^--.*\n/gm, ''));
    await sweepRightsChanges({ db }, Date.now());
    expect([await listed('ended'), await listed('blocked')]).toEqual([true, false]);
  });
});

describe('the sweep of planned changes', () => {
  it('looks again at everything that is due, in steps, and at nothing twice', async () => {
    const more = await copyAsset(server, ids[0] ?? '', 350);
    const { DB } = await server.env();
    await DB.prepare('UPDATE assets SET rights_changes_at = 5').run();
    const due = async () =>
      (
        await DB.prepare('SELECT count(*) AS n FROM assets WHERE rights_changes_at <= 10').first<{
          n: number;
        }>()
      )?.n;
    expect(await due()).toBeGreaterThan(more.length + COPIES);
    const swept = await sweepRightsChanges({ db }, Date.now());
    expect(swept).toBeGreaterThan(more.length + COPIES);
    expect(await due()).toBe(0);
    expect(await sweepRightsChanges({ db }, Date.now())).toBe(0);
  });
});
