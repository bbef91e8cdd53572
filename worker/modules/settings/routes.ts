import { Hono } from 'hono';
import { settingsSchema } from '../../../shared/contract/audit.ts';
import { pageQuery } from '../../../shared/contract/page.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { may, signedIn } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

export const settingsRoutes = new Hono<AppEnv>()
  .get('/settings', signedIn, async (c) => c.json(await c.get('services').settings.get()))
  .patch('/settings', may('settings:write'), valid('json', settingsSchema.partial().strict()), async (c) =>
    c.json(await c.get('services').settings.update(c.get('caller'), c.req.valid('json'))),
  )
  .get('/mails', may('settings:write'), valid('query', pageQuery), async (c) =>
    c.json(await c.get('services').settings.listMails(c.req.valid('query'))),
  );
