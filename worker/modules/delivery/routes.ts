import { Hono } from 'hono';
import { z } from 'zod';
import { trialQuery } from '../../../shared/contract/delivery.ts';
import { idOf, slugSchema } from '../../../shared/contract/identifiers.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

const segment = z.string().min(1).max(256);
const viewQuery = z.object({
  draft: z.literal('1').optional(),
  territory: z.string().max(2).optional(),
  at: z.coerce.number().int().optional(),
});

const hotlinkPath = z.object({
  asset: z.string(),
  // What is too long is told in the words of the transformation.
  segment: z.string().min(1).max(4096),
  name: z.string().min(1).max(200),
});
/** An address that names no asset is of no picture. */
const HOTLINK = '/:asset{ast_[0-9a-hjkmnp-tv-z]+}/:segment/:name';
const DENIED = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };

/** `/i/{asset}/{transformation}/{name}.{ext}`: renditions for websites. HEAD is answered by the same handler. */
export const hotlinkRoutes = new Hono<AppEnv>()
  .options(HOTLINK, valid('param', hotlinkPath), (c) =>
    c.get('services').surfaces.preflight(c.get('caller'), c.req.raw, c.req.valid('param')),
  )
  .get(HOTLINK, valid('param', hotlinkPath), (c) =>
    c.get('services').surfaces.hotlink(c.get('caller'), c.req.raw, c.req.valid('param')),
  )
  .all(HOTLINK, () => fail('method_not_allowed', { headers: { ...DENIED, allow: 'GET, HEAD, OPTIONS' } }))
  // A program reads this, not a person: the page that other addresses get would be a picture that cannot be read.
  .all('*', () => fail('not_found', { headers: DENIED }));

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

/** A version's number, and the start of its poster's digest; says nothing to the server. */
const shownVersion = z.string().regex(/^\d{1,9}(?:-[0-9a-f]{8})?$/);

/** Bytes inside the console. */
export const consoleDeliveryRoutes = new Hono<AppEnv>()
  .get(
    '/:asset/r/:version/:segment',
    may('asset:read'),
    valid('param', z.object({ asset: idOf('asset'), version: shownVersion, segment })),
    (c) => c.get('services').surfaces.consoleRendition(c.get('caller'), c.req.raw, c.req.valid('param')),
  )
  .get(
    '/:asset/marked',
    may('settings:write'),
    valid('param', z.object({ asset: idOf('asset') })),
    valid('query', trialQuery),
    (c) =>
      c
        .get('services')
        .surfaces.markOnTrial(
          c.get('caller'),
          c.req.raw,
          c.req.valid('param').asset,
          c.req.valid('query').mark,
        ),
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
