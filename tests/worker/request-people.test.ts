/** The people of upload requests: who handed a file in, the address in a receipt, invitations, and those who ask and close. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../harness/bytes.ts';
import { addPicture, clear } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce, review, visitRequest } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, tokenOf, visit } from '../harness/share.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

describe('who handed a file in', () => {
  it('stays with the file when the same browser says later that it is somebody else', async () => {
    const request = await ask(admin, { requiredFields: ['creditLine'] });
    const browser = await introduce(server, request.url, 'Ann', { details: { creditLine: 'Photo: Ann' } });
    await browser.handIn(bytesOf('by Ann'), 'ann.txt');
    await handedIn(admin, request, 1);
    const changed = await admin.fetch(`/api/admin/requests/${request.id}`, {
      method: 'PATCH',
      json: { consentText: 'Other words.' },
    });
    expect(changed.status).toBe(200);
    await browser.introduce('Bob', { details: { creditLine: 'Photo: Bob' } });
    await browser.handIn(bytesOf('by Bob'), 'bob.txt');
    const [first, second] = await handedIn(admin, request, 2);
    expect(first).toMatchObject({
      uploaderName: 'Ann',
      uploaderEmail: 'ann@agency.example',
      consentVersion: 1,
      details: { creditLine: 'Photo: Ann' },
    });
    expect(second).toMatchObject({
      uploaderName: 'Bob',
      uploaderEmail: 'bob@agency.example',
      consentVersion: 2,
      details: { creditLine: 'Photo: Bob' },
    });
    const accepted = await review(admin, [first?.id ?? ''], 'accept');
    const asset = await (await admin.fetch(`/api/admin/assets/${accepted[0]?.assetId}`)).json();
    expect(JSON.stringify(asset)).toContain('ann@agency.example');
    expect(JSON.stringify(asset)).toContain('Photo: Ann');
    expect(JSON.stringify(asset)).not.toContain('Bob');
    server.setClockOffset(60 * 60_000);
    await server.tick();
    await server.tick();
    server.setClockOffset(0);
    const [anns, bobs] = [
      await mailsTo(admin, 'ann@agency.example'),
      await mailsTo(admin, 'bob@agency.example'),
    ];
    expect(anns.some(({ text }) => text.includes('ann.txt'))).toBe(true);
    expect(JSON.stringify(anns)).not.toContain('bob.txt');
    expect(bobs.some(({ text }) => text.includes('bob.txt'))).toBe(true);
    expect(JSON.stringify(bobs)).not.toContain('ann.txt');
  }, 60_000);
});

describe('the address in a receipt', () => {
  it('shows its uploader their own files on any device, takes more from them, and is nobody else’s', async () => {
    const request = await ask(admin, { title: 'Receipts' });
    const kim = await introduce(server, request.url, 'Kim-Receipt');
    const lee = await introduce(server, request.url, 'Lee-Receipt');
    await kim.handIn(bytesOf('by Kim'), 'kims.txt');
    await lee.handIn(bytesOf('by Lee'), 'lees.txt');
    const files = await handedIn(admin, request, 2);
    const kims = files.find(({ fileName }) => fileName === 'kims.txt');
    await review(admin, [kims?.id ?? ''], 'return', { message: 'In colour, please.' });
    const [mail] = await mailsTo(admin, 'kim-receipt@agency.example');
    const url = /https?:\/\/\S+\/u\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
    expect(url).not.toBe('');
    expect(tokenOf(url)).not.toBe(tokenOf(request.url));
    // Whoever is asked about it finds the request by it.
    const found = await admin.fetch(`/api/admin/shares/register?q=${encodeURIComponent(url)}`);
    expect(JSON.stringify(await found.json())).toContain(request.id);
    const elsewhere = visitRequest(server, url);
    const page = await elsewhere.page();
    expect(page.files.map(({ fileName }) => fileName)).toEqual(['kims.txt']);
    expect(page.uploader).toMatchObject({ name: 'Kim-Receipt', isKnown: true });
    expect((await elsewhere.handIn(bytesOf('in colour'), 'kims in colour.txt')).status).toBe(204);
    await handedIn(admin, request, 3);
    // Whoever has it says nothing else about themselves with it.
    expect((await elsewhere.introduce('Mallory')).status).toBe(204);
    expect((await elsewhere.page()).uploader).toMatchObject({ name: 'Kim-Receipt' });
    const token = tokenOf(url);
    const other = `${token.slice(0, 5)}${token[5] === 'A' ? 'B' : 'A'}${token.slice(6)}`;
    expect((await server.fetch(`/api/request/${other}`)).status).toBe(404);
    expect((await server.fetch(`/s/${token}`, { headers: { accept: 'text/html' } })).status).toBe(404);
    // The same browser is somebody else's from now on: the address in Kim's mail shows nothing of theirs.
    await kim.introduce('Mo-Receipt');
    expect((await server.fetch(`/api/request/${token}`)).status).toBe(404);
  }, 60_000);
});

describe('invitations', () => {
  it('give each person an address of their own, which can be sent again, withdrawn and given back', async () => {
    const request = await ask(admin, {
      inviteOnly: true,
      invite: [
        { name: 'Ida Holm', email: 'Ida@agency.example', locale: 'de' },
        { name: 'Jo Park', email: 'jo@agency.example' },
      ],
    });
    const [ida, jo] = request.invitees;
    expect((await mailsTo(admin, 'ida@agency.example'))[0]?.text).toContain(ida?.url);
    expect((await mailsTo(admin, 'ida@agency.example'))[0]?.subject).toContain('bittet Sie um Dateien');
    const common = visitRequest(server, request.url);
    expect((await common.page()).state).toBe('invited_only');
    expect((await common.introduce('Max')).status).toBe(410);
    const asIda = visitRequest(server, ida?.url ?? '');
    expect((await asIda.page()).uploader).toMatchObject({ name: 'Ida Holm', isKnown: false });
    // The name typed by whoever holds the address does not change whose it is.
    expect((await asIda.introduce('Somebody')).status).toBe(204);
    expect((await asIda.handIn(bytesOf('ida'), 'ida.txt')).status).toBe(204);
    const [file] = await handedIn(admin, request, 1);
    expect(file).toMatchObject({ uploaderName: 'Ida Holm', uploaderEmail: 'ida@agency.example' });
    // Another browser, without any cookie, sees the same person's files.
    expect((await visitRequest(server, ida?.url ?? '').page()).files.length).toBe(1);
    expect((await visitRequest(server, jo?.url ?? '').page()).files).toEqual([]);
    const act = async (action: string) =>
      (await admin.fetch(`/api/admin/requests/${request.id}/invitees/${ida?.id}/${action}`, { json: {} }))
        .status;
    expect(await act('revoke')).toBe(200);
    expect((await asIda.page()).state).toBe('revoked');
    expect((await asIda.create(3, { filename: 'more.txt' })).status).toBe(410);
    expect(await act('resend')).toBe(409);
    expect(await act('restore')).toBe(200);
    expect(await act('resend')).toBe(200);
    expect((await mailsTo(admin, 'ida@agency.example')).length).toBe(2);
    expect((await asIda.create(3, { filename: 'more.txt' })).status).toBe(201);
    const again = await admin.fetch(`/api/admin/requests/${request.id}/invitees`, {
      json: {
        people: [
          { name: 'Ida', email: 'ida@agency.example' },
          { name: 'Kay', email: 'kay@agency.example' },
        ],
      },
    });
    const { invitees } = (await again.json()) as typeof request;
    expect(invitees.map(({ email }) => email)).toEqual([
      'ida@agency.example',
      'jo@agency.example',
      'kay@agency.example',
    ]);
  }, 60_000);

  it('are listed as they were asked, however many at once', async () => {
    const addresses = Array.from({ length: 12 }, (_, at) => `guest-${(at * 7) % 12}@order.example`);
    const request = await ask(admin, { invite: addresses.map((email) => ({ name: 'Guest', email })) });
    expect(request.invitees.map(({ email }) => email)).toEqual(addresses);
  }, 60_000);

  it('remind once before the deadline those who have handed in nothing', async () => {
    const request = await ask(admin, {
      title: 'Reminded',
      deadline: Date.now() + 10 * DAY_MS,
      reminderDays: 2,
      consentText: null,
      invite: [
        { name: 'Ann', email: 'ann@remind.example' },
        { name: 'Ben', email: 'ben@remind.example' },
      ],
    });
    const ben = visitRequest(server, request.invitees[1]?.url ?? '');
    await ben.introduce('Ben');
    await ben.handIn(bytesOf('done'), 'done.txt');
    await handedIn(admin, request, 1);
    const reminders = async (address: string) =>
      (await mailsTo(admin, address)).filter(({ subject }) => subject === 'Still open: Reminded').length;
    await server.tick();
    expect(await reminders('ann@remind.example')).toBe(0);
    server.setClockOffset(8 * DAY_MS + MINUTE_MS);
    await server.tick();
    expect(await reminders('ann@remind.example')).toBe(1);
    await server.tick();
    expect(await reminders('ann@remind.example')).toBe(1);
    expect(await reminders('ben@remind.example')).toBe(0);
  }, 60_000);
});

describe('a visitor’s request', () => {
  it('reaches the owner, is answered by mail, and extends the link', async () => {
    const asset = await addPicture(admin);
    await clear(admin, asset.id);
    const link = await issue(admin, { assetIds: [asset.id], name: 'Autumn', endsAt: Date.now() + DAY_MS });
    server.setClockOffset(DAY_MS + 5000);
    const visitor = visit(server, link.url);
    expect(await visitor.viewStatus()).toBe(410);
    const sent = await visitor.fetch(`/api/share/${visitor.token}/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ kind: 'extension', email: 'kim@press.example', reason: 'Until Friday?' }),
    });
    expect(sent.status).toBe(204);
    const { items } = (await (await admin.fetch('/api/admin/requests/inquiries?state=open')).json()) as {
      items: { id: string; about: string; message: string }[];
    };
    expect(items[0]).toMatchObject({ about: 'Autumn', message: 'Until Friday?' });
    const answered = await admin.fetch(`/api/admin/requests/inquiries/${items[0]?.id}/answer`, {
      json: { decision: 'answered', message: 'Of course.', extendTo: Date.now() + 3 * DAY_MS },
    });
    expect(await answered.json()).toMatchObject({ state: 'answered', answer: 'Of course.' });
    expect(await visitor.viewStatus()).toBe(200);
    expect((await mailsTo(admin, 'kim@press.example'))[0]?.text).toContain('Of course.');
    server.setClockOffset(0);
  }, 60_000);
});

describe('several requests', () => {
  it('are closed together and opened again, each with its event, and only those that were not so', async () => {
    const requests = [await ask(admin), await ask(admin), await ask(admin)];
    const ids = requests.map(({ id }) => id);
    const kim = await introduce(server, requests[0]?.url ?? '', 'Kim');
    const switchAll = async (closed: boolean) =>
      (await (
        await admin.fetch('/api/admin/requests/closing', { json: { requestIds: ids, closed } })
      ).json()) as {
        changed: string[];
      };
    await admin.fetch(`/api/admin/requests/${ids[2]}/state`, { json: { closed: true } });
    expect((await switchAll(true)).changed.toSorted()).toEqual(ids.slice(0, 2).toSorted());
    expect((await switchAll(true)).changed).toEqual([]);
    expect((await kim.create(4, { filename: 'late.txt' })).status).toBe(410);
    expect((await kim.page()).state).toBe('closed');
    const { DB } = await server.env();
    const { results } = await DB.prepare(
      "SELECT target_id AS id FROM audit_events WHERE event = 'upload_request.switched' AND target_id IN (?1, ?2, ?3)",
    )
      .bind(...ids)
      .all<{ id: string }>();
    expect(results.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect((await switchAll(false)).changed).toHaveLength(3);
    expect((await kim.handIn(bytesOf('text'), 'again.txt')).status).toBe(204);
    expect(
      (await server.fetch('/api/admin/requests/closing', { method: 'POST' })).status,
    ).toBeGreaterThanOrEqual(401);
  });
});
