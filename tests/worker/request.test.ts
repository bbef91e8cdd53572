/** Upload requests: who was asked hands in, sees only their own, and hears what became of it; inquiries of link visitors. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubmittedFile, UploadRequest, UploadRequestPage } from '../../shared/contract/uploads.ts';
import { addPicture, approve, license, picture } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, tokenOf, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

async function ask(fields: Record<string, unknown> = {}): Promise<UploadRequest> {
  const response = await admin.fetch('/api/admin/requests', {
    json: {
      title: 'Final artwork',
      deadline: Date.now() + DAY_MS,
      timeZone: 'Europe/Berlin',
      askedEmail: 'kim@agency.example',
      consentText: 'You may publish this.',
      ...fields,
    },
  });
  if (response.status !== 201)
    throw new Error(`asking answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as UploadRequest;
}

/** Somebody under `/u/{token}`, in the shape the upload helper of the library takes. */
async function introduce(request: UploadRequest, name: string) {
  const token = tokenOf(request.url);
  const answer = await server.fetch(`/api/request/${token}/uploader`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify({ name, email: `${name.toLowerCase()}@agency.example`, consent: true }),
  });
  expect(answer.status).toBe(204);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const call = (path: string, init: RequestInit = {}) =>
    server.fetch(path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
  return {
    call,
    page: async () => (await (await call(`/api/request/${token}`)).json()) as UploadRequestPage,
    /** Creates with tus and sends everything. @returns the upload's path */
    async handIn(bytes: Uint8Array, fileName: string): Promise<Response> {
      const created = await call(`/u/${token}/uploads`, {
        method: 'POST',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': String(bytes.length),
          'upload-metadata': `filename ${Buffer.from(fileName).toString('base64')}`,
        },
      });
      if (created.status !== 201) return created;
      return call(created.headers.get('location') ?? '', {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
        body: new Uint8Array(bytes),
      });
    },
  };
}
async function submissions(request: UploadRequest): Promise<SubmittedFile[]> {
  const answer = await admin.fetch(`/api/admin/requests/submissions?requestId=${request.id}`);
  return ((await answer.json()) as { items: SubmittedFile[] }).items;
}
async function mailsTo(address: string): Promise<{ subject: string; text: string }[]> {
  const { items } = (await (await admin.fetch('/api/admin/mails')).json()) as {
    items: { to: string; subject: string; text: string }[];
  };
  return items.filter(({ to }) => to === address);
}

describe('an upload request', () => {
  it('takes files into quarantine, is reviewed, and tells the uploader', async () => {
    const request = await ask();
    expect((await mailsTo('kim@agency.example'))[0]?.text).toContain(request.url);
    const kim = await introduce(request, 'Kim');
    const bytes = await picture(7);
    expect((await kim.handIn(bytes, 'poster.jpg')).status).toBe(204);
    expect((await kim.handIn(await picture(8), 'poster.jpg')).status).toBe(204);
    await expect.poll(async () => (await submissions(request)).length, { timeout: 15_000 }).toBe(2);
    const files = await submissions(request);
    expect(files.map(({ fileName }) => fileName).toSorted()).toEqual(['poster (2).jpg', 'poster.jpg']);
    const receipt = (await mailsTo('kim@agency.example')).find(({ subject }) =>
      subject.startsWith('Received'),
    );
    expect(receipt?.text).toMatch(/SHA-256: [0-9a-f]{64}/);
    const [one, two] = files.toSorted((a, b) => b.fileName.localeCompare(a.fileName));
    const review = (id: string | undefined, decision: string, message: string | null = null) =>
      admin.fetch('/api/admin/requests/submissions/review', {
        json: { submissionIds: [id], decision, message },
      });
    const accepted = (await (await review(one?.id, 'accept')).json()) as SubmittedFile[];
    expect(accepted[0]).toMatchObject({ state: 'accepted' });
    const original = await admin.fetch(`/api/admin/assets/${accepted[0]?.assetId}/original`);
    const sum = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect([sum(bytes), sum(await picture(8))]).toContain(sum(new Uint8Array(await original.arrayBuffer())));
    await review(two?.id, 'return', 'Please without the frame.');
    const page = await kim.page();
    expect(page.files.map(({ state }) => state).toSorted()).toEqual(['accepted', 'returned']);
    expect(page.files.find(({ state }) => state === 'returned')?.message).toBe('Please without the frame.');
    const returned = (await mailsTo('kim@agency.example')).find(({ subject }) =>
      subject.startsWith('Returned'),
    );
    expect(returned?.text).toContain('Please without the frame.');
    const other = await introduce(request, 'Lee');
    expect((await other.page()).files).toEqual([]);
  }, 60_000);

  it('takes nothing from strangers, after the deadline, or beyond its limits', async () => {
    const request = await ask({ maxFiles: 1, maxFileBytes: 1000 });
    const token = tokenOf(request.url);
    const create = (headers: Record<string, string>) =>
      server.fetch(`/u/${token}/uploads`, {
        method: 'POST',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': '10',
          'upload-metadata': `filename ${Buffer.from('a.txt').toString('base64')}`,
          ...headers,
        },
      });
    expect((await create({})).status).toBe(401);
    const kim = await introduce(request, 'Kim');
    expect((await kim.handIn(new Uint8Array(2000), 'big.txt')).status).toBe(413);
    expect((await kim.handIn(new TextEncoder().encode('hello'), 'a.txt')).status).toBe(204);
    expect((await kim.handIn(new TextEncoder().encode('more'), 'b.txt')).status).toBe(413);
    const another = await introduce(await ask(), 'Mo');
    const foreign = await another.call(`/u/${token}/uploads`, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect(foreign.status).toBe(401);
    server.setClockOffset(2 * DAY_MS);
    expect((await kim.handIn(new TextEncoder().encode('late'), 'c.txt')).status).toBe(410);
    server.setClockOffset(0);
    expect((await server.fetch(`/api/request/${token.slice(0, -1)}x`)).status).toBe(404);
    expect((await server.fetch(`/api/share/${token}`)).status).toBe(404);
  }, 60_000);

  it('asks for consent where there is a text', async () => {
    const request = await ask();
    const answer = await server.fetch(`/api/request/${tokenOf(request.url)}/uploader`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ name: 'Kim', email: 'kim@agency.example' }),
    });
    expect(answer.status).toBe(400);
  });
});

describe('a visitor’s request', () => {
  it('reaches the owner, is answered by mail, and extends the link', async () => {
    const asset = await addPicture(admin);
    await license(admin, asset.id);
    await approve(admin, asset.id);
    const link = await issue(admin, { assetIds: [asset.id], name: 'Autumn', endsAt: Date.now() + 1000 });
    server.setClockOffset(5000);
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
      json: { decision: 'answered', message: 'Of course.', extendTo: Date.now() + DAY_MS },
    });
    expect(await answered.json()).toMatchObject({ state: 'answered', answer: 'Of course.' });
    expect(await visitor.viewStatus()).toBe(200);
    expect((await mailsTo('kim@press.example'))[0]?.text).toContain('Of course.');
    server.setClockOffset(0);
  }, 60_000);
});
