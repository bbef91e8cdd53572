import { Hono } from 'hono';
import { z } from 'zod';
import { idOf, slugSchema } from '../../../shared/contract/identifiers.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const segment = z.string().min(1).max(256);
const viewQuery = z.object({
  draft: z.literal('1').optional(),
  territory: z.string().max(2).optional(),
  at: z.coerce.number().int().optional(),
});

/** `/i/{asset}/{transformation}/{name}.{ext}`: renditions for websites. HEAD is answered by the same handler. */
export const hotlinkRoutes = new Hono<AppEnv>()
  .options('/:asset/:segment/:name', (c) =>
    c.body(null, 204, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-max-age': '600',
    }),
  )
  .get(
    '/:asset/:segment/:name',
    valid('param', z.object({ asset: idOf('asset'), segment, name: z.string().min(1).max(200) })),
    (c) => c.get('services').surfaces.hotlink(c.get('caller'), c.req.raw, c.req.valid('param')),
  );

/** Bytes of a public portal. */
export const portalDeliveryRoutes = new Hono<AppEnv>()
  .get(
    '/:portal/r/:asset/:version/:segment',
    valid(
      'param',
      z.object({ portal: slugSchema, asset: idOf('asset'), version: z.coerce.number().int(), segment }),
    ),
    valid('query', viewQuery),
    (c) =>
      c
        .get('services')
        .surfaces.portalRendition(c.get('caller'), c.req.raw, c.req.valid('param'), c.req.valid('query')),
  )
  .get(
    '/:portal/assets/:asset/download/:preset',
    valid('param', z.object({ portal: slugSchema, asset: idOf('asset'), preset: z.string().max(40) })),
    valid('query', viewQuery),
    (c) =>
      c
        .get('services')
        .surfaces.portalDownload(c.get('caller'), c.req.raw, c.req.valid('param'), c.req.valid('query')),
  )
  .get(
    '/:portal/assets/:asset/media',
    valid('param', z.object({ portal: slugSchema, asset: idOf('asset') })),
    valid('query', viewQuery),
    (c) =>
      c
        .get('services')
        .surfaces.portalMedia(c.get('caller'), c.req.raw, c.req.valid('param'), c.req.valid('query')),
  );

/** Bytes inside the console. */
export const consoleDeliveryRoutes = new Hono<AppEnv>()
  .get(
    '/:asset/r/:version/:segment',
    may('asset:read'),
    valid('param', z.object({ asset: idOf('asset'), version: z.coerce.number().int(), segment })),
    (c) => c.get('services').surfaces.consoleRendition(c.get('caller'), c.req.raw, c.req.valid('param')),
  )
  .get(
    '/:asset/original',
    may('asset:read'),
    valid('param', z.object({ asset: idOf('asset') })),
    valid('query', z.object({ inline: z.literal('1').optional() })),
    (c) =>
      c
        .get('services')
        .surfaces.consoleOriginal(
          c.get('caller'),
          c.req.raw,
          c.req.valid('param').asset,
          c.req.valid('query').inline === '1',
        ),
  );
