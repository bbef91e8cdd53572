/** What owners are told: at once or once a day, in their language and zone; and the extension a mail offers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { freePort } from '../harness/free-port.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, reread, visit } from '../harness/share.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;
let admin: Person;
let asset: string;
let start: number;

interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

async function mails(): Promise<Mail[]> {
  const { DB } = await server.env();
  const { results } = await DB.prepare(
    'SELECT recipient AS "to", subject, text, html FROM mails ORDER BY id DESC',
  ).all<Mail>();
  return results;
}
const about = async (name: string): Promise<Mail[]> =>
  (await mails()).filter(({ text, subject }) => text.includes(name) || subject.includes(name));
/** How many downloads of a link are written down: their bytes may be here before. */
async function recorded(link: ShareLink): Promise<number> {
  const { DB } = await server.env();
  const row = await DB.prepare('SELECT count(*) AS n FROM downloads WHERE surface_id = ?1')
    .bind(link.id)
    .first<{ n: number }>();
  return row?.n ?? 0;
}
const at = (instant: number) => server.setClockOffset(instant - Date.now());
/** The next time that clocks in Tokyo show this hour, at least a day from now. */
function tokyo(hour: number, daysAhead: number): number {
  const midnight = Math.floor((start + 9 * HOUR_MS) / DAY_MS) * DAY_MS - 9 * HOUR_MS;
  return midnight + daysAhead * DAY_MS + hour * HOUR_MS;
}

beforeAll(async () => {
  const port = await freePort();
  start = Date.now();
  // Mails that no request causes name the address that is configured.
  server = await startServer({ port, vars: { PUBLIC_ORIGIN: `http://127.0.0.1:${port}` } });
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  await clear(admin, asset);
  await admin.fetch('/api/admin/me', {
    method: 'PATCH',
    json: { locale: 'de', timeZone: 'Asia/Tokyo' },
  });
}, 180_000);
afterAll(() => server.close());

describe('a link that tells at once', () => {
  it('tells the first opening, each download and the near limit, once each, and nothing of programs', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      name: 'Sofort',
      notify: 'immediate',
      maxDownloads: 5,
    });
    const program = visit(server, link.url, { 'user-agent': 'Googlebot/2.1' });
    await program.view();
    const visitor = visit(server, link.url);
    for (let i = 0; i < 3; i++) await visitor.view();
    for (let i = 0; i < 4; i++) await (await visitor.download(asset, 'original')).arrayBuffer();
    await expect
      .poll(async () => (await about('Sofort')).map(({ subject }) => subject).sort())
      .toEqual(
        [
          'Heruntergeladen aus „Sofort“',
          'Heruntergeladen aus „Sofort“',
          'Heruntergeladen aus „Sofort“',
          'Heruntergeladen aus „Sofort“',
          '„Sofort“ ist fast aufgebraucht',
          '„Sofort“ wurde zum ersten Mal geöffnet',
        ].sort(),
      );
  });

  it('tells of the last place but one of a small limit, before it is used up', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      name: 'Zweimal',
      notify: 'immediate',
      maxDownloads: 2,
    });
    await (await visit(server, link.url).download(asset, 'original')).arrayBuffer();
    await expect
      .poll(async () => (await about('Zweimal')).map(({ subject }) => subject))
      .toContain('„Zweimal“ ist fast aufgebraucht');
  });

  it('keeps quiet where it was told to', async () => {
    const link = await issue(admin, { assetIds: [asset], name: 'Still', notify: 'none' });
    const visitor = visit(server, link.url);
    await visitor.view();
    await (await visitor.download(asset, 'original')).arrayBuffer();
    await expect
      .poll(async () => [(await reread(admin, link)).openings, await recorded(link)])
      .toEqual([1, 1]);
    await server.tick();
    expect(await about('Still')).toEqual([]);
  });
});

