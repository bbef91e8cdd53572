/**
 * What the person who was asked for files reaches.
 *
 *   GET  /api/request/{token}              UploadRequestPage
 *   POST /api/request/{token}/uploader     uploaderInput → 204, sets the uploader's cookie at the common address
 *   POST /api/request/{token}/inquiries    requestAskInput → 204: asks the owner, also where nothing is taken any more
 *   POST /api/request/{token}/files/{id}   handInDetailsSchema → 204: what the uploader says about one of their files
 *   ALL  /u/{token}/uploads[/{id}]         tus 1.0, with that cookie
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { requestAskInput } from '../../../shared/contract/inquiries.ts';
import { handInDetailsSchema, uploaderInput } from '../../../shared/contract/requests.ts';
import type { AppContext, AppEnv } from '../../http/app-env.ts';
import { valid } from '../../http/validate.ts';
import { tusCapabilities } from '../ingest/index.ts';

const byToken = valid('param', z.object({ token: z.string().min(1).max(200) }));
const cookiesOf = (c: AppContext): string => c.req.header('cookie') ?? '';

export const publicRequestRoutes = new Hono<AppEnv>()
  .get('/:token', byToken, async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(
      await c.get('services').handIn.page(c.get('caller'), c.req.valid('param').token, cookiesOf(c)),
    );
  })
  .post('/:token/uploader', byToken, valid('json', uploaderInput), async (c) => {
    const cookie = await c
      .get('services')
      .handIn.introduce(c.get('caller'), c.req.valid('param').token, c.req.valid('json'), cookiesOf(c));
    if (cookie !== null) c.header('set-cookie', cookie);
    return c.body(null, 204);
  })
  .post('/:token/inquiries', byToken, valid('json', requestAskInput), async (c) => {
    await c.get('services').handIn.ask(c.get('caller'), c.req.valid('param').token, c.req.valid('json'));
    return c.body(null, 204);
  })
  .post(
    '/:token/files/:id',
    valid('param', z.object({ token: z.string().min(1).max(200), id: idOf('submission') })),
    valid('json', handInDetailsSchema),
    async (c) => {
      const { token, id } = c.req.valid('param');
      await c.get('services').handIn.describe(c.get('caller'), token, id, c.req.valid('json'), cookiesOf(c));
      return c.body(null, 204);
    },
  );

function receive(c: AppContext, token: string, uploadId: string | null): Promise<Response> {
  return c.get('services').handIn.receive(c.get('caller'), c.req.raw, { token, uploadId }, cookiesOf(c));
}

/** Bytes handed in under a request. */
export const requestUploadRoutes = new Hono<AppEnv>()
  .options('/:token/uploads', () => tusCapabilities())
  .options('/:token/uploads/:id', () => tusCapabilities())
  .all('/:token/uploads', (c) => receive(c, c.req.param('token'), null))
  .all('/:token/uploads/:id', (c) => receive(c, c.req.param('token'), c.req.param('id')));
