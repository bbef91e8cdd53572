import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { AppEnv } from '../../../worker/http/app-env.ts';
import { onError } from '../../../worker/http/errors.ts';
import { unkept } from '../../../worker/http/guards.ts';
import { BODY_MAX_BYTES, boundedBodies } from '../../../worker/http/validate.ts';
import { withoutTokens } from '../../../worker/log.ts';

describe('bodies', () => {
  const app = new Hono<AppEnv>();
  app.onError(onError);
  app.use('*', boundedBodies);
  app.post('/', async (c) => c.text(String((await c.req.text()).length)));
  app.patch('/', (c) => c.text(c.req.raw.body === null ? 'none' : 'streamed'));
  const send = (init: RequestInit) => app.request('/', { method: 'POST', ...init });

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

  it('are left alone where a file is streamed', async () => {
    const answer = await send({
      method: 'PATCH',
      body: 'x'.repeat(BODY_MAX_BYTES + 1),
      headers: { 'content-type': 'application/offset+octet-stream' },
    });
    expect(await answer.text()).toBe('streamed');
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