describe('the daily digest', () => {
  it('comes at eight in the owner’s zone, in their language, once, and not on a day without news', async () => {
    at(tokyo(10, 1));
    const busy = await issue(admin, { assetIds: [asset], name: 'Messe', notify: 'digest', maxDownloads: 5 });
    const quiet = await issue(admin, { assetIds: [asset], name: 'Ruhig', notify: 'digest' });
    const visitor = visit(server, busy.url);
    await visitor.view();
    for (let i = 0; i < 4; i++) await (await visitor.download(asset, 'original')).arrayBuffer();
    await expect
      .poll(async () => [(await reread(admin, busy)).openings, await recorded(busy)])
      .toEqual([1, 4]);
    const before = (await mails()).length;
    expect(await about('Messe')).toEqual([]);

    // That day's eight o'clock is over, so it is told at the next sweep; the day after only what is new by then.
    await server.tick();
    const [mail, ...others] = await about('Messe');
    expect(others).toEqual([]);
    expect((await mails()).length).toBe(before + 1);
    expect(mail?.to).toBe('ada@example.com');
    expect(mail?.subject).toBe('Ihre Links seit gestern: Neues von 1 Link');
    expect(mail?.text).toContain('Zum ersten Mal geöffnet');
    expect(mail?.text).toContain('4 Dateien heruntergeladen');
    expect(mail?.text).toContain('4 von 5 Downloads sind verbraucht');
    expect(mail?.text).toContain(`/admin/shares/${busy.id}`);
    expect(mail?.text).not.toContain('Ruhig');

    await server.tick();
    at(tokyo(23, 1));
    await server.tick();
    expect((await mails()).length).toBe(before + 1);

    const later = visit(server, quiet.url);
    await later.view();
    await (await later.download(asset, 'original')).arrayBuffer();
    await expect
      .poll(async () => [(await reread(admin, quiet)).openings, await recorded(quiet)])
      .toEqual([1, 1]);
    at(tokyo(7, 2));
    await server.tick();
    expect((await mails()).length).toBe(before + 1);
    at(tokyo(8, 2) + 60_000);
    await server.tick();
    const [next] = await mails();
    expect((await mails()).length).toBe(before + 2);
    expect(next?.text).toContain('Ruhig');
    expect(next?.text).toContain('1 Datei heruntergeladen');
    expect(next?.text).not.toContain('Messe');

    at(tokyo(9, 3));
    await server.tick();
    expect((await mails()).length).toBe(before + 2);
    server.setClockOffset(0);
  }, 60_000);

  it('is one mail however many sweeps run in the same minute', async () => {
    at(tokyo(12, 10));
    const link = await issue(admin, { assetIds: [asset], name: 'Zugleich', notify: 'digest' });
    await visit(server, link.url).view();
    await expect.poll(async () => (await reread(admin, link)).openings).toBe(1);
    await Promise.all([server.tick(), server.tick(), server.tick()]);
    expect(await about('Zugleich')).toHaveLength(1);
    server.setClockOffset(0);
  });
});

describe('a link that ends in two days', () => {
  async function endingLink(name: string, extra: Record<string, unknown> = {}) {
    const link = await issue(admin, {
      assetIds: [asset],
      name,
      notify: 'immediate',
      endsAt: Date.now() + 20 * DAY_MS,
      ...extra,
    });
    at(link.endsAt - 47 * HOUR_MS);
    await server.tick();
    const [mail] = await about(name);
    const url = /http:\S+\/extend\?proof=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    return { link, mail, path: url.replace(server.origin, '') };
  }

  it('offers one press that extends it: looking changes nothing, pressing twice extends once', async () => {
    const { link, path } = await endingLink('Bald', { logo: { kind: 'asset', assetId: asset } });
    expect(path).toMatch(/^\/s\/.+\/extend\?proof=/);
    for (const method of ['GET', 'HEAD'] as const) {
      const looked = await server.fetch(path, { method, headers: { accept: 'text/html' } });
      expect(looked.status).toBe(200);
      expect(looked.headers.get('referrer-policy')).toBe('no-referrer');
      expect(looked.headers.get('x-robots-tag')).toContain('noindex');
      const html = await looked.text();
      if (method !== 'GET') continue;
      expect(html).toContain('<form method="post"');
      // As on every page of the link.
      expect(html).toContain(`src="${path.split('/extend')[0]}/logo"`);
    }
    expect((await reread(admin, link)).endsAt).toBe(link.endsAt);
    const press = () =>
      server.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null', accept: 'text/html' },
        body: '',
      });
    const answers = await Promise.all(Array.from({ length: 8 }, press));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const after = await reread(admin, link);
    // A week in the link's zone; an hour less or more where clocks change.
    expect(Math.abs(after.endsAt - link.endsAt - 7 * DAY_MS)).toBeLessThanOrEqual(HOUR_MS);
    expect(await (await press()).text()).toContain('is extended');
    expect((await reread(admin, link)).endsAt).toBe(after.endsAt);
    const audit = (await (
      await admin.fetch(`/api/admin/audit?targetId=${link.id}&event=share_link.changed`)
    ).json()) as { items: { actor: { name: string }; context: { by?: string } }[] };
    expect(audit.items).toMatchObject([{ actor: { name: 'Ada Brandt' }, context: { by: 'mail' } }]);
    server.setClockOffset(0);
  }, 60_000);

  it('says before it is pressed what would end before the new end', async () => {
    const short = (await addPicture(admin, { title: 'Blue chair' })).id;
    const endsAt = Date.now() + 20 * DAY_MS;
    await clear(admin, short, { endsAt: endsAt + 3 * DAY_MS });
    const { path } = await endingLink('Knapp', {
      source: { kind: 'assets', assetIds: [asset, short] },
      endsAt,
    });
    const html = await (await server.fetch(path, { headers: { accept: 'text/html' } })).text();
    expect(html).toContain('1 of 2 ends before the link.');
    expect(html).toMatch(/Blue chair[^<]*, until/);
    expect(html).not.toContain('Red chair');
    server.setClockOffset(0);
  }, 60_000);

  it('does not extend for a forged proof, another link, a changed end or a revoked link', async () => {
    const { link, path } = await endingLink('Fest');
    const other = await issue(admin, { assetIds: [asset], name: 'Anderer' });
    const proof = new URL(path, server.origin).searchParams.get('proof') ?? '';
    const send = (url: string, text: string) =>
      server.fetch(`/api/share/${new URL(url).pathname.split('/').at(-1)}/extension`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ proof: text }),
      });
    expect((await send(other.url, proof)).status).toBe(404);
    expect((await send(link.url, `${proof.slice(0, -2)}xx`)).status).toBe(404);
    await admin.fetch(`/api/admin/shares/${link.id}`, {
      method: 'PATCH',
      json: { endsAt: link.endsAt + HOUR_MS },
    });
    expect(await (await send(link.url, proof)).json()).toMatchObject({ state: 'changed' });
    expect((await reread(admin, link)).endsAt).toBe(link.endsAt + HOUR_MS);
    server.setClockOffset(0);
  }, 60_000);

  it('respects the administrator’s maximum', async () => {
    const { link, path } = await endingLink('Grenze');
    await admin.fetch('/api/admin/settings', {
      method: 'PATCH',
      json: { shareMaximumDays: 3, shareDefaultDays: 3 },
    });
    // Settings are remembered in the isolate for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2200));
    const pressed = await server.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null', accept: 'text/html' },
      body: '',
    });
    expect(await pressed.text()).toContain('Nothing was changed');
    expect((await reread(admin, link)).endsAt).toBe(link.endsAt);
    await admin.fetch('/api/admin/settings', {
      method: 'PATCH',
      json: { shareMaximumDays: 365, shareDefaultDays: 30 },
    });
    server.setClockOffset(0);
  }, 60_000);
});

