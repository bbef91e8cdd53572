import { Hono } from 'hono';
import { insightsQuery } from '../../../shared/contract/audit.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may, signedIn } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

export const insightRoutes = new Hono<AppEnv>()
  .get('/overview', signedIn, async (c) => c.json(await c.get('services').insights.overview(c.get('caller'))))
  .get('/insights', may('insights:read'), valid('query', insightsQuery), async (c) =>
    c.json(await c.get('services').insights.insights(c.get('caller'), c.req.valid('query').days)),
  );
