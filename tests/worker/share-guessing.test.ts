/** Who guesses at the gates of share links is counted, and mailed codes are bound to who asked; rightful visitors are let in beside them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, clear } from '../harness/library.ts';
import { lastCode } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer, untilEarlyInTheHour } from '../harness/server.ts';
import { addressesOf, issue, type LinkVisitor, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
let asset: string;
/** Networks have another name every day, and are counted by it. */
const early = untilEarlyInTheHour();

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  await clear(admin, asset);
  server.setClockOffset(early);
});
afterAll(() => server.close());

describe('guessing', () => {
  it('is stopped from rotating addresses, but not for people the link knows', async () => {
    const link = await issue(admin, { assetIds: [asset], password: 'right-one', vanity: 'guess-me' });
    const [long = '', vanity = '', kim = ''] = await addressesOf(admin, link);
    const friend = visit(server, long);
    await friend.gate({ gate: 'password', password: 'right-one' });
    const device =
      friend
        .cookie()
        .split('; ')
        .find((pair) => pair.includes('v-device-')) ?? '';
    const burst = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        visit(server, i % 2 === 0 ? long : vanity, {
          ...from('203.0.113.7'),
          'x-forwarded-for': `203.0.113.${i}`,
        }).gate({ gate: 'password', password: `guess ${i}` }),
      ),
    );
    // Seven of the link, and five of the network while it is locked.
    expect(burst.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(12);
    expect(burst.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(28);
    const kept = await visit(server, long, from('203.0.113.7')).gate({
      gate: 'password',
      password: 'right-one',
    });
    expect(kept.status).toBe(429);
    expect(kept.view).toMatchObject({ waitMinutes: 5, contact: { name: 'Ada Brandt' } });
    // Somebody who was never here comes from elsewhere and has the password.
    const newcomer = await visit(server, long, from('198.51.100.77')).gate({
      gate: 'password',
      password: 'right-one',
    });
    expect(newcomer.view.kind).toBe('open');
    // Page, without script: for how long, whom to ask, and a form to ask with.
    const page = await visit(server, long, from('203.0.113.7')).fetch(`/s/${long.split('/').at(-1)}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: server.origin,
        accept: 'text/html',
      },
      body: new URLSearchParams({ intent: 'password', password: 'right-one' }),
    });
    expect(page.status).toBe(429);
    const html = await page.text();
    expect(html).toContain('Try again in 5 minutes');
    expect(html).toContain('name="intent" value="ask"');
    expect(html).toContain('Ada Brandt');
    // All networks together have a bound, too: what guesses a decent password is far beyond it.
    const { DB } = await server.env();
    await DB.batch([
      DB.prepare('UPDATE throttles SET failures = 600 WHERE subject = ?').bind(`password-link:${link.id}`),
      // Strangers go on guessing, and lock themselves out again and again.
      DB.prepare('UPDATE throttles SET locked_until = locked_until + 3600000 WHERE subject = ?').bind(
        `share:${link.id}`,
      ),
    ]);
    const late = await visit(server, long, from('198.51.100.78')).gate({
      gate: 'password',
      password: 'right-one',
    });
    expect(late.status).toBe(429);
    // A crowd that has used it up at once has to be there again five minutes later.
    server.setClockOffset(early + 5 * 60_000 + 1_000);
    const soon = await visit(server, long, from('198.51.100.79')).gate({
      gate: 'password',
      password: 'right-one',
    });
    expect(soon.view.kind).toBe('open');
    server.setClockOffset(early);
    const invited = await visit(server, kim).gate({ gate: 'password', password: 'right-one' });
    expect(invited.view.kind).toBe('open');
    const returning = await visit(server, long, { cookie: device }).gate({
      gate: 'password',
      password: 'right-one',
    });
    expect(returning.view.kind).toBe('open');
    server.setClockOffset(early + 66 * 60_000);
    expect((await visit(server, long).gate({ gate: 'password', password: 'right-one' })).view.kind).toBe(
      'open',
    );
    server.setClockOffset(early);
  }, 60_000);

  it('of a mailed code ends with the code, and codes go only to those who may have one', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      requireEmailCode: true,
      allowedEmails: ['lee@studio.example'],
    });
    const outsider = visit(server, link.url);
    const asked = await outsider.gate({ gate: 'email_code', email: 'mallory@evil.example', code: null });
    expect(asked.view).toMatchObject({ kind: 'gate', codeSent: true });
    expect(await lastCode(admin, 'mallory@evil.example')).toBe('');
    const visitor = visit(server, link.url);
    await visitor.gate({ gate: 'email_code', email: 'lee@studio.example', code: null });
    const code = await lastCode(admin, 'lee@studio.example');
    const tries = [];
    for (let i = 0; i < 7; i++) {
      tries.push((await visitor.gate({ gate: 'email_code', email: '', code: otherThan(code) })).view);
    }
    expect(tries.filter((view) => view.kind === 'gate' && view.error === 'wrong')).toHaveLength(5);
    const late = await visitor.gate({ gate: 'email_code', email: '', code });
    expect(late.view.kind).toBe('gate');
  });
});

const otherThan = (code: string): string => (code === '111111' ? '222222' : '111111');
/** Somebody who comes from a network of their own. */
const from = (network: string) => ({ 'cf-connecting-ip': network });
const ask = (visitor: LinkVisitor, email: string) => visitor.gate({ gate: 'email_code', email, code: null });
async function mailsTo(part: string): Promise<string[]> {
  const { DB } = await server.env();
  const { results } = await DB.prepare('SELECT recipient FROM mails WHERE recipient LIKE ?')
    .bind(`%${part}`)
    .all<{ recipient: string }>();
  return results.map(({ recipient }) => recipient);
}

describe('a mailed code', () => {
  it('is of use to the browser that asked for it, and taken away by nobody else', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      requireEmailCode: true,
      allowedEmails: ['bound.example'],
    });
    const lee = visit(server, link.url, from('198.51.100.1'));
    await ask(lee, 'lee@bound.example');
    const code = await lastCode(admin, 'lee@bound.example');
    const asked = lee.cookie();
    const thief = visit(server, link.url, from('198.51.100.2'));
    const stolen = await thief.gate({ gate: 'email_code', email: 'lee@bound.example', code });
    expect(stolen.view).toMatchObject({ kind: 'gate', error: 'expired' });
    // A second browser that asks for the same address has a code of its own, and only that.
    await ask(thief, 'lee@bound.example');
    expect((await thief.gate({ gate: 'email_code', email: '', code })).view).toMatchObject({
      error: 'wrong',
    });
    expect((await lee.gate({ gate: 'email_code', email: '', code })).view.kind).toBe('open');
    // Once used it opens nothing more, with whatever cookies it was asked for.
    const again = visit(server, link.url, { ...from('198.51.100.1'), cookie: asked });
    expect((await again.gate({ gate: 'email_code', email: '', code })).view).toMatchObject({
      error: 'expired',
    });
  });

  it('goes to nobody but the person whose own address of the link it is, unless a list says who else', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      requireEmailCode: true,
      termsText: 'Credit the photographer.',
    });
    const [, , kim = ''] = await addressesOf(admin, link);
    const thief = visit(server, kim, from('198.51.100.40'));
    await ask(thief, 'mallory@taken.example');
    expect(await mailsTo('@taken.example')).toEqual([]);
    const person = visit(server, kim, from('198.51.100.41'));
    await ask(person, 'Kim@agency.example');
    const passed = await person.gate({
      gate: 'email_code',
      email: '',
      code: await lastCode(admin, 'kim@agency.example'),
    });
    expect(passed.view).toMatchObject({ kind: 'gate', gate: 'terms' });

    const listed = await issue(admin, {
      assetIds: [asset],
      requireEmailCode: true,
      allowedEmails: ['office.example'],
      termsText: 'Credit the photographer.',
    });
    const [, , kims = ''] = await addressesOf(admin, listed);
    const colleague = visit(server, kims, from('198.51.100.42'));
    await ask(colleague, 'lee@office.example');
    await colleague.gate({
      gate: 'email_code',
      email: '',
      code: await lastCode(admin, 'lee@office.example'),
    });
    expect((await colleague.gate({ gate: 'terms', accept: true })).view.kind).toBe('open');
    const { DB } = await server.env();
    const agreed = await DB.prepare('SELECT name, email FROM terms_acceptances WHERE share_link_id = ?')
      .bind(listed.id)
      .all();
    expect(agreed.results).toEqual([{ name: '', email: 'lee@office.example' }]);
    await (await colleague.download(asset, 'original')).arrayBuffer();
    const actors = async () =>
      (
        await DB.prepare(
          "SELECT event, actor_name FROM audit_events WHERE target_id = ? AND event LIKE 'share_link.%ed' AND actor_kind = 'visitor'",
        )
          .bind(listed.id)
          .all<{ event: string; actor_name: string }>()
      ).results;
    await expect
      .poll(async () => (await actors()).map(({ event }) => event))
      .toContain('share_link.downloaded');
    expect(new Set((await actors()).map(({ actor_name }) => actor_name))).toEqual(
      new Set(['lee@office.example']),
    );
  });

  it('reaches whoever the link knows, however much strangers ask and guess', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
      requireEmailCode: true,
      vanity: 'codes-under-attack',
      allowedEmails: ['siege.example'],
    });
    const answer = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Lee', email: 'lee@siege.example' }] },
    });
    const [invitation] = (await answer.json()) as { url: string }[];
    const asker = visit(server, link.url, from('198.51.100.10'));
    await ask(asker, 'lee@siege.example');
    const early = await lastCode(admin, 'lee@siege.example');
    const returning = visit(server, link.url, from('198.51.100.11'));
    await ask(returning, 'kim@siege.example');
    await returning.gate({ gate: 'email_code', email: '', code: await lastCode(admin, 'kim@siege.example') });
    const device =
      returning
        .cookie()
        .split('; ')
        .find((pair) => pair.includes('v-device-')) ?? '';

    const statuses: number[] = [];
    for (let i = 0; i < 60; i++) {
      const stranger = visit(
        server,
        i % 2 === 0 ? link.url : (link.vanityUrl ?? ''),
        from(`203.0.113.${i % 30}`),
      );
      const { status } = await ask(stranger, i % 3 === 0 ? 'kim@siege.example' : 'lee@siege.example');
      statuses.push(status);
      for (let n = 0; n < 2; n++)
        await stranger.gate({ gate: 'email_code', email: 'lee@siege.example', code: '000000' });
    }
    expect(statuses).toContain(429);
    // To each address no more than the hour's share, whoever asked.
    expect((await mailsTo('lee@siege.example')).length).toBeLessThanOrEqual(26);

    // The browser that had asked: its code, or another one.
    expect((await asker.gate({ gate: 'email_code', email: '', code: otherThan(early) })).view).toMatchObject({
      error: 'wrong',
    });
    expect((await ask(asker, 'lee@siege.example')).status).toBe(401);
    const renewed = await lastCode(admin, 'lee@siege.example');
    expect((await asker.gate({ gate: 'email_code', email: '', code: renewed })).view.kind).toBe('open');
    // The invited person under her own address.
    const lee = visit(server, invitation?.url ?? '', from('198.51.100.12'));
    expect((await ask(lee, 'lee@siege.example')).status).toBe(401);
    const own = await lastCode(admin, 'lee@siege.example');
    expect((await lee.gate({ gate: 'email_code', email: '', code: own })).view.kind).toBe('open');
    // A browser that has proved its address before.
    const back = visit(server, link.url, { ...from('203.0.113.1'), cookie: device });
    expect((await ask(back, 'kim@siege.example')).status).toBe(401);
  }, 60_000);

  it('is mailed by one link, from one network and to one address a bounded number of times an hour', async () => {
    const open = await issue(admin, { assetIds: [asset], requireEmailCode: true, allowedEmails: [] });
    const { DB } = await server.env();
    const rows = async (): Promise<number> =>
      (await DB.prepare('SELECT count(*) AS n FROM throttles').first<{ n: number }>())?.n ?? 0;
    for (let i = 0; i < 60; i++) {
      await ask(visit(server, open.url, from('198.51.100.20')), `made-up-${i}@bomb.example`);
    }
    expect(await mailsTo('@bomb.example')).toHaveLength(20);
    // What was refused left no row behind.
    const before = await rows();
    for (let i = 60; i < 80; i++) {
      await ask(visit(server, open.url, from('198.51.100.20')), `made-up-${i}@bomb.example`);
    }
    expect(await rows()).toBe(before);
    // From everywhere at once: the link's own bound.
    await Promise.all(
      Array.from({ length: 150 }, (_, i) =>
        ask(visit(server, open.url, from(`192.0.2.${i}`)), `elsewhere-${i}@bomb.example`),
      ),
    );
    expect(await mailsTo('@bomb.example')).toHaveLength(120);
    // One victim, by several links, from everywhere.
    for (let n = 0; n < 3; n++) {
      const link = await issue(admin, { assetIds: [asset], requireEmailCode: true, allowedEmails: [] });
      for (let i = 0; i < 12; i++)
        await ask(visit(server, link.url, from(`192.0.2.${i + n * 20}`)), 'me@victim.example');
    }
    expect(await mailsTo('me@victim.example')).toHaveLength(24);
    // An hour later there is room again, and a day later the counts are forgotten.
    server.setClockOffset(early + 61 * 60_000);
    expect((await ask(visit(server, open.url, from('198.51.100.20')), 'made-up-1@bomb.example')).status).toBe(
      401,
    );
    server.setClockOffset(early + 27 * 60 * 60_000);
    await server.tick();
    expect(await rows()).toBe(0);
    server.setClockOffset(early);
  }, 60_000);
});