describe('an invitation', () => {
  it('speaks each person’s language, in text and HTML, and its delivery can be seen', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      name: 'Herbst <b>',
      message: 'Mit <script>Gruß</script>',
      password: 'open sesame',
    });
    const answer = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: {
        recipients: [
          { name: 'Kim', email: 'kim@agency.example', locale: 'de' },
          { name: 'Lee', email: 'lee@agency.example', locale: 'en' },
        ],
      },
    });
    expect(answer.status).toBe(201);
    await server.tick();
    await expect
      .poll(async () => (await reread(admin, link)).recipients.map(({ mail, locale }) => [mail, locale]), {
        timeout: 20_000,
      })
      .toEqual([
        ['kept', 'de'],
        ['kept', 'en'],
      ]);
    const sent = await about('Herbst');
    const german = sent.find(({ to }) => to === 'kim@agency.example');
    const english = sent.find(({ to }) => to === 'lee@agency.example');
    expect(german?.text).toContain('Guten Tag Kim,');
    expect(german?.text).toContain('Der Link fragt nach einem Passwort');
    expect(english?.text).toContain('Hello Lee,');
    expect(english?.text).toContain('Open until: ');
    for (const mail of [german, english]) {
      expect(mail?.html).not.toContain('<script');
      expect(mail?.html).not.toContain('<b>');
      expect(mail?.html).not.toMatch(/<img|https?:\/\/(?!127\.0\.0\.1)/);
      expect(`${mail?.text}${mail?.html}`).not.toContain('open sesame');
    }
    const [kim] = (await reread(admin, link)).recipients;
    await admin.fetch(`/api/admin/shares/${link.id}/recipients/${kim?.id}/revoke`, { json: {} });
    const again = await admin.fetch(`/api/admin/shares/${link.id}/recipients/${kim?.id}/resend`, {
      json: {},
    });
    expect(again.status).toBe(409);
  }, 60_000);
});

describe('a notice that several could send', () => {
  it('tells of the near end and the near limit once, however many sweeps and downloads come at once', async () => {
    at(start);
    const ending = await issue(admin, {
      assetIds: [asset],
      name: 'Ends once',
      notify: 'immediate',
      endsAt: start + 4 * DAY_MS,
    });
    at(start + 3 * DAY_MS);
    await Promise.all(Array.from({ length: 5 }, () => server.tick()));
    expect(await about('Ends once')).toHaveLength(1);
    expect((await reread(admin, ending)).endsAt).toBe(ending.endsAt);
    at(start);
    const limited = await issue(admin, {
      assetIds: [asset],
      name: 'Nearly used up',
      notify: 'immediate',
      maxDownloads: 10,
    });
    const visitor = visit(server, limited.url);
    const taken = await Promise.all(Array.from({ length: 10 }, () => visitor.press(asset, 'original')));
    await Promise.all(
      taken.map(async (pressed) =>
        (await visitor.fetch(pressed.headers.get('location') ?? '')).arrayBuffer(),
      ),
    );
    await expect.poll(() => recorded(limited)).toBe(10);
    const told = (await about('Nearly used up')).map(({ subject }) => subject);
    expect(told.filter((subject) => subject.startsWith('Heruntergeladen'))).toHaveLength(10);
    expect(told.filter((subject) => subject.endsWith('fast aufgebraucht'))).toHaveLength(1);
  }, 60_000);
});
