/** Gates of share links: every gate stands before every route, in every form of address. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, clear, upload } from '../harness/library.ts';
import { lastCode } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { addressesOf, issue, type LinkVisitor, tokenOf, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
let asset: string;
let film: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  const moving = new TextEncoder().encode(`\0\0\0\x18ftypisom\0\0\0\0isommp42${'.'.repeat(64)}`);
  const added = await upload(admin, moving, 'film.mp4');
  if (added.asset === null) throw new Error(`the film was refused: ${added.detail}`);
  film = added.asset.id;
  await clear(admin, [asset, film]);
});
afterAll(() => server.close());

/** Downloads reserved before: a file, everything, and a film to play. */
interface Granted {
  file: string;
  zip: string;
  play: string;
}
/** Status of every route below a link, by what it is. `granted` was reserved before. */
async function routes(visitor: LinkVisitor, granted: Granted | null = null): Promise<Record<string, number>> {
  const status = async (path: string, init: RequestInit = {}): Promise<number> => {
    const response = await visitor.fetch(path, init);
    await response.arrayBuffer();
    return response.status;
  };
  const head = { method: 'HEAD' };
  const html = { headers: { accept: 'text/html' } };
  const api = `/share/${visitor.token}`;
  const preview = `${visitor.base}/r/${asset}/thumb`;
  return {
    view: await visitor.viewStatus(),
    page: await status(visitor.base, html),
    'page HEAD': await status(visitor.base, { ...head, ...html }),
    preview: await status(preview),
    'preview HEAD': await status(preview, head),
    'preview range': await status(preview, { headers: { range: 'bytes=0-9' } }),
    'preview revalidated': await status(preview, { headers: { 'if-none-match': '*' } }),
    media: await status(`${visitor.base}/m/${film}`),
    download: (await visitor.press(asset, 'original')).status,
    'download, a size': (await visitor.press(asset, 'web')).status,
    zip: (await visitor.zip({ preset: 'original' })).status,
    ...(granted === null
      ? {}
      : {
          file: await status(granted.file, head),
          'file range': await status(granted.file, { headers: { range: 'bytes=0-9' } }),
          archive: await status(granted.zip, head),
          'archive range': await status(granted.zip, { headers: { range: 'bytes=0-9' } }),
          'archive, how far': await status(`/api${api}/archives/${grantIn(granted.zip)}`),
          'archive, its page': await status(`${granted.zip}/preparing`, html),
          'play range': await status(granted.play.replace('/play', ''), { headers: { range: 'bytes=0-9' } }),
          'play, what it shows': await status(
            `/api${api}/plays/${grantIn(granted.play.replace('/play', ''))}`,
          ),
          'play, its page': await status(granted.play, html),
        }),
  };
}
const grantIn = (path: string): string => path.split('/').at(-1) ?? '';
/** What the mail to an owner leads to, with a proof nobody signed: looking, and pressing. */
async function extensions(visitor: LinkVisitor): Promise<number[]> {
  const looked = await visitor.fetch(`/api/share/${visitor.token}/extension?proof=made-up`);
  const pressed = await visitor.fetch(`/api/share/${visitor.token}/extension`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify({ proof: 'made-up' }),
  });
  return [looked.status, pressed.status];
}
/** What is open answers with, and every route with the same status. */
const OPEN = {
  view: 200,
  page: 200,
  'page HEAD': 200,
  preview: 200,
  'preview HEAD': 200,
  'preview range': 206,
  'preview revalidated': 304,
  media: 200,
  download: 303,
  'download, a size': 303,
  zip: 200,
};
/** And what was reserved. */
const OPEN_GRANTS = {
  file: 200,
  'file range': 206,
  archive: 200,
  'archive range': 206,
  'archive, how far': 200,
  'archive, its page': 200,
  'play range': 206,
  'play, what it shows': 200,
  'play, its page': 200,
};
const all = (status: number, found: Record<string, number>) =>
  Object.fromEntries(Object.keys(found).map((name) => [name, status]));
