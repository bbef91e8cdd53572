import { Hono } from 'hono';
import { auditListQuery } from '../../../shared/contract/audit.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

export const auditRoutes = new Hono<AppEnv>().get(
  '/',
  may('audit:read'),
  valid('query', auditListQuery),
  async (c) => c.json(await c.get('services').audit.list(c.get('caller'), c.req.valid('query'))),
);
