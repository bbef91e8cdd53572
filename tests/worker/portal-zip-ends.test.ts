/** An archive of a portal whose file ends between pressing and fetching: however it is fetched, no byte comes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../harness/answers.ts';
import { addPicture, changeLicense, clear, embargo, setStatus } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { portalOf, pressZip, zipAddress } from '../harness/portal.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const HOUR_MS = 3_600_000;
let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  await read(await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } }));
}, 120_000);
afterAll(() => server.close());

describe('what ends between pressing and fetching', () => {
  interface Change {
    status: number;
    change: (id: string, licenseId: string) => Promise<unknown>;
  }
  const relicense = (terms: Record<string, unknown>) => (_: string, licenseId: string) =>
    changeLicense(admin, licenseId, terms);
  const changes: Record<string, Change> = {
    draft: { status: 404, change: (id) => setStatus(admin, id, 'draft') },
    withdrawn: { status: 410, change: (id) => setStatus(admin, id, 'withdrawn') },
    'licence ended': { status: 410, change: relicense({ endsAt: Date.now() - HOUR_MS }) },
    'licensed elsewhere': {
      status: 451,
      change: relicense({ territories: { include: ['JP'], exclude: [] } }),
    },
    embargoed: { status: 403, change: (id) => embargo(admin, id, Date.now() + HOUR_MS) },
    'a pixel limit': { status: 403, change: relicense({ maxPixels: 100 }) },
  };

  for (const [name, { status, change }] of Object.entries(changes)) {
    it(`${name}: however it is fetched, no byte comes`, async () => {
      const { id } = await addPicture(admin);
      const { id: licenseId } = await clear(admin, id);
      const slug = `end-${name.replaceAll(' ', '-')}`;
      await portalOf(admin, slug, [id]);
      const address = await zipAddress(server, { assets: [id], portal: slug });
      const warm = await server.fetch(address);
      expect(warm.status).toBe(200);
      await warm.arrayBuffer();
      const etag = warm.headers.get('etag') ?? '';
      await change(id, licenseId);
      for (const init of [
        {},
        { method: 'HEAD' },
        { headers: { range: 'bytes=0-9' } },
        { headers: { 'if-none-match': etag } },
        { headers: { 'if-none-match': '*' } },
      ]) {
        const response = await server.fetch(address, init);
        expect(response.status, `${name} ${JSON.stringify(init)}`).toBe(status);
        expect(response.headers.get('cache-control')).toBe('no-store');
        for (const header of ['etag', 'last-modified', 'content-disposition', 'content-range']) {
          expect(response.headers.get(header)).toBeNull();
        }
      }
      // A smaller picture may still be had where only the original is refused.
      if (name !== 'a pixel limit') {
        expect((await pressZip(server, { assets: [id], portal: slug })).status).toBe(status);
      }
    }, 60_000);
  }

  it('a portal switched off hands nothing out', async () => {
    const { id } = await addPicture(admin);
    await clear(admin, id);
    const portal = await portalOf(admin, 'closing', [id]);
    const address = await zipAddress(server, { assets: [id], portal: 'closing' });
    await read(await admin.fetch(`/api/admin/portals/${portal.id}/state`, { json: { off: true } }));
    expect((await server.fetch(address)).status).toBe(410);
    expect((await pressZip(server, { assets: [id], portal: 'closing' })).status).toBe(410);
    expect((await pressZip(server, { assets: [id], portal: 'nowhere' })).status).toBe(404);
  }, 60_000);
});
