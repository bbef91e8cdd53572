import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministrator } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets, untilEarlyInTheHour } from '../harness/server.ts';

let server: TestServer;
/** Networks have another name every day, and are counted by it. */
const early = untilEarlyInTheHour();
beforeAll(async () => {
  server = await startServer();
  server.setClockOffset(early);
});
afterAll(() => server.close());

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const administrator = {
  name: 'Ada Brandt',
  email: 'ada@brand.example',
  password: 'correct horse battery',
  organisation: 'Brand',
};

describe('first run and sessions', () => {
  it('creates the first administrator with the code, once', async () => {
    expect(await (await server.fetch('/api/admin/setup')).json()).toEqual({ needed: true });
    const wrong = await server.fetch('/api/admin/setup', json({ ...administrator, code: 'guess' }));
    expect(wrong.status).toBe(403);
    const created = await server.fetch(
      '/api/admin/setup',
      json({ ...administrator, code: testSecrets.SETUP_CODE }),
    );
    expect(created.status).toBe(201);
    expect(await created.json()).toMatchObject({ role: 'administrator', email: administrator.email });
    const again = await server.fetch(
      '/api/admin/setup',
      json({ ...administrator, code: testSecrets.SETUP_CODE }),
    );
    expect(again.status).toBe(409);
  });

  it('signs in, knows the person, signs out', async () => {
    const signedIn = await server.fetch('/api/admin/session', json(administrator));
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((entry) => entry.split(';')[0])
      .join('; ');
    expect(signedIn.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
    const me = await server.fetch('/api/admin/me', { headers: { cookie } });
    expect(await me.json()).toMatchObject({ name: 'Ada Brandt' });
    const list = await server.fetch('/api/admin/assets', { headers: { cookie } });
    expect(await list.json()).toEqual({ items: [], nextCursor: null, total: 0 });
    await server.fetch('/api/admin/session', { method: 'DELETE', headers: { cookie } });
    expect((await server.fetch('/api/admin/me', { headers: { cookie } })).status).toBe(401);
  });

  it('refuses strangers and writes from other sites', async () => {
    const stranger = await server.fetch('/api/admin/assets');
    expect(stranger.status).toBe(401);
    expect(stranger.headers.get('content-type')).toContain('application/problem+json');
    const foreign = await server.fetch(
      '/api/admin/session',
      json(administrator, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
    );
    expect(foreign.status).toBe(403);
  });

  it('makes a guesser wait, whatever headers they send', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const response = await server.fetch(
        '/api/admin/session',
        json(
          { email: administrator.email, password: `guess ${attempt}` },
          { 'x-forwarded-for': `203.0.113.${attempt}` },
        ),
      );
      statuses.push(response.status);
    }
    expect(statuses.slice(0, 7)).toEqual(Array(7).fill(401));
    expect(statuses.slice(7)).toEqual([429, 429]);
    const locked = await server.fetch('/api/admin/session', json(administrator));
    expect(locked.status).toBe(429);
    const wait = Number(locked.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    server.setClockOffset(early + (wait + 1) * 1000);
    const waited = await server.fetch('/api/admin/session', json(administrator));
    expect(waited.status).toBe(200);
    server.setClockOffset(early);
  });

  it('keeps out whoever guesses, not the browser that has signed in before', async () => {
    const known = await server.fetch('/api/admin/session', json(administrator));
    const cookie = known.headers
      .getSetCookie()
      .map((entry) => entry.split(';')[0])
      .find((entry) => entry?.startsWith('vitrine.device='));
    expect(cookie).toBeDefined();
    const from = (email: string, password: string, headers: Record<string, string> = {}) =>
      server.fetch('/api/admin/session', json({ email, password }, headers));
    for (let attempt = 0; attempt < 8; attempt++) await from(administrator.email, `guess ${attempt}`);
    expect((await from(administrator.email, administrator.password)).status).toBe(429);
    const own = { cookie: cookie ?? '' };
    expect((await from(administrator.email, administrator.password, own)).status).toBe(200);
    // The cookie opens nothing, is bound to one address, and its holder's guesses are counted as well.
    expect((await server.fetch('/api/admin/me', { headers: own })).status).toBe(401);
    const guesses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++)
      guesses.push((await from(administrator.email, `guess ${attempt}`, own)).status);
    expect(guesses).toEqual([...Array(7).fill(401), 429]);
    server.setClockOffset(early + 6 * 60_000);
    expect((await from(administrator.email, administrator.password)).status).toBe(200);
    server.setClockOffset(early);
  });

  it('looks at no more guesses because they come at once', async () => {
    const email = 'burst@example.com';
    const burst = await Promise.all(
      Array.from({ length: 20 }, (_, attempt) =>
        server.fetch('/api/admin/session', json({ email, password: `guess ${attempt}` })),
      ),
    );
    expect(burst.filter(({ status }) => status === 401)).toHaveLength(7);
  });
});

describe('a write that is sent twice', () => {
  it('happens once under one Idempotency-Key', async () => {
    await server.reset();
    const admin = await createAdministrator(server);
    const send = (key: string) =>
      admin.fetch('/api/admin/collections', {
        json: { title: 'Sent twice' },
        headers: { 'idempotency-key': key },
      });
    const first = await send('retry-000001');
    const second = await send('retry-000001');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
    await send('another-00001');
    const list = (await (await admin.fetch('/api/admin/collections')).json()) as { items: unknown[] };
    expect(list.items).toHaveLength(2);
    expect((await send('short')).status).toBe(400);
  });
});
