/** Mail that no request causes, in a deployment that names no origin: it leads to where the console was used. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareExtension } from '../../shared/contract/share-visits.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, clear } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue } from '../harness/share.ts';

const DAY_MS = 86_400_000;
let server: TestServer;
let admin: Person;
let asset: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  await clear(admin, asset);
}, 60_000);
afterAll(() => server.close());

const addressesIn = (text: string): string[] => text.match(/https?:\/\/\S+/g) ?? [];

describe('mail written by the minute', () => {
  it('brings the address that extends a link in one press, and that of the console', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      name: 'Kampagne',
      notify: 'immediate',
      // A week in a zone whose clocks change is an hour less or more now and then.
      timeZone: 'UTC',
      endsAt: Date.now() + 5 * DAY_MS,
    });
    server.setClockOffset(4 * DAY_MS);
    await server.tick();
    const mail = (await mailsTo(admin, admin.email)).find(({ subject }) => subject.includes('Kampagne'));
    const addresses = addressesIn(mail?.text ?? '');
    expect(addresses).toContain(`${server.origin}/admin/shares/${link.id}`);
    const extend = new URL(addresses.find((address) => address.includes('/extend?')) ?? '');
    expect(extend.origin).toBe(server.origin);
    const pressed = await server.fetch(`/api/share/${extend.pathname.split('/')[2]}/extension`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ proof: extend.searchParams.get('proof') }),
    });
    expect(((await pressed.json()) as ShareExtension).state).toBe('extended');
    const after = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
    expect(after.endsAt).toBe(link.endsAt + 7 * DAY_MS);
  }, 60_000);

  it('brings the address under which somebody is to hand in', async () => {
    server.setClockOffset(0);
    const request = await ask(admin, {
      deadline: Date.now() + 5 * DAY_MS,
      reminderDays: 2,
      invite: [{ name: 'Ida', email: 'ida@agency.example' }],
    });
    server.setClockOffset(4 * DAY_MS);
    await server.tick();
    await expect.poll(async () => (await mailsTo(admin, 'ida@agency.example')).length).toBe(2);
    const [reminder] = await mailsTo(admin, 'ida@agency.example');
    expect(addressesIn(reminder?.text ?? '')).toContain(request.invitees[0]?.url);
  }, 60_000);
});
