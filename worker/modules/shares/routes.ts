import { Hono } from 'hono';
import { z } from 'zod';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { pageQuery } from '../../../shared/contract/page.ts';
import {
  preflightInput,
  recipientsInput,
  registerFilters,
  shareChangesInput,
  shareLinkInput,
  shareLinkPatch,
  shareListQuery,
  shareStateInput,
} from '../../../shared/contract/shares.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { noteOrigin } from '../../http/origin.ts';
import { valid } from '../../http/validate.ts';

/** A table as a file, sent while it is read. */
function csvFile(name: string, body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

const byId = valid('param', z.object({ id: idOf('shareLink') }));

/** The register of share links in the console. */
export const shareRoutes = new Hono<AppEnv>()
  .get('/', may('share:read'), valid('query', shareListQuery), async (c) =>
    c.json(await c.get('services').shares.list(c.get('caller'), c.req.valid('query'))),
  )
  .get('/register', may('share:read'), valid('query', shareListQuery), async (c) =>
    c.json(await c.get('services').shares.register(c.get('caller'), c.req.valid('query'))),
  )
  .get('/register.csv', may('share:read'), valid('query', registerFilters), (c) =>
    csvFile('share-links.csv', c.get('services').shares.registerFile(c.get('caller'), c.req.valid('query'))),
  )
  .get('/owners', may('share:write'), async (c) => c.json(await c.get('services').shares.owners()))
  .get(
    '/vanity',
    may('share:write'),
    valid('query', z.object({ name: z.string().max(200), except: idOf('shareLink').optional() })),
    async (c) => {
      const { name, except } = c.req.valid('query');
      return c.json(await c.get('services').shares.vanity(name, except ?? null));
    },
  )
  .post('/', may('share:write'), valid('json', shareLinkInput), noteOrigin, async (c) =>
    c.json(await c.get('services').shares.issue(c.get('caller'), c.req.valid('json')), 201),
  )
  .post('/preflight', may('share:write'), valid('json', preflightInput), async (c) =>
    c.json(await c.get('services').shares.preflight(c.get('caller'), c.req.valid('json'))),
  )
  .post(
    '/revoke',
    may('share:write'),
    valid('json', z.object({ shareLinkIds: z.array(idOf('shareLink')).min(1).max(100) })),
    async (c) =>
      c.json(await c.get('services').shares.revokeMany(c.get('caller'), c.req.valid('json').shareLinkIds)),
  )
  .post('/change', may('share:write'), valid('json', shareChangesInput), noteOrigin, async (c) =>
    c.json(await c.get('services').shares.changeMany(c.get('caller'), c.req.valid('json').changes)),
  )
  .get('/:id', may('share:read'), byId, async (c) =>
    c.json(await c.get('services').shares.get(c.get('caller'), c.req.valid('param').id)),
  )
  .patch('/:id', may('share:write'), byId, valid('json', shareLinkPatch), noteOrigin, async (c) =>
    c.json(
      await c.get('services').shares.update(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post('/:id/state', may('share:write'), byId, valid('json', shareStateInput), async (c) =>
    c.json(
      await c
        .get('services')
        .shares.setState(c.get('caller'), c.req.valid('param').id, c.req.valid('json').state),
    ),
  )
  .get('/:id/acceptances', may('share:read'), byId, valid('query', pageQuery), async (c) =>
    c.json(
      await c
        .get('services')
        .shares.acceptances(c.get('caller'), c.req.valid('param').id, c.req.valid('query')),
    ),
  )
  .get('/:id/acceptances.csv', may('share:read'), byId, async (c) =>
    csvFile(
      'accepted-terms.csv',
      await c.get('services').shares.acceptancesFile(c.get('caller'), c.req.valid('param').id),
    ),
  )
  .post('/:id/duplicate', may('share:write'), byId, noteOrigin, async (c) =>
    c.json(await c.get('services').shares.duplicate(c.get('caller'), c.req.valid('param').id), 201),
  )
  .post('/:id/recipients', may('share:write'), byId, valid('json', recipientsInput), async (c) =>
    c.json(
      await c
        .get('services')
        .shares.invite(c.get('caller'), c.req.valid('param').id, c.req.valid('json').recipients),
      201,
    ),
  )
  .post(
    '/:id/recipients/:recipientId/:action',
    may('share:write'),
    valid(
      'param',
      z.object({
        id: idOf('shareLink'),
        recipientId: idOf('recipient'),
        action: z.enum(['revoke', 'resend', 'restore']),
      }),
    ),
    async (c) => {
      const { id, recipientId, action } = c.req.valid('param');
      return c.json(await c.get('services').shares.changeRecipient(c.get('caller'), id, recipientId, action));
    },
  );
