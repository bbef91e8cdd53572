import { Hono } from 'hono';
import { z } from 'zod';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { posterInput, uploadListQuery } from '../../../shared/contract/uploads.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

/** What became of this person's uploads; the bytes themselves go through `/uploads` (tus). */
export const uploadRoutes = new Hono<AppEnv>()
  .get('/', may('asset:write'), valid('query', uploadListQuery), async (c) =>
    c.json(await c.get('services').ingest.listUploads(c.get('caller'), c.req.valid('query'))),
  )
  /** The new asset was meant as a new version of the one it resembles. */
  .post('/:id/version', may('asset:write'), valid('param', z.object({ id: idOf('upload') })), async (c) =>
    c.json(await c.get('services').ingest.takeAsVersion(c.get('caller'), c.req.valid('param').id)),
  );

const ofVersion = valid('param', z.object({ id: idOf('asset'), versionId: idOf('version') }));

export const posterRoutes = new Hono<AppEnv>()
  /** The picture of a version that the engine cannot draw: JPEG, PNG or WebP as the body. The answer is the asset. */
  .put('/:id/versions/:versionId/poster', may('asset:write'), ofVersion, async (c) => {
    const { id: assetId, versionId } = c.req.valid('param');
    const sent = new Uint8Array(await c.req.arrayBuffer());
    return c.json(await c.get('services').ingest.posters.keep(c.get('caller'), { assetId, versionId }, sent));
  })
  /** An earlier picture again, or none. */
  .post(
    '/:id/versions/:versionId/poster',
    may('asset:write'),
    ofVersion,
    valid('json', posterInput),
    async (c) => {
      const { id: assetId, versionId } = c.req.valid('param');
      const { poster } = c.req.valid('json');
      const path = { assetId, versionId };
      return c.json(await c.get('services').ingest.posters.restore(c.get('caller'), path, poster));
    },
  );
