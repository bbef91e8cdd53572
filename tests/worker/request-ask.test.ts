/** Asking under an upload request that takes nothing any more, and the console's answers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Inquiry, InquiryDetail } from '../../shared/contract/inquiries.ts';
import type { UploadRequest } from '../../shared/contract/requests.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, introduce, visitRequest } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { tokenOf } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
}, 60_000);
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

function send(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return server.fetch(`/u/${tokenOf(url)}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: server.origin,
      accept: 'text/html',
      ...headers,
    },
    body: new URLSearchParams({ intent: 'ask', kind: 'extension', name: 'Kim', ...fields }),
  });
}
const asks = (email: string) => ({ email, reason: 'The retouching takes longer.', until: '2090-02-28' });
const htmlOf = async (url: string, query = '') => {
  const page = await server.fetch(`/u/${tokenOf(url)}${query}`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  return page.text();
};
async function inquiriesOf({ id }: UploadRequest): Promise<Inquiry[]> {
  const response = await admin.fetch('/api/admin/requests/inquiries?limit=100');
  const { items } = (await response.json()) as { items: Inquiry[] };
  return items.filter(({ uploadRequestId }) => uploadRequestId === id);
}
const answer = (inquiry: Inquiry | undefined, json: Record<string, unknown>) =>
  admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}/answer`, { json });
const close = ({ id }: UploadRequest) =>
  admin.fetch(`/api/admin/requests/${id}/state`, { json: { closed: true } });
const count = async (query: string, ...values: (string | number)[]): Promise<number> => {
  const { DB } = await server.env();
  const row = await DB.prepare(query)
    .bind(...values)
    .first<{ n: number }>();
  return row?.n ?? -1;
};

describe('asking', () => {
  it('stands on every closed page with why, whom to ask and a form that needs no script', async () => {
    const person = { name: 'Kim', email: 'kim@agency.example' };
    const closed: Record<string, (request: UploadRequest) => Promise<string>> = {
      past_deadline: async ({ url }) => {
        server.setClockOffset(2 * DAY_MS);
        return url;
      },
      closed: async (request) => {
        await close(request);
        return request.url;
      },
      full: async ({ url }) => {
        const mo = await introduce(server, url, 'Mo');
        expect((await mo.handIn(new TextEncoder().encode('all of it'), 'one.txt')).status).toBe(204);
        return url;
      },
      revoked: async ({ id, invitees: [kim] }) => {
        const path = `/api/admin/requests/${id}/invitees/${kim?.id}/revoke`;
        expect((await admin.fetch(path, { method: 'POST' })).status).toBe(200);
        return kim?.url ?? '';
      },
      invited_only: async ({ url }) => url,
    };
    for (const [state, shut] of Object.entries(closed)) {
      const request = await ask(admin, {
        title: `Shut: ${state}`,
        maxFiles: 1,
        inviteOnly: state === 'invited_only',
        ...(state === 'revoked' ? { invite: [person] } : {}),
      });
      const url = await shut(request);
      const html = await htmlOf(url);
      expect(html, state).toContain(`data-state="${state}"`);
      expect(html, state).toContain('Ada Brandt');
      const isDated = state === 'past_deadline' || state === 'closed';
      for (const field of ['email', 'reason', ...(isDated ? ['until'] : [])]) {
        expect(html, `${state}: ${field}`).toContain(`name="${field}"`);
      }
      expect(html.includes('name="until"'), state).toBe(isDated);
      // Looking asks nothing.
      expect(await inquiriesOf(request)).toEqual([]);
      const sent = await send(url, {
        ...asks(`${state}@agency.example`),
        kind: isDated ? 'extension' : 'question',
      });
      expect(sent.status, state).toBe(303);
      const after = await htmlOf(url, new URL(sent.headers.get('location') ?? '', server.origin).search);
      expect(after, state).toContain('The answer comes by mail');
      expect(after, state).not.toContain('name="reason"');
      expect(await inquiriesOf(request), state).toMatchObject([
        {
          kind: isDated ? 'extension' : 'question',
          about: `Shut: ${state}`,
          shareLinkId: null,
          link: null,
          state: 'open',
          email: `${state}@agency.example`,
          until: '2090-02-28',
          request: {
            state: state === 'past_deadline' || state === 'closed' ? state : 'open',
            timeZone: 'Europe/Berlin',
          },
        },
      ]);
      server.setClockOffset(0);
    }
    const toOwner = (await mailsTo(admin, 'ada@example.com')).map(({ subject }) => subject);
    expect(toOwner).toContain('More time for “Shut: past_deadline”?');
    expect(toOwner).toContain('A question about “Shut: full”');
  }, 60_000);

  it('is one question with one event and one mail however often it is sent, and takes no nonsense', async () => {
    const request = await ask(admin, { title: 'Pressed often' });
    await close(request);
    const fields = asks('twice@agency.example');
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(request.url, fields)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
    const [inquiry, ...others] = await inquiriesOf(request);
    expect(others).toEqual([]);
    expect(
      await count(
        "SELECT count(*) AS n FROM audit_events WHERE event = 'inquiry.received' AND target_id = ?1 AND json_extract(context, '$.uploadRequestId') = ?2",
        inquiry?.id ?? '',
        request.id,
      ),
    ).toBe(1);
    const mails = await mailsTo(admin, 'ada@example.com');
    expect(mails.filter(({ subject }) => subject.includes('Pressed often'))).toHaveLength(1);
    for (const wrong of [{ until: 'tomorrow' }, { email: 'nobody' }, { reason: ' ' }]) {
      const refused = await send(request.url, { ...fields, ...wrong });
      expect(refused.status).toBe(200);
      const html = await refused.text();
      expect(html).toContain('Check the address and the date');
      if (!('reason' in wrong)) expect(html).toContain('The retouching takes longer.');
    }
    expect(await inquiriesOf(request)).toHaveLength(1);
    expect((await send(`${server.origin}/u/not-a-token-at-all`, fields)).status).toBe(404);
  });

  it('is bounded by address, and strangers do not shut out whom the request was sent to', async () => {
    const request = await ask(admin, {
      invite: [{ name: 'Kim', email: 'kim@agency.example', locale: 'de' }],
    });
    const { DB } = await server.env();
    await DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
       INSERT INTO inquiries (id, kind, upload_request_id, name, email, message, created_at)
       SELECT 'inq_many' || i, 'question', ?1, '', 'crowd@agency.example', 'x', i FROM n`,
    )
      .bind(request.id)
      .run();
    server.setClockOffset(2 * DAY_MS);
    const stranger = await send(request.url, asks('late@agency.example'));
    expect(stranger.status).toBe(200);
    expect(await stranger.text()).toContain('Many questions have come in here');
    const kim = request.invitees[0]?.url ?? '';
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) {
      statuses.push((await send(kim, { ...asks('kim@agency.example'), reason: `Reason ${i}` })).status);
    }
    expect(statuses.slice(0, 3)).toEqual([303, 303, 303]);
    expect(statuses.at(-1)).toBe(200);
    await DB.prepare("DELETE FROM inquiries WHERE id LIKE 'inq_many%'").run();
  }, 60_000);
});

describe('answering', () => {
  it('moves the deadline to the asked day, and sends the asker their own address', async () => {
    const request = await ask(admin, {
      title: 'Late finals',
      inviteOnly: true,
      invite: [{ name: 'Uwe', email: 'uwe@studio.example', locale: 'de' }],
    });
    const own = request.invitees[0]?.url ?? '';
    server.setClockOffset(2 * DAY_MS);
    const uwe = visitRequest(server, own);
    expect((await uwe.introduce('Uwe')).status).toBe(410);
    // The name and the address of the invitation stand in the form.
    expect(await htmlOf(own)).toContain('value="uwe@studio.example"');
    await send(own, asks('uwe@studio.example'));
    const [inquiry] = await inquiriesOf(request);
    // The whole of 28 February in the request's zone.
    const end = Date.parse('2090-02-28T23:00:00Z');
    expect(inquiry).toMatchObject({ extendTo: end, isExtensionCut: false, locale: 'de' });
    const detail = (await (
      await admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}`)
    ).json()) as InquiryDetail;
    expect(detail.room?.files).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        answer(inquiry, { decision: 'answered', message: 'Gern.', extendTo: end }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await uwe.page()).toMatchObject({ state: 'open', deadline: end });
    expect((await uwe.introduce('Uwe')).status).toBe(204);
    const mails = (await mailsTo(admin, 'uwe@studio.example')).filter(({ subject }) =>
      subject.startsWith('Antwort'),
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Sie können bis');
    expect(mails[0]?.text).toContain(own);
    expect(mails[0]?.text).not.toContain(request.url);
    const events =
      "SELECT count(*) AS n FROM audit_events WHERE target_id = ?1 AND json_extract(context, '$.extendTo') = ?2";
    expect(await count(events, inquiry?.id ?? '', end)).toBe(1);
  }, 60_000);

  it('opens a closed request again, makes room in a full one, and never past what a request may take', async () => {
    const request = await ask(admin, { title: 'Full and closed', maxFiles: 1 });
    const mo = await introduce(server, request.url, 'Mo');
    expect((await mo.handIn(new TextEncoder().encode('one'), 'one.txt')).status).toBe(204);
    await close(request);
    await send(request.url, asks('mo@agency.example'));
    const [inquiry] = await inquiriesOf(request);
    expect(
      (await answer(inquiry, { decision: 'answered', message: 'All of them.', moreFiles: 2000 })).status,
    ).toBe(400);
    expect((await inquiriesOf(request))[0]?.state).toBe('open');
    const given = await answer(inquiry, {
      decision: 'answered',
      message: 'Two more.',
      moreFiles: 2,
      reopen: true,
    });
    expect(given.status).toBe(200);
    expect(await mo.page()).toMatchObject({ state: 'open', remainingFiles: 2 });
    const [mail] = (await mailsTo(admin, 'mo@agency.example')).filter(({ subject }) =>
      subject.startsWith('Answer'),
    );
    expect(mail?.text).toContain('There is room for 2 more files.');
    expect(mail?.text).toContain('You can hand in files until');
    expect(mail?.text).toContain(request.url);
  }, 60_000);

  it('declines with a reason and changes nothing', async () => {
    const request = await ask(admin, { title: 'Not again' });
    server.setClockOffset(2 * DAY_MS);
    await send(request.url, asks('no@agency.example'));
    const [inquiry] = await inquiriesOf(request);
    const declined = await answer(inquiry, {
      decision: 'declined',
      message: 'The printer has started.',
      extendTo: Date.parse('2090-02-28T23:00:00Z'),
      reopen: true,
    });
    expect(await declined.json()).toMatchObject({ state: 'declined', answer: 'The printer has started.' });
    expect(await visitRequest(server, request.url).page()).toMatchObject({ state: 'past_deadline' });
    const [mail] = await mailsTo(admin, 'no@agency.example');
    expect(mail?.text).toContain('cannot grant this');
    expect(mail?.text).toContain('The printer has started.');
    expect(mail?.text).not.toContain(request.url);
  });
});
