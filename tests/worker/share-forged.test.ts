/** Forged and mistyped tokens are refused before any read: proved by taking the tables away. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, tokenOf } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

/** Right in every way but its MAC. */
function forged(): string {
  for (;;) {
    const id = randomBytes(12).toString('base64url');
    if (/[A-Z_]/.test(id)) return `${id}${randomBytes(10).toString('base64url')}`;
  }
}

const GRANT = 'A'.repeat(30);
const ASSET = 'ast_00000000000000000000000000';
/** Every address below a link, as a stranger asks for it. */
const ways = (token: string): [string, RequestInit][] => {
  const post = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    body: new URLSearchParams(fields),
  });
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify(body),
  });
  return [
    [`/s/${token}`, { headers: { accept: 'text/html' } }],
    [`/s/${token}`, { method: 'HEAD' }],
    [`/api/share/${token}`, {}],
    [`/api/share/${token}/archives/${GRANT}`, {}],
    [`/api/share/${token}/gate`, json({ gate: 'password', password: 'guess' })],
    [`/api/share/${token}/requests`, json({ kind: 'question', email: 'a@b.example', reason: 'x' })],
    [`/s/${token}/r/${ASSET}/w=320`, {}],
    [`/s/${token}/m/${ASSET}`, {}],
    [`/s/${token}/download`, post({ asset: ASSET, preset: 'web' })],
    [`/s/${token}/d/${GRANT}`, {}],
    [`/s/${token}/zip`, post({})],
    [`/s/${token}/z/${GRANT}`, {}],
    [`/s/${token}/z/${GRANT}/preparing`, { headers: { accept: 'text/html' } }],
    [`/u/${token}`, { headers: { accept: 'text/html' } }],
    [`/u/${token}`, post({ intent: 'ask', kind: 'extension', email: 'a@b.example', reason: 'x' })],
    [`/u/${token}/uploads`, { method: 'POST', headers: { 'tus-resumable': '1.0.0', 'upload-length': '1' } }],
    [`/api/request/${token}`, {}],
    [`/api/request/${token}/inquiries`, json({ kind: 'question', email: 'a@b.example', reason: 'x' })],
  ];
};

describe('a forged token', () => {
  it('is refused at every address without a read of the database', async () => {
    const asset = await addPicture(admin);
    await clear(admin, asset.id);
    const token = tokenOf((await issue(admin, { assetIds: [asset.id] })).url);
    const { DB } = await server.env();
    const tables = [
      'share_links',
      'recipients',
      'download_grants',
      'upload_requests',
      'invitees',
      'inquiries',
      'throttles',
      'settings',
      'portals',
    ];
    for (const table of tables) await DB.prepare(`ALTER TABLE ${table} RENAME TO gone_${table}`).run();
    // The brand is remembered for a while; afterwards it would be read again.
    server.setClockOffset(60_000);
    try {
      const real = await server.fetch(`/api/share/${token}`);
      // The test can fail: a token that was issued does need the tables.
      expect(real.status).toBe(500);
      const mistyped = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
      for (const wrong of [
        forged(),
        `R${forged()}`,
        mistyped,
        token.toUpperCase(),
        `${token}A`,
        'A'.repeat(200),
      ]) {
        for (const [path, init] of ways(wrong)) {
          const answer = await server.fetch(path, init);
          await answer.arrayBuffer();
          expect(answer.status, `${init.method ?? 'GET'} ${path}`).toBe(404);
        }
      }
    } finally {
      for (const table of tables) await DB.prepare(`ALTER TABLE gone_${table} RENAME TO ${table}`).run();
      server.setClockOffset(0);
    }
  }, 60_000);

  it('gets one page whatever it is, in the language of the reader', async () => {
    const page = async (token: string, headers: Record<string, string> = {}) => {
      const answer = await server.fetch(`/s/${token}`, { headers: { accept: 'text/html', ...headers } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('x-robots-tag')).toContain('noindex');
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(answer.headers.get('content-security-policy')).toContain('default-src');
      expect(answer.headers.get('set-cookie')).toBeNull();
      return answer.text();
    };
    const tokens = [forged(), forged()];
    const [one = '', two = ''] = [await page(tokens[0] ?? ''), await page(tokens[1] ?? '')];
    expect(two).toBe(one);
    for (const token of tokens) expect(one).not.toContain(token);
    const german = await page(forged(), { 'accept-language': 'de' });
    expect(german).toContain('lang="de"');
    expect(await page(forged(), { 'accept-language': 'de' })).toBe(german);
  }, 60_000);
});
