import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { POSTER_MAX_BYTES } from '../../../shared/contract/uploads.ts';
import type { AppEnv } from '../../../worker/http/app-env.ts';
import { unkept } from '../../../worker/http/guards.ts';
import { onError } from '../../../worker/http/on-error.ts';
import { BODY_MAX_BYTES, boundedBodies } from '../../../worker/http/validate.ts';
import { withoutTokens } from '../../../worker/log.ts';

describe('bodies', () => {
  const app = new Hono<AppEnv>();
  app.onError(onError);
  app.use('*', boundedBodies);
  app.all('*', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)));
  const send = (init: RequestInit, path = '/') => app.request(path, { method: 'POST', ...init });
  const poster = '/api/admin/assets/ast_1/versions/ver_1/poster';
  const STREAM = 'application/offset+octet-stream';

  it('are refused above the limit, whether or not they say how long they are', async () => {
    const tooLong = 'x'.repeat(BODY_MAX_BYTES + 1);
    const declared = await send({
      body: tooLong,
      headers: { 'content-length': String(tooLong.length), 'content-type': 'application/json' },
    });
    expect(declared.status).toBe(413);
    expect((await send({ body: tooLong })).status).toBe(413);
    expect(await (await send({ body: 'x'.repeat(1000) })).text()).toBe('1000');
  });

  it.each([
    ['/uploads/upl_1', STREAM],
    ['/uploads', STREAM],
    ['/u/token/uploads', STREAM],
    ['/u/token/uploads/upl_1', STREAM],
    ['/u/token', 'multipart/form-data; boundary=x'],
    [poster, 'image/webp'],
  ])('may be larger at %s as %s', async (path, type) => {
    const body = new Uint8Array(BODY_MAX_BYTES + 1);
    const answer = await send({ method: 'PUT', body, headers: { 'content-type': type } }, path);
    expect(await answer.text()).toBe(String(body.length));
  });

  it.each([
    ['/', STREAM],
    [poster, STREAM],
    ['/api/admin/assets', STREAM],
    ['/api/admin/uploads/upl_1/version', STREAM],
    ['/u/token/submit', STREAM],
    ['/api/admin/assets', 'image/webp'],
    ['/u/token/uploads', 'image/webp'],
    ['/api/request/token/sign-in', 'multipart/form-data; boundary=x'],
  ])('are bounded at %s, whatever they are called (%s)', async (path, type) => {
    const body = new Uint8Array(BODY_MAX_BYTES + 1);
    for (const length of [{}, { 'content-length': String(body.length) }]) {
      const answer = await send({ body, headers: { 'content-type': type, ...length } }, path);
      expect(answer.status).toBe(413);
    }
  });

  it('are refused above what a poster may have, before all of it is read', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const init = { method: 'PUT', body: endless, headers: { 'content-type': 'image/png' }, duplex: 'half' };
    expect((await send(init, poster)).status).toBe(413);
    expect(sent).toBeLessThan(POSTER_MAX_BYTES + 4 * 1024 * 1024);
  });
});

describe('what a signed-in person reads', () => {
  it('is kept by nobody, unless the route says how', async () => {
    const app = new Hono<AppEnv>()
      .use('*', unkept)
      .get('/data', (c) => c.json({}))
      .get('/picture', (c) => c.body('', 200, { 'cache-control': 'private, max-age=5' }));
    expect((await app.request('/data')).headers.get('cache-control')).toBe('private, no-store');
    expect((await app.request('/picture')).headers.get('cache-control')).toBe('private, max-age=5');
  });
});

describe('a path in the log', () => {
  it('holds no token', () => {
    expect(withoutTokens('/s/abc')).toBe('/s/…');
    expect(withoutTokens('/s/abc/d/grant')).toBe('/s/…/d/…');
    expect(withoutTokens('/s/abc/r/ast_1/w=320')).toBe('/s/…/r/ast_1/w=320');
    expect(withoutTokens('/api/share/abc/gate')).toBe('/api/share/…/gate');
    expect(withoutTokens('/u/abc/uploads/upl_1')).toBe('/u/…/uploads/upl_1');
    expect(withoutTokens('/api/admin/shares/shr_1')).toBe('/api/admin/shares/shr_1');
  });
});
