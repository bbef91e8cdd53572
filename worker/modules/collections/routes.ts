import { Hono } from 'hono';
import { z } from 'zod';
import {
  collectionAssetsInput,
  collectionInput,
  collectionListQuery,
  collectionMoveInput,
  collectionPatch,
} from '../../../shared/contract/collections.ts';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { pageQuery } from '../../../shared/contract/page.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const byId = valid('param', z.object({ id: idOf('collection') }));

export const collectionRoutes = new Hono<AppEnv>()
  .get('/', may('asset:read'), valid('query', collectionListQuery), async (c) =>
    c.json(await c.get('services').collections.list(c.get('caller'), c.req.valid('query'))),
  )
  .post('/', may('collection:write'), valid('json', collectionInput), async (c) =>
    c.json(await c.get('services').collections.create(c.get('caller'), c.req.valid('json')), 201),
  )
  .get('/:id', may('asset:read'), byId, async (c) =>
    c.json(await c.get('services').collections.get(c.get('caller'), c.req.valid('param').id)),
  )
  .patch('/:id', may('collection:write'), byId, valid('json', collectionPatch), async (c) =>
    c.json(
      await c
        .get('services')
        .collections.update(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .delete('/:id', may('collection:write'), byId, async (c) =>
    c.json(await c.get('services').collections.remove(c.get('caller'), c.req.valid('param').id)),
  )
  .get('/:id/assets', may('asset:read'), byId, valid('query', pageQuery), async (c) =>
    c.json(
      await c
        .get('services')
        .collections.listAssets(c.get('caller'), c.req.valid('param').id, c.req.valid('query')),
    ),
  )
  .post('/:id/assets', may('collection:write'), byId, valid('json', collectionAssetsInput), async (c) =>
    c.json(
      await c
        .get('services')
        .collections.changeAssets(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post('/:id/move', may('collection:write'), byId, valid('json', collectionMoveInput), async (c) =>
    c.json(
      await c.get('services').collections.move(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  );
