/** Embedding as the console works with it: code, signed URLs, use of hot-links. */
import { Hono } from 'hono';
import { z } from 'zod';
import { signInput, snippetsQuery, usageQuery } from '../../../shared/contract/delivery.ts';
import { idOf } from '../../../shared/contract/identifiers.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const byAsset = valid('param', z.object({ id: idOf('asset') }));

export const embeddingRoutes = new Hono<AppEnv>()
  .get('/assets/:id/snippets', may('asset:read'), byAsset, valid('query', snippetsQuery), async (c) =>
    c.json(
      await c
        .get('services')
        .embedding.snippets(c.get('caller'), c.req.valid('param').id, c.req.valid('query')),
    ),
  )
  .post('/assets/:id/sign', may('rendition:sign'), byAsset, valid('json', signInput), async (c) =>
    c.json(
      await c.get('services').embedding.sign(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .get('/assets/:id/usage', may('asset:read'), byAsset, valid('query', usageQuery), async (c) =>
    c.json(
      await c
        .get('services')
        .embedding.usage(c.get('caller'), c.req.valid('param').id, c.req.valid('query').days),
    ),
  )
  .get('/hotlinks', may('insights:read'), valid('query', usageQuery), async (c) =>
    c.json(await c.get('services').embedding.overview(c.get('caller'), c.req.valid('query').days)),
  )
  .get('/hotlinks/keys', may('rendition:sign'), async (c) =>
    c.json(await c.get('services').embedding.keys()),
  );
