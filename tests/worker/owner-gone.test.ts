/** Links and upload requests of somebody who can no longer sign in: visitors are led to the brand, and nothing is mailed after them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inquiry } from '../../shared/contract/inquiries.ts';
import { addPicture, approve, license } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person, signInOverHttp } from '../harness/people.ts';
import { ask, visitRequest } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const CONTACT = { name: 'Press desk', role: null, email: 'press@example.com', phone: '+49 30 1' };
const LEAVER = 'carl@example.com';

let server: TestServer;
let admin: Person;
let photo: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  photo = (await addPicture(admin, { title: 'Red chair' })).id;
  await license(admin, photo);
  await approve(admin, photo);
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { contact: CONTACT } });
}, 60_000);
afterAll(() => server.close());

/** Makes something as a curator, who leaves. */
async function leftBehind<T>(make: (leaver: Person) => Promise<T>): Promise<T> {
  const password = 'a long enough password';
  const fields = { name: 'Carl Curator', email: LEAVER, role: 'curator', password };
  const answer = await admin.fetch('/api/admin/users', { json: fields });
  const { id } =
    answer.status === 201
      ? ((await answer.json()) as { id: string })
      : (((await (await admin.fetch('/api/admin/users')).json()) as { id: string; email: string }[]).find(
          ({ email }) => email === LEAVER,
        ) ?? { id: '' });
  const enable = (disabled: boolean) =>
    admin.fetch(`/api/admin/users/${id}`, { method: 'PATCH', json: { disabled } });
  await enable(false);
  const made = await make(await signInOverHttp(server, LEAVER, password));
  await enable(true);
  return made;
}
const openInquiries = async (): Promise<Inquiry[]> =>
  ((await (await admin.fetch('/api/admin/requests/inquiries?limit=100')).json()) as { items: Inquiry[] })
    .items;

describe('an owner who can no longer sign in', () => {
  it('is not whom a link’s visitors turn to, nor told of them', async () => {
    const link = await leftBehind((leaver) =>
      issue(leaver, { name: 'Left behind', assetIds: [photo], notify: 'immediate' }),
    );
    const kim = visit(server, link.url);
    const view = await kim.view();
    expect(view).toMatchObject({ kind: 'open', page: { from: 'Example', contact: CONTACT } });
    expect((await kim.download(photo, 'original')).status).toBe(200);
    const asked = await kim.fetch(`/api/share/${kim.token}/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ kind: 'extension', email: 'kim@agency.example', reason: 'More time, please.' }),
    });
    expect(asked.status).toBe(204);
    expect((await openInquiries()).map(({ about }) => about)).toContain('Left behind');
    expect(await mailsTo(admin, CONTACT.email)).toEqual([
      expect.objectContaining({ subject: expect.stringContaining('Left behind') }),
    ]);
    await expect
      .poll(async () => {
        const answer = await admin.fetch(`/api/admin/shares/${link.id}`);
        return ((await answer.json()) as { usedDownloads: number }).usedDownloads;
      })
      .toBe(1);
    expect(await mailsTo(admin, LEAVER)).toEqual([]);
  });

  it('is not whom people turn to who were asked for files', async () => {
    const request = await leftBehind((leaver) => ask(leaver, { title: 'Final artwork' }));
    const kim = visitRequest(server, request.url);
    expect(await kim.page()).toMatchObject({ from: 'Example', contact: CONTACT });
    const asked = await kim.call(`/api/request/${kim.token}/inquiries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ kind: 'extension', email: 'kim@agency.example', reason: 'More time, please.' }),
    });
    expect(asked.status).toBe(204);
    const subjects = (await mailsTo(admin, CONTACT.email)).map(({ subject }) => subject);
    expect(subjects.some((subject) => subject.includes('Final artwork'))).toBe(true);
    expect(await mailsTo(admin, LEAVER)).toEqual([]);
  });
});