/** Reserves a file, an archive and a film, while the link lets it. */
async function grantsOf(visitor: LinkVisitor): Promise<Granted> {
  const form = async (path: string, fields: Record<string, string>) => {
    const answer = await visitor.fetch(`${visitor.base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: new URLSearchParams(fields),
    });
    return answer.headers.get('location') ?? '';
  };
  return {
    file: await form('download', { asset, preset: 'original' }),
    zip: await form('zip', { preset: 'original' }),
    play: await form('download', { asset: film, play: '1' }),
  };
}

const GATES: Readonly<
  Record<string, { terms: Record<string, unknown>; pass: (v: LinkVisitor) => Promise<void> }>
> = {
  password: {
    terms: { password: 'open sesame' },
    pass: async (visitor) => {
      expect((await visitor.gate({ gate: 'password', password: 'wrong' })).view).toMatchObject({
        kind: 'gate',
        error: 'wrong',
      });
      expect((await visitor.gate({ gate: 'password', password: 'open sesame' })).view.kind).toBe('open');
    },
  },
  'mailed code': {
    terms: { requireEmailCode: true, allowedEmails: ['agency.example'] },
    pass: async (visitor) => {
      const sent = await visitor.gate({ gate: 'email_code', email: 'Kim@Agency.example', code: null });
      expect(sent.view).toMatchObject({ kind: 'gate', codeSent: true });
      const code = await lastCode(admin, 'kim@agency.example');
      const wrong = code === '000000' ? '000001' : '000000';
      expect((await visitor.gate({ gate: 'email_code', email: '', code: wrong })).view).toMatchObject({
        error: 'wrong',
      });
      expect((await visitor.gate({ gate: 'email_code', email: '', code })).view.kind).toBe('open');
    },
  },
  terms: {
    terms: { termsText: 'Only for the autumn campaign.' },
    pass: async (visitor) => {
      expect((await visitor.gate({ gate: 'terms', accept: false })).view.kind).toBe('gate');
      expect((await visitor.gate({ gate: 'terms', accept: true })).view.kind).toBe('open');
    },
  },
};

describe.each(Object.entries(GATES))('the gate %s', (name, gate) => {
  it('stands before every route of every address, and opens all of them', async () => {
    const link = await issue(admin, {
      assetIds: [asset, film],
      vanity: `gate-${name.replace(' ', '-')}`,
      ...gate.terms,
    });
    for (const url of await addressesOf(admin, link)) {
      const stranger = visit(server, url);
      const view = await stranger.view();
      expect(view.kind).toBe('gate');
      expect(JSON.stringify(view)).not.toContain('Red chair');
      const shut = await routes(stranger);
      expect(shut).toEqual(all(401, shut));
      expect(await extensions(stranger)).toEqual([404, 404]);
      const visitor = visit(server, url);
      await gate.pass(visitor);
      expect(await routes(visitor, await grantsOf(visitor))).toEqual({ ...OPEN, ...OPEN_GRANTS });
      // The proof is bound to the browser that passed, and to this link.
      expect(await stranger.viewStatus()).toBe(401);
    }
  }, 60_000);
});

/** What closes a link, and the status of everything below it then. */
const CLOSED: Readonly<
  Record<
    string,
    { status: number; close: (link: ShareLink) => Promise<unknown>; country?: string; after?: number }
  >
> = {
  'switched off': {
    status: 410,
    close: (link) => admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'off' } }),
  },
  revoked: {
    status: 410,
    close: (link) => admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'revoked' } }),
  },
  'not begun': {
    status: 403,
    close: (link) =>
      admin.fetch(`/api/admin/shares/${link.id}`, {
        method: 'PATCH',
        json: { startsAt: Date.now() + 3_600_000 },
      }),
  },
  'in another country': {
    status: 451,
    close: (link) =>
      admin.fetch(`/api/admin/shares/${link.id}`, {
        method: 'PATCH',
        json: { territories: { include: ['US'], exclude: [] } },
      }),
  },
  ended: { status: 410, close: async () => undefined, after: 40 * 86_400_000 },
};

describe.each(Object.entries(CLOSED))('a link that is %s', (name, { status, close, after }) => {
  it('is closed on every route of every address, also for files that were reserved before', async () => {
    const link = await issue(admin, {
      assetIds: [asset, film],
      vanity: `closed-${name.replaceAll(' ', '-')}`,
    });
    const visits = (await addressesOf(admin, link)).map((url) => visit(server, url));
    const granted = new Map<LinkVisitor, Granted>();
    for (const visitor of visits) granted.set(visitor, await grantsOf(visitor));
    for (const visitor of visits) {
      expect(await routes(visitor, granted.get(visitor))).toEqual({ ...OPEN, ...OPEN_GRANTS });
    }
    await close(link);
    if (after !== undefined) server.setClockOffset(after);
    for (const visitor of visits) {
      const found = await routes(visitor, granted.get(visitor));
      expect(found).toEqual(all(status, found));
      expect(await extensions(visitor)).toEqual([404, 404]);
    }
    server.setClockOffset(0);
  }, 120_000);
});

describe('a link whose downloads are used up', () => {
  it('is closed on every route of every address, but for what was reserved before', async () => {
    const link = await issue(admin, { assetIds: [asset, film], vanity: 'used-up', maxDownloads: 9 });
    const visits = (await addressesOf(admin, link)).map((url) => visit(server, url));
    const granted = new Map<LinkVisitor, Granted>();
    for (const visitor of visits) granted.set(visitor, await grantsOf(visitor));
    for (const visitor of visits) {
      const closed = await routes(visitor);
      const { view, page, 'page HEAD': head, ...below } = closed;
      expect([view, page, head]).toEqual([410, 410, 410]);
      expect(below).toEqual(all(403, below));
      expect(await routes(visitor, granted.get(visitor))).toEqual({ ...closed, ...OPEN_GRANTS });
    }
  }, 60_000);
});

describe('a recipient who was revoked', () => {
  it('has nothing left on any route, reserved or not; everybody else has', async () => {
    const link = await issue(admin, { assetIds: [asset, film], vanity: 'kim-is-out' });
    const urls = await addressesOf(admin, link);
    const [long, vanity, kim] = urls.map((url) => visit(server, url));
    if (long === undefined || vanity === undefined || kim === undefined) throw new Error('no addresses');
    const granted = await grantsOf(kim);
    const others = new Map<LinkVisitor, Granted>();
    for (const visitor of [long, vanity]) others.set(visitor, await grantsOf(visitor));
    expect(await routes(kim, granted)).toEqual({ ...OPEN, ...OPEN_GRANTS });
    const shown = await admin.fetch(`/api/admin/shares/${link.id}`);
    const { recipients } = (await shown.json()) as { recipients: { id: string }[] };
    const revoked = await admin.fetch(`/api/admin/shares/${link.id}/recipients/${recipients[0]?.id}/revoke`, {
      json: {},
    });
    expect(revoked.status).toBe(200);
    const found = await routes(kim, granted);
    expect(found).toEqual(all(410, found));
    for (const [visitor, own] of others) {
      expect(await routes(visitor, own)).toEqual({ ...OPEN, ...OPEN_GRANTS });
    }
    // Not under another form of the address either: what was reserved for her is hers alone.
    const moved = {
      file: granted.file.replace(kim.base, long.base),
      zip: granted.zip.replace(kim.base, long.base),
      play: granted.play.replace(kim.base, long.base),
    };
    expect(await routes(long, moved)).toEqual({ ...OPEN, ...all(404, OPEN_GRANTS) });
  }, 60_000);
});

describe('a password that was changed', () => {
  it('closes every route of every address, also for what was reserved before', async () => {
    const link = await issue(admin, {
      assetIds: [asset, film],
      vanity: 'new-password',
      password: 'first-word',
    });
    const granted = new Map<LinkVisitor, Granted>();
    for (const url of await addressesOf(admin, link)) {
      const visitor = visit(server, url);
      await visitor.gate({ gate: 'password', password: 'first-word' });
      granted.set(visitor, await grantsOf(visitor));
      expect(await routes(visitor, granted.get(visitor))).toEqual({ ...OPEN, ...OPEN_GRANTS });
    }
    await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: { password: 'second-word' } });
    for (const [visitor, own] of granted) {
      const found = await routes(visitor, own);
      expect(found).toEqual(all(401, found));
    }
  }, 60_000);
});

describe('several gates', () => {
  it('are passed one after the other, and one of them opens nothing', async () => {
    const link = await issue(admin, {
      assetIds: [asset, film],
      password: 'open sesame',
      requireEmailCode: true,
      termsText: 'Only for the autumn campaign.',
    });
    const visitor = visit(server, link.url);
    const passed: string[] = [];
    for (const gate of ['password', 'mailed code', 'terms']) {
      const shut = await routes(visitor);
      expect(shut, `after ${passed.join(', ')}`).toEqual(all(401, shut));
      const steps: Record<string, () => Promise<unknown>> = {
        password: () => visitor.gate({ gate: 'password', password: 'open sesame' }),
        'mailed code': async () => {
          await visitor.gate({ gate: 'email_code', email: 'kim@agency.example', code: null });
          return visitor.gate({
            gate: 'email_code',
            email: '',
            code: await lastCode(admin, 'kim@agency.example'),
          });
        },
        terms: () => visitor.gate({ gate: 'terms', accept: true }),
      };
      await steps[gate]?.();
      passed.push(gate);
    }
    expect(await routes(visitor)).toEqual(OPEN);
  }, 60_000);
});

describe('a proof', () => {
  it('ends with the password it was given for, and after ten minutes of rest', async () => {
    const link = await issue(admin, { assetIds: [asset], password: 'first-word' });
    const visitor = visit(server, link.url);
    await visitor.gate({ gate: 'password', password: 'first-word' });
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(9 * 60_000);
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(18 * 60_000);
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(29 * 60_000);
    expect(await visitor.viewStatus()).toBe(401);
    server.setClockOffset(0);
    await visitor.gate({ gate: 'password', password: 'first-word' });
    await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: { password: 'second-word' } });
    expect(await visitor.viewStatus()).toBe(401);
  });

  it('opens no other link', async () => {
    const one = visit(server, (await issue(admin, { assetIds: [asset], password: 'one-of-two' })).url);
    const other = await issue(admin, { assetIds: [asset], password: 'two-of-two' });
    await one.gate({ gate: 'password', password: 'one-of-two' });
    const answer = await one.fetch(`/api/share/${tokenOf(other.url)}`);
    expect(answer.status).toBe(401);
  });
});

describe('a forged or mistyped token', () => {
  it('is refused before any read: also when there is no database at all', async () => {
    const link = await issue(admin, { assetIds: [asset] });
    const token = tokenOf(link.url);
    const { DB } = await server.env();
    const { results } = await DB.prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('share_links', 'recipients', 'settings', 'portals')`,
    ).all<{ name: string }>();
    expect(results).toHaveLength(4);
    for (const { name } of results) await DB.prepare(`ALTER TABLE ${name} RENAME TO gone_${name}`).run();
    try {
      const last = token.endsWith('A') ? 'B' : 'A';
      const forged = [
        `${token.slice(0, -2)}${token.at(-2) === 'x' ? 'y' : 'x'}${token.at(-1)}`,
        `R${token}`,
        `${token}${last}`,
        token.slice(0, -1),
        `${token.slice(16)}${token.slice(0, 16)}`,
        'A'.repeat(30),
        `${token}%00`,
        ` ${token}`,
        token.toLowerCase() === token
          ? `${token}X`
          : `${token.slice(0, 16).toLowerCase()}_${token.slice(17)}`,
      ];
      for (const entry of forged) {
        const path = encodeURIComponent(entry);
        const view = await server.fetch(`/api/share/${path}`);
        expect(view.status, entry).toBe(404);
        const bytes = await server.fetch(`/s/${path}/r/${asset}/thumb`);
        expect(bytes.status, entry).toBe(404);
      }
      // The real one needs the database, and fails closed without it.
      expect((await server.fetch(`/api/share/${token}`)).status).toBe(500);
      expect((await server.fetch(`/s/${token}/r/${asset}/thumb`)).status).toBe(500);
    } finally {
      for (const { name } of results) await DB.prepare(`ALTER TABLE gone_${name} RENAME TO ${name}`).run();
    }
    expect(await visit(server, link.url).viewStatus()).toBe(200);
  });
});
