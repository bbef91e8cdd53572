import { Hono } from 'hono';
import { uploadListQuery } from '../../../shared/contract/uploads.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

/** What became of this person's uploads; the bytes themselves go through `/uploads` (tus). */
export const uploadRoutes = new Hono<AppEnv>().get(
  '/',
  may('asset:write'),
  valid('query', uploadListQuery),
  async (c) => c.json(await c.get('services').ingest.listUploads(c.get('caller'), c.req.valid('query'))),
);
