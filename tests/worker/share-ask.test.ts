/** Asking the owner of a link, from every closed page, and the console's answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inquiry, InquiryDetail } from '../../shared/contract/inquiries.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, approve, clear, license } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { countryHeader, startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, visit } from '../harness/share.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
let photo: string;
let elsewhere: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  photo = (await addPicture(admin, { title: 'Red chair' })).id;
  elsewhere = (await addPicture(admin, { title: 'Only in Japan' })).id;
  await license(admin, photo);
  await license(admin, elsewhere, { territories: { include: ['JP'], exclude: [] } });
  for (const id of [photo, elsewhere]) await approve(admin, id);
}, 60_000);
afterAll(() => server.close());

function send(visitor: LinkVisitor, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return visitor.fetch(visitor.base, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: server.origin,
      accept: 'text/html',
      ...headers,
    },
    body: new URLSearchParams({ intent: 'ask', kind: 'extension', ...fields }),
  });
}
const asks = (email: string) => ({
  name: 'Kim',
  email,
  reason: 'A reprint of the brochure.',
  channel: 'print',
  from: '2090-01-01',
  until: '2090-02-28',
  territory: 'Germany, Austria',
});
async function inquiriesOf(link: ShareLink): Promise<Inquiry[]> {
  const response = await admin.fetch('/api/admin/requests/inquiries?limit=100');
  const { items } = (await response.json()) as { items: Inquiry[] };
  return items.filter(({ shareLinkId }) => shareLinkId === link.id);
}
const mailTo = async (address: string) => (await mailsTo(admin, address))[0];
const answer = (inquiry: Inquiry | undefined, json: Record<string, unknown>) =>
  admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}/answer`, { json });

describe('asking', () => {
  it('stands on every closed page with whom to ask, and the request says what for', async () => {
    const closed: Record<string, [Record<string, unknown>, Record<string, string>]> = {
      ended: [{ endsAt: Date.now() + DAY_MS }, {}],
      not_started: [{ startsAt: Date.now() + 10 * DAY_MS }, {}],
      not_here: [{ territories: { include: ['US'], exclude: [] } }, { [countryHeader]: 'DE' }],
      limit_reached: [{ maxDownloads: 1 }, {}],
      off: [{}, {}],
      revoked: [{}, {}],
    };
    for (const [reason, [fields, headers]] of Object.entries(closed)) {
      const link = await issue(admin, { assetIds: [photo], name: `Closed: ${reason}`, ...fields });
      if (reason === 'off' || reason === 'revoked') {
        await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: reason } });
      }
      const visitor = visit(server, link.url, headers);
      if (reason === 'limit_reached') await (await visitor.download(photo, 'original')).arrayBuffer();
      if (reason === 'ended') server.setClockOffset(2 * DAY_MS);
      const page = await visitor.fetch(visitor.base, { headers: { accept: 'text/html' } });
      const html = await page.text();
      expect(page.status, reason).toBeGreaterThanOrEqual(400);
      expect(html, reason).toContain(`data-reason="${reason}"`);
      expect(html, reason).toContain('Ada Brandt');
      for (const field of ['email', 'reason', 'channel', 'from', 'until', 'territory']) {
        expect(html, `${reason}: ${field}`).toContain(`name="${field}"`);
      }
      const sent = await send(visitor, asks(`${reason}@agency.example`));
      expect(sent.status, reason).toBe(303);
      const after = await visitor.fetch(sent.headers.get('location') ?? '', {
        headers: { accept: 'text/html' },
      });
      expect(await after.text(), reason).toContain('The answer comes by mail');
      expect(await inquiriesOf(link), reason).toMatchObject([
        {
          state: 'open',
          email: `${reason}@agency.example`,
          channel: 'print',
          from: '2090-01-01',
          until: '2090-02-28',
          territory: 'Germany, Austria',
        },
      ]);
      server.setClockOffset(0);
    }
    expect((await visit(server, `${server.origin}/s/not-a-link-at-all`).view()).kind).toBe('closed');
  }, 60_000);

  it('is one question however often it is sent, and takes no nonsense', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    const visitor = visit(server, link.url);
    const fields = asks('twice@agency.example');
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(visitor, fields)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
    expect(await inquiriesOf(link)).toHaveLength(1);
    const backwards = await send(visitor, { ...fields, from: '2090-03-01' });
    expect(backwards.status).toBe(200);
    const html = await backwards.text();
    expect(html).toContain('Check the address and the dates');
    expect((await send(visitor, { ...fields, channel: 'smoke' })).status).toBe(200);
    expect(await inquiriesOf(link)).toHaveLength(1);
  });

  it('is bounded by address, and strangers do not shut out whom the link was sent to', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example', locale: 'de' }] },
    });
    const [kim] = (await invited.json()) as { url: string }[];
    const json = (visitor: LinkVisitor, email: string, reason: string) =>
      visitor.fetch(`/api/share/${visitor.token}/requests`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.origin },
        body: JSON.stringify({ kind: 'question', email, reason }),
      });
    const stranger = visit(server, link.url);
    const own = [];
    for (let turn = 0; turn < 9; turn++) own.push((await json(stranger, 'loud@x.example', `${turn}`)).status);
    expect(own.slice(0, 7)).toEqual(Array(7).fill(204));
    expect(own.at(-1)).toBe(429);
    // From ever new addresses, until no more of strangers' questions wait.
    let last = 204;
    for (let turn = 0; turn < 110 && last === 204; turn++) {
      last = (await json(stranger, `a${turn}@x.example`, 'more')).status;
    }
    expect(last).toBe(429);
    expect((await json(visit(server, kim?.url ?? ''), 'kim@agency.example', 'mine')).status).toBe(204);
    const another = await issue(admin, { assetIds: [photo] });
    expect((await json(visit(server, another.url), 'loud@x.example', 'elsewhere')).status).toBe(204);
  }, 60_000);
});

describe('answering', () => {
  it('extends to the asked day within the maximum, and tells it in the asker’s language', async () => {
    const link = await issue(admin, { assetIds: [photo], endsAt: Date.now() + DAY_MS });
    const visitor = visit(server, link.url, { 'accept-language': 'de' });
    const asked = new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10);
    await send(visitor, { ...asks('jo@agency.example'), from: '', until: asked });
    const [inquiry] = await inquiriesOf(link);
    expect(inquiry).toMatchObject({ locale: 'de', isExtensionCut: false });
    // The end of that day in the zone of the link.
    const berlin = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    expect(berlin.format((inquiry?.extendTo ?? 0) - 1)).toBe(`${asked} 23:59`);
    const answered = await answer(inquiry, {
      decision: 'answered',
      message: 'Gern.',
      extendTo: inquiry?.extendTo,
    });
    expect(answered.status).toBe(200);
    expect((await answered.json()) as Inquiry).toMatchObject({ state: 'answered', extendTo: null });
    const changed = (await (await admin.fetch(`/api/admin/shares/${link.id}`)).json()) as ShareLink;
    expect(changed.endsAt).toBe(inquiry?.extendTo);
    const mail = await mailTo('jo@agency.example');
    expect(mail?.subject).toContain('Antwort auf Ihre');
    expect(mail?.text).toContain('Gern.');
    expect(mail?.text).toContain(link.url);
    expect((await answer(inquiry, { decision: 'declined', message: 'No.' })).status).toBe(409);
  });

  it('leads a recipient back to their own address, and nobody whose address is revoked to any', async () => {
    const link = await issue(admin, { assetIds: [photo], endsAt: Date.now() + DAY_MS });
    const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: {
        recipients: [
          { name: 'Kim', email: 'kim-own@agency.example' },
          { name: 'Lee', email: 'lee-own@agency.example' },
        ],
      },
    });
    const people = (await invited.json()) as { id: string; url: string; name: string }[];
    const [kim, lee] = ['Kim', 'Lee'].map((name) => people.find((one) => one.name === name));
    await send(visit(server, kim?.url ?? ''), asks('kim-asks@agency.example'));
    await send(visit(server, lee?.url ?? ''), asks('lee-asks@agency.example'));
    await admin.fetch(`/api/admin/shares/${link.id}/recipients/${lee?.id}/revoke`, { json: {} });
    const open = await inquiriesOf(link);
    const of = (email: string) => open.find((one) => one.email === email);
    expect(of('kim-asks@agency.example')?.person).toMatchObject({ name: 'Kim', state: 'active' });
    expect(of('lee-asks@agency.example')?.person).toMatchObject({ name: 'Lee', state: 'revoked' });
    const extendTo = Date.now() + 5 * DAY_MS;
    for (const inquiry of open) {
      const answered = await answer(inquiry, { decision: 'answered', message: 'Yes.', extendTo });
      expect(answered.status).toBe(200);
    }
    const own = await mailTo('kim-asks@agency.example');
    expect(own?.text).toContain(kim?.url);
    expect(own?.text).not.toContain(link.url);
    expect((await mailTo('lee-asks@agency.example'))?.text).not.toContain('/s/');
  });

  it('says of no link that it is open while it is switched off, and switches it on where that is granted', async () => {
    for (const [reopen, who] of [
      [false, 'stays-off@agency.example'],
      [true, 'is-on@agency.example'],
    ] as const) {
      const link = await issue(admin, { assetIds: [photo], endsAt: Date.now() + DAY_MS });
      await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'off' } });
      await send(visit(server, link.url), asks(who));
      const [inquiry] = await inquiriesOf(link);
      const extendTo = Date.now() + 5 * DAY_MS;
      const answered = await answer(inquiry, { decision: 'answered', message: 'Yes.', extendTo, reopen });
      expect(answered.status).toBe(200);
      const mail = await mailTo(who);
      expect(mail?.text.includes('is now open until')).toBe(reopen);
      expect(mail?.text.includes('switched off')).toBe(!reopen);
      expect(mail?.text.includes(link.url)).toBe(reopen);
      expect((await visit(server, link.url).view()).kind).toBe(reopen ? 'open' : 'closed');
    }
  });

  it('cuts a wish to the administrator’s maximum and says so', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    await send(visit(server, link.url), { ...asks('far@agency.example'), until: '2099-01-01' });
    const [inquiry] = await inquiriesOf(link);
    expect(inquiry?.isExtensionCut).toBe(true);
    // People are offered whole minutes.
    expect((inquiry?.extendTo ?? 1) % 60_000).toBe(0);
    expect(
      (await answer(inquiry, { decision: 'answered', message: 'Yes.', extendTo: inquiry?.extendTo })).status,
    ).toBe(200);
  });

  it('grants more downloads', async () => {
    const link = await issue(admin, { assetIds: [photo], maxDownloads: 1 });
    const visitor = visit(server, link.url);
    await (await visitor.download(photo, 'original')).arrayBuffer();
    await send(visitor, asks('more@agency.example'));
    const [inquiry] = await inquiriesOf(link);
    expect(inquiry?.link).toMatchObject({ state: 'used_up', remainingDownloads: 0 });
    await answer(inquiry, { decision: 'answered', message: 'Two more.', moreDownloads: 2 });
    expect(await visitor.view()).toMatchObject({ kind: 'open', page: { remainingDownloads: 2 } });
    expect((await mailTo('more@agency.example'))?.text).toContain('2 more downloads');
  });

  it('grants, mails and tells once, however many answer at once or again', async () => {
    const link = await issue(admin, { assetIds: [photo], maxDownloads: 1 });
    await send(visit(server, link.url), asks('once@agency.example'));
    const [inquiry] = await inquiriesOf(link);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        answer(inquiry, { decision: 'answered', message: 'Two more.', moreDownloads: 2 }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    const again = await answer(inquiry, { decision: 'answered', message: 'Two.', moreDownloads: 2 });
    expect(again.status).toBe(409);
    const { DB } = await server.env();
    const count = async (query: string, ...values: unknown[]) =>
      (
        await DB.prepare(query)
          .bind(...values)
          .first<{ n: number }>()
      )?.n;
    expect(await count("SELECT count(*) AS n FROM mails WHERE recipient = 'once@agency.example'")).toBe(1);
    expect(await count('SELECT max_downloads AS n FROM share_links WHERE id = ?1', link.id)).toBe(3);
    for (const [event, target] of [
      ['inquiry.answered', inquiry?.id],
      ['share_link.changed', link.id],
    ]) {
      expect(
        await count(
          'SELECT count(*) AS n FROM audit_events WHERE event = ?1 AND target_id = ?2',
          event,
          target,
        ),
        event,
      ).toBe(1);
    }
  });

  it('gives a file when its rights allow it, and never before', async () => {
    const link = await issue(admin, { assetIds: [photo, elsewhere] });
    const visitor = visit(server, link.url);
    const view = await visitor.view();
    const excluded = view.kind === 'open' ? view.page.excluded : [];
    expect(excluded).toMatchObject([{ id: elsewhere, title: 'Only in Japan' }]);
    await send(visitor, {
      ...asks('item@agency.example'),
      kind: 'item',
      item: 'Only in Japan',
      assetId: elsewhere,
    });
    // Somebody who guesses an id learns nothing and asks for nothing.
    const hidden = (await addPicture(admin, { title: 'Secret draft' })).id;
    await send(visitor, { ...asks('guess@agency.example'), kind: 'item', item: 'x', assetId: hidden });
    const all = await inquiriesOf(link);
    expect(all.find(({ email }) => email === 'guess@agency.example')?.assetId).toBeNull();
    const inquiry = all.find(({ email }) => email === 'item@agency.example');
    expect(inquiry).toMatchObject({ kind: 'excluded_item', itemTitle: 'Only in Japan', assetId: elsewhere });
    const detail = async () =>
      (await (await admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}`)).json()) as InquiryDetail;
    expect((await detail()).item).toMatchObject({ state: 'denied', title: 'Only in Japan' });
    expect((await answer(inquiry, { decision: 'answered', message: 'Yes.', giveItem: true })).status).toBe(
      403,
    );
    await license(admin, elsewhere);
    expect((await detail()).item).toMatchObject({ state: 'given' });
    expect((await answer(inquiry, { decision: 'answered', message: 'Here.', giveItem: true })).status).toBe(
      200,
    );
    expect((await mailTo('item@agency.example'))?.text).toContain('“Only in Japan”');
  });

  it('puts a file that is not in the link any more back into it, where the link is not a collection’s', async () => {
    const foreign = (await addPicture(admin, { title: 'Blue lamp' })).id;
    await clear(admin, foreign, { territories: { include: ['JP'], exclude: [] } });
    const collection = (await (
      await admin.fetch('/api/admin/collections', { json: { title: 'Lamps' } })
    ).json()) as { id: string };
    const hold = (change: Record<string, unknown>) =>
      admin.fetch(`/api/admin/collections/${collection.id}/assets`, { json: change });
    expect((await hold({ add: [photo, foreign] })).status).toBe(200);
    const loose = await issue(admin, { assetIds: [photo, foreign], pinned: true });
    const followed = await issue(admin, { source: { kind: 'collection', collectionId: collection.id } });
    const asked = async (link: ShareLink) => {
      const visitor = visit(server, link.url);
      await send(visitor, {
        ...asks('lamp@agency.example'),
        kind: 'item',
        item: 'Blue lamp',
        assetId: foreign,
      });
      const [inquiry] = await inquiriesOf(link);
      return inquiry;
    };
    const inquiries = { loose: await asked(loose), followed: await asked(followed) };
    await license(admin, foreign);
    expect((await hold({ remove: [foreign] })).status).toBe(200);
    // A link keeps what it was made of; only a hand in the database takes something out of it.
    const { DB } = await server.env();
    const drop = DB.prepare('DELETE FROM share_link_assets WHERE share_link_id = ?1 AND asset_id = ?2');
    expect((await drop.bind(loose.id, foreign).run()).meta.changes).toBe(1);
    const itemOf = async (inquiry: Inquiry | undefined) =>
      ((await (await admin.fetch(`/api/admin/requests/inquiries/${inquiry?.id}`)).json()) as InquiryDetail)
        .item;
    const idsIn = async (link: ShareLink) => {
      const view = await visit(server, link.url).view();
      return view.kind === 'open' ? view.page.items.map(({ id }) => id) : [];
    };
    const give = { decision: 'answered', message: 'Here.', giveItem: true };

    expect(await itemOf(inquiries.followed)).toMatchObject({ state: 'absent', canAdd: false });
    const refused = await answer(inquiries.followed, give);
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as { detail: string }).detail).toContain('follows a collection');
    expect((await inquiriesOf(followed))[0]?.state).toBe('open');
    expect(await idsIn(followed)).toEqual([photo]);

    expect(await itemOf(inquiries.loose)).toMatchObject({ state: 'absent', canAdd: true });
    expect(await idsIn(loose)).toEqual([photo]);
    expect((await answer(inquiries.loose, give)).status).toBe(200);
    expect(await idsIn(loose)).toEqual([photo, foreign]);
    const row = await DB.prepare(
      'SELECT version_id FROM share_link_assets WHERE share_link_id = ?1 AND asset_id = ?2',
    )
      .bind(loose.id, foreign)
      .first<{ version_id: string | null }>();
    // A pinned link pins what is added to it, too.
    expect(row?.version_id).toMatch(/^ver_/);
    const audited = await DB.prepare(
      "SELECT count(*) AS n FROM audit_events WHERE event = 'share_link.changed' AND target_id = ?1 AND json_extract(context, '$.added') = ?2",
    )
      .bind(loose.id, foreign)
      .first<{ n: number }>();
    expect(audited?.n).toBe(1);
    const file = await visit(server, loose.url).download(foreign, 'original');
    expect(file.status).toBe(200);
    await file.arrayBuffer();
  });

  it('declines with a message, and the counts agree with the list', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    await send(visit(server, link.url), asks('no@agency.example'));
    const open = async () =>
      (await (await admin.fetch('/api/admin/requests/inquiries?state=open&limit=100')).json()) as {
        items: Inquiry[];
        nextCursor: string | null;
      };
    const counted = async () =>
      ((await (await admin.fetch('/api/admin/overview')).json()) as { inquiries: { open: number } }).inquiries
        .open;
    const listed = async () => {
      let total = 0;
      let query = '/api/admin/requests/inquiries?state=open&limit=100';
      for (;;) {
        const page = (await (await admin.fetch(query)).json()) as Awaited<ReturnType<typeof open>>;
        total += page.items.length;
        if (page.nextCursor === null) return total;
        query = `/api/admin/requests/inquiries?state=open&limit=100&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
    };
    const before = await counted();
    expect(await listed()).toBe(before);
    const [inquiry] = await inquiriesOf(link);
    await answer(inquiry, { decision: 'declined', message: 'The rights do not allow it.' });
    expect(await counted()).toBe(before - 1);
    const mail = await mailTo('no@agency.example');
    expect(mail?.text).toContain('cannot grant this');
    expect(mail?.text).toContain('The rights do not allow it.');
    expect(await visit(server, link.url).viewStatus()).toBe(200);
  });
});
