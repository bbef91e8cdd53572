/** Rules on assets as they are kept: a licence that is deleted while somebody puts it on an asset, and the order of releases. */
import { drizzle } from 'drizzle-orm/d1';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { License } from '../../shared/contract/rights.ts';
import * as schema from '../../worker/db/schema/index.ts';
import type { Caller } from '../../worker/http/caller.ts';
import { createRightsService, readSnapshots } from '../../worker/modules/rights/index.ts';
import { createIdentifiers } from '../../worker/platform/identifiers/identifiers.ts';
import { addPicture, approve, license, makeLicense } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';

vi.mock('cloudflare:workers', () => ({ waitUntil: () => undefined, DurableObject: class {} }));

let server: TestServer;
let admin: Person;
let asset: string;
/** Runs once, between what a service has read and the batch it writes. */
let inBetween: (() => Promise<unknown>) | null = null;
let rights: ReturnType<typeof createRightsService>;

const caller: Caller = {
  actor: { kind: 'user', id: 'usr_test', name: 'Ada' },
  role: 'administrator',
  locale: 'en',
  timeZone: 'UTC',
  territory: 'DE',
  source: null,
  requestId: 'req_test',
  origin: 'http://localhost',
  now: Date.now(),
};

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  await approve(admin, asset);
  const { DB } = await server.env();
  const interruptible = {
    prepare: (query: string) => DB.prepare(query),
    async batch(statements: D1PreparedStatement[]) {
      const first = inBetween;
      inBetween = null;
      await first?.();
      return DB.batch(statements);
    },
  };
  rights = createRightsService({
    // What drizzle uses of the binding.
    db: drizzle(interruptible as unknown as D1Database, { schema }),
    identifiers: createIdentifiers(Date.now),
    doorbell: { ring: async () => {} },
  });
}, 60_000);
afterEach(() => {
  inBetween = null;
});
afterAll(() => server.close());

async function rowsOf(query: string, ...values: unknown[]): Promise<unknown[]> {
  const { DB } = await server.env();
  return (
    await DB.prepare(query)
      .bind(...values)
      .all()
  ).results;
}
const assignments = ({ id }: License) => rowsOf('SELECT * FROM asset_licenses WHERE license_id = ?1', id);
const events = async ({ id }: License) =>
  (await rowsOf('SELECT event FROM audit_events WHERE target_id = ?1 ORDER BY id', id)).map(
    (row) => (row as { event: string }).event,
  );
const exists = async ({ id }: License) => (await admin.fetch(`/api/admin/licenses/${id}`)).status === 200;
const assign = ({ id }: License) =>
  admin.fetch('/api/admin/licenses/assign', { json: { licenseId: id, assetIds: [asset] } });
const remove = ({ id }: License) => admin.fetch(`/api/admin/licenses/${id}`, { method: 'DELETE' });

describe('a licence that is deleted', () => {
  it('stays, and says so, where somebody puts it on an asset after it was looked at', async () => {
    const kept = await makeLicense(admin);
    inBetween = async () => expect((await assign(kept)).status).toBe(200);
    await expect(rights.deleteLicense(caller, kept.id)).rejects.toMatchObject({
      code: 'conflict',
      details: { detail: expect.stringContaining('covers 1 assets') },
    });
    expect(await exists(kept)).toBe(true);
    expect(await assignments(kept)).toHaveLength(1);
    expect(await events(kept)).toEqual(['license.created', 'license.assigned']);
  });

  it('is put on nothing, and nobody is told that it was, where it went after it was looked at', async () => {
    const gone = await makeLicense(admin);
    inBetween = async () => expect((await remove(gone)).status).toBe(200);
    const input = { licenseId: gone.id, assetIds: [asset] };
    await expect(rights.assignLicense(caller, input)).rejects.toMatchObject({ code: 'not_found' });
    expect(await assignments(gone)).toEqual([]);
    expect(await events(gone)).toEqual(['license.created', 'license.deleted']);
  });

  it('is either gone and on nothing, or there and on the asset, whoever comes first', async () => {
    for (let round = 0; round < 8; round++) {
      const one = await makeLicense(admin);
      const pressed = round % 2 === 0 ? [assign, remove] : [remove, assign];
      const answers = await Promise.all(pressed.map((press) => press(one)));
      const [assigned, removed] = round % 2 === 0 ? answers : answers.toReversed();
      const isThere = await exists(one);
      expect(await assignments(one)).toHaveLength(isThere ? 1 : 0);
      expect([assigned?.status, removed?.status]).toEqual(isThere ? [200, 409] : [404, 200]);
      expect(await events(one)).toEqual([
        'license.created',
        isThere ? 'license.assigned' : 'license.deleted',
      ]);
    }
  }, 60_000);

  it('leaves a file undecided that was to be accepted with it', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(new TextEncoder().encode('text'), 'text.txt');
    const [file] = await handedIn(admin, request, 1);
    const gone = await makeLicense(admin);
    const { DB } = await server.env();
    // Gone after it was looked at: with the first statement of the batch that decides.
    await DB.prepare(
      `CREATE TRIGGER gone AFTER UPDATE OF state ON submissions BEGIN DELETE FROM licenses WHERE id = '${gone.id}'; END`,
    ).run();
    const answer = await admin.fetch('/api/admin/requests/submissions/review', {
      json: { submissionIds: [file?.id], decision: 'accept', licenseId: gone.id },
    });
    await DB.prepare('DROP TRIGGER gone').run();
    expect(answer.status).toBe(409);
    expect((await handedIn(admin, request, 1))[0]?.state).toBe('quarantined');
    expect(await assignments(gone)).toEqual([]);
  }, 60_000);
});

