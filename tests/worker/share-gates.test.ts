/** Gates of share links: every gate stands before every route, in every form of address; who guesses is counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { addPicture, approve, license, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, type LinkVisitor, tokenOf, visit } from '../harness/share.ts';

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
  await license(admin, [asset, film]);
  for (const id of [asset, film]) await approve(admin, id);
});
afterAll(() => server.close());

/** The addresses of one link: long, vanity, a recipient's. */
async function addresses(link: ShareLink): Promise<string[]> {
  const answer = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
    json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
  });
  const [kim] = (await answer.json()) as { url: string }[];
  return [link.url, link.vanityUrl ?? '', kim?.url ?? ''];
}
/** Status of every route below a link, by what it is. `granted` are files reserved before. */
async function routes(
  visitor: LinkVisitor,
  granted: { file: string; zip: string } | null = null,
): Promise<Record<string, number>> {
  const status = async (path: string, init: RequestInit = {}): Promise<number> => {
    const response = await visitor.fetch(path, init);
    await response.arrayBuffer();
    return response.status;
  };
  const head = { method: 'HEAD' };
  const html = { headers: { accept: 'text/html' } };
  const preview = `${visitor.base}/r/${asset}/thumb`;
  return {
    view: await visitor.viewStatus(),
    page: await status(visitor.base, html),
    'page HEAD': await status(visitor.base, { ...head, ...html }),
    preview: await status(preview),
    'preview HEAD': await status(preview, head),
    'preview range': await status(preview, { headers: { range: 'bytes=0-9' } }),
    'preview revalidated': await status(preview, { headers: { 'if-none-match': '*' } }),
    download: (await visitor.press(asset, 'original')).status,
    'download, a size': (await visitor.press(asset, 'web')).status,
    zip: (await visitor.zip({ preset: 'original' })).status,
    ...(granted === null
      ? {}
      : {
          file: await status(granted.file, head),
          'file range': await status(granted.file, { headers: { range: 'bytes=0-9' } }),
          archive: await status(granted.zip, head),
        }),
  };
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
  download: 303,
  'download, a size': 303,
  zip: 200,
};
const all = (status: number, found: Record<string, number>) =>
  Object.fromEntries(Object.keys(found).map((name) => [name, status]));
/** Reserves a file and an archive, while the link lets it. */
async function grantsOf(visitor: LinkVisitor): Promise<{ file: string; zip: string }> {
  const file = (await visitor.press(asset, 'original')).headers.get('location') ?? '';
  const reserved = await visitor.fetch(`${visitor.base}/zip`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    body: new URLSearchParams({ preset: 'original' }),
  });
  return { file, zip: reserved.headers.get('location') ?? '' };
}
async function played(visitor: LinkVisitor): Promise<number> {
  const response = await visitor.fetch(`${visitor.base}/m/${film}`);
  await response.arrayBuffer();
  return response.status;
}
async function lastCode(to: string): Promise<string> {
  const answer = await admin.fetch('/api/admin/mails');
  const { items } = (await answer.json()) as { items: { to: string; subject: string }[] };
  return items.find((mail) => mail.to === to)?.subject.slice(0, 6) ?? '';
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
      const code = await lastCode('kim@agency.example');
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
    for (const url of await addresses(link)) {
      const stranger = visit(server, url);
      const view = await stranger.view();
      expect(view.kind).toBe('gate');
      expect(JSON.stringify(view)).not.toContain('Red chair');
      const shut = await routes(stranger);
      expect(shut).toEqual(all(401, shut));
      expect(await played(stranger)).toBe(401);
      const visitor = visit(server, url);
      await gate.pass(visitor);
      expect(await routes(visitor)).toEqual(OPEN);
      expect(await played(visitor)).toBe(200);
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
    const link = await issue(admin, { assetIds: [asset], vanity: `closed-${name.replaceAll(' ', '-')}` });
    const visits = (await addresses(link)).map((url) => visit(server, url));
    const granted = new Map<LinkVisitor, { file: string; zip: string }>();
    for (const visitor of visits) granted.set(visitor, await grantsOf(visitor));
    for (const visitor of visits) {
      expect(await routes(visitor, granted.get(visitor))).toMatchObject({ ...OPEN, file: 200, archive: 200 });
    }
    await close(link);
    if (after !== undefined) server.setClockOffset(after);
    for (const visitor of visits) {
      const found = await routes(visitor, granted.get(visitor));
      expect(found).toEqual(all(status, found));
    }
    server.setClockOffset(0);
  }, 120_000);
});

