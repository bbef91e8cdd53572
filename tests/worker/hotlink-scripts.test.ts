/** Hot-links that scripts ask for: preflights, what they may read, and addresses and methods that lead nowhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCleared, addPicture } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let open: string;
let listed: string;
let hidden: string;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } });
  [open, listed, hidden] = [await addCleared(admin), await addCleared(admin), (await addPicture(admin)).id];
  const allowedSites = { mode: 'list', sites: ['a.example'], reportOnly: false };
  for (const id of [listed, hidden]) {
    await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json: { allowedSites } });
  }
  await new Promise((resolve) => setTimeout(resolve, 2200));
}, 120_000);
afterAll(() => server?.close());

const preflight = (id: string, origin: string, segment = 'w=320') =>
  server.fetch(`/i/${id}/${segment}/x.jpg`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'range, if-none-match',
    },
  });

describe('a preflight', () => {
  it('opens reading with ranges and validators, for ten minutes at most', async () => {
    const { status, headers } = await preflight(open, 'https://anybody.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD');
    const allowed = (headers.get('access-control-allow-headers') ?? '').toLowerCase().split(', ');
    expect(allowed.sort()).toEqual(['if-modified-since', 'if-none-match', 'if-range', 'range']);
    expect(Number(headers.get('access-control-max-age'))).toBeLessThanOrEqual(600);
  });

  it('answers by the policy of the asset', async () => {
    const own = await preflight(listed, 'https://a.example');
    expect([own.headers.get('access-control-allow-origin'), own.headers.get('vary')]).toEqual([
      'https://a.example',
      'Origin',
    ]);
    for (const origin of ['https://evil.example', 'https://a.example.evil.example', 'null']) {
      const other = await preflight(listed, origin);
      expect([origin, other.status, other.headers.get('access-control-allow-origin')]).toEqual([
        origin,
        204,
        null,
      ]);
      expect(other.headers.get('access-control-allow-headers')).toBeNull();
    }
  });

  it('tells a hidden asset from none that exists as little as the failure does that both answer', async () => {
    const told = async (id: string) => {
      const { status, headers } = await preflight(id, 'https://evil.example');
      return [status, headers.get('access-control-allow-origin'), headers.get('vary')];
    };
    expect(await told(hidden)).toEqual(await told('ast_00000000000000000000000000'));
    // What is wrong with an address may be read by its author.
    expect(
      (await preflight(listed, 'https://evil.example', 'with=3')).headers.get('access-control-allow-origin'),
    ).toBe('*');
  });
});

describe('an answer', () => {
  it('lets scripts read what describes it, also a 206, a 304 and a failure', async () => {
    const get = (path: string, headers: Record<string, string> = {}) =>
      server.fetch(path, { headers: { origin: 'https://b.example', ...headers } });
    const path = `/i/${open}/w=320/x.jpg`;
    const whole = await get(path);
    const etag = whole.headers.get('etag') ?? '';
    for (const response of [
      whole,
      await get(path, { range: 'bytes=0-9' }),
      await get(`/i/${open}/w=333/x.jpg`),
    ]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      const exposed = (response.headers.get('access-control-expose-headers') ?? '').toLowerCase().split(', ');
      const all = [
        'accept-ranges',
        'content-disposition',
        'content-length',
        'content-range',
        'etag',
        'link',
        'retry-after',
        'server-timing',
        'x-request-id',
      ];
      expect(exposed).toEqual(all);
    }
    const same = await get(path, { 'if-none-match': etag });
    expect([same.status, same.headers.get('access-control-allow-origin')]).toEqual([304, '*']);
    const limited = await get(`/i/${listed}/w=320/x.jpg`, {
      origin: 'https://a.example',
      referer: 'https://a.example/',
    });
    expect(limited.headers.get('access-control-expose-headers')).toContain('ETag');
  });
});

describe('an address that leads nowhere', () => {
  it('answers a program, not a reader', async () => {
    for (const path of [
      `/i/${open}/w=640`,
      `/i/${open}`,
      `/i/${open}/w=640/a/b.jpg`,
      '/i/',
      '/i/a/b/c/d/e',
    ]) {
      const response = await server.fetch(path, { headers: { accept: 'text/html,image/*' } });
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 });
    }
  });

  it('says which methods there are', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await server.fetch(`/i/${open}/w=640/x.jpg`, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, HEAD, OPTIONS',
      ]);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await response.json()).toMatchObject({ code: 'method_not_allowed', status: 405 });
    }
  });
});