describe('releases', () => {
  it('of an asset stand with the needed ones first, then as they were added, wherever they are read', async () => {
    const other = (await addPicture(admin, { title: 'Blue lamp' })).id;
    await license(admin, [asset, other]);
    const { DB } = await server.env();
    // Neither the order of the rows nor that of their ids.
    const rows: [id: string, name: string, required: number, createdAt: number][] = [
      ['rel_c', 'twin, second', 1, 20],
      ['rel_z', 'not needed, first', 0, 5],
      ['rel_a', 'needed, last', 1, 30],
      ['rel_b', 'twin, first', 1, 20],
      ['rel_y', 'not needed, last', 0, 40],
      ['rel_x', 'needed, first', 1, 10],
    ];
    await DB.batch(
      [asset, other].flatMap((assetId) =>
        rows.map(([id, name, required, createdAt]) =>
          DB.prepare(
            `INSERT INTO releases (id, asset_id, kind, name, is_required, state, created_at)
             VALUES (?1, ?2, 'MR-NON', ?3, ?4, 'signed', ?5)`,
          ).bind(`${id}_${assetId}`, assetId, name, required, createdAt),
        ),
      ),
    );
    const expected = [
      'needed, first',
      'twin, first',
      'twin, second',
      'needed, last',
      'not needed, first',
      'not needed, last',
    ];
    const inId = (id: string) => `${id}_${asset}`;
    const ids = ['rel_x', 'rel_b', 'rel_c', 'rel_a', 'rel_z', 'rel_y'].map(inId);
    const view = (await (await admin.fetch(`/api/admin/assets/${asset}/rights`)).json()) as {
      releases: { name: string }[];
      snapshot: { releases: { id: string }[] };
    };
    expect(view.releases.map(({ name }) => name)).toEqual(expected);
    await DB.prepare('DELETE FROM asset_snapshots').run();
    const together = await readSnapshots({ db: drizzle(DB, { schema }) }, [asset, other], Date.now());
    const found = [...together.values()].map(({ rights: { releases } }) => releases.map(({ id }) => id));
    expect(found[0]).toEqual(ids);
    expect(found[1]).toEqual(ids.map((id) => id.replace(asset, other)));
  }, 60_000);

  it('of a file handed in stand as they arrived, for whoever sent them and for whoever decides', async () => {
    const request = await ask(admin, { askReleases: true });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(new TextEncoder().encode('text'), 'people.txt');
    const [file] = await handedIn(admin, request, 1);
    const id = file?.id ?? '';
    for (const name of ['third', 'first', 'second']) {
      const bytes = new TextEncoder().encode(`%PDF-1.4 ${name}`);
      expect((await kim.handIn(bytes, `${name}.pdf`, { releaseFor: id })).status).toBe(204);
      await expect
        .poll(async () => (await kim.page()).files[0]?.releases, { timeout: 20_000 })
        .toContain(`${name}.pdf`);
    }
    const { DB } = await server.env();
    for (const [name, at] of Object.entries({ first: 1000, second: 2000, third: 3000 })) {
      await DB.prepare('UPDATE submissions SET received_at = ?1 WHERE file_name = ?2')
        .bind(at, `${name}.pdf`)
        .run();
    }
    const expected = ['first.pdf', 'second.pdf', 'third.pdf'];
    expect((await kim.page()).files[0]?.releases).toEqual(expected);
    const [shown] = await handedIn(admin, request, 1);
    expect(shown?.releases.map(({ fileName }) => fileName)).toEqual(expected);
  }, 60_000);
});
