import { Hono } from 'hono';
import { z } from 'zod';
import {
  assetListQuery,
  bulkSitesInput,
  bulkStatusInput,
  describeInput,
  keywordsInput,
  statusInput,
  suggestionDecisionInput,
} from '../../../shared/contract/assets.ts';
import { idOf } from '../../../shared/contract/identifiers.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const byId = valid('param', z.object({ id: idOf('asset') }));
const bulkKeywords = keywordsInput.extend({ assetIds: z.array(idOf('asset')).min(1).max(200) });

/** The library of the console. */
export const assetRoutes = new Hono<AppEnv>()
  .get('/', may('asset:read'), valid('query', assetListQuery), async (c) =>
    c.json(await c.get('services').assets.list(c.get('caller'), c.req.valid('query'))),
  )
  .get('/facets', may('asset:read'), valid('query', assetListQuery), async (c) =>
    c.json(await c.get('services').assets.facets(c.get('caller'), c.req.valid('query'))),
  )
  .post('/status', may('asset:write'), valid('json', bulkStatusInput), async (c) => {
    const { assetIds, ...change } = c.req.valid('json');
    return c.json(await c.get('services').assets.setStatus(c.get('caller'), assetIds, change));
  })
  .post('/sites', may('asset:write'), valid('json', bulkSitesInput), async (c) => {
    const { assetIds, allowedSites } = c.req.valid('json');
    return c.json(await c.get('services').assets.setSites(c.get('caller'), assetIds, allowedSites));
  })
  .post('/keywords', may('asset:write'), valid('json', bulkKeywords), async (c) => {
    const { assetIds, ...change } = c.req.valid('json');
    return c.json(await c.get('services').assets.changeKeywords(c.get('caller'), assetIds, change));
  })
  .get('/:id', may('asset:read'), byId, async (c) =>
    c.json(await c.get('services').assets.detail(c.get('caller'), c.req.valid('param').id)),
  )
  .patch('/:id', may('asset:write'), byId, valid('json', describeInput), async (c) =>
    c.json(
      await c.get('services').assets.describe(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post('/:id/status', may('asset:write'), byId, valid('json', statusInput), async (c) =>
    c.json(
      await c
        .get('services')
        .assets.setStatus(c.get('caller'), [c.req.valid('param').id], c.req.valid('json')),
    ),
  )
  .post('/:id/keywords', may('asset:write'), byId, valid('json', keywordsInput), async (c) =>
    c.json(
      await c
        .get('services')
        .assets.changeKeywords(c.get('caller'), [c.req.valid('param').id], c.req.valid('json')),
    ),
  )
  .post('/:id/suggestions', may('asset:write'), byId, valid('json', suggestionDecisionInput), async (c) =>
    c.json(
      await c.get('services').tagging.decide(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post(
    '/:id/versions/:versionId/restore',
    may('asset:write'),
    valid('param', z.object({ id: idOf('asset'), versionId: idOf('version') })),
    async (c) => {
      const { id, versionId } = c.req.valid('param');
      return c.json(await c.get('services').assets.restoreVersion(c.get('caller'), id, versionId));
    },
  );