describe('several gates', () => {
  it('are passed one after the other, and one of them opens nothing', async () => {
    const link = await issue(admin, {
      assetIds: [asset],
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
          return visitor.gate({ gate: 'email_code', email: '', code: await lastCode('kim@agency.example') });
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
    const link = await issue(admin, { assetIds: [asset], password: 'first' });
    const visitor = visit(server, link.url);
    await visitor.gate({ gate: 'password', password: 'first' });
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(9 * 60_000);
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(18 * 60_000);
    expect(await visitor.viewStatus()).toBe(200);
    server.setClockOffset(29 * 60_000);
    expect(await visitor.viewStatus()).toBe(401);
    server.setClockOffset(0);
    await visitor.gate({ gate: 'password', password: 'first' });
    await admin.fetch(`/api/admin/shares/${link.id}`, { method: 'PATCH', json: { password: 'second' } });
    expect(await visitor.viewStatus()).toBe(401);
  });

  it('opens no other link', async () => {
    const one = visit(server, (await issue(admin, { assetIds: [asset], password: 'one' })).url);
    const other = await issue(admin, { assetIds: [asset], password: 'two' });
    await one.gate({ gate: 'password', password: 'one' });
    const answer = await one.fetch(`/api/share/${tokenOf(other.url)}`);
    expect(answer.status).toBe(401);
  });
});

describe('guessing', () => {
  it('is stopped from rotating addresses, but not for people the link knows', async () => {
    const link = await issue(admin, { assetIds: [asset], password: 'right', vanity: 'guess-me' });
    const [long = '', vanity = '', kim = ''] = await addresses(link);
    const friend = visit(server, long);
    await friend.gate({ gate: 'password', password: 'right' });
    const device =
      friend
        .cookie()
        .split('; ')
        .find((pair) => pair.includes('v-device-')) ?? '';
    const burst = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        visit(server, i % 2 === 0 ? long : vanity, { 'x-forwarded-for': `203.0.113.${i}` }).gate({
          gate: 'password',
          password: `guess ${i}`,
        }),
      ),
    );
    expect(burst.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(7);
    expect(burst.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(33);
    const stranger = await visit(server, long).gate({ gate: 'password', password: 'right' });
    expect(stranger.status).toBe(429);
    const invited = await visit(server, kim).gate({ gate: 'password', password: 'right' });
    expect(invited.view.kind).toBe('open');
    const returning = await visit(server, long, { cookie: device }).gate({
      gate: 'password',
      password: 'right',
    });
    expect(returning.view.kind).toBe('open');
    server.setClockOffset(16 * 60_000);
    expect((await visit(server, long).gate({ gate: 'password', password: 'right' })).view.kind).toBe('open');
    server.setClockOffset(0);
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
    expect(await lastCode('mallory@evil.example')).toBe('');
    const visitor = visit(server, link.url);
    await visitor.gate({ gate: 'email_code', email: 'lee@studio.example', code: null });
    const code = await lastCode('lee@studio.example');
    const wrong = code === '111111' ? '222222' : '111111';
    const tries = [];
    for (let i = 0; i < 7; i++) {
      tries.push((await visitor.gate({ gate: 'email_code', email: '', code: wrong })).view);
    }
    expect(tries.filter((view) => view.kind === 'gate' && view.error === 'wrong')).toHaveLength(5);
    const late = await visitor.gate({ gate: 'email_code', email: '', code });
    expect(late.view.kind).toBe('gate');
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
