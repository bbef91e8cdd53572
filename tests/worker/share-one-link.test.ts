/** One link: who is invited, its readable address, who looks at it, its sizes by kind, terms, logo, and what a chat sees of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../shared/contract/page.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { read } from '../harness/answers.ts';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
let chair: string;
let lamp: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  chair = (await addPicture(admin, { title: 'Red chair' })).id;
  lamp = (await addPicture(admin, { title: 'Blue lamp' })).id;
  await clear(admin, [chair, lamp]);
});
afterAll(() => server.close());

describe('inviting', () => {
  it('one person from several places at once makes one recipient, one mail and one event', async () => {
    const link = await issue(admin, { assetIds: [lamp], name: 'Invited twice' });
    const invite = (...emails: string[]) =>
      admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
        json: { recipients: emails.map((email) => ({ name: '', email })) },
      });
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => invite('Both@agency.example')),
      invite('only@agency.example', 'both@agency.example'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(201));
    const { recipients } = await read<ShareLink>(await admin.fetch(`/api/admin/shares/${link.id}`));
    const asked = ['both@agency.example', 'only@agency.example'];
    expect(recipients.map(({ email }) => email).sort()).toEqual(asked);
    const { DB } = await server.env();
    const { results } = await DB.prepare(
      `SELECT recipient FROM mails WHERE recipient IN (?, ?) ORDER BY recipient`,
    )
      .bind(...asked)
      .all<{ recipient: string }>();
    expect(results.map(({ recipient }) => recipient)).toEqual(asked);
    const events = await read<Page<unknown>>(
      await admin.fetch(`/api/admin/audit?targetId=${link.id}&event=share_link.recipient_invited`),
    );
    expect(events.items).toHaveLength(2);
  });
});

describe('a readable address', () => {
  it('says whether it may be had, and is refused when it may not', async () => {
    const winter = await issue(admin, { assetIds: [lamp], permission: 'view', vanity: 'winter-press' });
    const ask = async (name: string, except = '') =>
      (await read<{ state: string }>(await admin.fetch(`/api/admin/shares/vanity?name=${name}${except}`)))
        .state;
    expect(await ask('summer-press')).toBe('free');
    expect(await ask('winter-press')).toBe('taken');
    expect(await ask('winter-press', `&except=${winter.id}`)).toBe('free');
    expect(await ask('admin')).toBe('reserved');
    expect(await ask('No')).toBe('malformed');
    const refused = await admin.fetch('/api/admin/shares', {
      json: {
        name: 'Trap',
        vanity: 'login',
        timeZone: 'Europe/Berlin',
        permission: 'view',
        source: { kind: 'assets', assetIds: [chair] },
      },
    });
    expect(refused.status).toBe(400);
  });
});

describe('a link', () => {
  it('counts programs that look and download apart from people', async () => {
    const link = await issue(admin, { assetIds: [chair], name: 'Looked at' });
    const person = visit(server, link.url);
    await person.view();
    const program = visit(server, link.url, { 'user-agent': 'Slackbot-LinkExpanding 1.0' });
    await program.view();
    await program.view();
    await (await program.download(chair, 'original')).arrayBuffer();
    await expect
      .poll(async () => read<ShareLink>(await admin.fetch(`/api/admin/shares/${link.id}`)))
      .toMatchObject({ openings: 1, botOpenings: 2, botDownloads: 1 });
  });

  it('offers each kind of file its own sizes', async () => {
    const link = await issue(admin, {
      assetIds: [chair],
      name: 'By kind',
      presetsByKind: { image: ['web'], vector: ['original'] },
    });
    const visitor = visit(server, link.url);
    const view = await visitor.view();
    expect(view.kind === 'open' && view.page.items[0]?.downloads.map(({ preset }) => preset)).toEqual([
      'web',
    ]);
    expect((await visitor.press(chair, 'original')).status).toBe(403);
    expect((await visitor.press(chair, 'print')).status).toBe(403);
    expect((await visitor.press(chair, 'web')).status).toBe(303);
  });

  it('keeps every wording of its terms and who accepted which, also in a file', async () => {
    const link = await issue(admin, { assetIds: [chair], name: 'Terms', termsText: 'First wording' });
    const { url } = (
      await read<{ url: string }[]>(
        await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
          json: { recipients: [{ name: '=Kim', email: 'kim@agency.example' }] },
        }),
        201,
      )
    )[0] ?? { url: '' };
    await visit(server, url).gate({ gate: 'terms', accept: true });
    await read(
      await admin.fetch(`/api/admin/shares/${link.id}`, {
        method: 'PATCH',
        json: { termsText: 'Second wording' },
      }),
    );
    const again = visit(server, url);
    expect((await again.view()).kind).toBe('gate');
    await again.gate({ gate: 'terms', accept: true });
    const { items } = await read<Page<Record<string, unknown>>>(
      await admin.fetch(`/api/admin/shares/${link.id}/acceptances`),
    );
    expect(items).toMatchObject([
      { version: 2, text: 'Second wording', name: '=Kim', email: 'kim@agency.example', territory: 'DE' },
      { version: 1, text: 'First wording', name: '=Kim' },
    ]);
    const file = await (await admin.fetch(`/api/admin/shares/${link.id}/acceptances.csv`)).text();
    expect(file).toContain('First wording');
    expect(file).toContain(`'=Kim`);
  });

  it('shows its logo in every state, through the rendition path, and nothing of it where that may not be shown', async () => {
    const link = await issue(admin, {
      assetIds: [chair],
      name: 'With logo',
      password: 'open sesame',
      logo: { kind: 'asset', assetId: lamp },
    });
    const visitor = visit(server, link.url);
    const logoOf = async () => {
      const view = await visitor.view();
      return (view.kind === 'open' ? view.page.logo : view.logo)?.href ?? null;
    };
    expect(await logoOf()).toBe(`${visitor.base}/logo`);
    const picture = await visitor.fetch(`${visitor.base}/logo`);
    expect(picture.headers.get('content-type')).toMatch(/^image\//);
    expect(picture.headers.get('cache-control')).toBe('private, no-store');
    await picture.arrayBuffer();
    const html = await (await visitor.fetch(visitor.base, { headers: { accept: 'text/html' } })).text();
    expect(html).toContain(`src="${visitor.base}/logo"`);
    await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'off' } });
    expect(await logoOf()).toBe(`${visitor.base}/logo`);
    await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: { logo: { kind: 'none' } } });
    expect(await logoOf()).toBeNull();
    expect((await visitor.fetch(`${visitor.base}/logo`)).status).toBe(404);
    const unknown = await admin.fetch(`/api/admin/shares/${link.id}`, {
      method: 'PATCH',
      json: { logo: { kind: 'asset', assetId: `ast_${'0'.repeat(26)}` } },
    });
    expect(unknown.status).toBe(400);
  });

  it('tells a chat that unfolds the address nothing of what it holds', async () => {
    const link = await issue(admin, { assetIds: [chair], name: 'Secret launch' });
    for (const agent of ['Slackbot-LinkExpanding 1.0', 'facebookexternalhit/1.1', 'WhatsApp/2.23']) {
      const program = visit(server, link.url, { 'user-agent': agent });
      const head = await program.fetch(program.base, { method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
      const page = await program.fetch(program.base, { headers: { accept: 'text/html' } });
      expect(page.headers.get('x-robots-tag')).toContain('noindex');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      const html = await page.text();
      const card = [...html.matchAll(/<meta (?:property|name)="(?:og|twitter):[^>]+>/g)].map(([tag]) => tag);
      expect(card.join('\n')).toContain('content="Files from Example"');
      expect(card.join('\n')).not.toMatch(/Red chair|Secret launch|\/r\//);
    }
  });
});
